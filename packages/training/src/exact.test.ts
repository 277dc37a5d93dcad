import * as fc from "fast-check";
import loadHighs from "highs";
import { expect, test } from "vitest";
import { smallProblem } from "../test/problems.ts";
import { polishPlaces } from "./exact.ts";
import { evaluate, solve, type Plan, type Problem } from "./index.ts";
import { rolloutProblem } from "./testing.ts";

const highs = await loadHighs();

test("whatever the plan, the polished one breaks nothing and is no worse", { timeout: 30_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(smallProblem, async (problem) => {
      const { plan, score } = await solve(problem, { seed: 1, iterations: 50 });
      const polished = polishPlaces(problem, plan, { highs });
      expect(polished.score).toEqual(evaluate(problem, polished.plan));
      expect(polished.score.hard).toBe(0);
      expect(polished.score.medium).toBeLessThanOrEqual(score.medium);
      expect(polished.score.medium < score.medium || polished.score.soft <= score.soft).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test("finds the best places, against every way of seating six people", () => {
  const day = ["2027-03-01", "2027-03-02"];
  const problem: Problem = {
    days: day,
    slots: [{ id: "am", start: "08:30", end: "11:00" }],
    units: [
      { id: "a", maxAway: { am: { people: 2 } } },
      { id: "b", maxAway: { am: { people: 2 } } },
    ],
    people: ["a", "a", "a", "b", "b", "b"].map((unit, i) => ({
      id: `p${i}`,
      unit,
      roles: [],
      ...(i === 4 ? { absences: [{ from: day[0]!, to: day[0]! }] } : {}),
    })),
    courses: [{ id: "c", capacity: 3, window: { from: day[0]!, to: day[1]! } }],
    rooms: [{ id: "r", seats: 3 }],
    trainers: [{ id: "t", qualifications: ["c"] }],
    weights: { unitSplit: 3, lateEvery: 1 },
  };
  const planOf = (seating: number): Plan => ({
    sessions: day.map((one, i) => ({
      id: `s${i}`,
      course: "c",
      day: one,
      slot: "am",
      room: "r",
      trainer: "t",
      status: "draft" as const,
    })),
    assignments: problem.people.map(({ id }, i) => ({
      person: id,
      course: "c",
      session: `s${(seating >> i) & 1}`,
      status: "planned" as const,
    })),
  });
  const scores = Array.from({ length: 64 }, (_, seating) => evaluate(problem, planOf(seating)));
  const best = Math.min(...scores.filter((score) => score.hard === 0).map((score) => score.soft));
  const start = scores.findLastIndex((score) => score.hard === 0);
  const polished = polishPlaces(problem, planOf(start), { highs });
  expect(polished.score).toMatchObject({ hard: 0, medium: 0, soft: best });
  expect(polished.optimal).toEqual(["c"]);
});

test("a rollout of 300 gains from it", { timeout: 60_000 }, async () => {
  const problem = rolloutProblem({ seed: 1, people: 300 });
  // A plan made as if scattered units cost nothing.
  const { plan } = await solve({ ...problem, weights: { unitSplit: 0 } }, { seed: 1, iterations: 5000 });
  const score = evaluate(problem, plan);
  const polished = polishPlaces(problem, plan, { highs, secondsPerCourse: 5 });
  expect(polished.score).toMatchObject({ hard: 0, medium: 0 });
  expect(polished.score.soft).toBeLessThan(score.soft);
  expect(polished.optimal.length).toBeGreaterThan(0);
});
