/** How the temperature falls while a budget is used. */
export interface Cooling {
  /** The temperature, in points, when this share (0-1) of the budget is used. */
  temperature(share: number): number;
  /** Told after a stretch that ended at this share: what the state is worth, and the part (0-1) of steps that were accepted. */
  note?(share: number, energy: number, accepted: number): void;
}

/** Falls by the same factor in the same time. */
export const geometricCooling = (hot: number, cold: number): Cooling => ({
  temperature: (share) => hot * (cold / hot) ** share,
});

/** Parts of the temperature range that are given time each for itself. */
const BANDS = 32;

/** Share of the budget for a first, fast cooling that shows where time is needed, and how much of the rest is spread evenly. */
const PILOT = 0.05;
const EVENLY = 0.3;

/**
 * Cools once fast, in the same way over the whole range, and then again, with more time where the problem needs it: where
 * the first run lost most order (energy given off per temperature) and the fewest steps were accepted, so that it takes long to
 * settle. What is hot or cold for a problem is thus measured and needs no tuning.
 */
export class MeasuredCooling implements Cooling {
  readonly #hot: number;
  readonly #cold: number;
  readonly #energy = new Float64Array(BANDS);
  readonly #accepted = new Float64Array(BANDS);
  readonly #notes = new Float64Array(BANDS);
  /** Share of the main run by which each band is done; empty during the pilot. */
  #done: Float64Array | undefined;

  constructor(hot: number, cold: number) {
    this.#hot = hot;
    this.#cold = cold;
  }

  temperature(share: number): number {
    if (share < PILOT) return this.#at(share / PILOT);
    const done = (this.#done ??= this.#plan());
    const main = (share - PILOT) / (1 - PILOT);
    let band = 0;
    while (band < BANDS - 1 && done[band]! <= main) band++;
    const from = band === 0 ? 0 : done[band - 1]!;
    return this.#at((band + (main - from) / (done[band]! - from)) / BANDS);
  }

  note(share: number, energy: number, accepted: number): void {
    if (this.#done) return;
    const band = Math.min(BANDS - 1, Math.floor((share / PILOT) * BANDS));
    this.#energy[band]! += energy;
    this.#accepted[band]! += accepted;
    this.#notes[band]! += 1;
  }

  /** The temperature so far (0-1) down the range. */
  #at(part: number): number {
    return this.#hot * (this.#cold / this.#hot) ** Math.min(1, part);
  }

  #plan(): Float64Array {
    const mean = (sums: Float64Array): number[] => {
      // A band that was passed without a note is like the one before it.
      let last = 0;
      return Array.from(sums, (sum, b) => (last = this.#notes[b]! > 0 ? sum / this.#notes[b]! : last));
    };
    const energy = mean(this.#energy);
    const accepted = mean(this.#accepted);
    const need = energy.map((_, b) => {
      if (b === 0 || b === BANDS - 1) return 0;
      const released = Math.max(0, energy[b - 1]! - energy[b + 1]!);
      return released / this.#at((b + 0.5) / BANDS) / (accepted[b]! + 0.001);
    });
    const smooth = need.map((one, b) => (need[b - 1] ?? one) + 2 * one + (need[b + 1] ?? one));
    const total = smooth.reduce((sum, one) => sum + one, 0);
    let done = 0;
    return Float64Array.from(smooth, (one) => {
      done += EVENLY / BANDS + (1 - EVENLY) * (total === 0 ? 1 / BANDS : one / total);
      return done;
    });
  }
}
