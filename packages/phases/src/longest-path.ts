/**
 * Arcs between places of a network: start(to) ≥ start(from) + weight. Weights may be negative, so that a most-lag is an arc
 * back. In three parallel arrays.
 */
export interface Arcs {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly weight: Int32Array;
}

/** Arcs in the order they are to be relaxed, and whether that order goes forward only. */
export interface OrderedArcs extends Arcs {
  readonly isAcyclic: boolean;
}

const at = (array: Int32Array, index: number): number => array[index] ?? 0;

/**
 * Puts arcs in topological order of the place they leave. What lies on a ring comes last, in the order given.
 * O(places + arcs).
 */
export function inOrder(count: number, arcs: Arcs): OrderedArcs {
  const size = arcs.from.length;
  const waiting = new Int32Array(count);
  const first = new Int32Array(count + 1);
  for (let arc = 0; arc < size; arc += 1) {
    const [from, to] = [at(arcs.from, arc), at(arcs.to, arc)];
    waiting[to] = at(waiting, to) + 1;
    first[from + 1] = at(first, from + 1) + 1;
  }
  for (let place = 0; place < count; place += 1) first[place + 1] = at(first, place + 1) + at(first, place);
  const next = first.slice();
  const outgoing = new Int32Array(size);
  for (let arc = 0; arc < size; arc += 1) {
    const from = at(arcs.from, arc);
    const slot = at(next, from);
    outgoing[slot] = arc;
    next[from] = slot + 1;
  }

  const queue = new Int32Array(count);
  let filled = 0;
  for (let place = 0; place < count; place += 1) if (waiting[place] === 0) queue[filled++] = place;
  const ordered = { from: new Int32Array(size), to: new Int32Array(size), weight: new Int32Array(size) };
  let placed = 0;
  const put = (arc: number) => {
    ordered.from[placed] = at(arcs.from, arc);
    ordered.to[placed] = at(arcs.to, arc);
    ordered.weight[placed] = at(arcs.weight, arc);
    placed += 1;
  };
  for (let done = 0; done < filled; done += 1) {
    const place = at(queue, done);
    for (let slot = at(first, place); slot < at(first, place + 1); slot += 1) {
      const arc = at(outgoing, slot);
      put(arc);
      const to = at(arcs.to, arc);
      const left = at(waiting, to) - 1;
      waiting[to] = left;
      if (left === 0) queue[filled++] = to;
    }
  }
  const isAcyclic = filled === count;
  if (!isAcyclic) {
    const isDone = new Uint8Array(count);
    for (let done = 0; done < filled; done += 1) isDone[at(queue, done)] = 1;
    for (let arc = 0; arc < size; arc += 1) if (isDone[at(arcs.from, arc)] === 0) put(arc);
  }
  return { ...ordered, isAcyclic };
}

/**
 * Earliest starts from 0: one pass when the arcs are acyclic, else rounds until nothing moves (Bellman and Ford).
 * @returns the starts, or the places of a ring of positive length, first repeated at the end, when there is one
 */
export function earliest(count: number, arcs: OrderedArcs): Int32Array | readonly number[] {
  const starts = new Int32Array(count);
  if (arcs.isAcyclic) {
    for (let arc = 0; arc < arcs.from.length; arc += 1) {
      const start = at(starts, at(arcs.from, arc)) + at(arcs.weight, arc);
      if (start > at(starts, at(arcs.to, arc))) starts[at(arcs.to, arc)] = start;
    }
    return starts;
  }
  const before = new Int32Array(count).fill(-1);
  for (let round = 0; ; round += 1) {
    let moved = -1;
    for (let arc = 0; arc < arcs.from.length; arc += 1) {
      const [from, to] = [at(arcs.from, arc), at(arcs.to, arc)];
      const start = at(starts, from) + at(arcs.weight, arc);
      if (start <= at(starts, to)) continue;
      starts[to] = start;
      before[to] = from;
      moved = to;
    }
    if (moved === -1) return starts;
    // A longest path without a ring has fewer arcs than there are places.
    if (round === count) return ringBehind(moved, before);
  }
}

function ringBehind(moved: number, before: Int32Array): readonly number[] {
  let place = moved;
  for (let step = 0; step < before.length; step += 1) place = at(before, place);
  const ring = [place];
  for (let next = at(before, place); next !== place; next = at(before, next)) ring.push(next);
  return [...ring, place].toReversed();
}

/** Lowers latest starts until every arc holds. `starts` is changed. For arcs that {@link earliest} found no ring in. */
export function lowerToLatest(starts: Int32Array, arcs: OrderedArcs): void {
  for (let isMoving = true; isMoving;) {
    isMoving = false;
    for (let arc = arcs.from.length - 1; arc >= 0; arc -= 1) {
      const [from, to] = [at(arcs.from, arc), at(arcs.to, arc)];
      const start = at(starts, to) - at(arcs.weight, arc);
      if (start >= at(starts, from)) continue;
      starts[from] = start;
      isMoving = !arcs.isAcyclic;
    }
  }
}
