import { estimate, pert, type Range } from "./estimate.ts";
import { betaDensity, betaQuantile } from "./beta.ts";
import { type Bend, type QuantileTable, quantileTable } from "./quantile-table.ts";
import type { ActivityDuration } from "./simulation-model.ts";

/** What lies below a share `u` (0 < u < 1) of a triangular distribution: exact, and monotone in u and in the range. */
export function triangularQuantile(u: number, { min, mode, max }: Range): number {
  const width = max - min;
  if (width === 0) return min;
  return u * width < mode - min
    ? min + Math.sqrt(u * width * (mode - min))
    : max - Math.sqrt((1 - u) * width * (max - mode));
}

/**
 * The same for a PERT distribution: a beta distribution whose mode weighs four times as much as its ends. From the nearer
 * end, since a share close to 1 has few digits left for what is above it.
 */
export function pertQuantile(u: number, { min, mode, max }: Range): number {
  const width = max - min;
  if (width === 0) return min;
  const lean = (4 * (mode - min)) / width;
  return u > 0.5
    ? max - width * betaQuantile(1 - u, 5 - lean, 1 + lean)
    : min + width * betaQuantile(u, 1 + lean, 5 - lean);
}

/** How the kernel draws the durations of one activity. */
export type Spread =
  | { readonly kind: "triangle"; readonly sides: Sides }
  /** `min + width · x`, x by its quantile function. */
  | { readonly kind: "pert"; readonly table: QuantileTable; readonly min: number; readonly width: number }
  /** From shares `u[0…count)` into `out[at…)`, rounded. */
  | {
      readonly kind: "values";
      readonly draw: (out: Float64Array, at: number, u: Float64Array, count: number) => void;
    };

/** Undefined for a duration that is always the same. */
export function spreadOf(duration: ActivityDuration): Spread | undefined {
  if (!isSpread(duration)) return undefined;
  if ("values" in duration) return { kind: "values", draw: discreteDraw(duration.values) };
  if ("observed" in duration) return { kind: "values", draw: observedDraw(duration.observed) };
  if (duration.distribution !== "pert") return { kind: "triangle", sides: sidesOf(duration) };
  const { min, max } = duration;
  return { kind: "pert", table: pertTable(duration), min, width: max - min };
}

/** Whether a duration may differ from run to run. */
export function isSpread(duration: ActivityDuration): duration is Exclude<ActivityDuration, number> {
  if (typeof duration === "number") return false;
  if ("values" in duration) return duration.values.length > 1;
  return "observed" in duration || duration.max > duration.min;
}

/** Whole multiples of 2^−30 days, as the kernel adds them up. */
export const rounded = (days: number): number => Math.round(days * 2 ** 30) / 2 ** 30;

/**
 * The two sides of a range, as `base + scale · √distance from the end`: the share that lies below the mode, the base of
 * either side, the scale of either side.
 */
export type Sides = readonly [peak: number, base: number, otherBase: number, scale: number, otherScale: number];

/** The two sides of a range. */
export function sidesOf({ min, mode, max }: Range): Sides {
  const width = max - min;
  const peak = width === 0 ? 0 : (mode - min) / width;
  return [peak, min, max, Math.sqrt(width * (mode - min)), -Math.sqrt(width * (max - mode))];
}

/** The quantile of a range of width 1, to within 2e-9 (1.1e-9 at the most was found). Kept for the next run: a page with a slider asks again and again. */
function pertTable({ min, mode, max }: Range): QuantileTable {
  const lean = (4 * (mode - min)) / (max - min);
  const known = knownTables.get(lean);
  if (known) return known;
  const bend = (a: number, b: number) => {
    // From end to middle: each is near the one before.
    let last: number | undefined;
    return (q: number): Bend => {
      const value = betaQuantile(q, a, b, last);
      last = value;
      const slope = 1 / betaDensity(value, a, b);
      return { value, slope, curve: -((a - 1) / value - (b - 1) / (1 - value)) * slope * slope };
    };
  };
  const mirrored = bend(5 - lean, 1 + lean);
  const table = quantileTable(3, bend(1 + lean, 5 - lean), (q) => {
    const { value, slope, curve } = mirrored(q);
    return { value: 1 - value, slope: -slope, curve: -curve };
  });
  if (knownTables.size >= mostTables) knownTables.clear();
  knownTables.set(lean, table);
  return table;
}

/** By the mode's place in its range. Each takes 34 kB. */
const knownTables = new Map<number, QuantileTable>();
const mostTables = 256;

type Draw = Extract<Spread, { readonly kind: "values" }>["draw"];

function discreteDraw(values: readonly { readonly days: number; readonly probability: number }[]): Draw {
  const sorted = values.toSorted((a, b) => a.days - b.days);
  const days = Float64Array.from(sorted, (value) => rounded(value.days));
  const upTo = new Float64Array(sorted.length);
  let sum = 0;
  sorted.forEach(({ probability }, index) => {
    sum += probability;
    upTo[index] = sum;
  });
  return (out, at, u, count) => {
    for (let k = 0; k < count; k += 1) {
      let index = 0;
      while (index < days.length - 1 && u[k]! > upTo[index]!) index += 1;
      out[at + k] = days[index]!;
    }
  };
}

function observedDraw(observed: readonly number[]): Draw {
  const sorted = Float64Array.from(observed, rounded).sort();
  return (out, at, u, count) => {
    const last = sorted.length - 1;
    // A correlated share may be 1 itself.
    for (let k = 0; k < count; k += 1) out[at + k] = sorted[Math.min(last, Math.floor(u[k]! * sorted.length))]!;
  };
}

/** The fixed days of a duration that has no spread. */
export function fixedDays(duration: ActivityDuration): number {
  if (typeof duration === "number") return duration;
  if ("values" in duration) return duration.values[0]?.days ?? 0;
  return "observed" in duration ? (duration.observed[0] ?? 0) : duration.mode;
}

/** The duration a plan would be drawn with: the mode of a range, the likeliest value, the median of what was observed. */
export function plannedDays(duration: ActivityDuration): number {
  if (typeof duration === "number") return duration;
  if ("values" in duration)
    return duration.values.reduce((best, value) => (value.probability > best.probability ? value : best)).days;
  if ("observed" in duration) {
    const sorted = duration.observed.toSorted((a, b) => a - b);
    return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  }
  return duration.mode;
}

/** Mean and variance as classic PERT has them: a range by (min + 4 · mode + max) / 6, its spread a sixth of its width. */
export function durationMoments(duration: ActivityDuration): { readonly mean: number; readonly variance: number } {
  if (typeof duration === "number") return { mean: duration, variance: 0 };
  if ("observed" in duration) return momentsOf(duration.observed.map((days) => [days, 1 / duration.observed.length]));
  if ("values" in duration) return momentsOf(duration.values.map(({ days, probability }) => [days, probability]));
  const { mean, standardDeviation } = estimate(duration, pert);
  return { mean, variance: standardDeviation ** 2 };
}

function momentsOf(values: readonly (readonly [days: number, probability: number])[]): {
  readonly mean: number;
  readonly variance: number;
} {
  const mean = values.reduce((sum, [days, probability]) => sum + days * probability, 0);
  return { mean, variance: values.reduce((sum, [days, probability]) => sum + (days - mean) ** 2 * probability, 0) };
}
