import { type Arcs, inOrder, lower, raise } from "./longest-path.ts";

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
  /** How much it may slip without moving the early start of any other. */
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

/**
 * Early and late times of a network with least and most lags, by the longest path.
 * O(activities + links) when the links go one way; a most-lag makes a ring, and rings cost a few rounds more.
 * @throws CyclicLinksError when the links can't all be met; RangeError for an id that is unknown or there twice, or a
 * duration or lag that is no whole number, from 0 for durations
 * @see Kelley & Walker (1959), Critical-path planning and scheduling; Roy (1962), the metra potential method
 * @example
 * criticalPath({
 *   activities: [{ id: "a", duration: 3 }, { id: "b", duration: 2 }],
 *   links: [{ from: "a", to: "b", type: "FS", lag: 0 }],
 * }).makespan; // 5
 */
export function criticalPath({ activities, links }: CriticalPathInput): CriticalPath {
  const count = activities.length;
  const index = new Map<string, number>();
  const duration = new Int32Array(count);
  activities.forEach(({ id, duration: days }, place) => {
    if (index.has(id)) throw new RangeError(`activity ${id} is there twice`);
    if (!Number.isInteger(days) || days < 0)
      throw new RangeError(`duration of ${id} must be a whole number from 0, got ${days}`);
    index.set(id, place);
    duration[place] = days;
  });
  const arcs = arcsOf(links, index, duration);
  const order = inOrder(count, arcs);
  const es = new Int32Array(count);
  const ring = raise(es, arcs, order, (arc, start) => start + at(arcs.weight, arc));
  if (ring) throw new CyclicLinksError(ring.map((place) => activities[place]?.id ?? ""));
  const makespan = es.reduce((end, start, place) => Math.max(end, start + at(duration, place)), 0);
  const ls = duration.map((days) => makespan - days);
  const free = ls.map((start, place) => start - at(es, place));
  lower(ls, arcs, order, (arc, start) => start - at(arcs.weight, arc));
  for (let arc = 0; arc < arcs.from.length; arc += 1) {
    const from = at(arcs.from, arc);
    const slack = at(es, at(arcs.to, arc)) - at(arcs.weight, arc) - at(es, from);
    if (slack < at(free, from)) free[from] = slack;
  }
  const byId = (value: (place: number) => number) => {
    const record: Record<string, number> = {};
    for (let place = 0; place < count; place += 1) record[activities[place]?.id ?? ""] = value(place);
    return record;
  };
  return {
    makespan,
    es: byId((place) => at(es, place)),
    ef: byId((place) => at(es, place) + at(duration, place)),
    ls: byId((place) => at(ls, place)),
    lf: byId((place) => at(ls, place) + at(duration, place)),
    totalFloat: byId((place) => at(ls, place) - at(es, place)),
    freeFloat: byId((place) => at(free, place)),
  };
}

const at = (array: Int32Array, index: number): number => array[index] ?? 0;

/** Every link as a distance between two starts, and every most-lag as one back: start(to) ≥ start(from) + weight. */
function arcsOf(
  links: readonly NetworkLink[],
  index: ReadonlyMap<string, number>,
  duration: Int32Array,
): Arcs & { readonly weight: Int32Array } {
  const size = links.reduce((sum, { maxLag }) => sum + (maxLag === undefined ? 1 : 2), 0);
  const arcs = { from: new Int32Array(size), to: new Int32Array(size), weight: new Int32Array(size) };
  let next = 0;
  const add = (from: number, to: number, weight: number) => {
    arcs.from[next] = from;
    arcs.to[next] = to;
    arcs.weight[next] = weight;
    next += 1;
  };
  for (const { from, to, type, lag, maxLag } of links) {
    const i = index.get(from);
    const j = index.get(to);
    if (i === undefined) throw new RangeError(`a link goes from ${from}, which is no activity`);
    if (j === undefined) throw new RangeError(`a link goes to ${to}, which is no activity`);
    const fromFinish = type === "FS" || type === "FF" ? at(duration, i) : 0;
    const toFinish = type === "FF" || type === "SF" ? at(duration, j) : 0;
    const whole = (days: number) => {
      if (!Number.isInteger(days))
        throw new RangeError(`lag from ${from} to ${to} must be a whole number, got ${days}`);
      return fromFinish - toFinish + days;
    };
    add(i, j, whole(lag));
    if (maxLag !== undefined) add(j, i, -whole(maxLag));
  }
  return arcs;
}
