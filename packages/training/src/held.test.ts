import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { smallProblem } from "../test/problems.ts";
import { evaluate, recommend, replan, solve, type AssignmentStatus, type Plan, type Problem } from "./index.ts";

const days = ["2027-03-01", "2027-03-02", "2027-03-03", "2027-03-04"];
const window = { from: days[0]!, to: days[3]! };
const problem: Problem = {
  days,
  slots: [
    { id: "am", start: "08:30", end: "11:00" },
    { id: "pm", start: "13:00", end: "15:30" },
  ],
  units: [{ id: "u" }],
  people: ["p0", "p1", "p2"].map((id) => ({ id, unit: "u", roles: [], courses: ["first", "second"] })),
  courses: [
    { id: "first", capacity: 3, window },
    { id: "second", capacity: 3, window, requires: [{ course: "first", minWorkingDays: 1, scope: "person" }] },
  ],
  rooms: [
    { id: "r1", seats: 3 },
    { id: "r2", seats: 3 },
  ],
  trainers: ["t1", "t2"].map((id) => ({ id, qualifications: ["first", "second"] })),
};
const past = {
  id: "x",
  course: "first",
  day: days[0]!,
  slot: "am",
  room: "r1",
  trainer: "t1",
  status: "held",
} as const;
const planOf = (status: AssignmentStatus): Plan => ({
  sessions: [past],
  assignments: problem.people.map((one) => ({ person: one.id, course: "first", session: "x", status })),
});
const attended = planOf("attended");
const options = { seed: 1, iterations: 5000 };

const gone: readonly [string, Partial<Problem>][] = [
  ["day", { days: days.slice(1) }],
  ["slot", { slots: problem.slots.slice(1) }],
  ["room", { rooms: problem.rooms.slice(1) }],
  ["trainer", { trainers: problem.trainers.slice(1) }],
];

describe.each(gone)("attended counts as done when the held session's %s is no longer in the problem", (_, change) => {
  const later: Problem = { ...problem, ...change };

  test("nobody is invited to it anew, and what requires it is planned", async () => {
    const result = await replan(later, attended, [], options);
    expect(result.score).toMatchObject({ hard: 0, medium: 0 });
    expect(result.plan.sessions).toContainEqual(past);
    expect(result.plan.assignments.filter((one) => one.course === "first")).toEqual(attended.assignments);
    expect(result.plan.assignments.filter((one) => one.course === "second")).toHaveLength(3);
    expect(result.diff.people.map((one) => one.course)).toEqual(["second", "second", "second"]);
    expect(evaluate(result.problem, result.plan)).toEqual(result.score);
  });

  test("a finding names the session, and says nothing of who was there", async () => {
    const { findings } = await replan(later, attended, [], options);
    expect(findings).toMatchObject([{ code: "training.held-outside", severity: "check", where: "plan" }]);
    expect(findings[0]!.en).toContain("(x)");
    expect(JSON.stringify(findings)).not.toMatch(/p[012]/);
  });

  test("a search that starts from the plan, and advice for one person, say the same", async () => {
    const solution = await solve(later, { ...options, start: attended, auditEvery: 500 });
    expect(solution.score).toMatchObject({ hard: 0, medium: 0 });
    expect(solution.plan.assignments.filter((one) => one.course === "first")).toEqual(attended.assignments);
    expect(solution.findings).toMatchObject([{ code: "training.held-outside" }]);
    expect(new Set(recommend(later, attended, "p0").map((one) => one.course))).toEqual(new Set(["second"]));
  });

  test("whoever was absent is placed anew", async () => {
    const absent = planOf("absent");
    const { plan, score } = await replan(later, absent, [], options);
    expect(score).toMatchObject({ hard: 0, medium: 0 });
    expect(plan.assignments.filter((one) => one.course === "first" && one.status === "planned")).toHaveLength(3);
  });

  test("a session that has not been held still breaks the plan", () => {
    const planned: Plan = { ...planOf("invited"), sessions: [{ ...past, status: "published" }] };
    expect(evaluate(later, attended)).toMatchObject({ hard: 0, medium: 3, soft: 0 });
    expect(evaluate(later, planned).hard).toBeGreaterThan(0);
  });
});

test("a session somebody has attended stays where it was, whether or not it says that it was held", async () => {
  const plan: Plan = { ...attended, sessions: [{ ...past, status: "published" }] };
  const ill = ["t1", "t2"].map((trainer) => ({ type: "trainer.away", trainer, from: days[0]!, to: days[0]! }) as const);
  const result = await replan(problem, plan, ill, options);
  expect(result.plan.sessions).toContainEqual(plan.sessions[0]);
  expect(result.plan.assignments.filter((one) => one.course === "first")).toEqual(plan.assignments);
});

test.each([
  ["room", { rooms: problem.rooms.slice(1) }, { room: "r2", trainer: "t1" }],
  ["trainer", { trainers: problem.trainers.slice(1) }, { room: "r1", trainer: "t2" }],
])(
  "a %s that left the problem before the session is exchanged, and nobody gets a second place",
  async (_, change, by) => {
    const plan: Plan = { ...planOf("invited"), sessions: [{ ...past, status: "published" }] };
    const result = await replan({ ...problem, ...change }, plan, [], options);
    expect(result.score).toMatchObject({ hard: 0, medium: 0 });
    expect(result.diff).toMatchObject({ moved: 0, changed: [{ after: { id: "x", ...by } }] });
    expect(result.plan.assignments).toEqual(expect.arrayContaining([...plan.assignments]));
    expect(result.plan.assignments.filter((one) => one.course === "first")).toHaveLength(3);
  },
);

test("whatever was held by then: as days pass and a trainer leaves, whoever attended keeps that one place", async () => {
  await fc.assert(
    fc.asyncProperty(smallProblem, fc.nat(), fc.nat(), async (small, when, who) => {
      const { plan } = await solve(small, { seed: 1, iterations: 500 });
      const today = small.days[1 + (when % (small.days.length - 1))]!;
      const past = new Set(plan.sessions.flatMap((one) => (one.day < today ? [one.id] : [])));
      const used: Plan = {
        sessions: plan.sessions.map((one) => (past.has(one.id) ? { ...one, status: "held" } : one)),
        assignments: plan.assignments.map((one) => (past.has(one.session) ? { ...one, status: "attended" } : one)),
      };
      const later: Problem = {
        ...small,
        days: small.days.filter((day) => day >= today),
        trainers: small.trainers.filter((_, i) => i !== who % (small.trainers.length + 1)),
      };
      const after = await replan(later, used, [], { seed: 2, iterations: 500 });
      for (const one of used.assignments.filter(({ status }) => status === "attended")) {
        const places = after.plan.assignments.filter(
          ({ person, course }) => person === one.person && course === one.course,
        );
        expect(places).toEqual([one]);
      }
      expect(after.score.hard).toBe(0);
      expect(evaluate(later, after.plan)).toEqual(after.score);
    }),
    { numRuns: 100 },
  );
});
