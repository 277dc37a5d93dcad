import { describe, expect, test } from "vitest";
import { looksLikeDate, parseSchoolUnitCode } from "./school-unit-code.ts";
import type { SchoolUnitCode, SchoolUnitCodeError } from "./school-unit-code.ts";

test.each(["74812345", " 74812345 ", "\u00A074812345\r\n", "10000000", "99999999"])("%j is read", (text) => {
  expect(parseSchoolUnitCode(text)).toEqual({ ok: true, value: text.trim() });
});

test.each<[unknown, SchoolUnitCodeError]>([
  ["", "empty"],
  ["  ", "empty"],
  ["7481234", "length"],
  ["748123456", "length"],
  ["0180", "length"],
  ["07481234", "range"],
  ["7481234A", "format"],
  ["7481 2345", "format"],
  ["74812345.0", "format"], // what a spreadsheet makes of it
  [74812345, "format"], // a number has lost what text keeps
  [undefined, "format"],
])("%j is refused: %s", (text, error) => {
  expect(parseSchoolUnitCode(text as string)).toEqual({ ok: false, error });
});

describe("a code that reads as a day is for a person to look at", () => {
  test.each([
    ["20130101", true],
    ["19991231", true],
    ["20130230", false],
    ["74812345", false],
  ])("%s: %s", (code, expected) => {
    expect(looksLikeDate(code as SchoolUnitCode)).toBe(expected);
  });
});
