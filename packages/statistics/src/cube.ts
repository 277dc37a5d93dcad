import { withSums } from "./table-sums.ts";
import {
  type Category,
  cellCount,
  type Dimension,
  type DimensionRole,
  type Localized,
  type Sum,
  type Table,
  type TableFacts,
  type TimeScale,
} from "./table.ts";

/** One way to split the records up. */
export interface CubeDimension<R> {
  readonly id: string;
  readonly label: Localized;
  /** The category code of a record; `undefined` leaves the record out of the table and counts it as left out. */
  readonly of: (record: R) => string | undefined;
  /** Categories in their order. Default: those that occur, in order of their code. */
  readonly categories?: readonly Category[];
  /** Label of the category that sums all others up; its code is `totalCode`. Absent: no totals of this dimension. */
  readonly totalLabel?: Localized;
  /** Default `T`. */
  readonly totalCode?: string;
  /** Further sums within the dimension, such as schools by area. The parts are codes; a part may itself be a sum. */
  readonly groups?: readonly (Category & { readonly parts: readonly string[] })[];
  readonly role?: DimensionRole;
  readonly timeScale?: TimeScale;
}

/** What a cube is made of. */
export interface CubeOptions<R> {
  readonly languages: readonly string[];
  readonly title: Localized;
  readonly dimensions: readonly CubeDimension<R>[];
  /** How many of the dimensions are rows. Default: all but the last. */
  readonly stubCount?: number;
  /** What is added up. Default 1 for every record: the table counts. */
  readonly amount?: (record: R) => number;
  /** Number of the record in [0, 1), for the cell key method: the same for the same person in every table. */
  readonly recordKey?: (record: R) => number;
  readonly decimals?: number;
  readonly facts?: TableFacts;
}

/** What disclosure control has to know of a cell, beyond its number. Personal data: it is not for publication. */
export interface CellDetail {
  /** How many records. */
  readonly records: number;
  /** The largest contributions, greatest first, at most ten. Empty in a table that counts. */
  readonly largest: readonly number[];
  /** Sum of the record keys, fractional part. */
  readonly key: number;
}

/** A table with what its cells were made of. */
export interface Cube {
  readonly table: Table;
  /** One for every cell, in the order of `table.values`. */
  readonly details: readonly CellDetail[];
  /** Records that belong to no cell: a dimension had no category for them. */
  readonly leftOut: number;
}

const mostKept = 10;

/**
 * Counts or adds up records by the dimensions, with the totals of every dimension that has one. A record is in one cell
 * of the inner table and in every sum above it.
 * @throws RangeError when two dimensions share an id, a group names an unknown part, or an amount or key is no number
 * @example
 * cube(pupils, {
 *   languages: ["sv"],
 *   title: { sv: "Elever efter skola och betyg" },
 *   dimensions: [
 *     { id: "skola", label: { sv: "skola" }, of: (pupil) => pupil.unit, totalLabel: { sv: "Totalt" } },
 *     { id: "betyg", label: { sv: "betyg" }, of: (pupil) => pupil.grade, totalLabel: { sv: "Totalt" } },
 *   ],
 * });
 */
export function cube<R>(records: Iterable<R>, options: CubeOptions<R>): Cube {
  const { dimensions, amount, recordKey } = options;
  if (new Set(dimensions.map(({ id }) => id)).size < dimensions.length)
    throw new RangeError("dimensions must have different ids");
  const list = [...records];
  const shapes = dimensions.map((dimension) => shapeOf(dimension, list, options.languages[0] ?? "sv"));
  const count = cellCount(shapes.map(({ dimension }) => dimension));
  const sums = new Float64Array(count);
  const numbers = new Int32Array(count);
  const keys = new Float64Array(count);
  const largest: number[][] = amount ? Array.from({ length: count }, () => []) : [];
  let leftOut = 0;
  for (const record of list) {
    const cells = cellsOf(record, dimensions, shapes);
    if (!cells) {
      leftOut += 1;
      continue;
    }
    const value = amount ? amount(record) : 1;
    const key = recordKey ? recordKey(record) : 0;
    if (!Number.isFinite(value)) throw new RangeError("amount must give a number for every record");
    if (!(key >= 0 && key < 1)) throw new RangeError("recordKey must give a number in [0, 1)");
    for (const cell of cells) {
      sums[cell] = (sums[cell] ?? 0) + value;
      numbers[cell] = (numbers[cell] ?? 0) + 1;
      keys[cell] = ((keys[cell] ?? 0) + key) % 1;
      if (amount) keep(largest[cell] ?? [], Math.abs(value));
    }
  }
  const table: Table = {
    languages: options.languages,
    title: options.title,
    dimensions: shapes.map(({ dimension }) => dimension),
    stubCount: options.stubCount ?? Math.max(0, dimensions.length - 1),
    values: Array.from(sums, (value) => rounded(value, options.decimals ?? 0)),
    status: {},
    legend: {},
    decimals: options.decimals ?? 0,
    notes: [],
    facts: options.facts ?? {},
  };
  const details = Array.from(numbers, (number, at) => ({
    records: number,
    largest: largest[at] ?? [],
    key: keys[at] ?? 0,
  }));
  return { table, details, leftOut };
}

