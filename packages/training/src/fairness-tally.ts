import type { Board } from "./board.ts";
import type { Compiled } from "./compile.ts";
import { unevenness, type FairnessRule } from "./problem-rule.ts";
import type { Tally } from "./tally.ts";

/** Burdens that change one at a time, and the points for how unevenly they lie. */
class Spread {
  readonly #points: number;
  #count = 0;
  #sum = 0;
  #squares = 0;
  #worth = 0;

  constructor(points: number) {
    this.#points = points;
  }

  /** One more (or fewer) that is compared. */
  count(by: 1 | -1): void {
    this.#count += by;
  }

  change(from: number, to: number): void {
    this.#sum += to - from;
    this.#squares += to * to - from * from;
  }

  /** Points added since the last call. */
  settle(): number {
    const worth = this.#points * unevenness(this.#count, this.#sum, this.#squares);
    const added = worth - this.#worth;
    this.#worth = worth;
    return added;
  }
}

/** Running points for one rule of fairness. */
export function fairnessTally(c: Compiled, board: Board, rule: FairnessRule): Tally {
  const spread = new Spread(rule.points);
  const isAmong = (id: string): boolean => rule.among?.includes(id) ?? true;
  if (rule.of === "trainer-sessions") return new TrainerSessionsTally(c, board, spread, isAmong);
  return rule.of === "unit-lateness"
    ? new UnitLatenessTally(c, board, spread, isAmong)
    : new UnitAwayTally(c, board, spread, isAmong);
}

class TrainerSessionsTally implements Tally {
  readonly #board: Board;
  readonly #spread: Spread;
  readonly #isCompared: Uint8Array;
  readonly #sessions: Int32Array;

  constructor(c: Compiled, board: Board, spread: Spread, isAmong: (id: string) => boolean) {
    const courses = new Set(c.problem.courses.map((one) => one.id));
    this.#board = board;
    this.#spread = spread;
    this.#isCompared = Uint8Array.from(c.problem.trainers, ({ id, qualifications }) =>
      isAmong(id) && qualifications.some((course) => courses.has(course)) ? 1 : 0,
    );
    this.#sessions = new Int32Array(c.problem.trainers.length);
    for (const one of this.#isCompared) if (one === 1) spread.count(1);
  }

  book(s: number, by: 1 | -1): number {
    const i = this.#board.trainer[s]!;
    if (this.#isCompared[i] !== 1) return 0;
    const before = this.#sessions[i]!;
    this.#sessions[i] = before + by;
    this.#spread.change(before, before + by);
    return this.#spread.settle();
  }
}

class UnitLatenessTally implements Tally {
  readonly #c: Compiled;
  readonly #board: Board;
  readonly #spread: Spread;
  readonly #isCompared: Uint8Array;
  /** By course: index of the first day of its window. */
  readonly #opens: Int32Array;
  readonly #places: Int32Array;
  readonly #late: Int32Array;

  constructor(c: Compiled, board: Board, spread: Spread, isAmong: (id: string) => boolean) {
    const { units, courses, days } = c.problem;
    this.#c = c;
    this.#board = board;
    this.#spread = spread;
    this.#isCompared = Uint8Array.from(units, ({ id }) => (isAmong(id) ? 1 : 0));
    this.#opens = Int32Array.from(courses, ({ window }) => {
      const first = days.findIndex((day) => day >= window.from);
      return first < 0 ? c.D : first;
    });
    this.#places = new Int32Array(units.length);
    this.#late = new Int32Array(units.length);
  }

  sit(n: number, s: number, by: 1 | -1): number {
    const u = this.#c.unitOf[n]!;
    if (this.#isCompared[u] !== 1) return 0;
    const late = Math.max(0, Math.floor(this.#board.start[s]! / this.#c.K) - this.#opens[this.#c.courseOf[n]!]!);
    const before = this.#mean(u);
    if (this.#places[u] === 0) this.#spread.count(1);
    this.#places[u]! += by;
    this.#late[u]! += by * late;
    if (this.#places[u] === 0) this.#spread.count(-1);
    this.#spread.change(before, this.#mean(u));
    return this.#spread.settle();
  }

  #mean(u: number): number {
    return this.#places[u] === 0 ? 0 : Math.floor(this.#late[u]! / this.#places[u]!);
  }
}

class UnitAwayTally implements Tally {
  readonly #c: Compiled;
  readonly #board: Board;
  readonly #spread: Spread;
  /** People at the unit; 0 when it is not compared. */
  readonly #staff: Int32Array;
  /** Slots in which somebody is away. */
  readonly #slots: Int32Array;

  constructor(c: Compiled, board: Board, spread: Spread, isAmong: (id: string) => boolean) {
    const { units, people } = c.problem;
    const own = new Map<string, number>();
    for (const { unit } of people) own.set(unit, (own.get(unit) ?? 0) + 1);
    this.#c = c;
    this.#board = board;
    this.#spread = spread;
    this.#staff = Int32Array.from(units, ({ id, headcount }) => (isAmong(id) ? (headcount ?? own.get(id) ?? 0) : 0));
    this.#slots = new Int32Array(units.length);
    for (const one of this.#staff) if (one > 0) spread.count(1);
  }

  sit(n: number, s: number, by: 1 | -1): number {
    const { T, unitOf, courseOf, duration } = this.#c;
    const u = unitOf[n]!;
    const staff = this.#staff[u]!;
    if (staff === 0) return 0;
    // The board has counted this person already: the first to go leaves 1 away, the last to come back 0.
    const turn = by > 0 ? 1 : 0;
    const from = u * T + this.#board.start[s]!;
    const before = Math.floor((10 * this.#slots[u]!) / staff);
    for (let x = from, end = from + duration[courseOf[n]!]!; x < end; x++)
      if (this.#board.away[x] === turn) this.#slots[u]! += by;
    this.#spread.change(before, Math.floor((10 * this.#slots[u]!) / staff));
    return this.#spread.settle();
  }
}
