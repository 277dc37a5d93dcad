import type { Finding, Text } from "./finding.ts";
import type { Layout, ScbRecord } from "./layout.ts";
import { submissionFinding } from "./submission-messages.ts";
import { unitOf } from "./row-rule.ts";

/** Counts of one year's file, to lay beside the next year's. No personal data: it can be kept when the file is gone. */
export interface YearSummary {
  readonly term: string;
  readonly rows: number;
  readonly rowsByUnit: Readonly<Record<string, number>>;
  /** For each grade: how many are graded A to F, and how many of them A to E. */
  readonly grades: Readonly<Record<string, { readonly graded: number; readonly passed: number }>>;
}

/** A number this year beside last year's. */
export interface YearChange {
  /** `rows`, `rows 99000001` or `passed Ma`: the key of a comment. */
  readonly about: string;
  /** Rows, or a share 0–1. */
  readonly before: number;
  readonly after: number;
  /** True when the change is so large that somebody has to say why. */
  readonly isMarked: boolean;
}

/** Somebody's word on why a number differs from last year's. */
export interface YearComment {
  readonly about: string;
  readonly by: string;
  readonly text: string;
  /** ISO 8601 instant. */
  readonly at: string;
}

/**
 * When a change has to be explained. SCB asks for a comment when numbers differ markedly and does not say when that is:
 * these bounds are ours.
 */
export interface YearPolicy {
  /** Change of a count, as a share of last year's. Default 0.2. */
  readonly countShare?: number;
  /** …and at least so many rows. Default 5. */
  readonly leastRows?: number;
  /** Change of a share of passed, in units of 0–1. Default 0.1. */
  readonly passedChange?: number;
  /** …among at least so many graded, both years. Default 20. */
  readonly leastGraded?: number;
}

const passes = "ABCDE";

/** Counts a file: rows per unit, and per grade how many pass. */
export function yearSummary(rows: readonly ScbRecord[], layout: Layout): YearSummary {
  const rowsByUnit: Record<string, number> = {};
  const grades: Record<string, { graded: number; passed: number }> = {};
  const gradeNames = layout.fields.filter(({ codes = [] }) => codes.includes("A") && codes.includes("F"));
  for (const { name } of gradeNames) grades[name] = { graded: 0, passed: 0 };
  for (const row of rows) {
    rowsByUnit[unitOf(row)] = (rowsByUnit[unitOf(row)] ?? 0) + 1;
    for (const { name } of gradeNames) {
      const [mark, counts] = [row[name] ?? "", grades[name]];
      if (!counts || mark.length !== 1 || !`${passes}F`.includes(mark)) continue;
      counts.graded += 1;
      if (passes.includes(mark)) counts.passed += 1;
    }
  }
  return { term: layout.term, rows: rows.length, rowsByUnit, grades };
}

/**
 * This year's numbers beside last year's, as SCB shows them to the reporter: rows in all and per unit, and the share that
 * passes in each subject. In that order; units by code.
 */
export function compareYears(before: YearSummary, after: YearSummary, policy: YearPolicy = {}): readonly YearChange[] {
  const { countShare = 0.2, leastRows = 5, passedChange = 0.1, leastGraded = 20 } = policy;
  const count = (about: string, was: number, is: number): YearChange => {
    const change = Math.abs(is - was);
    return { about, before: was, after: is, isMarked: change >= leastRows && change > was * countShare };
  };
  const units = [...new Set([...Object.keys(before.rowsByUnit), ...Object.keys(after.rowsByUnit)])].toSorted();
  const isGraded = (name: string): boolean =>
    (before.grades[name]?.graded ?? 0) + (after.grades[name]?.graded ?? 0) > 0;
  const subjects = Object.keys(after.grades).filter((name) => before.grades[name] !== undefined && isGraded(name));
  return [
    count("rows", before.rows, after.rows),
    ...units.map((unit) => count(`rows ${unit}`, before.rowsByUnit[unit] ?? 0, after.rowsByUnit[unit] ?? 0)),
    ...subjects.map((name): YearChange => {
      const [was, is] = [before.grades[name], after.grades[name]];
      const [shareBefore, shareAfter] = [shareOf(was), shareOf(is)];
      const isKnown = Math.min(was?.graded ?? 0, is?.graded ?? 0) >= leastGraded;
      // A hair's breadth of tolerance, so that exactly the bound is not marked by the rounding of a division.
      const isMarked = isKnown && Math.abs(shareAfter - shareBefore) > passedChange + 1e-9;
      return { about: `passed ${name}`, before: shareBefore, after: shareAfter, isMarked };
    }),
  ];
}

const shareOf = (counts: { readonly graded: number; readonly passed: number } | undefined): number =>
  counts && counts.graded > 0 ? counts.passed / counts.graded : 0;

/** A marked change without a comment has to be dealt with; with one it is a note. */
export function checkYears(changes: readonly YearChange[], comments: readonly YearComment[] = []): readonly Finding[] {
  return changes
    .filter(({ isMarked }) => isMarked)
    .map(({ about, before, after }) => {
      const isExplained = comments.some((comment) => comment.about === about && comment.text.trim() !== "");
      return submissionFinding(isExplained ? "scb.year-explained" : "scb.year-change", about, {
        before: inBoth(about, before),
        after: inBoth(about, after),
      });
    });
}

const inBoth = (about: string, value: number): Text => ({
  sv: yearNumber(about, value, "sv"),
  en: yearNumber(about, value, "en"),
});

/** A number as it is read: a share in percent, a count as it is. */
export function yearNumber(about: string, value: number, language: "sv" | "en"): string {
  if (!about.startsWith("passed")) return String(value);
  const percent = (value * 100).toFixed(1);
  return `${language === "sv" ? percent.replace(".", ",") : percent} %`;
}
