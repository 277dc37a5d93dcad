import { compile, type Compiled } from "./compile.ts";
import type { Problem } from "./model.ts";

/** Points no plan can do without, if it gives everybody a place. */
export interface LowerBound {
  /** Sessions: people over the seats of the largest room, course by course. */
  readonly sessions: number;
  /** Groups: people of a unit over the most who may go at once. */
  readonly unitSplits: number;
  /** Time of day and lateness: everybody at the cheapest time they have. */
  readonly times: number;
  readonly total: number;
}

/**
 * A proven lower bound on the soft score of every plan that breaks nothing and places everybody: how far from the best a
 * plan can be at most. Sums of what each course, unit and person needs by itself, so the truth lies above it.
 * @example
 * const gap = (score.soft - lowerBound(problem).total) / score.soft; // no plan is better by more than this share
 */
export function lowerBound(problem: Problem): LowerBound {
  const c = compile(problem);
  const sessions = c.weights.session * sessionsAtLeast(c);
  const unitSplits = c.weights.unitSplit * groupsAtLeast(c);
  let times = 0;
  const cheapest = new Map<number, number>();
  for (let n = 0; n < c.needs.length; n++) {
    const cls = c.classOf[n]!;
    let least = cheapest.get(cls);
    if (least === undefined) cheapest.set(cls, (least = cheapestTime(c, n)));
    times += least;
  }
  return { sessions, unitSplits, times, total: sessions + unitSplits + times };
}

/** Parts of at most `most` that `count` falls into; none where nobody fits, since such a problem has no full plan. */
const overAtMost = (count: number, most: number): number => (most === 0 ? 0 : Math.ceil(count / most));

/** The most people one session of a course can seat. */
function mostSeats(c: Compiled, course: number): number {
  const R = c.problem.rooms.length;
  return c.roomsOf[course]!.reduce((most, r) => Math.max(most, c.seats[course * R + r]!), 0);
}

function sessionsAtLeast(c: Compiled): number {
  const people = new Int32Array(c.problem.courses.length);
  for (const course of c.courseOf) people[course]!++;
  return people.reduce((sum, count, course) => sum + overAtMost(count, mostSeats(c, course)), 0);
}

function groupsAtLeast(c: Compiled): number {
  let groups = 0;
  for (const [b, course] of c.blockCourse.entries()) {
    const unit = c.blockUnit[b]!;
    if (unit < 0) continue;
    let most = 0;
    for (let t = 0; t < c.T; t++)
      if (c.courseOpen[course * c.T + t] === 1) most = Math.max(most, c.awayLimit[unit * c.K + (t % c.K)]!);
    // People of one unit who go at the same time count as one group however many rooms they are in.
    groups += overAtMost(c.blocks.start[b + 1]! - c.blocks.start[b]!, most);
  }
  return groups;
}

/** Points of the cheapest start that is open to a need; 0 when there is none. */
function cheapestTime(c: Compiled, n: number): number {
  const course = c.courseOf[n]!;
  let least = Infinity;
  for (let t = 0; t < c.T; t++)
    if (c.open[c.classOf[n]! * c.T + t] === 1) least = Math.min(least, c.price[course * c.T + t]!);
  return least === Infinity ? 0 : least;
}
