import { checkModel } from "./check-model.ts";
import { type CompiledModel, compileModel, isIdle } from "./compile-model.ts";
import type { Finding, Result } from "./finding.ts";
import { finishDistribution } from "./finish-distribution.ts";
import { type Chunk, type ChunkOptions, type Measures, runChunk } from "./kernel.ts";
import { chunkSize, makeScratch } from "./scratch.ts";
import { finding } from "./messages.ts";
import { earliestStarts, plannedDurations } from "./planned.ts";
import type { FinishDistribution, Sensitivity, Simulation, TornadoBar } from "./simulation.ts";
import type { SimulationModel } from "./simulation-model.ts";

/** What of an `AbortSignal` is used. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason?: unknown;
  /** Lets a run in workers end at once. */
  addEventListener?(type: "abort", listener: () => void): void;
}

export interface SimulateOptions {
  /** Whole number from 1. 10,000 gives a P80 within about a day; the intervals in the result say how well. */
  readonly iterations: number;
  /** Whole number from 0. The same seed compares two models run by run: what they share is drawn alike. */
  readonly seed: number;
  /** Default `all`. `dates` is fastest. */
  readonly measures?: Measures;
  /** Milestone that criticality and tornado are about. Default: the end of everything. */
  readonly target?: string;
  /** Days to keep, by id of milestone: gives `deadline`. */
  readonly deadlines?: Readonly<Record<string, number>>;
  /** Looked at between chunks of 4,096 iterations. */
  readonly signal?: AbortSignalLike;
  readonly onProgress?: (progress: { readonly done: number; readonly of: number }) => void;
}

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
  const scratch = makeScratch(compiled);
  for (let index = 0; index < chunks; index += 1) {
    if (signal?.aborted) throw signal.reason;
    take(runChunk(compiled, index, chunkOptions, scratch));
    onProgress?.({ done: Math.min(iterations, (index + 1) * chunkSize), of: iterations });
  }
}

/** A model that has been checked and compiled, and what its chunks need to know. */
export interface PreparedRun {
  readonly model: SimulationModel;
  readonly options: SimulateOptions;
  readonly compiled: CompiledModel;
  readonly chunkOptions: ChunkOptions;
  readonly chunks: number;
  readonly findings: readonly Finding[];
  /** Planned finish of each milestone, then of everything. */
  readonly planned: Float64Array;
}

/** Checks the model and the options, and compiles. */
export function prepareRun(model: SimulationModel, options: SimulateOptions): Result<PreparedRun, readonly Finding[]> {
  const { iterations, seed, measures = "all", target, deadlines = {} } = options;
  if (!Number.isSafeInteger(iterations) || iterations < 1)
    throw new RangeError(`iterations must be a whole number from 1, got ${iterations}`);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new RangeError(`seed must be a whole number from 0, got ${seed}`);
  const { milestones } = model.network;
  const findings = [
    ...checkModel(model),
    ...[...Object.keys(deadlines), ...(target === undefined ? [] : [target])]
      .filter((id) => !milestones.includes(id))
      .map((id) => finding("risk.unknown-id", "options", { id, what: { sv: "Milstolpen", en: "milestone" } })),
  ];
  if (findings.some(({ severity }) => severity === "must")) return { ok: false, error: findings };
  const compiled = compileModel(model);
  const days = plannedDurations(model.network);
  const planned = plannedFinishes(model, compiled, days);
  const row = target === undefined ? milestones.length : milestones.indexOf(target);
  return {
    ok: true,
    value: {
      model,
      options,
      compiled,
      chunkOptions: {
        seed,
        iterations,
        measures,
        target: target === undefined ? -1 : compiled.milestones[row]!,
        planned: days,
        plannedTarget: planned[row]!,
      },
      chunks: Math.ceil(iterations / chunkSize),
      findings,
      planned,
    },
  };
}

function plannedFinishes(
  { network }: SimulationModel,
  { milestones }: CompiledModel,
  days: Float64Array,
): Float64Array {
  const starts = earliestStarts(network, days);
  const finish = starts.ok ? starts.start.map((start, place) => start + days[place]!) : days;
  return Float64Array.of(...milestones.map((place) => finish[place]!), Math.max(0, ...finish));
}

/** Takes chunks as they come and adds them up in order, so that the sums are the same to the last bit. */
export function collect(run: PreparedRun): {
  readonly add: (chunk: Chunk) => void;
  readonly result: () => Result<Simulation, readonly Finding[]>;
} {
  const { compiled, options } = run;
  const { iterations } = options;
  const activities = compiled.ids.length;
  const rows = compiled.milestones.length + 1;
  const finishes = Array.from({ length: rows }, () => new Float64Array(iterations));
  const critical = new Float64Array(activities);
  const moments = new Float64Array(activities * 3);
  const sides = new Float64Array((compiled.risks.length + compiled.durations.length) * 6);
  const early = new Map<number, Chunk>();
  let unmet = 0;
  let next = 0;
  const addUp = (chunk: Chunk) => {
    chunk.critical.forEach((count, place) => (critical[place] = critical[place]! + count));
    chunk.moments.forEach((value, slot) => (moments[slot] = moments[slot]! + value));
    chunk.sides.forEach((value, slot) => (sides[slot] = sides[slot]! + value));
    unmet += chunk.unmet;
  };
  return {
    add(chunk) {
      const { index, count } = chunk;
      finishes.forEach((row, place) =>
        row.set(chunk.finishes.subarray(place * count, (place + 1) * count), index * chunkSize),
      );
      early.set(index, chunk);
      for (let ready = early.get(next); ready; ready = early.get(next)) {
        addUp(ready);
        early.delete(next);
        next += 1;
      }
    },
    result() {
      if (unmet > 0) {
        const params = { iterations: unmet, of: iterations };
        return { ok: false, error: [...run.findings, finding("risk.ties-unmet", "links", params)] };
      }
      return { ok: true, value: summarise(run, { finishes, critical, moments, sides }) };
    },
  };
}

interface Totals {
  readonly finishes: readonly Float64Array[];
  readonly critical: Float64Array;
  readonly moments: Float64Array;
  readonly sides: Float64Array;
}

function summarise(run: PreparedRun, totals: Totals): Simulation {
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
