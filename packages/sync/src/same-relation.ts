import type { Entity, Row } from "./batch.ts";
import { canonical } from "./digest.ts";
import { fieldsOf, naturalKey, rowKey, type TargetRow } from "./register.ts";

/** The target's relations by what they relate: the same relation is the same row, whatever its id. */
export function byNaturalKey(
  entity: Entity,
  rows: ReadonlyMap<string, TargetRow>,
  inactive: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const byKey = new Map<string, string>();
  const isInUse = (id: string): boolean => inactive.size === 0 || !inactive.has(rowKey(entity, id));
  for (const row of rows.values()) {
    const key = naturalKey(entity, row) ?? row.id;
    const before = byKey.get(key);
    // Of two rows for one relation the active one is the relation; of two such the first by id.
    if (before === undefined) byKey.set(key, row.id);
    else if (isInUse(before) === isInUse(row.id) ? row.id < before : isInUse(row.id)) byKey.set(key, row.id);
  }
  return byKey;
}

export const isPlace = (entity: Entity): boolean => entity === "enrolments" || entity === "placements";
/** Whose place of which kind it is, wherever: another unit is another row. */
export const placeOf = (entity: Entity, row: Row): string =>
  `${entity}|${fieldsOf(row)["person"]}|${fieldsOf(row)["schoolType"]}`;

/** Of the same relation twice the one in force, whatever the order of the rows. */
export function isLater(one: Row, other: Row): boolean {
  const [from, to] = [one, other].map((row) => String(fieldsOf(row)["startDate"] ?? ""));
  return from === to ? canonical(one) > canonical(other) : String(from) > String(to);
}
