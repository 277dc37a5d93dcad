/** A function's value, slope and curvature at a point of 0…1. */
export interface Bend {
  readonly value: number;
  readonly slope: number;
  readonly curve: number;
}

/**
 * Six terms for each of `cells` equal parts of 0…1: the polynomial of fifth degree in t = 0…1 across the cell that has the
 * function's value, slope and curvature at both its ends. The first and last `without` cells are left empty.
 */
export function quinticTerms(cells: number, without: number, bend: (at: number) => Bend): Float64Array {
  const terms = new Float64Array(cells * 6);
  const scaled = (cell: number): Bend => {
    const { value, slope, curve } = bend(cell / cells);
    return { value, slope: slope / cells, curve: curve / cells ** 2 };
  };
  let a = scaled(without);
  for (let cell = without; cell < cells - without; cell += 1) {
    const b = scaled(cell + 1);
    const rise = b.value - a.value;
    terms.set(
      [
        a.value,
        a.slope,
        a.curve / 2,
        10 * rise - 6 * a.slope - 4 * b.slope - 1.5 * a.curve + 0.5 * b.curve,
        -15 * rise + 8 * a.slope + 7 * b.slope + 1.5 * a.curve - b.curve,
        6 * rise - 3 * (a.slope + b.slope) + 0.5 * (b.curve - a.curve),
      ],
      cell * 6,
    );
    a = b;
  }
  return terms;
}
