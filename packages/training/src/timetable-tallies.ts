import type { Board } from "./board.ts";
import type { Compiled } from "./compile.ts";
import type { ClassSeatsRule, CompactRule, SameRoomRule, SpreadDaysRule } from "./problem-rule.ts";
import type { Tally } from "./tally.ts";

/** Numbers by course id, as the courses are numbered. */
const byCourse = (c: Compiled, record: Readonly<Record<string, number>>): Int32Array =>
  Int32Array.from(c.problem.courses, ({ id }) => record[id] ?? 0);

/** Points for sessions with no other of their group right before or after. */
export class CompactTally implements Tally {
  readonly #c: Compiled;
  readonly #board: Board;
  readonly #points: number;
  /** By course: its groups. By group: its courses, 1 each. */
  readonly #groupsOf: readonly (readonly number[])[];
  readonly #isIn: readonly Uint8Array[];
  /** `[group * D + day]`: sessions alone. */
  readonly #alone: Int32Array;

  constructor(c: Compiled, board: Board, { groups, points }: CompactRule) {
    const { courses } = c.problem;
    this.#c = c;
    this.#board = board;
    this.#points = points;
    this.#isIn = groups.map((group) => Uint8Array.from(courses, ({ id }) => (group.includes(id) ? 1 : 0)));
    this.#groupsOf = courses.map((_, i) => this.#isIn.flatMap((own, g) => (own[i] === 1 ? [g] : [])));
    this.#alone = new Int32Array(groups.length * c.D);
  }

  book(s: number): number {
    const day = Math.floor(this.#board.start[s]! / this.#c.K);
    let added = 0;
    for (const g of this.#groupsOf[this.#board.course[s]!]!) {
      const alone = this.#count(g, day);
      added += alone - this.#alone[g * this.#c.D + day]!;
      this.#alone[g * this.#c.D + day] = alone;
    }
    return added * this.#points;
  }

  #count(g: number, day: number): number {
    const { bookings, course, start } = this.#board;
    const { duration } = this.#c;
    const isIn = this.#isIn[g]!;
    const { items } = bookings.sessionsOn[day]!;
    const endOf = (s: number): number => start[s]! + duration[course[s]!]!;
    let alone = 0;
    for (const s of items) {
      if (isIn[course[s]!] === 0) continue;
      const hasNext = items.some(
        (other) => isIn[course[other]!] === 1 && (start[other] === endOf(s) || endOf(other) === start[s]),
      );
      if (!hasNext) alone++;
    }
    return alone;
  }
}

/** Points for courses held on too few days. */
export class SpreadDaysTally implements Tally {
  readonly initial: number;
  readonly #c: Compiled;
  readonly #board: Board;
  readonly #points: number;
  readonly #least: Int32Array;
  /** `[course * D + day]`: sessions. By course: days with any. */
  readonly #sessions: Int32Array;
  readonly #days: Int32Array;

  constructor(c: Compiled, board: Board, { days, points }: SpreadDaysRule) {
    this.#c = c;
    this.#board = board;
    this.#points = points;
    this.#least = byCourse(c, days);
    this.#sessions = new Int32Array(this.#least.length * c.D);
    this.#days = new Int32Array(this.#least.length);
    this.initial = points * this.#least.reduce((sum, one) => sum + one, 0);
  }

  book(s: number, by: 1 | -1): number {
    const course = this.#board.course[s]!;
    const at = course * this.#c.D + Math.floor(this.#board.start[s]! / this.#c.K);
    this.#sessions[at]! += by;
    // The first session of a day adds the day, the last to go takes it away.
    if (this.#sessions[at] !== (by > 0 ? 1 : 0)) return 0;
    const missing = (): number => Math.max(0, this.#least[course]! - this.#days[course]!);
    const before = missing();
    this.#days[course]! += by;
    return (missing() - before) * this.#points;
  }
}

/** Points for courses held in several rooms. */
export class SameRoomTally implements Tally {
  readonly #board: Board;
  readonly #rooms: number;
  readonly #points: number;
  readonly #isMeant: Uint8Array;
  /** `[course * rooms + room]`: sessions. By course: rooms with any. */
  readonly #sessions: Int32Array;
  readonly #used: Int32Array;

  constructor(c: Compiled, board: Board, { courses, points }: SameRoomRule) {
    this.#board = board;
    this.#rooms = c.problem.rooms.length;
    this.#points = points;
    this.#isMeant = Uint8Array.from(c.problem.courses, ({ id }) => ((courses?.includes(id) ?? true) ? 1 : 0));
    this.#sessions = new Int32Array(this.#isMeant.length * this.#rooms);
    this.#used = new Int32Array(this.#isMeant.length);
  }

  book(s: number, by: 1 | -1): number {
    const course = this.#board.course[s]!;
    if (this.#isMeant[course] === 0) return 0;
    const at = course * this.#rooms + this.#board.room[s]!;
    this.#sessions[at]! += by;
    if (this.#sessions[at] !== (by > 0 ? 1 : 0)) return 0;
    const before = Math.max(0, this.#used[course]! - 1);
    this.#used[course]! += by;
    return (Math.max(0, this.#used[course]! - 1) - before) * this.#points;
  }
}

/** Points for people of a class without a seat. */
export function classSeatsTally(c: Compiled, board: Board, { people, points }: ClassSeatsRule): Tally {
  const size = byCourse(c, people);
  const seats = c.problem.rooms.map((room) => room.seats);
  return {
    book: (s, by) => by * points * Math.max(0, size[board.course[s]!]! - seats[board.room[s]!]!),
  };
}
