import type { LineRow } from "./delimited-rows.ts";
import type { Finding, Result } from "./finding.ts";
import { finding } from "./mapping-messages.ts";
import type { NamedFile } from "./named-files.ts";
import { childOf, childrenOf, type XmlNode, xmlRecords } from "./xml-records.ts";
import { readZip } from "./zip.ts";

/** What a spreadsheet may hold: rows beyond it are cut off by a fault, never in silence. */
const maxRows = 500_000;
const maxColumns = 500;

/**
 * Reads the first sheet of an Excel file (xlsx) as rows of text: whole numbers without exponent, days as `YYYY-MM-DD`, texts
 * as they are. Formulas count with the value that was saved. The file is a zip of XML and trusted as little as either.
 * @see ECMA-376, SpreadsheetML
 */
export function xlsxRows(file: NamedFile): Result<readonly LineRow[], Finding> {
  const { files, findings } = readZip(file.bytes, file.name);
  const fault = findings.find(({ severity }) => severity === "must");
  if (fault !== undefined) return { ok: false, error: fault };
  const parts = new Map(files.map((part) => [part.name, part.bytes]));
  const broken: Result<never, Finding> = { ok: false, error: finding("connectors.xlsx-broken", file.name, {}) };
  const workbook = recordsOf(parts.get("xl/workbook.xml"));
  const relations = recordsOf(parts.get("xl/_rels/workbook.xml.rels"));
  if (workbook === undefined || relations === undefined) return broken;
  const [sheet] = workbook.filter(({ name }) => name === "sheets").flatMap((sheets) => childrenOf(sheets, "sheet"));
  const target = relations.find(({ attributes }) => attributes["Id"] === sheet?.attributes["r:id"])?.attributes[
    "Target"
  ];
  const path = target?.startsWith("/") === true ? target.slice(1) : `xl/${target ?? ""}`;
  const texts = parts.has("xl/sharedStrings.xml")
    ? recordsOf(parts.get("xl/sharedStrings.xml"))?.map(textOfString)
    : [];
  const styles = parts.has("xl/styles.xml") ? recordsOf(parts.get("xl/styles.xml")) : [];
  const sheetPart = parts.get(path);
  if (texts === undefined || styles === undefined || sheetPart === undefined) return broken;
  const isFrom1904 = workbook.some(
    ({ name, attributes }) => name === "workbookPr" && /^(1|true)$/.test(attributes["date1904"] ?? ""),
  );
  const context: CellContext = { texts, dayStyles: dayStylesOf(styles), firstDay: isFrom1904 ? -24_107 : -25_569 };
  const rows: LineRow[] = [];
  let isTooLarge = false;
  const reader = xmlRecords({
    recordDepth: 2,
    onRecord(record) {
      if (record.name !== "row") return;
      const row = rowOf(record, context);
      if (row === undefined || rows.length >= maxRows) isTooLarge = true;
      else if (row.some((text) => text !== ""))
        rows.push({ row, line: Number(record.attributes["r"] ?? rows.length + 1) });
    },
  });
  reader.push(sheetPart);
  if (reader.end().fault !== undefined) return broken;
  return isTooLarge
    ? { ok: false, error: finding("connectors.xlsx-too-large", file.name, {}) }
    : { ok: true, value: rows };
}

/** The children of a part's root; undefined when it is not there or not whole. */
function recordsOf(bytes: Uint8Array | undefined): readonly XmlNode[] | undefined {
  if (bytes === undefined) return undefined;
  const records: XmlNode[] = [];
  const reader = xmlRecords({ onRecord: (record) => records.push(record) });
  reader.push(bytes);
  return reader.end().fault === undefined ? records : undefined;
}

/** The text of a shared string: whole, or in runs of one format; phonetic hints are not part of it. */
const textOfString = (item: XmlNode): string =>
  [...childrenOf(item, "t"), ...childrenOf(item, "r").flatMap((run) => childrenOf(run, "t"))]
    .map(({ text }) => text)
    .join("");

/** Styles whose numbers are days: built-in formats, and own ones that have a year, a month or a day in them. */
function dayStylesOf(styles: readonly XmlNode[]): ReadonlySet<number> {
  const own = new Set(
    styles
      .filter(({ name }) => name === "numFmts")
      .flatMap((formats) => childrenOf(formats, "numFmt"))
      .filter(({ attributes }) =>
        /[ymd]/i.test((attributes["formatCode"] ?? "").replace(/"[^"]*"|\[[^\]]*\]|\\./g, "")),
      )
      .map(({ attributes }) => Number(attributes["numFmtId"])),
  );
  const isDay = (format: number): boolean =>
    (format >= 14 && format <= 17) || format === 22 || (format >= 27 && format <= 36) || own.has(format);
  const cells = styles.filter(({ name }) => name === "cellXfs").flatMap((list) => childrenOf(list, "xf"));
  return new Set(cells.flatMap(({ attributes }, index) => (isDay(Number(attributes["numFmtId"])) ? [index] : [])));
}

interface CellContext {
  readonly texts: readonly string[];
  readonly dayStyles: ReadonlySet<number>;
  /** Days from 1970-01-01 to the day that the file counts from. */
  readonly firstDay: number;
}

/** A row by the columns that its cells name; undefined when one lies beyond what is read. */
function rowOf(record: XmlNode, context: CellContext): readonly string[] | undefined {
  const row: string[] = [];
  for (const [index, cell] of childrenOf(record, "c").entries()) {
    const column = columnOf(cell.attributes["r"] ?? "") ?? index;
    if (column >= maxColumns) return undefined;
    while (row.length < column) row.push("");
    row[column] = textOfCell(cell, context);
  }
  return row;
}

/** `C7` is column 2. */
function columnOf(reference: string): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0];
  if (letters === undefined) return undefined;
  return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function textOfCell(cell: XmlNode, { texts, dayStyles, firstDay }: CellContext): string {
  const type = cell.attributes["t"] ?? "n";
  if (type === "inlineStr") return textOfString(childOf(cell, "is") ?? cell);
  const value = childOf(cell, "v")?.text ?? "";
  if (type === "s") return texts[Number(value)] ?? "";
  if (type === "b") return value === "1" ? "TRUE" : "FALSE";
  if (type === "d") return value.slice(0, 10);
  if (type !== "n" || value === "") return type === "e" ? "" : value;
  const number = Number(value);
  if (!Number.isFinite(number)) return value;
  if (dayStyles.has(Number(cell.attributes["s"] ?? 0)) && number >= 1 && number < 2_958_466) {
    // The program counts a 29 February 1900 that never was: days before it are one too few, and are not days of a register.
    const milliseconds = (Math.floor(number) + firstDay) * 86_400_000;
    return new Date(milliseconds).toISOString().slice(0, 10);
  }
  return Number.isSafeInteger(number) ? String(number) : value;
}
