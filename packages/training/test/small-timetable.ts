import * as fc from "fast-check";
import type { TimetableProblem } from "../src/timetable-model.ts";

/** Small timetables, some of them too tight. */
export const smallTimetable: fc.Arbitrary<TimetableProblem> = fc
  .record({
    days: fc.integer({ min: 1, max: 4 }),
    periodsPerDay: fc.integer({ min: 1, max: 5 }),
    rooms: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 4 }),
    courses: fc.array(
      fc.record({
        teacher: fc.constantFrom("t0", "t1", "t2"),
        lectures: fc.integer({ min: 1, max: 3 }),
        minDays: fc.integer({ min: 1, max: 4 }),
        students: fc.nat(50),
        unavailable: fc.uniqueArray(fc.nat(19), { maxLength: 4 }),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    curricula: fc.array(fc.uniqueArray(fc.nat(4), { minLength: 1, maxLength: 4 }), { maxLength: 3 }),
  })
  .map(({ days, periodsPerDay, rooms, courses, curricula }) => {
    const periods = days * periodsPerDay;
    const places = periods * rooms.length;
    const all = courses.map((course, i) => ({
      id: `c${i}`,
      ...course,
      unavailable: course.unavailable.filter((p) => p < periods),
    }));
    // No more lectures than places.
    let left = places;
    const fitting = all.filter((course) => (left -= course.lectures) >= 0);
    return {
      name: "small",
      days,
      periodsPerDay,
      courses: fitting,
      rooms: rooms.map((seats, i) => ({ id: `r${i}`, seats })),
      curricula: curricula.map((own, i) => ({
        id: `q${i}`,
        courses: own.flatMap((c) => (c < fitting.length ? [`c${c}`] : [])),
      })),
    };
  });
