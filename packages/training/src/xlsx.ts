import { dayNumber } from "./calendar.ts";
import type { Plan, Problem } from "./model.ts";
import { coverageTable, placeTable, sessionTable, type PlanTable, type TableOptions } from "./plan-tables.ts";
import { storedZip } from "./stored-zip.ts";
import { escapeXml } from "./xml.ts";

const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const parts = "http://schemas.openxmlformats.org/package/2006";
const header = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** Rows of a sheet at most, its heading included. */
const mostRows = 1_048_576;
/** Days from 1899-12-30, the day 0 of a spreadsheet, to 1970-01-01. */
const day0 = 25_569;

/** Cell formats, in the order of `styles`. */
const style = { text: 0, head: 1, day: 2, clock: 3, count: 4 } as const;

/**
 * A plan as a workbook with three sheets: sessions, places, and coverage by unit and course. Days and times are days and
 * times, texts are texts even when they begin like a formula, headings stay in view and filter. The same plan gives the
 * same bytes. People are their ids.
 * @param options - `whose` narrows sessions and places; coverage is always the whole plan's
 * @returns the bytes of an .xlsx file; more places than a sheet has rows go on in another
 * @see ECMA-376, SpreadsheetML
 * @example
 * await writeFile("training.xlsx", planWorkbook(problem, plan, { language: "sv" }));
 */
export function planWorkbook(problem: Problem, plan: Plan, options: TableOptions = {}): Uint8Array {
  const tables = [
    sessionTable(problem, plan, options),
    placeTable(problem, plan, options),
    coverageTable(problem, plan, options),
  ].flatMap(inSheets);
  const numbered = tables.map((table, index) => ({ table, id: index + 1 }));
  const override = (name: string, type: string): string =>
    `<Override PartName="/xl/${name}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${type}+xml"/>`;
  const relation = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`;
  const relations = (inside: string): string =>
    `${header}<Relationships xmlns="${parts}/relationships">${inside}</Relationships>`;
  return storedZip([
    [
      "[Content_Types].xml",
      `${header}<Types xmlns="${parts}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${override("workbook", "sheet.main")}${override("styles", "styles")}${numbered.map(({ id }) => override(`worksheets/sheet${id}`, "worksheet")).join("")}</Types>`,
    ],
    ["_rels/.rels", relations(relation("rId1", "officeDocument", "xl/workbook.xml"))],
    [
      "xl/workbook.xml",
      `${header}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${numbered.map(({ table, id }) => `<sheet name="${escapeXml(table.caption)}" sheetId="${id}" r:id="rId${id}"/>`).join("")}</sheets><definedNames>${numbered.map(({ table, id }) => `<definedName name="_xlnm._FilterDatabase" localSheetId="${id - 1}" hidden="1">'${escapeXml(table.caption)}'!${absolute(table)}</definedName>`).join("")}</definedNames></workbook>`,
    ],
    [
      "xl/_rels/workbook.xml.rels",
      relations(
        numbered.map(({ id }) => relation(`rId${id}`, "worksheet", `worksheets/sheet${id}.xml`)).join("") +
          relation(`rId${numbered.length + 1}`, "styles", "styles.xml"),
      ),
    ],
    ["xl/styles.xml", styles],
    ...numbered.map(({ table, id }) => [`xl/worksheets/sheet${id}.xml`, sheet(table)] as const),
  ]);
}

/** A table cut into as many as it needs sheets. */
function inSheets(table: PlanTable): PlanTable[] {
  const most = mostRows - 1;
  return Array.from({ length: Math.max(1, Math.ceil(table.rows.length / most)) }, (_, index) => ({
    ...table,
    caption: index === 0 ? table.caption : `${table.caption} ${index + 1}`,
    rows: table.rows.slice(index * most, (index + 1) * most),
  }));
}

/** A, B, … of a table's columns; none has more than 26. */
const letter = (column: number): string => String.fromCharCode(65 + column);

const absolute = ({ columns, rows }: PlanTable): string => `$A$1:$${letter(columns.length - 1)}$${rows.length + 1}`;

function sheet({ columns, rows }: PlanTable): string {
  const widths = columns.map(({ title, kind }, index) => {
    const longest = rows.reduce((most, row) => Math.max(most, `${row[index] ?? ""}`.length), title.length + 3);
    return `<col min="${index + 1}" max="${index + 1}" width="${kind === "text" ? Math.min(60, longest + 2) : 12}" customWidth="1"/>`;
  });
  const lines = [
    `<row r="1">${columns.map(({ title }, index) => textCell(`${letter(index)}1`, title, style.head)).join("")}</row>`,
    ...rows.map(
      (row, index) =>
        `<row r="${index + 2}">${row.map((value, column) => cell(`${letter(column)}${index + 2}`, value, columns[column]!.kind)).join("")}</row>`,
    ),
  ];
  return `${header}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.join("")}</cols><sheetData>${lines.join("")}</sheetData><autoFilter ref="${absolute({ caption: "", columns, rows }).replaceAll("$", "")}"/></worksheet>`;
}

/** What reads as the escape of a letter (`_x0041_`) gets its first sign escaped (ECMA-376, ST_Xstring). */
const asWritten = (text: string): string => text.replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_");

const textCell = (at: string, value: string, format: number): string =>
  `<c r="${at}" s="${format}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(asWritten(value))}</t></is></c>`;

function cell(at: string, value: string | number | null, kind: PlanTable["columns"][number]["kind"]): string {
  if (value === null) return "";
  if (kind === "text") return textCell(at, `${value}`, style.text);
  return `<c r="${at}" s="${style[kind]}"><v>${kind === "count" ? value : serial(`${value}`, kind)}</v></c>`;
}

/** A day as a spreadsheet counts it, or a time as a part of one. */
function serial(value: string, kind: "day" | "clock"): number {
  if (kind === "day") return dayNumber(value) + day0;
  const [hours = 0, minutes = 0] = value.split(":").map(Number);
  return (hours * 60 + minutes) / 1440;
}

const styles = `${header}<styleSheet xmlns="${main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="hh:mm"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5"><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="1" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`;
