import type { Duty, Guardianship, Membership, Person } from "@milstolpe/sync";
import { addDays, comesOfAge, demoDays } from "./calendar.ts";
import type { Family } from "./families.ts";
import { type Random, randomFor } from "./random.ts";
import type { Draft, DraftPerson } from "./truth.ts";

/**
 * What has happened in the municipality since the platform was last filled, at full scale. Pairwise nobody is in two
 * of these, so that what a sync says of a person has one right answer.
 */
export const changeCounts = {
  /** Children who moved away with their family, and the same the other way. */
  childrenLeft: 110,
  childrenArrived: 130,
  staffLeft: 45,
  staffArrived: 40,
  /** Pupils who changed school, and class within the school. */
  movedUnit: 70,
  movedClass: 50,
  /** A TF number or samordningsnummer became a personnummer. */
  rekeyedFromTemporary: 12,
  rekeyedFromCoordination: 8,
  /** Families that were given a protected identity. */
  familiesProtected: 2,
  /** Married, or changed name for another reason. */
  renamed: 15,
  /** The platform shows `Ã¥` where the register says `å`. */
  mangled: 40,
  emailChanged: 30,
  /** Custody that ended, and that began. */
  custodyEnded: 8,
  custodyBegan: 8,
  /** A source id that meant somebody else before. */
  reusedIds: 2,
} as const;

export type Change = keyof typeof changeCounts;

/** The people that each change struck. Ids are the source's. */
export interface Changes {
  readonly left: readonly Family[];
  readonly arrived: readonly Family[];
  /** People who are in no register feed any more, with the duty they had. */
  readonly staffLeft: readonly { readonly person: Person; readonly duty: Duty }[];
  readonly staffArrived: readonly string[];
  readonly movedUnit: readonly Moved[];
  readonly movedClass: readonly Moved[];
  /** Person → the number that the platform has. */
  readonly rekeyed: ReadonlyMap<string, string>;
  readonly protectedSince: readonly string[];
  /** Person → family name before. */
  readonly renamed: ReadonlyMap<string, string>;
  readonly mangled: readonly string[];
  readonly emailChanged: ReadonlyMap<string, string>;
  readonly custodyEnded: readonly Guardianship[];
  readonly custodyBegan: readonly Guardianship[];
}

/** A pupil's class before and since; the units differ when they changed school. */
export interface Moved {
  readonly person: string;
  readonly from: { readonly unit: string; readonly group: string };
  readonly to: { readonly unit: string; readonly group: string };
  readonly since: string;
}
