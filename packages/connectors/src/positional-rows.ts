import type { CsvRow } from "./csv.ts";
import { delimitedRows } from "./delimited-rows.ts";
import type { FindingLog } from "./finding-log.ts";
import type { NamedFile } from "./named-files.ts";
import { finding } from "./table-messages.ts";
import { decodeText, type TextEncoding } from "./text-bytes.ts";

/** A row of a file without header. */
export interface PositionalRow {
  readonly where: string;
  readonly raw: CsvRow;
  /** Too short, too long, or half of one. */
  readonly isWrong: boolean;
  at(column: number): string | undefined;
}

export interface PositionalRows {
  readonly rows: readonly PositionalRow[];
  readonly sound: boolean;
}

export interface PositionalSpec {
  /** Columns a row has to have; programs drop trailing empty ones. */
  readonly least: number;
  readonly most: number;
  readonly delimiter: string;
  readonly encoding?: TextEncoding | "detect";
  /** True for a first row that names columns. */
  readonly isHeader: (row: CsvRow) => boolean;
}

/** Reads a delimited file by the places of its columns; what is wrong with the file itself goes to `log`. */
export function positionalRows(file: NamedFile, spec: PositionalSpec, log: FindingLog): PositionalRows {
  const decoded = decodeText(file.bytes, file.name, spec.encoding);
  if (!decoded.ok) {
    log.add(decoded.error);
    return { rows: [], sound: false };
  }
  const read = delimitedRows(decoded.value.text, spec.delimiter, file.name);
  const lines = [...read.rows];
  let sound = true;
  const fault = (found: Parameters<FindingLog["add"]>[0]): void => {
    log.add(found);
    sound = false;
  };
  for (const found of read.findings) fault(found);
  if (lines[0] !== undefined && spec.isHeader(lines[0].row)) {
    lines.shift();
    log.add(finding("connectors.header-skipped", file.name, {}));
  }
  if (lines.length === 0 && sound) fault(finding("connectors.empty-file", file.name, {}));
  const rows = lines.map(({ row, line }, index) => {
    const where = `${file.name}, row ${line}`;
    const isExtra = row.length > spec.most && row.slice(spec.most).some((field) => field.trim() !== "");
    const isWrong = row.length < spec.least || isExtra;
    if (isWrong && index === lines.length - 1 && !read.endsWithNewline && read.findings.length === 0)
      fault(finding("connectors.cut-file", where, {}));
    return {
      where,
      raw: row,
      isWrong,
      at(column: number) {
        const text = row[column]?.trim();
        return text === "" ? undefined : text;
      },
    };
  });
  return { rows, sound };
}
