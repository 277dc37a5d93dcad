import type { Finding, Result } from "./finding.ts";
import { finding } from "./messages.ts";
import type { Lecture, TimetableCourse, TimetableProblem } from "./timetable-model.ts";

/**
 * Reads a `.ctt` file (ITC-2007, track 3).
 * @returns the problem, or findings with line numbers; a million of anything is taken for a mistake
 */
export function readCtt(text: string): Result<TimetableProblem, Finding[]> {
  const findings: Finding[] = [];
  const wrong = (line: number, expected: string): void => {
    findings.push(finding("training.shape", `line ${line}`, { path: `line ${line}`, expected }));
  };
  const header = new Map<string, string>();
  const rows = new Map<string, { line: number; fields: string[] }[]>();
  let section: string | undefined;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === "" || line === "END.") continue;
    const pair = /^(\w+):\s*(.*)$/.exec(line);
    if (pair && pair[2] !== "") header.set(pair[1]!, pair[2]!);
    else if (pair) rows.set((section = pair[1]!), []);
    else if (section === undefined) wrong(index + 1, "NAME: value");
    else rows.get(section)!.push({ line: index + 1, fields: line.split(/\s+/) });
  }
  const number = (value: string | undefined, line: number, what: string): number => {
    const found = value !== undefined && /^\d{1,6}$/.test(value) ? Number(value) : -1;
    if (found < 0) wrong(line, what);
    return Math.max(0, found);
  };
  const days = number(header.get("Days"), 1, "Days: number");
  const periodsPerDay = number(header.get("Periods_per_day"), 1, "Periods_per_day: number");
  // Periods of a day are the bits of one number in the solver; no school day has more than 30.
  if (periodsPerDay > 30) wrong(1, "Periods_per_day: at most 30");

  const unavailable = new Map<string, number[]>();
  for (const { line, fields } of rows.get("UNAVAILABILITY_CONSTRAINTS") ?? []) {
    const [id = "", day, period] = fields;
    const form = "course day period";
    const [onDay, inPeriod] = [number(day, line, form), number(period, line, form)];
    if (onDay >= days || inPeriod >= periodsPerDay) wrong(line, "a day and a period of the timetable");
    unavailable.set(id, [...(unavailable.get(id) ?? []), onDay * periodsPerDay + inPeriod]);
  }
  const courses = (rows.get("COURSES") ?? []).map(({ line, fields }): TimetableCourse => {
    const [id = "", teacher = "", lectures, minDays, students] = fields;
    const form = "id teacher lectures days students";
    return {
      id,
      teacher,
      lectures: number(lectures, line, form),
      minDays: number(minDays, line, form),
      students: number(students, line, form),
      unavailable: unavailable.get(id) ?? [],
    };
  });
  const rooms = (rows.get("ROOMS") ?? []).map(({ line, fields: [id = "", seats] }) => ({
    id,
    seats: number(seats, line, "id seats"),
  }));
  const known = new Set(courses.map((course) => course.id));
  const curricula = (rows.get("CURRICULA") ?? []).map(({ line, fields: [id = "", count, ...own] }) => {
    if (number(count, line, "id count courses…") !== own.length || own.some((course) => !known.has(course)))
      wrong(line, "id count courses…");
    return { id, courses: own };
  });
  if (courses.length === 0) wrong(1, "COURSES:");
  if (rooms.length === 0) wrong(1, "ROOMS:");
  if (findings.length > 0) return { ok: false, error: findings };
  return { ok: true, value: { name: header.get("Name") ?? "", days, periodsPerDay, courses, rooms, curricula } };
}

/** Writes a timetable as the competition's validator reads it: `course room day period`, one lecture a line. */
export const writeCttSolution = (timetable: readonly Lecture[]): string =>
  timetable.map(({ course, room, day, period }) => `${course} ${room} ${day} ${period}\n`).join("");
