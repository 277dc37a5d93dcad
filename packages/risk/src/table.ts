/** A table of plain texts: the twin of a drawing, for who reads with a screen reader, a spreadsheet or a printer. */
export interface Table {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A text on one line: a line break would begin something else in Markdown. */
export const oneLine = (text: string): string => text.replaceAll(/\s*[\r\n\u2028\u2029]+\s*/g, " ");

/** The table in Markdown, its caption as a line above. */
export function toMarkdownTable({ caption, head, rows }: Table): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => oneLine(cell).replaceAll("|", "\\|")).join(" | ")} |`;
  return [`**${oneLine(caption)}**`, "", line(head), line(head.map(() => "---")), ...rows.map(line), ""].join("\n");
}

/** The table in HTML, with a caption, and headings that say which way they go. The first column heads its row. */
export function toHtmlTable({ caption, head, rows }: Table): string {
  const cells = (row: readonly string[]) =>
    row.map((cell, index) => (index === 0 ? `<th scope="row">${escapeXml(cell)}</th>` : `<td>${escapeXml(cell)}</td>`));
  return [
    "<table>",
    `<caption>${escapeXml(caption)}</caption>`,
    `<thead><tr>${head.map((cell) => `<th scope="col">${escapeXml(cell)}</th>`).join("")}</tr></thead>`,
    `<tbody>${rows.map((row) => `<tr>${cells(row).join("")}</tr>`).join("")}</tbody>`,
    "</table>",
  ].join("\n");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Text as it may stand in XML and HTML, which have no place for control characters other than tab and line ends, nor for half a pair of
 * surrogates.
 */
export const escapeXml = (text: string): string =>
  text
    .replaceAll(/\p{Cs}/gu, "\ufffd")
    .replaceAll(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, " ")
    .replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);
