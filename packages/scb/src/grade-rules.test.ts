import { describe, expect, test } from "vitest";
import { person, year6, year9 } from "../test/sample.ts";
import { adaptedSchoolRule, blockRule, danceRule, gradelessRule, languageRule, swedishRule } from "./grade-rules.ts";
import { gradesYear6Vt2026, gradesYear9Vt2026 } from "./grade-layouts.ts";
import type { Layout, ScbRecord } from "./layout.ts";
import type { Rule } from "./row-rule.ts";
import type { Reference } from "./check-cell.ts";

const found = (rule: Rule, row: ScbRecord, layout: Layout = gradesYear6Vt2026, reference: Reference = {}) =>
  rule(row, layout, (field) => field, reference).map(({ code, severity, where }) => `${severity} ${code} ${where}`);

/** Given this change of a right row, exactly these findings: one accepted and one refused case at least of each rule. */
type Case = readonly [name: string, change: ScbRecord, findings: readonly string[]];

describe("R2 one of Swedish and Swedish as a second language", () => {
  const cases: readonly Case[] = [
    ["Swedish alone", { Sv: "C", Sva: "2" }, []],
    ["Swedish as a second language alone", { Sv: "2", Sva: "F" }, []],
    ["basis missing counts as graded", { Sv: "9", Sva: "2" }, []],
    ["both graded", { Sv: "C", Sva: "D" }, ["must scb.swedish-both Sva"]],
    ["both missing their basis", { Sv: "9", Sva: "9" }, ["must scb.swedish-both Sva"]],
    ["one graded, the other adapted away", { Sv: "C", Sva: "3" }, ["must scb.swedish-both Sva"]],
    ["neither", { Sv: "2", Sva: "2" }, ["must scb.swedish-none Sv"]],
    ["adapted away: 2 needs a grade in the other, which 3 is not", { Sv: "3" }, ["check scb.swedish-adapted Sv"]],
    ["the second language adapted away", { Sv: "2", Sva: "3" }, ["check scb.swedish-adapted Sva"]],
    ["a blank is the cell's own finding", { Sv: "" }, []],
    ["the other blank too", { Sva: "" }, []],
    ["a blank beside a grade in the other", { Sv: "", Sva: "C" }, []],
  ];
  test.each(cases)("%s", (_, change, expected) => {
    expect(found(swedishRule, year6(0, change))).toEqual(expected);
    expect(found(swedishRule, year9(0, change), gradesYear9Vt2026)).toEqual(expected);
  });
});

describe("R3 science and R4 social science: the block or its subjects", () => {
  const cases: readonly Case[] = [
    ["NO=E with 2, 2, 2: SCB's own example", { No: "E", Bi: "2", Fy: "2", Ke: "2" }, []],
    ["subjects without block", { No: "2", Bi: "A", Fy: "B", Ke: "C" }, []],
    ["a subject beside the block", { No: "E", Fy: "B" }, ["must scb.block-and-subject Fy"]],
    [
      "every subject beside the block, each its own finding",
      { No: "E", Bi: "A", Fy: "B", Ke: "C" },
      ["must scb.block-and-subject Bi", "must scb.block-and-subject Fy", "must scb.block-and-subject Ke"],
    ],
    ["no block, a subject missing", { No: "2", Bi: "A", Fy: "B" }, ["must scb.block-or-subject Ke"]],
    ["Sh=E, Ge, Hi and Re=Z, So=2: SCB's own example", { So: "2", Ge: "Z", Hi: "Z", Re: "Z", Sh: "E" }, []],
    ["social science and one of its subjects", { So: "C", Sh: "E" }, ["must scb.block-and-subject Sh"]],
    [
      "neither social science nor two of its subjects",
      { So: "2", Ge: "B", Hi: "B" },
      ["must scb.block-or-subject Re", "must scb.block-or-subject Sh"],
    ],
    ["an adapted block (3) stands for its subjects", { No: "3" }, []],
    ["a blank block is the cell's own finding", { No: "", Fy: "B" }, []],
    ["a blank subject too", { No: "2", Bi: "A", Fy: "B", Ke: "" }, []],
    ["a blank subject beside a graded block", { No: "E", Bi: "" }, []],
    ["one block does not answer for the other", { No: "2", Bi: "A", Fy: "A", Ke: "A", So: "D" }, []],
  ];
  test.each(cases)("%s", (_, change, expected) => {
    expect(found(blockRule, year6(0, change))).toEqual(expected);
  });
  test("year 9 has no blocks", () => {
    expect(found(blockRule, year9(), gradesYear9Vt2026)).toEqual([]);
  });
});

