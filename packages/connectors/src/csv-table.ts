import type { Entity } from "@milstolpe/sync";
import type { CsvRow } from "./csv.ts";
import { delimitedRows } from "./delimited-rows.ts";
import type { Finding } from "./finding.ts";
import type { FindingLog } from "./finding-log.ts";
import { finding } from "./table-messages.ts";
import type { NamedFile } from "./named-files.ts";
import type { Reading } from "./reading.ts";
import { decodeText, type TextEncoding } from "./text-bytes.ts";

/** What a delimited file with a header row is to look like. */
export interface TableSpec {
  /** Columns without which the file can't be used. */
  readonly required: readonly string[];
  readonly optional?: readonly string[];
  /** Other names that columns are met under: met → ours. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Columns with these beginnings may be added to the file by anybody (`metadata.`). */
  readonly extensions?: readonly string[];
  /** Default `detect`. */
  readonly encoding?: TextEncoding | "detect";
  /** Default: the one of comma, semicolon and tab that gives the most known columns. */
  readonly delimiter?: string;
}

/** A row of a table: its fields by column, blanks around them dropped, empty ones left out. */
export interface TableRow {
  /** File and line, or list and id. */
  readonly where: string;
  readonly raw: unknown;
  get(column: string): string | undefined;
}

export interface Table {
  /** Columns that the file has, by our names. */
  readonly columns: ReadonlySet<string>;
  readonly rows: readonly TableRow[];
  /** False when rows or columns are missing: the file speaks for nothing wholly. */
  readonly sound: boolean;
  /** Rows whose fields can't be told apart, and what was said of them. */
  readonly refused: readonly { readonly row: TableRow; readonly finding: Finding }[];
}

/**
 * Reads a delimited file by its header. What is wrong with the file itself goes to `log`: empty, cut, mis-encoded, no
 * such columns, a column twice. Rows with too few or too many fields are refused one by one.
 * @returns undefined when nothing of the file can be used
 */
export function readTable(file: NamedFile, spec: TableSpec, log: FindingLog): Table | undefined {
  const decoded = decodeText(file.bytes, file.name, spec.encoding);
  if (!decoded.ok) {
    log.add(decoded.error);
    return undefined;
  }
  const { text } = decoded.value;
  const known = knownColumns(spec);
  const delimiter = spec.delimiter ?? delimiterOf(text, known);
  const read = delimitedRows(text, delimiter, file.name);
  const [header, ...body] = read.rows;
  if (header === undefined) {
    log.add(finding("connectors.empty-file", file.name, {}));
    return undefined;
  }
  let sound = true;
  const fault = (found: Parameters<FindingLog["add"]>[0]): void => {
    log.add(found);
    sound = false;
  };
  const place = columnPlaces(header.row, known, spec, file.name, log, fault);
  if (place === undefined) return undefined;
  for (const found of read.findings) fault(found);
  const rows: TableRow[] = [];
  const refused: { readonly row: TableRow; readonly finding: Finding }[] = [];
  const width = header.row.length;
  for (const [index, { row, line }] of body.entries()) {
    const where = `${file.name}, row ${line}`;
    const own = rowAt(row, where, place);
    if (row.length === width || isPadded(row, width)) {
      rows.push(own);
      continue;
    }
    // A last row that is too short, without a line end: not a wrong row but half of one.
    const isCut = index === body.length - 1 && !read.endsWithNewline && row.length < width;
    const found = isCut
      ? finding("connectors.cut-file", where, {})
      : finding("connectors.column-count", where, { expected: width, columns: row.length });
    if (isCut) fault(found);
    else log.add(found);
    refused.push({ row: own, finding: found });
  }
  return { columns: new Set(place.keys()), rows, sound, refused };
}

/** The rows of a table, each counted; those that can't be read are kept aside as rows of the entity. */
export function countedRows(table: Table | undefined, entity: Entity, reading: Reading): readonly TableRow[] {
  for (const { row, finding: found } of table?.refused ?? []) {
    reading.receive(entity);
    reading.rejected.push({ entity, where: row.where, finding: found, raw: row.raw });
  }
  for (const _row of table?.rows ?? []) reading.receive(entity);
  return table?.rows ?? [];
}

