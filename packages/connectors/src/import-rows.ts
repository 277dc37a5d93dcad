import { csvReader, type CsvRow } from "./csv.ts";
import type { Finding, Result } from "./finding.ts";
import { finding } from "./import-messages.ts";
import {
  importLayouts,
  type ImportProfile,
  type ImportRowType,
  type RelationColumn,
  type RelationType,
  relationTypes,
} from "./import-profile.ts";
import type { NamedFile } from "./named-files.ts";
import { decodeText } from "./text-bytes.ts";

/** An object row: its columns by name. */
export interface ImportRow {
  readonly kind: ImportRowType;
  readonly columns: Readonly<Record<string, string>>;
  readonly where: string;
}

/** A relation row: what is done to which relation. */
export interface ImportRelation {
  readonly kind: "relation";
  readonly operation: "add" | "remove";
  readonly type: string;
  readonly subject: string;
  readonly object: string;
  readonly where: string;
  /** True for the last row of a file that has no line end after it: it may be cut. */
  readonly unfinished: boolean;
}

/** A row that is none of these. */
export interface ImportRefusal {
  readonly kind: "refused";
  readonly finding: Finding;
  readonly raw: CsvRow;
}

export interface ImportFile {
  readonly rows: readonly (ImportRow | ImportRelation | ImportRefusal)[];
  /** What is wrong with the file itself; any `must` here means that rows are missing. */
  readonly findings: readonly Finding[];
}

const delimiters = ["\t", ";", ","] as const;
const rowTypes = new Set<string>(Object.keys(importLayouts));
const isRowType = (text: string | undefined): text is ImportRowType => rowTypes.has(text ?? "");
const knownRelations = new Set<string>(relationTypes);
export const isRelationType = (text: string): text is RelationType => knownRelations.has(text);
const operations = new Set(["add", "remove"]);

const last = (row: CsvRow): string => row.at(-1)?.trim().toLowerCase() ?? "";
const at = (row: CsvRow, columns: readonly RelationColumn[], column: RelationColumn): string =>
  row[columns.indexOf(column)]?.trim() ?? "";
const isRelation = (row: CsvRow, profile: ImportProfile): boolean =>
  operations.has(at(row, profile.relationColumns, "operation").toLowerCase());
const isKnown = (row: CsvRow, profile: ImportProfile): boolean => isRowType(last(row)) || isRelation(row, profile);

/** Reads a file into rows, deciding encoding and delimiter as the profile says. */
export function importFile(file: NamedFile, profile: ImportProfile): ImportFile {
  const decoded = decodeText(file.bytes, file.name, profile.readEncoding);
  if (!decoded.ok) return { rows: [], findings: [decoded.error] };
  const delimiter = delimiterOf(decoded.value.text, profile, file.name);
  if (!delimiter.ok) return { rows: [], findings: [delimiter.error] };
  return rowsOf(unifyLineEnds(decoded.value.text), delimiter.value, file.name, profile);
}

/** Files of old Macs end their rows with CR alone. */
const unifyLineEnds = (text: string): string =>
  text.includes("\r") && !text.includes("\n") ? text.replaceAll("\r", "\n") : text;

/** The delimiter that gives the most known rows at the beginning of the file. */
function delimiterOf(text: string, profile: ImportProfile, file: string): Result<string, Finding> {
  if (profile.readDelimiter !== "detect") {
    // The relation file is tab-separated whatever the others are.
    const isTabbed = sampleRows(text, "\t").some((row) => isRelation(row, profile));
    return { ok: true, value: isTabbed ? "\t" : profile.readDelimiter };
  }
  let best: { delimiter: string; known: number } | undefined;
  for (const delimiter of delimiters) {
    const known = sampleRows(text, delimiter).filter((row) => row.length > 1 && isKnown(row, profile)).length;
    if (known > (best?.known ?? 0)) best = { delimiter, known };
  }
  if (best !== undefined) return { ok: true, value: best.delimiter };
  // Nothing but a header, or rows that are all wrong: the delimiter that gives a known number of columns will do.
  const widths = new Set<number>(Object.values(importLayouts).map((layout) => layout.length));
  const fits = delimiters.find((delimiter) => sampleRows(text, delimiter).some((row) => widths.has(row.length)));
  return fits === undefined
    ? { ok: false, error: finding("connectors.delimiter-unknown", file, {}) }
    : { ok: true, value: fits };
}

