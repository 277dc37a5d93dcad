import type { Compiled } from "./compile.ts";

/** Who comes before whom: requirements between a unit's courses and a person's, and a person's courses not at once. */
export class Sequence {
  readonly c: Compiled;
  /** 1 for needs whose time depends on another need or block of needs. */
  readonly ordered: Uint8Array;
  /** Per block with an order: `[block * D + day]` people, and the first and last such day (D and -1 when none). */
  readonly #blockDay: Int32Array;
  readonly #firstDay: Int32Array;
  readonly #lastDay: Int32Array;
  /** The board's: per need its session, per session its start. */
  readonly #place: Int32Array;
  readonly #start: Int32Array;

  constructor(c: Compiled, place: Int32Array, start: Int32Array) {
    const blocks = c.blockUnit.length;
    this.c = c;
    this.#place = place;
    this.#start = start;
    this.#blockDay = new Int32Array(blocks * c.D);
    this.#firstDay = new Int32Array(blocks).fill(c.D);
    this.#lastDay = new Int32Array(blocks).fill(-1);
    this.ordered = Uint8Array.from(place, (_, n) => {
      const b = c.blockOf[n]!;
      return c.siblings[n] || c.needBefore[n] || c.blockBefore[b] || c.blockAfter[b] ? 1 : 0;
    });
  }

  /** Whether need `n` at `t` comes after what it must come after, before what must come later, and beside nothing else. */
  allows(n: number, t: number): boolean {
    const { c } = this;
    const day = Math.floor(t / c.K);
    const b = c.blockOf[n]!;
    const before = c.blockBefore[b];
    if (before) {
      for (const { other, gap } of before) {
        const last = this.#lastDay[other]!;
        if (last >= 0 && day - last < gap) return false;
      }
    }
    const after = c.blockAfter[b];
    if (after) {
      for (const { other, gap } of after) {
        const first = this.#firstDay[other]!;
        if (first < c.D && first - day < gap) return false;
      }
    }
    return (!c.siblings[n] && !c.needBefore[n]) || this.#allowsOwn(n, t, day);
  }

  /** The same for what concerns the person's other courses alone. */
  #allowsOwn(n: number, t: number, day: number): boolean {
    const { c } = this;
    const end = t + c.duration[c.courseOf[n]!]!;
    for (const other of c.siblings[n] ?? []) {
      const s = this.#place[other]!;
      if (s < 0) continue;
      const start = this.#start[s]!;
      if (t < start + c.duration[c.courseOf[other]!]! && start < end) return false;
    }
    for (const { other, gap } of c.needBefore[n] ?? []) {
      const s = other < 0 ? -1 : this.#place[other]!;
      if (s < 0 || day - Math.floor(this.#start[s]! / c.K) < gap) return false;
    }
    for (const { other, gap } of c.needAfter[n] ?? []) {
      const s = this.#place[other]!;
      if (s >= 0 && Math.floor(this.#start[s]! / c.K) - day < gap) return false;
    }
    return true;
  }

  /** Whether something that has a place requires that need `n` has one. */
  isRequired(n: number): boolean {
    return this.c.needAfter[n]?.some(({ other }) => this.#place[other]! >= 0) ?? false;
  }

  /** Somebody of block `b` sits at `t`. */
  enter(b: number, t: number): void {
    const day = Math.floor(t / this.c.K);
    this.#blockDay[b * this.c.D + day]!++;
    if (day < this.#firstDay[b]!) this.#firstDay[b] = day;
    if (day > this.#lastDay[b]!) this.#lastDay[b] = day;
  }

  leave(b: number, t: number): void {
    const { D, K } = this.c;
    const days = b * D;
    if (--this.#blockDay[days + Math.floor(t / K)]! > 0) return;
    let first = this.#firstDay[b]!;
    while (first < D && this.#blockDay[days + first] === 0) first++;
    let last = this.#lastDay[b]!;
    while (last >= 0 && this.#blockDay[days + last] === 0) last--;
    this.#firstDay[b] = first;
    this.#lastDay[b] = last;
  }
}
