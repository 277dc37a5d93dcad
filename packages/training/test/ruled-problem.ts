import * as fc from "fast-check";
import { addDays } from "../src/calendar.ts";
import type { CustomRule, Problem, ProblemRule } from "../src/index.ts";
import { smallProblem } from "./problems.ts";

const courses = ["c0", "c1", "c2"];
const points = fc.integer({ min: 1, max: 9 });
const howBad = fc.constantFrom("forbidden" as const, 0, 3, 7);
const groups = fc.array(fc.subarray(courses, { minLength: 1 }), { minLength: 1, maxLength: 2 });
const perCourse = fc.dictionary(fc.constantFrom(...courses), fc.nat(4));

/** Rules of the caller's own that look at all there is to see. */
const custom: fc.Arbitrary<CustomRule> = fc
  .constantFrom(...(["session", "person", "unit", "trainer", "room", "course", "day", "plan"] as const))
  .map((per) => ({
    kind: "custom",
    id: `own-${per}`,
    title: { sv: "Egen", en: "Own" },
    per,
    points: ({ id, sessions }) => {
      const text = JSON.stringify([id, sessions]);
      let sum = 7;
      for (let i = 0; i < text.length; i++) sum = (sum * 31 + text.charCodeAt(i)) % 1009;
      return sum % 13;
    },
  }));

const ruleFor = (days: readonly string[]): fc.Arbitrary<ProblemRule> =>
  fc.oneof(
    fc.record({
      kind: fc.constant("travel" as const),
      times: fc.constant([{ between: ["west", "east"] as const, minutes: 90 }]),
      otherwise: fc.constantFrom(0, 30),
      trainers: howBad,
      people: howBad,
    }),
    fc.record({
      kind: fc.constant("fairness" as const),
      of: fc.constantFrom("trainer-sessions", "unit-lateness", "unit-away"),
      points,
    }),
    fc.record({
      kind: fc.constant("use-gap" as const),
      begins: fc.dictionary(
        fc.constantFrom("u0", "u1", "u2"),
        fc.nat(20).map((later) => addDays(days[0]!, later)),
      ),
      atLeast: fc.nat(2),
      atMost: fc.integer({ min: 2, max: 6 }),
      points,
    }),
    fc.record({ kind: fc.constant("no-overlap" as const), groups }),
    fc.record({ kind: fc.constant("compact" as const), groups, points }),
    fc.record({ kind: fc.constant("spread-days" as const), days: perCourse, points }),
    fc.record(
      { kind: fc.constant("same-room" as const), courses: fc.subarray(courses), points },
      { requiredKeys: ["kind", "points"] },
    ),
    fc.record({ kind: fc.constant("class-seats" as const), people: perCourse, points }),
    custom,
  );

/** Two days in two places, with much to do in both: whoever goes there and back often has too little time. */
export const crossTown: fc.Arbitrary<Problem> = fc
  .record({
    people: fc.integer({ min: 4, max: 12 }),
    capacity: fc.integer({ min: 1, max: 4 }),
    lengths: fc.tuple(...courses.map(() => fc.integer({ min: 1, max: 2 }))),
    minutes: fc.constantFrom(10, 20, 80, 200),
    trainers: howBad,
    people2: howBad,
    trainerCount: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ people, capacity, lengths, minutes, trainers, people2, trainerCount }) => {
    const days = ["2027-03-01", "2027-03-02"];
    return {
      days,
      slots: Array.from({ length: 6 }, (_, i) => ({ id: `k${i}`, start: `${10 + i}:00`, end: `${10 + i}:45` })),
      units: [{ id: "u" }],
      people: Array.from({ length: people }, (_, i) => ({ id: `p${i}`, unit: "u", roles: [], courses })),
      courses: courses.map((id, i) => ({
        id,
        capacity,
        durationSlots: lengths[i]!,
        window: { from: days[0]!, to: days[1]! },
      })),
      rooms: ["west", "east", "west"].map((site, i) => ({ id: `r${i}`, seats: 4, site })),
      trainers: Array.from({ length: trainerCount }, (_, i) => ({ id: `t${i}`, qualifications: courses })),
      rules: [
        {
          kind: "travel" as const,
          times: [{ between: ["west", "east"] as const, minutes }],
          trainers,
          people: people2,
        },
      ],
    };
  });

/** Small problems with rules of their own, of every kind. */
export const ruledProblem: fc.Arbitrary<Problem> = smallProblem.chain((problem) =>
  fc
    .record({
      rules: fc.array(ruleFor(problem.days), { minLength: 1, maxLength: 4 }),
      sites: fc.array(fc.constantFrom("west", "east", "north", undefined), { minLength: 3, maxLength: 3 }),
    })
    .map(({ rules, sites }) => ({
      ...problem,
      rules,
      rooms: problem.rooms.map((room, i) => (sites[i] === undefined ? room : { ...room, site: sites[i] })),
    })),
);
