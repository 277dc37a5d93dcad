import {
  compareAll,
  compareNames,
  compareValues,
  fieldsOfComparison,
  type LinkComparison,
  type LinkRecord,
  plainValue,
} from "./link-comparison.ts";

/** The values of one field, plain, record by record. */
interface Column {
  readonly left: readonly string[];
  readonly right: readonly string[];
}

/** Two lists of records, or one with itself, as columns of plain values. */
export class LinkColumns {
  readonly comparisons: readonly LinkComparison[];
  readonly leftSize: number;
  readonly rightSize: number;
  readonly isOneList: boolean;
  readonly #columns = new Map<string, Column>();
  readonly #levels: readonly ((one: number, other: number) => number)[];

  constructor(
    comparisons: readonly LinkComparison[],
    fields: readonly string[],
    left: readonly LinkRecord[],
    right: readonly LinkRecord[] | undefined,
  ) {
    this.comparisons = comparisons;
    this.leftSize = left.length;
    this.rightSize = (right ?? left).length;
    this.isOneList = right === undefined;
    for (const field of new Set([...comparisons.flatMap((one) => fieldsOfComparison(one)), ...fields])) {
      const plain = (records: readonly LinkRecord[]): readonly string[] =>
        records.map((record) => plainValue(record[field]));
      const ofLeft = plain(left);
      this.#columns.set(field, { left: ofLeft, right: right ? plain(right) : ofLeft });
    }
    this.#levels = comparisons.map((comparison) => this.#comparer(comparison));
  }

  values(field: string): Column {
    return this.#columns.get(field) ?? { left: [], right: [] };
  }

  /** The level at which two records agree, by places of the comparison and the records; -1 when one does not say. */
  level(comparison: number, one: number, other: number): number {
    return this.#levels[comparison]?.(one, other) ?? -1;
  }

  #comparer(comparison: LinkComparison): (one: number, other: number) => number {
    if (comparison.kind === "names") {
      const [given, family] = [this.values(comparison.given), this.values(comparison.family)];
      return (one, other) =>
        compareNames(
          given.left[one] ?? "",
          family.left[one] ?? "",
          given.right[other] ?? "",
          family.right[other] ?? "",
        );
    }
    if (comparison.kind === "all") {
      const columns = comparison.fields.map((field) => this.values(field));
      return (one, other) =>
        compareAll(
          columns.map(({ left }) => left[one] ?? ""),
          columns.map(({ right }) => right[other] ?? ""),
        );
    }
    const { kind } = comparison;
    const { left, right } = this.values(comparison.field);
    return (one, other) => compareValues(kind, left[one] ?? "", right[other] ?? "");
  }
}

/** How often each value of each field occurs, of all that is not empty, as a share. */
export function valueShares(columns: LinkColumns): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const fields = new Set(columns.comparisons.flatMap((comparison) => fieldsOfComparison(comparison)));
  return new Map(
    [...fields].map((field) => {
      const counts = new Map<string, number>();
      let all = 0;
      const { left, right } = columns.values(field);
      for (const values of columns.isOneList ? [left] : [left, right])
        for (const value of values) {
          if (value === "") continue;
          counts.set(value, (counts.get(value) ?? 0) + 1);
          all += 1;
        }
      return [field, new Map([...counts].map(([value, count]) => [value, count / all]))];
    }),
  );
}
