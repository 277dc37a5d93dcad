import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { simulate } from "../src/index.ts";
import { wasmKernel } from "../src/wasm.ts";
import { type Port, serveSimulation, simulateInWorkers, simulationPool, type WorkerPort } from "../src/worker.ts";
import { twoPaths } from "./networks.ts";

const model = twoPaths;
const thread = (): WorkerPort => new Worker(new URL("./worker-file.ts", import.meta.url), { execArgv: [] });
const hasTypes = Number(process.versions.node.split(".")[0]) >= 23;

/** A worker without a thread: both ends in this one, with the browser's way of hearing. */
function pretended(kernel?: Parameters<typeof serveSimulation>[1]): WorkerPort {
  type Hear = (event: { readonly type: string; readonly data: unknown }) => void;
  const ends = [new Map<string, Hear>(), new Map<string, Hear>()] as const;
  const port = (own: 0 | 1): Port => ({
    postMessage: (message, transfer) => {
      const data: unknown = structuredClone(message, { transfer: [...transfer] });
      queueMicrotask(() => ends[own === 0 ? 1 : 0].get("message")?.({ type: "message", data }));
    },
    addEventListener: (type, listener) => ends[own].set(type, listener),
  });
  serveSimulation(port(1), kernel);
  return { ...port(0), terminate: () => undefined };
}

test.each([1, 2, 3, 7])("%i workers give the same bits as none", async (workers) => {
  const options = { iterations: 30_000, seed: 4 };
  expect(await simulateInWorkers(model, { ...options, workers, createWorker: () => pretended() })).toEqual(
    simulate(model, options),
  );
});

test.skipIf(!hasTypes)("threads give the same bits as none (needs a Node that runs TypeScript)", async () => {
  const options = { iterations: 20_000, seed: 4 };
  const progress: number[] = [];
  const result = await simulateInWorkers(model, {
    ...options,
    workers: 2,
    createWorker: thread,
    onProgress: ({ done }) => progress.push(done),
  });
  expect(result).toEqual(simulate(model, options));
  expect(progress.at(-1)).toBe(20_000);
  expect(progress).toEqual([...new Set(progress)].toSorted((a, b) => a - b));
});

test("a cancelled run rejects with the reason and ends its workers", async () => {
  const controller = new AbortController();
  let ended = 0;
  const running = simulateInWorkers(model, {
    iterations: 1_000_000,
    seed: 1,
    workers: 2,
    signal: controller.signal,
    createWorker: () => ({ ...pretended(), terminate: () => (ended += 1) }),
    onProgress: () => controller.abort(new Error("enough")),
  });
  await expect(running).rejects.toThrow("enough");
  expect(ended).toBe(2);
});

test("a worker's error is the caller's", async () => {
  const broken = (): WorkerPort => ({
    postMessage: () => undefined,
    on: (type, listener) => type === "error" && queueMicrotask(() => listener(new Error("out of memory"))),
    terminate: () => undefined,
  });
  await expect(simulateInWorkers(model, { iterations: 10, seed: 1, workers: 1, createWorker: broken })).rejects.toThrow(
    "out of memory",
  );
});

test("a bad model is refused before any worker is made", async () => {
  const createWorker = () => {
    throw new Error("made one");
  };
  const bad = { ...model, correlation: [{ a: "r", b: "nothing", rho: 0.5 }] };
  expect(await simulateInWorkers(bad, { iterations: 10, seed: 1, workers: 1, createWorker })).toMatchObject({
    ok: false,
  });
  await expect(simulateInWorkers(model, { iterations: 10, seed: 1, workers: 0, createWorker })).rejects.toThrow(
    RangeError,
  );
});

test("workers compute with the kernel that their file names, also when it is still being compiled", async () => {
  const options = { iterations: 9000, seed: 4 };
  const createWorker = () => pretended(wasmKernel());
  expect(await simulateInWorkers(model, { ...options, workers: 2, createWorker })).toEqual(simulate(model, options));
});

