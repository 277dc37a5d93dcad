import { Acceptance } from "./acceptance.ts";
import type { Random } from "./random.ts";
import type { TimetableBoard } from "./timetable-board.ts";
import { TimetableChain } from "./timetable-chain.ts";

const WORST = 1024;

/** Of 256 steps, how many try a chain. Measured on the published instances; from 30 to 100 there is little between them. */
const CHAINS = 64;

/** Annealing on a board. */
export class TimetableSearch {
  readonly board: TimetableBoard;
  bestPeriod: Int32Array;
  bestRoom: Int32Array;
  bestEnergy: number;
  bestConflicts: number;
  steps = 0;
  accepted = 0;
  readonly #random: Random;
  readonly #acceptance = new Acceptance(WORST);
  readonly #chain: TimetableChain;
  #isCopied = true;

  constructor(board: TimetableBoard, random: Random) {
    this.board = board;
    this.#random = random;
    this.#chain = new TimetableChain(board);
    place(board, random);
    board.recount();
    this.bestPeriod = board.period.slice();
    this.bestRoom = board.room.slice();
    this.bestEnergy = board.energy;
    this.bestConflicts = board.conflicts;
  }

  get energy(): number {
    return this.board.energy;
  }

  setTemperature(points: number): void {
    this.#acceptance.setTemperature(points);
  }

  /** Copies the timetable if it is the best so far. */
  settle(): void {
    const { board } = this;
    if (this.#isCopied) return;
    this.#isCopied = true;
    this.bestPeriod.set(board.period);
    this.bestRoom.set(board.room);
    this.bestEnergy = board.energy;
    this.bestConflicts = board.conflicts;
  }

  run(steps: number): void {
    if (this.board.course.length > 0) for (let i = 0; i < steps; i++) this.#step();
    this.steps += steps;
  }

  #step(): void {
    const { board } = this;
    const random = this.#random;
    const { periods: P, rooms: R } = board;
    const draw = random.next();
    const kind = random.next();
    const l = random.below(board.course.length);
    const c = board.course[l]!;
    const { start, items } = board.openPeriods;
    const from = start[c]!;
    const choices = (start[c + 1]! - from) * R;
    if (choices === 0) return;
    const choice = random.below(choices);
    const i = Math.floor(choice / R);
    const p = board.period[l]!;
    const p2 = items[from + i]!;
    if ((kind & 255) < CHAINS && p2 !== p && board.meets[c * P + p2] !== 0) {
      if (board.conflictsAt[p] === 0 && board.conflictsAt[p2] === 0) this.#exchange(l, p2, draw);
      return;
    }
    // Every other time the room stays: a course that keeps its room costs less.
    const r2 = kind > 0x7fffffff && p2 !== p ? board.room[l]! : choice - i * R;
    const l2 = board.there[p2 * R + r2]!;
    if (l2 < 0) this.#move(l, p2, r2, draw);
    else if (board.course[l2] !== c && board.open[board.course[l2]! * P + p] === 1) this.#swap(l, l2, draw);
  }

  /** Moves a lecture to a place where nobody is. */
  #move(l: number, p2: number, r2: number, draw: number): void {
    const { board } = this;
    const delta = board.moveDelta(l, p2, r2, this.#acceptance.limit(draw));
    if (!this.#accepts(delta, draw)) return;
    board.take(l);
    board.put(l, p2, r2);
    this.#moved(delta);
  }

  /** Exchanges the places of two lectures. */
  #swap(l: number, l2: number, draw: number): void {
    const { board } = this;
    const delta = board.swapDelta(l, l2, this.#acceptance.limit(draw));
    if (!this.#accepts(delta, draw)) return;
    const p = board.period[l]!;
    const r = board.room[l]!;
    const p2 = board.period[l2]!;
    const r2 = board.room[l2]!;
    board.take(l);
    board.take(l2);
    board.put(l, p2, r2);
    board.put(l2, p, r);
    this.#moved(delta);
  }

  /** Moves a lecture and whatever stands in its way, in both periods. */
  #exchange(l: number, p2: number, draw: number): void {
    const delta = this.#chain.delta(l, p2, this.#acceptance.limit(draw));
    if (!this.#accepts(delta, draw)) return;
    this.#chain.apply();
    this.#moved(delta);
  }

  #accepts(delta: number, draw: number): boolean {
    if (!this.#acceptance.accepts(delta, draw)) return false;
    if (delta > 0) this.settle();
    return true;
  }

  #moved(delta: number): void {
    this.accepted += 1;
    this.board.energy += delta;
    if (this.board.energy < this.bestEnergy) this.#isCopied = false;
  }
}

/** Gives every lecture a place of its own, where its course can be held if there is one. */
function place(board: TimetableBoard, random: Random): void {
  const places = Array.from({ length: board.there.length }, (_, i) => i);
  for (let i = places.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const one = places[i]!;
    places[i] = places[j]!;
    places[j] = one;
  }
  const { start } = board.openPeriods;
  const choices = (l: number): number => start[board.course[l]! + 1]! - start[board.course[l]!]!;
  const lectures = Array.from(board.course.keys()).sort((a, b) => choices(a) - choices(b) || a - b);
  for (const l of lectures) {
    const isFree = (at: number): boolean => board.there[at] === -1;
    const isOpen = (at: number): boolean =>
      board.open[board.course[l]! * board.periods + Math.floor(at / board.rooms)] === 1;
    const at = places.find((one) => isFree(one) && isOpen(one)) ?? places.find(isFree)!;
    board.put(l, Math.floor(at / board.rooms), at % board.rooms);
  }
}
