import type { Board } from "./board.ts";
import type { Compiled } from "./compile.ts";
import { ruleTallies } from "./rule-tallies.ts";
import { StandInTally } from "./stand-in.ts";

/**
 * The running points of one group of soft constraints. The board tells it of every change, the taking back of one too, and
 * adds what it answers to its points; so an answer is a whole number and depends on the board's state alone.
 */
export interface Tally {
  /** Points of an empty plan. Default 0. */
  readonly initial?: number;
  /** Session `s` is held from now on (`by` 1), or no longer (-1); its arrays and bookings say how. Returns points added. */
  book?(s: number, by: 1 | -1): number;
  /** Need `n` sits in session `s` from now on (`by` 1), or no longer (-1). Returns points added. */
  sit?(n: number, s: number, by: 1 | -1): number;
}

/** The tallies a problem calls for, none when their weights are 0: what nobody weighs costs no time. */
export function talliesFor(c: Compiled, board: Board): Tally[] {
  return [...(c.weights.standIn === 0 ? [] : [new StandInTally(c, board)]), ...ruleTallies(c, board)];
}
