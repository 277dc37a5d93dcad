import { type CalendarData, dayNumber, type Ranks, ranks } from "./calendar.ts";
import { boundsOf, unbounded } from "./bounds.ts";
import { type ArcOrder, type Arcs, inOrder, lower, raise } from "./longest-path.ts";
import type { Plan } from "./plan.ts";
import { type PlanNetwork, planNetwork } from "./plan-network.ts";

/** A link between two ends, with what it asks in working days of its own calendar. */
interface Ties extends Arcs {
  readonly isFromFinish: Uint8Array;
  readonly isToFinish: Uint8Array;
  readonly lag: Int32Array;
  readonly calendar: readonly Ranks[];
}

/**
 * A plan's network on its calendars. A place's start is a rank in its own calendar; between places everything is a moment,
 * the day it is the beginning of. An activity of d days that starts at rank r is finished at the moment after the day of
 * rank r + d - 1; a milestone is at the moment after the last day worked before it.
 */
export interface Placement {
  readonly network: PlanNetwork;
  readonly index: ReadonlyMap<string, number>;
  readonly calendars: readonly Ranks[];
  readonly durations: Int32Array;
  /** Bounds that no link gives: of days that are known. */
  readonly earliest: Int32Array;
  readonly latest: Int32Array;
  /** What is done is where it is. */
  readonly isFact: Uint8Array;
  readonly ties: Ties;
  readonly order: ArcOrder;
  /** The plan's own calendar, and the rank of its first day in it. */
  readonly own: Ranks;
  readonly first: number;
  /** Names of calendars that are not given; the plan's own is used. */
  readonly missing: readonly string[];
}

const counted = new WeakMap<CalendarData, Map<number, Ranks>>();

/** The ranks of a calendar around a year. Counted once for each calendar. */
function ranksAround(data: CalendarData, year: number): Ranks {
  const known = counted.get(data) ?? new Map<number, Ranks>();
  counted.set(data, known);
  const found = known.get(year) ?? ranks(data, year - 2, year + 10);
  known.set(year, found);
  return found;
}

export const yearOf = (day: string): number => Number(day.slice(0, 4));

/** Puts the network of a plan on its calendars. Nothing is solved yet. */
export function place(plan: Plan): Placement {
  const { start, dates = {}, calendars: named = {}, asOf } = plan;
  const network = planNetwork(plan);
  const { nodes } = network;
  const year = yearOf(start);
  const own = ranksAround(plan.calendar, year);
  const missing = new Set<string>();
  const calendarOf = (name: string | undefined): Ranks => {
    const data = name === undefined ? undefined : named[name];
    if (name !== undefined && !data) missing.add(name);
    return data ? ranksAround(data, year) : own;
  };
  const count = nodes.length;
  const startDay = dayNumber(start);
  const asOfDay = asOf === undefined ? undefined : dayNumber(asOf);
  const index = new Map<string, number>();
  const calendars = nodes.map(({ activity }) => calendarOf(activity?.calendar));
  const [durations, earliest, latest] = [new Int32Array(count), new Int32Array(count), new Int32Array(count)];
  const isFact = new Uint8Array(count);
  for (let at = 0; at < count; at += 1) {
    const node = nodes[at]!;
    index.set(node.id, at);
    const bounds = boundsOf(node.activity, dates[node.id], calendars[at]!, { year, startDay, asOf: asOfDay });
    durations[at] = bounds.duration;
    earliest[at] = bounds.earliest;
    latest[at] = bounds.latest;
    isFact[at] = bounds.isFact ? 1 : 0;
  }
  const ties = tiesOf(network, index, calendarOf);
  return {
    network,
    index,
    calendars,
    durations,
    earliest,
    latest,
    isFact,
    ties,
    order: inOrder(count, ties),
    own,
    first: own.rank(startDay),
    missing: [...missing],
  };
}

