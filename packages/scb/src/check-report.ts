import type { Finding } from "./finding.ts";
import type { Layout, ScbRecord } from "./layout.ts";
import { type CheckOptions, rowChecker } from "./row-checker.ts";

/** The findings of one row, and whether one of them keeps it out of a file. */
export interface CheckedRow {
  readonly row: ScbRecord;
  readonly findings: readonly Finding[];
  readonly isHeld: boolean;
}

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
  options: CheckOptions = {},
): readonly CheckedRow[] {
  const check = rowChecker(layout, options);
  return rows.map((row, index) => {
    const findings = check(row, index);
    return { row, findings, isHeld: findings.some(({ severity }) => severity === "must") };
  });
}
