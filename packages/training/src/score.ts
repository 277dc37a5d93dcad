import type { ScoredId } from "./constraints.ts";

/**
 * How good a plan is, level by level: one hard violation outweighs every place, one place outweighs every point.
 * All three are sums of whole numbers, so that equal plans have equal scores.
 */
export interface Score {
  /** Violations of what must hold; 0 in a plan that can be carried out. */
  readonly hard: number;
  /** People without a place, counted per course they need. */
  readonly medium: number;
  /** Points for what we would rather avoid. */
  readonly soft: number;
  /** The same, by constraint; a constraint with nothing to say is left out. */
  readonly byConstraint: Readonly<Partial<Record<ScoredId, number>>>;
}

/**
 * Compares two scores: negative when `a` is better.
 * @example
 * [worse, better].sort(compareScores)[0] === better; // true
 */
export function compareScores(a: Score, b: Score): number {
  return a.hard - b.hard || a.medium - b.medium || a.soft - b.soft;
}
