import { sortNumbers } from "./sort-numbers.ts";
import type { Chance, FinishDistribution, PercentileName } from "./simulation.ts";

const named: Readonly<Record<PercentileName, number>> = { p10: 0.1, p50: 0.5, p80: 0.8, p90: 0.9, p95: 0.95 };
/** Two-sided 95 % of a normal distribution. */
const z = 1.959963984540054;

/**
 * Sums up the finishes of many runs. Sorts `finishes` in place.
 * @param planned - the finish without any uncertainty @param deadline - a day to keep
 */
export function finishDistribution(finishes: Float64Array, planned: number, deadline?: number): FinishDistribution {
  const count = finishes.length;
  // Two passes, in the order of the runs: the same sum however they were split.
  let total = 0;
  for (let k = 0; k < count; k += 1) total += finishes[k]! - planned;
  const shift = total / count;
  let squares = 0;
  for (let k = 0; k < count; k += 1) squares += (finishes[k]! - planned - shift) ** 2;
  const standardDeviation = count > 1 ? Math.sqrt(squares / (count - 1)) : 0;
  const sorted = sortNumbers(finishes);
  const record = <T>(value: (share: number) => T): Record<PercentileName, T> => ({
    p10: value(named.p10),
    p50: value(named.p50),
    p80: value(named.p80),
    p90: value(named.p90),
    p95: value(named.p95),
  });
  return {
    ...record((share) => percentile(sorted, share)),
    mean: planned + shift,
    standardError: standardDeviation / Math.sqrt(count),
    standardDeviation,
    min: sorted[0]!,
    max: sorted[count - 1]!,
    intervals: record((share) => percentileInterval(sorted, share)),
    percentiles: Array.from({ length: 101 }, (_, percent) => percentile(sorted, percent / 100)),
    planned: chanceOf(sorted, planned),
    ...(deadline === undefined ? {} : { deadline: chanceOf(sorted, deadline) }),
  };
}

/** The least value that at least this share of the values does not exceed. */
function percentile(sorted: Float64Array, share: number): number {
  // A share such as 0.07 × 100 is a hair above 7: the hair is not a rank.
  const rank = Math.ceil(share * sorted.length - 1e-9);
  return sorted[Math.min(sorted.length, Math.max(1, rank)) - 1]!;
}

/** 95 % interval of a percentile: the number of values below it is binomial, whatever their distribution. */
function percentileInterval(sorted: Float64Array, share: number): readonly [low: number, high: number] {
  const half = z * Math.sqrt(sorted.length * share * (1 - share));
  const low = Math.floor(sorted.length * share - half);
  const high = Math.ceil(sorted.length * share + half) + 1;
  return [sorted[Math.max(1, low) - 1]!, sorted[Math.min(sorted.length, high) - 1]!];
}

function chanceOf(sorted: Float64Array, day: number): Chance {
  const count = sorted.length;
  // The runs are rounded to 2^−30 of a day: one that ends on the day has kept it.
  const share = countUpTo(sorted, day + 1e-6) / count;
  const middle = (share + z ** 2 / (2 * count)) / (1 + z ** 2 / count);
  const half = (z / (1 + z ** 2 / count)) * Math.sqrt((share * (1 - share)) / count + z ** 2 / (4 * count ** 2));
  return {
    day,
    chance: share,
    standardError: Math.sqrt((share * (1 - share)) / count),
    interval: [Math.max(0, middle - half), Math.min(1, middle + half)],
  };
}

/** How many of the values are at most `value`, by halving. */
function countUpTo(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
