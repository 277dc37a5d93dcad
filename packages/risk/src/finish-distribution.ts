import { orderStatistics } from "./order-statistics.ts";
import type { Chance, FinishDistribution, PercentileName } from "./simulation.ts";

const shares = [0.1, 0.5, 0.8, 0.9, 0.95];
/** Two-sided 95 % of a normal distribution. */
const z = 1.959963984540054;

/**
 * Sums up the finishes of many runs.
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
  const ranks = [
    ...Array.from({ length: 101 }, (_, percent) => rankOf(count, percent / 100)),
    ...shares.map((share) => rankOf(count, share)),
    ...shares.flatMap((share) => intervalRanks(count, share)),
  ];
  const limits = [planned, ...(deadline === undefined ? [] : [deadline])].map((day) => day + hair);
  const { atRank, upTo } = orderStatistics(finishes, ranks, limits);
  const record = <T>(value: (place: number) => T): Record<PercentileName, T> => ({
    p10: value(0),
    p50: value(1),
    p80: value(2),
    p90: value(3),
    p95: value(4),
  });
  return {
    ...record((place) => atRank[101 + place]!),
    mean: planned + shift,
    standardError: standardDeviation / Math.sqrt(count),
    standardDeviation,
    min: atRank[0]!,
    max: atRank[100]!,
    intervals: record((place) => [atRank[106 + 2 * place]!, atRank[107 + 2 * place]!] as const),
    percentiles: atRank.slice(0, 101),
    planned: chanceOf(count, planned, upTo[0]!),
    ...(deadline === undefined ? {} : { deadline: chanceOf(count, deadline, upTo[1]!) }),
  };
}

/** The runs are rounded to 2^−30 of a day: one that ends on the day has kept it. */
const hair = 1e-6;

/** Whether a run that finished then has kept a day. */
export const keeps = (finish: number, day: number): boolean => finish <= day + hair;

/** Rank of the least value that at least this share of the values does not exceed. */
export function rankOf(count: number, share: number): number {
  // A share such as 0.07 × 100 is a hair above 7: the hair is not a rank.
  return Math.min(count, Math.max(1, Math.ceil(share * count - 1e-9)));
}

/** 95 % interval of a percentile: the number of values below it is binomial, whatever their distribution. */
function intervalRanks(count: number, share: number): readonly [low: number, high: number] {
  const half = z * Math.sqrt(count * share * (1 - share));
  return [Math.max(1, Math.floor(count * share - half)), Math.min(count, Math.ceil(count * share + half) + 1)];
}

function chanceOf(count: number, day: number, kept: number): Chance {
  const share = kept / count;
  const middle = (share + z ** 2 / (2 * count)) / (1 + z ** 2 / count);
  const half = (z / (1 + z ** 2 / count)) * Math.sqrt((share * (1 - share)) / count + z ** 2 / (4 * count ** 2));
  return {
    day,
    chance: share,
    standardError: Math.sqrt((share * (1 - share)) / count),
    interval: [Math.max(0, middle - half), Math.min(1, middle + half)],
  };
}
