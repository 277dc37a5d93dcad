import type {
  Duty,
  Enrolment,
  Entities,
  Group,
  Guardianship,
  Membership,
  Person,
  Placement,
  Unit,
} from "@milstolpe/sync";
import { comesOfAge } from "./calendar.ts";

/** Where somebody lives. */
export interface Address {
  readonly streetAddress: string;
  readonly postalCode: string;
  readonly locality: string;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export type Protection = "Ingen" | "Sekretessmarkering" | "Skyddad folkbokföring";

/** A person while the municipality is being made. */
export type DraftPerson = Mutable<Person>;

/** The register as it is being made: rows by entity, in the source's ids. */
export interface Draft {
  readonly units: Unit[];
  readonly persons: DraftPerson[];
  readonly groups: Group[];
  readonly enrolments: Enrolment[];
  readonly placements: Placement[];
  readonly duties: Duty[];
  readonly memberships: Membership[];
  /** Of children of all ages: the register drops those of children who have come of age. */
  readonly guardianships: Guardianship[];
  readonly addresses: Map<string, Address>;
}

export function emptyDraft(): Draft {
  return {
    units: [],
    persons: [],
    groups: [],
    enrolments: [],
    placements: [],
    duties: [],
    memberships: [],
    guardianships: [],
    addresses: new Map(),
  };
}

/** What the register holds on one day, in the source's ids, with the addresses that a batch leaves out. */
export interface Truth extends Entities {
  readonly addresses: ReadonlyMap<string, Address>;
}

/** The register on a day: guardians of grown children are out of it, unless they are there for another reason. */
export function truthOn(draft: Draft, day: string): Truth {
  const births = new Map(draft.persons.map(({ id, birthDate }) => [id, birthDate]));
  const guardianships = draft.guardianships.filter(({ child }) => comesOfAge(births.get(child) ?? "9000-01-01") > day);
  const kept = new Set([
    ...draft.enrolments.map(({ person }) => person),
    ...draft.placements.map(({ person }) => person),
    ...draft.duties.map(({ person }) => person),
    ...guardianships.map(({ guardian }) => guardian),
  ]);
  return { ...draft, guardianships, persons: draft.persons.filter(({ id }) => kept.has(id)) };
}
