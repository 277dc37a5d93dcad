import type { Walk } from "./walk.ts";

/** People who give way to each other in one move, at most. */
const LONGEST = 5;

/**
 * Ejection chains: somebody takes a place in a full session, whoever had it goes to another, and so on until one of them finds
 * a free seat, as a rule the one that the first left. Reaches plans that no exchange of two does, where sessions are full and
 * units can spare few.
 */
export class ChainMoves {
  readonly #walk: Walk;

  constructor(walk: Walk) {
    this.#walk = walk;
  }

  /** Starts a chain with need `n`. */
  chain(n: number): void {
    const walk = this.#walk;
    const { board } = walk;
    const left = board.place[n]!;
    if (left < 0 || board.fixed[n] === 1) return;
    walk.begin();
    walk.takeOut(n);
    let who = n;
    for (let length = 1; length <= LONGEST && who >= 0; length++) {
      const s = this.#next(who, left, length);
      if (s < 0) break;
      who = this.#seatIn(who, s);
      if (walk.isTooDear(who < 0 ? 0 : 1, 0, -1)) break;
    }
    if (walk.bag.some((one) => board.place[one]! < 0)) {
      board.undo();
      return;
    }
    if (board.count[left] === 0 && board.pinned[left] === 0) board.close(left);
    walk.decide();
  }

  /** Where to put somebody: from the third in the chain on in the place that the first left, if they may sit there. */
  #next(who: number, left: number, length: number): number {
    const { board, random } = this.#walk;
    if (length > 2 && board.maySit(who, board.start[left]!, -1, board.room[left]!)) return left;
    const { items } = board.sessionsOf[board.c.courseOf[who]!]!;
    const s = (random.next() & 1) === 0 ? this.#walk.mateOf(who) : items[random.below(items.length)]!;
    return s === left ? -1 : s;
  }

  /** Seats somebody, in somebody else's place if the session is full. Returns who is left without one, or -1. */
  #seatIn(who: number, s: number): number {
    const walk = this.#walk;
    const { board, random } = walk;
    let out = -1;
    if (board.count[s]! >= board.seats[s]!) {
      out = board.members[s]![random.below(board.count[s]!)]!;
      if (board.fixed[out] === 1 || walk.bag.includes(out)) return -1;
      walk.takeOut(out);
    }
    if (!board.maySit(who, board.start[s]!, -1, board.room[s]!)) return -1;
    board.seat(who, s);
    return out;
  }
}
