import type { Coverage, Entities, Entity } from "./batch.ts";
import type { SituationKind } from "./match.ts";
import { searchStatements, temporaryTables } from "./open-rows.ts";
import { hashStatements, sideStatements } from "./open-things.ts";
import type { FieldOwner } from "./reconcile.ts";
import { emptyRegister, type Link, type Register, rowKey, type TargetEntity } from "./register.ts";
import { basisOfTables, type TableBasis } from "./sql-basis.ts";
import { given, type SqlColumn, type SqlEngine, type SqlValue, taken } from "./sql-engine.ts";
import { entities, keyOf, relations, rowsWhere, table, text, things } from "./sql-rows.ts";

/** A row by entity and id. */
export type RowName = readonly [entity: Entity, id: string];

/** Rows that are looked at whatever they are like. */
export interface Named {
  readonly source: readonly RowName[];
  readonly target: readonly RowName[];
}

/** The rows of both sides that a plan depends on, and how many were left out. */
export interface FoundRows {
  readonly source: Entities;
  readonly target: Register;
  readonly applied: Register | undefined;
  readonly settled: ReadonlyMap<SituationKind, number>;
}

export interface SqlRegisterOptions {
  /** The name of the source, by which the crosswalk knows it. */
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly applied: string | undefined;
  readonly coverage: readonly Coverage[];
  readonly owners: Readonly<Record<string, FieldOwner>>;
  readonly speaksForAll: (entity: Entity) => boolean;
  /** Units of the source for which the batch speaks, where not for all. */
  readonly unitsSpokenFor: (entity: Entity) => readonly string[];
}

const texts = (...names: readonly string[]): readonly SqlColumn[] => names.map((name) => ({ name, type: "text" }));

/** Both sides in one database, as they were when the reading began. */
export class SqlRegister {
  readonly #engine: SqlEngine;
  readonly #options: SqlRegisterOptions;
  #isHashed = false;

  private constructor(engine: SqlEngine, options: SqlRegisterOptions) {
    this.#engine = engine;
    this.#options = options;
  }

  /** Begins to read. `end` must follow, also when a reading fails, but not when this does. */
  static async begin(engine: SqlEngine, options: SqlRegisterOptions): Promise<SqlRegister> {
    await engine.begin(temporaryTables);
    const register = new SqlRegister(engine, options);
    try {
      await register.#prepare();
    } catch (error) {
      await register.end().catch(() => undefined);
      throw error;
    }
    return register;
  }

  async #prepare(): Promise<void> {
    const [engine, { name, from, to, unitsSpokenFor }] = [this.#engine, this.#options];
    const spoken = entities.flatMap((entity) => unitsSpokenFor(entity).map((unit) => [entity, unit]));
    await engine.insert({ name: "spoken" }, texts("entity", "unit"), spoken);
    await engine.query(
      `INSERT INTO crosswalk SELECT ${text("l", "entity")}, ${text("l", "sourceId")}, ${text("l", "targetId")}
        FROM ${table(to, "links")} l WHERE ${text("l", "source")} = $1`,
      [name],
    );
    for (const sql of sideStatements(from, to)) await engine.query(sql);
  }

  async end(): Promise<void> {
    await this.#engine.end();
  }

