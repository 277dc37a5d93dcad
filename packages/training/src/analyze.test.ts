import * as fc from "fast-check";
import { expect, test } from "vitest";
import { smallProblem } from "../test/problems.ts";
import { analyze, constraintOf, diff, evaluate, solve } from "./index.ts";

test("the parts add up to the score, constraint by constraint and level by level", async () => {
  await fc.assert(
    fc.asyncProperty(smallProblem, fc.boolean(), async (problem, isBroken) => {
      const { plan } = await solve(problem, { seed: 1, iterations: 200 });
      // The same people on the first session of all: breaks plenty.
      const first = plan.sessions[0]?.id ?? "none";
      const broken = { ...plan, assignments: plan.assignments.map((one) => ({ ...one, session: first })) };
      const looked = isBroken ? broken : plan;
      const analysis = analyze(problem, looked);
      expect(analysis.score).toEqual(evaluate(problem, looked));
      const sums = { hard: 0, medium: 0, soft: 0 };
      for (const one of analysis.constraints) {
        sums[one.level] += one.amount;
        expect(one.amount).toBe(analysis.score.byConstraint[one.id]);
        expect(one.matches.reduce((sum, match) => sum + match.amount, 0)).toBe(one.amount);
        expect(one.sv).toBe(constraintOf(problem, one.id).sv);
      }
      expect(sums).toEqual({ hard: analysis.score.hard, medium: analysis.score.medium, soft: analysis.score.soft });
    }),
    { numRuns: 60 },
  );
});

test("a difference is nothing against itself, and the reverse the other way round", async () => {
  await fc.assert(
    fc.asyncProperty(smallProblem, async (problem) => {
      const [a, b] = await Promise.all([1, 2].map((seed) => solve(problem, { seed, iterations: 300 })));
      const nothing = diff(problem, a!.plan, a!.plan);
      expect(nothing).toEqual({ people: [], moved: 0, opened: [], closed: [], changed: [], score: {} });
      const [there, back] = [diff(problem, a!.plan, b!.plan), diff(problem, b!.plan, a!.plan)];
      expect(back.opened).toEqual(there.closed);
      expect(back.people).toHaveLength(there.people.length);
      for (const [id, amount] of Object.entries(there.score)) expect(back.score).toHaveProperty(id, -(amount ?? 0));
    }),
    { numRuns: 30 },
  );
});
