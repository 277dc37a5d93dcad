import type { Entities } from "@milstolpe/sync";
import type { TietoBatch } from "./read-tieto.ts";

/**
 * Adds to a delta what its source leaves to the receiver: whoever is no longer in a group whose members were all told
 * of has left it, and with a person, group or unit that is gone go the rows that tie it. Total batches are returned as
 * they are.
 * @param known - the register as this source left it
 * @example
 * const whole = completeDelta(await readTieto({ files, readAt }), register);
 */
export function completeDelta(batch: TietoBatch, known: Entities): TietoBatch {
  if (batch.kind === "total") return batch;
  const gone = (entity: "units" | "persons" | "groups"): ReadonlySet<string> =>
    new Set((batch.removed?.[entity] ?? []).map(({ id }) => id));
  const [units, persons, groups] = [gone("units"), gone("persons"), gone("groups")];
  const complete = new Set(batch.completeGroups);
  const told = new Set(batch.memberships.map(({ group, person, role }) => [group, person, role].join("|")));
  const isLoose = (row: { readonly person: string; readonly unit: string }): boolean =>
    persons.has(row.person) || units.has(row.unit);
  const implied: Partial<Entities> = {
    enrolments: known.enrolments.filter(isLoose),
    placements: known.placements.filter(isLoose),
    duties: known.duties.filter(isLoose),
    memberships: known.memberships.filter(
      ({ group, person, role }) =>
        persons.has(person) || groups.has(group) || (complete.has(group) && !told.has([group, person, role].join("|"))),
    ),
    guardianships: known.guardianships.filter(({ child, guardian }) => persons.has(child) || persons.has(guardian)),
  };
  const removed = Object.fromEntries(
    Object.entries({ ...batch.removed, ...implied }).map(([entity, rows]) => {
      const said = Object.entries(batch.removed ?? {}).find(([name]) => name === entity)?.[1] ?? [];
      const ids = new Set(said.map(({ id }) => id));
      return [entity, [...said, ...rows.filter(({ id }) => !ids.has(id))]];
    }),
  );
  return { ...batch, removed };
}
