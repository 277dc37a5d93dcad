import { type BlockLoops, sections } from "./block-loops.ts";
import { roundingShift } from "./draw-loops.ts";
import { MixLoops } from "./mix-loops.ts";

/**
 * Loops over days and finishes, in TypeScript, and with them all of them. Sums and halves are exact, so
 * max(a, b) = (a + b + |a − b|) / 2: without a branch that a processor could guess wrong.
 */
export class TypescriptLoops extends MixLoops implements BlockLoops {
  multiply(days: number, hits: number, sizes: number, hitCount: number): void {
    const { doubles, words } = this;
    for (let hit = 0; hit < hitCount; hit += 1) {
      const k = days + words[hits + hit]!;
      doubles[k] = doubles[k]! * doubles[sizes + hit]! + roundingShift - roundingShift;
    }
  }

  add(days: number, hits: number, sizes: number, hitCount: number): void {
    const { doubles, words } = this;
    for (let hit = 0; hit < hitCount; hit += 1) {
      const k = days + words[hits + hit]!;
      doubles[k] = Math.max(0, doubles[k]! + doubles[sizes + hit]! + roundingShift - roundingShift);
    }
  }

  afterOne(out: number, days: number, a: number, lag: number, count: number): void {
    const { doubles } = this;
    for (let k = 0; k < count; k += 1) doubles[out + k] = doubles[a + k]! + lag + doubles[days + k]!;
  }

  afterTwo(out: number, days: number, a: number, lagA: number, b: number, lagB: number, count: number): void {
    const { doubles } = this;
    for (let k = 0; k < count; k += 1) {
      const x = doubles[a + k]! + lagA;
      const y = doubles[b + k]! + lagB;
      doubles[out + k] = 0.5 * (x + y + Math.abs(x - y)) + doubles[days + k]!;
    }
  }

  laterOfTwo(out: number, a: number, lagA: number, b: number, lagB: number, count: number): void {
    const { doubles } = this;
    for (let k = 0; k < count; k += 1) {
      const x = doubles[a + k]! + lagA;
      const y = doubles[b + k]! + lagB;
      doubles[out + k] = 0.5 * (x + y + Math.abs(x - y));
    }
  }

  push(row: number, a: number, lag: number, count: number): void {
    const { doubles } = this;
    for (let k = 0; k < count; k += 1) {
      const x = doubles[a + k]! + lag;
      const y = doubles[row + k]!;
      doubles[row + k] = 0.5 * (x + y + Math.abs(x - y));
    }
  }

  pushTied(row: number, a: number, lessA: number, lag: number, lessB: number, count: number): void {
    const { doubles } = this;
    for (let k = 0; k < count; k += 1) {
      const x = doubles[a + k]! - doubles[lessA + k]! + lag - doubles[lessB + k]!;
      const y = doubles[row + k]!;
      doubles[row + k] = 0.5 * (x + y + Math.abs(x - y));
    }
  }

  pull(row: number, a: number, lag: number, count: number): void {
    const { doubles } = this;
    for (let k = 0; k < count; k += 1) {
      const x = doubles[a + k]! - lag;
      const y = doubles[row + k]!;
      doubles[row + k] = 0.5 * (x + y - Math.abs(x - y));
    }
  }

  pullTied(row: number, a: number, lag: number, more: number, count: number): void {
    const { doubles } = this;
    for (let k = 0; k < count; k += 1) {
      const x = doubles[a + k]! - lag + doubles[more + k]!;
      const y = doubles[row + k]!;
      doubles[row + k] = 0.5 * (x + y - Math.abs(x - y));
    }
  }

  plus(out: number, a: number, b: number, count: number): void {
    const { doubles } = this;
    for (let k = 0; k < count; k += 1) doubles[out + k] = doubles[a + k]! + doubles[b + k]!;
  }

  minus(out: number, a: number, b: number, count: number): void {
    const { doubles } = this;
    for (let k = 0; k < count; k += 1) doubles[out + k] = doubles[a + k]! - doubles[b + k]!;
  }

  withoutSlack(late: number, finish: number, count: number): number {
    const { doubles } = this;
    let critical = 0;
    for (let k = 0; k < count; k += 1) critical += Number(doubles[late + k] === doubles[finish + k]);
    return critical;
  }

  moments(sums: number, days: number, planned: number, t: number, count: number): void {
    const { doubles } = this;
    // Two sections at a time: a loop of its own for each would turn more than it adds.
    for (let section = 0; section < sections; section += 2) {
      let [d, dd, dt, otherD, otherDd, otherDt] = [0, 0, 0, 0, 0, 0];
      for (let k = section; k < count; k += sections) {
        const more = doubles[days + k]! - planned;
        d += more;
        dd += more * more;
        dt += more * doubles[t + k]!;
        const other = doubles[days + k + 1]! - planned;
        otherD += other;
        otherDd += other * other;
        otherDt += other * doubles[t + k + 1]!;
      }
      const at = sums + section;
      doubles[at] = doubles[at]! + d;
      doubles[at + 1] = doubles[at + 1]! + otherD;
      doubles[at + sections] = doubles[at + sections]! + dd;
      doubles[at + sections + 1] = doubles[at + sections + 1]! + otherDd;
      doubles[at + 2 * sections] = doubles[at + 2 * sections]! + dt;
      doubles[at + 2 * sections + 1] = doubles[at + 2 * sections + 1]! + otherDt;
    }
  }
}
