import type { Lecture, TimetableProblem } from "./timetable-model.ts";

/** What a pair of lectures that must not meet weighs while the search still has some. */
export const CONFLICT = 100;

/**
 * A timetable in the making, as numbers, with what is needed to price a change in a few steps. Every lecture has a room and
 * a period of its own; nothing is moved to a period when its course is unavailable; conflicts are allowed at a price.
 */
export class TimetableBoard {
  readonly problem: TimetableProblem;
  readonly courses: number;
  readonly rooms: number;
  readonly periods: number;
  readonly perDay: number;
  /** Per lecture: its course, period and room. */
  readonly course: Int32Array;
  readonly period: Int32Array;
  readonly room: Int32Array;
  /** `[period * rooms + room]`: the lecture there, or -1. */
  readonly there: Int32Array;
  /** `[course * periods + period]`: 1 when the course can be held. */
  readonly open: Uint8Array;
  /** Points and priced violations; whoever moves a lecture adds what the move's delta says. */
  energy = 0;
  /** Pairs that must not meet, and lectures when their course is unavailable. */
  conflicts = 0;

  /** `[course * courses + course]`: 1 when they must not meet; a course and itself too. */
  readonly #clash: Uint8Array;
  /** Per course: those it must not meet, itself included. */
  readonly #clashes: Int32Array[];
  /** `[course * periods + period]`: lectures there that the course must not meet. */
  readonly #meets: Int32Array;
  /** `[course * rooms + room]`: students without a seat. */
  readonly #tooSmall: Int32Array;
  /** `[course * rooms + room]`: lectures there; per course: rooms in use. */
  readonly #inRoom: Int32Array;
  readonly #roomsUsed: Int32Array;
  /** `[course * days + day]`: lectures that day; per course: days in use, and how many there should be. */
  readonly #onDay: Int32Array;
  readonly #daysUsed: Int32Array;
  readonly #minDays: Int32Array;
  /** Per course: its curricula. `[curriculum * courses + course]`: 1 when it is one of them. */
  readonly #curricula: Int32Array[];
  readonly #isIn: Uint8Array;
  /** `[curriculum * periods + period]`: lectures; `[curriculum * days + day]`: periods in use, as bits. */
  readonly #count: Int32Array;
  readonly #bits: Int32Array;
  readonly #days: number;
  /** By the bits of a day: points for lectures without a neighbour. */
  readonly #isolated: Uint8Array;

