import type { Board } from "./board.ts";
import { compile } from "./compile.ts";
import { settle } from "./held.ts";
import { loadPlan } from "./load-plan.ts";
import type { Day, Plan, Problem } from "./model.ts";

/** A place somebody could have. */
export interface Recommendation {
  readonly course: string;
  /** `null`: a session that would have to be opened. */
  readonly session: string | null;
  readonly day: Day;
  readonly slot: string;
  readonly room: string;
  readonly trainer: string;
  /** Seats left for others. */
  readonly seatsLeft: number;
  /** Points the plan would gain (less is better), as `evaluate` counts them. */
  readonly soft: number;
}

export interface RecommendOptions {
  /** Recommendations per course at most. Default 5. */
  readonly limit?: number;
}

/** Finds places for one person after another in the same plan. */
export type Recommender = (person: string, options?: RecommendOptions) => Recommendation[];

/**
 * Looks a plan up once, to answer for many people: each answer then takes well under a millisecond.
 * @returns a function; the plan it answers for is the one given here, whatever is done with the answers
 */
export function recommender(problem: Problem, plan: Plan): Recommender {
  const c = compile(settle(problem, plan).problem);
  // Everything stays: the question is where one more person fits, not what else could change.
  const { board, given } = loadPlan(c, plan, { freezeUntil: "9999-12-31" });
  const needs = new Map<string, number[]>();
  for (const [n, { person }] of c.needs.entries()) {
    const own = needs.get(person.id);
    if (own) own.push(n);
    else needs.set(person.id, [n]);
  }
  return (person, { limit = 5 } = {}) =>
    (needs.get(person) ?? []).flatMap((n) => placesFor(board, n, (s) => given.sessions[s]!.id).slice(0, limit));
}

/**
 * The best places for one person in each course they need: sessions with a free seat when the person is there, the unit
 * can spare them and everything is in order, the cheapest first; and one session that could be opened. The place a person
 * has is not among them.
 * @returns empty for a person the problem does not know, or who needs nothing
 * @example
 * recommend(problem, plan, "p17", { limit: 3 })[0]?.day; // when p17 had best go
 */
export function recommend(
  problem: Problem,
  plan: Plan,
  person: string,
  options: RecommendOptions = {},
): Recommendation[] {
  return recommender(problem, plan)(person, options);
}

function placesFor(board: Board, n: number, idOf: (s: number) => string): Recommendation[] {
  const { c } = board;
  const { problem, K, T } = c;
  const course = c.courseOf[n]!;
  const now = board.place[n]!;
  const from = now < 0 ? -1 : board.start[now]!;
  const b = c.blockOf[n]! * T;
  const split = c.weights.unitSplit;
  const leaving = now < 0 ? -c.weights.unplaced : -board.price(n, from) - (board.together[b + from] === 1 ? split : 0);
  const gain = (t: number): number => {
    const isBeside = t === from ? board.together[b + t]! > 1 : board.together[b + t]! > 0;
    return leaving + board.price(n, t) + (isBeside ? 0 : split);
  };
  const at = (t: number, room: number, trainer: number) => ({
    course: problem.courses[course]!.id,
    day: problem.days[Math.floor(t / K)]!,
    slot: problem.slots[t % K]!.id,
    room: problem.rooms[room]!.id,
    trainer: problem.trainers[trainer]!.id,
  });

  const found: Recommendation[] = [];
  for (const s of board.sessionsOf[course]!.items) {
    const t = board.start[s]!;
    if (s === now || board.count[s]! >= board.seats[s]! || !board.maySit(n, t, from, board.room[s]!)) continue;
    const seatsLeft = board.seats[s]! - board.count[s]! - 1;
    const soft = board.talliesSeats ? tried(board, n, s) : gain(t);
    found.push({ ...at(t, board.room[s]!, board.trainer[s]!), session: idOf(s), seatsLeft, soft });
  }
  const opened = cheapestNew(board, n, from, gain);
  if (opened) {
    const seatsLeft = c.seats[course * problem.rooms.length + opened.room]! - 1;
    found.push({ ...at(opened.t, opened.room, opened.trainer), session: null, seatsLeft, soft: opened.soft });
  }
  const order = ({ day, slot }: Recommendation): string =>
    `${day} ${String(problem.slots.findIndex((one) => one.id === slot)).padStart(3, "0")}`;
  return found.sort((a, b) => a.soft - b.soft || (order(a) < order(b) ? -1 : 1));
}

/** Points that need `n` adds by leaving its place for another; the board is as it was afterwards. */
function tried(board: Board, n: number, session: number): number {
  const { c } = board;
  const hadNone = board.place[n]! < 0;
  const before = board.soft;
  board.trial();
  if (!hadNone) board.unseat(n);
  board.seat(n, session);
  const added = board.soft - before;
  board.undo();
  return added - (hadNone ? c.weights.unplaced : 0);
}

/** The session that would cost least to open for one person. */
function cheapestNew(board: Board, n: number, from: number, gain: (t: number) => number) {
  const { c } = board;
  const course = c.courseOf[n]!;
  const duration = c.duration[course]!;
  const hasOwnPoints = (c.problem.rules?.length ?? 0) > 0;
  let best: { t: number; room: number; trainer: number; soft: number } | null = null;
  for (let t = 0; t < c.T; t++) {
    if (c.open[c.classOf[n]! * c.T + t] === 0) continue;
    const isDearer = !hasOwnPoints && best !== null && gain(t) + c.weights.session >= best.soft;
    if (isDearer || !board.maySit(n, t, from, -1)) continue;
    for (const room of c.roomsOf[course]!) {
      if (!board.bookings.isRoomFree(room, t, duration) || !board.maySit(n, t, from, room)) continue;
      const trainer = c.trainersOf[course]!.find(
        (i) => board.bookings.isTrainerFree(i, t, duration) && board.mayHold(course, t, room, i),
      );
      if (trainer === undefined) continue;
      const before = board.soft;
      // What opening costs is what the board says: the session, and stand-ins it takes from others.
      const s = board.open(course, t, room, trainer);
      if (s < 0) continue;
      const soft = board.talliesSeats ? tried(board, n, s) + board.soft - before : gain(t) + board.soft - before;
      board.close(s);
      if (best === null || soft < best.soft) best = { t, room, trainer, soft };
      // Without rules that tell rooms apart, the first that is free is as good as any.
      if (!hasOwnPoints) break;
    }
  }
  return best;
}
