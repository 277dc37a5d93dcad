import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hasRollout, rollout, smallProblem } from "../test/problems.ts";
import { coverage, evaluate, readCompact, solve, type Problem, type Progress } from "./index.ts";

const days = ["2027-03-01", "2027-03-02", "2027-03-03", "2027-03-04", "2027-03-05"];

/** Twelve teachers at one unit, two of them key persons, one room and one trainer. */
const school: Problem = {
  days,
  slots: [
    { id: "morning", start: "08:30", end: "11:00" },
    { id: "afternoon", start: "13:00", end: "15:30" },
  ],
  units: [{ id: "north", maxAway: { morning: { people: 4 }, afternoon: { people: 8 } } }],
  people: Array.from({ length: 12 }, (_, i) => ({ id: `p${i}`, unit: "north", roles: ["teacher"], keyPerson: i < 2 })),
  courses: [
    { id: "keys", audience: { keyPersons: true }, capacity: 6, window: { from: days[0]!, to: days[4]! } },
    {
      id: "all",
      audience: { keyPersons: false },
      capacity: 6,
      window: { from: days[0]!, to: days[4]! },
      requires: [{ course: "keys", minWorkingDays: 1, scope: "unit" }],
      gate: { id: "access" },
    },
  ],
  rooms: [{ id: "hall", seats: 10 }],
  trainers: [{ id: "t1", qualifications: ["keys", "all"] }],
  gates: { access: "2027-03-03" },
};

describe("a plan", () => {
  test("places everybody, key persons first, nobody before access is live", async () => {
    const { plan, score, findings } = await solve(school, { seed: 1, iterations: 20_000 });
    expect({ hard: score.hard, medium: score.medium, findings }).toEqual({ hard: 0, medium: 0, findings: [] });
    const day = (course: string) => plan.sessions.filter((one) => one.course === course).map((one) => one.day);
    expect(day("keys")).toEqual(["2027-03-01"]);
    // Ten colleagues, at most eight away at once: two sessions, from the day access is live.
    expect(day("all").every((one) => one >= "2027-03-03")).toBe(true);
    expect(day("all")).toHaveLength(2);
  });

  test("moves with the access date, and is empty behind a date nobody knows", async () => {
    const later = { ...school, gates: { access: "2027-03-05" } };
    const { plan } = await solve(later, { seed: 1, iterations: 5000 });
    expect(plan.sessions.filter((one) => one.course === "all").map((one) => one.day)).toEqual([
      "2027-03-05",
      "2027-03-05",
    ]);

    const unknown = await solve({ ...school, gates: { access: null } }, { seed: 1, iterations: 5000 });
    expect(unknown.score).toMatchObject({ hard: 0, medium: 10 });
    expect(unknown.plan.assignments).toHaveLength(2);
    expect(unknown.findings.map((one) => one.code)).toEqual(["training.access-unknown"]);
  });

  test("that leaves somebody out says so, even where counting does not show why", async () => {
    // Two courses, one trainer, one slot: each course alone could be held.
    const one: Problem = {
      ...school,
      days: days.slice(0, 1),
      slots: school.slots.slice(0, 1),
      units: [{ id: "north", maxAway: { morning: { people: 2 } } }],
      people: school.people.slice(0, 2).map((person, i) => ({ ...person, courses: [i === 0 ? "keys" : "extra"] })),
      courses: [school.courses[0]!, { id: "extra", capacity: 1, window: { from: days[0]!, to: days[0]! } }],
      trainers: [{ id: "t1", qualifications: ["keys", "extra"] }],
    };
    const { score, findings } = await solve(one, { seed: 1, iterations: 1000 });
    expect(score).toMatchObject({ hard: 0, medium: 1 });
    expect(findings.map((found) => found.code)).toEqual(["training.unplaced"]);
  });

  test("has no hard violation, whatever the problem", async () => {
    await fc.assert(
      fc.asyncProperty(smallProblem, fc.nat(), async (problem, seed) => {
        const { plan, score } = await solve(problem, { seed, iterations: 500 });
        expect(score.hard).toBe(0);
        expect(evaluate(problem, plan)).toEqual(score);
        expect(coverage(problem, plan).placed + score.medium).toBe(coverage(problem, plan).needed);
      }),
      { numRuns: 60 },
    );
  });

  test.skipIf(!hasRollout)(
    "of 2,707 people: 0 hard, 0 unplaced, and at most 3,050 after 300,000 steps",
    { timeout: 60_000 },
    async () => {
      const { score } = await solve(readCompact(rollout()), { seed: 2, iterations: 300_000 });
      expect(score).toMatchObject({ hard: 0, medium: 0 });
      expect(score.soft).toBeLessThanOrEqual(3050);
    },
  );

  test.skipIf(!hasRollout)(
    "of 2,707 people is complete before the first step of the search",
    { timeout: 60_000 },
    async () => {
      const { score } = await solve(readCompact(rollout()), { seed: 1, iterations: 0 });
      expect(score).toMatchObject({ hard: 0, medium: 0 });
    },
  );
});

