import type { Entities, Entity } from "@milstolpe/sync";
import type { FindingLog } from "./finding-log.ts";
import { finding } from "./messages.ts";

/** What each field refers to. */
const references: readonly (readonly [entity: Entity, field: string, to: Entity])[] = [
  ["units", "parent", "units"],
  ["groups", "unit", "units"],
  ["enrolments", "person", "persons"],
  ["enrolments", "unit", "units"],
  ["placements", "person", "persons"],
  ["placements", "unit", "units"],
  ["placements", "group", "groups"],
  ["duties", "person", "persons"],
  ["duties", "unit", "units"],
  ["memberships", "group", "groups"],
  ["memberships", "person", "persons"],
  ["guardianships", "child", "persons"],
  ["guardianships", "guardian", "persons"],
];

/**
 * Counts the rows that refer to something that is not there: they are kept, since a register often tells of it later.
 * @param known - what was there before, for rows of a delta
 */
export function tellDangling(entities: Entities, log: FindingLog, known?: Entities): void {
  const ids = new Map<Entity, ReadonlySet<string>>();
  const idsOf = (entity: Entity): ReadonlySet<string> => {
    const there = ids.get(entity) ?? new Set([...entities[entity], ...(known?.[entity] ?? [])].map(({ id }) => id));
    ids.set(entity, there);
    return there;
  };
  for (const [entity, field, to] of references) {
    const rows: readonly Readonly<Record<string, unknown>>[] = entities[entity].map((row) => ({ ...row }));
    const there = idsOf(to);
    const count = rows.filter((row) => typeof row[field] === "string" && !there.has(row[field])).length;
    if (count > 0)
      log.add(finding("connectors.dangling-reference", entity, { field: `${entity}.${field}`, to, count }));
  }
}
