import { addDays } from "./calendar.ts";
import { groupBy } from "./group-by.ts";
import type { Course, Person, Plan, Problem, Trainer } from "./model.ts";
import type { Lecture, TimetableCourse, TimetableProblem } from "./timetable-model.ts";

/** Day 0 of a timetable, which has no dates: a Monday. */
const monday = "2027-03-01";

const person = (course: string, lecture: number): string => `${course}#${lecture + 1}`;

/**
 * States a curriculum-based timetable as a training problem: each lecture is somebody who needs a session of the course, each
 * course has a trainer of its own, curricula and teachers are groups that are not held at once, and the competition's soft
 * constraints are rules of the problem. For `evaluate` a plan is then worth what `evaluateTimetable` says: `soft` equals
 * its `soft`, `hard` and `medium` together equal its `hard`. `solve` works on it too; `solveTimetable` is made for it and
 * many times faster.
 * @example
 * const problem = asTrainingProblem(timetable);
 * evaluate(problem, asTrainingPlan(lectures)).soft === evaluateTimetable(timetable, lectures).soft; // true
 */
export function asTrainingProblem({ days, periodsPerDay, courses, rooms, curricula }: TimetableProblem): Problem {
  const dates = Array.from({ length: days }, (_, day) => addDays(monday, day));
  const window = { from: dates[0]!, to: dates.at(-1)! };
  const clock = (minutes: number): string =>
    `${`${Math.floor(minutes / 60)}`.padStart(2, "0")}:${`${minutes % 60}`.padStart(2, "0")}`;
  const slots = Array.from({ length: periodsPerDay }, (_, period) => ({
    id: `${period}`,
    start: clock(480 + 30 * period),
    end: clock(500 + 30 * period),
  }));
  const byId = (value: (course: TimetableCourse) => number): Record<string, number> =>
    Object.fromEntries(courses.map((course) => [course.id, value(course)]));
  const teachers = [...groupBy(courses, (course) => course.teacher).values()];
  const groups = curricula.map((one) => one.courses);
  return {
    days: dates,
    slots,
    units: courses.map(({ id }) => ({ id })),
    people: courses.flatMap(({ id, lectures }) =>
      Array.from({ length: lectures }, (_, i): Person => ({ id: person(id, i), unit: id, roles: [], courses: [id] })),
    ),
    courses: courses.map(({ id }): Course => ({ id, capacity: 1, window })),
    rooms,
    trainers: courses.map(({ id, unavailable }): Trainer => ({
      id,
      qualifications: [id],
      busy: unavailable.map((at) => ({
        day: dates[Math.floor(at / periodsPerDay)]!,
        slot: slots[at % periodsPerDay]!.id,
      })),
    })),
    weights: { session: 0, unitSplit: 0, lateEvery: 0 },
    rules: [
      { kind: "no-overlap", groups: [...groups, ...teachers.map((own) => own.map((course) => course.id))] },
      { kind: "class-seats", people: byId((course) => course.students), points: 1 },
      { kind: "spread-days", days: byId((course) => course.minDays), points: 5 },
      { kind: "compact", groups, points: 2 },
      { kind: "same-room", points: 1 },
    ],
  };
}

/** States a timetable as a plan for `asTrainingProblem` of the same problem. A lecture too many is somebody nobody knows. */
export function asTrainingPlan(timetable: readonly Lecture[]): Plan {
  const seen = new Map<string, number>();
  const held = timetable.map(({ course, room, day, period }, index) => {
    const lecture = seen.get(course) ?? 0;
    seen.set(course, lecture + 1);
    const session = `s${index}`;
    return {
      session: {
        id: session,
        course,
        day: addDays(monday, day),
        slot: `${period}`,
        room,
        trainer: course,
        status: "draft" as const,
      },
      place: { person: person(course, lecture), course, session, status: "planned" as const },
    };
  });
  return { sessions: held.map((one) => one.session), assignments: held.map((one) => one.place) };
}

/** Reads a plan for `asTrainingProblem` as a timetable. */
export function asTimetable(problem: Problem, { sessions }: Plan): Lecture[] {
  const days = new Map(problem.days.map((day, index) => [day, index]));
  return sessions
    .filter((one) => one.status !== "cancelled")
    .map(({ course, room, day, slot }) => ({ course, room, day: days.get(day) ?? -1, period: Number(slot) }));
}
