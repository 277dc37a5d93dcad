import { loadavg } from "node:os";
import { Worker } from "node:worker_threads";
import type { SimulationModel } from "@milstolpe/risk";
import { simulationPool } from "@milstolpe/risk/worker";

/** How much sooner two workers are done than one: the clock's time, so it says how busy the machine is as well. */
export async function workersLine(model: SimulationModel, kernel: "typescript" | "wasm", tries = 5): Promise<string> {
  const createWorker = () =>
    new Worker(new URL("./worker-file.ts", import.meta.url), { env: { ...process.env, KERNEL: kernel } });
  const pools = [1, 2].map((workers) => simulationPool({ workers, createWorker }));
  const options = { iterations: 1_000_000, measures: "dates" } as const;
  const time = async (pool: (typeof pools)[number], seed: number): Promise<number> => {
    const began = performance.now();
    await pool.simulate(model, { ...options, seed });
    return performance.now() - began;
  };
  const ratios: number[] = [];
  // The first is not counted: workers start, compilers warm up.
  for (let round = 0; round <= tries; round += 1) {
    const [one, two] = [await time(pools[0]!, round), await time(pools[1]!, round)];
    if (round > 0) ratios.push(one / two);
  }
  for (const pool of pools) pool.close();
  ratios.sort((a, b) => a - b);
  return (
    `two workers against one, ${kernel}: ${(ratios[Math.floor(tries / 2)] ?? 0).toFixed(2)} times as fast ` +
    `[${ratios.map((ratio) => ratio.toFixed(2)).join(" ")}], a million iterations, by the clock, load ${(loadavg()[0] ?? 0).toFixed(1)}`
  );
}
