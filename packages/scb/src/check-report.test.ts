import { describe, expect, test } from "vitest";
import { person, year6, year9 } from "../test/sample.ts";
import type { Reference } from "./check-cell.ts";
import { checkRows } from "./check-report.ts";
import { gradesYear6Vt2026, gradesYear9Vt2026 } from "./grade-layouts.ts";
import type { ScbRecord } from "./layout.ts";

const codes = (rows: readonly ScbRecord[], layout = gradesYear6Vt2026, reference: Reference = {}) =>
  checkRows(rows, layout, { reference }).flatMap(({ findings }) =>
    findings.map(({ code, where }) => `${code} ${where}`),
  );

test("a right row of either year has no findings", () => {
  expect(codes([year6()])).toEqual([]);
  expect(codes([year9()], gradesYear9Vt2026)).toEqual([]);
});

describe("R1 one row a person, nothing blank", () => {
  test("the second row of a person is refused, with the first one's number", () => {
    expect(codes([year6(0), year6(1), year6(0)])).toEqual(["scb.duplicate-person row 3, column 4 (PersonNr)"]);
  });
  test("a blank grade is refused", () => {
    expect(codes([year6(0, { Ma: "" })])).toEqual(["scb.blank row 1, column 13 (Ma)"]);
  });
});

describe("rules between the fields", () => {
  test.each<[string, ScbRecord, readonly string[]]>([
    ["R2 both kinds of Swedish", { Sva: "D" }, ["scb.swedish-both row 1, column 32 (Sva)"]],
    ["R2 no kind of Swedish", { Sv: "2" }, ["scb.swedish-none row 1, column 31 (Sv)"]],
    ["R2 Swedish as a second language alone", { Sv: "2", Sva: "E" }, []],
    ["R2 adapted away", { Sv: "3" }, ["scb.swedish-adapted row 1, column 31 (Sv)"]],
    ["R3 block grade with 2 in its subjects, SCB's own example", { No: "E", Bi: "2", Fy: "2", Ke: "2" }, []],
    ["R3 a subject beside the block", { Fy: "B" }, ["scb.block-and-subject row 1, column 23 (Fy)"]],
    ["R3 subjects without block", { No: "2", Bi: "A", Fy: "B", Ke: "C" }, []],
    ["R3 a subject is missing", { No: "2", Bi: "A", Fy: "B" }, ["scb.block-or-subject row 1, column 24 (Ke)"]],
    ["R4 subjects not taught in year 6, SCB's own example", { So: "2", Ge: "Z", Hi: "Z", Re: "Z", Sh: "E" }, []],
    ["R4 block and a subject", { Sh: "E" }, ["scb.block-and-subject row 1, column 29 (Sh)"]],
    ["R5 graded with its language", { "M2 (betyg)": "B", "M2 (språk)": "FRA" }, []],
    ["R5 graded without language", { "M2 (betyg)": "B" }, ["scb.language-missing row 1, column 16 (M2 (språk))"]],
    ["R5 adapted away after having read", { "M1 (betyg)": "3", "M1 (språk)": "DEU" }, []],
    ["R5 adapted away without language", { "M1 (betyg)": "3" }, ["scb.language-missing row 1, column 14 (M1 (språk))"]],
    ["R5 not read, but a language", { Modm_anm: "ARA" }, ["scb.language-unexpected row 1, column 18 (Modm_anm)"]],
    ["R6 dance", { Ovr: "C" }, ["scb.dance row 1, column 35 (Ovr)"]],
    [
      "R8 not a language code",
      { "M2 (betyg)": "B", "M2 (språk)": "fr" },
      ["scb.language-code row 1, column 16 (M2 (språk))"],
    ],
  ])("%s", (_, change, expected) => {
    expect(codes([year6(0, change)])).toEqual(expected);
  });
  test("R6 a school with preparatory dance education may grade dance", () => {
    expect(codes([year6(0, { Ovr: "C" })], gradesYear6Vt2026, { danceSchoolUnits: new Set(["99000001"]) })).toEqual([]);
  });
  test("R7 pupils of adapted compulsory school are refused", () => {
    expect(codes([year6()], gradesYear6Vt2026, { adaptedSchoolUnits: new Set(["99000001"]) })).toEqual([
      "scb.adapted-school row 1, column 5 (Skolenhetskod)",
    ]);
  });
  test("R8 a code outside SCB's list is refused when the list is given", () => {
    const row = year6(0, { "M2 (betyg)": "B", "M2 (språk)": "QQQ" });
    expect(codes([row], gradesYear6Vt2026, { languageCodes: new Set(["FRA"]) })).toHaveLength(1);
  });
});

