import type { Batch, Entities } from "@milstolpe/sync";

/** Rows of a register that go with what a source has told to be gone. */
export interface Implication {
  /** What the source itself says is gone. */
  readonly removed: Partial<Entities>;
  /** The register as this source left it. */
  readonly known: Entities;
  /** True for a relation that the source would have told of if it were still there. */
  readonly isUntold: <E extends "enrolments" | "placements" | "duties" | "memberships" | "guardianships">(
    entity: E,
    row: Entities[E][number],
  ) => boolean;
}

/** What is gone, with what hung on it: sources tell of a person who is gone, and not of the person's places. */
export function withImplied({ removed, known, isUntold }: Implication): NonNullable<Batch["removed"]> {
  const gone = (entity: "units" | "persons" | "groups"): ReadonlySet<string> =>
    new Set((removed[entity] ?? []).map(({ id }) => id));
  const [units, persons, groups] = [gone("units"), gone("persons"), gone("groups")];
  const isLoose = (row: { readonly person: string; readonly unit: string }): boolean =>
    persons.has(row.person) || units.has(row.unit);
  const together = <T extends { readonly id: string }>(
    told: readonly T[] = [],
    implied: readonly T[],
  ): readonly T[] => {
    const ids = new Set(told.map(({ id }) => id));
    return [...told, ...implied.filter(({ id }) => !ids.has(id))];
  };
  return {
    ...removed,
    enrolments: together(
      removed.enrolments,
      known.enrolments.filter((row) => isLoose(row) || isUntold("enrolments", row)),
    ),
    placements: together(
      removed.placements,
      known.placements.filter((row) => isLoose(row) || isUntold("placements", row)),
    ),
    duties: together(
      removed.duties,
      known.duties.filter((row) => isLoose(row) || isUntold("duties", row)),
    ),
    memberships: together(
      removed.memberships,
      known.memberships.filter(
        (row) => persons.has(row.person) || groups.has(row.group) || isUntold("memberships", row),
      ),
    ),
    guardianships: together(
      removed.guardianships,
      known.guardianships.filter(
        (row) => persons.has(row.child) || persons.has(row.guardian) || isUntold("guardianships", row),
      ),
    ),
  };
}
