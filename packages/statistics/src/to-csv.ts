import { cellCount, inLanguage, type Localized, type Table } from "./table.ts";
import { numberText } from "./number-text.ts";
import { forEachCell } from "./table-cells.ts";

/** How a table is written as CSV. */
export interface ToCsvOptions {
  /** Language of the texts. Default the main one of the table. */
  readonly language?: string;
  /** Default `;`, as spreadsheets in Swedish read. */
  readonly delimiter?: ";" | "," | "\t";
  /** `,` with `;` (default), else `.`. */
  readonly decimalSign?: "," | ".";
  /** `long` (default): one row a cell, with its remark. `wide`: rows and columns as the table is shown. */
  readonly layout?: "long" | "wide";
  /** What names a category. Default `label`; `both` gives the long layout a column for each. */
  readonly show?: "label" | "code" | "both";
  /** Default CRLF (RFC 4180). */
  readonly newline?: "\r\n" | "\n";
}

/**
 * A table as CSV, with a header row. A cell without a number is empty in the long layout, with its remark in a column of its
 * own; in the wide one the remark stands in its place. Never zero. A text that a spreadsheet would take for a formula gets
 * an apostrophe before it.
 * @throws RangeError when the delimiter is the decimal sign
 * @example
 * toCsv(table, { language: "sv", layout: "wide" });
 */
export function toCsv(table: Table, options: ToCsvOptions = {}): string {
  const { delimiter = ";", newline = "\r\n", layout = "long", show = "label", language } = options;
  const { decimalSign = delimiter === ";" ? "," : "." } = options;
  if (delimiter === decimalSign) throw new RangeError("delimiter must differ from decimalSign");
  const texts: CsvTexts = {
    show,
    isSwedish: (language ?? table.languages[0]) === "sv",
    say: (text) => inLanguage(text, language ?? "", table.languages),
    number: (value) => numberText(value).replace(".", decimalSign),
    field: (text) => {
      const safe = /^[=+@\t]|^-./.test(text) ? `'${text}` : text;
      return /["\r\n]/.test(safe) || safe.includes(delimiter) ? `"${safe.replaceAll('"', '""')}"` : safe;
    },
  };
  const rows = layout === "wide" ? wideRows(table, texts) : longRows(table, texts);
  return rows.map((row) => row.join(delimiter) + newline).join("");
}

/** How texts and numbers are written. */
interface CsvTexts {
  readonly show: "label" | "code" | "both";
  readonly isSwedish: boolean;
  readonly say: (text: Localized) => string;
  readonly number: (value: number) => string;
  readonly field: (text: string) => string;
}

function longRows(table: Table, { show, isSwedish, say, number, field }: CsvTexts): string[][] {
  const names = table.dimensions.map(({ categories }) =>
    categories.map(({ code, label }) => {
      const texts = show === "code" ? [code] : show === "label" ? [say(label)] : [code, say(label)];
      return texts.map(field);
    }),
  );
  const header = table.dimensions.flatMap(({ id, label }) => {
    const name = say(label) || id;
    return show === "both" ? [field(`${name} (${isSwedish ? "kod" : "code"})`), field(name)] : [field(name)];
  });
  const rows = [[...header, isSwedish ? "värde" : "value", isSwedish ? "anmärkning" : "remark"]];
  forEachCell(table, (cell, places) => {
    const value = table.values[cell] ?? null;
    const texts = places.flatMap((place, at) => names[at]?.[place] ?? []);
    rows.push([...texts, value === null ? "" : number(value), field(table.status[cell] ?? "")]);
  });
  return rows;
}

function wideRows(table: Table, { show, say, number, field }: CsvTexts): string[][] {
  const { dimensions, stubCount } = table;
  const name = (at: number, place: number): string => {
    const category = dimensions[at]?.categories[place];
    return category === undefined ? "" : show === "code" ? category.code : say(category.label);
  };
  const columns = cellCount(dimensions.slice(stubCount));
  const header = dimensions.slice(0, stubCount).map(({ id, label }) => field(say(label) || id));
  const rows: string[][] = [header];
  forEachCell(table, (cell, places) => {
    const names = places.map((place, at) => name(at, place));
    if (cell < columns) header.push(field(names.slice(stubCount).join(" ")));
    if (cell % columns === 0) rows.push(names.slice(0, stubCount).map(field));
    const value = table.values[cell] ?? null;
    rows.at(-1)?.push(value === null ? field(table.status[cell] ?? "") : number(value));
  });
  return rows;
}