describe("cells", () => {
  test.each<[string, ScbRecord, string]>([
    ["a grade that does not exist", { Ma: "X" }, "scb.code"],
    ["3 where it may not be", { Tn: "3" }, "scb.code"],
    ["2 in a subject that everybody has", { Ma: "2" }, "scb.code"],
    ["a name that is too long", { Efternamn: "abcdefghijklmnopqrstu" }, "scb.too-long"],
    ["a digit in a name", { Fornamn: "Åsa2" }, "scb.characters"],
    ["a hyphen in a name is to be looked at", { Efternamn: "Öberg-Ek" }, "scb.name-characters"],
    ["a semicolon", { Klass: "6;A" }, "scb.delimiter-in-value"],
    ["a letter that windows-1252 lacks", { Efternamn: "Kovač" }, "scb.unencodable"],
    [
      "a number with a wrong check digit",
      { PersonNr: `${person(0).slice(0, 11)}${(Number(person(0)[11]) + 1) % 10}` },
      "scb.identity",
    ],
    ["a number with a hyphen", { PersonNr: `${person(0).slice(0, 8)}-${person(0).slice(8)}` }, "scb.identity-form"],
    ["an interim number", { PersonNr: "20000101T220" }, "scb.identity-interim"],
    ["a day that does not exist", { Datum: "2026-02-30" }, "scb.date"],
    ["a unit code with a blank around it", { Skolenhetskod: "99000001 " }, "scb.school-unit-form"],
    ["a date as unit code", { Skolenhetskod: "20130101" }, "scb.school-unit-date"],
    ["a class of blanks alone", { Klass: "  " }, "scb.blank"],
    ["a tab", { Klass: "6\tA" }, "scb.characters"],
    ["a name of separators alone", { Efternamn: "-" }, "scb.characters"],
    ["the ISO 639-2 code of French", { "M2 (betyg)": "B", "M2 (språk)": "FRE" }, "scb.language-bibliographic"],
    ["a school unit code of seven digits", { Skolenhetskod: "9900000" }, "scb.school-unit-form"],
  ])("%s", (_, change, expected) => {
    expect(codes([year6(0, change)]).map((text) => text.split(" ")[0])).toContain(expected);
  });
  test("Y and Z are grades of year 6 alone", () => {
    expect(codes([year6(0, { Bl: "Y", Mu: "Z" })])).toEqual([]);
    expect(codes([year9(0, { Bl: "Y" })], gradesYear9Vt2026)).toHaveLength(1);
  });
  test("a TF number is accepted", () => {
    expect(codes([year6(0, { PersonNr: "20130101TF10" })])).toEqual([]);
  });
  test("a unit that is not the organiser's is refused", () => {
    expect(codes([year6()], gradesYear6Vt2026, { schoolUnits: new Set(["99000002"]) })).toHaveLength(1);
  });
});

test("what has been right once is not looked at again, and still each wrong cell is found", () => {
  const rows = [year6(0), year6(1), year6(2, { Ma: "X", Klass: "6;A" }), year6(3), year6(4, { Ma: "X" })];
  expect(codes(rows).map((text) => text.split(" ").slice(0, 3).join(" "))).toEqual([
    "scb.delimiter-in-value row 3,",
    "scb.code row 3,",
    "scb.code row 5,",
  ]);
});

test("no finding repeats a name or a number", () => {
  const row = year6(0, { Efternamn: "Hemlig9", PersonNr: "201301019999", Ma: "X" });
  const text = JSON.stringify(checkRows([row], gradesYear6Vt2026).flatMap(({ findings }) => findings));
  expect(text).not.toContain("Hemlig");
  expect(text).not.toContain("20130101");
});
