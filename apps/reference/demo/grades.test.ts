import { checkRows, layoutById, prepareReport } from "@milstolpe/scb";
import { describe, expect, test } from "vitest";
import { demoMunicipality } from "./index.ts";

const { grades, truth, units } = demoMunicipality(1);

describe.each(grades.map((report) => [report.layout, report] as const))("%s", (id, report) => {
  const layout = layoutById(id);
  const rows = report.records.map((row) => ({ ...report.header, ...row }));

  test("every must-finding of SCB's rules is one that was planted, and every planted fault is found", () => {
    if (!layout) throw new Error("no such layout");
    const found = checkRows(rows, layout, { reference: report.reference }).flatMap(({ findings }, row) =>
      findings.flatMap(({ code, severity }) => (severity === "must" ? [{ row, code }] : [])),
    );
    expect(found).toEqual(report.planted);
    expect(report.planted.length).toBeGreaterThanOrEqual(10);
  });

  test("there is a row for every pupil of the year in compulsory school", () => {
    const year = id === "betyg-ak6-vt2026" ? 6 : 9;
    const pupils = truth.enrolments.filter((row) => row.schoolType === "GR" && row.schoolYear === year);
    expect(pupils.length).toBeGreaterThan(450);
    expect(report.previous).toHaveLength(pupils.length);
  });

  test("the report can be written but for the planted rows, and loses no school against the one before", () => {
    const { header, records, reference, previous } = report;
    const prepared = prepareReport({ layout: id, records, header, reference, previous });
    // Of a row that is there twice both are held.
    const faulty = new Set(report.planted.map(({ row }) => records[row]?.["PersonNr"]));
    const heldRows = records.filter((row) => faulty.has(row["PersonNr"])).length;
    expect(heldRows).toBe(report.planted.length + 1);
    expect(prepared.held).toHaveLength(heldRows);
    expect(prepared.report?.rows).toHaveLength(records.length - heldRows);
    expect(prepared.findings.filter(({ code }) => code === "scb.lost-unit")).toEqual([]);
  });

  test("a file without one of the schools is not a file that may be sent", () => {
    const { header, reference, previous } = report;
    const school = previous[0]?.["Skolenhetskod"];
    const records = previous.filter((row) => row["Skolenhetskod"] !== school);
    const prepared = prepareReport({ layout: id, records, header, reference, previous });
    expect(prepared.report?.isComplete).toBe(false);
    expect(prepared.findings.filter(({ severity }) => severity === "must").map(({ code }) => code)).toEqual([
      "scb.lost-unit",
    ]);
  });
});

test("grades are as unequal as grades are: every step is used, most often in the middle", () => {
  const marks = new Map<string, number>();
  for (const row of grades[1]?.records ?? []) marks.set(row["Ma"] ?? "", (marks.get(row["Ma"] ?? "") ?? 0) + 1);
  expect(["A", "B", "C", "D", "E", "F"].filter((mark) => (marks.get(mark) ?? 0) <= 5)).toEqual([]);
  expect((marks.get("C") ?? 0) + (marks.get("D") ?? 0)).toBeGreaterThan(marks.get("A") ?? 0);
});

test("both years' grades come from the municipality's own units", () => {
  const codes = new Set(units.map(({ row }) => row.schoolUnitCode));
  for (const { previous } of grades) expect(previous.filter((row) => !codes.has(row["Skolenhetskod"]))).toEqual([]);
});
