import { cellCount, type Dimension, strides, type Sum, sumsOf, type Table } from "./table.ts";

/** One line of a table that has to add up: the total is the sum of the parts. Numbers are places in `values`. */
export interface Equation {
  readonly total: number;
  readonly parts: readonly number[];
}

/** A change within one dimension that none of its sums betrays: by place in the dimension, 1 (up) or -1 (down). */
export type DimensionMove = ReadonlyMap<number, 1 | -1>;

/** A category and every sum it is part of, directly or through another. */
export function withSums(code: string, sums: readonly Sum[]): string[] {
  const found = new Set([code]);
  for (const one of found) for (const { total, parts } of sums) if (parts.includes(one)) found.add(total);
  return [...found];
}

/** Every sum of the table, along every dimension. */
export function equations({ dimensions }: Pick<Table, "dimensions">): Equation[] {
  const sizes = dimensions.map(({ categories }) => categories.length);
  const steps = strides(sizes);
  const count = cellCount(dimensions);
  return dimensions.flatMap((dimension, at) => {
    const sums = sumsOf(dimension);
    if (sums.length === 0) return [];
    const place = new Map(dimension.categories.map(({ code }, index) => [code, index]));
    const step = steps[at] ?? 1;
    const size = sizes[at] ?? 1;
    const starts: number[] = [];
    for (let cell = 0; cell < count; cell += 1) if (Math.floor(cell / step) % size === 0) starts.push(cell);
    return sums.flatMap(({ total, parts }) =>
      starts.map((start) => ({
        total: start + (place.get(total) ?? 0) * step,
        parts: parts.map((code) => start + (place.get(code) ?? 0) * step),
      })),
    );
  });
}

const mostMoves = 400;

/**
 * The changes within a dimension that touch a category: one part up and another down, or one part up with every sum it is
 * in. A dimension without sums ties nothing together, so a category of it changes alone.
 * @returns a function from the place of a category to its moves, at most 400 of them
 */
export function dimensionMoves(dimension: Dimension): (at: number) => readonly DimensionMove[] {
  const sums = sumsOf(dimension);
  if (sums.length === 0) return (at) => [new Map([[at, 1]])];
  const place = new Map(dimension.categories.map(({ code }, at) => [code, at]));
  const totals = new Set(sums.map(({ total }) => total));
  const units = dimension.categories
    .map(({ code }) => code)
    .filter((code) => !totals.has(code))
    .map((code) => new Set(withSums(code, sums).map((one) => place.get(one) ?? 0)));
  const known = new Map<number, readonly DimensionMove[]>();
  return (at) => {
    const moves = known.get(at) ?? movesTouching(at, units).filter((move) => addsUp(move, sums, place));
    known.set(at, moves);
    return moves;
  };
}

function movesTouching(at: number, units: readonly ReadonlySet<number>[]): DimensionMove[] {
  const within = units.filter((unit) => unit.has(at));
  const outside = units.filter((unit) => !unit.has(at));
  const moves = within.map((unit): DimensionMove => new Map([...unit].map((place) => [place, 1])));
  for (const first of within)
    for (const second of outside) {
      if (moves.length >= mostMoves) return moves;
      const move = new Map<number, 1 | -1>();
      for (const place of first) if (!second.has(place)) move.set(place, 1);
      for (const place of second) if (!first.has(place)) move.set(place, -1);
      moves.push(move);
    }
  return moves;
}

/** True when no sum of the dimension shows the change. Sums that overlap in unusual ways rule some moves out. */
function addsUp(move: DimensionMove, sums: readonly Sum[], place: ReadonlyMap<string, number>): boolean {
  const of = (code: string): number => move.get(place.get(code) ?? -1) ?? 0;
  return sums.every(({ total, parts }) => of(total) === parts.reduce((sum, part) => sum + of(part), 0));
}
