import type { Reference } from "./check-cell.ts";
import { type CheckedRow, checkRows } from "./check-report.ts";
import { checkLosses, type Decision, diffSubmissions } from "./diff-submissions.ts";
import type { Finding } from "./finding.ts";
import { layoutById, layouts } from "./layouts.ts";
import type { Layout, ScbRecord } from "./layout.ts";
import { finding } from "./row-messages.ts";
import { submissionFinding } from "./submission-messages.ts";
import { checkProtected, type ProtectedIdentities, withDecidedNames } from "./protected-identity.ts";
import { rowPlace } from "./row-checker.ts";
import { keyOf, personOf, unitOf } from "./row-rule.ts";
import { writeRows } from "./write-rows.ts";
import {
  checkYears,
  compareYears,
  type YearComment,
  type YearPolicy,
  type YearSummary,
  yearSummary,
} from "./year-summary.ts";

/** The first fields of every row: which system made the file, and the day. */
export interface ReportHeader {
  readonly System: string;
  /** Day of extraction, `YYYY-MM-DD`. */
  readonly Datum: string;
  readonly Version: string;
}

/** A row kept aside, with the findings that keep it. Personal data. */
export interface HeldRow {
  readonly row: ScbRecord;
  readonly findings: readonly Finding[];
}

/** What a report is made of. */
export interface PrepareReportOptions {
  /** A layout or its id. */
  readonly layout: Layout | string;
  /** Rows by field name. System, Datum and Version may be left to `header`. */
  readonly records: readonly ScbRecord[];
  /** The first fields of every row. */
  readonly header?: ReportHeader;
  readonly reference?: Reference;
  /** Rows of the previous submission of the same collection and term. */
  readonly previous?: readonly ScbRecord[];
  /** Signed decisions about units that are meant to be lost. */
  readonly decisions?: readonly Decision[];
  /** Last year's numbers: what differs markedly has to be explained. */
  readonly lastYear?: YearSummary;
  readonly yearPolicy?: YearPolicy;
  readonly comments?: readonly YearComment[];
  /** People with a protected identity: their rows are held until somebody decides what is written as their name. */
  readonly protectedIdentities?: ProtectedIdentities;
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
  /** Rows of people with a protected identity. Absent when `protectedIdentities` was not given. */
  readonly protectedRows?: number;
}

/** A report, what is kept aside and what was found. */
export interface Prepared {
  /** Absent when nothing can be written: no good row, or a layout that is a draft. */
  readonly report?: Report;
  /** Rows kept aside, with the findings that keep them. Personal data. */
  readonly held: readonly HeldRow[];
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
  const { previous, decisions = [], protectedIdentities, lastYear } = options;
  const layout = typeof options.layout === "string" ? layoutById(options.layout) : options.layout;
  if (!layout) throw new RangeError(`layout must be one of ${layouts.map(({ id }) => id).join(", ")}`);
  if (layout.status === "draft") {
    return {
      held: options.records.map((row) => ({ row, findings: [] })),
      findings: [submissionFinding("scb.draft-layout", layout.id, { layout: layout.id })],
    };
  }
  const checked = checkRecords(options, layout);
  const rows = checked
    .filter(({ isHeld }) => !isHeld)
    .map(({ row }) => row)
    .sort(inOrder(layout.key ?? ["PersonNr"]));
  const held = checked.filter(({ isHeld }) => isHeld).map(({ row, findings }) => ({ row, findings }));
  const findings = checked.flatMap((row) => row.findings);
  if (layout.status === "secondary")
    findings.unshift(submissionFinding("scb.secondary-layout", layout.id, { layout: layout.id }));
  if (held.length > 0) findings.push(submissionFinding("scb.rows-held", "file", { rows: held.length }));
  if (rows.length === 0) return { held, findings: [...findings, submissionFinding("scb.no-rows", "file", {})] };
  // Rows that are held are told of already: a loss is what the records themselves lack.
  const present = checked.map(({ row }) => row);
  const losses = previous ? checkLosses(diffSubmissions(previous, present, layout), decisions) : [];
  const changes = lastYear ? compareYears(lastYear, yearSummary(rows, layout), options.yearPolicy) : [];
  const toDecide = [...losses, ...checkYears(changes, options.comments)];
  findings.push(...toDecide);
  return {
    report: {
      layout: layout.id,
      term: layout.term,
      rows,
      bytes: writeRows(rows, layout),
      isComplete: held.length === 0 && toDecide.every(({ severity }) => severity !== "must"),
      pupilsByUnit: countByUnit(rows),
      ...(protectedIdentities
        ? { protectedRows: rows.filter((row) => protectedIdentities.persons.has(personOf(row))).length }
        : {}),
    },
    held,
    findings,
  };
}

/** The records as they are to be written, checked, with those held about which something is not decided. */
function checkRecords(options: PrepareReportOptions, layout: Layout): readonly CheckedRow[] {
  const { header, reference = {}, protectedIdentities = { persons: new Set<string>() } } = options;
  const rows = options.records.map((row) => withDecidedNames({ ...header, ...row }, layout, protectedIdentities));
  return holdTwins(checkRows(rows, layout, { reference }), layout).map((one, index) => {
    const undecided = checkProtected(one.row, layout, protectedIdentities, `row ${index + 1}`);
    return undecided.length === 0 ? one : { row: one.row, findings: [...one.findings, ...undecided], isHeld: true };
  });
}

/** By unit, then person, then the rest of the key: the same rows in any order give the same bytes. */
const inOrder =
  (key: readonly string[]) =>
  (a: ScbRecord, b: ScbRecord): number =>
    compare(unitOf(a), unitOf(b)) || compare(personOf(a), personOf(b)) || compare(keyOf(a, key), keyOf(b, key));
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Of two rows with the same key nobody can tell which is right, so the first is held as the second is. */
function holdTwins(checked: readonly CheckedRow[], layout: Layout): readonly CheckedRow[] {
  const key = layout.key ?? ["PersonNr"];
  const lastRow = new Map(checked.map(({ row }, index) => [keyOf(row, key), index]));
  const place = rowPlace(layout);
  return checked.map((one, index) => {
    const last = lastRow.get(keyOf(one.row, key)) ?? index;
    const isSeen = one.findings.some(({ code }) => code === "scb.duplicate-person");
    if (last === index || isSeen || personOf(one.row) === "") return one;
    const twin = finding("scb.duplicate-person", place(index)("PersonNr"), { firstRow: last + 1 });
    return { row: one.row, findings: [...one.findings, twin], isHeld: true };
  });
}

function countByUnit(rows: readonly ScbRecord[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[unitOf(row)] = (counts[unitOf(row)] ?? 0) + 1;
  return counts;
}
