/** Which ends of two activities are tied: finish or start of the first, then of the second. */
export type LinkType = "FS" | "SS" | "FF" | "SF";

/** A tie between two activities. Lags are whole working days and may be negative. */
export interface NetworkLink {
  readonly from: string;
  readonly to: string;
  readonly type: LinkType;
  /** Least time between the two ends. */
  readonly lag: number;
  /** Most time between the two ends. Absent: any. */
  readonly maxLag?: number;
}

export interface CriticalPathInput {
  /** Durations in whole working days, zero for a milestone. */
  readonly activities: readonly { readonly id: string; readonly duration: number }[];
  readonly links: readonly NetworkLink[];
}

/** Early and late times in working days from 0; an activity of duration 3 that starts at 0 finishes at 3. By id. */
export interface CriticalPath {
  readonly makespan: number;
  readonly es: Readonly<Record<string, number>>;
  readonly ef: Readonly<Record<string, number>>;
  readonly ls: Readonly<Record<string, number>>;
  readonly lf: Readonly<Record<string, number>>;
  /** How much an activity may slip without moving the end. */
  readonly totalFloat: Readonly<Record<string, number>>;
  /** … without moving any other activity's early start. */
  readonly freeFloat: Readonly<Record<string, number>>;
}

/** Links that contradict each other. `path` is the ring of activities, the first repeated at the end. */
export class CyclicLinksError extends RangeError {
  readonly code = "phases.cyclic-links";
  readonly path: readonly string[];
  constructor(path: readonly string[]) {
    super(`links go in a ring that can't be met: ${path.join(" → ")}`);
    this.path = path;
  }
}

/** An arc `from → to` of weight w says: start(to) ≥ start(from) + w. */
interface Arcs {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly weight: Int32Array;
}

/**
 * Early and late times of a network with minimal and maximal lags, by the longest path.
 * O(activities + links) without maximal lags; with them each ring costs a few rounds more.
 * @throws CyclicLinksError when the links can't all be met; RangeError for an unknown id, or a duration that is no whole
 * number from 0
 * @example
 * criticalPath({
 *   activities: [{ id: "a", duration: 3 }, { id: "b", duration: 2 }],
 *   links: [{ from: "a", to: "b", type: "FS", lag: 0 }],
 * }).makespan; // 5
 */
export function criticalPath({ activities, links }: CriticalPathInput): CriticalPath {
  const count = activities.length;
  const index = new Map(activities.map(({ id }, place) => [id, place]));
  const duration = new Int32Array(count);
  activities.forEach(({ id, duration: days }, place) => {
    if (!Number.isInteger(days) || days < 0)
      throw new RangeError(`duration of ${id} must be a whole number from 0, got ${days}`);
    duration[place] = days;
  });
  const arcs = arcsOf(links, index, duration);
  const order = topological(count, arcs);
  const es = longest(count, arcs, order, activities);
  let makespan = 0;
  for (let place = 0; place < count; place += 1) makespan = Math.max(makespan, at(es, place) + at(duration, place));
  const ls = latest(count, arcs, order, duration, makespan);
  const free = new Int32Array(count);
  for (let place = 0; place < count; place += 1) free[place] = makespan - at(es, place) - at(duration, place);
  for (let arc = 0; arc < arcs.from.length; arc += 1) {
    const [from, to] = [at(arcs.from, arc), at(arcs.to, arc)];
    free[from] = Math.min(at(free, from), at(es, to) - at(arcs.weight, arc) - at(es, from));
  }
  const record = (value: (place: number) => number) =>
    Object.fromEntries(activities.map(({ id }, place) => [id, value(place)]));
  return {
    makespan,
    es: record((place) => at(es, place)),
    ef: record((place) => at(es, place) + at(duration, place)),
    ls: record((place) => at(ls, place)),
    lf: record((place) => at(ls, place) + at(duration, place)),
    totalFloat: record((place) => at(ls, place) - at(es, place)),
    freeFloat: record((place) => at(free, place)),
  };
}

const at = (array: Int32Array, index: number): number => array[index] ?? 0;

function arcsOf(links: readonly NetworkLink[], index: ReadonlyMap<string, number>, duration: Int32Array): Arcs {
  const size = links.length + links.filter(({ maxLag }) => maxLag !== undefined).length;
  const arcs = { from: new Int32Array(size), to: new Int32Array(size), weight: new Int32Array(size) };
  let next = 0;
  const add = (from: number, to: number, weight: number) => {
    arcs.from[next] = from;
    arcs.to[next] = to;
    arcs.weight[next] = weight;
    next += 1;
  };
  for (const { from, to, type, lag, maxLag } of links) {
    const [i, j] = [index.get(from), index.get(to)];
    if (i === undefined) throw new RangeError(`a link goes from ${from}, which is no activity`);
    if (j === undefined) throw new RangeError(`a link goes to ${to}, which is no activity`);
    if (!Number.isInteger(lag)) throw new RangeError(`lag from ${from} to ${to} must be a whole number, got ${lag}`);
    // Every type as a distance between the two starts.
    const ends =
      (type === "FS" || type === "FF" ? at(duration, i) : 0) - (type === "FF" || type === "SF" ? at(duration, j) : 0);
    add(i, j, ends + lag);
    if (maxLag !== undefined) add(j, i, -(ends + maxLag));
  }
  return arcs;
}

