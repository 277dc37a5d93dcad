import { type CompiledModel, isIdle } from "./compile-model.ts";
import { finishDistribution } from "./finish-distribution.ts";
import { plannedFinishes, type PreparedRun } from "./prepare-run.ts";
import type { FinishDistribution, Sensitivity, Simulation, TornadoBar } from "./simulation.ts";

/** Everything that the chunks came to. */
export interface Totals {
  readonly finishes: readonly Float64Array[];
  readonly critical: Float64Array;
  readonly moments: Float64Array;
  readonly sides: Float64Array;
}

/** The result of a run, from its sums. Sorts the finishes in place. */
export function summarise(run: PreparedRun, totals: Totals): Simulation {
  const { model, options, compiled, chunkOptions, planned } = run;
  const { iterations, seed, target, deadlines = {} } = options;
  const { measures } = chunkOptions;
  const ids = model.network.milestones;
  const meanDays = chunkOptions.planned.map((days, place) => days + totals.moments[place * 3]! / iterations);
  const atMeans = measures === "all" ? plannedFinishes(model, compiled, meanDays) : undefined;
  const distributions = totals.finishes.map((finishes, row): FinishDistribution => {
    const id = ids[row];
    const distribution = finishDistribution(finishes, planned[row]!, id === undefined ? undefined : deadlines[id]);
    return atMeans ? { ...distribution, mergeBias: distribution.mean - atMeans[row]! } : distribution;
  });
  const end = distributions[ids.length]!;
  const targetDistribution = target === undefined ? end : distributions[ids.indexOf(target)]!;
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
            sensitivityOf(totals.moments.subarray(place * 3, place * 3 + 3), criticality[place]!, meanDays[place]!, {
              iterations,
              spread: targetDistribution.standardDeviation,
              meanShift: targetDistribution.mean - chunkOptions.plannedTarget,
            }),
          )
        : {},
    tornado: measures === "all" ? tornadoOf(compiled, totals.sides, chunkOptions.plannedTarget, iterations) : [],
    idle: (model.risks ?? []).filter(isIdle),
    findings: run.findings,
    ...(target === undefined ? {} : { target }),
    iterations,
    seed,
    engine: "block-1",
  };
}

function sensitivityOf(
  [sum = 0, squares = 0, products = 0]: Float64Array,
  criticality: number,
  meanDays: number,
  {
    iterations,
    spread,
    meanShift,
  }: { readonly iterations: number; readonly spread: number; readonly meanShift: number },
): Sensitivity {
  const variance = Math.max(0, squares - (sum * sum) / iterations) / Math.max(1, iterations - 1);
  const covariance = (products - sum * meanShift) / Math.max(1, iterations - 1);
  const own = Math.sqrt(variance);
  // Rounding leaves a trace of variance in what is fixed.
  const isSpread = own > 1e-9 && spread > 1e-9;
  const cruciality = isSpread ? Math.max(-1, Math.min(1, covariance / (own * spread))) : 0;
  return {
    cruciality,
    crucialityError: isSpread ? (1 - cruciality ** 2) / Math.sqrt(Math.max(1, iterations - 1)) : 0,
    criticalityError: Math.sqrt((criticality * (1 - criticality)) / iterations),
    significance: isSpread ? (criticality * own) / spread : 0,
    meanDays,
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
