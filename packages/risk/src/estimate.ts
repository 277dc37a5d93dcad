import type { Text } from "./finding.ts";

/** Least, likeliest and most. */
export interface Range {
  readonly min: number;
  readonly mode: number;
  readonly max: number;
}

/** How three judged values are weighed into an expected value and a spread. */
export interface EstimateRule {
  readonly id: string;
  readonly title: Text;
  /** Weight of the likeliest value against 1 each for least and most. */
  readonly modeWeight: number;
  /** The spread (standard deviation) is the width of the range divided by this. */
  readonly spreadDivisor: number;
}

/** (min + 3 · mode + max) / 5, after Steen Lichtenberg's successive principle; spread is a fifth of the range. */
export const lichtenberg: EstimateRule = {
  id: "lichtenberg",
  title: { sv: "Lichtenberg (successivprincipen)", en: "Lichtenberg (successive principle)" },
  modeWeight: 3,
  spreadDivisor: 5,
};

/** (min + 4 · mode + max) / 6; spread is a sixth of the range. */
export const pert: EstimateRule = {
  id: "pert",
  title: { sv: "PERT", en: "PERT" },
  modeWeight: 4,
  spreadDivisor: 6,
};

/**
 * Expected value and standard deviation of a range by a rule.
 * @throws RangeError when the range is not min ≤ mode ≤ max
 * @example
 * estimate({ min: 2, mode: 4, max: 9 }, lichtenberg); // { mean: 4.6, standardDeviation: 1.4 }
 */
export function estimate(
  { min, mode, max }: Range,
  { modeWeight, spreadDivisor }: EstimateRule,
): { readonly mean: number; readonly standardDeviation: number } {
  if (!(min <= mode && mode <= max))
    throw new RangeError(`range must be min ≤ mode ≤ max, got ${min}, ${mode}, ${max}`);
  return { mean: (min + modeWeight * mode + max) / (modeWeight + 2), standardDeviation: (max - min) / spreadDivisor };
}
