/** Arcs between places of a network: what holds at `from` bounds `to`. In parallel arrays. */
export interface Arcs {
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** The order in which arcs are to be looked at, and whether it goes forward only. */
export interface ArcOrder {
  readonly order: Int32Array;
  readonly isAcyclic: boolean;
}

const at = (array: Int32Array, index: number): number => array[index] ?? 0;

/**
 * Arcs in topological order of the place they leave. What lies on a ring, or behind one, comes last, in the order given.
 * O(places + arcs).
 */
export function inOrder(count: number, { from, to }: Arcs): ArcOrder {
  const size = from.length;
  const waiting = new Int32Array(count);
  const first = new Int32Array(count + 1);
  for (let arc = 0; arc < size; arc += 1) {
    waiting[at(to, arc)] = at(waiting, at(to, arc)) + 1;
    first[at(from, arc) + 1] = at(first, at(from, arc) + 1) + 1;
  }
  for (let place = 0; place < count; place += 1) first[place + 1] = at(first, place + 1) + at(first, place);
  const next = first.slice();
  const outgoing = new Int32Array(size);
  for (let arc = 0; arc < size; arc += 1) {
    const slot = at(next, at(from, arc));
    outgoing[slot] = arc;
    next[at(from, arc)] = slot + 1;
  }

  const queue = new Int32Array(count);
  const order = new Int32Array(size);
  let [filled, placed] = [0, 0];
  for (let place = 0; place < count; place += 1) if (waiting[place] === 0) queue[filled++] = place;
  for (let done = 0; done < filled; done += 1) {
    const place = at(queue, done);
    for (let slot = at(first, place); slot < at(first, place + 1); slot += 1) {
      const arc = at(outgoing, slot);
      order[placed++] = arc;
      const left = at(waiting, at(to, arc)) - 1;
      waiting[at(to, arc)] = left;
      if (left === 0) queue[filled++] = at(to, arc);
    }
  }
  const isAcyclic = filled === count;
  if (!isAcyclic) for (let arc = 0; arc < size; arc += 1) if (at(waiting, at(from, arc)) > 0) order[placed++] = arc;
  return { order, isAcyclic };
}

/**
 * Raises starts until every arc holds: one pass when there is no ring, else rounds until nothing moves (Bellman and Ford).
 * @param starts - lower bounds; changed
 * @param bound - what an arc asks of the start of `to`, given that of `from`; grows with it
 * @returns the places of a ring that can't be met, the first repeated at the end, when there is one
 */
export function raise(
  starts: Int32Array,
  { from, to }: Arcs,
  { order, isAcyclic }: ArcOrder,
  bound: (arc: number, start: number) => number,
): readonly number[] | undefined {
  const before = isAcyclic ? undefined : new Int32Array(starts.length).fill(-1);
  for (let round = 0; ; round += 1) {
    let moved = -1;
    for (let index = 0; index < order.length; index += 1) {
      const arc = at(order, index);
      const source = at(from, arc);
      const target = at(to, arc);
      const start = bound(arc, at(starts, source));
      if (start <= at(starts, target)) continue;
      starts[target] = start;
      moved = target;
      if (before) before[target] = source;
    }
    if (!before || moved === -1) return undefined;
    // A longest path without a ring has fewer arcs than there are places.
    if (round === starts.length) return ringBehind(moved, before);
  }
}

function ringBehind(moved: number, before: Int32Array): readonly number[] {
  let place = moved;
  for (let step = 0; step < before.length; step += 1) place = at(before, place);
  const ring = [place];
  for (let next = at(before, place); next !== place; next = at(before, next)) ring.push(next);
  return [...ring, place].toReversed();
}

/**
 * Lowers latest starts until every arc holds. For arcs in which {@link raise} found no ring.
 * @param starts - upper bounds; changed
 * @param bound - what an arc asks of the start of `from`, given that of `to`
 */
export function lower(
  starts: Int32Array,
  { from, to }: Arcs,
  { order, isAcyclic }: ArcOrder,
  bound: (arc: number, start: number) => number,
): void {
  for (let isMoving = true; isMoving;) {
    isMoving = false;
    for (let index = order.length - 1; index >= 0; index -= 1) {
      const arc = at(order, index);
      const start = bound(arc, at(starts, at(to, arc)));
      if (start >= at(starts, at(from, arc))) continue;
      starts[at(from, arc)] = start;
      isMoving = !isAcyclic;
    }
  }
}
