import { addDays } from "./calendar.ts";
import type { Course, Day, Person, Problem, Unit } from "./model.ts";

/** One person who needs one course: what the plan has to find a place for. */
export interface Need {
  readonly person: Person;
  readonly course: Course;
}

/** Whether a course is meant for a person, by the person's own list or else by the course's audience. */
function isFor(course: Course, person: Person): boolean {
  if (person.completed?.includes(course.id)) return false;
  if (person.courses) return person.courses.includes(course.id);
  const { roles, schoolForms, units, keyPersons } = course.audience ?? {};
  return (
    (roles === undefined || person.roles.some((role) => roles.includes(role))) &&
    (schoolForms === undefined || (person.schoolForm !== undefined && schoolForms.includes(person.schoolForm))) &&
    (units === undefined || units.includes(person.unit)) &&
    (keyPersons === undefined || keyPersons === (person.keyPerson ?? false))
  );
}

/** Every place to find, in the order of people and then courses. */
export function needsOf(problem: Problem): Need[] {
  const order = new Map(problem.courses.map((course, index) => [course.id, index]));
  return problem.people.flatMap((person) => {
    // With a list of their own there is no need to ask every course.
    const own = person.courses
      ?.flatMap((id) => order.get(id) ?? [])
      .sort((a, b) => a - b)
      .map((index) => problem.courses[index]!);
    return [...new Set(own ?? problem.courses)]
      .filter((course) => isFor(course, person))
      .map((course) => ({ person, course }));
  });
}

/**
 * First day on which a person can be trained in a course as far as access goes: the latest of the course's gate, the
 * unit's date and the person's own, less the days the course's policy allows access to come after the session.
 * `null` when a date is not known, which bars the person until it is. Days are calendar days.
 */
export function accessOpens(problem: Problem, course: Course, person: Person, unit: Unit | undefined): Day | null {
  const gate = course.gate ? (problem.gates?.[course.gate.id] ?? null) : "0000-01-01";
  if (gate === null) return null;
  let live = gate;
  if (unit?.accessFrom !== undefined && unit.accessFrom > live) live = unit.accessFrom;
  if (person.accessFrom !== undefined && person.accessFrom > live) live = person.accessFrom;
  return live === "0000-01-01" ? live : addDays(live, -(course.gate?.liveWithinDays ?? 0));
}

/** First day on which participants have had their days with the preparation material. */
export function preparationOpens(course: Course): Day {
  return course.preparation ? addDays(course.preparation.availableFrom, course.preparation.leadDays) : "0000-01-01";
}

/** How many may be away from a unit in a slot. */
export function maxAway(unit: Unit, slot: string, people: number): number {
  const limit = unit.maxAway?.[slot];
  if (limit === undefined) return Infinity;
  if ("people" in limit) return limit.people;
  // Twenty per cent of 25 is 5: the tiny term keeps 0.2 * 25 = 5.000000000000001 from becoming 6.
  return Math.ceil(limit.share * (unit.headcount ?? people) - 1e-9);
}
