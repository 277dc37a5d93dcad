import type { Range } from "./estimate.ts";
import { betaQuantile } from "./beta.ts";
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
  if (duration.distribution !== "pert") return triangularFill(duration);
  return (out, at, u, count) => {
    for (let k = 0; k < count; k += 1) out[at + k] = pertQuantile(u[k]!, duration);
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