  basis(): Promise<TableBasis> {
    return basisOfTables(this.#engine, this.#options.from, this.#options.to);
  }

  /** Finds the rows that a plan depends on, with those named; `contested` are hashes that other databases have too. */
  async find({ source, target }: Named, contested: readonly string[]): Promise<FoundRows> {
    const { from, to, applied, unitsSpokenFor } = this.#options;
    const engine = this.#engine;
    await engine.query("DELETE FROM named");
    const named: readonly SqlValue[][] = [...source.map((one) => ["s", ...one]), ...target.map((one) => ["t", ...one])];
    await engine.insert({ name: "named" }, texts("side", "entity", "id"), named);
    await engine.query("DELETE FROM contested");
    await engine.insert(
      { name: "contested" },
      texts("hash"),
      contested.map((one) => [one]),
    );
    const speaksForSome = (entity: Entity): boolean => unitsSpokenFor(entity).length > 0;
    for (const sql of searchStatements({ ...this.#options, speaksForSome })) await engine.query(sql);
    return {
      source: await this.#rows(from, "s"),
      target: await this.#register(to),
      applied: applied === undefined ? undefined : await this.#register(applied, false),
      settled: await this.#settled(),
    };
  }

  /** The parts of a side that were found. */
  async #rows(schema: string, side: "s" | "t"): Promise<Entities> {
    const found: Record<string, unknown> = {};
    for (const entity of things) {
      const part = `SELECT id FROM part_${side} WHERE entity = '${entity}'`;
      found[entity] = await rowsWhere(this.#engine, schema, entity, `${text("r", "id")} IN (${part})`);
    }
    for (const entity of relations) {
      const [key, value] = side === "s" ? [keyOf(entity, "r"), "source_key"] : [text("r", "id"), "id"];
      const part = `SELECT ${value} FROM part_relation_${side} WHERE entity = '${entity}'`;
      found[entity] = await rowsWhere(this.#engine, schema, entity, `${key} IN (${part})`);
    }
    return found as unknown as Entities;
  }

  async #register(schema: string, isTarget = true): Promise<Register> {
    const rows = await this.#rows(schema, "t");
    if (!isTarget) return { ...emptyRegister, ...rows };
    const { name, to } = this.#options;
    const part = (side: "s" | "t"): string =>
      `(SELECT 1 FROM part_${side} p WHERE p.entity = c.entity AND p.id = c.${side})`;
    const links = await this.#engine.query(
      `SELECT ${given(text("l", "id"))} AS id, ${text("l", "entity")} AS entity, ${given(text("l", "sourceId"))} AS s, ${given(text("l", "targetId"))} AS t
        FROM ${table(to, "links")} l WHERE ${text("l", "source")} = $1 AND (${text("l", "entity")}, ${text("l", "sourceId")}) IN
        (SELECT c.entity, c.s FROM crosswalk c WHERE EXISTS ${part("s")} UNION SELECT c.entity, c.s FROM crosswalk c
          WHERE EXISTS ${part("t")} UNION SELECT entity, id FROM named WHERE side = 's'
          UNION SELECT entity, s FROM crosswalk WHERE entity = 'units')`,
      [name],
    );
    const found = new Set(entities.flatMap((entity) => rows[entity].map(({ id }) => rowKey(entity, id))));
    const inactive = await this.#engine.query(
      `SELECT DISTINCT ${text("i", "entity")} AS entity, ${given(text("i", "id"))} AS id FROM ${table(to, "inactive")} i
        WHERE EXISTS (SELECT 1 FROM part_t p WHERE p.entity = ${text("i", "entity")} AND p.id = ${text("i", "id")})
          OR EXISTS (SELECT 1 FROM part_relation_t p WHERE p.entity = ${text("i", "entity")} AND p.id = ${text("i", "id")})`,
    );
    return {
      ...rows,
      links: links.map(({ id, entity, s, t }): Link => ({
        id: taken(id),
        source: name,
        entity: String(entity) as Entity,
        sourceId: taken(s),
        targetId: taken(t),
      })),
      inactive: inactive
        .map(({ entity, id }) => rowKey(String(entity) as TargetEntity, taken(id)))
        .filter((key) => found.has(key)),
    };
  }

  /** What is said of the rows that were left out. */
  async #settled(): Promise<ReadonlyMap<SituationKind, number>> {
    const count = async (sql: string): Promise<number> => Number((await this.#engine.query(sql))[0]?.["n"] ?? 0);
    return new Map([
      [
        "linked",
        await count(`SELECT count(*) AS n FROM sure p WHERE NOT EXISTS
          (SELECT 1 FROM part_s x WHERE x.entity = p.entity AND x.id = p.s)`),
      ],
      [
        "untouched",
        await count(`SELECT count(*) AS n FROM thing_t t WHERE active = 'yes'
          AND NOT EXISTS (SELECT 1 FROM sure p WHERE p.entity = t.entity AND p.t = t.id)
          AND NOT EXISTS (SELECT 1 FROM part_t x WHERE x.entity = t.entity AND x.id = t.id)`),
      ],
    ]);
  }

  /** Which of the rows that a plan makes are there already: the target's, by id or, of relations, by what they relate. */
  async there(made: readonly RowName[]): Promise<readonly RowName[]> {
    const engine = this.#engine;
    await engine.query("DELETE FROM made");
    await engine.insert({ name: "made" }, texts("entity", "id"), made);
    const found: RowName[] = [];
    for (const entity of new Set(made.map(([one]) => one))) {
      const ids = `(SELECT id FROM made WHERE entity = '${entity}')`;
      const relation = relations.find((one) => one === entity);
      const same = [text("r", "id"), ...(relation ? [keyOf(relation, "r")] : [])];
      for (const key of same) {
        const rows = await engine.query(
          `SELECT ${given(text("r", "id"))} AS id FROM ${table(this.#options.to, entity)} r WHERE ${key} IN ${ids}`,
        );
        for (const { id } of rows) found.push([entity, taken(id)]);
      }
    }
    return found;
  }

  /** Hashes of the ids and numbers here that begin with a hexadecimal digit. What several databases have is contested. */
  async hashes(firstDigit: string): Promise<readonly string[]> {
    if (!this.#isHashed) for (const sql of hashStatements) await this.#engine.query(sql);
    this.#isHashed = true;
    const rows = await this.#engine.query("SELECT DISTINCT hash FROM hashed WHERE SUBSTR(hash, 1, 1) = $1", [
      firstDigit,
    ]);
    return rows.map(({ hash }) => String(hash));
  }
}
