import { sections } from "./block-loops.ts";
import type { Sensitivity } from "./simulation.ts";

/** Σd (0), Σd² (1) or Σd·T (2) of an activity, over all sections. */
export function sumOf(moments: Float64Array, place: number, kind: 0 | 1 | 2): number {
  const first = (place * 3 + kind) * sections;
  return moments.subarray(first, first + sections).reduce((sum, part) => sum + part, 0);
}

interface Known {
  readonly iterations: number;
  readonly criticality: number;
  readonly meanDays: number;
}

/**
 * How an activity's days and the target go together, from their sums.
 * @param target - the place of the target's own sums
 */
export function sensitivityOf(
  moments: Float64Array,
  place: number,
  target: number,
  { iterations, criticality, meanDays }: Known,
): Sensitivity {
  const all = (of: number, kind: 0 | 1 | 2): number => sumOf(moments, of, kind);
  const { correlation, ratio } = together(
    iterations,
    [all(place, 0), all(place, 1), all(place, 2)],
    [all(target, 0), all(target, 1)],
  );
  return {
    cruciality: correlation,
    crucialityError: ratio === 0 ? 0 : errorOf(moments, place, target, iterations),
    criticalityError: Math.sqrt((criticality * (1 - criticality)) / iterations),
    significance: criticality * ratio,
    meanDays,
  };
}

/** What the sections' own correlations say. Its textbook error holds for normal variables alone, which days are not. */
function errorOf(moments: Float64Array, place: number, target: number, iterations: number): number {
  // Too few for each section to have a correlation worth the name: the widest that it can be.
  if (iterations < 10 * sections) return 1 / Math.sqrt(Math.max(1, iterations - 1));
  const found = Array.from({ length: sections }, (_, section) => {
    const part = (of: number, kind: 0 | 1 | 2): number => moments[(of * 3 + kind) * sections + section]!;
    const count = Math.ceil((iterations - section) / sections);
    return together(count, [part(place, 0), part(place, 1), part(place, 2)], [part(target, 0), part(target, 1)])
      .correlation;
  });
  const mean = found.reduce((sum, correlation) => sum + correlation, 0) / sections;
  const squares = found.reduce((sum, correlation) => sum + (correlation - mean) ** 2, 0);
  return Math.sqrt(squares / (sections - 1) / sections);
}

/** The correlation of d and T, and the spread of d in that of T, from Σd, Σd², Σd·T and ΣT, ΣT². */
function together(
  count: number,
  [d, dd, dt]: readonly [number, number, number],
  [t, tt]: readonly [number, number],
): { readonly correlation: number; readonly ratio: number } {
  const own = Math.sqrt(Math.max(0, dd - (d * d) / count) / Math.max(1, count - 1));
  const spread = Math.sqrt(Math.max(0, tt - (t * t) / count) / Math.max(1, count - 1));
  // Rounding leaves a trace of variance in what is fixed.
  if (!(own > 1e-9 && spread > 1e-9)) return { correlation: 0, ratio: 0 };
  const covariance = (dt - (d * t) / count) / Math.max(1, count - 1);
  return { correlation: Math.max(-1, Math.min(1, covariance / (own * spread))), ratio: own / spread };
}