describe("the same seed and iterations", () => {
  test("give the same plan, to the byte, while other work goes on", async () => {
    const runs = await Promise.all(
      Array.from({ length: process.env["MILSTOLPE_LONG"] ? 100 : 20 }, () =>
        solve(school, { seed: 7, iterations: 30_000 }),
      ),
    );
    expect(new Set(runs.map((run) => JSON.stringify(run))).size).toBe(1);
  });

  test("do not depend on who listens", async () => {
    const quiet = await solve(school, { seed: 7, iterations: 60_000 });
    const heard = await solve(school, { seed: 7, iterations: 60_000, onImprove: () => {} });
    expect(JSON.stringify(heard)).toBe(JSON.stringify(quiet));
  });
});

describe("while it searches", () => {
  test("timers have their turn, and a signal ends it at the best plan so far", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 5);
    const { stopped, score, iterations } = await solve(school, {
      seed: 1,
      iterations: 1e12,
      signal: controller.signal,
    });
    expect({ stopped, hard: score.hard, medium: score.medium }).toEqual({ stopped: "signal", hard: 0, medium: 0 });
    expect(iterations).toBeLessThan(1e12);
  });

  test("a signal that has already been given leaves the greedy plan", async () => {
    const { stopped, iterations, plan } = await solve(school, {
      seed: 1,
      iterations: 1000,
      signal: AbortSignal.abort(),
    });
    expect({ stopped, iterations }).toEqual({ stopped: "signal", iterations: 0 });
    expect(plan.assignments).toHaveLength(12);
  });

  test("time is read from the clock it is given", async () => {
    let milliseconds = 0;
    const { iterations, stopped } = await solve(school, { seed: 1, timeMs: 100, now: () => (milliseconds += 10) });
    expect(stopped).toBe("budget");
    expect(iterations).toBeGreaterThan(0);
  });

  test("progress only ever gets better", async () => {
    const seen: Progress[] = [];
    await solve(school, { seed: 3, iterations: 100_000, onImprove: (progress) => seen.push(progress) });
    const worth = seen.map((one) => one.unplaced * 1000 + one.soft);
    expect(worth.length).toBeGreaterThan(0);
    expect(worth).toEqual([...new Set(worth)].sort((a, b) => b - a));
  });
});

test("an audit holds the running score against the rules and changes nothing", async () => {
  const plain = await solve(school, { seed: 7, iterations: 60_000 });
  const audited = await solve(school, { seed: 7, iterations: 60_000, auditEvery: 1 });
  expect(JSON.stringify(audited)).toBe(JSON.stringify(plain));
  // It can fail: here the problem changes under the search's feet.
  const weights = { session: 20 };
  const shaky = { ...school, weights };
  const run = solve(shaky, { seed: 7, iterations: 60_000, auditEvery: 1, onImprove: () => (weights.session = 21) });
  await expect(run).rejects.toThrow("the rules");
});

test("a budget that is no number is the caller's mistake", async () => {
  await expect(solve(school, { seed: 1, iterations: Number.NaN })).rejects.toThrow(RangeError);
  await expect(solve(school, { seed: 1, iterations: -1 })).rejects.toThrow("got -1");
});
