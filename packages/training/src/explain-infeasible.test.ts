import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { smallProblem } from "../test/problems.ts";
import { crossTown, ruledProblem } from "../test/ruled-problem.ts";
import { addDays } from "./calendar.ts";
import { compile } from "./compile.ts";
import { explainInfeasible, solve, type ConstraintId, type Course, type Problem } from "./index.ts";
import { Random } from "./random.ts";
import { ruleFaults } from "./rule-feasibility.ts";
import { shortagesOf } from "./shortage.ts";

const days = Array.from({ length: 11 }, (_, i) => addDays("2027-03-01", i)).filter((_, i) => i % 7 < 5);
const window = { from: days[0]!, to: days.at(-1)! };

/** A small rollout that works: three schools, key persons first, some part-time, two trainers, two rooms. */
function possible(seed: number): Problem {
  const random = new Random(seed);
  const units = ["north", "south", "west"].map((id) => ({
    id,
    maxAway: { am: { people: 4 + random.below(2) }, pm: { people: 6 + random.below(3) } },
  }));
  return {
    days,
    slots: [
      { id: "am", start: "08:30", end: "11:00" },
      { id: "pm", start: "13:00", end: "15:30" },
    ],
    units,
    people: units.flatMap(({ id }) =>
      Array.from({ length: 8 + random.below(5) }, (_, i) => ({
        id: `${id}-${i}`,
        unit: id,
        roles: [],
        courses: [i < 2 ? "keys" : "all"],
        ...(i >= 2 && random.below(4) === 0 ? { freeTime: [{ weekday: 1 + random.below(5) }] } : {}),
      })),
    ),
    courses: [
      { id: "keys", capacity: 6 + random.below(4), window },
      {
        id: "all",
        capacity: 10 + random.below(6),
        window,
        requires: [{ course: "keys", minWorkingDays: 1, scope: "unit" }],
        gate: { id: "access" },
        preparation: { material: "film", availableFrom: days[0]!, leadDays: 1 },
      },
    ],
    rooms: [
      { id: "r1", seats: 16 },
      { id: "r2", seats: 12 },
    ],
    trainers: [
      { id: "t1", qualifications: ["keys", "all"], maxPerDay: 2 },
      { id: "t2", qualifications: ["all"], maxPerDay: 2 },
    ],
    gates: { access: days[1]! },
  };
}

/** One day, four slots, and a hall at each of two sites. */
const inTown = (problem: Problem, { apart, courses }: { apart: number; courses: readonly Course[] }): Problem => ({
  ...problem,
  days: [days[0]!],
  slots: ["08", "10", "12", "14"].map((hour) => ({ id: hour, start: `${hour}:00`, end: `${Number(hour) + 1}:45` })),
  units: ["north", "south", "west"].map((id) => ({ id })),
  people: problem.people.map(({ id, unit }) => ({ id, unit, roles: [] })),
  courses,
  rooms: [
    { id: "r1", seats: 40, site: "town" },
    { id: "r2", seats: 40, site: "village", busy: [{ day: days[0]!, slot: "08" }] },
  ],
  rules: [{ kind: "travel", times: [{ between: ["town", "village"], minutes: apart }] }],
});
const inSlots = (id: string, more: Partial<Course> = {}): Course => ({ id, capacity: 40, window, ...more });

const change = (problem: Problem, id: string, how: Partial<Course>): Problem => ({
  ...problem,
  courses: problem.courses.map((course) => (course.id === id ? { ...course, ...how } : course)),
});

