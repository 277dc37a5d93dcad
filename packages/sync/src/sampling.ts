/** How sure a sample is to make one. */
export interface SamplingDemand {
  /** Largest share of wrong records that is tolerable, above 0 and below 1. */
  readonly bound: number;
  /** How sure one wants to be, e.g. 0.95. */
  readonly confidence: number;
}

/**
 * How many of a group must be looked at, and all found right, to be as sure as asked that no larger share than `bound` is
 * wrong. Exact for the group's size (drawing without putting back).
 * @example
 * sampleSize(100_000, { bound: 0.05, confidence: 0.95 }); // 59
 */
export function sampleSize(population: number, { bound, confidence }: SamplingDemand): number {
  if (!(bound > 0 && bound < 1)) throw new RangeError(`bound must be above 0 and below 1, got ${bound}`);
  if (!(confidence > 0 && confidence < 1))
    throw new RangeError(`confidence must be above 0 and below 1, got ${confidence}`);
  // As few wrong ones as would be too many.
  const wrong = Math.floor(population * bound) + 1;
  if (wrong > population) return population;
  let missed = 1;
  for (let size = 0; size < population; size += 1) {
    if (missed <= 1 - confidence) return size;
    missed *= Math.max(0, population - wrong - size) / (population - size);
  }
  return population;
}

/**
 * The share that may be wrong, at most, when so many were looked at and so many found wrong (Clopper–Pearson, one-sided).
 * @example
 * errorBound({ checked: 59, wrong: 0, confidence: 0.95 }); // 0.0495
 */
export function errorBound({
  checked,
  wrong,
  confidence,
}: {
  readonly checked: number;
  readonly wrong: number;
  readonly confidence: number;
}): number {
  if (!(checked >= 0 && wrong >= 0 && wrong <= checked)) throw new RangeError("wrong must be 0 to checked");
  if (wrong === checked) return 1;
  let [low, high] = [0, 1];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (atMost(wrong, checked, middle) > 1 - confidence) low = middle;
    else high = middle;
  }
  return high;
}

/** Probability of at most so many successes in a number of trials (binomial). */
function atMost(successes: number, trials: number, share: number): number {
  // In logarithms: the first terms of a large sample are smaller than any number.
  let term = trials * Math.log1p(-share);
  let sum = Math.exp(term);
  for (let count = 1; count <= successes; count += 1) {
    term += Math.log(((trials - count + 1) / count) * (share / (1 - share)));
    sum += Math.exp(term);
  }
  return sum;
}
