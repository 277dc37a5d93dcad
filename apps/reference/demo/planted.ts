import type { Entities } from "@milstolpe/sync";
import type { Changes } from "./changes.ts";
import { peopleOf } from "./families.ts";
import type { Platform } from "./platform.ts";
import type { Truth } from "./truth.ts";

/**
 * Everything that is different between the register and the platform, person by person: what a sync has to find, no more
 * and no less. Ids are the register's, unless they are called the platform's.
 */
export interface Planted {
  /** The platform's ids of people the register does not know any more: pupils, their guardians, staff. */
  readonly gone: readonly string[];
  /** People the platform has never had. */
  readonly arrived: readonly string[];
  /** People who had moved away, are back, and lie deactivated in the platform. */
  readonly returned: readonly string[];
  /** Children and pupils at another unit than before; those of the unit that closed are not among them. */
  readonly movedUnit: readonly string[];
  /** Pupils in another class of the same unit. */
  readonly movedClass: readonly string[];
  /** The same people with another identity number. */
  readonly rekeyed: readonly string[];
  readonly renamed: readonly string[];
  /** Their names are spoiled in the platform: `Ã¥` for `å`. */
  readonly mangled: readonly string[];
  readonly emailChanged: readonly string[];
  /** Protected since the platform was filled. */
  readonly protectedSince: readonly string[];
  /** Everybody with a protected identity, those above included. */
  readonly protectedPersons: readonly string[];
  /** Two children with one birthday, one family and one class: never one person. */
  readonly twins: readonly (readonly [string, string])[];
  /** A newcomer with the source id that somebody who left had had; `formerly` is the platform's id of the latter. */
  readonly reused: readonly { readonly newcomer: string; readonly formerly: string }[];
  /** `child|guardian`. */
  readonly custodyEnded: readonly string[];
  readonly custodyBegan: readonly string[];
  /** A preschool that closed (the platform's id) and the one that took over its children and staff. */
  readonly closedUnit: string;
  readonly openedUnit: string;
  /** People without a crosswalk who can be found by their identity number alone, and by the source's id alone. */
  readonly foundByIdentity: readonly string[];
  readonly foundById: readonly string[];
}

export function plantedIn({
  before,
  truth,
  changes,
  platform,
  twins,
}: {
  readonly before: Entities;
  readonly truth: Truth;
  readonly changes: Changes;
  readonly platform: Platform;
  readonly twins: readonly (readonly [string, string])[];
}): Planted {
  const target = (id: string): string => platform.targetOf.get(id) ?? id;
  const known = new Set(before.persons.map(({ id }) => id));
  const there = new Set(truth.persons.map(({ id }) => id));
  const returned = peopleOf(changes.returned);
  const reused = changes.reused.map(({ newcomer, former }) => ({ newcomer, formerly: target(former) }));
  const formerly = new Set(reused.map((one) => one.formerly));
  return {
    gone: before.persons.flatMap(({ id }) => (there.has(id) || formerly.has(target(id)) ? [] : [target(id)])),
    arrived: truth.persons.flatMap(({ id }) => (known.has(id) || returned.has(id) ? [] : [id])),
    returned: [...returned],
    movedUnit: changes.movedUnit.map(({ person }) => person),
    movedClass: changes.movedClass.map(({ person }) => person),
    rekeyed: changes.rekeyed,
    renamed: changes.renamed,
    mangled: changes.mangled,
    emailChanged: changes.emailChanged,
    protectedSince: changes.protectedSince,
    protectedPersons: truth.persons.flatMap(({ id, protection }) => (protection === "Ingen" ? [] : [id])),
    twins,
    reused,
    custodyEnded: changes.custodyEnded.map(({ id }) => id),
    custodyBegan: changes.custodyBegan.map(({ id }) => id),
    closedUnit: target(changes.closed.row.id),
    openedUnit: changes.opened.row.id,
    foundByIdentity: platform.byIdentity,
    foundById: platform.bySourceId,
  };
}
