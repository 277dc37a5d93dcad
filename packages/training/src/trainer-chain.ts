import type { Board } from "./board.ts";

/**
 * Frees a trainer for a course at t in a room by giving the session they hold then to somebody else, and so on along a chain;
 * nobody's time changes. Returns the trainer who is free afterwards. Where none can be freed, sessions may have changed
 * trainers all the same: nothing that must hold is broken by it, and a trial takes it back.
 */
export function freeTrainer(board: Board, course: number, t: number, room: number): number | undefined {
  const { c, bookings } = board;
  const holds = new Map<number, number>();
  for (const s of bookings.sessionsOn[Math.floor(t / c.K)]!.items)
    if (board.start[s] === t) holds.set(board.trainer[s]!, s);
  const seen = new Set<number>();
  const free = (wanted: number, where: number): number | undefined => {
    const duration = c.duration[wanted]!;
    const isFree = (i: number): boolean => bookings.isTrainerFree(i, t, duration) && board.mayHold(wanted, t, where, i);
    for (const i of c.trainersOf[wanted]!) if (isFree(i)) return i;
    for (const i of c.trainersOf[wanted]!) {
      const s = holds.get(i);
      if (s === undefined || seen.has(i) || board.pinned[s] === 1 || c.duration[board.course[s]!] !== duration)
        continue;
      seen.add(i);
      const other = free(board.course[s]!, board.room[s]!);
      if (other === undefined) continue;
      board.hand(s, other);
      holds.delete(i);
      holds.set(other, s);
      // The chain may have come back by another way: whoever is freed must really be there.
      if (isFree(i)) return i;
    }
    return undefined;
  };
  return free(course, room);
}
