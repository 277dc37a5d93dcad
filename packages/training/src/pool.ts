/** A list of indexes with O(1) add, remove and random choice. `at` holds each index's position, or -1. */
export interface Pool {
  readonly items: number[];
  readonly at: Int32Array;
}

/** Empty pools of indexes below `size`. An index is in one of them at most: they share the positions. */
export function pools(count: number, size: number): Pool[] {
  const at = new Int32Array(size).fill(-1);
  return Array.from({ length: count }, () => ({ items: [], at }));
}

export function addTo(pool: Pool, i: number): void {
  pool.at[i] = pool.items.length;
  pool.items.push(i);
}

export function removeFrom(pool: Pool, i: number): void {
  const last = pool.items.pop()!;
  const at = pool.at[i]!;
  pool.at[i] = -1;
  if (last === i) return;
  pool.items[at] = last;
  pool.at[last] = at;
}
