import type { SessionMoves } from "./session-moves.ts";
import type { Walk } from "./walk.ts";

/** Moves that find a place for somebody who has none. */
export class InsertMoves {
  readonly #walk: Walk;
  readonly #sessions: SessionMoves;

  constructor(walk: Walk, sessions: SessionMoves) {
    this.#walk = walk;
    this.#sessions = sessions;
  }

  /** Finds a place for need `n`, by a new session or by taking somebody else's if need be. */
  insert(n: number): void {
    const walk = this.#walk;
    const { board, random } = walk;
    const course = board.c.courseOf[n]!;
    walk.begin();
    if (!walk.seatBest(n)) {
      const { items } = board.sessionsOf[course]!;
      const s = items.length > 0 && (random.next() & 3) !== 0 ? items[random.below(items.length)]! : -1;
      if (s >= 0) this.#takeSeat(n, s);
      else {
        const t = this.#sessions.randomTime(course);
        const opened = t >= 0 && board.maySit(n, t, -1, -1) ? this.#sessions.openAt(course, t) : -1;
        if (opened >= 0 && board.maySit(n, t, -1, board.room[opened]!)) board.seat(n, opened);
      }
    }
    if (board.place[n]! < 0) board.undo();
    else walk.decide();
  }

  /** Puts need `n` in session `s` in somebody else's place, who goes elsewhere. */
  #takeSeat(n: number, s: number): void {
    const walk = this.#walk;
    const { board, random } = walk;
    const { c } = board;
    const t = board.start[s]!;
    if (c.open[c.classOf[n]! * c.T + t] === 0 || board.count[s] === 0) return;
    const from = random.below(board.count[s]!);
    const hasRoom = board.count[s]! < board.seats[s]!;
    for (let i = 0; i < board.count[s]!; i++) {
      const m = board.members[s]![(i + from) % board.count[s]!]!;
      // With a free seat it is the unit that has too many away: somebody from there has to give way.
      if (board.fixed[m] === 1 || (hasRoom && c.unitOf[m] !== c.unitOf[n])) continue;
      walk.takeOut(m);
      break;
    }
    if (board.count[s]! < board.seats[s]! && board.maySit(n, t, -1, board.room[s]!)) board.seat(n, s);
    walk.reseat(-1);
  }
}
