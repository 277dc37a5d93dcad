/** Worsenings so many temperatures large are never accepted: their chance is below 2⁻³². */
const TEMPERATURES = 22.2;

const BUCKETS = 1024;
const BUCKET = 2 ** 32 / BUCKETS;

/**
 * Which worsenings are accepted: by a chance that shrinks with their size, more slowly the higher the temperature (Metropolis
 * et al., 1953). The random number is drawn first, so that a change can be given up as soon as it is certain to cost too much.
 */
export class Acceptance {
  /** By worsening, up to `#worst`: accepted when a random 32-bit number is below. */
  readonly #chance: Float64Array;
  /** By the first bits of the number drawn: the largest worsening that might be accepted. */
  readonly #limit = new Int32Array(BUCKETS);

  /** @param worst - worsenings beyond this are never accepted */
  constructor(worst: number) {
    this.#chance = new Float64Array(worst + 2);
    this.setTemperature(1);
  }

  /** @param points - a worsening by so many is accepted by one chance in e */
  setTemperature(points: number): void {
    const chance = this.#chance;
    const factor = Math.exp(-1 / points);
    let worst = Math.min(chance.length - 2, Math.ceil(points * TEMPERATURES));
    let now = 2 ** 32;
    for (let delta = 0; delta <= worst; delta++, now *= factor) chance[delta] = now;
    chance[worst + 1] = 0;
    for (let i = 0; i < BUCKETS; i++) {
      while (worst > 0 && chance[worst]! <= i * BUCKET) worst--;
      this.#limit[i] = worst;
    }
  }

  /** The largest worsening that this draw, a random 32-bit number, might accept. */
  limit(draw: number): number {
    return this.#limit[draw >>> 22]!;
  }

  accepts(delta: number, draw: number): boolean {
    return delta <= 0 || (delta <= this.limit(draw) && draw < this.#chance[delta]!);
  }
}
