import type { Board } from "./board.ts";
import type { Compiled } from "./compile.ts";
import type { Tally } from "./tally.ts";

/** Points for sessions that no other trainer could take over. */
export class StandInTally implements Tally {
  readonly #c: Compiled;
  readonly #board: Board;
  /** Per day: sessions without a stand-in. */
  readonly #alone: Int32Array;

  constructor(c: Compiled, board: Board) {
    this.#c = c;
    this.#board = board;
    this.#alone = new Int32Array(c.D);
  }

  /** Counts the days anew that a session bears on: its own; with weekly limits, those of its week. */
  book(s: number): number {
    const { weekOf, hasWeekLimit, D, K, weights } = this.#c;
    const day = Math.floor(this.#board.start[s]! / K);
    let added = this.#recount(day);
    if (hasWeekLimit) {
      for (let d = day - 1; d >= 0 && weekOf[d] === weekOf[day]; d--) added += this.#recount(d);
      for (let d = day + 1; d < D && weekOf[d] === weekOf[day]; d++) added += this.#recount(d);
    }
    return added * weights.standIn;
  }

  #recount(day: number): number {
    const { course, trainer, start, bookings } = this.#board;
    const { duration, trainersOf } = this.#c;
    let alone = 0;
    for (const s of bookings.sessionsOn[day]!.items) {
      const own = course[s]!;
      const isFree = (i: number): boolean => i !== trainer[s] && bookings.isTrainerFree(i, start[s]!, duration[own]!);
      if (!trainersOf[own]!.some(isFree)) alone++;
    }
    const added = alone - this.#alone[day]!;
    this.#alone[day] = alone;
    return added;
  }
}
