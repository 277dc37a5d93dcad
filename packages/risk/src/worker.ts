import type { Finding, Result } from "./finding.ts";
import type { Simulation } from "./simulation.ts";
import type { SimulationModel } from "./simulation-model.ts";
import { type PoolOptions, type PoolSimulateOptions, simulationPool } from "./simulation-pool.ts";

export type { Port, WorkerPort } from "./port.ts";
export { serveSimulation } from "./serve-simulation.ts";
export { simulationPool };
export type { PoolOptions, PoolSimulateOptions, SimulationPool } from "./simulation-pool.ts";

export interface WorkerOptions extends PoolSimulateOptions, PoolOptions {}

/**
 * One simulation in workers of its own, which end with it.
 * @returns what `simulate` returns
 * @throws RangeError when `workers` is no whole number from 1. Rejects with the signal's reason, or with a worker's error
 * @example
 * await simulateInWorkers(model, {
 *   iterations: 1_000_000, seed: 1, workers: 2,
 *   createWorker: () => new Worker(new URL("./risk-worker.js", import.meta.url), { type: "module" }),
 * });
 */
export async function simulateInWorkers(
  model: SimulationModel,
  { createWorker, workers, ...options }: WorkerOptions,
): Promise<Result<Simulation, readonly Finding[]>> {
  const pool = simulationPool({ createWorker, workers });
  try {
    return await pool.simulate(model, options);
  } finally {
    pool.close();
  }
}
