import type { Reference } from "./check-cell.ts";
import { checkRows } from "./check-report.ts";
import { checkLosses, type Decision, diffSubmissions } from "./diff-submissions.ts";
import type { Finding } from "./finding.ts";
import { layoutById, layouts } from "./grade-layouts.ts";
import type { Layout, ScbRecord } from "./layout.ts";
import { finding } from "./messages.ts";
import { writeRows } from "./write-rows.ts";

export interface PrepareReportOptions {
  /** A layout or its id. */
  readonly layout: Layout | string;
  /** Rows by field name. System, Datum and Version may be left to `header`. */
  readonly records: readonly ScbRecord[];
  /** The first fields of every row. */
  readonly header?: { readonly System: string; readonly Datum: string; readonly Version: string };
  readonly reference?: Reference;
  /** Rows of the previous submission of the same collection and term. */
  readonly previous?: readonly ScbRecord[];
  /** Signed decisions about units that are meant to be lost. */
  readonly decisions?: readonly Decision[];
}

/** A file for SCB. */
export interface Report {
  readonly layout: string;
  readonly term: string;
  /** The rows of the file, by school unit and identity number. */
  readonly rows: readonly ScbRecord[];
  readonly bytes: Uint8Array;
  /** True when no row is held aside and nothing has to be decided: the file may be sent. */
  readonly isComplete: boolean;
  readonly pupilsByUnit: Readonly<Record<string, number>>;
}

export interface Prepared {
  /** Absent when nothing can be written: no good row, or a layout that is a draft. */
  readonly report?: Report;
  /** Rows kept aside, with the findings that keep them. Personal data. */
  readonly held: readonly { readonly row: ScbRecord; readonly findings: readonly Finding[] }[];
  readonly findings: readonly Finding[];
}

/**
 * Prepares a report: checks every row, keeps the bad ones aside, writes the good ones, and compares with what was sent
 * before. The same rows in any order give the same bytes.
 * @throws RangeError when `layout` is an id that no layout has
 * @see SCB, Datafilsbeskrivning 2026 and instructions for grades (2025-04-10)
 * @example
 * const { report, findings } = prepareReport({ layout: "betyg-ak9-vt2026", records, header });
 * if (report?.isComplete) await writeFile("betyg-ak9.txt", report.bytes);
 */
export function prepareReport(options: PrepareReportOptions): Prepared {
  const { records, header, reference = {}, previous, decisions = [] } = options;
  const layout = typeof options.layout === "string" ? layoutById(options.layout) : options.layout;
  if (!layout) throw new RangeError(`layout must be one of ${layouts.map(({ id }) => id).join(", ")}`);
  if (layout.status === "draft") {
    return {
      held: records.map((row) => ({ row, findings: [] })),
      findings: [finding("scb.draft-layout", layout.id, { layout: layout.id })],
    };
  }
  const checked = checkRows(
    records.map((row) => ({ ...header, ...row })),
    layout,
    { reference },
  );
  const rows = checked
    .filter(({ isHeld }) => !isHeld)
    .map(({ row }) => row)
    .sort(byUnitAndPerson);
  const held = checked.filter(({ isHeld }) => isHeld).map(({ row, findings }) => ({ row, findings }));
  const findings = checked.flatMap((row) => row.findings);
  if (held.length > 0) findings.push(finding("scb.rows-held", "file", { rows: held.length }));
  if (rows.length === 0) return { held, findings: [...findings, finding("scb.no-rows", "file", {})] };
  const losses = previous ? checkLosses(diffSubmissions(previous, rows), decisions) : [];
  findings.push(...losses);
  return {
    report: {
      layout: layout.id,
      term: layout.term,
      rows,
      bytes: writeRows(rows, layout),
      isComplete: held.length === 0 && losses.every(({ severity }) => severity !== "must"),
      pupilsByUnit: countByUnit(rows),
    },
    held,
    findings,
  };
}

const key = (row: ScbRecord): string => `${row["Skolenhetskod"] ?? ""} ${row["PersonNr"] ?? ""}`;
const byUnitAndPerson = (a: ScbRecord, b: ScbRecord): number => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);

function countByUnit(rows: readonly ScbRecord[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[row["Skolenhetskod"] ?? ""] = (counts[row["Skolenhetskod"] ?? ""] ?? 0) + 1;
  return counts;
}
