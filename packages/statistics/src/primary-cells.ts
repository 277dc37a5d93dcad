import type { CellDetail } from "./cube.ts";
import { equations } from "./table-sums.ts";
import type { Table } from "./table.ts";

/** Why a cell can't be published. */
export type Reason = "few" | "zero" | "dominance" | "p-percent" | "group" | "complementary";

/** Which cells tell too much of somebody. */
export interface SensitivityRules {
  /** A cell of fewer records than this, and more than none, is not shown. Default 5; 10 is usual for shares and means. */
  readonly threshold?: number;
  /** Cells of no records are not shown either. Default false. */
  readonly zeros?: boolean;
  /** Dimensions in which nobody may learn that a whole group has the same value: all pupils of a class with grade F. */
  readonly groups?: readonly string[];
  /** Amounts: the `largest` contributors may not make up more than `percent` of a cell. */
  readonly dominance?: { readonly largest: number; readonly percent: number };
  /** Amounts: nobody may estimate the largest contribution closer than this many percent. */
  readonly pPercent?: number;
}

/**
 * The cells that may not be published as they are, with the reason.
 * @param details - of the cells, when the table was made by `cube`; else the numbers themselves are counted by
 */
export function primaryCells(
  table: Table,
  rules: SensitivityRules,
  details?: readonly CellDetail[],
): ReadonlyMap<number, Reason> {
  const { threshold = 5, zeros = false, groups = [], dominance, pPercent } = rules;
  const found = new Map<number, Reason>();
  table.values.forEach((value, cell) => {
    if (value === null) return;
    const { records, largest } = details?.[cell] ?? { records: Math.abs(value), largest: [] };
    const share = largest.slice(0, dominance?.largest ?? 0).reduce((sum, one) => sum + one, 0);
    const [first = 0, second = 0] = largest;
    if (records > 0 && records < threshold) found.set(cell, "few");
    else if (records === 0 && zeros) found.set(cell, "zero");
    else if (dominance && share * 100 > dominance.percent * Math.abs(value)) found.set(cell, "dominance");
    else if (pPercent !== undefined && first > 0 && (Math.abs(value) - first - second) * 100 < pPercent * first)
      found.set(cell, "p-percent");
  });
  const isOf = new Set(groups);
  const watched = table.dimensions.map((dimension) =>
    isOf.has(dimension.id) ? dimension : { ...dimension, sums: [] },
  );
  for (const { total, parts } of groups.length === 0 ? [] : equations({ dimensions: watched })) {
    const whole = table.values[total] ?? 0;
    const only = parts.filter((part) => table.values[part] !== 0);
    const [cell] = only;
    if (whole > 0 && only.length === 1 && cell !== undefined && !found.has(cell)) found.set(cell, "group");
  }
  return found;
}
