import type { PlanTable } from "./plan-tables.ts";
import { escapeXml } from "./xml.ts";

/** A table in HTML, with its caption and headings for columns and rows: the twin of a drawing, for who can't see one. */
export function htmlTable({ caption, columns, rows }: PlanTable): string {
  const cell = (value: string | number | null, index: number): string => {
    const text = escapeXml(`${value ?? ""}`);
    return index === 0 ? `<th scope="row">${text}</th>` : `<td>${text}</td>`;
  };
  return [
    "<table>",
    `<caption>${escapeXml(caption)}</caption>`,
    `<thead><tr>${columns.map(({ title }) => `<th scope="col">${escapeXml(title)}</th>`).join("")}</tr></thead>`,
    "<tbody>",
    ...rows.map((row) => `<tr>${row.map(cell).join("")}</tr>`),
    "</tbody>",
    "</table>",
  ].join("\n");
}
