import type { Table } from "./table.ts";

/** Every cell in order, with the place of its category in each dimension. The array of places is used again. */
export function forEachCell(
  { dimensions, values }: Pick<Table, "dimensions" | "values">,
  visit: (cell: number, places: readonly number[]) => void,
): void {
  const sizes = dimensions.map(({ categories }) => categories.length);
  const places = sizes.map(() => 0);
  for (let cell = 0; cell < values.length; cell += 1) {
    visit(cell, places);
    for (let at = sizes.length - 1; at >= 0; at -= 1) {
      places[at] = (places[at] ?? 0) + 1;
      if ((places[at] ?? 0) < (sizes[at] ?? 1)) break;
      places[at] = 0;
    }
  }
}