test("a pool keeps its workers, takes simulations one after the other, and goes on after one was cancelled", async () => {
  let [made, ended] = [0, 0];
  const createWorker = (): WorkerPort => {
    made += 1;
    return { ...pretended(), terminate: () => (ended += 1) };
  };
  const pool = simulationPool({ workers: 2, createWorker });
  const options = { iterations: 20_000, seed: 4 };
  const other = { ...model, correlation: [] };
  const results = await Promise.all([
    pool.simulate(model, options),
    pool.simulate(other, { ...options, measures: "dates" }),
    pool.simulate({ ...model, dominoes: [{ from: "r", to: "nothing", strength: 1 }] }, options),
    pool.simulate(model, { ...options, seed: 5 }),
  ]);
  expect(results.map(({ ok }) => ok)).toEqual([true, true, false, true]);
  expect(results[1]).toEqual(simulate(other, { ...options, measures: "dates" }));
  expect(results[3]).toEqual(simulate(model, { ...options, seed: 5 }));
  expect([made, ended]).toEqual([2, 0]);
  const controller = new AbortController();
  const cancelled = pool.simulate(model, {
    ...options,
    signal: controller.signal,
    onProgress: () => controller.abort(new Error("enough")),
  });
  // Another seed: what the cancelled one's workers still send is not of it.
  const next = pool.simulate(model, { ...options, seed: 6 });
  await expect(cancelled).rejects.toThrow("enough");
  expect(await next).toEqual(simulate(model, { ...options, seed: 6 }));
  expect([made, ended]).toEqual([4, 2]);
  pool.close();
  expect(ended).toBe(4);
  await expect(pool.simulate(model, options)).rejects.toThrow("the pool is closed");
});

test("what waits for its turn is cancelled at once, too, and a signal is left without listeners", async () => {
  const pool = simulationPool({ workers: 1, createWorker: () => pretended() });
  const options = { iterations: 20_000, seed: 4 };
  const listeners = new Set<() => void>();
  const signal = {
    aborted: false,
    reason: new Error("enough"),
    addEventListener: (_: string, listener: () => void) => listeners.add(listener),
    removeEventListener: (_: string, listener: () => void) => listeners.delete(listener),
  };
  const order: string[] = [];
  const running = pool.simulate(model, options).then(() => order.push("ran"));
  const waiting = pool.simulate(model, { ...options, signal }).catch(() => order.push("cancelled"));
  signal.aborted = true;
  for (const listener of listeners) listener();
  await Promise.all([running, waiting]);
  expect(order).toEqual(["cancelled", "ran"]);
  signal.aborted = false;
  await pool.simulate(model, { ...options, signal });
  expect(listeners.size).toBe(0);
});

test("one that is cancelled before it is asked for does not wait for its turn", async () => {
  const pool = simulationPool({ workers: 1, createWorker: () => pretended() });
  const options = { iterations: 20_000, seed: 4 };
  const order: string[] = [];
  const first = pool.simulate(model, options).then(() => order.push("first"));
  await pool.simulate(model, { ...options, signal: AbortSignal.abort() }).catch(() => order.push("cancelled"));
  await first;
  expect(order).toEqual(["cancelled", "first"]);
  pool.close();
});

test("closing a pool rejects what is running and what waits; a caller's error in onProgress is the caller's", async () => {
  const pool = simulationPool({ workers: 1, createWorker: () => pretended() });
  const options = { iterations: 20_000, seed: 4 };
  const failed = pool.simulate(model, {
    ...options,
    onProgress: () => {
      throw new Error("mine");
    },
  });
  await expect(failed).rejects.toThrow("mine");
  const running = pool.simulate(model, { ...options, onProgress: () => pool.close() });
  const waiting = pool.simulate(model, options);
  await expect(running).rejects.toThrow("the pool is closed");
  await expect(waiting).rejects.toThrow("the pool is closed");
});

test("what fails in a worker is said, and an idle worker's death does not stop the next simulation", async () => {
  const broken = () => pretended(Promise.reject(new Error("no kernel")));
  await expect(simulateInWorkers(model, { iterations: 10, seed: 1, workers: 1, createWorker: broken })).rejects.toThrow(
    "no kernel",
  );
  let die: ((error: unknown) => void) | undefined;
  const createWorker = (): WorkerPort => {
    const worker = pretended();
    return {
      ...worker,
      addEventListener: (type, listener) => {
        if (type === "error") die = () => listener({ type: "error" });
        else worker.addEventListener?.(type, listener);
      },
    };
  };
  const pool = simulationPool({ workers: 1, createWorker });
  const options = { iterations: 5000, seed: 1 };
  await pool.simulate(model, options);
  die?.(new Error("out of memory"));
  expect(await pool.simulate(model, options)).toEqual(simulate(model, options));
});
