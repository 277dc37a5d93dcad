import type { Duty, Person } from "@milstolpe/sync";
import { type AccountOffice, domains } from "./accounts.ts";
import type { IdentityOffice } from "./identities.ts";
import { asciiName, familyNames, type Sex } from "./names.ts";
import { randomFor } from "./random.ts";
import { assign } from "./teaching.ts";
import type { Draft, DraftPerson } from "./truth.ts";
import type { DemoUnit, Organisation, UnitKind } from "./units.ts";

/** The five training groups of the rollout. */
export type TrainingGroup = "administrators" | "advanced" | "teachers" | "central" | "leaders";

/** How many of each group there are to train at full scale: 2,710 in all. */
export const trainingGroups: Readonly<Record<TrainingGroup, number>> = {
  administrators: 100,
  advanced: 5,
  teachers: 2500,
  central: 5,
  leaders: 100,
};

/** Somebody to train. Ids are the register's. */
export interface StaffMember {
  readonly person: string;
  /** The unit they mainly work at; the education office is one. */
  readonly unit: string;
  readonly kind: UnitKind | "office";
  readonly group: TrainingGroup;
  readonly role: Duty["role"];
  /** Lärspridare: one teacher in fifteen of a unit, and at least one. */
  readonly keyPerson: boolean;
}

/** How many work with children at a unit, per child, compared with the other kinds. */
const staffing: Record<UnitKind, number> = {
  preschool: 0.36,
  primary: 0.17,
  "after-school": 0.1,
  "lower-secondary": 0.22,
  adapted: 0.5,
  "upper-secondary": 0.17,
  "adapted-upper-secondary": 0.5,
  adult: 0.12,
};

const teacherRoles: Record<UnitKind, readonly (readonly [Duty["role"], number])[]> = {
  preschool: [
    ["Förskollärare", 6],
    ["Övrig pedagogisk personal", 6],
  ],
  primary: [
    ["Lärare", 12],
    ["Övrig pedagogisk personal", 2],
  ],
  "after-school": [
    ["Övrig pedagogisk personal", 5],
    ["Lärare", 3],
  ],
  "lower-secondary": [["Lärare", 1]],
  adapted: [
    ["Lärare", 1],
    ["Övrig pedagogisk personal", 1],
  ],
  "upper-secondary": [["Lärare", 1]],
  "adapted-upper-secondary": [
    ["Lärare", 1],
    ["Övrig pedagogisk personal", 1],
  ],
  adult: [["Lärare", 1]],
};

/** Others who work at the schools and are not in a training group. `Lärarassistent` is not in the 2.0 enum. */
const otherRoles = [
  ["Annan personal", 9],
  ["Lärarassistent", 1],
] as const;
const otherStaff = 140;

/** A guardian works in the municipality's schools now and then. */
const guardianShare = 0.09;

export interface StaffOptions {
  readonly seed: number;
  readonly scale: number;
  readonly identities: IdentityOffice;
  readonly accounts: AccountOffice;
}

interface Employed {
  readonly person: DraftPerson;
  readonly duty: Duty;
}

