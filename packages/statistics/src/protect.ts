import { placeText } from "./audit.ts";
import { perturb, type PerturbationTable } from "./cell-key.ts";
import type { CellDetail, Cube } from "./cube.ts";
import type { Finding, Text } from "./finding.ts";
import { finding } from "./messages.ts";
import { rangeOf } from "./moves.ts";
import { primaryCells, type Reason, type SensitivityRules } from "./primary-cells.ts";
import { roundTable } from "./round-table.ts";
import { suppress } from "./suppress.ts";
import { cellPlace, sumsOf, type Table } from "./table.ts";
import { equations } from "./table-sums.ts";

/** Cells that tell too much are left out, and as many others as it takes that nobody can compute them. */
export interface SuppressionPolicy extends SensitivityRules {
  readonly method: "suppression";
  /** How many other values a cell must be able to have. Default the threshold; of amounts a tenth of the amount. */
  readonly width?: number;
  /** Zeros are shown, whatever happens. Default false. */
  readonly keepZeros?: boolean;
  /** Mark of a cell left out. Default `..`. */
  readonly mark?: string;
}

/** Counts are rounded to a multiple of the base, and the sums are the sums of the rounded. */
export interface RoundingPolicy {
  readonly method: "rounding";
  /** 3 or 5, as a rule. */
  readonly base: number;
  /** `small` (default) rounds counts below the base only; `all` rounds every count. */
  readonly only?: "small" | "all";
}

/** Counts are changed a little, always in the same way for the same people: SCB's method from 2025 on. */
export interface CellKeyPolicy {
  readonly method: "cell-key";
  readonly perturbation: PerturbationTable;
}

export type Policy = SuppressionPolicy | RoundingPolicy | CellKeyPolicy;

/** A cell that was changed or left out, and what is known of it afterwards. */
export interface ProtectedCell {
  readonly cell: number;
  readonly at: Readonly<Record<string, string>>;
  readonly reason: Reason | "rounded" | "perturbed";
  /** Suppression: every whole number between these is possible for a reader. */
  readonly proven?: readonly [lower: number, upper: number];
}

/** A table for publication. */
export interface Protection {
  readonly table: Table;
  readonly cells: readonly ProtectedCell[];
  /** `must`: the table is not for publication. */
  readonly findings: readonly Finding[];
  /** What was done, for the methods section of a publication. */
  readonly explanation: Text;
}

/**
 * Makes a table fit for publication. Suppression proves itself: for every cell left out there is a set of tables that
 * agree with all that is published and differ in the cell.
 * @param source - a table, or what `cube` made: then contributors are counted, not numbers
 * @throws RangeError when the table holds more than one measure, or the policy's numbers are out of range
 * @example
 * const { table, cells } = protect(grades, { method: "suppression", threshold: 5, groups: ["betyg"] });
 */
export function protect(source: Table | Cube, policy: Policy): Protection {
  const { table, details } = "table" in source ? source : { table: source, details: undefined };
  if (table.dimensions.some(({ role, categories }) => role === "metric" && categories.length > 1))
    throw new RangeError("table must hold one measure: protect each by itself");
  const findings = [...checkTable(table)];
  switch (policy.method) {
    case "suppression":
      return bySuppression(table, details, policy, findings);
    case "rounding": {
      const rounded = roundTable(table, policy.base, policy.only ?? "small");
      if (rounded.mostDeviation >= policy.base * 2)
        findings.push(finding("protect.total-deviates", "table", { most: rounded.mostDeviation }));
      const explanation = {
        sv: `Antal ${policy.only === "all" ? "" : `under ${policy.base} `}är avrundade till närmaste tal delbart med ${policy.base}, uppåt eller nedåt; summorna är summor av de avrundade talen.`,
        en: `Counts ${policy.only === "all" ? "" : `below ${policy.base} `}are rounded to a multiple of ${policy.base}, up or down; sums are sums of the rounded numbers.`,
      };
      return changed(table, rounded.values, "rounded", findings, explanation);
    }
    case "cell-key": {
      if (!details) throw new RangeError("source must be a cube with record keys for the cell key method");
      const values = table.values.map((value, cell) =>
        value === null ? null : value + perturb(policy.perturbation, value, details[cell]?.key ?? 0),
      );
      return changed(table, values, "perturbed", findings, {
        sv: "Antal är ändrade med ett litet tal, lika för samma personer i varje tabell; delar behöver inte summera till det hela.",
        en: "Counts are changed by a small number, the same for the same people in every table; parts need not add up to the whole.",
      });
    }
  }
}

