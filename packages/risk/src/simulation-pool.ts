import { collect } from "./collect.ts";
import type { Finding, Result } from "./finding.ts";
import { type Answer, listen, send, type WorkerPort } from "./port.ts";
import { prepareRun, type SimulateOptions } from "./prepare-run.ts";
import type { Simulation } from "./simulation.ts";
import type { SimulationModel } from "./simulation-model.ts";

export interface PoolOptions {
  /** Makes a worker that runs {@link serveSimulation}. */
  readonly createWorker: () => WorkerPort;
  /** How many. The answer is the same to the last bit with any number. */
  readonly workers: number;
}

/** Options of `simulate`; which kernel is for the worker's file to say. */
export type PoolSimulateOptions = Omit<SimulateOptions, "kernel">;

/** Workers that are kept from one simulation to the next. */
export interface SimulationPool {
  /**
   * `simulate` in the workers: the same answer, while the page or the server goes on with its own work. One simulation at a
   * time; others wait. Cancelled at once by the signal, whatever a worker is doing.
   * @returns what `simulate` returns. Rejects with the signal's reason, or with a worker's error
   */
  simulate(model: SimulationModel, options: PoolSimulateOptions): Promise<Result<Simulation, readonly Finding[]>>;
  /** Ends the workers. What is running rejects. */
  close(): void;
}

/**
 * Keeps workers ready: a simulation that is asked for again and again need not start them each time. They begin with the
 * first simulation.
 * @throws RangeError when `workers` is no whole number from 1
 * @example
 * const pool = simulationPool({
 *   workers: 2,
 *   createWorker: () => new Worker(new URL("./risk-worker.js", import.meta.url), { type: "module" }),
 * });
 * await pool.simulate(model, { iterations: 100_000, seed: 1 });
 * pool.close();
 */
export function simulationPool({ createWorker, workers }: PoolOptions): SimulationPool {
  if (!Number.isSafeInteger(workers) || workers < 1)
    throw new RangeError(`workers must be a whole number from 1, got ${workers}`);
  let crew: WorkerPort[] = [];
  let isClosed = false;
  let run = 0;
  let take: (worker: WorkerPort, answer: Answer) => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const hire = (): WorkerPort => {
    const worker = createWorker();
    listen(
      worker,
      (message) => {
        try {
          take(worker, message as Answer);
        } catch (error) {
          // The caller's own, from `onProgress`.
          fail(error);
        }
      },
      (error) => {
        // One that was sent away has nothing more to say.
        if (!crew.includes(worker)) return;
        dismiss();
        fail(error);
      },
    );
    crew.push(worker);
    return worker;
  };
  const dismiss = (): void => {
    const leaving = crew;
    crew = [];
    for (const worker of leaving) worker.terminate();
  };
  const start = async (
    model: SimulationModel,
    { signal, onProgress, ...options }: PoolSimulateOptions,
  ): Promise<Result<Simulation, readonly Finding[]>> => {
    if (isClosed) throw new Error("the pool is closed");
    const prepared = prepareRun(model, options);
    if (!prepared.ok) return prepared;
    if (signal?.aborted) throw signal.reason;
    const { chunks } = prepared.value;
    const totals = collect(prepared.value);
    run += 1;
    const mine = run;
    let [asked, done, iterations] = [0, 0, 0];
    const ask = (worker: WorkerPort): void => {
      if (asked >= chunks) return;
      send(worker, { type: "chunk", run: mine, index: asked });
      asked += 1;
    };
    const stop = (): void => fail(signal?.reason);
    const all = new Promise<void>((resolve, reject) => {
      fail = reject;
      take = (worker, answer) => {
        if (answer.run !== mine) return undefined;
        if (answer.type === "failed") return reject(new Error(`a simulation worker failed: ${answer.message}`));
        if (signal?.aborted) return reject(signal.reason);
        totals.add(answer.chunk);
        done += 1;
        iterations += answer.chunk.count;
        onProgress?.({ done: iterations, of: options.iterations });
        return done === chunks ? resolve() : ask(worker);
      };
      signal?.addEventListener?.("abort", stop);
      while (crew.length < Math.min(workers, chunks)) hire();
      const needed = crew.slice(0, chunks);
      for (const worker of needed) send(worker, { type: "start", run: mine, model, options });
      // One ahead, so that none is idle between an answer and the next question.
      for (const worker of [...needed, ...needed]) ask(worker);
    });
    try {
      await all;
    } catch (error) {
      // They may be in the middle of something: the next simulation begins with others.
      dismiss();
      throw error;
    } finally {
      signal?.removeEventListener?.("abort", stop);
    }
    return totals.result();
  };
  let last: Promise<unknown> = Promise.resolve();
  return {
    simulate(model, options) {
      const result = last.then(() => start(model, options));
      last = result.catch(() => undefined);
      return untilAborted(result, options.signal);
    },
    close() {
      isClosed = true;
      dismiss();
      fail(new Error("the pool is closed"));
    },
  };
}

/** Rejects at once when the signal says so, also what still waits for its turn. */
function untilAborted<T>(work: Promise<T>, signal: SimulateOptions["signal"]): Promise<T> {
  if (signal?.aborted) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal?.reason);
    signal?.addEventListener?.("abort", stop);
    work.finally(() => signal?.removeEventListener?.("abort", stop)).then(resolve, reject);
  });
}
