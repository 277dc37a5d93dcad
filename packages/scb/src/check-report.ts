import { checkCell, type Reference } from "./check-cell.ts";
import type { Finding } from "./finding.ts";
import { checkRules, type Place } from "./grade-rules.ts";
import type { Layout, ScbRecord } from "./layout.ts";
import { finding } from "./messages.ts";

/** The findings of one row, and whether one of them keeps it out of a file. */
export interface CheckedRow {
  readonly row: ScbRecord;
  readonly findings: readonly Finding[];
  readonly isHeld: boolean;
}

/** Where a field of a row stands: `row 12, column 9 (Bl)`. The readers add the byte. */
export type PlaceOfRow = (index: number) => Place;

/** The place of a field in rows that come from no file. */
export const rowPlace =
  (layout: Layout): PlaceOfRow =>
  (index) =>
  (name) =>
    `row ${index + 1}, column ${layout.fields.find((field) => field.name === name)?.position ?? 0} (${name})`;

/**
 * Checks every row by its layout: each cell, the rules between the fields (R2 to R8) and that nobody is there twice (R1).
 * @param rows - rows by field name; a field that is absent counts as blank
 * @returns one entry per row, in the given order. O(rows × fields)
 * @example
 * checkRows([{ ...row, Sv: "C", Sva: "C" }], gradesYear9Vt2026)[0].findings[0].code; // "scb.swedish-both"
 */
export function checkRows(
  rows: readonly ScbRecord[],
  layout: Layout,
  {
    reference = {},
    placeOf = rowPlace(layout),
  }: { readonly reference?: Reference; readonly placeOf?: PlaceOfRow } = {},
): readonly CheckedRow[] {
  const firstRow = new Map<string, number>();
  return rows.map((row, index) => {
    const place = placeOf(index);
    const findings: Finding[] = [];
    for (const field of layout.fields) {
      const found = checkCell(row[field.name] ?? "", field, place(field.name), layout.carrier, reference);
      if (found) findings.push(found);
    }
    findings.push(...checkRules(row, layout, place, reference));
    const person = row["PersonNr"] ?? "";
    const before = firstRow.get(person);
    if (person !== "" && before !== undefined)
      findings.push(finding("scb.duplicate-person", place("PersonNr"), { firstRow: before + 1 }));
    else firstRow.set(person, index);
    return { row, findings, isHeld: findings.some(({ severity }) => severity === "must") };
  });
}
