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

/** Copies what a plan consists of, so that the search can walk on. O(needs + sessions). */
export function copyOf(board: Board): Snapshot {
  return {
    energy: board.energy,
    soft: board.soft,
    unplaced: board.unplaced.items.length,
    place: board.place.slice(),
    course: board.course.slice(),
    start: board.start.slice(),
    room: board.room.slice(),
    trainer: board.trainer.slice(),
  };
}