/** Employs everybody: heads, teachers, administrators, the office. Adds persons, duties and what they do in groups. */
export function employ(
  draft: Draft,
  { units, central }: Organisation,
  guardians: readonly DraftPerson[],
  { seed, scale, identities, accounts }: StaffOptions,
): readonly StaffMember[] {
  const random = randomFor(seed, "staff");
  const ids = randomFor(seed, "staff-ids");
  const spare = random.shuffle(guardians);
  const signatures = new Set<string>();
  const staff: StaffMember[] = [];

  function newcomer(): DraftPerson {
    const there = random.chance(guardianShare) ? spare.pop() : undefined;
    const sex: Sex = random.chance(0.78) ? "Kvinna" : "Man";
    const names = familyNames(random);
    const person: DraftPerson =
      there ??
      ({
        ...identities.adult(random.between(1976, 2001), sex),
        id: ids.uuid(),
        givenName: names.givenName(sex, random),
        familyName: names.first,
        sex,
        protection: "Ingen",
        status: "Aktiv",
      } satisfies Person);
    if (!there) draft.persons.push(person);
    person.email = accounts.email(person.givenName, person.familyName, domains.staff);
    person.eppn = accounts.eppn();
    return person;
  }
  function duty(person: DraftPerson, unit: string, role: Duty["role"]): Duty {
    const letters =
      `${asciiName(person.givenName).slice(0, 2)}${asciiName(person.familyName).slice(0, 2)}`.toUpperCase();
    let signature = letters;
    for (let n = 2; signatures.has(`${unit}/${signature}`); n++) signature = `${letters}${n}`;
    signatures.add(`${unit}/${signature}`);
    const startDate = `${random.between(2012, 2025)}-08-${random.between(10, 20)}`;
    const made: Duty = { id: ids.uuid(), person: person.id, unit, role, signature, startDate };
    draft.duties.push(made);
    return made;
  }
  /** Employs somebody whom the rollout trains. */
  function employee(unit: DemoUnit | undefined, group: TrainingGroup, role: Duty["role"], keyPerson = false): Employed {
    const person = newcomer();
    const id = (unit?.row ?? central).id;
    staff.push({ person: person.id, unit: id, kind: unit?.kind ?? "office", group, role, keyPerson });
    return { person, duty: duty(person, id, role) };
  }

  const children = childrenPerUnit(draft);
  const weight = (unit: DemoUnit): number => staffing[unit.kind] * (children.get(unit.row.id) ?? 0);
  const wanted = (group: TrainingGroup): number => Math.max(1, Math.round(trainingGroups[group] * scale));

  for (const [unit, count] of apportion(units, wanted("teachers"), weight)) {
    const teachers = Array.from(
      { length: count },
      (_, i) => employee(unit, "teachers", random.weighted(teacherRoles[unit.kind]), i < Math.ceil(count / 15)).duty,
    );
    assign(draft, unit, teachers, ids, random);
  }
  // Everybody has a head; where there are fewer heads than units, one head leads several.
  const leaders = wanted("leaders");
  const extra = new Map(apportion(units, Math.max(0, leaders - units.length), weight));
  let head: DraftPerson | undefined;
  let led = 0;
  for (const [index, unit] of units.entries()) {
    const due = Math.ceil(((index + 1) * Math.min(leaders, units.length)) / units.length);
    if (due > led || head === undefined) {
      head = employee(unit, "leaders", "Rektor").person;
      led += 1;
    } else duty(head, unit.row.id, "Rektor");
    for (let more = extra.get(unit) ?? 0; more > 0; more--) employee(unit, "leaders", "Rektor");
  }
  const office = Math.round(wanted("administrators") * 0.12);
  for (const [unit, count] of apportion(units, wanted("administrators") - office, weight))
    for (let i = 0; i < count; i++) employee(unit, "administrators", "Annan personal");
  for (const [group, count] of [
    ["administrators", office],
    ["central", wanted("central")],
    ["advanced", wanted("advanced")],
  ] as const)
    for (let i = 0; i < count; i++) employee(undefined, group, "Annan personal");
  for (const [unit, count] of apportion(units, Math.max(1, Math.round(otherStaff * scale)), weight))
    for (let i = 0; i < count; i++) duty(newcomer(), unit.row.id, random.weighted(otherRoles));
  return staff;
}

function childrenPerUnit(draft: Draft): Map<string, number> {
  const count = new Map<string, number>();
  for (const { unit } of [...draft.enrolments, ...draft.placements]) count.set(unit, (count.get(unit) ?? 0) + 1);
  return count;
}

/** Shares a number out in proportion to weights, in whole people that add up: the largest remainders round up. */
function apportion<T>(items: readonly T[], total: number, weightOf: (item: T) => number): (readonly [T, number])[] {
  const sum = items.reduce((all, item) => all + weightOf(item), 0);
  const shares = items.map((item, index) => {
    const exact = (total * weightOf(item)) / sum;
    return { item, index, whole: Math.floor(exact), rest: exact % 1 };
  });
  let left = total - shares.reduce((all, { whole }) => all + whole, 0);
  for (const share of [...shares].sort((a, b) => b.rest - a.rest || a.index - b.index)) {
    if (left-- <= 0) break;
    share.whole += 1;
  }
  return shares.map(({ item, whole }) => [item, whole] as const);
}
