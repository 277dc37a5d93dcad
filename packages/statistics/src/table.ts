/** A text in one or more languages: language code (`sv`, `en`) → text. */
export type Localized = Readonly<Record<string, string>>;

/** One value of a dimension. */
export interface Category {
  /** Identifies the category within its dimension; the same in every language. */
  readonly code: string;
  readonly label: Localized;
  /** Of a measure: what is counted, such as "number of pupils". */
  readonly unit?: Localized;
  /** Of a measure: how many decimals its values have, 0 to 15. */
  readonly decimals?: number;
}

/** A category that is the sum of others of the same dimension. */
export interface Sum {
  readonly total: string;
  readonly parts: readonly string[];
}

/** How long a period of a time dimension is: year, half-year, third of a year, quarter, month, week, day. */
export type TimeScale = "A1" | "H1" | "T1" | "Q1" | "M1" | "W1" | "D1";

/** What a dimension is for. */
export type DimensionRole = "time" | "geo" | "metric";

/** One way a table is split up. */
export interface Dimension {
  /** Identifies the dimension within the table; the same in every language. */
  readonly id: string;
  readonly label: Localized;
  readonly role?: DimensionRole;
  readonly categories: readonly Category[];
  /** Which categories are sums of which. Disclosure control stands on these; absent when nothing is summed. */
  readonly sums?: readonly Sum[];
  /** Category that stands for the whole dimension when a reader leaves the dimension out. */
  readonly total?: string;
  readonly timeScale?: TimeScale;
}

/** A note on the table, on a dimension, on a category or on cells. */
export interface Note {
  readonly text: Localized;
  /** Shown without being asked for. */
  readonly isMandatory?: boolean;
  /** Dimension id → category code. A category of `*` is the dimension as a whole; absent for the table. */
  readonly at?: Readonly<Record<string, string>>;
}

/** What a publisher says about a table. Times are `YYYY-MM-DDThh:mm`, wall-clock time at the publisher. */
export interface TableFacts {
  /** Name of the table within its database, such as `BE0101A1`. */
  readonly matrix?: string;
  readonly tableId?: string;
  readonly subjectCode?: string;
  readonly subjectArea?: Localized;
  /** What is measured, used to make up a title: "Pupils". */
  readonly contents?: Localized;
  readonly unit?: Localized;
  readonly description?: Localized;
  readonly descriptionIsDefault?: boolean;
  readonly source?: Localized;
  readonly contact?: Localized;
  readonly database?: Localized;
  readonly survey?: Localized;
  readonly infofile?: string;
  readonly created?: string;
  readonly updated?: string;
  readonly nextUpdate?: string;
  readonly isOfficialStatistics?: boolean;
  readonly hasCopyright?: boolean;
  /** False when cells may not be added up by a reader, as when some are suppressed. */
  readonly mayBeAggregated?: boolean;
}

/**
 * A table of numbers with its dimensions. Cells are in row-major order: the last dimension varies fastest. Plain data:
 * survives JSON and `postMessage`.
 */
export interface Table {
  /** Language codes; the first is the main one. Never empty. */
  readonly languages: readonly string[];
  readonly title: Localized;
  readonly dimensions: readonly Dimension[];
  /** How many of the dimensions are rows when the table is shown; the others are columns. */
  readonly stubCount: number;
  /** One number a cell; `null` where there is none. */
  readonly values: readonly (number | null)[];
  /** Why a cell has no number, or what its number is, by cell: `..`, `-`, `c`. Cells without a remark are absent. */
  readonly status: Readonly<Record<number, string>>;
  /** What the remarks mean. */
  readonly legend: Readonly<Record<string, Localized>>;
  /** Decimals of the values, 0 to 15. */
  readonly decimals: number;
  readonly notes: readonly Note[];
  readonly facts: TableFacts;
}

/** How many cells the dimensions make: the product of their sizes, 1 when there are none. */
export function cellCount(dimensions: readonly { readonly categories: readonly unknown[] }[]): number {
  return dimensions.reduce((count, { categories }) => count * categories.length, 1);
}

/**
 * The place in `values` of the cell with these categories.
 * @param at - dimension id → category code, one for every dimension with more than one category
 * @throws RangeError when a dimension or a category does not exist, or a dimension is left out
 * @example
 * table.values[cellIndex(table, { school: "A", grade: "C" })];
 */
export function cellIndex(table: Pick<Table, "dimensions">, at: Readonly<Record<string, string>>): number {
  const known = new Set(table.dimensions.map(({ id }) => id));
  for (const id of Object.keys(at)) if (!known.has(id)) throw new RangeError("at names a dimension the table lacks");
  let index = 0;
  for (const { id, categories } of table.dimensions) {
    const code = at[id];
    const place = code === undefined && categories.length === 1 ? 0 : categories.findIndex((one) => one.code === code);
    if (place < 0) throw new RangeError(`at.${id} must be a category of the dimension`);
    index = index * categories.length + place;
  }
  return index;
}

/** The categories of a cell: dimension id → category code. The opposite of {@link cellIndex}. */
export function cellPlace(table: Pick<Table, "dimensions">, index: number): Record<string, string> {
  const place: [string, string][] = [];
  let rest = index;
  for (const { id, categories } of table.dimensions.toReversed()) {
    place.push([id, categories[rest % categories.length]?.code ?? ""]);
    rest = Math.floor(rest / categories.length);
  }
  return Object.fromEntries(place.toReversed());
}

/** The text in a language, or in the nearest the text has: the main language of `languages` first. */
export function inLanguage(text: Localized | undefined, language: string, languages: readonly string[] = []): string {
  return text?.[language] ?? text?.[languages[0] ?? ""] ?? Object.values(text ?? {})[0] ?? "";
}

/** The sums of a dimension: those it states, else its total over every other category, else none. */
export function sumsOf({ sums, total, categories }: Dimension): readonly Sum[] {
  if (sums) return sums;
  const parts = categories.map(({ code }) => code).filter((code) => code !== total);
  return total === undefined || parts.length === 0 ? [] : [{ total, parts }];
}

/** How far apart in `values` two neighbours of each dimension are. */
export function strides(sizes: readonly number[]): number[] {
  const steps = sizes.map(() => 1);
  for (let at = sizes.length - 2; at >= 0; at -= 1) steps[at] = (steps[at + 1] ?? 1) * (sizes[at + 1] ?? 1);
  return steps;
}