const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals));

/** Keeps the greatest, in falling order. */
function keep(list: number[], value: number): void {
  const at = list.findIndex((one) => one < value);
  if (at >= 0) list.splice(at, 0, value);
  else if (list.length < mostKept) list.push(value);
  if (list.length > mostKept) list.pop();
}

interface Shape {
  readonly dimension: Dimension;
  /** Places a record of a category counts in: its own and those of the sums above it. */
  readonly placesOf: ReadonlyMap<string, readonly number[]>;
}

function shapeOf<R>(source: CubeDimension<R>, records: readonly R[], language: string): Shape {
  const { id, label, of, totalLabel, totalCode = "T", groups = [], role, timeScale } = source;
  const found = source.categories ?? occurring(records, of, language);
  const own = found.map(({ code }) => code);
  const groupSums = groups.map(({ code, parts }): Sum => ({ total: code, parts }));
  const known = new Set([...own, ...groups.map(({ code }) => code)]);
  if (groupSums.some(({ parts }) => parts.some((part) => !known.has(part))))
    throw new RangeError(`groups of ${id} must have parts that are categories of the dimension`);
  const grouped = groupSums.flatMap(({ parts }) => parts);
  const inGroup = new Set(grouped);
  if (inGroup.size < grouped.length) throw new RangeError(`groups of ${id} must not share parts`);
  const tops = [...known].filter((code) => !inGroup.has(code));
  const sums = totalLabel ? [...groupSums, { total: totalCode, parts: tops }] : groupSums;
  const categories: readonly Category[] = [
    ...(totalLabel ? [{ code: totalCode, label: totalLabel }] : []),
    ...groups.map(({ code, label: text }) => ({ code, label: text })),
    ...found,
  ];
  const placeOf = new Map(categories.map(({ code }, at) => [code, at]));
  if (placeOf.size < categories.length) throw new RangeError(`categories of ${id} must have different codes`);
  const placesOf = new Map(own.map((code) => [code, withSums(code, sums).map((one) => placeOf.get(one) ?? 0)]));
  const dimension: Dimension = {
    id,
    label,
    categories,
    ...(sums.length === 0 ? {} : { sums }),
    ...(totalLabel ? { total: totalCode } : {}),
    ...(role ? { role } : {}),
    ...(timeScale ? { timeScale } : {}),
  };
  return { dimension, placesOf };
}

function occurring<R>(records: readonly R[], of: (record: R) => string | undefined, language: string): Category[] {
  const codes = new Set(records.map(of).filter((code) => code !== undefined));
  return [...codes].toSorted().map((code) => ({ code, label: { [language]: code } }));
}

/** Every cell a record counts in, or `undefined` when a dimension has no category for it. */
function cellsOf<R>(
  record: R,
  dimensions: readonly CubeDimension<R>[],
  shapes: readonly Shape[],
): readonly number[] | undefined {
  let cells: number[] = [0];
  for (const [at, { of }] of dimensions.entries()) {
    const places = shapes[at]?.placesOf.get(of(record) ?? "");
    if (!places) return undefined;
    const size = shapes[at]?.dimension.categories.length ?? 1;
    cells = cells.flatMap((cell) => places.map((place) => cell * size + place));
  }
  return cells;
}
