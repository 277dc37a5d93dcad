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
  const year = readSchoolYear(data, findings);
  if (year === undefined || findings.some(isMust)) return { ok: false, error: findings };
  checkSpan(year, findings);
  if (findings.some(isMust)) return { ok: false, error: findings }; // days of a broken span are not worth counting
  const days = sortDays(year, findings);
  checkCounts(days, findings);
  if (findings.some(isMust)) return { ok: false, error: findings };

  const first = toDay(year.autumn.first).slice(0, 4);
  const last = toDay(year.spring.last).slice(0, 4);
  const terms = [
    { id: `HT${first}`, season: "autumn", start: toDay(year.autumn.first), end: toDay(year.autumn.last) },
    { id: `VT${last}`, season: "spring", start: toDay(year.spring.first), end: toDay(year.spring.last) },
  ] as const;
  return {
    ok: true,
    value: { municipality: year.municipality, schoolYear: `${first}/${last}`, terms, ...days, findings },
  };
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

function readSchoolYear(data: unknown, findings: Finding[]): ReadYear | undefined {
  if (!isRecord(data)) {
    findings.push(finding("swedish.school-year.shape", "", { expected: { sv: "ett läsår", en: "a school year" } }));
    return undefined;
  }
  const code = data["municipality"];
  if (typeof code !== "string" || municipality(code) === undefined) {
    findings.push(finding("swedish.school-year.municipality", "municipality", {}));
  }
  const autumn = readSpan(data["autumn"], "autumn", findings);
  const spring = readSpan(data["spring"], "spring", findings);
  const breaks = readList(data["breaks"], "breaks", findings, readSpan);
  const studyDays = readList(data["studyDays"], "studyDays", findings, readDayAt);
  if (typeof code !== "string" || !autumn || !spring) return undefined;
  return { municipality: code, autumn, spring, breaks, studyDays };
}

type Read<T> = (data: unknown, where: string, findings: Finding[]) => T | undefined;

function readList<T>(data: unknown, where: string, findings: Finding[], read: Read<T>): readonly T[] {
  if (!Array.isArray(data)) {
    findings.push(finding("swedish.school-year.shape", where, { expected: { sv: "en lista", en: "a list" } }));
    return [];
  }
  return data.flatMap((item: unknown, index) => read(item, `${where}[${index}]`, findings) ?? []);
}

function readSpan(data: unknown, where: string, findings: Finding[]): Span | undefined {
  if (!isRecord(data)) {
    const expected = { sv: "en period med start och end", en: "a period with start and end" };
    findings.push(finding("swedish.school-year.shape", where, { expected }));
    return undefined;
  }
  const first = readDayAt(data["start"], `${where}.start`, findings);
  const last = readDayAt(data["end"], `${where}.end`, findings);
  if (first === undefined || last === undefined) return undefined;
  if (last < first) findings.push(finding("swedish.school-year.period-order", where, {}));
  return { first, last };
}

function readDayAt(data: unknown, where: string, findings: Finding[]): number | undefined {
  const number = typeof data === "string" && data >= "1990" ? readDay(data) : undefined; // no public holidays before
  if (number === undefined) findings.push(finding("swedish.school-year.day", where, {}));
  return number;
}

function isRecord(data: unknown): data is Record<string, unknown> {
  return typeof data === "object" && data !== null && !Array.isArray(data);
}

function checkSpan({ autumn, spring, breaks }: ReadYear, findings: Finding[]): void {
  const start = toDay(autumn.first);
  const end = toDay(spring.last);
  if (!start.endsWith("-08", 7))
    findings.push(finding("swedish.school-year.autumn-start", "autumn.start", { found: start }));
  if (!end.endsWith("-06", 7) || Number(end.slice(0, 4)) !== Number(start.slice(0, 4)) + 1) {
    findings.push(finding("swedish.school-year.spring-end", "spring.end", { found: end }));
  }
  if (spring.first <= autumn.last) findings.push(finding("swedish.school-year.term-order", "spring.start", {}));
  for (const [index, { first, last }] of breaks.entries()) {
    if (first < autumn.first || last > spring.last) {
      findings.push(finding("swedish.school-year.break-outside", `breaks[${index}]`, {}));
    }
  }
}

type Days = Pick<SchoolCalendar, "schoolDays" | "breakDays" | "winterBreakDays" | "studyDays">;

/** Gives every weekday of the school year that is no public holiday to one of the four kinds. */
function sortDays({ autumn, spring, breaks, studyDays }: ReadYear, findings: Finding[]): Days {
  const years = [Number(toDay(autumn.first).slice(0, 4)), Number(toDay(spring.last).slice(0, 4))];
  const holidays = new Set(years.flatMap((year) => daysOff(year).map((day) => day.date)));
  const onBreak = new Set<number>();
  for (const { first, last } of breaks) for (let day = first; day <= last; day++) onBreak.add(day);

  const study = new Set<number>();
  for (const [index, day] of studyDays.entries()) {
    const where = `studyDays[${index}]`;
    const found = toDay(day);
    if (study.has(day)) findings.push(finding("swedish.school-year.study-day-twice", where, { found }));
    else if (day < autumn.first || day > spring.last) {
      findings.push(finding("swedish.school-year.study-day-outside", where, { found }));
    } else {
      study.add(day);
      if (weekdayOf(day) > 5 || holidays.has(found) || onBreak.has(day)) {
        findings.push(finding("swedish.school-year.study-day-free", where, { found }));
      }
    }
  }

  const days = { schoolDays: [] as string[], breakDays: [] as string[], winterBreakDays: [] as string[] };
  for (let day = autumn.first; day <= spring.last; day++) {
    const text = toDay(day);
    if (weekdayOf(day) > 5 || holidays.has(text) || study.has(day)) continue;
    if (day > autumn.last && day < spring.first) days.winterBreakDays.push(text);
    else if (onBreak.has(day)) days.breakDays.push(text);
    else days.schoolDays.push(text);
  }
  return { ...days, studyDays: [...study].sort((a, b) => a - b).map(toDay) };
}

function checkCounts({ schoolDays, breakDays, winterBreakDays, studyDays }: Days, findings: Finding[]): void {
  const { minSchoolDays, minBreakDays, maxStudyDays } = schoolYearRules;
  if (schoolDays.length < minSchoolDays) {
    const counts = { found: schoolDays.length, least: minSchoolDays };
    findings.push(finding("swedish.school-year.school-days", "", counts));
  }
  const found = breakDays.length;
  const winter = winterBreakDays.length;
  if (found + winter < minBreakDays) {
    findings.push(finding("swedish.school-year.break-days", "breaks", { found: found + winter, least: minBreakDays }));
  } else if (found < minBreakDays) {
    findings.push(finding("swedish.school-year.break-days-winter", "breaks", { found, winter, least: minBreakDays }));
  }
  if (studyDays.length > maxStudyDays) {
    findings.push(
      finding("swedish.school-year.study-days", "studyDays", { found: studyDays.length, most: maxStudyDays }),
    );
  }
}
