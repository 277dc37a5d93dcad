import { type CompiledModel, isIdle } from "./compile-model.ts";
import { finishDistribution } from "./finish-distribution.ts";
import { mergeBiases } from "./merge-bias.ts";
import { deadlineOf, type PreparedRun } from "./prepare-run.ts";
import { sensitivityOf, sumOf } from "./sensitivity.ts";
import type { FinishDistribution, Simulation, TornadoBar } from "./simulation.ts";

/** Everything that the chunks came to. */
export interface Totals {
  readonly finishes: readonly Float64Array[];
  readonly critical: Float64Array;
  readonly moments: Float64Array;
  readonly sides: Float64Array;
}

/** The result of a run, from its sums. */
export function summarise(run: PreparedRun, totals: Totals): Simulation {
  const { model, options, compiled, chunkOptions, planned } = run;
  const { iterations, seed, target, deadlines } = options;
  const { measures } = chunkOptions;
  const ids = model.network.milestones;
  const meanDays = chunkOptions.planned.map((days, place) => days + sumOf(totals.moments, place, 0) / iterations);
  const biases = measures === "all" ? mergeBiases(run, totals.moments, totals.finishes) : undefined;
  const distributions = totals.finishes.map((finishes, row): FinishDistribution => {
    const id = ids[row];
    const distribution = finishDistribution(finishes, planned[row]!, deadlineOf(deadlines, id));
    return { ...distribution, ...biases?.[row] };
  });
  const end = distributions[ids.length]!;
  const criticality = Array.from(totals.critical, (count) => count / iterations);
  const byId = <T>(value: (place: number) => T): Record<string, T> =>
    Object.fromEntries(compiled.ids.map((id, place) => [id, value(place)]));
  return {
    milestones: Object.fromEntries(ids.map((id, row) => [id, distributions[row]!])),
    end,
    criticality: measures === "dates" ? {} : byId((place) => criticality[place]!),
    sensitivity:
      measures === "all"
        ? byId((place) =>
            sensitivityOf(totals.moments, place, compiled.ids.length, {
              iterations,
              criticality: criticality[place]!,
              meanDays: meanDays[place]!,
            }),
          )
        : {},
    tornado: measures === "all" ? tornadoOf(compiled, totals.sides, chunkOptions.plannedTarget, iterations) : [],
    idle: (model.risks ?? []).filter(isIdle),
    findings: run.findings,
    ...(target === undefined ? {} : { target }),
    iterations,
    seed,
    engine: "block-2",
  };
}

function tornadoOf(
  { risks, durations }: CompiledModel,
  sides: Float64Array,
  planned: number,
  iterations: number,
): readonly TornadoBar[] {
  return [...risks, ...durations]
    .flatMap(({ id, kind }, source): readonly TornadoBar[] => {
      const [nLow = 0, sumLow = 0, squaresLow = 0] = sides.subarray(source * 6, source * 6 + 3);
      const [nHigh = 0, sumHigh = 0, squaresHigh = 0] = sides.subarray(source * 6 + 3, source * 6 + 6);
      // A risk that always or never happens has no other side to compare with.
      if (nLow < 2 || nHigh < 2) return [];
      const variance = (n: number, sum: number, squares: number) =>
        Math.max(0, squares - (sum * sum) / n) / (n - 1) / n;
      return [
        {
          id,
          kind,
          low: planned + sumLow / nLow,
          high: planned + sumHigh / nHigh,
          swing: sumHigh / nHigh - sumLow / nLow,
          standardError: Math.sqrt(variance(nLow, sumLow, squaresLow) + variance(nHigh, sumHigh, squaresHigh)),
          ...(kind === "risk" ? { happened: nHigh / iterations } : {}),
        },
      ];
    })
    .toSorted((a, b) => Math.abs(b.swing) - Math.abs(a.swing));
}
