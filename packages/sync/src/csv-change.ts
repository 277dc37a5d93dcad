import { CsvFields } from "./csv-fields.ts";
import { type CsvRowTable, rowState } from "./csv-index.ts";
import type { CsvSide } from "./csv-side.ts";

export interface CsvDiffOptions {
  /** Name of the column that says which row is which; several together when it takes more than one. */
  readonly key: string | readonly string[];
}

export interface CsvCounts {
  /** Rows of the later file whose key the earlier one does not have. */
  readonly added: number;
  readonly removed: number;
  /** Rows of which at least one field differs. */
  readonly updated: number;
  /** Fields that differ, over all of them. */
  readonly fieldChanges: number;
  readonly unchanged: number;
  /** Keys that occur twice in a file, and rows with too few or too many fields or without a key. */
  readonly setAside: number;
}

/** The counts of several parts as one. */
export function sumCounts(parts: readonly CsvCounts[]): CsvCounts {
  const sum = (of: (part: CsvCounts) => number): number => parts.reduce((total, part) => total + of(part), 0);
  return {
    added: sum(({ added }) => added),
    removed: sum(({ removed }) => removed),
    updated: sum(({ updated }) => updated),
    fieldChanges: sum(({ fieldChanges }) => fieldChanges),
    unchanged: sum(({ unchanged }) => unchanged),
    setAside: sum(({ setAside }) => setAside),
  };
}

/** One row that differs, as text. Personal data, when the file holds it. */
export type CsvChange =
  | { readonly kind: "added" | "removed"; readonly key: string; readonly row: Readonly<Record<string, string>> }
  | { readonly kind: "updated"; readonly key: string; readonly changes: readonly CsvFieldChange[] };

/** A key as text. Values of several columns are joined by `|`; a `|` or `\` of their own has a `\` before it. */
export const keyText = (values: readonly string[]): string =>
  values.length === 1
    ? (values[0] ?? "")
    : values.map((value) => value.replaceAll(/[|\\]/g, String.raw`\$&`)).join("|");

export interface CsvFieldChange {
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

/** A changed row: which one of the earlier file, and where it stands in what was kept of the later one. */
export interface ChangedRow {
  readonly row: number;
  readonly start: number;
  readonly end: number;
  /** How many fields differ. */
  readonly fields: number;
}

/** A file's rows by key, and the bytes they are in. */
export interface IndexedRows {
  readonly side: CsvSide;
  readonly index: CsvRowTable;
  readonly bytes: Uint8Array;
}

/**
 * Changed rows as text, field by field.
 * @param places - place in the earlier file of each column of the later one; -1 where it has none
 */
export function* updatedRows(
  changed: Iterable<ChangedRow>,
  before: IndexedRows,
  after: IndexedRows,
  places: readonly number[],
): Generator<CsvChange> {
  const { header, key } = after.side;
  const { delimiter } = before.side.header.dialect;
  const [one, other] = [new CsvFields(), new CsvFields()];
  for (const { row, start, end } of changed) {
    one.split(before.bytes, before.index.start(row), before.index.end(row), delimiter);
    other.split(after.bytes, start, end, header.dialect.delimiter);
    const changes = header.columns.flatMap((field, column): readonly CsvFieldChange[] => {
      const place = places[column] ?? -1;
      if (place === -1) return [];
      const change = { field, before: one.text(before.bytes, place), after: other.text(after.bytes, column) };
      return change.before === change.after ? [] : [change];
    });
    yield { kind: "updated", key: key.text(after.bytes, start, end), changes };
  }
}

/** The rows of one file that the other does not have, as text. */
export function* unmetRows(kind: "added" | "removed", { side, index, bytes }: IndexedRows): Generator<CsvChange> {
  const { header, key } = side;
  const fields = new CsvFields();
  for (let row = 0; row < index.count; row += 1) {
    if (index.state(row) !== rowState.unseen) continue;
    const [start, end] = [index.start(row), index.end(row)];
    fields.split(bytes, start, end, header.dialect.delimiter);
    const cells = header.columns.map((name, column) => [name, column < fields.count ? fields.text(bytes, column) : ""]);
    yield { kind, key: key.text(bytes, start, end), row: Object.fromEntries(cells) as Record<string, string> };
  }
}
