import { readDay, toDay, weekdayOf } from "./day.ts";
import { daysOff } from "./days-off.ts";
import type { Finding, Result } from "./finding.ts";
import { finding } from "./messages.ts";
import { municipality } from "./municipality.ts";

/** Days from `start` to `end`, both included, as municipalities publish them. `YYYY-MM-DD`. */
export interface Period {
  readonly start: string;
  readonly end: string;
}

/** One school year (läsår) as a municipality decides it. */
export interface SchoolYear {
  /** Municipality code, `0180`. */
  readonly municipality: string;
  /** First and last day on which pupils come. */
  readonly autumn: Period;
  readonly spring: Period;
  /** Breaks (lov), single days off included. Weekends and public holidays inside them need not be cut out. */
  readonly breaks: readonly (Period & { readonly name: string })[];
  /** Days on which staff work and pupils are free (studiedagar). */
  readonly studyDays: readonly string[];
}

export interface Term extends Period {
  /** `HT2026` or `VT2027`. */
  readonly id: string;
  readonly season: "autumn" | "spring";
}

/** A checked school year. Plain data. */
export interface SchoolCalendar {
  readonly municipality: string;
  /** `2026/2027`. */
  readonly schoolYear: string;
  readonly terms: readonly [Term, Term];
  /** Days on which pupils come to school, sorted. */
  readonly schoolDays: readonly string[];
  /** Weekdays off (lovdagar) inside the terms, sorted; public holidays and study days are not among them. */
  readonly breakDays: readonly string[];
  /** Weekdays off between the terms (jullov), sorted. */
  readonly winterBreakDays: readonly string[];
  readonly studyDays: readonly string[];
  /** What a person should look at; severity `check` only. */
  readonly findings: readonly Finding[];
}

/** What the ordinance asks of a school year. @see Skolförordning (2011:185) 3 kap. */
export const schoolYearRules = { minSchoolDays: 178, minBreakDays: 12, maxStudyDays: 5 } as const;

/**
 * Checks a school year against the ordinance and counts its days: begins in August, ends in June, at least 178 school
 * days and 12 days off, at most 5 study days. Days off are counted on weekdays inside the terms; when they reach twelve
 * only together with the break between the terms, that is a `check`, since the ordinance does not say which is meant.
 *
 * Never throws, whatever `data` is; a wrong shape is a finding too.
 * @returns the calendar, or every finding when one of them has severity `must`
 * @see Skolförordning (2011:185) 3 kap.
 * @example
 * const read = schoolCalendar(JSON.parse(text));
 * if (read.ok) isSchoolDay(read.value, "2026-09-01"); // true
 */
export function schoolCalendar(data: SchoolYear): Result<SchoolCalendar, readonly Finding[]> {
  const findings: Finding[] = [];
  const report: Report = (...args) => void findings.push(finding(...args));
  const year = readSchoolYear(data, report);
  if (year === undefined) return { ok: false, error: findings };
  checkSpan(year, report);
  if (findings.some(isMust)) return { ok: false, error: findings }; // counting days of a broken span says nothing

  const calendar = countDays(year, report);
  if (findings.some(isMust)) return { ok: false, error: findings };
  return { ok: true, value: { ...calendar, findings } };
}

/**
 * True when pupils come to school on that day; false outside the school year. O(log n).
 * @param day - `YYYY-MM-DD`
 */
export function isSchoolDay(calendar: SchoolCalendar, day: string): boolean {
  const days = calendar.schoolDays;
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (days[middle]! < day) low = middle + 1;
    else high = middle;
  }
  return days[low] === day;
}

type Report = (...args: Parameters<typeof finding>) => void;

function isMust(finding: Finding): boolean {
  return finding.severity === "must";
}

/** Days as numbers, first and last included. */
interface Span {
  readonly first: number;
  readonly last: number;
}

interface ReadYear {
  readonly municipality: string;
  readonly autumn: Span;
  readonly spring: Span;
  readonly breaks: readonly Span[];
  readonly studyDays: readonly number[];
}