function checkTable(table: Table): Finding[] {
  const { values, dimensions } = table;
  const findings: Finding[] = [];
  if (dimensions.every((dimension) => sumsOf(dimension).length === 0))
    findings.push(finding("protect.no-sums", "table", {}));
  values.forEach((value, cell) => {
    if (value !== null && value < 0) findings.push(finding("protect.negative", placeText(table, cell), {}));
  });
  const allowed = 10 ** -table.decimals / 2;
  for (const { total, parts } of equations(table)) {
    const whole = values[total] ?? null;
    const sum = parts.reduce<number | null>((left, part) => {
      const value = values[part] ?? null;
      return left === null || value === null ? null : left + value;
    }, 0);
    if (
      whole !== null &&
      sum !== null &&
      Math.abs(whole - sum) > allowed * (table.decimals === 0 ? 1 : parts.length + 1)
    )
      findings.push(finding("protect.sum-does-not-hold", placeText(table, total), {}));
  }
  return findings;
}

function bySuppression(
  table: Table,
  details: readonly CellDetail[] | undefined,
  policy: SuppressionPolicy,
  findings: Finding[],
): Protection {
  const { threshold = 5, width, keepZeros = false, mark = ".." } = policy;
  if (!(threshold >= 0)) throw new RangeError("threshold must be 0 or more");
  if (width !== undefined && !(width >= 1)) throw new RangeError("width must be 1 or more");
  const isAmount = details?.some(({ largest }) => largest.length > 0) ?? false;
  const values = table.values.map((value) => value ?? 0);
  const widthOf = (cell: number): number =>
    width ?? (isAmount ? Math.max(1, (values[cell] ?? 0) / 10) : Math.max(1, threshold));
  const primary = primaryCells(table, policy, details);
  const { reasons, moves } = suppress(table, values, primary, { widthOf, keepZeros });
  const cells = [...reasons].map(([cell, reason]): ProtectedCell => {
    const move = moves.get(cell);
    const room = move ? move.least + move.most : 0;
    if (!move) findings.push(finding("protect.cell-exposed", placeText(table, cell), {}));
    else if (room < widthOf(cell) && reason !== "complementary")
      findings.push(finding("protect.cell-narrow", placeText(table, cell), { width: room, wanted: widthOf(cell) }));
    const proven = move ? rangeOf(move, cell, values[cell] ?? 0) : undefined;
    return { cell, at: cellPlace(table, cell), reason, ...(proven ? { proven } : {}) };
  });
  const complementary = cells.filter(({ reason }) => reason === "complementary").length;
  const legend = table.legend[mark] ?? {
    sv: "visas inte, till skydd för enskilda",
    en: "not shown, to protect individuals",
  };
  return {
    table: {
      ...table,
      values: table.values.map((value, cell) => (reasons.has(cell) ? null : value)),
      status: { ...table.status, ...Object.fromEntries([...reasons.keys()].map((cell) => [cell, mark])) },
      legend: { ...table.legend, [mark]: legend },
      facts: { ...table.facts, mayBeAggregated: false },
    },
    cells,
    findings,
    explanation: {
      sv: `Celler som inte visas: ${cells.length - complementary} för att de avser få personer eller röjer en grupp, ${complementary} till för att de andra annars kunde räknas ut.`,
      en: `Cells not shown: ${cells.length - complementary} because they are about few people or reveal a group, ${complementary} more because those could be computed otherwise.`,
    },
  };
}

function changed(
  table: Table,
  values: readonly (number | null)[],
  reason: "rounded" | "perturbed",
  findings: readonly Finding[],
  explanation: Text,
): Protection {
  const cells = values.flatMap((value, cell) =>
    value === table.values[cell] ? [] : [{ cell, at: cellPlace(table, cell), reason }],
  );
  return { table: { ...table, values }, cells, findings, explanation };
}
