import type { ScoredPair } from "./link-score.ts";

/**
 * How far a pair is ahead of the next best of either record; of `floor`, when that is more. A pair that does not meet the
 * demands is no rival of one that does: the twin with another name.
 */
export function marginsOf(
  pairs: readonly ScoredPair[],
  meets: (pair: ScoredPair) => boolean,
  floor: number,
): (pair: ScoredPair) => number {
  const [left, right] = [new Map<number, readonly number[]>(), new Map<number, readonly number[]>()];
  const see = (best: Map<number, readonly number[]>, at: number, weight: number): void => {
    const [first = floor, second = floor] = best.get(at) ?? [];
    if (weight > first) best.set(at, [weight, first]);
    else if (weight > second) best.set(at, [first, weight]);
  };
  for (const pair of pairs) {
    if (!meets(pair)) continue;
    see(left, pair.one, pair.weight);
    see(right, pair.other, pair.weight);
  }
  return (pair) => {
    const isMet = meets(pair);
    const rival = ([first = floor, second = floor]: readonly number[] = []): number =>
      isMet && first === pair.weight ? second : first;
    return pair.weight - Math.max(rival(left.get(pair.one)), rival(right.get(pair.other)));
  };
}
