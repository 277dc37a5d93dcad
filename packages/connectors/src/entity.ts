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