describe("R5 a language with its grade", () => {
  const missing = ["must scb.language-missing M2 (språk)"];
  const cases: readonly Case[] = [
    ["FRA and B: SCB's own example", { "M2 (språk)": "FRA", "M2 (betyg)": "B" }, []],
    ["graded without language", { "M2 (språk)": "", "M2 (betyg)": "B" }, missing],
    ["F is a grade", { "M2 (språk)": "", "M2 (betyg)": "F" }, missing],
    ["basis missing (9) is a language that is read", { "M2 (språk)": "", "M2 (betyg)": "9" }, missing],
    ["adapted away after having read", { "M2 (språk)": "FRA", "M2 (betyg)": "3" }, []],
    ["adapted away without language", { "M2 (språk)": "", "M2 (betyg)": "3" }, missing],
    ["not read: 2 and blank", { "M2 (språk)": "", "M2 (betyg)": "2" }, []],
    [
      "not read, but a language",
      { "M2 (språk)": "FRA", "M2 (betyg)": "2" },
      ["must scb.language-unexpected M2 (språk)"],
    ],
    ["a blank grade is the cell's own finding", { "M2 (språk)": "FRA", "M2 (betyg)": "" }, []],
    ["also without language", { "M2 (språk)": "", "M2 (betyg)": "" }, []],
  ];
  test.each(cases)("%s", (_, change, expected) => {
    expect(found(languageRule, year6(0, change))).toEqual(expected);
    expect(found(languageRule, year9(0, change), gradesYear9Vt2026)).toEqual(expected);
  });
  test.each<Case>([
    ["M1, the school's choice", { "M1 (betyg)": "A" }, ["must scb.language-missing M1 (språk)"]],
    ["mother tongue", { Modmalbe: "A" }, ["must scb.language-missing Modm_anm"]],
    [
      "no knowledge-based grade (Y): a language may be missing",
      { Modmalbe: "Y" },
      ["check scb.language-uncertain Modm_anm"],
    ],
    ["no knowledge-based grade, with its language", { Modmalbe: "Y", Modm_anm: "ARA" }, []],
    ["not taught in year 6 (Z)", { Modmalbe: "Z" }, []],
    ["not taught in year 6 (Z), with a language", { Modmalbe: "Z", Modm_anm: "ARA" }, []],
  ])("year 6: %s", (_, change, expected) => {
    expect(found(languageRule, year6(0, change))).toEqual(expected);
  });
  test("year 9: mother tongue", () => {
    expect(found(languageRule, year9(0, { "ML (betyg)": "A" }), gradesYear9Vt2026)).toEqual([
      "must scb.language-missing ML (språk)",
    ]);
    expect(found(languageRule, year9(0, { "ML (betyg)": "A", "ML (språk)": "ARA" }), gradesYear9Vt2026)).toEqual([]);
  });
});

