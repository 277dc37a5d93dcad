import { TimetableFacts } from "./timetable-facts.ts";
import type { Lecture, TimetableProblem } from "./timetable-model.ts";

/** What a pair of lectures that must not meet weighs while the search still has some. */
export const CONFLICT = 100;

/** Points for each day too few that a course is spread over. */
const DAY = 5;

/** Points a curriculum can gain at most when a lecture moves: it was alone, and so were its two new neighbours. */
const MOST_GAINED = 6;

/**
 * A timetable in the making, with what is needed to price a change in a few steps. Every lecture has a room and a period of
 * its own; nothing is moved to a period when its course is unavailable; conflicts are allowed at a price.
 */
export class TimetableBoard extends TimetableFacts {
  /** Per lecture: its period and room. */
  readonly period: Int32Array;
  readonly room: Int32Array;
  /** `[period * rooms + room]`: the lecture there, or -1. */
  readonly there: Int32Array;
  /** `[course * periods + period]`: lectures there that the course must not meet. */
  readonly meets: Int32Array;
  /** Per period: pairs that must not meet, and lectures whose course is unavailable. */
  readonly conflictsAt: Int32Array;
  /** `[course * rooms + room]`: lectures there. Per course: rooms in use. */
  readonly inRoom: Int32Array;
  readonly #roomsUsed: Int32Array;
  /** `[course * days + day]`: lectures that day. Per course: days in use. */
  readonly #onDay: Int32Array;
  readonly #daysUsed: Int32Array;
  /** `[curriculum * periods + period]`: lectures; `[curriculum * days + day]`: periods in use, as bits. */
  readonly #count: Int32Array;
  readonly #bits: Int32Array;
  /** Per course: points that the compactness of its curricula can gain at most by one move, as a negative number. */
  readonly #mostGained: Int32Array;
  /** Points and priced violations; whoever moves a lecture adds what the move's delta says. */
  energy = 0;
  /** The same for all periods together. */
  conflicts = 0;

