import { cellCount, strides, sumsOf, type Table } from "./table.ts";
import { dimensionMoves, type DimensionMove } from "./table-sums.ts";

/**
 * A change of the whole table that every sum hides: cells that go up by one while others go down by one. It can be made
 * over and over, up to `most` times forwards and `least` times backwards, before a cell would be negative; each time it
 * gives another table that agrees with everything published. That is what protects the cells it touches.
 */
export interface Move {
  readonly cells: readonly number[];
  /** 1 or -1, for each of the cells. */
  readonly signs: readonly number[];
  /** How many times backwards. */
  readonly least: number;
  /** How many times forwards; may be `Infinity`. */
  readonly most: number;
}

/** Finds moves in a table. */
export interface MoveFinder {
  /**
   * The move through a cell that costs least, of those that give at least `width` possible values beside the true one;
   * when there is none, that with the most. `undefined` when the cell can't change at all.
   * @param cost - of suppressing a cell; `Infinity` for one that has to be published
   */
  cheapest(cell: number, width: number, cost: (cell: number) => number): Move | undefined;
}

const mostCandidates = 4000;

/** @param values - the true numbers, none negative */
export function moveFinder(table: Pick<Table, "dimensions">, values: readonly number[]): MoveFinder {
  const sizes = table.dimensions.map(({ categories }) => categories.length);
  const steps = strides(sizes);
  const inDimension = table.dimensions.map(dimensionMoves);
  const isTied = table.dimensions.map((dimension) => sumsOf(dimension).length > 0);
  const count = cellCount(table.dimensions);
  if (values.length !== count) throw new RangeError("values must have one number for every cell");

  /** The moves of each dimension through the cell, the most promising first when there are too many to try all. */
  function choices(cell: number, cost: (cell: number) => number): (readonly DimensionMove[])[] {
    const all = inDimension.map((moves, at) => moves(Math.floor(cell / (steps[at] ?? 1)) % (sizes[at] ?? 1)));
    const product = all.reduce((total, { length }) => total * length, 1);
    if (product <= mostCandidates) return all;
    const limit = Math.max(2, Math.floor(mostCandidates ** (1 / Math.max(1, isTied.filter(Boolean).length))));
    return all.map((moves, at) => {
      if (moves.length <= limit) return moves;
      const step = steps[at] ?? 1;
      const own = Math.floor(cell / step) % (sizes[at] ?? 1);
      const priced = moves.map((move) => {
        let price = 0;
        for (const place of move.keys()) price += cost(cell + (place - own) * step);
        return { move, price };
      });
      return priced
        .toSorted((one, other) => one.price - other.price)
        .slice(0, limit)
        .map(({ move }) => move);
    });
  }

  function cheapest(cell: number, width: number, cost: (cell: number) => number): Move | undefined {
    let best: Move | undefined;
    let bestPrice = Infinity;
    let bestWidth = 0;
    const lists = choices(cell, cost);
    const cells: number[] = [];
    const signs: number[] = [];
    const walk = (at: number, from: number): void => {
      if (at === lists.length) {
        consider(from);
        return;
      }
      for (const move of lists[at] ?? []) {
        // Nothing is better than a move that is wide enough and costs nothing.
        if (bestPrice === 0 && bestWidth >= width) return;
        const next = cells.length;
        for (let index = from; index < next; index += 1)
          for (const [place, sign] of move) {
            cells.push((cells[index] ?? 0) + place * (steps[at] ?? 1));
            signs.push((signs[index] ?? 1) * sign);
          }
        walk(at + 1, next);
        cells.length = next;
        signs.length = next;
      }
    };
    const consider = (from: number): void => {
      let price = 0;
      let least = Infinity;
      let most = Infinity;
      for (let index = from; index < cells.length; index += 1) {
        const one = cells[index] ?? 0;
        price += cost(one);
        if (price > bestPrice && bestWidth >= width) return;
        const value = values[one] ?? 0;
        if ((signs[index] ?? 1) > 0) least = Math.min(least, value);
        else most = Math.min(most, value);
      }
      const room = least + most;
      if (price === Infinity || room <= 0) return;
      const isBetter =
        room >= width
          ? bestWidth < width || price < bestPrice || (price === bestPrice && room > bestWidth)
          : bestWidth < width && (room > bestWidth || (room === bestWidth && price < bestPrice));
      if (!isBetter) return;
      bestPrice = price;
      bestWidth = room;
      best = { cells: cells.slice(from), signs: signs.slice(from), least, most };
    };
    cells.push(0);
    signs.push(1);
    walk(0, 0);
    return best;
  }

  return { cheapest };
}

/** The values a cell takes when the move is made: `[lowest, highest]`. */
export function rangeOf(move: Move, cell: number, value: number): readonly [number, number] {
  const isUp = move.signs[move.cells.indexOf(cell)] === 1;
  return isUp ? [value - move.least, value + move.most] : [value - move.most, value + move.least];
}
