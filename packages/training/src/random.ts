/**
 * Random integers from a seed, the same on every machine: sfc32 (Doty-Humphrey, PractRand), 128 bits of state, integer
 * arithmetic only.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d = 1;

  constructor(seed: number) {
    this.#a = seed | 0;
    this.#b = Math.imul(seed, 0x9e3779b1) | 0;
    this.#c = Math.floor(seed / 4294967296) | 0;
    for (let i = 0; i < 16; i++) this.next();
  }

  /** 0 to 2³² - 1. */
  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** 0 to `bound` - 1. `bound` is at most 2²¹ times 2³²; the product stays exact. */
  below(bound: number): number {
    return Math.floor((this.next() * bound) / 4294967296);
  }
}
