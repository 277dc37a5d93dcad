import type { Entity } from "./batch.ts";
import { columnsOf } from "./register-tables.ts";
import { type RowOf, targetEntities } from "./register.ts";
import { given, quoted, type SqlEngine, taken } from "./sql-engine.ts";

export const things = ["units", "persons", "groups"] as const;
export const relations = ["enrolments", "placements", "duties", "memberships", "guardianships"] as const;
export type Relation = (typeof relations)[number];
export const entities = targetEntities.filter((entity): entity is Entity => entity !== "links");

/** A column as text, byte by byte whatever its collation. */
export const text = (alias: string, column: string): string =>
  `CAST(${alias}.${quoted(column)} AS VARCHAR) COLLATE "C"`;

export const table = (schema: string, name: string): string => `${quoted(schema)}.${quoted(name)}`;

/** The same key as `naturalKey` makes. */
export const keyFields: Readonly<Record<Relation, readonly string[]>> = {
  enrolments: ["person", "unit", "schoolType"],
  placements: ["person", "unit", "schoolType"],
  duties: ["person", "unit", "role"],
  memberships: ["group", "person", "role"],
  guardianships: ["child", "guardian"],
};
export const joined = (parts: readonly string[]): string =>
  parts.map((part) => `COALESCE(${part}, '')`).join(" || '|' || ");
export const keyOf = (entity: Relation, alias: string): string =>
  joined(keyFields[entity].map((field) => text(alias, field)));

export const isIn = (set: string, entity: string, value: string): string =>
  `${value} IN (SELECT id FROM ${set} WHERE entity = '${entity}')`;

/** Rows that the crosswalk knows, by side. */
export const linked = (side: "s" | "t"): string => `(SELECT entity, ${side} AS id FROM crosswalk) AS linked`;
/** Rows that are looked at whatever they are like, by side. */
export const named = (side: "s" | "t"): string => `(SELECT entity, id FROM named WHERE side = '${side}') AS named_here`;

/** Whether a row of the target is in use. */
export const isActive = (to: string, entity: Entity, alias: string): string =>
  `NOT EXISTS (SELECT 1 FROM ${table(to, "inactive")} i
    WHERE ${text("i", "entity")} = '${entity}' AND ${text("i", "id")} = ${text(alias, "id")})`;

/** The rows of a table, as `r`, for which a condition holds: as they are in memory, without what is NULL. */
export async function rowsWhere<E extends Entity>(
  engine: SqlEngine,
  schema: string,
  entity: E,
  condition: string,
): Promise<readonly RowOf<E>[]> {
  const columns = [{ name: "id", type: "text", isRequired: true } as const, ...columnsOf(entity)];
  const shown = columns.map(({ name, type }) => {
    const column = `r.${quoted(name)}`;
    return `${type === "text" ? given(`CAST(${column} AS VARCHAR)`) : column} AS ${quoted(name)}`;
  });
  const rows = await engine.query(`SELECT ${shown.join(", ")} FROM ${table(schema, entity)} r WHERE ${condition}`);
  return rows.map((row) => {
    const read: Record<string, string | number> = {};
    for (const { name, type, isRequired } of columns) {
      const value = row[name];
      if (value === null && isRequired) throw new RangeError(`a row of ${schema}.${entity} has no ${name}`);
      if (value !== null) read[name] = type === "text" ? taken(value) : Number(value);
    }
    return read as unknown as RowOf<E>;
  });
}
