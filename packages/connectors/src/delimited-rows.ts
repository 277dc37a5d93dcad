import { csvReader, type CsvRow } from "./csv.ts";
import type { Finding } from "./finding.ts";
import { finding } from "./messages.ts";

/** A row of a file, with the line it begins on. */
export interface LineRow {
  readonly row: CsvRow;
  readonly line: number;
}

export interface DelimitedRows {
  readonly rows: readonly LineRow[];
  /** What is wrong with the form of the file; the rows are those before it. */
  readonly findings: readonly Finding[];
  /** False when the last row has no line end after it: it may be half a row. */
  readonly endsWithNewline: boolean;
}

/** The rows of a delimited text, before anybody asks what is in them. */
export function delimitedRows(text: string, delimiter: string, file: string): DelimitedRows {
  const rows: LineRow[] = [];
  const reader = csvReader({ delimiter, onRow: (row, line) => rows.push({ row, line }) });
  reader.push(text);
  const { openQuote, tooLong, endsWithNewline } = reader.end();
  const findings = [
    ...(openQuote === undefined ? [] : [finding("connectors.open-quote", `${file}, row ${openQuote}`, {})]),
    ...(tooLong === undefined ? [] : [finding("connectors.row-too-long", `${file}, row ${tooLong}`, {})]),
  ];
  return { rows, findings, endsWithNewline };
}
