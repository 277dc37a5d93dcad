import * as fc from "fast-check";
import { expect, test } from "vitest";
import { hasRollout, rollout, smallProblem } from "../test/problems.ts";
import { ruledProblem } from "../test/ruled-problem.ts";
import { evaluate, readCompact, recommend, recommender, solve, type Plan, type Recommendation } from "./index.ts";

/** The plan in which a recommendation was taken. */
function taken(plan: Plan, person: string, one: Recommendation): Plan {
  const { course, day, slot, room, trainer } = one;
  const session = one.session ?? "opened";
  const opened = { id: session, course, day, slot, room, trainer, status: "draft" as const };
  return {
    sessions: one.session === null ? [...plan.sessions, opened] : plan.sessions,
    assignments: [
      ...plan.assignments.filter((other) => other.person !== person || other.course !== course),
      { person, course, session, status: "planned" },
    ],
  };
}

test("every recommendation can be taken: nothing breaks, and the points are what was said", async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(smallProblem, ruledProblem), async (problem) => {
      const { plan, score } = await solve(problem, { seed: 1, iterations: 200 });
      const ask = recommender(problem, plan);
      for (const { id } of problem.people) {
        for (const one of ask(id, { limit: 99 })) {
          const after = evaluate(problem, taken(plan, id, one));
          expect({ hard: after.hard, soft: after.soft }).toEqual({ hard: 0, soft: score.soft + one.soft });
          expect(after.medium).toBeLessThanOrEqual(score.medium);
        }
      }
    }),
    { numRuns: 120 },
  );
});

test.skipIf(!hasRollout)(
  "for 2,707 people: the best first, as many as asked for, never the place one has",
  async () => {
    const problem = readCompact(rollout());
    const { plan } = await solve(problem, { seed: 1, iterations: 20_000 });
    const ask = recommender(problem, plan);
    for (const { person, session } of plan.assignments.slice(0, 300)) {
      const found = ask(person, { limit: 3 });
      expect(found.length).toBeLessThanOrEqual(3);
      expect(found.map((one) => one.session)).not.toContain(session);
      expect(found.map((one) => one.soft)).toEqual(found.map((one) => one.soft).sort((a, b) => a - b));
    }
  },
);

test("a person nobody knows gets none", async () => {
  await fc.assert(
    fc.asyncProperty(smallProblem, async (problem) => {
      const { plan } = await solve(problem, { seed: 1, iterations: 0 });
      expect(recommend(problem, plan, "nobody")).toEqual([]);
    }),
    { numRuns: 3 },
  );
});
