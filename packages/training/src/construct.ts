import type { Board } from "./board.ts";

/** Courses in an order in which what is required comes first; among equals, the fewest possible starts first. */
function courseOrder(board: Board): number[] {
  const { c } = board;
  const { courses } = c.problem;
  const index = new Map(courses.map((course, i) => [course.id, i]));
  const room = courses.map((_, i) =>
    c.courseOpen.subarray(i * c.T, (i + 1) * c.T).reduce((sum, open) => sum + open, 0),
  );
  const order: number[] = [];
  const seen = new Set<number>();
  const visit = (i: number): void => {
    if (seen.has(i)) return;
    seen.add(i);
    for (const { course } of courses[i]!.requires ?? []) {
      const first = index.get(course);
      if (first !== undefined) visit(first);
    }
    order.push(i);
  };
  for (const i of courses.map((_, i) => i).sort((a, b) => room[a]! - room[b]! || a - b)) visit(i);
  return order;
}

/**
 * Fills a board greedily, course by course: first the sessions there are, then, as long as somebody waits, the session
 * that costs least per person it seats.
 * @returns how many sessions were opened
 */
export function construct(board: Board): number {
  const { c } = board;
  const waiting: number[][] = c.problem.courses.map(() => []);
  for (const n of [...board.unplaced.items].sort((a, b) => a - b)) waiting[c.courseOf[n]!]!.push(n);
  let opened = 0;
  for (const course of courseOrder(board)) {
    let left = waiting[course]!;
    for (const s of board.sessionsOf[course]!.items) left = fill(board, s, left);
    while (left.length > 0) {
      const best = bestSession(board, course, left);
      if (!best) break;
      const s = board.open(course, best.t, best.room, best.trainer);
      if (s < 0) break;
      const before = left.length;
      left = fill(board, s, left);
      if (left.length === before) {
        board.close(s);
        break;
      }
      opened++;
    }
  }
  return opened;
}

/** Seats whom it can, in order; returns the others. */
function fill(board: Board, s: number, waiting: readonly number[]): number[] {
  return waiting.filter((n) => {
    if (board.count[s]! >= board.seats[s]! || !board.maySit(n, board.start[s]!, -1, board.room[s]!)) return true;
    board.seat(n, s);
    return false;
  });
}

interface Offer {
  readonly t: number;
  readonly room: number;
  readonly trainer: number;
}

/** The start, room and trainer that cost least per person seated. */
function bestSession(board: Board, course: number, waiting: readonly number[]): Offer | null {
  const { c } = board;
  const duration = c.duration[course]!;
  const groups = new Map<number, number[]>();
  for (const n of waiting) {
    const own = groups.get(c.blockOf[n]!);
    if (own) own.push(n);
    else groups.set(c.blockOf[n]!, [n]);
  }
  let best: Offer | null = null;
  let least = Infinity;
  for (let t = 0; t < c.T; t++) {
    if (c.courseOpen[course * c.T + t] === 0) continue;
    const room = c.roomsOf[course]!.find((r) => board.bookings.isRoomFree(r, t, duration));
    if (room === undefined) continue;
    const able = c.trainersOf[course]!.filter(
      (i) => board.bookings.isTrainerFree(i, t, duration) && board.mayHold(course, t, room, i),
    );
    if (able.length === 0) continue;
    const seats = c.seats[course * c.problem.rooms.length + room]!;
    let people = 0;
    let cost = c.weights.session;
    for (const own of groups.values()) {
      const k = t % c.K;
      const u = c.unitOf[own[0]!]!;
      const limit = Math.min(seats - people, c.awayLimit[u * c.K + k]! - board.away[u * c.T + t]!);
      let taken = 0;
      for (const n of own) {
        if (taken >= limit) break;
        if (board.maySit(n, t, -1, room)) {
          taken++;
          cost += board.price(n, t);
        }
      }
      people += taken;
      if (taken > 0) cost += c.weights.unitSplit;
      if (people >= seats) break;
    }
    if (people > 0 && cost / people < least) {
      least = cost / people;
      // The trainer with the fewest other courses: the versatile ones are left for what only they can hold.
      const trainer = able.reduce((a, b) => (versatility(board, b) < versatility(board, a) ? b : a));
      best = { t, room, trainer };
    }
  }
  return best;
}

const versatility = (board: Board, trainer: number): number => board.c.problem.trainers[trainer]!.qualifications.length;
