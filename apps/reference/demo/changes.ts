import type { Guardianship, Person } from "@milstolpe/sync";
import { type AccountOffice, domains } from "./accounts.ts";
import { addDays, demoDays } from "./calendar.ts";
import type { Family } from "./families.ts";
import type { IdentityOffice } from "./identities.ts";
import { familyNames, mangled } from "./names.ts";
import { type Random, randomFor } from "./random.ts";
import { type Seat, seatsOf } from "./seats.ts";
import { type FormerEmployee, staffWhoLeft, teachersOnly } from "./staff-changes.ts";
import type { Draft, DraftPerson } from "./truth.ts";
import type { DemoUnit, Organisation } from "./units.ts";

/**
 * What has happened in the municipality since the platform was last filled, at full scale. No family is struck by two
 * of these, so that what a sync has to say of a person has one right answer.
 */
const changeCounts = {
  /** Children who moved away with their families, and the same the other way. */
  childrenLeft: 110,
  childrenArrived: 130,
  /** Of the families that arrived, those that have lived here before: the platform has them, deactivated. */
  familiesReturned: 3,
  staffLeft: 45,
  staffArrived: 40,
  /** Pupils who changed unit, and class or department within the unit. */
  movedUnit: 70,
  movedClass: 50,
  /** A TF number or a samordningsnummer became a personnummer. */
  rekeyedFromTemporary: 12,
  rekeyedFromCoordination: 8,
  /** Families that were given a protected identity. */
  familiesProtected: 2,
  /** Married, or changed name for another reason. */
  renamed: 15,
  /** The platform shows `Ã¥` where the register says `å`. */
  mangled: 40,
  emailChanged: 30,
  custodyEnded: 8,
  custodyBegan: 8,
  /** A source id that meant somebody else before. */
  reusedIds: 2,
} as const;

/** What has happened, and to whom. Ids are the source's. */
export interface Changes {
  readonly left: readonly Family[];
  readonly arrived: readonly Family[];
  /** Among those who arrived. */
  readonly returned: readonly Family[];
  /** People the register does not know any more, with the duty they had. */
  readonly staffLeft: readonly FormerEmployee[];
  readonly staffArrived: readonly string[];
  readonly movedUnit: readonly Moved[];
  readonly movedClass: readonly Moved[];
  /** What a person's row said before, where it said something else. */
  readonly former: ReadonlyMap<string, Partial<Person>>;
  readonly rekeyed: readonly string[];
  readonly protectedSince: readonly string[];
  readonly renamed: readonly string[];
  readonly mangled: readonly string[];
  readonly emailChanged: readonly string[];
  readonly custodyEnded: readonly Guardianship[];
  readonly custodyBegan: readonly Guardianship[];
  /** A newcomer who was given the source id that somebody who left had had. */
  readonly reused: readonly { readonly newcomer: string; readonly former: string }[];
  /** A preschool that closed, and the one that its children and staff went to. */
  readonly closed: DemoUnit;
  readonly opened: DemoUnit;
}

/** Where a pupil was, and is since. */
export interface Moved {
  readonly person: string;
  readonly from: Seat;
  readonly to: Seat;
  readonly since: string;
}

export interface ChangeOptions {
  readonly seed: number;
  readonly scale: number;
  readonly identities: IdentityOffice;
  readonly accounts: AccountOffice;
}

