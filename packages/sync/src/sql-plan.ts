import type { Batch, Entities, Row } from "./batch.ts";
import { speaksForAll, unitsSpokenFor } from "./coverage.ts";
import type { Finding } from "./finding.ts";
import type { MatchCandidate, MatchDecision, SituationKind } from "./match.ts";
import { decidedId, newId } from "./new-id.ts";
import type { Plan } from "./plan.ts";
import { planOf, type Policy } from "./reconcile.ts";
import { emptyRegister, fieldsOf, type Link, references, type Register, rowKey } from "./register.ts";
import type { Sightings } from "./sightings.ts";
import { type MissingShard, missingShard, type Shard } from "./sql-diff.ts";
import { basisOfParts } from "./sql-basis.ts";
import type { SqlEngine } from "./sql-engine.ts";
import { type FoundRows, type Named, type RowName, SqlRegister } from "./sql-register.ts";
import { entities, things } from "./sql-rows.ts";

/** A batch without its rows: they are in tables. */
export type BatchHeader = Omit<Batch, keyof Entities>;

export interface TableOptions {
  readonly batch: BatchHeader;
  /** Schema whose tables have the batch's rows; see `createTables`. */
  readonly source: string;
  /** Schema whose tables have the register, with `links` and `inactive`. */
  readonly target: string;
  /** Schema with the register as the last sync left it, for fields that may be changed by hand. */
  readonly applied?: string;
  readonly policy?: Policy;
  readonly decisions?: readonly MatchDecision[];
  readonly candidates?: readonly MatchCandidate[];
  readonly sightings?: Sightings;
}

/**
 * The plan of `reconcile`, to the digest, for rows that are in a database: DuckDB or PostgreSQL compares them, and hands
 * over the ones that a plan depends on. Reads one state of the tables, and writes nothing.
 *
 * What leaves the database: rows that differ, are new, gone, in doubt or protected, with what they refer to; all units; and
 * values of an unusual form, for the guards. In an ordinary week that is a few rows in a hundred, at a first filling all.
 * @throws what the database throws
 * @example
 * const plan = await reconcileTables(duckdbPort(connection), { batch, source: "incoming", target: "register" });
 */
export function reconcileTables(engine: SqlEngine, options: TableOptions): Promise<Plan> {
  return planTogether([engine], options);
}

export interface ShardedPlan {
  /** With a shard missing it removes nothing, and the guard `source-read` rejects it. */
  readonly plan: Plan;
  readonly missing: readonly MissingShard[];
}

/**
 * The same over shards, each with its part of both sides: rows that belong together, and what they refer to, must be in
 * one. Each finds its own open rows; ids and numbers that two have are compared as hashes. The plan is the one that a
 * single database with all the rows gives. A shard that does not answer is named, and nobody in it is taken for gone.
 * @throws what a database throws, when none answers
 * @example
 * const { plan, missing } = await reconcileShards([{ name: "0180", engine: postgresPort(client) }, …], options);
 */
export async function reconcileShards(shards: readonly Shard[], options: TableOptions): Promise<ShardedPlan> {
  const missing: MissingShard[] = [];
  // A shard that fails on the way is left out from the beginning: its half would be neither there nor gone.
  for (let present = shards; ;) {
    const failed = new Map<SqlEngine, unknown>();
    try {
      const findings = missing.map(({ finding }) => finding);
      return {
        plan: await planTogether(
          present.map(({ engine }) => engine),
          incomplete(options, findings),
          failed,
        ),
        missing,
      };
    } catch (error) {
      if (failed.size === 0 || failed.size === present.length) throw error;
      for (const { name, engine } of present)
        if (failed.has(engine)) missing.push(missingShard(name, failed.get(engine)));
      present = present.filter(({ engine }) => !failed.has(engine));
    }
  }
}

function incomplete(options: TableOptions, findings: readonly Finding[]): TableOptions {
  if (findings.length === 0) return options;
  const { health } = options.batch;
  return {
    ...options,
    batch: { ...options.batch, health: { ...health, complete: false, findings: [...health.findings, ...findings] } },
  };
}

const { links: _, inactive: __, ...noRows } = emptyRegister;