function tiesOf(
  { links }: PlanNetwork,
  index: ReadonlyMap<string, number>,
  calendarOf: (name: string | undefined) => Ranks,
): Ties {
  const size = links.reduce((sum, { maxLag }) => sum + (maxLag === undefined ? 1 : 2), 0);
  const calendar: Ranks[] = [];
  const ties = {
    from: new Int32Array(size),
    to: new Int32Array(size),
    isFromFinish: new Uint8Array(size),
    isToFinish: new Uint8Array(size),
    lag: new Int32Array(size),
    calendar,
  };
  let next = 0;
  const add = (from: number, to: number, isFromFinish: boolean, isToFinish: boolean, lag: number, by: Ranks) => {
    ties.from[next] = from;
    ties.to[next] = to;
    ties.isFromFinish[next] = isFromFinish ? 1 : 0;
    ties.isToFinish[next] = isToFinish ? 1 : 0;
    ties.lag[next] = lag;
    calendar[next] = by;
    next += 1;
  };
  for (const { from, to, type, lag, maxLag, calendar: name } of links) {
    const i = index.get(from);
    const j = index.get(to);
    if (i === undefined || j === undefined)
      throw new RangeError(`a link ties ${from} and ${to}, one of which is not there`);
    const isFromFinish = type === "FS" || type === "FF";
    const isToFinish = type === "FF" || type === "SF";
    const by = calendarOf(name);
    add(i, j, isFromFinish, isToFinish, lag, by);
    if (maxLag !== undefined) add(j, i, isToFinish, isFromFinish, -maxLag, by);
  }
  return ties;
}

/** Early and late starts, as ranks in each place's own calendar. */
export interface Times {
  readonly early: Int32Array;
  readonly late: Int32Array;
  /** How much a place can slip without moving the early start of another. */
  readonly free: Int32Array;
}

/** Early and late starts, or a ring of places that can't be met. */
export function solve(placement: Placement): Times | readonly number[] {
  const { calendars, durations, earliest, latest, isFact, ties, order } = placement;
  const forward = forwardOf(placement);
  const backward = backwardOf(placement);
  const early = earliest.slice();
  const ring = raise(early, ties, order, (arc, start) => (isFact[ties.to[arc]!] === 1 ? -1 : forward(arc, start)));
  if (ring) return ring;
  const finish = early.reduce(
    (end, start, at) => Math.max(end, momentAfter(calendars[at]!, start + durations[at]!)),
    0,
  );
  const late = durations.map((days, at) => calendars[at]!.rank(finish) - days);
  const free = late.map((start, at) => start - early[at]!);
  for (let at = 0; at < late.length; at += 1) late[at] = Math.min(late[at]!, latest[at]!);
  lower(late, ties, order, (arc, start) => (isFact[ties.to[arc]!] === 1 ? unbounded : backward(arc, start)));
  for (let arc = 0; arc < ties.from.length; arc += 1) {
    if (isFact[ties.to[arc]!] === 1) continue;
    const from = ties.from[arc]!;
    free[from] = Math.min(free[from]!, backward(arc, early[ties.to[arc]!]!) - early[from]!);
  }
  return { early, late, free };
}

/** The moment after so many working days. */
const momentAfter = ({ day }: Ranks, rank: number): number => day(rank - 1) + 1;

/** What a tie asks of the start of its target, given that of its source. */
export function forwardOf({ calendars, durations, ties }: Placement): (arc: number, start: number) => number {
  const { isFromFinish, isToFinish, lag, calendar } = ties;
  return (arc, start) => {
    const from = ties.from[arc]!;
    const to = ties.to[arc]!;
    const days = durations[from]!;
    const { day } = calendars[from]!;
    const moment = isFromFinish[arc] === 1 || days === 0 ? day(start + days - 1) + 1 : day(start);
    const by = lag[arc]!;
    const bound = calendars[to]!.rank(by === 0 ? moment : shifted(calendar[arc]!, moment, by));
    return isToFinish[arc] === 1 ? bound - durations[to]! : bound;
  };
}

/** A moment so many working days later, or earlier; the lag is not 0. */
function shifted({ rank, day }: Ranks, moment: number, lag: number): number {
  return lag > 0 ? day(rank(moment) + lag - 1) + 1 : day(rank(moment) + lag);
}

/** The latest start of a tie's source that still meets a start of its target: the inverse of {@link forwardOf}. */
function backwardOf({ calendars, durations, ties }: Placement): (arc: number, start: number) => number {
  const { isFromFinish, isToFinish, lag, calendar } = ties;
  return (arc, start) => {
    const from = ties.from[arc]!;
    const to = ties.to[arc]!;
    const limit = calendars[to]!.day(isToFinish[arc] === 1 ? start + durations[to]! : start);
    const by = lag[arc]!;
    const moment = by === 0 ? limit : unshifted(calendar[arc]!, limit, by);
    const { rank } = calendars[from]!;
    const days = durations[from]!;
    return isFromFinish[arc] === 1 || days === 0 ? rank(moment) - days : rank(moment + 1) - 1;
  };
}

/** The latest moment that, shifted, is not after a limit; the lag is not 0. */
function unshifted({ rank, day }: Ranks, limit: number, lag: number): number {
  return lag > 0 ? day(rank(limit) - lag) : day(rank(limit + 1) - 1 - lag);
}
