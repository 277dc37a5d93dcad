import type { Entities, Person } from "@milstolpe/sync";

/** Any marking but `Ingen`, also one that nobody has explained yet. */
export const isProtected = (person: Person): boolean =>
  person.protection !== undefined && person.protection !== "Ingen";

/**
 * Ids of the people who are left out when protected people are: they themselves, and guardians all of whose children are
 * protected, since a guardian's school shows where the child is. A guardian who works in a school stays.
 */
export function leftOut(entities: Entities): ReadonlySet<string> {
  const out = new Set(entities.persons.filter(isProtected).map(({ id }) => id));
  const staff = new Set(entities.duties.map(({ person }) => person));
  const pupils = new Set(entities.enrolments.map(({ person }) => person));
  const hasOpenChild = new Map<string, boolean>();
  for (const { child, guardian } of entities.guardianships)
    hasOpenChild.set(guardian, (hasOpenChild.get(guardian) ?? false) || !out.has(child));
  for (const [guardian, open] of hasOpenChild)
    if (!open && !staff.has(guardian) && !pupils.has(guardian)) out.add(guardian);
  return out;
}

/** A register without these people, and without everything that ties them. */
export function withoutPeople(entities: Entities, out: ReadonlySet<string>): Entities {
  if (out.size === 0) return entities;
  const stays = ({ person }: { readonly person: string }): boolean => !out.has(person);
  return {
    ...entities,
    persons: entities.persons.filter(({ id }) => !out.has(id)),
    enrolments: entities.enrolments.filter(stays),
    placements: entities.placements.filter(stays),
    duties: entities.duties.filter(stays),
    memberships: entities.memberships.filter(stays),
    guardianships: entities.guardianships.filter(({ child, guardian }) => !out.has(child) && !out.has(guardian)),
  };
}
