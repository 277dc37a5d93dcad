import { availableParallelism } from "node:os";
import { parentPort, Worker, workerData } from "node:worker_threads";
import type { Budget, Progress } from "./anneal.ts";
import type { Plan, Problem } from "./model.ts";
import type { ProblemRule } from "./problem-rule.ts";
import { solve, type Solution } from "./solve.ts";

/** Tells our threads from a caller's thread that imports this module. */
const OURS = "@milstolpe/training/worker";

/** How much work there is, and for whom: plain data, because it goes to another thread. */
export type WorkerOptions =
  | { readonly seed: number; readonly iterations: number; readonly start?: Plan }
  | { readonly seed: number; readonly timeMs: number; readonly start?: Plan };

export interface SolveInWorkerOptions {
  /** Ends the search at its best plan so far. */
  readonly signal?: AbortSignal;
  readonly onImprove?: (progress: Progress) => void;
  /**
   * Address of a module (a `file:` URL) whose export `rules` joins the problem's rules in the thread: that is how `custom`
   * rules get there, since functions can't be sent. The problem is sent without the `custom` ones it has.
   */
  readonly rulesModule?: string;
}

/** Threads that solve problems. */
export interface SolverPool {
  /**
   * Solves a problem in the next thread that is free; the plan is that of `solve` with the same seed and iterations. Rejects
   * when the thread ends before its answer; another takes its place. What `onImprove` throws ends the search and is rejected.
   */
  readonly solve: (problem: Problem, options: WorkerOptions, more?: SolveInWorkerOptions) => Promise<Solution>;
  /** Ends the threads. What runs, waits or is asked for later is rejected. */
  readonly close: () => Promise<void>;
}

interface Request {
  readonly problem: Problem;
  readonly options: WorkerOptions;
  readonly rulesModule: string | undefined;
  /** One byte of shared memory: 1 asks the search to end. */
  readonly stop: SharedArrayBuffer;
}

type Answer =
  | { readonly type: "improved"; readonly progress: Progress }
  | { readonly type: "solved"; readonly solution: Solution }
  | { readonly type: "failed"; readonly message: string };

/**
 * Starts threads that solve problems, so that the caller's own stays free. For Node.
 * @param size - threads. Default: one per processor the process may use
 * @example
 * const pool = solverPool();
 * const { plan } = await pool.solve(problem, { seed: 1, iterations: 2_000_000 });
 * await pool.close();
 */
export function solverPool(size: number = availableParallelism()): SolverPool {
  const most = Math.max(1, size);
  const alive = new Set<Worker>();
  const idle: Worker[] = [];
  const waiting: { readonly use: (worker: Worker) => void; readonly reject: (error: Error) => void }[] = [];
  let isClosed = false;
  const hire = (): Worker => {
    const worker = new Worker(new URL(import.meta.url), { workerData: OURS });
    const leave = (): void => {
      alive.delete(worker);
      if (idle.includes(worker)) idle.splice(idle.indexOf(worker), 1);
    };
    worker.on("error", leave).on("exit", leave).unref();
    alive.add(worker);
    return worker;
  };
  while (alive.size < most) idle.push(hire());
  const hand = (): void => {
    while (waiting.length > 0) {
      // One that has ended is replaced when there is work for another.
      const worker = idle.pop() ?? (alive.size < most ? hire() : undefined);
      if (!worker) return;
      waiting.shift()!.use(worker);
    }
  };
  const closed = (): Error => new Error("the pool is closed");
  const take = (): Promise<Worker> =>
    new Promise((use, reject) => {
      if (isClosed) return reject(closed());
      waiting.push({ use, reject });
      return hand();
    });
  const free = (worker: Worker): void => {
    worker.unref();
    if (alive.has(worker)) idle.push(worker);
    hand();
  };
  return {
    solve: async (problem, options, more = {}) => {
      const worker = await take();
      worker.ref();
      try {
        return await ask(worker, problem, options, more);
      } finally {
        free(worker);
      }
    },
    close: async () => {
      isClosed = true;
      for (const { reject } of waiting.splice(0)) reject(closed());
      await Promise.all([...alive].map((worker) => worker.terminate()));
    },
  };
}

function ask(
  worker: Worker,
  problem: Problem,
  options: WorkerOptions,
  { signal, onImprove, rulesModule }: SolveInWorkerOptions,
): Promise<Solution> {
  const own = problem.rules?.filter((one) => one.kind !== "custom");
  if (own?.length !== problem.rules?.length && rulesModule === undefined)
    return Promise.reject(new TypeError("a problem with custom rules needs rulesModule: functions can't be sent"));
  const stop = new SharedArrayBuffer(1);
  const flag = new Uint8Array(stop);
  const end = (): void => {
    Atomics.store(flag, 0, 1);
  };
  return new Promise<Solution>((resolve, reject) => {
    let thrown: { readonly error: unknown } | undefined;
    const listen = (answer: Answer): void => {
      if (answer.type === "improved") {
        if (thrown) return;
        try {
          onImprove?.(answer.progress);
        } catch (error) {
          // The thread is free when its search has ended, not before.
          thrown = { error };
          end();
        }
      } else if (thrown) done(() => reject(thrown?.error));
      else if (answer.type === "solved") done(() => resolve(answer.solution));
      else done(() => reject(new Error(answer.message)));
    };
    const fail = (cause: Error): void => done(() => reject(cause));
    const exit = (): void => done(() => reject(new Error("the thread ended")));
    const done = (settle: () => void): void => {
      worker.off("message", listen).off("error", fail).off("exit", exit);
      signal?.removeEventListener("abort", end);
      settle();
    };
    worker.on("message", listen).on("error", fail).on("exit", exit);
    signal?.addEventListener("abort", end);
    if (signal?.aborted) end();
    const request: Request = { problem: own ? { ...problem, rules: own } : problem, options, rulesModule, stop };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    worker.postMessage(request);
  });
}

/** The thread's side. */
function serve(port: NonNullable<typeof parentPort>): void {
  const send = (answer: Answer): void => port.postMessage(answer);
  port.on("message", ({ problem, options, rulesModule, stop }: Request) => {
    const flag = new Uint8Array(stop);
    const signal = {
      get aborted(): boolean {
        return Atomics.load(flag, 0) === 1;
      },
    };
    const budget: Budget =
      "iterations" in options ? { iterations: options.iterations } : { timeMs: options.timeMs, now: Date.now };
    const { seed, start } = options;
    withRules(problem, rulesModule)
      .then((whole) =>
        solve(whole, {
          ...budget,
          seed,
          signal,
          ...(start ? { start } : {}),
          onImprove: (progress) => send({ type: "improved", progress }),
        }),
      )
      .then((solution) => send({ type: "solved", solution }))
      .catch((error: unknown) =>
        send({ type: "failed", message: error instanceof Error ? error.message : String(error) }),
      );
  });
}

/** The problem with the rules that a module has for it. */
async function withRules(problem: Problem, rulesModule: string | undefined): Promise<Problem> {
  if (rulesModule === undefined) return problem;
  const { rules } = (await import(rulesModule)) as { readonly rules?: readonly ProblemRule[] };
  if (!Array.isArray(rules)) throw new TypeError("rulesModule must export an array called rules");
  return { ...problem, rules: [...(problem.rules ?? []), ...(rules as readonly ProblemRule[])] };
}

if (workerData === OURS && parentPort) serve(parentPort);
