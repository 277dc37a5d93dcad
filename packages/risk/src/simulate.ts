import { collect } from "./collect.ts";
import type { Finding, Result } from "./finding.ts";
import { type Chunk, runChunk } from "./kernel.ts";
import { prepareRun, type PreparedRun, type SimulateOptions } from "./prepare-run.ts";
import { chunkSize, makeScratch } from "./scratch.ts";
import type { Simulation } from "./simulation.ts";
import type { SimulationModel } from "./simulation-model.ts";
import { typescriptKernel } from "./typescript-kernel.ts";

/**
 * Simulates a schedule with its risks: the dates by which each milestone is passed in half, or four fifths, of the runs,
 * what is critical and what drives it, each with its Monte Carlo error. O(iterations · (activities + links + risks)).
 * @returns findings when the model can't be simulated as it is; nothing is put right in silence
 * @throws RangeError when `iterations` or `seed` is no such number; the signal's reason when it is aborted
 * @example
 * const result = simulate(
 *   {
 *     network: {
 *       activities: [{ id: "sync", duration: { min: 10, mode: 15, max: 40 } }, { id: "live", duration: 0 }],
 *       links: [{ from: "sync", to: "live", type: "FS", lag: 0 }],
 *       milestones: ["live"],
 *     },
 *     risks: [{ id: "late keys", probability: 0.3, activities: ["sync"], effect: { days: { min: 5, mode: 10, max: 20 } } }],
 *   },
 *   { iterations: 10_000, seed: 1 },
 * );
 * if (result.ok) result.value.milestones.live.p80;
 */
export function simulate(model: SimulationModel, options: SimulateOptions): Result<Simulation, readonly Finding[]> {
  const prepared = prepareRun(model, options);
  if (!prepared.ok) return prepared;
  const totals = collect(prepared.value);
  runChunks(prepared.value, totals.add);
  return totals.result();
}

/** Computes every chunk in order. @throws the signal's reason when it is aborted */
export function runChunks(
  { compiled, chunkOptions, chunks, options }: PreparedRun,
  take: (chunk: Chunk) => void,
): void {
  const { iterations, signal, onProgress } = options;
  const scratch = makeScratch(compiled, chunkOptions.seed, options.kernel ?? typescriptKernel);
  try {
    for (let index = 0; index < chunks; index += 1) {
      if (signal?.aborted) throw signal.reason;
      take(runChunk(compiled, index, chunkOptions, scratch));
      onProgress?.({ done: Math.min(iterations, (index + 1) * chunkSize), of: iterations });
    }
  } finally {
    scratch.close();
  }
}