/** One plan from several databases; those that threw are noted in `failed`. */
async function planTogether(
  engines: readonly SqlEngine[],
  options: TableOptions,
  failed = new Map<SqlEngine, unknown>(),
): Promise<Plan> {
  const { batch, source: from, target: to, applied, policy = {}, decisions = [], candidates = [], sightings } = options;
  const header: Batch = { ...batch, ...noRows };
  /** Asks all at once; throws when one doesn't answer, after all have. */
  const ask = async <T>(question: (engine: SqlEngine) => Promise<T>): Promise<readonly T[]> => {
    const answers = await Promise.all(
      engines.map(async (engine) => {
        try {
          return [await question(engine)];
        } catch (error) {
          // What its tables must not hold is no outage.
          if (error instanceof RangeError) throw error;
          failed.set(engine, error);
          return [];
        }
      }),
    );
    for (const error of failed.values()) throw error;
    return answers.flat();
  };
  const registers = new Map<SqlEngine, SqlRegister>();
  const each = <T>(question: (register: SqlRegister) => Promise<T>): Promise<readonly T[]> =>
    ask((engine) => {
      const register = registers.get(engine);
      if (register === undefined) throw new Error("not begun");
      return question(register);
    });
  try {
    await ask(async (engine) => {
      const register = await SqlRegister.begin(engine, {
        name: batch.source,
        from,
        to,
        applied,
        coverage: batch.coverage,
        owners: policy.owners ?? {},
        speaksForAll: (entity) => speaksForAll(header, entity),
        unitsSpokenFor: (entity) => unitsSpokenFor(header, entity),
      });
      registers.set(engine, register);
    });
    const contested = engines.length > 1 ? await contestedOf(each) : [];
    const parts = await each((register) => register.basis());
    const isFirst = parts.every(({ target }) => [...target.values()].every((rows) => rows === 0));
    let named = namedIn(options);
    for (;;) {
      const found = await each((register) => register.find(named, contested));
      const rows = together(found);
      const source: Batch = { ...header, ...rows.source };
      const plan = planOf(
        {
          source,
          target: rows.target,
          ...(rows.applied ? { applied: rows.applied } : {}),
          policy,
          decisions,
          candidates,
          ...(sightings ? { sightings } : {}),
        },
        basisOfParts(header, parts),
        rows.settled,
      );
      // What it makes must not be there: the id of a row that nothing pointed at may be.
      const made = isFirst ? [] : madeBy(source, rows.target, plan);
      const there = made.length === 0 ? [] : (await each((register) => register.there(made))).flat();
      const known = new Set(named.target.map(([entity, id]) => rowKey(entity, id)));
      const news = there.filter(([entity, id]) => !known.has(rowKey(entity, id)));
      if (news.length === 0) return plan;
      named = { source: named.source, target: named.target.concat(news) };
    }
  } finally {
    await Promise.allSettled(Array.from(registers.values(), (register) => register.end()));
  }
}

/** The target's rows that a plan makes, or would make if what they refer to were there. */
function madeBy(source: Batch, target: Register, { operations }: Plan): readonly RowName[] {
  const known = new Set(entities.flatMap((entity) => target[entity].map(({ id }) => rowKey(entity, id))));
  const isLinked = new Set(target.links.map(({ entity, sourceId }) => rowKey(entity, sourceId)));
  const made = things.flatMap((entity) =>
    source[entity].flatMap((row): readonly RowName[] =>
      isLinked.has(rowKey(entity, row.id)) ? [] : [[entity, newId(entity, source.source, row, () => false)]],
    ),
  );
  for (const { kind, entity, id, after } of operations) {
    if (kind === "create" && entity !== "links") made.push([entity, id]);
    if (kind === "link" && after !== null) made.push([(after.row as Link).entity, (after.row as Link).targetId]);
  }
  return made.filter(([entity, id]) => !known.has(rowKey(entity, id)));
}

/** Hashes that more than one database has, a sixteenth at a time. */
async function contestedOf(
  each: <T>(question: (register: SqlRegister) => Promise<T>) => Promise<readonly T[]>,
): Promise<readonly string[]> {
  const contested: string[] = [];
  for (const digit of "0123456789abcdef") {
    const seen = new Set<string>();
    const twice = new Set<string>();
    for (const hash of (await each((register) => register.hashes(digit))).flat()) {
      if (seen.has(hash)) twice.add(hash);
      seen.add(hash);
    }
    contested.push(...twice);
  }
  return contested;
}

/** What decisions, candidates, merges, removals and earlier readings point at. */
function namedIn({ batch, decisions = [], candidates = [], sightings }: TableOptions): Named {
  const source: RowName[] = [];
  const target: RowName[] = [];
  for (const decision of decisions) {
    const { entity, sourceId, targetId } = decision;
    source.push([entity, sourceId]);
    target.push([entity, targetId === "new" ? decidedId(batch.source, decision) : targetId]);
  }
  for (const { sourceId, targetId } of candidates) {
    source.push(["persons", sourceId]);
    target.push(["persons", targetId]);
  }
  for (const { entity, from, into } of batch.merged ?? []) source.push([entity, from], [entity, into]);
  for (const id of sightings?.protectedPersons ?? []) source.push(["persons", id]);
  for (const entity of entities) {
    for (const row of batch.removed?.[entity] ?? []) {
      source.push([entity, row.id]);
      for (const [field, end] of Object.entries(references[entity])) {
        const id = fieldsOf(row)[field];
        if (typeof id === "string") source.push([end, id]);
      }
    }
  }
  return { source, target };
}

function together(found: readonly FoundRows[]): FoundRows {
  const all = <T>(of: (part: FoundRows) => readonly T[]): readonly T[] => found.flatMap((part) => of(part));
  const rowsOf = (of: (part: FoundRows) => Entities): Entities =>
    Object.fromEntries(entities.map((entity) => [entity, all<Row>((part) => of(part)[entity])])) as unknown as Entities;
  const settled = new Map<SituationKind, number>();
  for (const [kind, count] of found.flatMap((part) => [...part.settled]))
    settled.set(kind, (settled.get(kind) ?? 0) + count);
  return {
    source: rowsOf(({ source }) => source),
    target: {
      ...rowsOf(({ target }) => target),
      links: all(({ target }) => target.links),
      inactive: all(({ target }) => target.inactive),
    },
    applied: found.some(({ applied }) => applied)
      ? { ...emptyRegister, ...rowsOf(({ applied = emptyRegister }) => applied) }
      : undefined,
    settled,
  };
}
