import type { Board } from "./board.ts";

/** A board's plan, copied. */
export interface Snapshot {
  readonly energy: number;
  readonly soft: number;
  readonly unplaced: number;
  readonly place: Int32Array;
  readonly course: Int32Array;
  readonly start: Int32Array;
  readonly room: Int32Array;
  readonly trainer: Int32Array;
}

/**
 * Copies what a plan consists of, so that the search can walk on. O(needs + sessions).
 * @param over - an earlier copy of this board's plan that is needed no more: its memory is used again
 */
export function copyOf(board: Board, over?: Snapshot): Snapshot {
  const copy = (from: Int32Array, to: Int32Array | undefined): Int32Array => {
    if (to === undefined) return from.slice();
    to.set(from);
    return to;
  };
  return {
    energy: board.energy,
    soft: board.soft,
    unplaced: board.unplaced.items.length,
    place: copy(board.place, over?.place),
    course: copy(board.course, over?.course),
    start: copy(board.start, over?.start),
    room: copy(board.room, over?.room),
    trainer: copy(board.trainer, over?.trainer),
  };
}
