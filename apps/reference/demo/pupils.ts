import type { Group } from "@milstolpe/sync";
import { type AccountOffice, domains } from "./accounts.ts";
import { demoDays, gradeOf, schoolYear } from "./calendar.ts";
import type { Child, Family } from "./families.ts";
import { type Random, randomFor } from "./random.ts";
import type { Draft } from "./truth.ts";
import type { DemoUnit, Organisation, UnitKind } from "./units.ts";

/** Puts every child in a unit, and in a class or department there. */
export function enrol(
  draft: Draft,
  { units }: Organisation,
  all: readonly Family[],
  seed: number,
  accounts: AccountOffice,
): void {
  const random = randomFor(seed, "enrolment");
  const ids = randomFor(seed, "group-ids");
  const byUnit = new Map<DemoUnit, Child[]>();
  for (const family of random.shuffle(all)) {
    // Siblings go to the same preschool.
    const turn = random.below(12);
    for (const child of family.children) {
      const unit = unitFor(child, units, turn, random);
      const there = byUnit.get(unit) ?? [];
      there.push(child);
      byUnit.set(unit, there);
    }
  }
  const afterSchool = new Map(
    units.flatMap((unit) => (unit.kind === "after-school" ? unit.districts.map((district) => [district, unit]) : [])),
  );
  for (const [unit, children] of [...byUnit].sort(([a], [b]) => units.indexOf(a) - units.indexOf(b))) {
    for (const child of children) {
      draft.persons.push(child.person);
      if (unit.kind === "preschool") continue;
      child.person.email = accounts.email(child.person.givenName, child.person.familyName, domains.pupil);
      child.person.eppn = accounts.eppn();
      const schoolType = schoolTypeOf(unit.kind, child);
      const { id: person } = child.person;
      draft.enrolments.push({
        id: `${person}|${unit.row.id}|${schoolType}`,
        person,
        unit: unit.row.id,
        schoolType,
        schoolYear: gradeOf(child.birthYear) - (gradeOf(child.birthYear) > 9 ? 9 : 0),
        startDate: startedOn(unit, child),
      });
      const after = afterSchool.get(child.district);
      if (unit.kind === "primary" && after && random.chance(gradeOf(child.birthYear) <= 3 ? 0.8 : 0.22))
        draft.placements.push({
          id: ids.uuid(),
          person,
          unit: after.row.id,
          schoolType: "FTH",
          startDate: startedOn(unit, child),
        });
    }
    for (const { group, members } of groupsOf(unit, children, ids)) {
      draft.groups.push(group);
      for (const child of members) {
        const startDate = group.kind === "Avdelning" ? preschoolStart(child, random) : demoDays.schoolYearStart;
        const person = child.person.id;
        if (group.kind === "Avdelning")
          draft.placements.push({
            id: ids.uuid(),
            person,
            unit: unit.row.id,
            group: group.id,
            schoolType: "FS",
            startDate,
          });
        draft.memberships.push({ id: `${group.id}|${person}`, group: group.id, person, role: "pupil", startDate });
      }
    }
  }
}

function unitFor(child: Child, units: readonly DemoUnit[], turn: number, random: Random): DemoUnit {
  const grade = gradeOf(child.birthYear);
  const adapted = !child.isTwin && random.chance(grade > 9 ? 0.02 : 0.011);
  const kind: UnitKind =
    grade < 0
      ? "preschool"
      : grade > 9
        ? adapted
          ? "adapted-upper-secondary"
          : "upper-secondary"
        : grade > 0 && adapted
          ? "adapted"
          : grade > 6
            ? "lower-secondary"
            : "primary";
  const those = units.filter((unit) => unit.kind === kind && unit.districts.includes(child.district));
  const index = kind === "preschool" ? turn % those.length : random.below(those.length);
  return those[index]!;
}

function schoolTypeOf(kind: UnitKind, child: Child): string {
  if (kind === "primary") return gradeOf(child.birthYear) === 0 ? "FKLASS" : "GR";
  if (kind === "adapted") return "GRS";
  if (kind === "adapted-upper-secondary") return "GYS";
  return kind === "upper-secondary" ? "GY" : "GR";
}