function sampleRows(text: string, delimiter: string): readonly CsvRow[] {
  const rows: CsvRow[] = [];
  const reader = csvReader({ delimiter, onRow: (row) => rows.push(row) });
  reader.push(unifyLineEnds(text.slice(0, 20_000)));
  if (rows.length === 0) reader.end();
  return rows.slice(0, 50);
}

function rowsOf(text: string, delimiter: string, file: string, profile: ImportProfile): ImportFile {
  const rows: (ImportRow | ImportRelation | ImportRefusal)[] = [];
  const findings: Finding[] = [];
  const raw: { readonly row: CsvRow; readonly line: number }[] = [];
  const reader = csvReader({ delimiter, onRow: (row, line) => raw.push({ row, line }) });
  reader.push(text);
  const end = reader.end();
  if (end.openQuote !== undefined) findings.push(finding("connectors.open-quote", `${file}, row ${end.openQuote}`, {}));
  if (end.tooLong !== undefined) findings.push(finding("connectors.row-too-long", `${file}, row ${end.tooLong}`, {}));
  const [first] = raw;
  if (first !== undefined && isHeader(first.row, profile)) {
    raw.shift();
    findings.push(finding(raw.length === 0 ? "connectors.header-only" : "connectors.header-row", file, {}));
  }
  for (const [index, { row, line }] of raw.entries()) {
    const unfinished = index === raw.length - 1 && !end.endsWithNewline;
    const read = rowOf(row, `${file}, row ${line}`, profile, unfinished);
    // A last row that is no row, without a line end: not a wrong row but half of one.
    if (read.kind === "refused" && unfinished && end.openQuote === undefined) {
      findings.push(finding("connectors.cut-file", `${file}, row ${line}`, {}));
      rows.push({ ...read, finding: finding("connectors.cut-file", `${file}, row ${line}`, {}) });
    } else rows.push(read);
  }
  return { rows, findings };
}

/** A first row that is as wide as a row should be, but names columns instead of saying what it is. */
function isHeader(row: CsvRow, profile: ImportProfile): boolean {
  if (isKnown(row, profile)) return false;
  const widths = [profile.relationColumns.length, ...Object.values(importLayouts).map((layout) => layout.length)];
  return widths.includes(row.length) && row.every((field) => !/\d{6}/.test(field)) && last(row) !== "";
}

function rowOf(
  row: CsvRow,
  where: string,
  profile: ImportProfile,
  unfinished: boolean,
): ImportRow | ImportRelation | ImportRefusal {
  const refused = (found: Finding): ImportRefusal => ({ kind: "refused", finding: found, raw: row });
  const kind = last(row);
  if (isRowType(kind)) {
    const layout: readonly string[] = importLayouts[kind];
    if (row.length !== layout.length)
      return refused(finding("connectors.column-count", where, { expected: layout.length, columns: row.length }));
    const columns: Record<string, string> = {};
    for (const [index, name] of layout.entries()) if (name !== "") columns[name] = row[index]?.trim() ?? "";
    return { kind, columns, where };
  }
  const { relationColumns } = profile;
  const operation = at(row, relationColumns, "operation").toLowerCase();
  if (operation === "add" || operation === "remove") {
    if (row.length !== relationColumns.length)
      return refused(
        finding("connectors.column-count", where, { expected: relationColumns.length, columns: row.length }),
      );
    const type = at(row, relationColumns, "type");
    const subject = at(row, relationColumns, "subject");
    const object = at(row, relationColumns, "object");
    for (const [field, value] of Object.entries({ type, subject, object }))
      if (value === "") return refused(finding("connectors.missing-field", where, { field }));
    return { kind: "relation", operation, type, subject, object, where, unfinished };
  }
  return refused(finding("connectors.unknown-row", where, { columns: row.length }));
}
