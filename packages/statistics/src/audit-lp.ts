import { type Audit, auditOf, type AuditOptions, auditProtection, type CellInterval } from "./audit.ts";
import { equations } from "./table-sums.ts";
import type { Table } from "./table.ts";

/** What a solver answers. */
export interface LpSolution {
  readonly Status: string;
  readonly ObjectiveValue: number;
  /** The variables at the optimum, each with its value as `Primal`. */
  readonly Columns?: Readonly<Record<string, object>>;
}

/** A solver of linear programs in CPLEX's LP format, as the package `highs` is. */
export interface LpSolver {
  solve(problem: string): LpSolution;
}

const tolerance = 1e-6;

/**
 * The audit with exact bounds: for every cell left out the least and the greatest number that agree with all that is
 * published, by linear programming. Slow for large tables (two programs a cell); use it for a last look, and for cells the
 * other audit leaves open.
 * @param solver - such as `await highs()` of the package `highs`
 * @throws Error when the solver finds no table that agrees: then the published sums do not add up
 * @example
 * auditByLp(published, await highsLoader()).counts.exposed; // 0
 */
export function auditByLp(published: Table, solver: LpSolver, options: AuditOptions = {}): Audit {
  const audit = auditProtection(published, options);
  const hidden = new Set(audit.cells.map(({ cell }) => cell));
  const groups = constraints(published, hidden);
  const cells = audit.cells.map((one): CellInterval => {
    const lines = groups.get(one.cell) ?? [];
    const least = lines.length === 0 ? { value: 0, isWhole: true } : bound(solver, "Minimize", one.cell, lines);
    const most = lines.length === 0 ? { value: Infinity, isWhole: true } : bound(solver, "Maximize", one.cell, lines);
    const lower = Math.ceil(least.value - tolerance);
    const upper = Math.floor(most.value + tolerance);
    // Two tables of whole numbers that differ in the cell are a proof, wherever they come from.
    const isProven = lower < upper && least.isWhole && most.isWhole;
    const verdict = lower === upper ? "exposed" : isProven ? "protected" : one.verdict;
    return { ...one, lower, upper, verdict };
  });
  return auditOf(published, cells, options.original !== undefined);
}

/** The least or the greatest value of a cell, and whether the table it is found in has whole numbers only. */
function bound(
  solver: LpSolver,
  goal: "Minimize" | "Maximize",
  cell: number,
  lines: readonly string[],
): { readonly value: number; readonly isWhole: boolean } {
  const numbered = lines.map((line, at) => ` c${at}: ${line}`).join("\n");
  const { Status, ObjectiveValue, Columns } = solver.solve(`${goal}\n obj: x${cell}\nSubject To\n${numbered}\nEnd\n`);
  // Without an upper bound a table of whole numbers has larger ones of whole numbers beside it.
  if (/unbounded/i.test(Status)) return { value: Infinity, isWhole: true };
  if (Status !== "Optimal") throw new Error(`the solver found no table that agrees with what is published: ${Status}`);
  const found = Object.values(Columns ?? {}).map((column) => ("Primal" in column ? Number(column.Primal) : Number.NaN));
  const isWhole = found.length > 0 && found.every((value) => Math.abs(value - Math.round(value)) < tolerance);
  return { value: ObjectiveValue, isWhole };
}

/** For every hidden cell the sums that tie it to others, directly or through them, as lines of an LP file. */
function constraints(table: Table, hidden: ReadonlySet<number>): Map<number, readonly string[]> {
  const tied = equations(table).flatMap(({ total, parts }) => {
    const unknown = [...parts, total].filter((cell) => hidden.has(cell));
    const sum = parts.reduce((left, cell) => left + (hidden.has(cell) ? 0 : (table.values[cell] ?? 0)), 0);
    const known = (hidden.has(total) ? 0 : (table.values[total] ?? 0)) - sum;
    const terms = unknown.map((cell, at) => `${cell === total ? "- " : at === 0 ? "" : "+ "}x${cell}`);
    return unknown.length === 0 ? [] : [{ unknown, line: `${terms.join(" ")} = ${known}` }];
  });
  const groupOf = new Map([...hidden].map((cell) => [cell, { cells: [cell], lines: [] as string[] }]));
  for (const { unknown, line } of tied) {
    const groups = new Set(unknown.map((cell) => groupOf.get(cell)));
    const merged = { cells: [] as number[], lines: [line] };
    for (const group of groups) {
      merged.cells.push(...(group?.cells ?? []));
      merged.lines.push(...(group?.lines ?? []));
    }
    for (const cell of merged.cells) groupOf.set(cell, merged);
  }
  return new Map([...groupOf].map(([cell, { lines }]) => [cell, lines]));
}
