import type { Entity } from "@milstolpe/sync";

/** The entities of a batch, in the order in which they must be written. */
export const entityNames: readonly Entity[] = [
  "units",
  "persons",
  "groups",
  "enrolments",
  "placements",
  "duties",
  "memberships",
  "guardianships",
];

const dates = ["startDate", "endDate"] as const;

/** The fields that the rows of each entity may have, ids aside. */
export const entityFields: Readonly<Record<Entity, readonly string[]>> = {
  units: ["name", "kind", "parent", "schoolUnitCode", "municipalityCode", "schoolTypes"],
  persons: [
    "identity",
    "givenName",
    "familyName",
    "birthDate",
    "sex",
    "email",
    "eppn",
    "phone",
    "protection",
    "status",
  ],
  groups: ["name", "kind", "unit", "schoolType", ...dates],
  enrolments: ["person", "unit", "schoolType", "schoolYear", ...dates],
  placements: ["person", "unit", "group", "schoolType", ...dates],
  duties: ["person", "unit", "role", "signature", ...dates],
  memberships: ["group", "person", "role", ...dates],
  guardianships: ["child", "guardian", "relation"],
};
