import * as fc from "fast-check";
import loadHighs from "highs";
import { expect, test } from "vitest";
import { hasRollout, rollout, smallProblem } from "../test/problems.ts";
import { ruledProblem } from "../test/ruled-problem.ts";
import { lowerBound, readCompact, solve } from "./index.ts";
import { jointBound } from "./joint-bound.ts";
import { rolloutProblem } from "./testing.ts";

const highs = await loadHighs();

/** Small rollouts, in which everybody can be placed. */
const smallRollout = fc.nat().map((seed) => rolloutProblem({ seed, people: 25 }));

test("no full plan is below the bound, which is never below that of counting", async () => {
  let full = 0;
  await fc.assert(
    fc.asyncProperty(fc.oneof(smallProblem, ruledProblem, smallRollout), async (problem) => {
      const { score } = await solve(problem, { seed: 1, iterations: 2000 });
      if (score.medium > 0) return;
      full += 1;
      const { total } = jointBound(problem, { highs });
      expect(total).toBeGreaterThanOrEqual(lowerBound(problem).total);
      expect(score.soft).toBeGreaterThanOrEqual(total);
    }),
    { numRuns: process.env["MILSTOLPE_LONG"] ? 3000 : 30 },
  );
  expect(full).toBeGreaterThan(0);
});

test("what is not solved in time is counted", () => {
  fc.assert(
    fc.property(smallProblem, (problem) => {
      const late = { solve: () => ({ Status: "Time limit reached", ObjectiveValue: 1e9, Columns: {} }) };
      expect(jointBound(problem, { highs: late })).toEqual({ total: lowerBound(problem).total, by: "counted" });
    }),
    { numRuns: 20 },
  );
});

test.skipIf(!hasRollout)("on 2,707 people the bound is 2,621, where counting shows 2,533 (rollout-h1.json)", () => {
  expect(jointBound(readCompact(rollout()), { highs })).toEqual({ total: 2621, by: "program" });
});