describe("R6 dance, only with preparatory dance education", () => {
  const dance: Reference = { danceSchoolUnits: new Set(["99000001"]) };
  const others: Reference = { danceSchoolUnits: new Set(["99000002"]) };
  test("2 is right everywhere", () => {
    expect(found(danceRule, year6(0, { Ovr: "2" }), gradesYear6Vt2026, others)).toEqual([]);
    expect(found(danceRule, year6(0, { Ovr: "2" }))).toEqual([]);
    expect(found(danceRule, year6(0, { Ovr: "" }), gradesYear6Vt2026, others)).toEqual([]);
  });
  test("a grade is right in a unit that has the education", () => {
    expect(found(danceRule, year6(0, { Ovr: "C" }), gradesYear6Vt2026, dance)).toEqual([]);
    expect(found(danceRule, year9(0, { OVR: "C" }), gradesYear9Vt2026, dance)).toEqual([]);
  });
  test("a grade is refused in a unit that has not", () => {
    expect(found(danceRule, year6(0, { Ovr: "C" }), gradesYear6Vt2026, others)).toEqual([
      "must scb.dance-not-given Ovr",
    ]);
    expect(found(danceRule, year9(0, { OVR: "C" }), gradesYear9Vt2026, others)).toEqual([
      "must scb.dance-not-given OVR",
    ]);
  });
  test("without a list of units a grade is for a person to look at", () => {
    expect(found(danceRule, year6(0, { Ovr: "C" }))).toEqual(["check scb.dance Ovr"]);
  });
});

describe("R7 pupils of adapted compulsory school", () => {
  test("a pupil of an ordinary unit is right", () => {
    const reference = { adaptedSchoolUnits: new Set(["99000009"]), adaptedSchoolPupils: new Set([person(9)]) };
    expect(found(adaptedSchoolRule, year6(), gradesYear6Vt2026, reference)).toEqual([]);
    expect(found(adaptedSchoolRule, year6())).toEqual([]);
  });
  test("a pupil of an adapted unit is refused", () => {
    const reference = { adaptedSchoolUnits: new Set(["99000001"]) };
    expect(found(adaptedSchoolRule, year6(), gradesYear6Vt2026, reference)).toEqual([
      "must scb.adapted-school Skolenhetskod",
    ]);
  });
  test("an integrated pupil is refused in an ordinary unit", () => {
    const reference = { adaptedSchoolPupils: new Set([person(0)]) };
    expect(found(adaptedSchoolRule, year6(), gradesYear6Vt2026, reference)).toEqual([
      "must scb.adapted-school PersonNr",
    ]);
  });
});

describe("Y, no knowledge-based grade, in Waldorf and international schools", () => {
  const waldorf: Reference = { gradelessSchoolUnits: new Set(["99000001"]) };
  const others: Reference = { gradelessSchoolUnits: new Set(["99000002"]) };
  test("is right there, and where nobody says which units they are", () => {
    expect(found(gradelessRule, year6(0, { Bl: "Y" }), gradesYear6Vt2026, waldorf)).toEqual([]);
    expect(found(gradelessRule, year6(0, { Bl: "Y" }))).toEqual([]);
  });
  test("is for a person to look at elsewhere, once a row", () => {
    const row = year6(0, { Ma: "Y", Mu: "Y", Klass: "Y" });
    expect(found(gradelessRule, row, gradesYear6Vt2026, others)).toEqual(["check scb.gradeless Ma"]);
  });
  test("other grades say nothing of it", () => {
    expect(found(gradelessRule, year6(0, { Klass: "Y" }), gradesYear6Vt2026, others)).toEqual([]);
  });
});

test("a finding says which block and which language it is about", () => {
  const sentences = (rule: Rule, row: ScbRecord) =>
    rule(row, gradesYear6Vt2026, (field) => field, {}).map(({ en }) => en);
  expect(sentences(blockRule, year6(0, { Fy: "B" }))).toEqual(["Block grade in No: its subjects then have to be 2."]);
  expect(sentences(languageRule, year6(0, { Modmalbe: "A" }))).toEqual([
    "Language, mother tongue is blank although the subject is graded.",
  ]);
});

test("a layout without grades has none of these rules", () => {
  const tests: Layout = { ...gradesYear6Vt2026, rules: {} };
  const wrong = year6(0, { Sva: "D", Fy: "B", Modmalbe: "A", Ovr: "C" });
  for (const rule of [swedishRule, blockRule, languageRule, danceRule]) expect(found(rule, wrong, tests)).toEqual([]);
});
