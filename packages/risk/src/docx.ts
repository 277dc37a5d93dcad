import type { RiskReport } from "./risk-report.ts";
import { escapeXml, type Table } from "./table.ts";

const word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const header = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/**
 * A report as a Word document: headings that a reader can jump by, tables whose first row repeats on every page, the
 * language set. The same report gives the same bytes.
 * @example
 * await writeFile("risk.docx", toDocx(riskReportParts(register, { language: "sv", scale: fiveByFive })));
 */
export function toDocx({ language, title, parts }: RiskReport): Uint8Array {
  const body = parts.map((part) =>
    typeof part === "string" ? paragraph(part) : paragraph(part.caption, "Heading2") + table(part),
  );
  const tag = language === "sv" ? "sv-SE" : "en-GB";
  return storedZip([
    [
      "[Content_Types].xml",
      `${header}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>`,
    ],
    ["_rels/.rels", relationships("officeDocument", "word/document.xml")],
    ["word/_rels/document.xml.rels", relationships("styles", "styles.xml")],
    ["word/styles.xml", styles(tag)],
    [
      "word/document.xml",
      `${header}<w:document xmlns:w="${word}"><w:body>${paragraph(title, "Heading1")}${body.join("")}<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>`,
    ],
  ]);
}

const relationships = (type: string, target: string): string =>
  `${header}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/></Relationships>`;

const styles = (tag: string): string => {
  const heading = (level: number, size: number) =>
    `<w:style w:type="paragraph" w:styleId="Heading${level}"><w:name w:val="heading ${level}"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:before="240" w:after="120"/><w:outlineLvl w:val="${level - 1}"/></w:pPr><w:rPr><w:b/><w:sz w:val="${size}"/></w:rPr></w:style>`;
  return `${header}<w:styles xmlns:w="${word}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:sz w:val="20"/><w:lang w:val="${tag}"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>${heading(1, 32)}${heading(2, 24)}</w:styles>`;
};

function paragraph(text: string, style?: string): string {
  const properties = style === undefined ? "" : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`;
  return `<w:p>${properties}<w:r><w:t xml:space="preserve">${escapeXml(text)}</w:t></w:r></w:p>`;
}

function table({ head, rows }: Table): string {
  const cell = (text: string) => `<w:tc>${paragraph(text)}</w:tc>`;
  const borders = ["top", "left", "bottom", "right", "insideH", "insideV"].map(
    (side) => `<w:${side} w:val="single" w:sz="4" w:color="808080"/>`,
  );
  const first = `<w:tr><w:trPr><w:tblHeader/></w:trPr>${head.map(cell).join("")}</w:tr>`;
  const others = rows.map((row) => `<w:tr>${row.map(cell).join("")}</w:tr>`);
  return `<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>${borders.join("")}</w:tblBorders><w:tblLook w:firstRow="1" w:firstColumn="1"/></w:tblPr><w:tblGrid>${head.map(() => "<w:gridCol/>").join("")}</w:tblGrid>${first}${others.join("")}</w:tbl>${paragraph("")}`;
}

/** A ZIP archive without compression, dated 1980-01-01. @see PKWARE APPNOTE 6.3.10 */
function storedZip(files: readonly (readonly [name: string, text: string])[]): Uint8Array {
  const local: Uint8Array[] = [];
  const central: Uint8Array[] = [];
  let offset = 0;
  for (const [name, text] of files) {
    const [path, data] = [utf8(name), utf8(text)];
    // Version 2.0, names in UTF-8, stored; time 0, date 1980-01-01.
    const common = [
      ...short(20),
      ...short(0x0800),
      ...short(0),
      ...short(0),
      ...short(33),
      ...long(crc32(data)),
      ...long(data.length),
      ...long(data.length),
      ...short(path.length),
      ...short(0),
    ];
    const head = Uint8Array.of(...long(0x0403_4b50), ...common);
    local.push(head, path, data);
    central.push(
      Uint8Array.of(
        ...long(0x0201_4b50),
        ...short(20),
        ...common,
        ...short(0),
        ...short(0),
        ...short(0),
        ...long(0),
        ...long(offset),
      ),
      path,
    );
    offset += head.length + path.length + data.length;
  }
  const size = central.reduce((sum, part) => sum + part.length, 0);
  const end = Uint8Array.of(
    ...long(0x0605_4b50),
    ...short(0),
    ...short(0),
    ...short(files.length),
    ...short(files.length),
    ...long(size),
    ...long(offset),
    ...short(0),
  );
  const parts = [...local, ...central, end];
  const archive = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    archive.set(part, at);
    at += part.length;
  }
  return archive;
}

const short = (value: number): readonly number[] => [value & 255, (value >>> 8) & 255];
const long = (value: number): readonly number[] => [...short(value & 0xffff), ...short(value >>> 16)];

function crc32(data: Uint8Array): number {
  let crc = -1;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb8_8320 : 0);
  }
  return ~crc >>> 0;
}

/** The bytes of a text, without the platform's encoder. Half a surrogate pair becomes U+FFFD. */
function utf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const sign of text) {
    const code = sign.codePointAt(0) ?? 0;
    const point = code >= 0xd800 && code < 0xe000 ? 0xfffd : code;
    if (point < 0x80) bytes.push(point);
    else if (point < 0x800) bytes.push(0xc0 | (point >> 6), 0x80 | (point & 63));
    else if (point < 0x1_0000) bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
    else bytes.push(0xf0 | (point >> 18), 0x80 | ((point >> 12) & 63), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
  }
  return Uint8Array.from(bytes);
}
