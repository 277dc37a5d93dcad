import { groupBy } from "./group-by.ts";
import type { Day, Plan, Problem } from "./model.ts";
import { needsOf, type Need } from "./needs.ts";

/** How far a group of people has come. Counts are places (a person who needs two courses counts twice). */
export interface Reach {
  readonly needed: number;
  /** With a place in a session that is not cancelled. */
  readonly placed: number;
  readonly attended: number;
  readonly keyPersons: number;
  readonly keyPersonsPlaced: number;
  /** The day by which everybody is trained; `null` while somebody has no place or nobody needs any. */
  readonly trainedBy: Day | null;
  /** First and last session day of those who have a place. */
  readonly firstDay: Day | null;
  readonly lastDay: Day | null;
}

export interface CourseReach extends Reach {
  readonly course: string;
}

export interface UnitReach extends Reach {
  readonly unit: string;
  readonly courses: readonly CourseReach[];
}

/** Who is trained when. */
export interface Coverage extends Reach {
  /** Distinct people with something to learn. */
  readonly people: number;
  /** Distinct people who have every place they need. */
  readonly peopleDone: number;
  /** In the order of the problem; units without needs included. */
  readonly units: readonly UnitReach[];
  readonly courses: readonly CourseReach[];
}

interface Placed extends Need {
  readonly day: Day | null;
  readonly attended: boolean;
}

function reach(needs: readonly Placed[]): Reach {
  const days = needs.flatMap((need) => (need.day === null ? [] : [need.day])).sort();
  const keyPersons = needs.filter((need) => need.person.keyPerson);
  const lastDay = days.at(-1) ?? null;
  return {
    needed: needs.length,
    placed: days.length,
    attended: needs.filter((need) => need.attended).length,
    keyPersons: keyPersons.length,
    keyPersonsPlaced: keyPersons.filter((need) => need.day !== null).length,
    trainedBy: days.length === needs.length ? lastDay : null,
    firstDay: days[0] ?? null,
    lastDay,
  };
}

/**
 * Coverage of a plan, in all, per unit and per course: the evidence a milestone's gate asks for ("everybody at the unit is
 * trained") and an indicator for the risk that key persons miss their training.
 * @returns plain data; counts only what `problem` needs, so people outside it are ignored
 * @example
 * coverage(problem, plan).units.filter((unit) => unit.trainedBy === null); // units that aren't ready
 */
export function coverage(problem: Problem, plan: Plan): Coverage {
  const days = new Map(plan.sessions.filter((s) => s.status !== "cancelled").map((s) => [s.id, s.day]));
  const places = new Map<string, { day: Day; attended: boolean }>();
  for (const one of plan.assignments) {
    const day = days.get(one.session);
    if (day === undefined || one.status === "absent") continue;
    places.set(JSON.stringify([one.person, one.course]), { day, attended: one.status === "attended" });
  }
  const needs = needsOf(problem).map((need): Placed => {
    const place = places.get(JSON.stringify([need.person.id, need.course.id]));
    return { ...need, day: place?.day ?? null, attended: place?.attended ?? false };
  });
  const byCourse = (some: readonly Placed[]): CourseReach[] => {
    const found = groupBy(some, (need) => need.course.id);
    return problem.courses.flatMap(({ id }) => {
      const own = found.get(id);
      return own ? [{ course: id, ...reach(own) }] : [];
    });
  };
  const perUnit = groupBy(needs, (need) => need.person.unit);
  const perPerson = groupBy(needs, (need) => need.person.id);
  return {
    people: perPerson.size,
    peopleDone: [...perPerson.values()].filter((own) => own.every((need) => need.day !== null)).length,
    ...reach(needs),
    units: problem.units.map(({ id }) => {
      const own = perUnit.get(id) ?? [];
      return { unit: id, ...reach(own), courses: byCourse(own) };
    }),
    courses: byCourse(needs),
  };
}
