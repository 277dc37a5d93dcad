import { Board } from "./board.ts";
import type { Compiled } from "./compile.ts";
import { heldIn } from "./held.ts";
import type { Assignment, Day, Plan, Session } from "./model.ts";
import type { Given } from "./to-plan.ts";
import { freeTrainer } from "./trainer-chain.ts";

/** What of a plan stays as it is. */
export interface Keeping {
  /** Sessions before this day stay, and the people in them. */
  readonly freezeUntil?: Day;
  /** Points for giving somebody another time than the one in the plan. Default 0: places are free to change. */
  readonly changeCost?: (assignment: Assignment, session: Session) => number;
}

/** A board with a plan on it. */
export interface Loaded {
  readonly board: Board;
  readonly given: Given;
  /** Sessions that can't be held where, when or by whom they were planned. */
  readonly broken: readonly Session[];
}

/**
 * Puts a plan on the board of its settled problem: what stays (pinned, held, attended, frozen) goes in whatever it breaks, the rest as far as it is
 * allowed. A session that can't be held as planned gets another trainer or room at the same time if there is one.
 */
export function loadPlan(c: Compiled, plan: Plan, keeping: Keeping = {}): Loaded {
  const { problem, K } = c;
  const board = new Board(c);
  const index = (items: readonly { readonly id: string }[]) => new Map(items.map((one, i) => [one.id, i]));
  const [courses, rooms, trainers, slots] = [
    index(problem.courses),
    index(problem.rooms),
    index(problem.trainers),
    index(problem.slots),
  ];
  const days = new Map(problem.days.map((day, i) => [day, i]));
  const held = heldIn(plan);
  const isKept = (one: Session): boolean =>
    one.pin === true || held.has(one.id) || (keeping.freezeUntil !== undefined && one.day < keeping.freezeUntil);

  const sessions: (Session | undefined)[] = [];
  const rest: { sessions: Session[]; assignments: Assignment[] } = { sessions: [], assignments: [] };
  const onBoard = new Map<string, number>();
  /** Sessions that lost their time: their people keep it as the one they were promised. */
  const promised = new Map<string, { session: Session; t: number }>();
  const broken: Session[] = [];

  const known = plan.sessions.flatMap((session) => {
    const course = courses.get(session.course);
    const room = rooms.get(session.room);
    const trainer = trainers.get(session.trainer);
    const [day, slot] = [days.get(session.day), slots.get(session.slot)];
    const fits = day !== undefined && slot !== undefined && course !== undefined && slot + c.duration[course]! <= K;
    const kept = isKept(session);
    if (session.status === "cancelled" || !fits || (kept && (room === undefined || trainer === undefined))) {
      rest.sessions.push(session);
      return [];
    }
    // A room or trainer that has left the problem (-1) is exchanged like one that is away.
    return [{ session, course, room: room ?? -1, trainer: trainer ?? -1, t: day * K + slot, isKept: kept }];
  });
  // What stays has the first choice of rooms and trainers.
  for (const one of [...known.filter((one) => one.isKept), ...known.filter((one) => !one.isKept)]) {
    const { session, course, room, trainer, t } = one;
    const duration = c.duration[course]!;
    const isPossible =
      room >= 0 &&
      c.courseOpen[course * c.T + t] === 1 &&
      c.seats[course * problem.rooms.length + room]! > 0 &&
      c.trainersOf[course]!.includes(trainer) &&
      board.bookings.isRoomFree(room, t, duration) &&
      board.bookings.isTrainerFree(trainer, t, duration) &&
      board.mayHold(course, t, room, trainer);
    promised.set(session.id, { session, t });
    if (!isPossible) broken.push(session);
    if (!isPossible && !one.isKept) continue;
    const s = board.open(course, t, room, trainer);
    if (s < 0) continue;
    board.pinned[s] = one.isKept ? 1 : 0;
    sessions[s] = session;
    onBoard.set(session.id, s);
  }
  for (const session of broken) {
    if (onBoard.has(session.id)) continue;
    const s = restaff(board, courses.get(session.course)!, promised.get(session.id)!.t, session, { rooms, trainers });
    if (s < 0) continue;
    sessions[s] = session;
    onBoard.set(session.id, s);
  }

  const needs = new Map(c.needs.map(({ person, course }, n) => [JSON.stringify([person.id, course.id]), n]));
  const people = new Set(problem.people.map((one) => one.id));
  const assignments: (Assignment | undefined)[] = [];
  const seats = plan.assignments.flatMap((assignment) => {
    const n = needs.get(JSON.stringify([assignment.person, assignment.course]));
    const at = promised.get(assignment.session);
    if (assignment.status === "absent" || n === undefined || !at || assignments[n]) {
      // Who has left needs no place; a place of somebody who is here is not for us to drop.
      if (people.has(assignment.person)) rest.assignments.push(assignment);
      return [];
    }
    assignments[n] = assignment;
    if (keeping.changeCost) {
      board.home[n] = at.t;
      board.homeCost[n] = keeping.changeCost(assignment, at.session);
    }
    const s = onBoard.get(assignment.session);
    if (s === undefined) return [];
    const stays = assignment.pin === true || assignment.status === "attended" || board.pinned[s] === 1;
    return [{ n, s, stays }];
  });
  // In the order of time, so that what must come first is there when what follows is asked about.
  const byTime = seats.sort((a, b) => board.start[a.s]! - board.start[b.s]! || a.n - b.n);
  for (const { n, s } of byTime.filter((one) => one.stays)) {
    board.fixed[n] = 1;
    board.seat(n, s);
  }
  for (const { n, s, stays } of byTime) {
    if (!stays && board.count[s]! < board.seats[s]! && board.maySit(n, board.start[s]!, -1, board.room[s]!))
      board.seat(n, s);
  }
  // Whoever requires a place that could not be kept loses their own.
  for (const { n, stays } of byTime) {
    if (!stays && board.place[n]! >= 0 && !board.sequence.allows(n, board.start[board.place[n]!]!)) board.unseat(n);
  }
  for (let s = 0; s < board.course.length; s++) {
    if (board.course[s]! >= 0 && board.count[s] === 0 && board.pinned[s] === 0) board.close(s);
  }
  board.unplacedCost += 4 * board.homeCost.reduce((most, one) => Math.max(most, one), 0);
  return { board, given: { sessions, assignments, rest }, broken };
}

/** Opens a session at its old time with another trainer or room; keeps the one of the two that is still possible. */
function restaff(
  board: Board,
  course: number,
  t: number,
  session: Session,
  index: { readonly rooms: ReadonlyMap<string, number>; readonly trainers: ReadonlyMap<string, number> },
): number {
  const { c } = board;
  if (c.courseOpen[course * c.T + t] === 0) return -1;
  const duration = c.duration[course]!;
  const first = (wanted: number | undefined, all: readonly number[], isFree: (i: number) => boolean) =>
    wanted !== undefined && all.includes(wanted) && isFree(wanted) ? wanted : all.find(isFree);
  const room = first(index.rooms.get(session.room), c.roomsOf[course]!, (r) =>
    board.bookings.isRoomFree(r, t, duration),
  );
  if (room === undefined) return -1;
  const free = (i: number): boolean =>
    board.bookings.isTrainerFree(i, t, duration) && board.mayHold(course, t, room, i);
  let trainer = first(index.trainers.get(session.trainer), c.trainersOf[course]!, free);
  trainer ??= freeTrainer(board, course, t, room);
  return trainer === undefined ? -1 : board.open(course, t, room, trainer);
}
