import type { CharClass, FieldKind } from "./layout.ts";
import type { Cell } from "./xlsx.ts";

/** What a row of SCB's sheet says of a field, with the lines that follow it until the next field. */
export interface SheetField {
  readonly name: string;
  /** Row in the sheet, from 1. */
  readonly row: number;
  /** Lines of the contents column. */
  readonly lines: readonly string[];
  readonly charText: string;
  readonly lengthText: string;
}

/** Columns of the table, found by their headings. */
export interface TableColumns {
  readonly headingRow: number;
  readonly name: number;
  readonly contents: number;
  readonly characters: number;
  readonly length: number;
}

/** Finds the headings: `Variabel(namn)`, `Fältinnehåll`, `Tillåtna tecken`, `(Max) längd` or their like, in any columns. */
export function findTable(cells: readonly Cell[]): TableColumns | undefined {
  for (const heading of cells.filter(({ text }) => /^(?:variabel|fält)(?:namn)?$/i.test(text))) {
    const inRow = cells.filter(({ row }) => row === heading.row);
    const column = (what: RegExp): number | undefined => inRow.find(({ text }) => what.test(text))?.column;
    const [contents, characters, length] = [
      column(/innehåll|beskrivning/i),
      column(/tecken|format|typ/i),
      column(/längd/i),
    ];
    if (contents === undefined || characters === undefined || length === undefined) continue;
    return { headingRow: heading.row, name: heading.column, contents, characters, length };
  }
  return undefined;
}

/** The fields below the headings. What stands in other columns is not part of the table. */
export function sheetFields(cells: readonly Cell[], columns: TableColumns): readonly SheetField[] {
  const fields: (SheetField & { lines: string[] })[] = [];
  const below = cells.filter(({ row }) => row > columns.headingRow);
  for (const row of new Set(below.map((cell) => cell.row))) {
    const inRow = below.filter((cell) => cell.row === row);
    const text = (column: number): string => inRow.find((cell) => cell.column === column)?.text ?? "";
    const [name, charText, lengthText] = [text(columns.name), text(columns.characters), text(columns.length)];
    const lines = text(columns.contents)
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "");
    // A name alone is a heading within the table, or a footnote below it.
    const isField = name !== "" && (charText !== "" || lengthText !== "" || lines.length > 0);
    if (isField) fields.push({ name: name.replaceAll(/\s+/g, " "), row, lines, charText, lengthText });
    else fields.at(-1)?.lines.push(...lines);
  }
  return fields;
}

/** The class of characters, as `BS` or `S och bindestreck`; undefined when it is neither. */
export function charClassOf(text: string): CharClass | undefined {
  const [letters = "", ...rest] = text.trim().split(/\s+/);
  const withHyphen = /^och\s*binde-?\s*streck$/i.test(rest.join(" "));
  if (rest.length > 0 && !withHyphen) return undefined;
  const found = (withHyphen ? `${letters}-` : letters).toUpperCase();
  return found === "A" || found === "B" || found === "BS" || found === "S" || found === "S-" ? found : undefined;
}

/** Length as `15` or `1-15`; undefined when it is neither. */
export function lengthOf(text: string): { readonly least?: number; readonly most: number } | undefined {
  const parts = /^(?:(\d{1,4})\s*[-–]\s*)?(\d{1,4})(?:\.0+)?$/.exec(text.trim());
  if (!parts || Number(parts[2]) === 0) return undefined;
  return { ...(parts[1] === undefined ? {} : { least: Number(parts[1]) }), most: Number(parts[2]) };
}

/** What the lines of a field say of its values. */
export interface SheetValues {
  /** Codes with what they mean; `""` is blank. */
  readonly meanings: Readonly<Record<string, string>>;
  readonly codes: readonly string[];
  readonly range?: readonly [number, number];
  /** `Se MA_A_PR`: the values are those of another field. */
  readonly sameAs?: string;
  /** `(2:a får användas bara om betyg finns i Sva)`: when a code may be used. */
  readonly note?: string;
}

/** Codes (`99 = …`, `[blank] = …`), points (`0-18`, `(maxpoäng = 17)`) and references (`Se …`), each a line of its own. */
export function valuesOf(lines: readonly string[]): SheetValues {
  const meanings: Record<string, string> = {};
  const codes: string[] = [];
  let range: readonly [number, number] | undefined;
  let sameAs: string | undefined;
  const note = /\((2:a får användas bara om betyg finns i [^)]{1,80})\)/i.exec(lines.join(" "))?.[1];
  for (const line of lines) {
    const code = /^(\[blank\]|[A-ZÅÄÖ\d]{1,12})\s*=\s*(.+)$/iu.exec(line);
    const points =
      /^(\d{1,2})\s*[-–]\s*(\d{1,2})$/.exec(line) ?? /^\(?max(?:imal)?\s*poäng\s*[=:]?()\s*(\d{1,2})\)?$/i.exec(line);
    const reference = /^se\s+([A-ZÅÄÖ\d]+(?:_[A-ZÅÄÖ\d]+)+)\.?$/iu.exec(line);
    if (code) {
      const [, written = "", meaning = ""] = code;
      const value = /^\[blank\]$/i.test(written) ? "" : written;
      if (value !== "" && !codes.includes(value)) codes.push(value);
      meanings[value] = meaning.trim().replace(/,$/, "");
    } else if (points) range = [Number(points[1] || 0), Number(points[2])];
    else if (reference) sameAs = reference[1];
  }
  return {
    meanings,
    codes,
    ...(range ? { range } : {}),
    ...(sameAs === undefined ? {} : { sameAs }),
    ...(note === undefined ? {} : { note }),
  };
}

/** What a field means, from its name, its text and its values. */
export function kindOf(name: string, lines: readonly string[], values: SheetValues, most: number): FieldKind {
  if (/^datum$/i.test(name)) return "date";
  if (/^person(?:nr|nummer)$/i.test(name)) return "identity";
  if (/^skolenhetskod$/i.test(name)) return "school-unit";
  if (/^(?:för|for|efter|person)namn$/i.test(name)) return "name";
  if (values.codes.length === 0 && lines.some((line) => /språkkod/i.test(line))) return "language";
  if (values.range) return "points";
  if (["A", "E", "F"].every((grade) => values.codes.includes(grade)) && most === 1) return "grade";
  return values.codes.length > 1 || (values.codes.length === 1 && most <= 3) ? "code" : "text";
}
