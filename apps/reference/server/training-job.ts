import { coverage, type Coverage, type Problem, type Solution } from "@milstolpe/training";
import type { TrainingView } from "./status.ts";

/** Which courses an activity of the plan is about, by the beginning of their ids. */
const trainingActivities: Readonly<Record<string, readonly string[]>> = {
  "administrator-training": ["administrators", "advanced", "central"],
  "key-person-training": ["key-persons/", "leaders/"],
  "broad-rollout": ["teachers/"],
};

/** When an activity's training begins and ends; absent while somebody has no place. */
export interface TrainingDates {
  readonly first: string;
  readonly last: string;
}

/** The days that placed training gives the plan, by activity. */
export function trainingDates(covered: Coverage): Readonly<Record<string, TrainingDates>> {
  return Object.fromEntries(
    Object.entries(trainingActivities).flatMap(([activity, prefixes]) => {
      const courses = covered.courses.filter(({ course }) => prefixes.some((prefix) => course.startsWith(prefix)));
      const firsts = courses.flatMap(({ firstDay }) => (firstDay === null ? [] : [firstDay])).toSorted();
      const lasts = courses.map(({ trainedBy }) => trainedBy);
      const [first] = firsts;
      const last = lasts
        .filter((day) => day !== null)
        .toSorted()
        .at(-1);
      return first === undefined || last === undefined || lasts.includes(null) ? [] : [[activity, { first, last }]];
    }),
  );
}

/** Who is trained when, as the page and the terminal show it: per unit, no person. */
export function trainingView(
  problem: Problem,
  { plan, score }: Pick<Solution, "plan" | "score">,
  accessFrom: string,
  unitNames: ReadonlyMap<string, string>,
): TrainingView {
  const covered = coverage(problem, plan);
  return {
    people: covered.people,
    placed: covered.peopleDone,
    sessions: plan.sessions.filter(({ status }) => status !== "cancelled").length,
    hardViolations: score.hard,
    cost: score.soft,
    accessFrom,
    ...(covered.trainedBy === null ? {} : { trainedBy: covered.trainedBy }),
    units: covered.units
      .filter(({ needed }) => needed > 0)
      .map(({ unit, needed, placed, keyPersons, trainedBy }) => ({
        unit,
        name: unitNames.get(unit) ?? unit,
        people: needed,
        placed,
        keyPersons,
        ...(trainedBy === null ? {} : { trainedBy }),
      })),
  };
}
