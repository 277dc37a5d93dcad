import { describe, expect, test } from "vitest";
import { tests3, tests6, tests9 } from "../test/sample.ts";
import { checkRows } from "./check-report.ts";
import type { Layout, ScbRecord } from "./layout.ts";
import { testsYear3Vt2026, testsYear6Vt2026, testsYear9Vt2026 } from "./national-test-layouts.ts";

const found = (row: ScbRecord, layout: Layout) =>
  (checkRows([row], layout)[0]?.findings ?? []).map(
    ({ severity, code, where }) => `${severity} ${code} ${/\((.*)\)/.exec(where)?.[1]}`,
  );
type Case = readonly [name: string, change: ScbRecord, findings: readonly string[]];

const blankOf = (layout: Layout, subject: string): ScbRecord =>
  Object.fromEntries(layout.fields.filter(({ name }) => name.startsWith(subject)).map(({ name }) => [name, ""]));

describe("year 9", () => {
  test.each<Case>([
    ["a right row", {}, []],
    ["77 in a part and in the grade", { MA_B_DELT: "77", MA_PROVB: "77" }, []],
    ["77 in a part, a grade in the whole", { MA_B_DELT: "77" }, ["must scb.test-replaced MA_PROVB"]],
    ["77 outranks 99", { MA_B_DELT: "77", MA_A_DELT: "99", MA_PROVB: "77" }, []],
    [
      "99 where 77 outranks it",
      { MA_B_DELT: "77", MA_A_DELT: "99", MA_PROVB: "99" },
      ["must scb.test-replaced MA_PROVB"],
    ],
    ["99 in a part and in the grade", { MA_D_DELT: "99", MA_PROVB: "99" }, []],
    ["99 in a part, a grade in the whole", { MA_D_DELT: "99" }, ["must scb.test-not-taken MA_PROVB"]],
    ["99 among points", { SV_A_PRP: "99" }, ["must scb.test-not-taken SV_PROVB"]],
    ["77 among points", { EN_B_PRP: "77", EN_PROVB: "77" }, []],
    ["77 in the whole, in no part", { MA_PROVB: "77" }, ["check scb.test-grade-unfounded MA_PROVB"]],
    ["99 in the whole, in no part", { MA_PROVB: "99" }, ["check scb.test-grade-unfounded MA_PROVB"]],
    ["88, a lost result, may stand alone", { MA_PROVB: "88" }, []],
    ["18 points are the most", { SV_A_PRP: "18" }, []],
    ["19 points are too many, and no code", { SV_A_PRP: "19" }, ["must scb.points SV_A_PRP"]],
    ["no points are none in English", { EN_A_PRP: "0" }, ["must scb.points EN_A_PRP"]],
    [
      "77 where the field does not have it",
      { SV_A_PRP: "77" },
      ["must scb.points SV_A_PRP", "must scb.test-replaced SV_PROVB"],
    ],
    ["science taken digitally", blankOf(testsYear9Vt2026, "NO"), []],
    [
      "science blank but for its group",
      { ...blankOf(testsYear9Vt2026, "NO"), NO_GRUPP: "9A" },
      ["must scb.blank NO_A_DELT", "must scb.blank NO_B_DELT", "must scb.test-partly-blank NO_PROV"],
    ],
    [
      "science blank, a part filled in",
      { ...blankOf(testsYear9Vt2026, "NO"), NO_A_DELT: "1" },
      ["check scb.test-blank-but-taken NO_A_DELT"],
    ],
    ["a grade missing alone", { SO_PROVB: "" }, ["must scb.test-partly-blank SO_PROVB"]],
    ["a grade that is missing is not also wrong", { MA_PROVB: "", MA_A_DELT: "99" }, ["must scb.blank MA_PROVB"]],
    ["mathematics is never blank", { MA_PROVB: "" }, ["must scb.blank MA_PROVB"]],
    ["a subject of the other area", { NO_PROV: "GE" }, ["must scb.code NO_PROV"]],
    ["a blank in the group's name", { MA_GRUPP: "MA 9A" }, ["check scb.text-characters MA_GRUPP"]],
  ])("%s", (_, change, expected) => {
    expect(found(tests9(change), testsYear9Vt2026)).toEqual(expected);
  });
});

describe("year 6", () => {
  test.each<Case>([
    ["a right row", {}, []],
    [
      "Swedish and English taken digitally",
      { ...blankOf(testsYear6Vt2026, "SV"), ...blankOf(testsYear6Vt2026, "EN") },
      [],
    ],
    ["points without the grade", { SV_PROVB: "" }, ["must scb.test-partly-blank SV_PROVB"]],
    ["a replacement test on paper keeps its grade", { SV_B_DELT: "77" }, []],
    [
      "part and points disagree on whether it was taken",
      { EN_A_DELT: "99", EN_PROVB: "99" },
      ["check scb.test-part-disagrees EN_A_PRP"],
    ],
    ["a part that is missing does not disagree", { EN_A_DELT: "", EN_A_PRP: "99" }, ["must scb.blank EN_A_DELT"]],
    [
      "points that are missing do not disagree",
      { EN_A_DELT: "99", EN_A_PRP: "", EN_PROVB: "99" },
      ["must scb.test-partly-blank EN_A_PRP"],
    ],
    ["they agree", { EN_A_DELT: "99", EN_A_PRP: "99", EN_PROVB: "99" }, []],
    ["a lost result, in one of the two", { EN_A_PRP: "88" }, ["check scb.test-part-disagrees EN_A_PRP"]],
    ["six points are the most in English", { EN_C_PRP: "6" }, []],
    ["seven are too many", { EN_C_PRP: "7" }, ["must scb.points EN_C_PRP"]],
  ])("%s", (_, change, expected) => {
    expect(found(tests6(change), testsYear6Vt2026)).toEqual(expected);
  });
});

describe("year 3", () => {
  test.each<Case>([
    ["a right row", {}, []],
    ["23 points in part F", { MA_F_POANG: "23" }, []],
    ["24 points in part F", { MA_F_POANG: "24" }, ["must scb.points MA_F_POANG"]],
    ["99 is a code, not points", { MA_F_PR: "99", MA_F_POANG: "99" }, []],
    ["points of a part that was not taken", { MA_F_PR: "99" }, ["check scb.test-part-disagrees MA_F_POANG"]],
    ["an outcome that does not exist", { SV_H_PR: "2" }, ["must scb.code SV_H_PR"]],
  ])("%s", (_, change, expected) => {
    expect(found(tests3(change), testsYear3Vt2026)).toEqual(expected);
  });
});

test("a finding says which part it is about", () => {
  const [row] = checkRows([tests6({ EN_A_PRP: "88" })], testsYear6Vt2026);
  expect(row?.findings.map(({ en }) => en)).toEqual([
    "The points say otherwise than EN_A_DELT on whether the part was taken.",
  ]);
});
