import { anneal, checkBudget, type Budget, type Stopped } from "./anneal.ts";
import { Random } from "./random.ts";
import { CONFLICT, TimetableBoard } from "./timetable-board.ts";
import { evaluateTimetable, type Lecture, type TimetableProblem, type TimetableScore } from "./timetable-model.ts";

export { readCtt, writeCttSolution } from "./ctt.ts";
export { evaluateTimetable } from "./timetable-model.ts";
export type { Lecture, TimetableCourse, TimetableProblem, TimetableScore } from "./timetable-model.ts";

/** The best timetable so far. */
export interface TimetableProgress {
  readonly conflicts: number;
  readonly soft: number;
  readonly iterations: number;
  readonly share: number;
}

export type TimetableOptions = Budget & {
  /** Any integer. The same seed and `iterations` give the same timetable on every machine. */
  readonly seed: number;
  readonly signal?: { readonly aborted: boolean };
  readonly onImprove?: (progress: TimetableProgress) => void;
};

export interface TimetableSolution {
  readonly timetable: readonly Lecture[];
  /** By `evaluateTimetable`. */
  readonly score: TimetableScore;
  readonly iterations: number;
  readonly seed: number;
  readonly stopped: Stopped;
}

/** Temperatures at the start and the end, after Bellio et al. (2016), in points; colder at the end. */
const HOT = 20;
const COLD = 0.1;

/** Steps between looks at the clock. */
const CHUNK = 16_384;

/**
 * Finds a curriculum-based timetable by simulated annealing: a step moves a lecture to another period and room, or exchanges
 * it with the one there.
 * @returns the best timetable found; `score.hard` is 0 unless the problem is very tight or the budget very small
 * @throws RangeError when the budget is no number, or there are more lectures than places
 * @see Bellio, Ceschia, Di Gaspero, Schaerf, Urli: Feature-based tuning of simulated annealing, Computers & OR 65 (2016)
 * @example
 * const read = readCtt(text);
 * if (read.ok) console.log((await solveTimetable(read.value, { seed: 1, iterations: 10_000_000 })).score.soft);
 */
export async function solveTimetable(problem: TimetableProblem, options: TimetableOptions): Promise<TimetableSolution> {
  checkBudget(options);
  const began = options.now?.() ?? 0;
  const { seed, onImprove } = options;
  const board = new TimetableBoard(problem);
  if (board.course.length > board.periods * board.rooms)
    throw new RangeError(`${board.course.length} lectures need as many places, got ${board.periods * board.rooms}`);
  const search = new TimetableSearch(board, new Random(seed));
  const improved =
    onImprove &&
    ((share: number): void => {
      const conflicts = search.bestConflicts;
      onImprove({ conflicts, soft: search.bestEnergy - CONFLICT * conflicts, iterations: search.steps, share });
    });
  const stopped = await anneal(search, options, { hot: HOT, cold: COLD, began, chunk: CHUNK, improved });
  const timetable = board.lectures(search.bestPeriod, search.bestRoom);
  return {
    timetable,
    score: evaluateTimetable(problem, timetable),
    iterations: search.steps,
    seed,
    stopped,
  };
}

const WORST = 1024;

/** Annealing on a board. Exported for its tests alone. */
export class TimetableSearch {
  readonly board: TimetableBoard;
  bestPeriod: Int32Array;
  bestRoom: Int32Array;
  bestEnergy: number;
  bestConflicts: number;
  steps = 0;
  readonly #random: Random;
  readonly #accept = new Float64Array(WORST + 1);
  #isCopied = true;

  constructor(board: TimetableBoard, random: Random) {
    this.board = board;
    this.#random = random;
    place(board, random);
    board.recount();
    this.bestPeriod = board.period.slice();
    this.bestRoom = board.room.slice();
    this.bestEnergy = board.energy;
    this.bestConflicts = board.conflicts;
  }

  setTemperature(points: number): void {
    const factor = Math.exp(-1 / points);
    let chance = 4294967296;
    for (let delta = 0; delta <= WORST; delta++, chance *= factor) this.#accept[delta] = chance;
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
    const l = random.below(board.course.length);
    const p2 = random.below(P);
    // Every other time the room stays: a course that keeps its room costs less.
    const staysInRoom = (random.next() & 1) === 0 && board.period[l] !== p2;
    const r2 = staysInRoom ? board.room[l]! : random.below(R);
    const place = p2 * R + r2;
    const c = board.course[l]!;
    if (board.open[c * P + p2] === 0) return;
    const l2 = board.there[place]!;
    if (l2 < 0) {
      const delta = board.moveDelta(l, p2, r2);
      if (!this.#accepts(delta)) return;
      board.take(l);
      board.put(l, p2, r2);
      board.energy += delta;
    } else {
      const c2 = board.course[l2]!;
      const [p, r] = [board.period[l]!, board.room[l]!];
      if (c2 === c || board.open[c2 * P + p] === 0) return;
      const delta = board.swapDelta(l, l2);
      if (!this.#accepts(delta)) return;
      board.take(l);
      board.take(l2);
      board.put(l, p2, r2);
      board.put(l2, p, r);
      board.energy += delta;
    }
    if (board.energy < this.bestEnergy) this.#isCopied = false;
  }

  #accepts(delta: number): boolean {
    if (delta <= 0) return true;
    if (delta > WORST || this.#random.next() >= this.#accept[delta]!) return false;
    this.settle();
    return true;
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
  const room = (c: number): number =>
    board.open.subarray(c * board.periods, (c + 1) * board.periods).reduce((a, b) => a + b, 0);
  const lectures = Array.from(board.course.keys()).sort(
    (a, b) => room(board.course[a]!) - room(board.course[b]!) || a - b,
  );
  for (const l of lectures) {
    const isFree = (at: number): boolean => board.there[at] === -1;
    const isOpen = (at: number): boolean =>
      board.open[board.course[l]! * board.periods + Math.floor(at / board.rooms)] === 1;
    const at = places.find((one) => isFree(one) && isOpen(one)) ?? places.find(isFree)!;
    board.put(l, Math.floor(at / board.rooms), at % board.rooms);
  }
}
