import type { Kernel } from "./block-loops.ts";
import { checkModel } from "./check-model.ts";
import { type CompiledModel, compileModel } from "./compile-model.ts";
import type { Finding, Result } from "./finding.ts";
import type { ChunkOptions, Measures } from "./kernel.ts";
import { finding } from "./messages.ts";
import { earliestStarts, plannedDurations } from "./planned.ts";
import { chunkSize } from "./scratch.ts";
import type { SimulationModel } from "./simulation-model.ts";

/** What of an `AbortSignal` is used. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason?: unknown;
  /** Lets a run in workers end at once. */
  addEventListener?(type: "abort", listener: () => void): void;
  removeEventListener?(type: "abort", listener: () => void): void;
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
  /** Another way of computing the same bits. Default: the one in TypeScript. */
  readonly kernel?: Kernel;
  /** Looked at between chunks of 4,096 iterations. */
  readonly signal?: AbortSignalLike;
  readonly onProgress?: (progress: { readonly done: number; readonly of: number }) => void;
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
    ...Object.entries(deadlines)
      .filter(([, day]) => !Number.isFinite(day))
      .map(([id]) => finding("risk.not-a-number", "options", { field: `deadlines.${id}` })),
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

/** The day to keep that was asked about, if one was: whatever a milestone is called. */
export const deadlineOf = (deadlines: SimulateOptions["deadlines"], id: string | undefined): number | undefined =>
  deadlines && id !== undefined && Object.hasOwn(deadlines, id) ? deadlines[id] : undefined;

/** Finishes of every milestone, then of everything, when each activity takes these days. */
export function plannedFinishes(
  { network }: SimulationModel,
  { milestones }: CompiledModel,
  days: Float64Array,
): Float64Array {
  const starts = earliestStarts(network, days);
  const finish = starts.ok ? starts.start.map((start, place) => start + days[place]!) : days;
  return Float64Array.of(
    ...milestones.map((place) => finish[place]!),
    finish.reduce((most, day) => Math.max(most, day), 0),
  );
}