  constructor(problem: TimetableProblem) {
    const { days, periodsPerDay, rooms, courses, curricula } = problem;
    const [C, R, P, Q] = [courses.length, rooms.length, days * periodsPerDay, curricula.length];
    this.problem = problem;
    this.courses = C;
    this.rooms = R;
    this.periods = P;
    this.perDay = periodsPerDay;
    this.#days = days;
    this.course = Int32Array.from(courses.flatMap(({ lectures }, c) => Array.from({ length: lectures }, () => c)));
    this.period = new Int32Array(this.course.length).fill(-1);
    this.room = new Int32Array(this.course.length).fill(-1);
    this.there = new Int32Array(P * R).fill(-1);
    this.open = new Uint8Array(C * P).fill(1);
    for (const [c, course] of courses.entries())
      for (const p of course.unavailable) if (p < P) this.open[c * P + p] = 0;

    const index = new Map(courses.map((course, c) => [course.id, c]));
    this.#isIn = new Uint8Array(Q * C);
    for (const [q, curriculum] of curricula.entries())
      for (const id of curriculum.courses) this.#isIn[q * C + index.get(id)!] = 1;
    this.#curricula = courses.map((_, c) =>
      Int32Array.from(curricula.keys()).filter((q) => this.#isIn[q * C + c] === 1),
    );
    this.#clash = Uint8Array.from({ length: C * C }, (_, i) => {
      const [a, b] = [Math.floor(i / C), i % C];
      const isSameTeacher = courses[a]!.teacher === courses[b]!.teacher;
      return a === b || isSameTeacher || this.#curricula[a]!.some((q) => this.#isIn[q * C + b] === 1) ? 1 : 0;
    });
    this.#clashes = courses.map((_, c) => Int32Array.from(courses.keys()).filter((b) => this.#clash[c * C + b] === 1));
    this.#meets = new Int32Array(C * P);
    this.#tooSmall = Int32Array.from({ length: C * R }, (_, i) =>
      Math.max(0, courses[Math.floor(i / R)]!.students - rooms[i % R]!.seats),
    );
    this.#inRoom = new Int32Array(C * R);
    this.#roomsUsed = new Int32Array(C);
    this.#onDay = new Int32Array(C * days);
    this.#daysUsed = new Int32Array(C);
    this.#minDays = Int32Array.from(courses, (course) => course.minDays);
    this.#count = new Int32Array(Q * P);
    this.#bits = new Int32Array(Q * days);
    // Long days would need a long table; the bits are counted then.
    this.#isolated = Uint8Array.from({ length: 1 << Math.min(12, periodsPerDay) }, (_, bits) => countIsolated(bits));
  }

  /** Points that moving lecture `l` to another place with nobody there adds. */
  moveDelta(l: number, p2: number, r2: number): number {
    const c = this.course[l]!;
    const p = this.period[l]!;
    let delta = this.#roomDelta(c, this.room[l]!, r2);
    if (p === p2) return delta;
    const P = this.periods;
    const left = this.#meets[c * P + p]! - 1 + (this.open[c * P + p] === 0 ? 1 : 0);
    delta += CONFLICT * (this.#meets[c * P + p2]! - left);
    delta += this.#dayDelta(c, p, p2);
    for (const q of this.#curricula[c]!) delta += this.#compactDelta(q, p, p2);
    return delta;
  }

  /** Points that exchanging the places of two lectures of different courses adds, each open to the other. */
  swapDelta(l: number, l2: number): number {
    const [a, b] = [this.course[l]!, this.course[l2]!];
    const [p, p2] = [this.period[l]!, this.period[l2]!];
    const [r, r2] = [this.room[l]!, this.room[l2]!];
    let delta = this.#roomDelta(a, r, r2) + this.#roomDelta(b, r2, r);
    if (p === p2) return delta;
    const { periods: P, courses: C } = this;
    const clash = this.#clash[a * C + b]!;
    const meets = this.#meets;
    delta +=
      CONFLICT * (meets[a * P + p2]! - meets[a * P + p]! + 1 + meets[b * P + p]! - meets[b * P + p2]! + 1 - 2 * clash);
    delta += this.#dayDelta(a, p, p2) + this.#dayDelta(b, p2, p);
    for (const q of this.#curricula[a]!) if (this.#isIn[q * C + b] === 0) delta += this.#compactDelta(q, p, p2);
    for (const q of this.#curricula[b]!) if (this.#isIn[q * C + a] === 0) delta += this.#compactDelta(q, p2, p);
    return delta;
  }

  #roomDelta(c: number, r: number, r2: number): number {
    if (r === r2) return 0;
    const at = c * this.rooms;
    let delta = this.#tooSmall[at + r2]! - this.#tooSmall[at + r]!;
    if (this.#inRoom[at + r] === 1) delta--;
    if (this.#inRoom[at + r2] === 0) delta++;
    return delta;
  }

  #dayDelta(c: number, p: number, p2: number): number {
    const d = Math.floor(p / this.perDay);
    const d2 = Math.floor(p2 / this.perDay);
    if (d === d2) return 0;
    const used = this.#daysUsed[c]!;
    const after =
      used - (this.#onDay[c * this.#days + d] === 1 ? 1 : 0) + (this.#onDay[c * this.#days + d2] === 0 ? 1 : 0);
    return 5 * (Math.max(0, this.#minDays[c]! - after) - Math.max(0, this.#minDays[c]! - used));
  }

  #compactDelta(q: number, p: number, p2: number): number {
    const { perDay } = this;
    const d = Math.floor(p / perDay);
    const d2 = Math.floor(p2 / perDay);
    const from = this.#bits[q * this.#days + d]!;
    const without = this.#count[q * this.periods + p] === 1 ? from & ~(1 << (p - d * perDay)) : from;
    const bit = 1 << (p2 - d2 * perDay);
    if (d === d2) return this.#points(without | bit) - this.#points(from);
    const to = this.#bits[q * this.#days + d2]!;
    return this.#points(without) - this.#points(from) + this.#points(to | bit) - this.#points(to);
  }

  #points(bits: number): number {
    return bits < this.#isolated.length ? this.#isolated[bits]! : countIsolated(bits);
  }

  /** Puts lecture `l`, which is nowhere, in a free place. */
  put(l: number, p: number, r: number): void {
    const c = this.course[l]!;
    const { periods: P, rooms: R } = this;
    const d = Math.floor(p / this.perDay);
    this.period[l] = p;
    this.room[l] = r;
    this.there[p * R + r] = l;
    this.conflicts += this.#meets[c * P + p]! + (this.open[c * P + p] === 0 ? 1 : 0);
    for (const other of this.#clashes[c]!) this.#meets[other * P + p]!++;
    if (this.#inRoom[c * R + r]!++ === 0) this.#roomsUsed[c]!++;
    if (this.#onDay[c * this.#days + d]!++ === 0) this.#daysUsed[c]!++;
    for (const q of this.#curricula[c]!)
      if (this.#count[q * P + p]!++ === 0) this.#bits[q * this.#days + d]! |= 1 << (p - d * this.perDay);
  }

  /** Takes lecture `l` out of its place. */
  take(l: number): void {
    const c = this.course[l]!;
    const { periods: P, rooms: R } = this;
    const [p, r] = [this.period[l]!, this.room[l]!];
    const d = Math.floor(p / this.perDay);
    this.there[p * R + r] = -1;
    for (const other of this.#clashes[c]!) this.#meets[other * P + p]!--;
    this.conflicts -= this.#meets[c * P + p]! + (this.open[c * P + p] === 0 ? 1 : 0);
    if (--this.#inRoom[c * R + r]! === 0) this.#roomsUsed[c]!--;
    if (--this.#onDay[c * this.#days + d]! === 0) this.#daysUsed[c]!--;
    for (const q of this.#curricula[c]!)
      if (--this.#count[q * P + p]! === 0) this.#bits[q * this.#days + d]! &= ~(1 << (p - d * this.perDay));
  }

  /** Counts the points anew, from what the board holds. */
  recount(): void {
    let soft = 0;
    for (let l = 0; l < this.course.length; l++) soft += this.#tooSmall[this.course[l]! * this.rooms + this.room[l]!]!;
    for (let c = 0; c < this.courses; c++) {
      soft += Math.max(0, this.#roomsUsed[c]! - 1) + 5 * Math.max(0, this.#minDays[c]! - this.#daysUsed[c]!);
    }
    for (const bits of this.#bits) soft += this.#points(bits);
    this.energy = soft + CONFLICT * this.conflicts;
  }

  /** The timetable, lectures in the order of courses. */
  lectures(period: Int32Array = this.period, room: Int32Array = this.room): Lecture[] {
    const { courses, rooms } = this.problem;
    return Array.from(this.course, (c, l) => ({
      course: courses[c]!.id,
      room: rooms[room[l]!]!.id,
      day: Math.floor(period[l]! / this.perDay),
      period: period[l]! % this.perDay,
    }));
  }
}

/** Points for the periods of a day without a neighbour. */
function countIsolated(bits: number): number {
  const alone = bits & ~(bits << 1) & ~(bits >>> 1);
  let points = 0;
  for (let rest = alone; rest !== 0; rest &= rest - 1) points += 2;
  return points;
}
