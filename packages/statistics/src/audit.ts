import type { Finding } from "./finding.ts";
import { finding } from "./messages.ts";
import { moveFinder, rangeOf } from "./moves.ts";
import { cellPlace, type Table } from "./table.ts";
import { equations } from "./table-sums.ts";

/** What a reader can work out of one cell that is not shown. */
export interface CellInterval {
  readonly cell: number;
  /** Its categories: dimension id → code. */
  readonly at: Readonly<Record<string, string>>;
  /** The true number lies between these; a reader can know no less than that it does. `upper` may be `Infinity`. */
  readonly lower: number;
  readonly upper: number;
  /** Every whole number between these is possible: for each there is a table that agrees with all that is published. */
  readonly proven?: readonly [lower: number, upper: number];
  /** `exposed`: one value is left. `protected`: at least two are proven possible. `open`: neither is shown here. */
  readonly verdict: "exposed" | "protected" | "open";
}

/** What an audit found. */
export interface Audit {
  readonly cells: readonly CellInterval[];
  /** Cells of each verdict. */
  readonly counts: Readonly<Record<CellInterval["verdict"], number>>;
  readonly findings: readonly Finding[];
}

/** What an audit rests on. */
export interface AuditOptions {
  /** The table before protection: with it, the audit proves which values remain possible. */
  readonly original?: Table;
  /** Marks of cells that are not shown. Default: every cell without a number. */
  readonly marks?: readonly string[];
}

/**
 * Attacks a published table: computes, as a reader could, what each cell that is not shown can be, from the sums of the
 * table and from counts never being negative. Independent of how the cells were chosen.
 * @example
 * auditProtection(published, { original }).counts.exposed; // 0
 */
export function auditProtection(published: Table, { original, marks }: AuditOptions = {}): Audit {
  const hidden = published.values.flatMap((value, cell) =>
    value === null && (!marks || marks.includes(published.status[cell] ?? "")) ? [cell] : [],
  );
  const bounds = propagate(published, hidden);
  const truth = original?.values.map((value) => value ?? 0);
  const finder = truth ? moveFinder(published, truth) : undefined;
  const isHidden = new Set(hidden);
  // In a large table a proof will do; the widest proof is looked for in one that a person reads cell by cell.
  const width = hidden.length > mostWidest ? 1 : Infinity;
  const cells = hidden.map((cell): CellInterval => {
    const [lower, upper] = bounds.get(cell) ?? [0, Infinity];
    const move = finder?.cheapest(cell, width, (one) => (isHidden.has(one) ? 0 : Infinity));
    const proven = move && truth ? rangeOf(move, cell, truth[cell] ?? 0) : undefined;
    const verdict = lower === upper ? "exposed" : proven ? "protected" : "open";
    return { cell, at: cellPlace(published, cell), lower, upper, ...(proven ? { proven } : {}), verdict };
  });
  return auditOf(published, cells, original !== undefined);
}

/** Counts and findings of the cells. A cell that is open is worth a finding when the original could have proved it. */
export function auditOf(published: Table, cells: readonly CellInterval[], hasOriginal: boolean): Audit {
  const count = (verdict: CellInterval["verdict"]): number => cells.filter((one) => one.verdict === verdict).length;
  const findings = cells.flatMap(({ cell, verdict }): Finding[] => {
    const where = placeText(published, cell);
    if (verdict === "exposed") return [finding("protect.cell-exposed", where, {})];
    return verdict === "open" && hasOriginal ? [finding("protect.cell-open", where, {})] : [];
  });
  return {
    cells,
    counts: { exposed: count("exposed"), protected: count("protected"), open: count("open") },
    findings,
  };
}

/** Where a cell is, as findings say it: its codes, which are no personal data. */
export function placeText(table: Pick<Table, "dimensions">, cell: number): string {
  return Object.entries(cellPlace(table, cell))
    .map(([id, code]) => `${id}=${code}`)
    .join(", ");
}

const mostRounds = 200;
const mostWidest = 2000;

/** Narrows the bounds of the hidden cells by every sum, until none narrows further. */
function propagate(table: Table, hidden: readonly number[]): Map<number, readonly [number, number]> {
  const lower = new Map(hidden.map((cell) => [cell, 0]));
  const upper = new Map(hidden.map((cell) => [cell, Infinity]));
  const tied = equations(table)
    .map(({ total, parts }) => ({
      terms: [{ cell: total, sign: -1 }, ...parts.map((cell) => ({ cell, sign: 1 }))],
    }))
    .map(({ terms }) => ({
      unknown: terms.filter(({ cell }) => lower.has(cell)),
      known: terms.reduce((sum, { cell, sign }) => sum + (lower.has(cell) ? 0 : sign * (table.values[cell] ?? 0)), 0),
      isUsable: terms.every(({ cell }) => lower.has(cell) || table.values[cell] !== null),
    }))
    .filter(({ unknown, isUsable }) => unknown.length > 0 && isUsable);
  for (let round = 0, hasChanged = true; hasChanged && round < mostRounds; round += 1) {
    hasChanged = false;
    for (const { unknown, known } of tied)
      for (const { cell, sign } of unknown) {
        // sign · x = -(known + the others): the least of the one is the most of the other.
        let least = -known;
        let most = -known;
        for (const other of unknown)
          if (other.cell !== cell) {
            const low = lower.get(other.cell) ?? 0;
            const high = upper.get(other.cell) ?? Infinity;
            least -= other.sign > 0 ? high : -low;
            most -= other.sign > 0 ? low : -high;
          }
        const [low, high] = sign > 0 ? [least, most] : [-most, -least];
        if (low > (lower.get(cell) ?? 0)) {
          lower.set(cell, low);
          hasChanged = true;
        }
        if (high < (upper.get(cell) ?? Infinity)) {
          upper.set(cell, high);
          hasChanged = true;
        }
      }
  }
  return new Map(hidden.map((cell) => [cell, [lower.get(cell) ?? 0, upper.get(cell) ?? Infinity] as const]));
}