/** The text of a column; undefined after the row has been kept aside for the lack of it. */
export function needed(row: TableRow, column: string, entity: Entity, reading: Reading): string | undefined {
  const text = row.get(column);
  if (text === undefined)
    reading.reject(entity, row.raw, finding("connectors.missing-field", row.where, { field: column }));
  return text;
}

/** The row's own id; undefined after the row has been kept aside because it has none, or one that came before. */
export function ownId(
  row: TableRow,
  column: string,
  seen: Set<string>,
  entity: Entity,
  reading: Reading,
): string | undefined {
  const id = needed(row, column, entity, reading);
  if (id === undefined) return undefined;
  if (seen.has(id)) {
    reading.reject(entity, row.raw, finding("connectors.duplicate-id", row.where, { entity }));
    return undefined;
  }
  seen.add(id);
  return id;
}

/** Spreadsheets add delimiters after the last column. */
const isPadded = (row: CsvRow, width: number): boolean =>
  row.length > width && row.slice(width).every((field) => field.trim() === "");

function rowAt(row: CsvRow, where: string, place: ReadonlyMap<string, number>): TableRow {
  return {
    where,
    raw: row,
    get(column) {
      const text = row[place.get(column) ?? -1]?.trim();
      return text === "" ? undefined : text;
    },
  };
}

/** Every name a column may be met under, in lower case → the name it has here. */
function knownColumns({ required, optional = [], aliases = {} }: TableSpec): ReadonlyMap<string, string> {
  return new Map(
    [...[...required, ...optional].map((name) => [name, name] as const), ...Object.entries(aliases)].map(
      ([met, ours]) => [met.toLowerCase(), ours],
    ),
  );
}

const delimiters = [",", ";", "\t"] as const;

function delimiterOf(text: string, known: ReadonlyMap<string, string>): string {
  const newline = text.indexOf("\n");
  const header = newline < 0 ? text : text.slice(0, newline);
  const score = (delimiter: string): number =>
    header.split(delimiter).filter((name) => known.has(plain(name).toLowerCase())).length;
  return delimiters.reduce((best, delimiter) => (score(delimiter) > score(best) ? delimiter : best));
}

const plain = (name: string): string => name.trim().replace(/^"|"$/g, "").trim();

function columnPlaces(
  header: CsvRow,
  known: ReadonlyMap<string, string>,
  spec: TableSpec,
  file: string,
  log: FindingLog,
  fault: FindingLog["add"],
): ReadonlyMap<string, number> | undefined {
  const places = new Map<string, number>();
  const unknown: number[] = [];
  const names = new Set([...spec.required, ...(spec.optional ?? []), ...Object.keys(spec.aliases ?? {})]);
  let isOtherCase = false;
  for (const [index, field] of header.entries()) {
    const name = field.trim();
    const ours = known.get(name.toLowerCase());
    if (ours === undefined) {
      if (name !== "" && !(spec.extensions ?? []).some((start) => name.startsWith(start))) unknown.push(index + 1);
      continue;
    }
    isOtherCase ||= !names.has(name);
    if (places.has(ours)) fault(finding("connectors.duplicate-column", file, { column: ours }));
    else places.set(ours, index);
  }
  const missing = spec.required.filter((column) => !places.has(column));
  if (missing.length > 0) {
    // A file without a header has a person where a name of a column should be: what was met is not shown.
    fault(finding("connectors.missing-column", file, { columns: missing.join(", ") }));
    return undefined;
  }
  if (isOtherCase) log.add(finding("connectors.header-case", file, {}));
  // By their places: where a line end was lost, names of people stand among the names of columns.
  if (unknown.length > 0)
    log.add(
      finding("connectors.unknown-column", file, { columns: unknown.slice(0, 20).join(", "), count: unknown.length }),
    );
  return places;
}
