import { nearShare } from "./normal.ts";
import { halvings, leastDistance, leastExponent, numbersPerCell } from "./quantile-table.ts";
import { fillUniform, mixBits } from "./random.ts";

/** Added and taken away again, this leaves a whole multiple of 2^−30 of what is below two million. */
export const roundingShift: number = 1.5 * 2 ** 22;

/** Loops that draw, in TypeScript. A class: its functions are compiled once, whatever memory they work on. */
export class DrawLoops {
  readonly doubles: Float64Array;
  readonly words: Int32Array;

  constructor(memory: ArrayBuffer) {
    this.doubles = new Float64Array(memory);
    this.words = new Int32Array(memory);
  }

  uniform(out: number, key: number, count: number): void {
    const { doubles, words } = this;
    fillUniform(doubles, out, words, key, 0, count);
  }

  // The root is taken while the next number is made.
  triangular(out: number, key: number, sides: number, count: number): void {
    const { doubles, words } = this;
    const peak = doubles[sides]!;
    for (let lane = 0; lane < 4; lane += 1) {
      let s0 = mixBits(words[key + lane]! ^ words[lane]!);
      let s1 = mixBits(words[key + 4 + lane]! ^ words[4 + lane]!);
      let s2 = mixBits(words[key + 8 + lane]! ^ words[8 + lane]!);
      let s3 = mixBits(words[key + 12 + lane]! ^ words[12 + lane]!) | 1;
      for (let k = out + lane; k < out + count; k += 4) {
        const sum = (s0 + s3) | 0;
        const word = (((sum << 7) | (sum >>> 25)) + s0) | 0;
        const shifted = s1 << 9;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= shifted;
        s3 = (s3 << 11) | (s3 >>> 21);
        const share = word * 2 ** -32 + (0.5 + 2 ** -33);
        // The side is looked up, not branched to: a processor can't guess it, and a wrong guess costs more than the root.
        const side = Number(share >= peak);
        const base = doubles[sides + 1 + side]!;
        const scale = doubles[sides + 3 + side]!;
        doubles[k] = base + scale * Math.sqrt(Math.abs(side - share)) + roundingShift - roundingShift;
      }
    }
  }

  triangle(out: number, shares: number, sides: number, count: number): void {
    const { doubles } = this;
    const peak = doubles[sides]!;
    for (let k = 0; k < count; k += 1) {
      const share = doubles[shares + k]!;
      const side = Number(share >= peak);
      const base = doubles[sides + 1 + side]!;
      const scale = doubles[sides + 3 + side]!;
      doubles[out + k] = base + scale * Math.sqrt(Math.abs(side - share)) + roundingShift - roundingShift;
    }
  }

  quantiles(out: number, shares: number, table: number, cellBits: number, count: number): void {
    const { doubles, words } = this;
    const shift = 20 - cellBits;
    const least = leastExponent << cellBits;
    const perSide = halvings << cellBits;
    for (let k = 0; k < count; k += 1) {
      const fromMiddle = doubles[shares + k]! - 0.5;
      const q = Math.max(leastDistance, 0.5 - Math.abs(fromMiddle));
      doubles[out + k] = q;
      const cell = (words[2 * (out + k) + 1]! >>> shift) - least + perSide * Number(fromMiddle > 0);
      const c = table + cell * numbersPerCell;
      const t = q - doubles[c + 6]!;
      doubles[out + k] =
        doubles[c]! +
        t *
          (doubles[c + 1]! +
            t * (doubles[c + 2]! + t * (doubles[c + 3]! + t * (doubles[c + 4]! + t * doubles[c + 5]!))));
    }
  }

  stretch(row: number, min: number, width: number, count: number): void {
    const { doubles } = this;
    for (let k = row; k < row + count; k += 1) doubles[k] = min + width * doubles[k]! + roundingShift - roundingShift;
  }

  above(hits: number, row: number, threshold: number, count: number): number {
    const { doubles, words } = this;
    let next = hits;
    for (let k = 0; k < count; k += 1) {
      words[next] = k;
      next += Number(doubles[row + k]! > threshold);
    }
    return next - hits;
  }

  worse(sizes: number, hits: number, normal: number, probability: number, shares: number, hitCount: number): void {
    const { doubles, words } = this;
    for (let hit = 0; hit < hitCount; hit += 1)
      doubles[sizes + hit] = nearShare(doubles, shares, -doubles[normal + words[hits + hit]!]!) / probability;
  }

  measure(sizes: number, sides: number, hitCount: number): void {
    const { doubles } = this;
    const peak = doubles[sides]!;
    for (let hit = sizes; hit < sizes + hitCount; hit += 1) {
      // As far as it may be from the upper end, rounding may put it a hair beyond the lower one.
      const above = Math.min(1, doubles[hit]!);
      const side = Number(1 - above >= peak);
      doubles[hit] = doubles[sides + 1 + side]! + doubles[sides + 3 + side]! * Math.sqrt(Math.abs(side - 1 + above));
    }
  }
}
