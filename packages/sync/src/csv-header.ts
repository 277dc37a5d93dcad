import { CsvFields } from "./csv-fields.ts";
import { closingQuote, type CsvDialect, CsvRows } from "./csv-rows.ts";

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
const [quote, newline, carriageReturn] = [34, 10, 13];

/**
 * Reads the header: the delimiter (comma, semicolon, tab or bar) that occurs most outside quotes, the line ending, the
 * names of the columns. Undefined when there is no whole row.
 */
export function readHeader(bytes: Uint8Array, isLast: boolean): CsvHeader | undefined {
  const found = delimiters.flatMap((delimiter) => firstRow(bytes, isLast, delimiter));
  const [first] = found;
  // A quote opens for one delimiter and not for another: the one whose row goes on may be the right one.
  if (first === undefined || (!isLast && found.length < delimiters.length)) return undefined;
  const { dialect, rows, fields } = found.reduce(
    (most, one) => (one.fields.count > most.fields.count ? one : most),
    first,
  );
  return {
    dialect,
    columns: Array.from({ length: fields.count }, (_, field) => fields.text(bytes, field).trim()),
    raw: bytes.slice(rows.start, rows.end),
    bodyAt: rows.rest,
  };
}

interface FirstRow {
  readonly dialect: CsvDialect;
  readonly rows: CsvRows;
  readonly fields: CsvFields;
}

/** The first row as a delimiter has it; none when it is not whole. */
function firstRow(bytes: Uint8Array, isLast: boolean, delimiter: number): readonly FirstRow[] {
  const terminator = terminatorOf(bytes, isLast, delimiter);
  if (terminator === undefined) return [];
  const dialect = { delimiter, terminator };
  const rows = new CsvRows(dialect);
  rows.feed(bytes, isLast);
  if (!rows.next()) return [];
  return [{ dialect, rows, fields: new CsvFields().split(bytes, rows.start, rows.end, delimiter) }];
}

/**
 * What ends the first row outside quotes: a newline, or carriage returns that no newline follows. What is further on may
 * be inside a field. Undefined when it is not in these bytes.
 */
function terminatorOf(bytes: Uint8Array, isLast: boolean, delimiter: number): number | undefined {
  let start = 0;
  while (bytes[start] === newline || bytes[start] === carriageReturn) start += 1;
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === newline) return newline;
    if (byte === quote && (at === start || bytes[at - 1] === delimiter)) at = closingQuote(bytes, at, bytes.length);
    if (byte !== carriageReturn) continue;
    while (bytes[at] === carriageReturn) at += 1;
    // A newline may follow in what is not here yet.
    if (at === bytes.length && !isLast) return undefined;
    return bytes[at] === newline ? newline : carriageReturn;
  }
  return isLast ? newline : undefined;
}
