import type { Entities, Entity } from "@milstolpe/sync";

/** Fields that a source may leave out altogether. Dates are not among them: an open end is how they say "still". */
const optional: Readonly<Partial<Record<Entity, readonly string[]>>> = {
  units: ["parent", "schoolUnitCode", "municipalityCode", "schoolTypes"],
  persons: ["identity", "birthDate", "sex", "email", "eppn", "phone", "protection", "status"],
  groups: ["schoolType"],
  enrolments: ["schoolYear"],
  placements: ["group"],
  duties: ["signature"],
};

/**
 * Optional fields that not one row has: withheld, since missing is not the same as empty. With no rows there is nothing
 * to tell by, and nothing counts as withheld.
 */
export function fieldsNeverMet(entities: Entities, entity: Entity): readonly string[] {
  const rows: readonly object[] = entities[entity];
  if (rows.length === 0) return [];
  return (optional[entity] ?? []).filter((field) => !rows.some((row) => field in row));
}
