import { afterAll, expect, test, vi } from "vitest";

import { evaluate, solve, solveParts, type Progress, type Score } from "../src/index.ts";
import { rolloutProblem, rolloutProblems } from "../src/testing.ts";
import { solverPool } from "../src/worker.ts";
import { rules } from "./own-rules.ts";

const problem = rolloutProblem({ seed: 1, people: 200 });
const pool = solverPool(2);
afterAll(() => pool.close());

test("a thread finds the same plan, to the byte, and tells of its progress", async () => {
  const options = { seed: 5, iterations: 50_000 };
  const seen: Progress[] = [];
  const there = await pool.solve(problem, options, { onImprove: (progress) => seen.push(progress) });
  expect(JSON.stringify(there)).toBe(JSON.stringify(await solve(problem, options)));
  expect(seen.length).toBeGreaterThan(0);
});

test("a signal reaches a thread that is at work", async () => {
  const controller = new AbortController();
  const { stopped, score } = await pool.solve(
    problem,
    { seed: 1, iterations: 1e12 },
    { signal: controller.signal, onImprove: () => controller.abort() },
  );
  expect({ stopped, hard: score.hard }).toEqual({ stopped: "signal", hard: 0 });
});

test("municipalities solved in threads give the plans of one thread", async () => {
  const parts = rolloutProblems(3, { seed: 2, people: 120 });
  const options = { seed: 1, iterations: 3000 };
  const threads = await solveParts(parts, {
    ...options,
    concurrency: 2,
    solvePart: (part, { iterations = 0, seed, start }) =>
      pool.solve(part, { iterations, seed, ...(start ? { start } : {}) }),
  });
  expect(JSON.stringify(threads)).toBe(JSON.stringify(await solveParts(parts, options)));
});

test("rules of one's own reach a thread by their module, and the plan is the same to the byte", async () => {
  const own = { ...problem, rules };
  const options = { seed: 5, iterations: 20_000 };
  const rulesModule = new URL("own-rules.ts", import.meta.url).href;
  const there = await pool.solve(own, options, { rulesModule });
  expect(JSON.stringify(there)).toBe(JSON.stringify(await solve(own, options)));
  const without = evaluate(own, (await solve(problem, options)).plan);
  const mondays = (score: Score): number => score.byConstraint["custom:quiet-mondays"] ?? 0;
  expect(mondays(there.score)).toBeLessThan(mondays(without));
  await expect(pool.solve(own, options)).rejects.toThrow("needs rulesModule");
  await expect(
    pool.solve(problem, options, { rulesModule: new URL("problems.ts", import.meta.url).href }),
  ).rejects.toThrow("must export an array called rules");
});

test("what the caller did wrong is rejected, and the thread goes on", async () => {
  await expect(pool.solve(problem, { seed: 1, iterations: -1 })).rejects.toThrow("got -1");
  await expect(pool.solve(problem, { seed: 1, iterations: 10 })).resolves.toMatchObject({ iterations: 10 });
});

test("what onImprove throws ends the search and is the caller's, and the next plan is that of its own problem", async () => {
  const one = solverPool(1);
  let calls = 0;
  const failing = one.solve(
    problem,
    { seed: 1, iterations: 1e12 },
    {
      onImprove: () => {
        calls += 1;
        throw new Error("mine");
      },
    },
  );
  const next = one.solve(problem, { seed: 1, iterations: 10 });
  await expect(failing).rejects.toThrow("mine");
  expect(calls).toBe(1);
  await expect(next).resolves.toMatchObject({ iterations: 10 });
  await one.close();
});

test("a thread that ended is replaced, for who waits and for who comes later", async () => {
  const one = solverPool(1);
  const few = { seed: 1, iterations: 10 };
  const rulesModule = `data:text/javascript,process.exit(3)`;
  const [ended, ...waited] = await Promise.allSettled([
    one.solve(problem, few, { rulesModule }),
    one.solve(problem, few),
    one.solve(problem, few, { rulesModule }),
  ]);
  expect(ended).toMatchObject({ status: "rejected", reason: { message: "the thread ended" } });
  expect(waited).toMatchObject([{ status: "fulfilled" }, { status: "rejected" }]);
  await expect(one.solve(problem, few)).resolves.toMatchObject({ iterations: 10 });
  // It fails when it has nothing to do: nobody's error, and nobody's plan.
  const later = `data:text/javascript,export const rules = []; setTimeout(() => { throw new Error("late"); })`;
  await one.solve(problem, few, { rulesModule: later }).catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await vi.waitFor(() => expect(one.solve(problem, few)).resolves.toMatchObject({ iterations: 10 }));
  await one.close();
});

test("a closed pool answers nobody: who is at work, who waits and who comes later are rejected", async () => {
  const one = solverPool(1);
  let started: () => void = () => undefined;
  const isRunning = new Promise<void>((resolve) => (started = resolve));
  const running = one.solve(problem, { seed: 1, iterations: 1e12 }, { onImprove: () => started() });
  const waiting = one.solve(problem, { seed: 1, iterations: 10 });
  const settled = Promise.allSettled([running, waiting]);
  await isRunning;
  await one.close();
  expect((await settled).map((result) => result.status === "rejected" && String(result.reason))).toEqual([
    "Error: the thread ended",
    "Error: the pool is closed",
  ]);
  await expect(one.solve(problem, { seed: 1, iterations: 10 })).rejects.toThrow("the pool is closed");
});
