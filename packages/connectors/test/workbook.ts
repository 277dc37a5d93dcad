import { zipSync } from "fflate";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** An Excel file of one sheet, as small as it can be. */
export function workbook(sheetData: string, more: Readonly<Record<string, string>> = {}, workbookPr = ""): Uint8Array {
  const parts: Record<string, string> = {
    "xl/workbook.xml": `<workbook xmlns:r="x">${workbookPr}<sheets><sheet name="Blad1" sheetId="1" r:id="rId7"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels":
      '<Relationships><Relationship Id="rId7" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/worksheets/sheet1.xml": `<worksheet><cols><col min="1"/></cols><sheetData>${sheetData}</sheetData></worksheet>`,
    "xl/sharedStrings.xml":
      "<sst><si><t>Åsa</t></si><si><r><t>Ek</t></r><r><t>, af</t></r><rPh><t>x</t></rPh></si></sst>",
    "xl/styles.xml":
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="0&quot; dagar&quot;"/></numFmts>' +
      '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>',
    ...more,
  };
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, bytes(text)])));
}
