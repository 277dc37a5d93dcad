/** A share and where it may truly be. */
export interface ShareInterval {
  /** 0 to 1; 0 of nothing. */
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The share of a count, with Wilson's score interval: good also for few and for shares near 0 and 1. Of nothing it is 0 to 1.
 * @param confidence - above 0 and below 1, e.g. 0.95
 * @throws RangeError when `count` is not 0 to `of`, or the confidence is out of range
 * @see Wilson 1927; Brown, Cai & DasGupta 2001 (why not the textbook's)
 * @example
 * shareInterval(9, 10, 0.95); // { share: 0.9, low: 0.596, high: 0.982 }
 */
export function shareInterval(count: number, of: number, confidence: number): ShareInterval {
  if (!(count >= 0 && count <= of)) throw new RangeError(`count must be 0 to ${of}, got ${count}`);
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`confidence must be 0 to 1, got ${confidence}`);
  if (of === 0) return { share: 0, low: 0, high: 1 };
  const share = count / of;
  const square = normalQuantile((1 + confidence) / 2) ** 2;
  const middle = (share + square / (2 * of)) / (1 + square / of);
  const half = Math.sqrt((share * (1 - share) + square / (4 * of)) * (square / of)) / (1 + square / of);
  // At the ends the interval ends there, whatever the last digit says.
  const low = count === 0 ? 0 : Math.max(0, middle - half);
  return { share, low, high: count === of ? 1 : Math.min(1, middle + half) };
}

/**
 * Where the difference of two shares may truly be (Newcombe's hybrid of two score intervals): beyond noise when 0 is outside.
 * For two independent groups; of the same people twice it is careful.
 * @see Newcombe 1998, Interval estimation for the difference between independent proportions, method 10
 */
export function differenceInterval(
  before: ShareInterval,
  after: ShareInterval,
): { readonly low: number; readonly high: number } {
  const difference = after.share - before.share;
  return {
    low: difference - Math.hypot(after.share - after.low, before.high - before.share),
    high: difference + Math.hypot(after.high - after.share, before.share - before.low),
  };
}

/** The normal quantile, right to nine digits (Acklam's rational approximation). For 0.5 to 1. */
function normalQuantile(probability: number): number {
  const ratio = (x: number, above: readonly number[], below: readonly number[]): number =>
    above.reduce((sum, term) => sum * x + term, 0) / below.reduce((sum, term) => sum * x + term, 0);
  if (probability <= 0.97575) {
    const from = probability - 0.5;
    return from * ratio(from * from, central.above, central.below);
  }
  return -ratio(Math.sqrt(-2 * Math.log(1 - probability)), tail.above, tail.below);
}

const central = {
  above: [
    -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1,
    2.506628277459239,
  ],
  below: [
    -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1, 1,
  ],
};
const tail = {
  above: [
    -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968,
    2.938163982698783,
  ],
  below: [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1],
};
