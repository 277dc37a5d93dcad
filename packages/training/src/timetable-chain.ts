import type { TimetableBoard } from "./timetable-board.ts";

/** Lectures in a chain at most; longer ones nearly empty two periods into each other, and are seldom any use. */
const LONGEST = 12;

/**
 * A Kempe chain: a lecture goes to another period, those it must not meet there come to its own, those that *they* must not
 * meet go the other way, and so on. Two periods exchange what belongs together, and no conflict arises. Each lecture keeps
 * its room if it can; the others take the cheapest that is free.
 */
export class TimetableChain {
  readonly #board: TimetableBoard;
  #length = 0;
  readonly #lecture = new Int32Array(LONGEST);
  readonly #to = new Int32Array(LONGEST);
  readonly #room = new Int32Array(LONGEST);
  /** Per lecture: 1 when it is in the chain. `[period * rooms + room]`: 1 when one of the chain is going there. */
  readonly #isIn: Uint8Array;
  readonly #isTaken: Uint8Array;

  constructor(board: TimetableBoard) {
    this.#board = board;
    this.#isIn = new Uint8Array(board.course.length);
    this.#isTaken = new Uint8Array(board.there.length);
  }

  /**
   * Finds the chain that begins with lecture `l` going to period `p2`, where there is no conflict in either period.
   * @returns the points it adds; or infinity when there is none, or they are certain to be more than `limit`
   */
  delta(l: number, p2: number, limit: number): number {
    this.#length = 0;
    let delta = this.#gather(l, p2) ? this.#periodDelta() : Infinity;
    if (delta - this.#roomsToGain() > limit) delta = Infinity;
    if (delta < Infinity) delta += this.#findRooms();
    for (let i = 0; i < this.#length; i++) this.#isIn[this.#lecture[i]!] = 0;
    return delta;
  }

  /** Moves the chain found last. */
  apply(): void {
    const board = this.#board;
    for (let i = 0; i < this.#length; i++) board.take(this.#lecture[i]!);
    for (let i = 0; i < this.#length; i++) board.put(this.#lecture[i]!, this.#to[i]!, this.#room[i]!);
  }

  #add(l: number, to: number): void {
    this.#isIn[l] = 1;
    this.#lecture[this.#length] = l;
    this.#to[this.#length] = to;
    this.#length += 1;
  }

  /** Whether there is a chain: not too long, and everybody's course can be held where they go. */
  #gather(l: number, p2: number): boolean {
    const { period, periods: P, rooms: R, courses: C, course, clash, there, meets, open } = this.#board;
    this.#add(l, p2);
    for (let i = 0; i < this.#length; i++) {
      const to = this.#to[i]!;
      const from = period[this.#lecture[i]!]!;
      const c = course[this.#lecture[i]!]!;
      if (open[c * P + to] === 0) return false;
      let left = meets[c * P + to]!;
      for (let at = to * R; left > 0; at++) {
        const other = there[at]!;
        if (other < 0 || clash[c * C + course[other]!] === 0) continue;
        left -= 1;
        if (this.#isIn[other] === 1) continue;
        if (this.#length === LONGEST) return false;
        this.#add(other, from);
      }
    }
    return true;
  }

  /** Points for days and compactness. */
  #periodDelta(): number {
    const { course, period } = this.#board;
    let delta = 0;
    for (let i = 0; i < this.#length; i++) {
      const l = this.#lecture[i]!;
      const c = course[l]!;
      delta += this.#board.exchangeDelta(c, period[l]!, this.#to[i]!);
      if (!this.#comesBack(c, this.#to[i]!)) delta += this.#board.dayDelta(c, period[l]!, this.#to[i]!);
    }
    return delta;
  }

  /** Whether another lecture of the course goes the other way. */
  #comesBack(c: number, to: number): boolean {
    for (let i = 0; i < this.#length; i++)
      if (this.#to[i] !== to && this.#board.course[this.#lecture[i]!] === c) return true;
    return false;
  }

  /** More points than the chain can gain by rooms. */
  #roomsToGain(): number {
    const { course, room, rooms: R, tooSmall } = this.#board;
    let gain = this.#length;
    for (let i = 0; i < this.#length; i++) {
      const l = this.#lecture[i]!;
      gain += tooSmall[course[l]! * R + room[l]!]!;
    }
    return gain;
  }

  /** Gives everybody a room where they go. Returns the points for rooms; infinity when there are too few. */
  #findRooms(): number {
    const { room, rooms: R } = this.#board;
    let delta = 0;
    for (let i = 0; i < this.#length; i++) {
      const own = room[this.#lecture[i]!]!;
      this.#room[i] = this.#isFree(this.#to[i]! * R + own) ? own : -1;
      if (this.#room[i] === own) this.#isTaken[this.#to[i]! * R + own] = 1;
    }
    for (let i = 0; i < this.#length && delta < Infinity; i++) if (this.#room[i] === -1) delta += this.#findRoom(i);
    this.#restore();
    return delta;
  }

  /** Takes the cheapest free room for the i-th, and counts it in the board's `inRoom` so that the next one sees it. */
  #findRoom(i: number): number {
    const board = this.#board;
    const { rooms: R, inRoom } = board;
    const l = this.#lecture[i]!;
    const c = board.course[l]!;
    const own = board.room[l]!;
    let best = -1;
    let least = Infinity;
    for (let r = 0; r < R; r++) {
      if (!this.#isFree(this.#to[i]! * R + r)) continue;
      const delta = board.roomDelta(c, own, r);
      if (delta >= least) continue;
      least = delta;
      best = r;
    }
    this.#room[i] = best;
    if (best < 0) return Infinity;
    this.#isTaken[this.#to[i]! * R + best] = 1;
    inRoom[c * R + own]! -= 1;
    inRoom[c * R + best]! += 1;
    return least;
  }

  #isFree(at: number): boolean {
    const l = this.#board.there[at]!;
    return (l < 0 || this.#isIn[l] === 1) && this.#isTaken[at] === 0;
  }

  /** Takes back what looking for rooms has marked and counted. */
  #restore(): void {
    const { course, room, rooms: R, inRoom } = this.#board;
    for (let i = 0; i < this.#length; i++) {
      const r = this.#room[i]!;
      if (r < 0) continue;
      this.#isTaken[this.#to[i]! * R + r] = 0;
      const l = this.#lecture[i]!;
      inRoom[course[l]! * R + r]! -= 1;
      inRoom[course[l]! * R + room[l]!]! += 1;
    }
  }
}
