import { CsvFields } from "./csv-fields.ts";
import { type CsvDialect, CsvRows } from "./csv-rows.ts";

/** What the first row says. */
export interface CsvHeader {
  readonly dialect: CsvDialect;
  readonly columns: readonly string[];
  /** The bytes of the row, to see whether two files have the very same one. */
  readonly raw: Uint8Array;
  /** Where the rows begin. */
  readonly bodyAt: number;
}

const delimiters = [44, 59, 9, 124];

/**
 * Reads the header: the delimiter (comma, semicolon, tab or bar) that occurs most outside quotes, the line ending, the
 * names of the columns. Undefined when there is no whole row.
 */
export function readHeader(bytes: Uint8Array, isLast: boolean): CsvHeader | undefined {
  const [newline, carriageReturn] = [bytes.indexOf(10), bytes.indexOf(13)];
  // A newline may follow in what is not here yet.
  if (newline === -1 && carriageReturn === bytes.length - 1 && !isLast) return undefined;
  const terminator = newline === -1 && carriageReturn !== -1 ? 13 : 10;
  const counts = delimiters.map((delimiter) => {
    const row = firstRow(bytes, isLast, { delimiter, terminator });
    return row === undefined ? 0 : new CsvFields().split(bytes, row.start, row.end, delimiter).count;
  });
  const dialect = { delimiter: delimiters[counts.indexOf(Math.max(...counts))] ?? 44, terminator };
  const row = firstRow(bytes, isLast, dialect);
  if (row === undefined) return undefined;
  const fields = new CsvFields().split(bytes, row.start, row.end, dialect.delimiter);
  return {
    dialect,
    columns: Array.from({ length: fields.count }, (_, field) => fields.text(bytes, field).trim()),
    raw: bytes.slice(row.start, row.end),
    bodyAt: row.rest,
  };
}

function firstRow(bytes: Uint8Array, isLast: boolean, dialect: CsvDialect): CsvRows | undefined {
  const rows = new CsvRows(dialect);
  rows.feed(bytes, isLast);
  return rows.next() ? rows : undefined;
}
