/** How much of something is still like before. */
export interface OwnLimit {
  /** Median of the earlier runs. */
  readonly usual: number;
  /** More than this is unlike them. */
  readonly limit: number;
  /** Earlier runs that were looked at. */
  readonly runs: number;
}

/** With fewer earlier runs than this, nobody knows what is usual. */
export const leastRuns = 8;

/**
 * The limit that earlier counts draw: the median and six times its spread (MAD × 1.4826, which is σ of normal counts; at
 * least the root of the median, which is σ of rare ones), never below `floor`. What has happened three times is usual, too:
 * a feed that is large on Mondays has a median of its other days.
 * @see Leys et al. 2013 (median absolute deviation)
 */
export function ownLimit(earlier: readonly number[], floor: number): OwnLimit {
  const usual = median(earlier);
  const deviation = median(earlier.map((count) => Math.abs(count - usual)));
  const spread = Math.max(1.4826 * deviation, Math.sqrt(usual));
  const third = earlier.toSorted((a, b) => b - a)[2] ?? 0;
  return {
    usual,
    limit: Math.max(floor, usual + 6 * spread, third + 3 * Math.sqrt(third)),
    runs: earlier.length,
  };
}

/** The middle value; of an even number, the mean of the two; 0 of none. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 0 ? ((sorted[middle - 1] ?? upper) + upper) / 2 : upper;
}
