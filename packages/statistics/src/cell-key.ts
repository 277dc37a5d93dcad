/** How a count is changed, by where its cell key falls. */
export interface PerturbationRow {
  /** The count; the greatest in the table stands for all above it too. */
  readonly count: number;
  /** What is added to it. */
  readonly change: number;
  /** The change is made when the key is below this, and not below that of the row before. In rising order to 1. */
  readonly upTo: number;
}

/** A perturbation table, as the agencies' p-tables: for every count the probabilities of its changes. */
export type PerturbationTable = readonly PerturbationRow[];

/** What a perturbation table has to keep to. */
export interface PerturbationOptions {
  /** No count is changed by more than this. */
  readonly most: number;
  /** Variance of the change, where the count is large enough to allow it. */
  readonly variance: number;
  /** No changed count is one of 1 … `fewest` - 1. Default 1: all may occur. */
  readonly fewest?: number;
}

/**
 * The perturbation table that says least beyond its conditions (greatest entropy): no count becomes negative, the mean
 * change is zero, none is greater than `most`, and the variance is as wanted or, where small counts do not allow it, as
 * near as can be. Zero stays zero.
 * @throws RangeError when a condition can't be met by any count
 * @see Giessing, Tent: Concepts for generalising tools implementing the cell key method (2019)
 */
export function perturbationTable({ most, variance, fewest = 1 }: PerturbationOptions): PerturbationTable {
  if (!Number.isInteger(most) || most < 1) throw new RangeError(`most must be a whole number from 1, got ${most}`);
  if (!(variance > 0 && variance < most ** 2)) throw new RangeError("variance must be above 0 and below most squared");
  if (!Number.isInteger(fewest) || fewest < 1 || fewest > most + 1)
    throw new RangeError("fewest must be a whole number from 1 to most + 1");
  const rows: PerturbationRow[] = [{ count: 0, change: 0, upTo: 1 }];
  for (let count = 1; count <= most + fewest; count += 1) {
    const changes: number[] = [];
    for (let change = -most; change <= most; change += 1) {
      const result = count + change;
      if (result >= 0 && (result === 0 || result >= fewest)) changes.push(change);
    }
    const probabilities = widest(changes, variance);
    let upTo = 0;
    changes.forEach((change, at) => {
      upTo = at === changes.length - 1 ? 1 : upTo + (probabilities[at] ?? 0);
      rows.push({ count, change, upTo });
    });
  }
  return rows;
}

/** Probabilities exp(a·v + b·v²) with mean 0 and the variance; both are found by halving, as both grow. */
function widest(changes: readonly number[], variance: number): number[] {
  const given = (a: number, b: number): number[] => {
    const powers = changes.map((change) => a * change + b * change ** 2);
    const greatest = Math.max(...powers);
    const weights = powers.map((power) => Math.exp(power - greatest));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return weights.map((weight) => weight / sum);
  };
  const moment = (probabilities: readonly number[], power: number): number =>
    probabilities.reduce((sum, probability, at) => sum + probability * (changes[at] ?? 0) ** power, 0);
  const balanced = (b: number): number[] =>
    given(
      halved(-400, 400, (a) => moment(given(a, b), 1) < 0),
      b,
    );
  return balanced(halved(-60, 60, (b) => moment(balanced(b), 2) < variance));
}

/** The place between the two where `isBelow` stops being true. */
function halved(from: number, to: number, isBelow: (at: number) => boolean): number {
  let low = from;
  let high = to;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (isBelow(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * What is added to a count with this cell key.
 * @param key - in [0, 1)
 * @throws RangeError when the table has no row for the count
 */
export function perturb(table: PerturbationTable, count: number, key: number): number {
  let own = 0;
  for (const row of table) if (row.count <= count && row.count > own) own = row.count;
  const found = table.find((row) => row.count === own && key < row.upTo);
  if (!found) throw new RangeError("perturbation must have a row for every count and key");
  return found.change;
}
