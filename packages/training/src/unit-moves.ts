import type { Walk } from "./walk.ts";

/** Moves of people who belong together: those of one unit in one course (a block). */
export class UnitMoves {
  readonly #walk: Walk;
  /** Members of the two groups that change places. */
  readonly #mine: number[] = [];
  readonly #theirs: number[] = [];

  constructor(walk: Walk) {
    this.#walk = walk;
  }

  /** Moves everybody of one unit from a session to another, and one of the units there the other way if it is full. */
  group(n: number): void {
    const walk = this.#walk;
    const { board, random } = walk;
    const { c } = board;
    const s = board.place[n]!;
    if (s < 0) return;
    const { items } = board.sessionsOf[c.courseOf[n]!]!;
    const s2 = (random.next() & 3) !== 0 ? walk.mateOf(n) : items[random.below(items.length)]!;
    if (s2 === s || s2 < 0) return;
    const t2 = board.start[s2]!;
    if (c.open[c.classOf[n]! * c.T + t2] === 0) return;
    const b = c.blockOf[n]!;
    const mine = this.#mine;
    const theirs = this.#theirs;
    this.#collect(mine, b, s);
    theirs.length = 0;
    if (board.seats[s2]! - board.count[s2]! < mine.length && board.count[s2]! > 0) {
      const m = board.members[s2]![random.below(board.count[s2]!)]!;
      if (c.blockOf[m] !== b) this.#collect(theirs, c.blockOf[m]!, s2);
    }
    if (!this.#isWorthTrying(s, s2)) return;
    walk.begin();
    for (const one of mine) walk.takeOut(one);
    for (const one of theirs) walk.takeOut(one);
    for (const one of mine)
      if (board.count[s2]! < board.seats[s2]! && board.maySit(one, t2, -1, board.room[s2]!)) board.seat(one, s2);
    for (const one of theirs)
      if (board.count[s]! < board.seats[s]! && board.maySit(one, board.start[s]!, -1, board.room[s]!))
        board.seat(one, s);
    if (!walk.reseat(s)) {
      board.undo();
      return;
    }
    if (board.count[s] === 0 && board.pinned[s] === 0) board.close(s);
    walk.decide();
  }

  /** Whether the groups' places cost so little after the exchange that it may be accepted, those apart who can't follow. */
  #isWorthTrying(s: number, s2: number): boolean {
    const { board } = this.#walk;
    const t = board.start[s]!;
    const t2 = board.start[s2]!;
    const closes = board.count[s] === this.#mine.length;
    // What a tally answers to seats, or to a session closed, nobody knows beforehand.
    if (board.talliesSeats || (closes && board.isTallied)) return true;
    let delta = this.#delta(this.#mine, t, t2) + this.#delta(this.#theirs, t2, t);
    if (closes) delta -= board.c.weights.session;
    return this.#walk.accepts(delta);
  }

  /** Points for a group that moves between times, if everybody in it can. */
  #delta(group: readonly number[], t: number, t2: number): number {
    if (group.length === 0 || t === t2) return 0;
    const { board } = this.#walk;
    const { c } = board;
    const b = c.blockOf[group[0]!]! * c.T;
    let delta = 0;
    for (const n of group) delta += board.price(n, t2) - board.price(n, t);
    if (board.together[b + t] === group.length) delta -= c.weights.unitSplit;
    if (board.together[b + t2] === 0) delta += c.weights.unitSplit;
    return delta;
  }

  /** Those of a block who sit in a session and may leave it. */
  #collect(group: number[], b: number, s: number): void {
    const { board } = this.#walk;
    const { start, items } = board.c.blocks;
    group.length = 0;
    for (let i = start[b]!; i < start[b + 1]!; i++) {
      const one = items[i]!;
      if (board.place[one] === s && board.fixed[one] === 0) group.push(one);
    }
  }

  /** Finds new places for everybody of a unit in a course. */
  scatter(n: number): void {
    const walk = this.#walk;
    const { board } = walk;
    const { start, items } = board.c.blocks;
    const b = board.c.blockOf[n]!;
    walk.begin();
    for (let i = start[b]!; i < start[b + 1]!; i++) {
      const one = items[i]!;
      if (board.place[one]! >= 0 && board.fixed[one] === 0) walk.takeOut(one);
    }
    this.#shuffle();
    if (walk.reseat(-1)) walk.decide();
    else board.undo();
  }

  #shuffle(): void {
    const { bag, random } = this.#walk;
    for (let i = bag.length - 1; i > 0; i--) {
      const j = random.below(i + 1);
      const one = bag[i]!;
      bag[i] = bag[j]!;
      bag[j] = one;
    }
  }
}
