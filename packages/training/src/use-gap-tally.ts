import type { Board } from "./board.ts";
import { dayNumber } from "./calendar.ts";
import type { Compiled } from "./compile.ts";
import type { UseGapRule } from "./problem-rule.ts";
import type { Tally } from "./tally.ts";

/** Points for people whose last session is too far from the day on which they use what they learnt. */
export class UseGapTally implements Tally {
  readonly #c: Compiled;
  readonly #board: Board;
  /** `[unit * D + day]`: points for a last session on that day. */
  readonly #price: Int32Array;

  constructor(c: Compiled, board: Board, { begins, atLeast = 0, atMost, points }: UseGapRule) {
    this.#c = c;
    this.#board = board;
    const days = c.problem.days.map(dayNumber);
    this.#price = Int32Array.from(
      c.problem.units.flatMap(({ id }) => {
        const use = begins[id];
        return days.map((day) => (use === undefined ? 0 : points * outside(dayNumber(use) - day, atLeast, atMost)));
      }),
    );
  }

  sit(n: number, s: number, by: 1 | -1): number {
    const { place, start } = this.#board;
    const { siblings, unitOf, D, K } = this.#c;
    const unit = unitOf[n]! * D;
    const day = Math.floor(start[s]! / K);
    let last = -1;
    for (const other of siblings[n] ?? []) {
      const at = place[other]!;
      if (at >= 0) last = Math.max(last, Math.floor(start[at]! / K));
    }
    if (day <= last) return 0;
    return by * (this.#price[unit + day]! - (last < 0 ? 0 : this.#price[unit + last]!));
  }
}

/** Days by which a gap lies outside what it may be. */
const outside = (gap: number, atLeast: number, atMost: number): number =>
  Math.max(0, gap - atMost) + Math.max(0, atLeast - gap);
