/** Numbers by their rank, and how many do not exceed a limit. */
export interface OrderStatistics {
  /** The least number, and so on: one for each rank asked for. */
  readonly atRank: readonly number[];
  /** How many numbers are at most each of the limits asked about. */
  readonly upTo: readonly number[];
}

/**
 * Finds a few ranks (from 1) without sorting everything: counts how many numbers lie in each of up to 4,096 equal parts of their
 * range, and sorts those parts alone that hold a rank or a limit. O(n) for what simulations give, at worst one sort.
 * @param values - finite numbers, at least one. Left as they are
 */
export function orderStatistics(
  values: Float64Array,
  ranks: readonly number[],
  limits: readonly number[],
): OrderStatistics {
  const count = values.length;
  const parts = Math.min(4096, count);
  let [least, greatest] = [values[0]!, values[0]!];
  for (let k = 1; k < count; k += 1) {
    const value = values[k]!;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  const scale = greatest > least ? (parts - 1) / (greatest - least) : 0;
  const partOf = (value: number): number => Math.min(parts - 1, ((value - least) * scale) | 0);
  // How many lie in the parts before each.
  const before = new Int32Array(parts + 1);
  for (let k = 0; k < count; k += 1) {
    const next = (((values[k]! - least) * scale) | 0) + 1;
    before[next] = before[next]! + 1;
  }
  for (let part = 0; part < parts; part += 1) before[part + 1] = before[part + 1]! + before[part]!;
  const partAt = (rank: number): number => firstAbove(before, rank - 1) - 1;
  const isIn = (limit: number): boolean => limit >= least && limit < greatest;
  // Where the numbers of each part that is needed go.
  const next = new Int32Array(parts).fill(-1);
  let size = 0;
  for (const part of [...ranks.map(partAt), ...limits.filter(isIn).map(partOf)]) {
    if (next[part] !== -1) continue;
    next[part] = size;
    size += before[part + 1]! - before[part]!;
  }
  const first = next.slice();
  const kept = new Float64Array(size);
  for (let k = 0; k < count; k += 1) {
    const part = ((values[k]! - least) * scale) | 0;
    const slot = next[part]!;
    if (slot === -1) continue;
    kept[slot] = values[k]!;
    next[part] = slot + 1;
  }
  const sorted = new Map<number, Float64Array>();
  const numbersOf = (part: number): Float64Array => {
    const known = sorted.get(part) ?? kept.subarray(first[part], next[part]).sort();
    sorted.set(part, known);
    return known;
  };
  return {
    atRank: ranks.map((rank) => {
      const part = partAt(rank);
      return numbersOf(part)[rank - 1 - before[part]!]!;
    }),
    upTo: limits.map((limit) => {
      if (!isIn(limit)) return limit < least ? 0 : count;
      const part = partOf(limit);
      return before[part]! + firstAbove(numbersOf(part), limit);
    }),
  };
}

/** Place of the first number above a value, by halving. */
function firstAbove(sorted: Int32Array | Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
