import { strides, sumsOf, type Table } from "./table.ts";
import { withSums } from "./table-sums.ts";

/** A rounded table. */
export interface Rounded {
  readonly values: readonly (number | null)[];
  /** The greatest difference between a sum before and after. */
  readonly mostDeviation: number;
}

const mostPasses = 30;

/**
 * Rounds the inner cells of a table to multiples of a base, up or down, so that the sums stay as near to the true ones as
 * a search by single changes gets them; then the sums are added up anew, and the table still adds up. Multiples, and with
 * them zeros, stay. Equal input gives equal output.
 * @throws RangeError when the base is not a whole number of at least 2
 */
export function roundTable(table: Table, base: number, only: "small" | "all"): Rounded {
  if (!Number.isInteger(base) || base < 2) throw new RangeError(`base must be a whole number from 2, got ${base}`);
  const cells = innerCells(table);
  const deviation = new Float64Array(table.values.length);
  const change = new Map<number, number>();
  const free: { readonly cell: number; readonly within: readonly number[]; readonly rest: number }[] = [];
  for (const { cell, within } of cells) {
    const value = table.values[cell];
    if (value === null || value === undefined) continue;
    const rest = value % base;
    if (rest === 0 || (only === "small" && value >= base)) continue;
    free.push({ cell, within, rest });
  }
  const price = (within: readonly number[], by: number): number =>
    within.reduce((sum, one) => sum + ((deviation[one] ?? 0) + by) ** 2, 0);
  const apply = (within: readonly number[], by: number): void => {
    for (const one of within) deviation[one] = (deviation[one] ?? 0) + by;
  };
  for (const { cell, within, rest } of free) {
    const by = price(within, -rest) <= price(within, base - rest) ? -rest : base - rest;
    change.set(cell, by);
    apply(within, by);
  }
  for (let pass = 0, hasChanged = true; hasChanged && pass < mostPasses; pass += 1) {
    hasChanged = false;
    for (const { cell, within } of free) {
      const by = change.get(cell) ?? 0;
      const turned = by < 0 ? base : -base;
      if (price(within, turned) >= price(within, 0)) continue;
      change.set(cell, by + turned);
      apply(within, turned);
      hasChanged = true;
    }
  }
  const values = table.values.map((value, cell) => (value === null ? null : value + (deviation[cell] ?? 0)));
  return { values, mostDeviation: deviation.reduce((most, one) => Math.max(most, Math.abs(one)), 0) };
}

/** The cells that are no sum of others, each with all the cells it is part of, itself among them. */
function innerCells({ dimensions }: Table): { cell: number; within: number[] }[] {
  const sizes = dimensions.map(({ categories }) => categories.length);
  const steps = strides(sizes);
  let cells: { cell: number; within: number[] }[] = [{ cell: 0, within: [0] }];
  for (const [at, dimension] of dimensions.entries()) {
    const sums = sumsOf(dimension);
    const totals = new Set(sums.map(({ total }) => total));
    const place = new Map(dimension.categories.map(({ code }, index) => [code, index]));
    const step = steps[at] ?? 1;
    const leaves = dimension.categories
      .map(({ code }) => code)
      .filter((code) => !totals.has(code))
      .map((code) => withSums(code, sums).map((one) => (place.get(one) ?? 0) * step));
    cells = cells.flatMap(({ cell, within }) =>
      leaves.map((offsets) => ({
        cell: cell + (offsets[0] ?? 0),
        within: within.flatMap((one) => offsets.map((offset) => one + offset)),
      })),
    );
  }
  return cells;
}
