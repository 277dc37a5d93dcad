import type { Finding } from "./finding.ts";
import type { IdleRisk } from "./simulation-model.ts";

/** Percentiles that are named in a result. */
export type PercentileName = "p10" | "p50" | "p80" | "p90" | "p95";

/** The share of runs that keep a day, with its Monte Carlo error. */
export interface Chance {
  readonly day: number;
  readonly chance: number;
  readonly standardError: number;
  /** 95 % interval (Wilson): also sensible when no run, or every run, keeps it. */
  readonly interval: readonly [low: number, high: number];
}

/**
 * When something is finished over all runs, in working days from day 0: 12.4 is in the course of the thirteenth day.
 * Percentiles are days that occurred: the least day by which that share of the runs was done.
 */
export interface FinishDistribution extends Readonly<Record<PercentileName, number>> {
  readonly mean: number;
  /** Monte Carlo standard error of the mean. It says how well the model was computed, not how right the model is. */
  readonly standardError: number;
  readonly standardDeviation: number;
  readonly min: number;
  readonly max: number;
  /** 95 % confidence interval of each percentile, from order statistics. */
  readonly intervals: Readonly<Record<PercentileName, readonly [low: number, high: number]>>;
  /** P0, P1 … P100: the S-curve. */
  readonly percentiles: readonly number[];
  /** The finish when everything takes its planned time and no risk happens, and the chance of keeping it. */
  readonly planned: Chance;
  /** The chance of keeping the day that was asked about. */
  readonly deadline?: Chance;
  /**
   * Mean finish, less the finish when everything takes its mean time: what is lost where paths meet, because the latest
   * decides. Only when everything is measured.
   */
  readonly mergeBias?: number;
  /** Its Monte Carlo standard error. */
  readonly mergeBiasError?: number;
}

/** What one source of uncertainty does to the target. */
export interface TornadoBar {
  /** Id of a risk or an activity. */
  readonly id: string;
  readonly kind: "risk" | "duration";
  /** Mean finish of the target when the risk does not happen, or when the duration is among its shortest tenth. */
  readonly low: number;
  /** … when the risk happens, or when the duration is among its longest tenth. */
  readonly high: number;
  readonly swing: number;
  /** Monte Carlo standard error of the swing. */
  readonly standardError: number;
  /** Share of the runs in which the risk happened. */
  readonly happened?: number;
}

/** How an activity's days and the target's finish go together. */
export interface Sensitivity {
  /** Correlation of the two (CRI, Pearson), −1 to 1. */
  readonly cruciality: number;
  /** Monte Carlo standard errors of the criticality and of the cruciality. */
  readonly criticalityError: number;
  readonly crucialityError: number;
  /** Criticality × spread of the activity ÷ spread of the target (SSI). */
  readonly significance: number;
  /** Its Monte Carlo standard error at most: as if criticality and spreads were off together. */
  readonly significanceError: number;
  /** Mean days it took, risks included, and their Monte Carlo standard error. */
  readonly meanDays: number;
  readonly meanDaysError: number;
}

/** What came out of a simulation. Plain data. */
export interface Simulation {
  readonly milestones: Readonly<Record<string, FinishDistribution>>;
  /** The finish of everything. */
  readonly end: FinishDistribution;
  /** Share of the runs in which the activity had no slack before the target (CI). By id; empty when not measured. */
  readonly criticality: Readonly<Record<string, number>>;
  /** By id of activity; empty when not measured. */
  readonly sensitivity: Readonly<Record<string, Sensitivity>>;
  /** Widest swing first; empty when not measured. With correlation or dominoes a bar shows what moves along with it, too. */
  readonly tornado: readonly TornadoBar[];
  /** Risks that drove nothing, and why. */
  readonly idle: readonly IdleRisk[];
  /** Things to look at; what could not be simulated at all is an error instead. */
  readonly findings: readonly Finding[];
  /** Milestone that criticality, sensitivity and tornado are about. Absent: the end of everything. */
  readonly target?: string;
  readonly iterations: number;
  readonly seed: number;
  /** Way of computing: with the same model, seed and engine every number is the same to the last bit. */
  readonly engine: "block-2";
}
