import type { Batch, Entity } from "./batch.ts";
import { basisOf } from "./plan-basis.ts";
import type { PlanBasis } from "./plan.ts";
import { emptyRegister, type Register } from "./register.ts";
import { given, type SqlEngine, taken } from "./sql-engine.ts";
import { entities, isActive, rowsWhere, table, text } from "./sql-rows.ts";

type Rows = Pick<Register, "units" | "persons" | "groups" | "enrolments">;

/** What the guards need to know of the tables of one database. */
export interface TableBasis {
  /** Rows with a value of an unusual form, to be looked at one by one, and all units. */
  readonly oddInSource: Rows;
  readonly oddInTarget: Rows;
  readonly source: ReadonlyMap<Entity, number>;
  readonly target: ReadonlyMap<Entity, number>;
  readonly active: ReadonlyMap<Entity, number>;
  readonly pupils: readonly (readonly [unit: string, count: number])[];
  /** Of the rows that are not odd: names with an å, ä or ö. */
  readonly nordic: number;
  readonly nordicInTarget: number;
}

// What these let through is well-formed by every rule of plan-basis.ts; what they don't is looked at by those rules.
/** Nothing that tells of letters lost, replaced or encoded twice, no address sign, one line. */
const plain = "[^ÃÂ?@\ufffd\u0080-\u009f\n\r]*";
const name = `^(${plain}[A-Za-zåäöÅÄÖ]${plain})?$`;
const groupName = `^${plain}$`;
const id = "^[A-Za-z0-9_|]([A-Za-z0-9_ .:|@/-]*[A-Za-z0-9_|])?$";
const date = "^([0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]))?$";
const identity = "^((19|20)[0-9][0-9](0[1-9]|1[0-2])[0-9]{6})?$";
const email = "^([A-Za-z0-9_.+-]+@[A-Za-z0-9_.-]+)?$";

const matches = (column: string, pattern: string): string => `COALESCE(${text("r", column)}, '') ~ '${pattern}'`;
/** A name that is not there at all is told as `undefined`, which is for plan-basis.ts to say. */
const areNames = `${text("r", "givenName")} ~ '${name}' AND ${text("r", "familyName")} ~ '${name}'`;
const usual = {
  persons: [
    areNames,
    matches("id", id),
    matches("identity", identity),
    matches("birthDate", date),
    matches("email", email),
  ].join(" AND "),
  groups: `${text("r", "name")} ~ '${groupName}' AND ${matches("id", id)}`,
  enrolments: `${matches("startDate", date)} AND ${matches("endDate", date)} AND COALESCE(r."schoolYear", 0) BETWEEN 0 AND 13`,
};
const unless = (condition: string): string => `NOT COALESCE(${condition}, FALSE)`;
const nordicLetter = "[åäöÅÄÖ]";
// `~` asks for the whole value in DuckDB and for any part in PostgreSQL.
const isNordic = (column: string): string => `${text("r", column)} ~ '^.*${nordicLetter}.*$'`;

/** Counts what can be counted where the rows are. */
export async function basisOfTables(engine: SqlEngine, from: string, to: string): Promise<TableBasis> {
  const count = async (sql: string): Promise<number> => Number((await engine.query(sql))[0]?.["n"] ?? 0);
  const countBy = async (of: (entity: Entity) => string): Promise<ReadonlyMap<Entity, number>> => {
    const counts = new Map<Entity, number>();
    for (const entity of entities) counts.set(entity, await count(`SELECT count(*) AS n FROM ${of(entity)}`));
    return counts;
  };
  const nordicIn = async (schema: string, persons: string): Promise<number> =>
    (await count(
      `SELECT count(*) AS n FROM ${table(schema, "persons")} r
        WHERE ${persons} AND (${isNordic("givenName")} OR ${isNordic("familyName")})`,
    )) +
    (await count(
      `SELECT count(*) AS n FROM ${table(schema, "groups")} r WHERE ${usual.groups} AND ${isNordic("name")}`,
    ));
  const inUse = (["enrolments", "placements"] as const).map(
    (entity) => `SELECT ${text("r", "unit")} AS unit FROM ${table(to, entity)} r WHERE ${isActive(to, entity, "r")}`,
  );
  const pupils = await engine.query(
    `SELECT ${given("unit")} AS at_unit, count(*) AS n FROM (${inUse.join(" UNION ALL ")}) pupils GROUP BY unit`,
  );
  return {
    oddInSource: {
      units: await rowsWhere(engine, from, "units", "TRUE"),
      persons: await rowsWhere(engine, from, "persons", unless(usual.persons)),
      groups: await rowsWhere(engine, from, "groups", unless(usual.groups)),
      enrolments: await rowsWhere(engine, from, "enrolments", unless(usual.enrolments)),
    },
    oddInTarget: {
      units: await rowsWhere(engine, to, "units", "TRUE"),
      persons: await rowsWhere(engine, to, "persons", unless(areNames)),
      groups: await rowsWhere(engine, to, "groups", unless(usual.groups)),
      enrolments: [],
    },
    source: await countBy((entity) => table(from, entity)),
    target: await countBy((entity) => table(to, entity)),
    active: await countBy((entity) => `${table(to, entity)} r WHERE ${isActive(to, entity, "r")}`),
    pupils: pupils.map(({ at_unit: unit, n }) => [unit === null ? "undefined" : taken(unit), Number(n)]),
    nordic: await nordicIn(from, usual.persons),
    nordicInTarget: await nordicIn(to, areNames),
  };
}

/** What `basisOf` says of all the rows. */
export function basisOfParts(batch: Batch, parts: readonly TableBasis[]): PlanBasis {
  const all = <E extends keyof Rows>(side: "oddInSource" | "oddInTarget", entity: E): Rows[E] =>
    parts.flatMap((part): readonly Rows[E][number][] => part[side][entity]) as unknown as Rows[E];
  const rows = (side: "oddInSource" | "oddInTarget"): Rows => ({
    units: all(side, "units"),
    persons: all(side, "persons"),
    groups: all(side, "groups"),
    enrolments: all(side, "enrolments"),
  });
  const odd = basisOf({ ...batch, ...rows("oddInSource") }, { ...emptyRegister, ...rows("oddInTarget") });
  const sum = (of: (part: TableBasis) => number): number => parts.reduce((total, part) => total + of(part), 0);
  const byEntity = (side: "source" | "target" | "active"): Record<Entity, number> =>
    Object.fromEntries(entities.map((entity) => [entity, sum((part) => part[side].get(entity) ?? 0)])) as Record<
      Entity,
      number
    >;
  const [source, target] = [byEntity("source"), byEntity("target")];
  const pupilsByUnit: Record<string, number> = {};
  for (const [unit, count] of parts.flatMap(({ pupils }) => pupils))
    pupilsByUnit[unit] = (pupilsByUnit[unit] ?? 0) + count;
  return {
    ...odd,
    source,
    target,
    active: byEntity("active"),
    pupilsByUnit,
    garbled: {
      ...odd.garbled,
      nordic: odd.garbled.nordic + sum(({ nordic }) => nordic),
      texts: source.persons + source.units + source.groups,
      nordicInTarget: odd.garbled.nordicInTarget + sum(({ nordicInTarget }) => nordicInTarget),
      textsInTarget: target.persons + target.units + target.groups,
    },
  };
}
