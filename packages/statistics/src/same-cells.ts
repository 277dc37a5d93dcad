import type { Protection } from "./protect.ts";
import type { Table } from "./table.ts";

/**
 * Leaves out in another table what a protection leaves out: in the shares or means of the groups whose numbers were
 * protected. Protect the numbers with the threshold for shares (10 is usual), whatever they are published with themselves.
 * @throws RangeError when the tables do not have the same dimensions and categories
 * @example
 * const shares = withSameCells(protect(counts, { method: "suppression", threshold: 10 }), passRates);
 */
export function withSameCells({ table, cells }: Protection, other: Table): Table {
  const shape = ({ dimensions }: Table): string =>
    JSON.stringify(dimensions.map(({ id, categories }) => [id, categories.map(({ code }) => code)]));
  if (shape(table) !== shape(other)) throw new RangeError("other must have the dimensions and categories of the table");
  const hidden = new Map(
    cells.filter(({ cell }) => table.values[cell] === null).map(({ cell }) => [cell, table.status[cell] ?? ".."]),
  );
  const marks = new Set(hidden.values());
  return {
    ...other,
    values: other.values.map((value, cell) => (hidden.has(cell) ? null : value)),
    status: { ...other.status, ...Object.fromEntries(hidden) },
    legend: {
      ...other.legend,
      ...Object.fromEntries(Object.entries(table.legend).filter(([mark]) => marks.has(mark))),
    },
    facts: { ...other.facts, mayBeAggregated: false },
  };
}
