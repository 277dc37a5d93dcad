/** A function's value, slope and curvature at a point. */
export interface Bend {
  readonly value: number;
  readonly slope: number;
  readonly curve: number;
}

/**
 * A quantile function as polynomials, for a loop without branches. A share is taken by its distance q = 2^−33 … 1/2 from the
 * nearer end. Each halving of q has as many cells: near the ends, where a quantile bends most, they are as narrow as it
 * needs. A cell is found by the first bits of q as a number in memory.
 */
export interface QuantileTable {
  /** Each halving has 2^cellBits cells. */
  readonly cellBits: number;
  /** For each cell six terms in q less the cell's beginning, then that beginning itself; the eighth is not used. */
  readonly numbers: Float64Array;
}

/** Halvings from 2^−33 on; the last begins, and ends, at 1/2. */
export const halvings = 33;
export const leastDistance: number = 2 ** -33;
/** The exponent of `leastDistance`, as it is in memory. */
export const leastExponent: number = 1023 - halvings;
export const numbersPerCell = 8;

/**
 * The cells of the lower side, then those of the upper: in each the polynomial of fifth degree that has the function's
 * value, slope and curvature at both its ends.
 * @param lower - the quantile of q @param upper - that of 1 − q, as a function of q
 */
export function quantileTable(cellBits: number, lower: (q: number) => Bend, upper: (q: number) => Bend): QuantileTable {
  const cells = halvings << cellBits;
  const numbers = new Float64Array(2 * cells * numbersPerCell);
  [lower, upper].forEach((bend, side) => {
    const write = (cell: number, values: readonly number[]): void =>
      numbers.set(values, (side * cells + cell) * numbersPerCell);
    let begin = leastDistance;
    let a = bend(begin);
    let cell = 0;
    for (; begin < 0.5; cell += 1) {
      const width = 2 ** ((cell >> cellBits) - halvings - cellBits);
      const b = bend(begin + width);
      write(cell, [...terms(a, b, width), begin]);
      [begin, a] = [begin + width, b];
    }
    write(cell, [a.value, 0, 0, 0, 0, 0, begin]);
  });
  return { cellBits, numbers };
}

function terms(a: Bend, b: Bend, width: number): readonly number[] {
  const rise = b.value - a.value;
  const [slopeA, slopeB] = [a.slope * width, b.slope * width];
  const [curveA, curveB] = [a.curve * width ** 2, b.curve * width ** 2];
  return [
    a.value,
    slopeA,
    curveA / 2,
    10 * rise - 6 * slopeA - 4 * slopeB - 1.5 * curveA + 0.5 * curveB,
    -15 * rise + 8 * slopeA + 7 * slopeB + 1.5 * curveA - curveB,
    6 * rise - 3 * (slopeA + slopeB) + 0.5 * (curveB - curveA),
  ].map((term, power) => term / width ** power);
}