/** Places in an order in which every arc goes forward, or undefined when there is a ring. */
function topological(count: number, arcs: Arcs): Int32Array | undefined {
  const waiting = new Int32Array(count);
  for (const to of arcs.to) waiting[to] = at(waiting, to) + 1;
  const outgoing = arcsFrom(count, arcs.from);
  const order = new Int32Array(count);
  let filled = 0;
  for (let place = 0; place < count; place += 1) if (waiting[place] === 0) order[filled++] = place;
  for (let done = 0; done < filled; done += 1) {
    for (const arc of outgoing(at(order, done))) {
      const to = at(arcs.to, arc);
      const left = at(waiting, to) - 1;
      waiting[to] = left;
      if (left === 0) order[filled++] = to;
    }
  }
  return filled === count ? order : undefined;
}

/** The arcs by the place they leave, as one array of arcs and one of starts. */
function arcsFrom(count: number, from: Int32Array): (place: number) => Int32Array {
  const start = new Int32Array(count + 1);
  for (const place of from) start[place + 1] = at(start, place + 1) + 1;
  for (let place = 0; place < count; place += 1) start[place + 1] = at(start, place + 1) + at(start, place);
  const next = start.slice();
  const list = new Int32Array(from.length);
  from.forEach((place, arc) => {
    const slot = at(next, place);
    list[slot] = arc;
    next[place] = slot + 1;
  });
  return (place) => list.subarray(at(start, place), at(start, place + 1));
}

/** Earliest starts. With rings, rounds over all arcs until nothing moves (Bellman–Ford); too many rounds is a positive ring. */
function longest(
  count: number,
  arcs: Arcs,
  order: Int32Array | undefined,
  activities: CriticalPathInput["activities"],
): Int32Array {
  const es = new Int32Array(count);
  if (order) {
    const outgoing = arcsFrom(count, arcs.from);
    for (const place of order) {
      for (const arc of outgoing(place)) {
        const to = at(arcs.to, arc);
        es[to] = Math.max(at(es, to), at(es, place) + at(arcs.weight, arc));
      }
    }
    return es;
  }
  const before = new Int32Array(count).fill(-1);
  for (let round = 0; round <= count; round += 1) {
    let moved = -1;
    for (let arc = 0; arc < arcs.from.length; arc += 1) {
      const [from, to] = [at(arcs.from, arc), at(arcs.to, arc)];
      const start = at(es, from) + at(arcs.weight, arc);
      if (start <= at(es, to)) continue;
      es[to] = start;
      before[to] = from;
      moved = to;
    }
    if (moved === -1) return es;
    if (round === count) throw new CyclicLinksError(ring(before, moved, activities));
  }
  return es;
}

/** The ring that a place moved too often lies on or behind. */
function ring(before: Int32Array, moved: number, activities: CriticalPathInput["activities"]): readonly string[] {
  let place = moved;
  for (let step = 0; step < before.length; step += 1) place = at(before, place);
  const path = [place];
  for (let next = at(before, place); next !== place; next = at(before, next)) path.push(next);
  path.push(place);
  return path.reverse().map((one) => activities[one]?.id ?? "");
}

function latest(
  count: number,
  arcs: Arcs,
  order: Int32Array | undefined,
  duration: Int32Array,
  makespan: number,
): Int32Array {
  const ls = new Int32Array(count);
  for (let place = 0; place < count; place += 1) ls[place] = makespan - at(duration, place);
  if (order) {
    const outgoing = arcsFrom(count, arcs.from);
    for (let step = count - 1; step >= 0; step -= 1) {
      const place = at(order, step);
      for (const arc of outgoing(place))
        ls[place] = Math.min(at(ls, place), at(ls, at(arcs.to, arc)) - at(arcs.weight, arc));
    }
    return ls;
  }
  for (let isMoving = true; isMoving;) {
    isMoving = false;
    for (let arc = 0; arc < arcs.from.length; arc += 1) {
      const [from, to] = [at(arcs.from, arc), at(arcs.to, arc)];
      const start = at(ls, to) - at(arcs.weight, arc);
      if (start >= at(ls, from)) continue;
      ls[from] = start;
      isMoving = true;
    }
  }
  return ls;
}
