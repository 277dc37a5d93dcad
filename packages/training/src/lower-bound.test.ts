import * as fc from "fast-check";
import { expect, test } from "vitest";
import { hasRollout, rollout, smallProblem } from "../test/problems.ts";
import { lowerBound, readCompact, solve } from "./index.ts";
import { rolloutProblem } from "./testing.ts";

test("no full plan is below the bound", async () => {
  let full = 0;
  await fc.assert(
    fc.asyncProperty(smallProblem, async (problem) => {
      const { score } = await solve(problem, { seed: 1, iterations: 3000 });
      if (score.medium > 0) return;
      full += 1;
      const { sessions, unitSplits, times, total } = lowerBound(problem);
      expect(score.soft).toBeGreaterThanOrEqual(total);
      expect(score.byConstraint.sessions ?? 0).toBeGreaterThanOrEqual(sessions);
      expect(score.byConstraint["unit-splits"] ?? 0).toBeGreaterThanOrEqual(unitSplits);
      const counted = (score.byConstraint["time-of-day"] ?? 0) + (score.byConstraint.lateness ?? 0);
      expect(counted).toBeGreaterThanOrEqual(times);
    }),
    { numRuns: 200 },
  );
  expect(full).toBeGreaterThan(10);
});

test("a problem without rooms or days has a bound too", () => {
  const problem = rolloutProblem({ seed: 1, people: 60 });
  expect(lowerBound({ ...problem, rooms: [] }).sessions).toBe(0);
  expect(lowerBound({ ...problem, days: [] }).unitSplits).toBe(0);
});

test.skipIf(!hasRollout)("on 2,707 people the bound is 2,533 (rollout-h1.json)", () => {
  expect(lowerBound(readCompact(rollout()))).toEqual({ sessions: 1480, unitSplits: 1038, times: 15, total: 2533 });
});
