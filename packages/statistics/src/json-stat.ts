/** A link of a JSON-stat document. */
export interface JsonStatLink {
  readonly href?: string;
  readonly type?: string;
  readonly label?: string;
  readonly extension?: Readonly<Record<string, unknown>>;
}

/** The categories of a JSON-stat dimension. */
export interface JsonStatCategory {
  readonly index?: readonly string[] | Readonly<Record<string, number>>;
  readonly label?: Readonly<Record<string, string>>;
  readonly unit?: Readonly<Record<string, { readonly base?: string; readonly decimals?: number }>>;
  readonly note?: Readonly<Record<string, readonly string[]>>;
  readonly child?: Readonly<Record<string, readonly string[]>>;
  readonly coordinates?: Readonly<Record<string, readonly [number, number]>>;
}

/** A dimension of a JSON-stat dataset. */
export interface JsonStatDimension {
  readonly label?: string;
  readonly note?: readonly string[];
  readonly category: JsonStatCategory;
  readonly link?: Readonly<Record<string, readonly JsonStatLink[]>>;
  readonly extension?: Readonly<Record<string, unknown>>;
}

/** A dataset as JSON-stat 2.0 has it (https://json-stat.org/full/). */
export interface JsonStatDataset {
  readonly version: "2.0";
  readonly class: "dataset";
  readonly label?: string;
  readonly source?: string;
  readonly updated?: string;
  readonly note?: readonly string[];
  readonly link?: Readonly<Record<string, readonly JsonStatLink[]>>;
  readonly role?: Readonly<Partial<Record<"time" | "geo" | "metric", readonly string[]>>>;
  readonly id: readonly string[];
  readonly size: readonly number[];
  readonly dimension: Readonly<Record<string, JsonStatDimension>>;
  readonly value: readonly (number | null)[];
  readonly status?: Readonly<Record<string, string>>;
  readonly extension?: Readonly<Record<string, unknown>>;
}
