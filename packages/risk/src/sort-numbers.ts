/**
 * Sorts finite numbers in place, ascending: into as many buckets as there are numbers, by where they lie between the least
 * and the greatest, then each bucket. O(n) for what simulations give, never worse than a comparison sort.
 */
export function sortNumbers(values: Float64Array): Float64Array {
  const count = values.length;
  let least = Infinity;
  let greatest = -Infinity;
  for (let k = 0; k < count; k += 1) {
    least = Math.min(least, values[k]!);
    greatest = Math.max(greatest, values[k]!);
  }
  if (count < 1024 || greatest === least) return values.sort();
  const buckets = 1 << Math.floor(Math.log2(count / 4));
  const scale = (buckets - 1) / (greatest - least);
  const ends = new Int32Array(buckets + 1);
  for (let k = 0; k < count; k += 1) {
    const bucket = ((values[k]! - least) * scale) | 0;
    ends[bucket + 1] = ends[bucket + 1]! + 1;
  }
  for (let bucket = 0; bucket < buckets; bucket += 1) ends[bucket + 1] = ends[bucket + 1]! + ends[bucket]!;
  const sorted = new Float64Array(count);
  const next = ends.slice();
  for (let k = 0; k < count; k += 1) {
    const bucket = ((values[k]! - least) * scale) | 0;
    sorted[next[bucket]!] = values[k]!;
    next[bucket] = next[bucket]! + 1;
  }
  for (let bucket = 0; bucket < buckets; bucket += 1) sortFew(sorted, ends[bucket]!, ends[bucket + 1]!);
  values.set(sorted);
  return values;
}

/** By insertion where there are few, else the platform's sort. */
function sortFew(values: Float64Array, from: number, to: number): void {
  if (to - from > 40) {
    values.subarray(from, to).sort();
    return;
  }
  for (let k = from + 1; k < to; k += 1) {
    const value = values[k]!;
    let slot = k;
    for (; slot > from && values[slot - 1]! > value; slot -= 1) values[slot] = values[slot - 1]!;
    values[slot] = value;
  }
}
