import type { Duty, Enrolment, Entities, Group, Guardianship, Membership, Person, Placement, Unit } from "@milstolpe/sync";

/** Where somebody lives. Protected people's addresses are nowhere in the demo, as they would be in no register feed. */
export interface Address {
  readonly streetAddress: string;
  readonly postalCode: string;
  readonly locality: string;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

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

/** What the register holds on one day, with the addresses that a batch leaves out. */
export interface Truth extends Entities {
  readonly addresses: ReadonlyMap<string, Address>;
}