/** First day of the school year in which a pupil began at this kind of unit. */
function startedOn(unit: DemoUnit, child: Child): string {
  const grade = gradeOf(child.birthYear);
  const first = grade > 9 ? 10 : unit.kind === "lower-secondary" ? 7 : grade === 0 ? 0 : 1;
  return `${schoolYear - grade + first}${demoDays.schoolYearStart.slice(4)}`;
}

function preschoolStart(child: Child, random: Random): string {
  const year = child.birthYear + 1;
  return year > schoolYear
    ? `${year}-0${random.between(2, 5)}-01`
    : `${year}-${random.pick(["08-18", "09-01", "10-01"])}`;
}

interface Filled {
  readonly group: Group;
  readonly members: readonly Child[];
}

/** Classes of one year (at most 28), departments of mixed ages (at most 18), and mixed small classes in adapted schools. */
function groupsOf(unit: DemoUnit, children: readonly Child[], ids: Random): readonly Filled[] {
  const group = (name: string, kind: Group["kind"], schoolType: string): Group => ({
    id: ids.uuid(),
    name,
    kind,
    unit: unit.row.id,
    schoolType,
    startDate: kind === "Avdelning" ? `${schoolYear - 2}-08-01` : demoDays.schoolYearStart,
  });
  if (unit.kind === "preschool")
    return split(children, 18).map((members, i) => ({
      group: group(departments[i] ?? `Avd ${i + 1}`, "Avdelning", "FS"),
      members,
    }));
  if (unit.kind === "adapted" || unit.kind === "adapted-upper-secondary") {
    const step = (child: Child): number => Math.floor((gradeOf(child.birthYear) - 1) / 3);
    return [...groupBy(children, step)]
      .sort(([a], [b]) => a - b)
      .flatMap(([stage, members]) =>
        split(members, 10).map((some, i) => {
          const type = unit.kind === "adapted" ? "GRS" : "GYS";
          const years = stage > 2 ? "1-3" : `${stage * 3 + 1}-${stage * 3 + 3}`;
          return { group: group(`${years}${"abcdef"[i]}`, "Klass", type), members: some };
        }),
      );
  }
  return [...groupBy(children, (child) => gradeOf(child.birthYear))]
    .sort(([a], [b]) => a - b)
    .flatMap(([grade, members]) =>
      grade > 9
        ? programmesOf(members).flatMap(({ programme, pupils }) =>
            split(pupils, 30).map((some, i) => ({
              group: group(`${programme}${schoolYear - 1990 - grade}${"ABCDEFGH"[i]}`, "Klass", "GY"),
              members: some,
            })),
          )
        : split(members, 28).map((some, i) => ({
            group: group(`${grade === 0 ? "F" : grade}${"ABCDEFGH"[i]}`, "Klass", grade === 0 ? "FKLASS" : "GR"),
            members: some,
          })),
    );
}

const departments = ["Tallen", "Granen", "Eken", "Björken", "Aspen", "Rönnen", "Linden", "Asken"];

/** National programmes by popularity, with the introductory programme last. */
const programmes = ["NA", "SA", "EK", "TE", "ES", "EE", "VO", "BA", "IMS"] as const;

function programmesOf(pupils: readonly Child[]): { programme: string; pupils: Child[] }[] {
  const shares = [0.19, 0.36, 0.54, 0.66, 0.74, 0.82, 0.9, 0.96, 1];
  const result = programmes.map((programme) => ({ programme, pupils: [] as Child[] }));
  for (const [index, pupil] of pupils.entries()) {
    const place = (((index * 7919) % pupils.length) + 0.5) / pupils.length;
    result[shares.findIndex((share) => place < share)]?.pupils.push(pupil);
  }
  return result.filter(({ pupils }) => pupils.length > 0);
}

function groupBy<K, T>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** Splits into as few parts of nearly the same size as keep each at `most`. */
function split(children: readonly Child[], most: number): readonly Child[][] {
  const parts = Math.ceil(children.length / most);
  const from = (part: number): number => Math.round((part * children.length) / parts);
  return Array.from({ length: parts }, (_, part) => children.slice(from(part), from(part + 1)));
}
