import * as fc from "fast-check";
import { expect, test } from "vitest";
import { hasRollout, rollout, smallProblem } from "../test/problems.ts";
import { checkFeasibility, readCompact, solve, type Course, type Problem } from "./index.ts";

const days = ["2027-03-01", "2027-03-02", "2027-03-03", "2027-03-04", "2027-03-05"];
const window = { from: days[0]!, to: days[4]! };
const course: Course = { id: "c", capacity: 10, window };

const possible: Problem = {
  days,
  slots: [{ id: "am", start: "08:30", end: "11:00" }],
  units: [{ id: "u", maxAway: { am: { people: 3 } } }],
  people: Array.from({ length: 12 }, (_, i) => ({ id: `p${i}`, unit: "u", roles: [], courses: ["c"] })),
  courses: [course],
  rooms: [{ id: "r", seats: 10 }],
  trainers: [{ id: "t", qualifications: ["c"] }],
};
const withCourse = (change: Partial<Course>): Problem => ({ ...possible, courses: [{ ...course, ...change }] });

test.skipIf(!hasRollout)("a possible problem has no findings", () => {
  expect(checkFeasibility(possible)).toEqual([]);
  expect(checkFeasibility(readCompact(rollout()))).toEqual([]);
});

test("a problem where nobody learns anything is worth a look", () => {
  expect(checkFeasibility({ ...possible, people: [] })).toMatchObject([
    { code: "training.nothing-to-do", severity: "check" },
  ]);
});

const first: Course = { id: "first", capacity: 10, window: { from: "2027-03-04", to: "2027-03-05" } };
test.each<[string, string, Problem]>([
  ["a window without days", "no-days", withCourse({ window: { from: "2027-03-06", to: "2027-03-07" } })],
  ["a course longer than the day", "too-long", withCourse({ durationSlots: 2 })],
  ["an access date nobody knows", "access-unknown", { ...withCourse({ gate: { id: "g" } }), gates: { g: null } }],
  [
    "access after the window",
    "access-after-window",
    { ...withCourse({ gate: { id: "g" } }), gates: { g: "2027-03-06" } },
  ],
  [
    "material after the window",
    "preparation-after-window",
    withCourse({ preparation: { material: "film", availableFrom: "2027-03-05", leadDays: 1 } }),
  ],
  ["a course that takes nobody", "no-capacity", withCourse({ capacity: 0 })],
  ["a course online without a meeting", "no-room", withCourse({ held: "online" })],
  ["a course nobody can hold", "no-trainer", { ...possible, trainers: [{ id: "t", qualifications: [] }] }],
  [
    "a trainer who is away all the time",
    "trainer-never-free",
    { ...possible, trainers: [{ ...possible.trainers[0]!, absences: [window] }] },
  ],
  [
    "a person who is away all the time",
    "person-never-free",
    { ...possible, people: [...possible.people.slice(1), { ...possible.people[0]!, absences: [window] }] },
  ],
  ["too few seats", "too-few-seats", { ...possible, rooms: [{ id: "r", seats: 2 }] }],
  [
    "a unit that lets two go at once",
    "unit-cap",
    { ...possible, units: [{ id: "u", maxAway: { am: { people: 2 } } }] },
  ],
  [
    "key persons who are through too late for their colleagues",
    "precedence-window",
    {
      ...possible,
      courses: [first, { ...course, requires: [{ course: "first", minWorkingDays: 2, scope: "unit" }] }],
      trainers: [{ id: "t", qualifications: ["c", "first"] }],
      people: [...possible.people, { id: "key", unit: "u", roles: [], courses: ["first"] }],
    },
  ],
])("%s: training.%s", async (_, code, problem) => {
  const findings = checkFeasibility(problem);
  expect(findings.map((one) => one.code)).toEqual([`training.${code}`]);
  expect(findings[0]).toMatchObject({ where: "c", severity: "must", sv: expect.stringMatching(/\S/) });
  // The finding is true: the best plan there is leaves somebody out, and keeps the others.
  const { score, findings: again } = await solve(problem, { seed: 1, iterations: 2000 });
  expect(again).toEqual(findings);
  expect(score).toMatchObject({ hard: 0 });
  expect(score.medium).toBeGreaterThan(0);
});

test("a finding is never wrong: where there is one, nobody finds a full plan", async () => {
  await fc.assert(
    fc.asyncProperty(smallProblem, async (problem) => {
      const { score, findings } = await solve(problem, { seed: 1, iterations: 3000 });
      const isImpossible = findings.some((one) => one.severity === "must" && one.code !== "training.unplaced");
      expect(isImpossible && score.medium === 0).toBe(false);
    }),
    { numRuns: process.env["MILSTOLPE_LONG"] ? 2000 : 100 },
  );
});

test("texts name ids and numbers, and say what to try", () => {
  const [found] = checkFeasibility({ ...possible, rooms: [{ id: "r", seats: 2 }] });
  expect(found?.en).toBe("12 people need the course, but there are at most 10 seats from 2027-03-01 to 2027-03-05.");
  expect(found?.fix?.sv).toContain("1 tillfälle till");
});
