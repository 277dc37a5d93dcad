import { loadavg } from "node:os";
import { Worker } from "node:worker_threads";
import type { SimulationModel } from "@milstolpe/risk";
import { simulateInWorkers } from "@milstolpe/risk/worker";

/** How much sooner two workers are done than one: the clock's time, so it says how busy the machine is as well. */
export async function workersLine(model: SimulationModel): Promise<string> {
  const createWorker = () => new Worker(new URL("./worker-file.ts", import.meta.url));
  const time = async (workers: number): Promise<number> => {
    const began = performance.now();
    await simulateInWorkers(model, { iterations: 1_000_000, seed: 1, measures: "dates", workers, createWorker });
    return performance.now() - began;
  };
  const ratios: number[] = [];
  for (let round = 0; round < 3; round += 1) ratios.push((await time(1)) / (await time(2)));
  const [least = 0, middle = 0, most = 0] = ratios.toSorted((a, b) => a - b);
  return (
    `two workers against one: ${middle.toFixed(2)} times as fast [${least.toFixed(2)} – ${most.toFixed(2)}], ` +
    `by the clock, load ${(loadavg()[0] ?? 0).toFixed(1)}`
  );
}