/** What is planted, the finding that must name it, where, and a condition that must be in the core. */
const plants: readonly [string, (problem: Problem) => Problem, code: string, where: string, core: ConstraintId][] = [
  [
    "access after the window",
    (p) => ({ ...p, gates: { access: "2027-04-01" } }),
    "access-after-window",
    "all",
    "access-live",
  ],
  ["access unknown", (p) => ({ ...p, gates: { access: null } }), "access-unknown", "all", "access-live"],
  [
    "nobody can hold it",
    (p) => ({ ...p, trainers: p.trainers.map((one) => ({ ...one, qualifications: ["all"] })) }),
    "no-trainer",
    "keys",
    "qualification",
  ],
  [
    "its trainer is away",
    (p) => ({ ...p, trainers: p.trainers.map((one) => (one.id === "t1" ? { ...one, absences: [window] } : one)) }),
    "trainer-never-free",
    "keys",
    "qualification",
  ],
  ["no places at all", (p) => change(p, "keys", { capacity: 0 }), "no-capacity", "keys", "capacity"],
  [
    "a unit that lets nobody go",
    (p) => ({
      ...p,
      units: p.units.map((one) =>
        one.id === "south" ? { id: "south", maxAway: { am: { people: 0 }, pm: { people: 0 } } } : one,
      ),
    }),
    "unit-cap",
    "all",
    "unit-away",
  ],
  [
    "one afternoon for all",
    (p) => change(p, "keys", { window: { from: days[2]!, to: days[2]! }, capacity: 2 }),
    "too-few-seats",
    "keys",
    "capacity",
  ],
  [
    "the material comes late",
    (p) => change(p, "all", { preparation: { material: "film", availableFrom: window.to, leadDays: 5 } }),
    "preparation-after-window",
    "all",
    "preparation",
  ],
  [
    "key persons last",
    (p) => change(p, "keys", { window: { from: window.to, to: window.to } }),
    "precedence-window",
    "all",
    "precedence",
  ],
  [
    "a person who is never there",
    (p) => ({ ...p, people: p.people.map((one) => (one.id === "north-5" ? { ...one, absences: [window] } : one)) }),
    "person-never-free",
    "all",
    "person-away",
  ],
  [
    "two courses on one day at sites too far apart",
    (p) => {
      const own = inTown(p, { apart: 600, courses: [inSlots("keys"), inSlots("all", { durationSlots: 3 })] });
      const [town, village] = own.rooms;
      // The long course fits in the village alone, and the short one in town before it.
      const taken = ["10", "12", "14"].map((slot) => ({ day: days[0]!, slot }));
      return { ...own, rooms: [{ ...town!, busy: taken }, village!] };
    },
    "too-far",
    "keys",
    "person-travel",
  ],
  [
    "a class with more to learn than there is time for, one thing at once",
    (p) => {
      const ids = ["keys", "all", "third"];
      const own = inTown(p, { apart: 0, courses: ids.map((id) => inSlots(id, { durationSlots: 2 })) });
      return {
        ...own,
        people: own.people.map((one, i) => ({ ...one, courses: [ids[i % 3]!] })),
        rooms: ["a", "b", "c"].map((id) => ({ id, seats: 40 })),
        trainers: ids.map((id) => ({ id, qualifications: ids })),
        rules: [{ kind: "no-overlap", groups: [ids] }],
      };
    },
    "group-shortage",
    "keys",
    "group-overlap",
  ],
  [
    "trainers for half of it",
    (p) => ({
      ...p,
      courses: p.courses.map((course) => ({
        ...course,
        capacity: 2,
        requires: [],
        window: { from: days[1]!, to: days[3]! },
      })),
      trainers: p.trainers.map((one) => ({ ...one, qualifications: ["keys", "all"], maxPerDay: 1 })),
    }),
    "too-few-seats",
    "all",
    "capacity",
  ],
  [
    "two courses, each with enough trainer time alone",
    (p) => ({
      ...change(change(p, "keys", { window: { from: days[2]!, to: days[3]! }, capacity: 2, requires: [] }), "all", {
        window: { from: days[2]!, to: days[3]! },
        capacity: 16,
        requires: [],
      }),
      trainers: [{ id: "t1", qualifications: ["keys", "all"], maxPerDay: 2 }],
    }),
    "trainer-shortage",
    "keys",
    "qualification",
  ],
  [
    "part-timers who are all there on one morning",
    (p) => ({
      ...p,
      people: p.people.map((one) =>
        one.unit === "west" && one.courses?.[0] === "all"
          ? {
              ...one,
              absences: [
                { from: days[0]!, to: days[6]! },
                { from: days[8]!, to: window.to },
              ],
              freeTime: [{ weekday: 3, slots: ["pm"] }],
            }
          : one,
      ),
    }),
    "unit-cap",
    "all",
    "unit-away",
  ],
];

