import type { Duty, Group } from "@milstolpe/sync";
import { demoDays } from "./calendar.ts";
import type { Random } from "./random.ts";
import type { Draft } from "./truth.ts";
import type { DemoUnit } from "./units.ts";

/** Mentors for classes (two from year 7 on), teachers for preschool departments and adult courses. */
export function assign(draft: Draft, unit: DemoUnit, duties: readonly Duty[], ids: Random, random: Random): void {
  const groups = draft.groups.filter((group) => group.unit === unit.row.id);
  const able = duties.filter(({ role }) => role !== "Övrig pedagogisk personal");
  let turn = 0;
  const next = (): Duty | undefined => able[turn++ % able.length];
  for (const group of groups) {
    const role = group.kind === "Klass" ? "mentor" : "teacher";
    const count = unit.kind === "primary" ? 1 : 2;
    for (let i = 0; i < Math.min(count, able.length); i++) {
      const one = next();
      if (one) addRole(draft, group, one.person, role);
    }
  }
  if (unit.kind === "lower-secondary") teachLanguages(draft, unit, able, ids, random);
}

function addRole(draft: Draft, group: Group, person: string, role: "mentor" | "teacher"): void {
  draft.memberships.push({
    id: `${group.id}|${person}|${role}`,
    group: group.id,
    person,
    role,
    ...(group.startDate === undefined ? {} : { startDate: group.startDate }),
  });
}

const languages = ["Franska", "Spanska", "Tyska"] as const;

/** One group per modern language and year, across the classes. */
function teachLanguages(draft: Draft, unit: DemoUnit, teachers: readonly Duty[], ids: Random, random: Random): void {
  for (const grade of [7, 8, 9]) {
    const pupils = draft.enrolments.filter((row) => row.unit === unit.row.id && row.schoolYear === grade);
    const chosen = pupils.map(
      (pupil) =>
        [
          pupil,
          random.weighted([
            ["Franska", 2],
            ["Spanska", 5],
            ["Tyska", 2],
            ["", 1],
          ] as const),
        ] as const,
    );
    for (const language of languages) {
      const readers = chosen.flatMap(([pupil, choice]) => (choice === language ? [pupil] : []));
      const sets = Math.ceil(readers.length / 28);
      for (let set = 0; set < sets; set++) {
        const group: Group = {
          id: ids.uuid(),
          name: `${language} ${grade}${sets > 1 ? ` ${set + 1}` : ""}`,
          kind: "Undervisning",
          unit: unit.row.id,
          schoolType: "GR",
          startDate: demoDays.schoolYearStart,
        };
        draft.groups.push(group);
        for (const { person } of readers.filter((_, index) => index % sets === set))
          draft.memberships.push({
            id: `${group.id}|${person}`,
            group: group.id,
            person,
            role: "pupil",
            startDate: demoDays.schoolYearStart,
          });
        const teacher = teachers.length > 0 ? random.pick(teachers) : undefined;
        if (teacher) addRole(draft, group, teacher.person, "teacher");
      }
    }
  }
}