  constructor(problem: TimetableProblem) {
    super(problem);
    const { courses: C, rooms: R, periods: P } = this;
    const { start, items } = this.curricula;
    const lectures = this.course.length;
    this.period = new Int32Array(lectures).fill(-1);
    this.room = new Int32Array(lectures).fill(-1);
    this.there = new Int32Array(P * R).fill(-1);
    this.meets = new Int32Array(C * P);
    this.conflictsAt = new Int32Array(P);
    this.inRoom = new Int32Array(C * R);
    this.#roomsUsed = new Int32Array(C);
    this.#onDay = new Int32Array(C * this.days);
    this.#daysUsed = new Int32Array(C);
    this.#count = new Int32Array(this.weight.length * P);
    this.#bits = new Int32Array(this.weight.length * this.days);
    this.#mostGained = Int32Array.from({ length: C }, (_, c) =>
      items.subarray(start[c], start[c + 1]).reduce((sum, q) => sum - MOST_GAINED * this.weight[q]!, 0),
    );
  }

  /**
   * Points that moving lecture `l` to another place with nobody there adds; or, as soon as it is certain that they are more
   * than `limit`, infinity.
   */
  moveDelta(l: number, p2: number, r2: number, limit = Infinity): number {
    const c = this.course[l]!;
    const p = this.period[l]!;
    let delta = this.roomDelta(c, this.room[l]!, r2);
    if (p === p2) return delta;
    const P = this.periods;
    const left = this.meets[c * P + p]! - 1 + (this.open[c * P + p] === 0 ? 1 : 0);
    delta += CONFLICT * (this.meets[c * P + p2]! - left);
    if (delta + this.#mostGained[c]! - DAY > limit) return Infinity;
    return delta + this.dayDelta(c, p, p2) + this.#compactDelta(c, -1, p, p2);
  }

  /** The same for exchanging the places of two lectures of different courses, each open to the other. */
  swapDelta(l: number, l2: number, limit = Infinity): number {
    const a = this.course[l]!;
    const b = this.course[l2]!;
    const p = this.period[l]!;
    const p2 = this.period[l2]!;
    const r = this.room[l]!;
    const r2 = this.room[l2]!;
    let delta = this.roomDelta(a, r, r2) + this.roomDelta(b, r2, r);
    if (p === p2) return delta;
    const { periods: P, courses: C, meets } = this;
    const clash = this.clash[a * C + b]!;
    const left = this.open[a * P + p] === 0 ? 1 : 0;
    const left2 = this.open[b * P + p2] === 0 ? 1 : 0;
    const met = meets[a * P + p]! - 1 + left + meets[b * P + p2]! - 1 + left2;
    delta += CONFLICT * (meets[a * P + p2]! + meets[b * P + p]! - 2 * clash - met);
    if (delta + this.#mostGained[a]! + this.#mostGained[b]! - 2 * DAY > limit) return Infinity;
    delta += this.dayDelta(a, p, p2) + this.dayDelta(b, p2, p) + this.#compactDelta(a, b, p, p2);
    return delta + this.#mostGained[b]! > limit ? Infinity : delta + this.#compactDelta(b, a, p2, p);
  }

  /** Points that holding one lecture of course `c` in room `r2` instead of `r` adds. */
  roomDelta(c: number, r: number, r2: number): number {
    if (r === r2) return 0;
    const at = c * this.rooms;
    let delta = this.tooSmall[at + r2]! - this.tooSmall[at + r]!;
    if (this.inRoom[at + r] === 1) delta--;
    if (this.inRoom[at + r2] === 0) delta++;
    return delta;
  }

  /** Points that moving one lecture of course `c` from period to period adds for the days it is spread over. */
  dayDelta(c: number, p: number, p2: number): number {
    const d = this.dayOf[p]!;
    const d2 = this.dayOf[p2]!;
    if (d === d2) return 0;
    const at = c * this.days;
    const gained = (this.#onDay[at + d2] === 0 ? 1 : 0) - (this.#onDay[at + d] === 1 ? 1 : 0);
    if (gained === 0) return 0;
    const missing = this.minDays[c]! - this.#daysUsed[c]!;
    return DAY * (Math.max(0, missing - gained) - Math.max(0, missing));
  }

  /**
   * Points for compactness when a lecture of `c` goes from `p` to `p2` and all it must not meet there comes to `p`: a
   * curriculum with a lecture in both periods stays as it is.
   */
  exchangeDelta(c: number, p: number, p2: number): number {
    const { start, items } = this.curricula;
    let delta = 0;
    for (let i = start[c]!, end = start[c + 1]!; i < end; i++) {
      const q = items[i]!;
      if (this.#count[q * this.periods + p2] === 0) delta += this.weight[q]! * this.#curriculumDelta(q, p, p2);
    }
    return delta;
  }

  /** Points for compactness in the curricula of `c`, not those that `other` is in as well, when a lecture changes period. */
  #compactDelta(c: number, other: number, p: number, p2: number): number {
    const { start, items } = this.curricula;
    let delta = 0;
    for (let i = start[c]!, end = start[c + 1]!; i < end; i++) {
      const q = items[i]!;
      if (other >= 0 && this.isIn[q * this.courses + other] === 1) continue;
      delta += this.weight[q]! * this.#curriculumDelta(q, p, p2);
    }
    return delta;
  }

  #curriculumDelta(q: number, p: number, p2: number): number {
    const d = this.dayOf[p]!;
    const d2 = this.dayOf[p2]!;
    const from = this.#bits[q * this.days + d]!;
    const without = this.#count[q * this.periods + p] === 1 ? from & ~(1 << this.slotOf[p]!) : from;
    const bit = 1 << this.slotOf[p2]!;
    if (d === d2) return this.isolatedIn(without | bit) - this.isolatedIn(from);
    const to = this.#bits[q * this.days + d2]!;
    return this.isolatedIn(without) - this.isolatedIn(from) + this.isolatedIn(to | bit) - this.isolatedIn(to);
  }

  /** Puts lecture `l`, which is nowhere, in a free place. */
  put(l: number, p: number, r: number): void {
    const c = this.course[l]!;
    const { periods: P, rooms: R } = this;
    const d = this.dayOf[p]!;
    this.period[l] = p;
    this.room[l] = r;
    this.there[p * R + r] = l;
    const added = this.meets[c * P + p]! + (this.open[c * P + p] === 0 ? 1 : 0);
    this.conflicts += added;
    this.conflictsAt[p]! += added;
    this.#meet(c, p, 1);
    if (this.inRoom[c * R + r]!++ === 0) this.#roomsUsed[c]!++;
    if (this.#onDay[c * this.days + d]!++ === 0) this.#daysUsed[c]!++;
    const { start, items } = this.curricula;
    for (let i = start[c]!, end = start[c + 1]!; i < end; i++) {
      const q = items[i]!;
      if (this.#count[q * P + p]!++ === 0) this.#bits[q * this.days + d]! |= 1 << this.slotOf[p]!;
    }
  }

  /** Takes lecture `l` out of its place. */
  take(l: number): void {
    const c = this.course[l]!;
    const { periods: P, rooms: R } = this;
    const p = this.period[l]!;
    const r = this.room[l]!;
    const d = this.dayOf[p]!;
    this.there[p * R + r] = -1;
    this.#meet(c, p, -1);
    const gone = this.meets[c * P + p]! + (this.open[c * P + p] === 0 ? 1 : 0);
    this.conflicts -= gone;
    this.conflictsAt[p]! -= gone;
    if (--this.inRoom[c * R + r]! === 0) this.#roomsUsed[c]!--;
    if (--this.#onDay[c * this.days + d]! === 0) this.#daysUsed[c]!--;
    const { start, items } = this.curricula;
    for (let i = start[c]!, end = start[c + 1]!; i < end; i++) {
      const q = items[i]!;
      if (--this.#count[q * P + p]! === 0) this.#bits[q * this.days + d]! &= ~(1 << this.slotOf[p]!);
    }
  }

  #meet(c: number, p: number, by: 1 | -1): void {
    const { start, items } = this.clashes;
    for (let i = start[c]!, end = start[c + 1]!; i < end; i++) this.meets[items[i]! * this.periods + p]! += by;
  }

  /** Counts the points anew, from what the board holds. */
  recount(): void {
    let soft = 0;
    for (let l = 0; l < this.course.length; l++) soft += this.tooSmall[this.course[l]! * this.rooms + this.room[l]!]!;
    for (let c = 0; c < this.courses; c++)
      soft += Math.max(0, this.#roomsUsed[c]! - 1) + DAY * Math.max(0, this.minDays[c]! - this.#daysUsed[c]!);
    for (const [i, bits] of this.#bits.entries())
      soft += this.weight[Math.floor(i / this.days)]! * this.isolatedIn(bits);
    this.energy = soft + CONFLICT * this.conflicts;
  }

  /** The timetable, lectures in the order of courses. */
  lectures(period: Int32Array = this.period, room: Int32Array = this.room): Lecture[] {
    const { courses, rooms } = this.problem;
    return Array.from(this.course, (c, l) => ({
      course: courses[c]!.id,
      room: rooms[room[l]!]!.id,
      day: this.dayOf[period[l]!]!,
      period: this.slotOf[period[l]!]!,
    }));
  }
}
