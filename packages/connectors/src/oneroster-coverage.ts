import type { Entity } from "@milstolpe/sync";
import type { Spoken } from "./file-batch.ts";
import type { OneRosterTable } from "./oneroster-tables.ts";

/** The lists an entity is made of; all have to be whole before a missing row is a removed one. */
const madeOf: Readonly<Record<Entity, readonly OneRosterTable[]>> = {
  units: ["orgs"],
  persons: ["users"],
  groups: ["classes"],
  enrolments: ["users"],
  placements: [],
  duties: ["users"],
  memberships: ["enrollments"],
  guardianships: ["users"],
};

const fields: Readonly<Record<Entity, readonly string[]>> = {
  units: ["name", "kind", "parent", "schoolUnitCode"],
  persons: ["identity", "givenName", "familyName", "birthDate", "sex", "email", "eppn", "phone"],
  groups: ["name", "kind", "unit", "startDate", "endDate"],
  enrolments: ["person", "unit", "schoolType", "schoolYear"],
  placements: [],
  duties: ["person", "unit", "role"],
  memberships: ["group", "person", "role", "startDate", "endDate"],
  guardianships: ["child", "guardian", "relation"],
};

/** What the lists that were read say of each entity. */
export function oneRosterSpoken(
  version: "1.1" | "1.2",
  has: (table: OneRosterTable) => boolean,
  isWhole: (table: OneRosterTable) => boolean,
): (entity: Entity) => Spoken | undefined {
  return (entity) => {
    const isPlace = entity === "enrolments" || entity === "duties";
    // Version 1.2 has the roles in a list of their own, and they are what makes pupils and staff.
    const needed = isPlace && version === "1.2" ? [...madeOf[entity], "roles" as const] : madeOf[entity];
    if (needed.length === 0 || !needed.every(has)) return undefined;
    const dates = isPlace && has("roles") ? ["startDate", "endDate"] : [];
    return { whole: needed.every(isWhole), fields: [...fields[entity], ...dates] };
  };
}
