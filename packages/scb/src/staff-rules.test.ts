import { expect, test } from "vitest";
import { person } from "../test/sample.ts";
import { checkRows } from "./check-report.ts";
import type { ScbRecord } from "./layout.ts";
import { prepareReport } from "./prepare-report.ts";
import { staffHt2026 } from "./staff-layout.ts";

const teacher = (change: ScbRecord = {}): ScbRecord => ({
  System: "Milstolpe",
  Datum: "2026-10-20",
  Version: "1",
  SkolenhetsKod: "99000001",
  PersonNr: person(0),
  PersonNamn: "Test Person",
  Verksamhetstyp: "6",
  Undervisning: "J",
  OmfMatematik: "60",
  OmfFysik: "40",
  ...change,
});
const codes = (...rows: readonly ScbRecord[]) =>
  checkRows(rows, staffHt2026).flatMap(({ findings }) => findings.map(({ severity, code }) => `${severity} ${code}`));

test.each<readonly [string, ScbRecord, readonly string[]]>([
  ["shares that sum to 100", {}, []],
  ["shares that sum to 90", { OmfFysik: "30" }, ["check scb.teaching-sum"]],
  ["shares of somebody who does not teach", { Undervisning: "N" }, ["check scb.teaching-sum"]],
  ["nobody's shares", { Undervisning: "N", OmfMatematik: "", OmfFysik: "" }, []],
  ["a share with a decimal", { OmfFysik: "39,5" }, ["must scb.percent"]],
  ["a share above the whole", { OmfFysik: "101" }, ["must scb.percent", "check scb.teaching-sum"]],
])("%s", (_, change, expected) => {
  expect(codes(teacher(change))).toEqual(expected);
});

test("a person may have one row per unit and kind of activity, and not two", () => {
  expect(codes(teacher(), teacher({ Verksamhetstyp: "5" }), teacher({ SkolenhetsKod: "99000002" }))).toEqual([]);
  expect(codes(teacher(), teacher())).toEqual(["must scb.duplicate-person"]);
});

test("a layout known second-hand is written, and says so", () => {
  const { report, findings } = prepareReport({ layout: "pedpers-ht2026", records: [teacher()] });
  expect(findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual(["check scb.secondary-layout"]);
  expect(report?.pupilsByUnit).toEqual({ "99000001": 1 });
});

test("the finding says what the shares sum to", () => {
  const [row] = checkRows([teacher({ OmfFysik: "30" })], staffHt2026);
  expect(row?.findings.map(({ en }) => en)).toEqual(["The shares of the teaching sum to 90, should sum to 100."]);
});
