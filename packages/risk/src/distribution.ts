import { estimate, pert, type Range } from "./estimate.ts";
import { betaDensity, betaQuantile } from "./beta.ts";
import type { ActivityDuration } from "./simulation-model.ts";

/** What lies below a share `u` (0 < u < 1) of a triangular distribution: exact, and monotone in u and in the range. */
export function triangularQuantile(u: number, { min, mode, max }: Range): number {
  const width = max - min;
  if (width === 0) return min;
  return u * width < mode - min
    ? min + Math.sqrt(u * width * (mode - min))
    : max - Math.sqrt((1 - u) * width * (max - mode));
}

/** The same for a PERT distribution: a beta distribution whose mode weighs four times as much as its ends. */
export function pertQuantile(u: number, { min, mode, max }: Range): number {
  const width = max - min;
  if (width === 0) return min;
  const lean = (4 * (mode - min)) / width;
  return min + width * betaQuantile(u, 1 + lean, 5 - lean);
}

/** Turns uniform numbers into durations: from `u[0…count)` into `out[at…)`. */
export type Fill = (out: Float64Array, at: number, u: Float64Array, count: number) => void;

/** The kernel's way to fill a block with durations of one activity. Undefined for a fixed one. */
export function fillOf(duration: ActivityDuration): Fill | undefined {
  if (typeof duration === "number") return undefined;
  if ("values" in duration) return duration.values.length === 1 ? undefined : discreteFill(duration.values);
  if ("observed" in duration) return observedFill(duration.observed);
  if (duration.max === duration.min) return undefined;
  return duration.distribution === "pert" ? pertFill(duration) : triangularFill(duration);
}

const cells = 512;
/** Cells at either end in which the quantile bends too much for a polynomial: there it is solved for. */
const endCells = 10;

/**
 * Between 512 exact values a polynomial of fifth degree, which has their slopes and curvatures as well: within 1e-9 of the
 * exact quantile (of a range of width 1), and a hundred times faster.
 */
function pertFill(range: Range): Fill {
  const { min, mode, max } = range;
  const width = max - min;
  const lean = (4 * (mode - min)) / width;
  const knots = Array.from({ length: cells + 1 }, (_, cell) => {
    const x = betaQuantile(Math.min(1 - 1e-9, Math.max(1e-9, cell / cells)), 1 + lean, 5 - lean);
    const density = betaDensity(x, 1 + lean, 5 - lean);
    const slope = 1 / density / cells;
    return { x, slope, curve: -(lean / x - (4 - lean) / (1 - x)) * slope * slope };
  });
  const terms = new Float64Array(cells * 6);
  for (let cell = 0; cell < cells; cell += 1) {
    const [a, b] = [knots[cell]!, knots[cell + 1]!];
    const rise = b.x - a.x;
    terms.set(
      [
        a.x,
        a.slope,
        a.curve / 2,
        10 * rise - 6 * a.slope - 4 * b.slope - 1.5 * a.curve + 0.5 * b.curve,
        -15 * rise + 8 * a.slope + 7 * b.slope + 1.5 * a.curve - b.curve,
        6 * rise - 3 * (a.slope + b.slope) + 0.5 * (b.curve - a.curve),
      ],
      cell * 6,
    );
  }
  return (out, at, u, count) => {
    for (let k = 0; k < count; k += 1) {
      const place = u[k]! * cells;
      const cell = Math.floor(place);
      const t = place - cell;
      const c = cell * 6;
      out[at + k] =
        cell < endCells || cell >= cells - endCells
          ? pertQuantile(u[k]!, range)
          : min +
            width *
              (terms[c]! +
                t *
                  (terms[c + 1]! +
                    t * (terms[c + 2]! + t * (terms[c + 3]! + t * (terms[c + 4]! + t * terms[c + 5]!)))));
    }
  };
}

/** Both sides of a triangle as `base ± scale · √distance`, chosen without a branch that the processor has to guess. */
function triangularFill({ min, mode, max }: Range): Fill {
  const width = max - min;
  const peak = (mode - min) / width;
  const base = Float64Array.of(min, max);
  const scale = Float64Array.of(Math.sqrt(width * (mode - min)), -Math.sqrt(width * (max - mode)));
  return (out, at, u, count) => {
    for (let k = 0; k < count; k += 1) {
      const share = u[k]!;
      const side = Number(share >= peak);
      out[at + k] = base[side]! + scale[side]! * Math.sqrt(Math.abs(side - share));
    }
  };
}

function discreteFill(values: readonly { readonly days: number; readonly probability: number }[]): Fill {
  const sorted = values.toSorted((a, b) => a.days - b.days);
  const days = Float64Array.from(sorted, (value) => value.days);
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

function observedFill(observed: readonly number[]): Fill {
  const sorted = Float64Array.from(observed).sort();
  return (out, at, u, count) => {
    for (let k = 0; k < count; k += 1) out[at + k] = sorted[Math.floor(u[k]! * sorted.length)]!;
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
