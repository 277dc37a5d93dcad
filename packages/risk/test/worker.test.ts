import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { simulate } from "../src/index.ts";
import { type Port, serveSimulation, simulateInWorkers, type WorkerPort } from "../src/worker.ts";
import { twoPaths } from "./networks.ts";

const model = twoPaths;
const thread = (): WorkerPort => new Worker(new URL("./worker-file.ts", import.meta.url), { execArgv: [] });
const hasTypes = Number(process.versions.node.split(".")[0]) >= 23;

/** A worker without a thread: both ends in this one, with the browser's way of hearing. */
function pretended(): WorkerPort {
  type Hear = (event: { readonly type: string; readonly data: unknown }) => void;
  const ends = [new Map<string, Hear>(), new Map<string, Hear>()] as const;
  const port = (own: 0 | 1): Port => ({
    postMessage: (message) =>
      queueMicrotask(() =>
        ends[own === 0 ? 1 : 0].get("message")?.({ type: "message", data: structuredClone(message) }),
      ),
    addEventListener: (type, listener) => ends[own].set(type, listener),
  });
  serveSimulation(port(1));
  return { ...port(0), terminate: () => undefined };
}

test.each([1, 2, 3, 7])("%i workers give the same bits as none", async (workers) => {
  const options = { iterations: 30_000, seed: 4 };
  expect(await simulateInWorkers(model, { ...options, workers, createWorker: pretended })).toEqual(
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
