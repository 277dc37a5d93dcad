import { parentPort, Worker, workerData } from "node:worker_threads";
import { evaluate } from "./evaluate.ts";
import { polishPlaces, type LinearSolver, type Polished } from "./exact.ts";
import { jointBound, type JointBound } from "./joint-bound.ts";
import type { Plan, Problem } from "./model.ts";
import { compareScores } from "./score.ts";

/** Tells our threads from a caller's thread that imports this module. */
const OURS = "@milstolpe/training/exact-worker";

export interface ThreadOptions {
  /** Ends the thread at once, whatever it is doing; the promise is then rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}

type Request =
  | { readonly what: "bound"; readonly problem: Problem; readonly seconds: number | undefined }
  | {
      readonly what: "polish";
      readonly problem: Problem;
      readonly plan: Plan;
      readonly secondsPerCourse: number | undefined;
    };

/**
 * `jointBound` in a thread of its own, which `signal` ends. For Node; loads `highs`, which must be installed.
 * @example
 * const { total } = await jointBoundInThread(problem, { seconds: 60, signal: AbortSignal.timeout(90_000) });
 */
export function jointBoundInThread(
  problem: Problem,
  { signal, seconds }: ThreadOptions & { readonly seconds?: number } = {},
): Promise<JointBound> {
  return ask<JointBound>({ what: "bound", problem: sendable(problem), seconds }, signal);
}

/**
 * `polishPlaces` in a thread of its own, which `signal` ends. For Node; loads `highs`, which must be installed. The score is
 * counted here, so that `custom` rules are in it although the thread does not know them; a plan they make worse is not taken.
 */
export async function polishInThread(
  problem: Problem,
  plan: Plan,
  { signal, secondsPerCourse }: ThreadOptions & { readonly secondsPerCourse?: number } = {},
): Promise<Polished> {
  const request: Request = { what: "polish", problem: sendable(problem), plan, secondsPerCourse };
  const found = await ask<Polished>(request, signal);
  const [score, was] = [evaluate(problem, found.plan), evaluate(problem, plan)];
  const hasCustom = problem.rules?.some((rule) => rule.kind === "custom") ?? false;
  if (compareScores(score, was) > 0) return { plan, score: was, optimal: [] };
  return { plan: found.plan, score, optimal: hasCustom ? [] : found.optimal };
}

/** The problem without its functions, which can't be sent. What is left is a problem with fewer points. */
const sendable = (problem: Problem): Problem =>
  problem.rules ? { ...problem, rules: problem.rules.filter((rule) => rule.kind !== "custom") } : problem;

type Answer<T> = { readonly value: T } | { readonly fault: string };

function ask<T>(request: Request, signal: AbortSignal | undefined): Promise<T> {
  if (signal?.aborted) return Promise.reject(signal.reason as Error);
  return new Promise<T>((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { ours: OURS, request } });
    const end = (): void => done(() => reject(signal!.reason as Error));
    const done = (settle: () => void): void => {
      signal?.removeEventListener("abort", end);
      worker.removeAllListeners();
      // What a thread being ended still has to say concerns nobody.
      worker.on("error", () => undefined);
      settle();
      void worker.terminate();
    };
    signal?.addEventListener("abort", end);
    worker.on("message", (answer: Answer<T>) =>
      done(() => ("value" in answer ? resolve(answer.value) : reject(new Error(answer.fault)))),
    );
    worker.on("error", (cause: Error) => done(() => reject(cause)));
    worker.on("exit", () => done(() => reject(new Error("the thread ended"))));
  });
}

/** The thread's side. */
async function serve(request: Request): Promise<JointBound | Polished> {
  const { default: load } = (await import("highs")) as { readonly default: () => Promise<LinearSolver> };
  const highs = await load();
  if (request.what === "bound") {
    const { problem, seconds } = request;
    return jointBound(problem, { highs, ...(seconds === undefined ? {} : { seconds }) });
  }
  const { problem, plan, secondsPerCourse } = request;
  return polishPlaces(problem, plan, { highs, ...(secondsPerCourse === undefined ? {} : { secondsPerCourse }) });
}

const mine = workerData as { readonly ours?: unknown; readonly request: Request } | null;
if (parentPort && mine?.ours === OURS) {
  const port = parentPort;
  serve(mine.request).then(
    (value) => port.postMessage({ value }),
    (error: unknown) => port.postMessage({ fault: error instanceof Error ? error.message : String(error) }),
  );
}
