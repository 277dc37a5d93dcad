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
  const { correlation, ratio, own } = together(
    iterations,
    [all(place, 0), all(place, 1), all(place, 2)],
    [all(target, 0), all(target, 1)],
  );
  const errors = ratio === 0 ? { correlation: 0, ratio: 0 } : errorsOf(moments, place, target, iterations);
  const criticalityError = Math.sqrt((criticality * (1 - criticality)) / iterations);
  return {
    cruciality: correlation,
    crucialityError: errors.correlation,
    criticalityError,
    significance: criticality * ratio,
    // What is critical more often also spreads more: their errors go together.
    significanceError: ratio * criticalityError + criticality * errors.ratio,
    meanDays,
    meanDaysError: own / Math.sqrt(iterations),
  };
}

interface Together {
  readonly correlation: number;
  /** The spread of d in that of T. */
  readonly ratio: number;
}

/** What the sections' own say. The textbook's errors hold for normal variables alone, which days are not. */
function errorsOf(moments: Float64Array, place: number, target: number, iterations: number): Together {
  // Too few for each section to have a correlation worth the name: as wide as they can be.
  const few = 1 / Math.sqrt(Math.max(1, iterations - 1));
  if (iterations < 10 * sections) return { correlation: few, ratio: few };
  const found = Array.from({ length: sections }, (_, section) => {
    const part = (of: number, kind: 0 | 1 | 2): number => moments[(of * 3 + kind) * sections + section]!;
    const count = Math.ceil((iterations - section) / sections);
    return together(count, [part(place, 0), part(place, 1), part(place, 2)], [part(target, 0), part(target, 1)]);
  });
  return {
    correlation: standardError(found.map(({ correlation }) => correlation)),
    ratio: standardError(found.map(({ ratio }) => ratio)),
  };
}

/** The standard error of the sections' mean. */
export function standardError(parts: readonly number[]): number {
  const mean = parts.reduce((sum, part) => sum + part, 0) / parts.length;
  const squares = parts.reduce((sum, part) => sum + (part - mean) ** 2, 0);
  return Math.sqrt(squares / (parts.length - 1) / parts.length);
}

/** The correlation of d and T and their spreads, from Σd, Σd², Σd·T and ΣT, ΣT². */
function together(
  count: number,
  [d, dd, dt]: readonly [number, number, number],
  [t, tt]: readonly [number, number],
): Together & { readonly own: number } {
  const own = Math.sqrt(Math.max(0, dd - (d * d) / count) / Math.max(1, count - 1));
  const spread = Math.sqrt(Math.max(0, tt - (t * t) / count) / Math.max(1, count - 1));
  // Rounding leaves a trace of variance in what is fixed.
  if (!(own > 1e-9 && spread > 1e-9)) return { correlation: 0, ratio: 0, own };
  const covariance = (dt - (d * t) / count) / Math.max(1, count - 1);
  return { correlation: Math.max(-1, Math.min(1, covariance / (own * spread))), ratio: own / spread, own };
}
