/** A possible link: places in the two lists, and how much speaks for it. */
export interface WeightedPair {
  readonly left: number;
  readonly right: number;
  readonly weight: number;
}

/** Groups larger than this are assigned greedily, best first. */
const exactUpTo = 200;

/**
 * Chooses links so that nobody has two and the sum of weights is the largest there is (assignment problem, per group of
 * records that hang together). Records may stay without a link; a pair of weight 0 or less is never chosen.
 */
export function assignOneToOne(pairs: readonly WeightedPair[]): readonly WeightedPair[] {
  return connectedGroups(pairs.filter(({ weight }) => weight > 0)).flatMap((group) => {
    if (group.length === 1) return group;
    const lefts = [...new Set(group.map(({ left }) => left))];
    const rights = [...new Set(group.map(({ right }) => right))];
    return Math.max(lefts.length, rights.length) > exactUpTo ? greedy(group) : bestAssignment(group, lefts, rights);
  });
}

function connectedGroups(pairs: readonly WeightedPair[]): readonly (readonly WeightedPair[])[] {
  const parent = new Map<string, string>();
  const root = (key: string): string => {
    let at = key;
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up;
    parent.set(key, at);
    return at;
  };
  for (const { left, right } of pairs) parent.set(root(`l${left}`), root(`r${right}`));
  const groups = new Map<string, WeightedPair[]>();
  for (const pair of pairs) {
    const key = root(`l${pair.left}`);
    const group = groups.get(key);
    if (group) group.push(pair);
    else groups.set(key, [pair]);
  }
  return [...groups.values()];
}

function greedy(pairs: readonly WeightedPair[]): readonly WeightedPair[] {
  const [lefts, rights] = [new Set<number>(), new Set<number>()];
  return pairs
    .toSorted((a, b) => b.weight - a.weight || a.left - b.left || a.right - b.right)
    .filter(({ left, right }) => {
      if (lefts.has(left) || rights.has(right)) return false;
      lefts.add(left);
      rights.add(right);
      return true;
    });
}

/**
 * Hungarian method with potentials, O(n³), on a square of costs: a record that is better off alone gets a partner that
 * costs nothing and is none.
 */
function bestAssignment(
  pairs: readonly WeightedPair[],
  lefts: readonly number[],
  rights: readonly number[],
): readonly WeightedPair[] {
  const size = lefts.length + rights.length;
  const [leftAt, rightAt] = [places(lefts), places(rights)];
  const byCell = new Map(
    pairs.map((pair) => [(leftAt.get(pair.left) ?? 0) * size + (rightAt.get(pair.right) ?? 0), pair]),
  );
  const cost = (row: number, column: number): number => -(byCell.get(row * size + column)?.weight ?? 0);
  const rowOf = hungarian(size, cost);
  return rowOf.flatMap((row, column) => byCell.get(row * size + column) ?? []);
}

const places = (values: readonly number[]): ReadonlyMap<number, number> =>
  new Map(values.map((value, index) => [value, index]));

/** The row assigned to each column, at the least total cost. */
function hungarian(size: number, cost: (row: number, column: number) => number): readonly number[] {
  const rowPotential = new Float64Array(size + 1);
  const columnPotential = new Float64Array(size + 1);
  // Row assigned to each column, both counted from 1; 0 is none.
  const assigned = new Int32Array(size + 1);
  for (let row = 1; row <= size; row += 1) {
    const least = new Float64Array(size + 1).fill(Number.POSITIVE_INFINITY);
    const from = new Int32Array(size + 1);
    const isUsed = new Uint8Array(size + 1);
    assigned[0] = row;
    let column = 0;
    do {
      isUsed[column] = 1;
      const at = assigned[column] ?? 0;
      let [delta, next] = [Number.POSITIVE_INFINITY, 0];
      for (let other = 1; other <= size; other += 1) {
        if (isUsed[other] === 1) continue;
        const reduced = cost(at - 1, other - 1) - (rowPotential[at] ?? 0) - (columnPotential[other] ?? 0);
        if (reduced < (least[other] ?? 0)) {
          least[other] = reduced;
          from[other] = column;
        }
        if ((least[other] ?? 0) < delta) {
          delta = least[other] ?? 0;
          next = other;
        }
      }
      for (let other = 0; other <= size; other += 1) {
        if (isUsed[other] === 1) {
          const used = assigned[other] ?? 0;
          rowPotential[used] = (rowPotential[used] ?? 0) + delta;
          columnPotential[other] = (columnPotential[other] ?? 0) - delta;
        } else least[other] = (least[other] ?? 0) - delta;
      }
      column = next;
    } while (assigned[column] !== 0);
    while (column !== 0) {
      const before = from[column] ?? 0;
      assigned[column] = assigned[before] ?? 0;
      column = before;
    }
  }
  return Array.from(assigned.subarray(1), (row) => row - 1);
}
