import type { Finding, Result } from "./finding.ts";
import { type Chunk, runChunk } from "./kernel.ts";
import { makeScratch } from "./scratch.ts";
import { collect } from "./collect.ts";
import { prepareRun, type SimulateOptions } from "./prepare-run.ts";
import type { Simulation } from "./simulation.ts";
import { typescriptKernel } from "./typescript-kernel.ts";
import type { SimulationModel } from "./simulation-model.ts";

/** What of a port is used: a `Worker`, `self` in one, or either end of `node:worker_threads`. */
export interface Port {
  postMessage(message: unknown): void;
  addEventListener?(type: "message" | "error", listener: (event: { readonly type: string }) => void): void;
  on?(type: "message" | "error", listener: (message: unknown) => void): unknown;
}

/** A worker that this library may end. */
export interface WorkerPort extends Port {
  terminate(): unknown;
}

interface Start {
  readonly type: "start";
  readonly model: SimulationModel;
  readonly options: Omit<SimulateOptions, "signal" | "onProgress">;
}
type Request = Start | { readonly type: "chunk"; readonly index: number };

/**
 * Answers the simulation's requests. The whole of a worker's file:
 * @example
 * import { serveSimulation } from "@milstolpe/risk/worker";
 * serveSimulation(self); // in a browser; parentPort in node:worker_threads
 */
export function serveSimulation(port: Port): void {
  let compute: ((index: number) => Chunk) | undefined;
  listen(port, (message) => {
    const request = message as Request;
    if (request.type === "chunk") {
      if (compute) port.postMessage(compute(request.index));
      return;
    }
    const prepared = prepareRun(request.model, request.options);
    // The caller has checked the very same model before it sent it.
    if (!prepared.ok) return;
    const { compiled, chunkOptions } = prepared.value;
    const scratch = makeScratch(compiled, chunkOptions.seed, typescriptKernel);
    compute = (index) => runChunk(compiled, index, chunkOptions, scratch);
  });
}

export interface WorkerOptions extends SimulateOptions {
  /** Makes a worker that runs {@link serveSimulation}. */
  readonly createWorker: () => WorkerPort;
  /** How many. The answer is the same to the last bit with any number. */
  readonly workers: number;
}

/**
 * `simulate` in workers: the same answer, while the page or the server goes on with its own work. Cancelled at once by the
 * signal, whatever a worker is doing.
 * @returns what `simulate` returns
 * @throws RangeError when `workers` is no whole number from 1. Rejects with the signal's reason, or with a worker's error
 * @example
 * await simulateInWorkers(model, {
 *   iterations: 100_000, seed: 1, workers: 2,
 *   createWorker: () => new Worker(new URL("./risk-worker.js", import.meta.url), { type: "module" }),
 * });
 */
export async function simulateInWorkers(
  model: SimulationModel,
  { createWorker, workers, signal, onProgress, ...options }: WorkerOptions,
): Promise<Result<Simulation, readonly Finding[]>> {
  if (!Number.isSafeInteger(workers) || workers < 1)
    throw new RangeError(`workers must be a whole number from 1, got ${workers}`);
  const prepared = prepareRun(model, options);
  if (!prepared.ok) return prepared;
  if (signal?.aborted) throw signal.reason;
  const { chunks } = prepared.value;
  const totals = collect(prepared.value);
  const pool: WorkerPort[] = [];
  let asked = 0;
  let done = 0;
  let iterations = 0;
  const all = new Promise<void>((resolve, reject) => {
    const ask = (worker: WorkerPort) => {
      if (asked >= chunks) return;
      send(worker, { type: "chunk", index: asked });
      asked += 1;
    };
    for (let place = 0; place < Math.min(workers, chunks); place += 1) {
      const worker = createWorker();
      pool.push(worker);
      listen(
        worker,
        (message) => {
          if (signal?.aborted) return reject(signal.reason);
          const chunk = message as Chunk;
          totals.add(chunk);
          done += 1;
          iterations += chunk.count;
          onProgress?.({ done: iterations, of: options.iterations });
          if (done === chunks) resolve();
          else ask(worker);
        },
        reject,
      );
      send(worker, { type: "start", model, options });
      // One ahead, so that it is never idle between an answer and the next question.
      ask(worker);
      ask(worker);
    }
    signal?.addEventListener?.("abort", () => reject(signal.reason));
  });
  try {
    await all;
    return totals.result();
  } finally {
    for (const worker of pool) worker.terminate();
  }
}

function send(port: Port, request: Request): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
  port.postMessage(request);
}

/** Hears messages from a port of either platform. */
function listen(port: Port, take: (message: unknown) => void, fail?: (error: unknown) => void): void {
  if (port.on) {
    port.on("message", take);
    if (fail) port.on("error", fail);
    return;
  }
  // What an event of the platform has besides its type.
  interface Carried {
    readonly data?: unknown;
    readonly message?: string;
  }
  port.addEventListener?.("message", (event) => take((event as Carried).data));
  if (!fail) return;
  port.addEventListener?.("error", (event) => {
    fail(new Error(`a simulation worker failed: ${(event as Carried).message ?? ""}`));
  });
}
