import { strToU8, zipSync } from "fflate";

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** An xlsx file with one sheet; cells by name (`A1`), texts inline or shared. */
export function xlsx(
  cells: Readonly<Record<string, string | number>>,
  form: "inline" | "shared" = "shared",
): Uint8Array {
  const texts = [...new Set(Object.values(cells).filter((value) => typeof value === "string"))];
  const rowOf = (name: string) => Number(/\d+/.exec(name)?.[0]);
  const rows = [...new Set(Object.keys(cells).map(rowOf))].toSorted((a, b) => a - b);
  const cell = (name: string): string => {
    const value = cells[name] ?? "";
    if (typeof value === "number") return `<c r="${name}"><v>${value}</v></c>`;
    if (form === "inline") return `<c r="${name}" t="inlineStr"><is><t>${escaped(value)}</t></is></c>`;
    return `<c r="${name}" s="1" t="s"><v>${texts.indexOf(value)}</v></c>`;
  };
  const row = (number: number): string =>
    `<row r="${number}">${Object.keys(cells)
      .filter((name) => rowOf(name) === number)
      .map(cell)
      .join("")}</row>`;
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  return zipSync({
    "xl/workbook.xml": strToU8(`${head}<workbook><sheets><sheet name="Blad1" sheetId="1"/></sheets></workbook>`),
    "xl/worksheets/sheet1.xml": strToU8(
      `${head}<worksheet><sheetData>${rows.map(row).join("")}</sheetData></worksheet>`,
    ),
    "xl/sharedStrings.xml": strToU8(
      `${head}<sst>${texts.map((text) => `<si><r><t>${escaped(text)}</t></r></si>`).join("")}</sst>`,
    ),
  });
}
