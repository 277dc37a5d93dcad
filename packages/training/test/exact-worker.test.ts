import { expect, test } from "vitest";
import loadHighs from "highs";
import { jointBoundInThread, polishInThread } from "../src/exact-worker.ts";
import { polishPlaces } from "../src/exact.ts";
import { evaluate, solve } from "../src/index.ts";
import { jointBound } from "../src/joint-bound.ts";
import { rolloutProblem } from "../src/testing.ts";
import { rules } from "./own-rules.ts";

const problem = rolloutProblem({ seed: 1, people: 16 });
const { plan } = await solve({ ...problem, weights: { unitSplit: 0 } }, { seed: 1, iterations: 2000 });

test("a thread answers as the caller's own would", async () => {
  const highs = await loadHighs();
  expect(await jointBoundInThread(problem)).toEqual(jointBound(problem, { highs }));
  const there = await polishInThread(problem, plan, { secondsPerCourse: 30 });
  expect(there).toEqual(polishPlaces(problem, plan, { highs, secondsPerCourse: 30 }));
});

test("a signal ends the thread while it is at work, with its own reason", async () => {
  const controller = new AbortController();
  const large = jointBoundInThread(rolloutProblem({ seed: 1, people: 20_000 }), { signal: controller.signal });
  setTimeout(() => controller.abort(new Error("changed my mind")), 50);
  await expect(large).rejects.toThrow("changed my mind");
  await expect(jointBoundInThread(problem, { signal: controller.signal })).rejects.toThrow("changed my mind");
});

test("rules of one's own count in the score, and no plan is taken that they make worse", async () => {
  const own = { ...problem, rules };
  const polished = await polishInThread(own, plan, { secondsPerCourse: 30 });
  expect(polished.score).toEqual(evaluate(own, polished.plan));
  expect(polished.score.soft).toBeLessThanOrEqual(evaluate(own, plan).soft);
  expect(polished.optimal).toEqual([]);
});