/** Decides what has happened between the two days of the demo. */
export function changesSince(
  draft: Draft,
  org: Organisation,
  all: readonly Family[],
  protectedFamilies: readonly Family[],
  options: ChangeOptions,
): Changes {
  const { seed, scale, identities, accounts } = options;
  const random = randomFor(seed, "changes");
  const count = (change: keyof typeof changeCounts): number => Math.max(1, Math.round(changeCounts[change] * scale));
  const opened = org.units.findLast(({ kind }) => kind === "preschool")!;
  const seats = seatsOf(draft, opened.row.id);
  const pool = random.shuffle(plainFamilies(draft, all, opened));
  const former = new Map<string, Partial<Person>>();

  /** Takes families out of the pool until `find` has found as many as wanted in them. */
  function take<T>(wanted: number, find: (family: Family) => readonly T[]): T[] {
    const found: T[] = [];
    for (let i = pool.length - 1; i >= 0 && found.length < wanted; i--) {
      const some = find(pool[i]!);
      if (some.length === 0 || found.length + some.length > wanted) continue;
      found.push(...some);
      pool.splice(i, 1);
    }
    return found;
  }
  /** Families that have this many children between them. */
  const withChildren = (children: number): readonly Family[] => [
    ...new Set(take(children, (family) => family.children.map(() => family))),
  ];
  /** One person of each family, whose row said something else before. */
  const changed = (
    wanted: number,
    who: (family: Family) => readonly DraftPerson[],
    before: (person: DraftPerson) => Partial<Person>,
  ): string[] =>
    take(wanted, (family) => who(family).slice(0, 1)).map((person) => {
      former.set(person.id, before(person));
      return person.id;
    });
  const moved = (wanted: number, from: (person: string) => readonly Seat[]): Moved[] =>
    take(wanted, ({ children }) =>
      children.slice(-1).flatMap(({ person: { id } }): Moved[] => {
        const to = seats.of(id);
        const places = from(id);
        const since = addDays(demoDays.register, random.between(10, 130));
        return to && places.length > 0 ? [{ person: id, from: random.pick(places), to, since }] : [];
      }),
    );
  /** The second guardian's custody of the eldest child; both stay in the register for the sake of the others. */
  const custody = (wanted: number): Guardianship[] => {
    const pairs = take(wanted, ({ children, guardians }) =>
      children.length > 1 && guardians[1] ? [`${children[0]?.person.id}|${guardians[1].id}`] : [],
    );
    return draft.guardianships.filter(({ id }) => pairs.includes(id));
  };

  const left = withChildren(count("childrenLeft"));
  const arrived = withChildren(count("childrenArrived"));
  const children = (family: Family): readonly DraftPerson[] => family.children.map(({ person }) => person);
  const numbered = (family: Family): readonly DraftPerson[] =>
    children(family).filter(({ identity = "" }) => isPersonnummer.test(identity));
  const guardians = (family: Family): readonly DraftPerson[] => family.guardians;
  return {
    left,
    arrived,
    returned: arrived.slice(-count("familiesReturned")),
    staffLeft: staffWhoLeft(count("staffLeft"), org, opened, options),
    staffArrived: random.shuffle(teachersOnly(draft, all, opened)).slice(0, count("staffArrived")),
    movedUnit: moved(count("movedUnit"), (person) => seats.elsewhere(person)),
    movedClass: moved(count("movedClass"), (person) => seats.beside(person)),
    former,
    rekeyed: [
      ...changed(count("rekeyedFromTemporary"), numbered, ({ birthDate, sex }) => ({
        identity: identities.temporary(birthDate ?? "", sex === "Kvinna" ? "Kvinna" : "Man").identity,
      })),
      ...changed(count("rekeyedFromCoordination"), numbered, ({ birthDate, sex }) => ({
        identity: identities.coordination(birthDate ?? "", sex === "Kvinna" ? "Kvinna" : "Man").identity,
      })),
    ],
    protectedSince: protectedFamilies
      .slice(0, count("familiesProtected"))
      .flatMap((family) => [...children(family), ...family.guardians])
      .map(({ id }) => {
        former.set(id, { protection: "Ingen" });
        return id;
      }),
    renamed: changed(count("renamed"), guardians, () => ({ familyName: `${familyNames(random).first}-Lund` })),
    mangled: changed(
      count("mangled"),
      (family) => [...family.guardians, ...children(family)].filter(hasForeignLetters),
      ({ givenName, familyName }) => ({ givenName: mangled(givenName), familyName: mangled(familyName) }),
    ),
    emailChanged: changed(count("emailChanged"), guardians, ({ givenName, familyName }) => ({
      email: accounts.email(givenName, familyName, domains.home),
    })),
    custodyEnded: custody(count("custodyEnded")),
    custodyBegan: custody(count("custodyBegan")),
    reused: Array.from({ length: count("reusedIds") }, (_, i) => ({
      newcomer: arrived[i]!.children[0]!.person.id,
      former: left[i]!.children[0]!.person.id,
    })),
    opened,
    closed: forerunnerOf(opened, randomFor(seed, "closed-unit")),
  };
}

const isPersonnummer = /^\d{6}[0-3]\d{5}$/;

const hasForeignLetters = ({ givenName, familyName }: Person): boolean =>
  mangled(givenName) !== givenName || mangled(familyName) !== familyName;

/** Families about which nothing is special yet: for each of them any change has one right answer. */
function plainFamilies(draft: Draft, all: readonly Family[], opened: DemoUnit): readonly Family[] {
  const employed = new Set(draft.duties.map(({ person }) => person));
  const atOpened = new Set(draft.placements.flatMap(({ person, unit }) => (unit === opened.row.id ? [person] : [])));
  return all.filter(
    ({ children, guardians }) =>
      guardians.every(({ id, identity }) => !employed.has(id) && identity !== undefined) &&
      children.every(
        // Nobody who comes of age in the meantime.
        ({ person, birthYear, isTwin }) =>
          !isTwin && birthYear > 2008 && person.protection === "Ingen" && !atOpened.has(person.id),
      ),
  );
}

/** The unit that a new one took over from: another building, another code, the same children and staff. */
function forerunnerOf(opened: DemoUnit, ids: Random): DemoUnit {
  const schoolUnitCode = String(Number(opened.row.schoolUnitCode) + 500);
  return { ...opened, row: { ...opened.row, id: ids.uuid(), name: "Förskolan Sländan", schoolUnitCode } };
}