describe("a planted cause is named, and the core verified", () => {
  const seeds = process.env["MILSTOLPE_LONG"] ? 20 : 4;
  test.each(plants)("%s", { timeout: 60_000 }, async (_, plant, code, where, condition) => {
    for (let seed = 1; seed <= seeds; seed++) {
      const healthy = possible(seed);
      const { score } = await solve(healthy, { seed: 1, iterations: 5000 });
      expect(score).toMatchObject({ hard: 0, medium: 0 });

      const found = await explainInfeasible(plant(healthy), { seed: 1, iterations: 3000 });
      expect(found.verdict).toBe("impossible");
      expect(found.findings.map((one) => `${one.code} ${one.where}`)).toContain(`training.${code} ${where}`);
      expect(found.core.map((one) => one.constraint)).toContain(condition);
      expect(found.isCoreVerified).toBe(true);
      expect(found.unplaced).toBeGreaterThan(0);
    }
  });
});

test("the changes that help are enough, and the easiest of them comes first", async () => {
  const [, plant] = plants[6]!;
  const { relaxations } = await explainInfeasible(plant(possible(1)), { seed: 1, iterations: 6000 });
  expect(relaxations[0]).toMatchObject({ unplaced: 0 });
  expect(relaxations.map((one) => one.constraint)).toContain("window");
});

test("a possible problem is called possible", async () => {
  const found = await explainInfeasible(possible(1), { seed: 1 });
  expect(found).toMatchObject({ verdict: "possible", unplaced: 0, core: [], findings: [] });
});

test("flows never prove too much: what they call impossible is never solved", async () => {
  await fc.assert(
    fc.asyncProperty(smallProblem, async (problem) => {
      const { score } = await solve(problem, { seed: 2, iterations: 3000 });
      const proofs = shortagesOf(compile(problem));
      expect(proofs.length > 0 && score.medium === 0).toBe(false);
    }),
    { numRuns: process.env["MILSTOLPE_LONG"] ? 3000 : 100 },
  );
});

test("a trainer who can't get from one site to the other is named, and the core verified by solving", async () => {
  const own = inTown(possible(1), { apart: 600, courses: [inSlots("keys"), inSlots("all", { durationSlots: 3 })] });
  const [town, village] = own.rooms;
  const busy = ["10", "12", "14"].map((slot) => ({ day: days[0]!, slot }));
  const found = await explainInfeasible(
    {
      ...own,
      people: own.people.map((one, i) => ({ ...one, courses: [i % 2 === 0 ? "keys" : "all"] })),
      rooms: [{ ...town!, busy }, village!],
      trainers: [{ id: "t", qualifications: ["keys", "all"] }],
    },
    { seed: 1 },
  );
  expect(found.core.map((one) => `${one.constraint} ${one.where}`)).toContain("trainer-travel town – village");
  expect(found.isCoreVerified).toBe(true);
  expect(found.relaxations.map((one) => `${one.constraint} ${one.unplaced}`)).toContain("trainer-travel 0");
});

/** One day in place of two, and nothing at once. */
const oneDay = crossTown.map((problem): Problem => ({
  ...problem,
  days: problem.days.slice(0, 1),
  rules: [...problem.rules!, { kind: "no-overlap", groups: [problem.courses.map((one) => one.id)] }],
}));

test("rules of the problem's own never prove too much: what they call impossible is never solved", async () => {
  let proved = 0;
  await fc.assert(
    fc.asyncProperty(fc.oneof(ruledProblem, oneDay), async (problem) => {
      const proofs = ruleFaults(compile(problem));
      if (proofs.length === 0) return;
      proved++;
      const { score } = await solve(problem, { seed: 2, iterations: 3000 });
      expect(score.medium).toBeGreaterThan(0);
    }),
    { numRuns: process.env["MILSTOLPE_LONG"] ? 5000 : 150 },
  );
  expect(proved).toBeGreaterThan(5);
});
