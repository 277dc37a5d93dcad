import type { Walk } from "./walk.ts";

/** Moves of one person, and of two who change places. */
export class PersonMoves {
  readonly #walk: Walk;

  constructor(walk: Walk) {
    this.#walk = walk;
  }

  /** Moves one person to another session of the course, or changes places with somebody there. */
  move(n: number): void {
    const { board, random } = this.#walk;
    const { c } = board;
    const s = board.place[n]!;
    if (s < 0 || board.fixed[n] === 1) return;
    let s2: number;
    if ((random.next() & 1) === 0) s2 = this.#walk.mateOf(n);
    else {
      const { items } = board.sessionsOf[c.courseOf[n]!]!;
      s2 = items[random.below(items.length)]!;
    }
    if (s2 === s || s2 < 0) return;
    const isFull = board.count[s2]! >= board.seats[s2]!;
    if (board.talliesSeats || board.guards !== null) this.#try(n, s2, isFull);
    else if (isFull) this.#swap(n, s2);
    else this.#go(n, s2);
  }

  /** Points for moving a person between times, for their own place and for their unit's groups. */
  #delta(n: number, t: number, t2: number): number {
    const { board } = this.#walk;
    const { c } = board;
    const b = c.blockOf[n]! * c.T;
    let delta = board.price(n, t2) - board.price(n, t);
    if (board.together[b + t] === 1) delta -= c.weights.unitSplit;
    if (board.together[b + t2] === 0) delta += c.weights.unitSplit;
    return delta;
  }

  #go(n: number, s2: number): void {
    const walk = this.#walk;
    const { board } = walk;
    const s = board.place[n]!;
    const t = board.start[s]!;
    const t2 = board.start[s2]!;
    let delta = t === t2 ? 0 : this.#delta(n, t, t2);
    const empties = board.count[s] === 1 && board.pinned[s] === 0;
    if (empties) delta -= board.c.weights.session;
    if (!walk.accepts(delta) || (t !== t2 && !board.maySit(n, t2, t, -1))) return;
    if (delta > 0) walk.settle();
    board.move(n, s2);
    // Closing a session can also free a trainer to stand in elsewhere: the board has the whole change.
    if (empties) {
      board.close(s);
      delta = board.energy - walk.energy;
    }
    walk.moved(delta);
  }

  #swap(n: number, s2: number): void {
    const walk = this.#walk;
    const { board, random } = walk;
    const s = board.place[n]!;
    const t = board.start[s]!;
    const t2 = board.start[s2]!;
    if (t === t2) return;
    const m = board.members[s2]![random.below(board.count[s2]!)]!;
    if (board.c.blockOf[m] === board.c.blockOf[n] || board.fixed[m] === 1) return;
    const delta = this.#delta(n, t, t2) + this.#delta(m, t2, t);
    if (!walk.accepts(delta) || !board.maySit(n, t2, t, -1) || !board.maySit(m, t, t2, -1)) return;
    if (delta > 0) walk.settle();
    board.move(n, s2);
    board.move(m, s);
    walk.moved(delta);
  }

  /** The same where only making the move tells what it costs. */
  #try(n: number, s2: number, isFull: boolean): void {
    const walk = this.#walk;
    const { board, random } = walk;
    const s = board.place[n]!;
    const m = isFull ? board.members[s2]![random.below(board.count[s2]!)]! : -1;
    if (isFull && board.fixed[m] === 1) return;
    walk.begin();
    walk.takeOut(n);
    if (isFull) walk.takeOut(m);
    const isAllowed = board.maySit(n, board.start[s2]!, -1, board.room[s2]!);
    if (isAllowed) board.seat(n, s2);
    if (!isAllowed || (isFull && !board.maySit(m, board.start[s]!, -1, board.room[s]!))) {
      board.undo();
      return;
    }
    if (isFull) board.seat(m, s);
    else if (board.count[s] === 0 && board.pinned[s] === 0) board.close(s);
    walk.decide();
  }
}
