import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { weekOf } from "./day.ts";
import { workingDays } from "./days-off.ts";
import type { Finding } from "./finding.ts";
import { isSchoolDay, schoolCalendar, schoolYearRules } from "./school-calendar.ts";
import type { SchoolCalendar, SchoolYear } from "./school-calendar.ts";

/** An invented year that keeps every rule, with week 53 in its winter break. */
const year: SchoolYear = {
  municipality: "0180",
  autumn: { start: "2026-08-18", end: "2026-12-18" },
  spring: { start: "2027-01-11", end: "2027-06-11" },
  breaks: [
    { name: "höstlov", start: "2026-10-26", end: "2026-10-30" },
    { name: "sportlov", start: "2027-03-01", end: "2027-03-05" },
    { name: "påsklov", start: "2027-03-30", end: "2027-04-02" },
    { name: "lovdag", start: "2027-05-07", end: "2027-05-07" },
  ],
  studyDays: ["2026-09-28", "2026-11-27", "2027-02-03"],
};

function read(change: Partial<SchoolYear> = {}): SchoolCalendar {
  const result = schoolCalendar({ ...year, ...change });
  if (!result.ok) throw new Error(result.error.map(({ code }) => code).join());
  return result.value;
}

/** The findings of a year with something changed, whether it was refused or only remarked upon. */
function findings(change: object): readonly Finding[] {
  const result = schoolCalendar({ ...year, ...change });
  return result.ok ? result.value.findings : result.error;
}

const codes = (change: object): readonly string[] => findings(change).map(({ code }) => code);

test("a year that keeps the rules is counted", () => {
  const calendar = read();
  expect(calendar).toMatchObject({
    municipality: "0180",
    schoolYear: "2026/2027",
    terms: [
      { id: "HT2026", season: "autumn", start: "2026-08-18", end: "2026-12-18" },
      { id: "VT2027", season: "spring", start: "2027-01-11", end: "2027-06-11" },
    ],
    findings: [],
  });
  expect(calendar.breakDays).toHaveLength(15);
  expect(calendar.studyDays).toHaveLength(3);
  expect(calendar.schoolDays.length).toBeGreaterThanOrEqual(schoolYearRules.minSchoolDays);
});

test("every working day is exactly one of the four kinds", () => {
  const { schoolDays, breakDays, winterBreakDays, studyDays } = read();
  const sorted = [...schoolDays, ...breakDays, ...winterBreakDays, ...studyDays].toSorted();
  expect(sorted).toEqual(workingDays(year.autumn.start, "2027-06-12"));
});

test("the days of week 53 belong to the winter break", () => {
  const { winterBreakDays } = read();
  expect(winterBreakDays.filter((day) => weekOf(day).week === 53)).toEqual(["2026-12-28", "2026-12-29", "2026-12-30"]);
});

test.each([
  ["2026-08-18", true],
  ["2026-08-17", false],
  ["2026-08-22", false], // Saturday
  ["2026-09-28", false], // study day
  ["2026-10-28", false], // autumn break
  ["2026-12-24", false],
  ["2027-03-26", false], // Good Friday
  ["2027-06-11", true],
  ["2030-01-01", false],
])("pupils come on %s: %s", (day, expected) => {
  expect(isSchoolDay(read(), day)).toBe(expected);
});

describe("what the ordinance asks is asked for", () => {
  test.each<[string, object, string, "must" | "check"]>([
    ["begins in July", { autumn: { ...year.autumn, start: "2026-07-31" } }, "autumn-start", "must"],
    ["begins in September", { autumn: { ...year.autumn, start: "2026-09-01" } }, "autumn-start", "must"],
    ["ends in July", { spring: { ...year.spring, end: "2027-07-01" } }, "spring-end", "must"],
    ["ends a year too late", { spring: { ...year.spring, end: "2028-06-11" } }, "spring-end", "must"],
    ["terms overlap", { spring: { ...year.spring, start: "2026-12-18" } }, "term-order", "must"],
    ["a term ends before it begins", { autumn: { start: "2026-08-18", end: "2026-08-17" } }, "period-order", "must"],
    [
      "a break after the year",
      { breaks: [{ name: "lov", start: "2027-06-10", end: "2027-06-14" }] },
      "break-outside",
      "must",
    ],
    ["too few school days", { autumn: { ...year.autumn, start: "2026-08-31" } }, "school-days", "must"],
    ["no breaks at all", { breaks: [], spring: { ...year.spring, start: "2026-12-22" } }, "break-days", "must"],
    ["breaks enough only with the winter's", { breaks: year.breaks.slice(0, 2) }, "break-days-winter", "check"],
    [
      "six study days",
      { studyDays: ["2026-09-07", "2026-09-14", "2026-09-21", "2026-09-28", "2026-11-27", "2027-02-03"] },
      "study-days",
      "must",
    ],
    ["a study day on a Sunday", { studyDays: ["2026-09-27"] }, "study-day-free", "check"],
    ["a study day in a break", { studyDays: ["2026-10-27"] }, "study-day-free", "check"],
    ["a study day in the summer", { studyDays: ["2027-07-01"] }, "study-day-outside", "check"],
    ["a study day twice", { studyDays: ["2026-09-28", "2026-09-28"] }, "study-day-twice", "check"],
    ["an unknown municipality", { municipality: "0181 " }, "municipality", "must"],
    ["a municipality code that lost its zero", { municipality: 180 }, "municipality", "must"],
    ["a day that does not exist", { studyDays: ["2027-02-29"] }, "day", "must"],
    ["no list of breaks", { breaks: undefined }, "shape", "must"],
    ["a term that is no period", { spring: "2027" }, "shape", "must"],
  ])("%s: %s", (_, change, what, severity) => {
    const code = `swedish.school-year.${what}`;
    expect(findings(change)).toContainEqual(expect.objectContaining({ code, severity }));
    expect(schoolCalendar({ ...year, ...change }).ok).toBe(severity === "check");
  });

  test("exactly as many days as asked for are enough, one fewer is not", () => {
    const spare = read().schoolDays.length - schoolYearRules.minSchoolDays;
    const start = (dropped: number): Partial<SchoolYear> => ({
      autumn: { ...year.autumn, start: read().schoolDays[dropped] ?? "" },
    });
    expect(spare).toBeLessThan(9); // so that the year still begins in August
    expect(codes(start(spare))).toEqual([]);
    expect(codes(start(spare + 1))).toEqual(["swedish.school-year.school-days"]);
  });
});

test("whatever is given, an answer is given", () => {
  const field = fc.constantFrom("municipality", "autumn", "spring", "breaks", "studyDays");
  fc.assert(
    fc.property(fc.anything(), field, (given, name) => {
      for (const data of [given, { ...year, [name]: given }]) {
        const result = schoolCalendar(data as SchoolYear);
        expect(result.ok || result.error.some(({ severity }) => severity === "must")).toBe(true);
      }
    }),
  );
});
