import type { Duty, Guardianship, Person } from "@milstolpe/sync";
import { type AccountOffice, domains } from "./accounts.ts";
import { addDays, demoDays } from "./calendar.ts";
import type { Child, Family } from "./families.ts";
import type { IdentityOffice } from "./identities.ts";
import { familyNames, mangled } from "./names.ts";
import { type Random, randomFor } from "./random.ts";
import { type Seat, seatsOf } from "./seats.ts";
import type { Draft, DraftPerson } from "./truth.ts";
import type { DemoUnit, Organisation } from "./units.ts";

/**
 * What has happened in the municipality since the platform was last filled, at full scale. No family is struck by two
 * of these, so that what a sync has to say of a person has one right answer.
 */
export const changeCounts = {
  /** Children who moved away with their families, and the same the other way. */
  childrenLeft: 110,
  childrenArrived: 130,
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
  /** People the register does not know any more, with the duty they had. */
  readonly staffLeft: readonly { readonly person: Person; readonly duty: Duty }[];
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
  { seed, scale, identities, accounts }: ChangeOptions,
): Changes {
  const random = randomFor(seed, "changes");
  const ids = randomFor(seed, "change-ids");
  const count = (change: keyof typeof changeCounts): number => Math.max(1, Math.round(changeCounts[change] * scale));
  const seats = seatsOf(draft, org);
  const opened = org.units.findLast(({ kind }) => kind === "preschool")!;
  const pool = random.shuffle(plainFamilies(draft, all, opened, seats));
  const former = new Map<string, Partial<Person>>();

  /** Takes families out of the pool until `wanted` of what `find` makes of them has been found. */
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
  const familiesWith = (children: number): Family[] => {
    const taken: Family[] = [];
    take(children, (family) => {
      if (family.children.length + taken.reduce((sum, one) => sum + one.children.length, 0) <= children)
        taken.push(family);
      return taken.includes(family) ? family.children : [];
    });
    return taken;
  };
  /** One person of a family whose row said something else before. */
  const changed = (wanted: number, who: (family: Family) => readonly DraftPerson[], before: (person: DraftPerson) => Partial<Person>): string[] =>
    take(wanted, (family) => who(family).slice(0, 1)).map((person) => {
      former.set(person.id, before(person));
      return person.id;
    });
  const moved = (wanted: number, elsewhere: (seat: Seat) => readonly Seat[]): Moved[] =>
    take(wanted, (family) =>
      family.children.slice(-1).flatMap((child): Moved[] => {
        const to = seats.of(child.person.id);
        const others = to ? elsewhere(to) : [];
        if (!to || others.length === 0) return [];
        const since = addDays(demoDays.register, random.between(10, 130));
        return [{ person: child.person.id, from: random.pick(others), to, since }];
      }),
    );
  const custody = (wanted: number): Guardianship[] =>
    take(wanted, ({ children, guardians }) => {
      const [child, guardian] = [children[0], guardians[1]];
      return children.length < 2 || !child || !guardian
        ? []
        : draft.guardianships.filter((row) => row.child === child.person.id && row.guardian === guardian.id);
    });

  const left = familiesWith(count("childrenLeft"));
  const arrived = familiesWith(count("childrenArrived"));
  const hasPersonnummer = ({ identity = "" }: DraftPerson): boolean => /^\d{6}[0-3]\d{5}$/.test(identity);
  const child = ({ children }: Family): DraftPerson[] => children.map(({ person }) => person).filter(hasPersonnummer);
  const guardian = ({ guardians }: Family): readonly DraftPerson[] => guardians;
  const looksWrong = ({ givenName, familyName }: DraftPerson): boolean =>
    mangled(givenName) !== givenName && mangled(familyName) !== familyName;
  const birth = ({ birthDate = "" }: DraftPerson): string => birthDate;
  const sex = (person: DraftPerson) => (person.sex === "Kvinna" ? "Kvinna" : "Man") as "Kvinna" | "Man";
  return {
    left,
    arrived,
    staffLeft: Array.from({ length: count("staffLeft") }, () => formerTeacher(random, ids, org, identities, accounts)),
    staffArrived: random
      .shuffle(teachersOnly(draft, all, opened))
      .slice(0, count("staffArrived"))
      .sort(),
    movedUnit: moved(count("movedUnit"), seats.elsewhere),
    movedClass: moved(count("movedClass"), seats.beside),
    rekeyed: [
      ...changed(count("rekeyedFromTemporary"), child, (person) => ({
        identity: identities.temporary(birth(person), sex(person)).identity,
      })),
      ...changed(count("rekeyedFromCoordination"), child, (person) => ({
        identity: identities.coordination(birth(person), sex(person)).identity,
      })),
    ],
    protectedSince: protectedFamilies.slice(0, count("familiesProtected")).flatMap(({ children, guardians }) =>
      [...children.map(({ person }) => person), ...guardians].map(({ id }) => {
        former.set(id, { protection: "Ingen" });
        return id;
      }),
    ),
    renamed: changed(count("renamed"), guardian, () => ({ familyName: familyNames(random).first })),
    mangled: changed(
      count("mangled"),
      ({ children, guardians }) => [...guardians, ...children.map(({ person }) => person)].filter(looksWrong),
      ({ givenName, familyName }) => ({ givenName: mangled(givenName), familyName: mangled(familyName) }),
    ),
    emailChanged: changed(count("emailChanged"), guardian, ({ givenName, familyName }) => ({
      email: accounts.email(givenName, familyName, domains.home),
    })),
    custodyEnded: custody(count("custodyEnded")),
    custodyBegan: custody(count("custodyBegan")),
    reused: Array.from({ length: count("reusedIds") }, (_, i) => ({
      newcomer: arrived[i]!.children[0]!.person.id,
      former: left[i]!.children[0]!.person.id,
    })),
    opened,
    former,
    closed: {
      ...opened,
      row: {
        ...opened.row,
        id: ids.uuid(),
        name: "Förskolan Sländan",
        schoolUnitCode: String(Number(opened.row.schoolUnitCode) + 100),
      },
    },
  };
}
