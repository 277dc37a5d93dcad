import { Acceptance } from "./acceptance.ts";
import type { Board } from "./board.ts";
import type { Random } from "./random.ts";
import { copyOf, type Snapshot } from "./snapshot.ts";

/** Worsenings beyond this are never accepted. */
const WORST = 1 << 14;

/**
 * A walk over plans: the board, what its plan is worth, the best plan seen, and what all moves need. Small moves ask `accepts`
 * before they change anything; large ones are trials: `begin`, changes, then `decide`, which keeps them or takes them back.
 */
export class Walk {
  readonly board: Board;
  readonly random: Random;
  best: Snapshot;
  /** Moves made. */
  accepted = 0;
  /** Needs taken out of their places in this trial. */
  readonly bag: number[] = [];
  readonly #acceptance = new Acceptance(WORST);
  #energy: number;
  #draw = 0;
  #isCopied = true;
  /** Per course: what a place costs at least. */
  readonly #cheapest: Int32Array;

  constructor(board: Board, random: Random) {
    const { c } = board;
    this.board = board;
    this.random = random;
    this.#energy = board.energy;
    this.best = copyOf(board);
    this.#cheapest = Int32Array.from(c.problem.courses, (_, course) => {
      const prices = [...c.price.subarray(course * c.T, (course + 1) * c.T)];
      const open = prices.filter((_, t) => c.courseOpen[course * c.T + t] === 1);
      return open.length === 0 ? 0 : open.reduce((least, one) => Math.min(least, one));
    });
  }

  /** What the walk takes the board's plan to be worth: always `board.energy`. */
  get energy(): number {
    return this.#energy;
  }

  setTemperature(points: number): void {
    this.#acceptance.setTemperature(points);
  }

  /** Draws the chance for the next move. */
  draw(): void {
    this.#draw = this.random.next();
  }

  accepts(delta: number): boolean {
    return this.#acceptance.accepts(delta, this.#draw);
  }

  /** Notes a move that added so many points. */
  moved(delta: number): void {
    this.accepted += 1;
    this.#energy += delta;
    if (this.#energy < this.best.energy) this.#isCopied = false;
  }

  /** Copies the plan if it is the best so far; to be called before a step away from it. */
  settle(): void {
    if (this.#isCopied) return;
    this.#isCopied = true;
    this.best = copyOf(this.board, this.best);
  }

  /** Takes the plan as it is for the best so far. */
  restart(): void {
    this.#energy = this.board.energy;
    this.best = copyOf(this.board);
  }

  begin(): void {
    this.settle();
    this.bag.length = 0;
    this.board.trial();
  }

  /** Ends a trial: keeps it when it is accepted and nothing that others require was left without a place. */
  decide(): void {
    const { board } = this;
    const delta = board.energy - this.#energy;
    const isBroken =
      board.unplaced.items.length > 0 && this.bag.some((n) => board.place[n]! < 0 && board.sequence.isRequired(n));
    if (!isBroken && this.accepts(delta)) {
      board.keep();
      this.moved(delta);
    } else board.undo();
  }

  takeOut(n: number): void {
    this.board.unseat(n);
    this.bag.push(n);
  }

  empty(s: number): void {
    for (let i = this.board.count[s]! - 1; i >= 0; i--) this.takeOut(this.board.members[s]![i]!);
  }

  holdsFixed(s: number): boolean {
    const { board } = this;
    if (board.pinned[s] === 1) return true;
    for (let i = board.count[s]! - 1; i >= 0; i--) if (board.fixed[board.members[s]![i]!] === 1) return true;
    return false;
  }

  /**
   * Gives everybody in the bag the cheapest place there is.
   * @param mayClose - a session that will be closed if it stays empty, or -1
   * @returns false as soon as the trial is certain not to be accepted
   */
  reseat(mayClose: number): boolean {
    const { board, bag } = this;
    let waiting = 0;
    let still = 0;
    for (const n of bag) {
      if (board.place[n]! >= 0) continue;
      waiting += 1;
      still += this.#cheapest[board.c.courseOf[n]!]!;
    }
    for (let i = 0; i < bag.length; i++) {
      const n = bag[i]!;
      if (board.place[n]! >= 0) continue;
      if (this.isTooDear(waiting, still, mayClose)) return false;
      this.seatBest(n);
      waiting -= 1;
      still -= this.#cheapest[board.c.courseOf[n]!]!;
    }
    return true;
  }

  /** Whether the plan costs too much even if those who wait (so many, who cost `still` at least) get the cheapest places. */
  isTooDear(waiting: number, still: number, mayClose: number): boolean {
    const { board } = this;
    const closes = mayClose >= 0 && board.count[mayClose] === 0;
    // What a tally answers to seats, or to a session closed, nobody knows beforehand.
    if (board.talliesSeats || (closes && board.isTallied)) return false;
    const closing = closes ? board.c.weights.session : 0;
    const least = board.energy - board.unplacedCost * waiting + still - closing;
    return least - this.#energy > this.#acceptance.limit(this.#draw);
  }

  /** Gives need `n` the cheapest place in the sessions of its course. */
  seatBest(n: number): boolean {
    const { board, random } = this;
    const { c, count, seats, start, together } = board;
    const b = c.blockOf[n]! * c.T;
    const { items } = board.sessionsOf[c.courseOf[n]!]!;
    const all = items.length;
    let best = -1;
    let least = Infinity;
    const offset = all === 0 ? 0 : random.below(all);
    for (let i = 0; i < all; i++) {
      const at = i + offset;
      const s = items[at < all ? at : at - all]!;
      if (count[s]! >= seats[s]!) continue;
      const t = start[s]!;
      const cost = board.price(n, t) + (together[b + t] === 0 ? c.weights.unitSplit : 0);
      if (cost < least && board.maySit(n, t, -1, board.room[s]!)) {
        least = cost;
        best = s;
      }
    }
    if (best >= 0) board.seat(n, best);
    return best >= 0;
  }

  /** Where somebody of the same unit takes the course; -1 when they have no place. */
  mateOf(n: number): number {
    const { board, random } = this;
    const { start, items } = board.c.blocks;
    const b = board.c.blockOf[n]!;
    const first = start[b]!;
    return board.place[items[first + random.below(start[b + 1]! - first)]!]!;
  }
}
