import { type Move, moveFinder, type MoveFinder } from "./moves.ts";
import type { Reason } from "./primary-cells.ts";
import { strides, sumsOf, type Table } from "./table.ts";

/** Cells that are not shown, and what protects each of them. */
export interface Suppression {
  /** In order of cell. */
  readonly reasons: ReadonlyMap<number, Reason>;
  /** The proof: a move that stays within the cells not shown. Absent for a cell nothing protects. */
  readonly moves: ReadonlyMap<number, Move>;
}

/** What is asked of a suppression. */
export interface SuppressOptions {
  /** How many values beside the true one a cell must be able to have. */
  readonly widthOf: (cell: number) => number;
  /** Zeros are shown, whatever happens. */
  readonly keepZeros: boolean;
}

/**
 * Chooses further cells to leave out so that none left out can be computed from the rest. For every cell it looks for the
 * cheapest move within the table (four corners of a rectangle, eight of a box) and leaves out what the move touches; then
 * it shows again what no cell needs. The moves left are a proof, cell by cell, that does not rest on any solver.
 * @param values - the true numbers, none negative
 */
export function suppress(
  table: Table,
  values: readonly number[],
  primary: ReadonlyMap<number, Reason>,
  { widthOf, keepZeros }: SuppressOptions,
): Suppression {
  const finder = moveFinder(table, values);
  const reasons = new Map(primary);
  const price = prices(table, values, keepZeros);
  const cost = (cell: number): number => (reasons.has(cell) ? 0 : (price[cell] ?? 1));
  const moves = new Map<number, Move>();
  const order = [...primary.keys()].toSorted((one, other) => (values[other] ?? 0) - (values[one] ?? 0));
  for (const cell of order) {
    const known = moves.get(cell);
    if (known && known.least + known.most >= widthOf(cell)) continue;
    const move = finder.cheapest(cell, widthOf(cell), cost);
    if (!move) continue;
    for (const one of move.cells) {
      if (!reasons.has(one)) reasons.set(one, "complementary");
      const before = moves.get(one);
      if (!before || before.least + before.most < move.least + move.most) moves.set(one, move);
    }
  }
  showAgain(reasons, moves, finder, widthOf, (cell) => price[cell] ?? 1);
  return { reasons: new Map([...reasons].toSorted(([one], [other]) => one - other)), moves };
}

/** What it costs a reader not to see a cell: more for large numbers, much more for totals. */
function prices(table: Table, values: readonly number[], keepZeros: boolean): number[] {
  const sizes = table.dimensions.map(({ categories }) => categories.length);
  const steps = strides(sizes);
  const totals = table.dimensions.map((dimension) => {
    const codes = new Set(sumsOf(dimension).map(({ total }) => total));
    return dimension.categories.map(({ code }) => codes.has(code));
  });
  return values.map((value, cell) => {
    if (table.values[cell] === null || (keepZeros && value === 0)) return Infinity;
    const level = totals.filter(
      (isTotal, at) => isTotal[Math.floor(cell / (steps[at] ?? 1)) % (sizes[at] ?? 1)],
    ).length;
    return (1 + Math.log1p(value)) * 6 ** level;
  });
}

/** Shows each complementary cell again, dearest first, where every cell it protected has another move. */
function showAgain(
  reasons: Map<number, Reason>,
  moves: Map<number, Move>,
  finder: MoveFinder,
  widthOf: (cell: number) => number,
  price: (cell: number) => number,
): void {
  const complementary = [...reasons].filter(([, reason]) => reason === "complementary").map(([cell]) => cell);
  for (const cell of complementary.toSorted((one, other) => price(other) - price(one))) {
    const left = (one: number): number => (one !== cell && reasons.has(one) ? 0 : Infinity);
    const found = new Map<number, Move>();
    const depends = [...moves].filter(([one, move]) => one !== cell && move.cells.includes(cell));
    const isFree = depends.every(([one, before]) => {
      const needed = reasons.get(one) === "complementary" ? 1 : Math.min(widthOf(one), before.least + before.most);
      const move = finder.cheapest(one, needed, left);
      if (!move || move.least + move.most < needed) return false;
      found.set(one, move);
      return true;
    });
    if (!isFree) continue;
    reasons.delete(cell);
    moves.delete(cell);
    for (const [one, move] of found) moves.set(one, move);
  }
}
