import { expect, test } from "vitest";
import { person } from "../test/sample.ts";
import { checkCell, type Reference } from "./check-cell.ts";
import { usualCarrier } from "./draft-field.ts";
import type { Carrier, Field } from "./layout.ts";

const label = { sv: "Fältet", en: "The field" };
const field = (more: Partial<Field>): Field => ({
  position: 1,
  name: "X",
  label,
  kind: "text",
  charClass: "A",
  maxLength: 5,
  required: true,
  ...more,
});
function said(value: string, more: Partial<Field>, reference: Reference = {}, carrier: Carrier = usualCarrier) {
  const found = checkCell(value, field(more), () => "here", carrier, reference);
  return found && `${found.severity}: ${found.en}`;
}

type Case = readonly [value: string, field: Partial<Field>, said: string | undefined];
const right = undefined;

test.each<Case>([
  ["", {}, "must: The field is blank."],
  ["", { required: false }, right],
  ["  ", { required: false }, "must: The field is blank."],
  ["abcde", {}, right],
  ["abcdef", {}, "must: The field has more than 5 characters."],
  ["ab", { minLength: 2 }, right],
  ["a", { minLength: 2 }, "must: The field has fewer than 2 characters."],
  ["a;b", {}, "must: The field holds a semicolon or a line break."],
  ["a\nb", {}, "must: The field holds a semicolon or a line break."],
  ["a\rb", {}, "must: The field holds a semicolon or a line break."],
  ["a\tb", {}, "must: The field has characters that may not be there."],
  ["a-b 1", {}, right],
  ["12", { charClass: "S" }, right],
  ["1a", { charClass: "S" }, "must: The field has characters that may not be there."],
  ["a1", { charClass: "S" }, "must: The field has characters that may not be there."],
  ["1-2", { charClass: "S" }, "must: The field has characters that may not be there."],
  ["1-2", { charClass: "S-" }, right],
  ["1-a", { charClass: "S-" }, "must: The field has characters that may not be there."],
  ["a-1", { charClass: "S-" }, "must: The field has characters that may not be there."],
  ["1 2", { charClass: "S-" }, "must: The field has characters that may not be there."],
  ["åÄb", { charClass: "B" }, right],
  ["ab1", { charClass: "B" }, "must: The field has characters that may not be there."],
  ["1ab", { charClass: "B" }, "must: The field has characters that may not be there."],
  ["a b", { charClass: "B", kind: "name" }, "check: The field has more than letters."],
  ["a-b", { charClass: "B", kind: "name" }, "check: The field has more than letters."],
  ["O’B", { charClass: "B", kind: "name" }, "check: The field has more than letters."],
  ["a b", { charClass: "A", kind: "name" }, right],
  ["-", { charClass: "B", kind: "name" }, "must: The field has characters that may not be there."],
  ["å1", { charClass: "BS" }, right],
  ["å 1", { charClass: "BS" }, "check: The field has more than letters and digits."],
  ["å_1", { charClass: "BS" }, "must: The field has characters that may not be there."],
])("text %j in %j", (value, more, expected) => expect(said(value, more)).toBe(expected));

test.each<Case>([
  ["A", { kind: "grade", codes: ["A", "9"] }, right],
  ["B", { kind: "grade", codes: ["A", "9"] }, "must: The field has a code that does not exist. Possible: A 9."],
  ["B", { kind: "code" }, right],
  ["99", { kind: "code", codes: ["1"] }, "must: The field has a code that does not exist. Possible: 1."],
  ["5", { kind: "points", range: [5, 9], codes: ["99"] }, right],
  ["9", { kind: "points", range: [5, 9], codes: ["99"] }, right],
  ["09", { kind: "points", range: [5, 9], codes: ["99"] }, right],
  ["99", { kind: "points", range: [5, 9], codes: ["99", "88"] }, right],
  [
    "4",
    { kind: "points", range: [5, 9], codes: ["99", "88"] },
    "must: The field is neither 5 to 9 nor one of the codes 99 88.",
  ],
  [
    "10",
    { kind: "points", range: [5, 9], codes: ["99"] },
    "must: The field is neither 5 to 9 nor one of the codes 99.",
  ],
  ["a7", { kind: "points", range: [5, 9] }, "must: The field is neither 5 to 9 nor one of the codes ."],
  ["7.5", { kind: "points", range: [5, 9] }, "must: The field is neither 5 to 9 nor one of the codes ."],
  ["007", { kind: "points", range: [5, 9] }, "must: The field is neither 5 to 9 nor one of the codes ."],
  ["99", { kind: "points" }, right],
  ["0", { kind: "percent" }, right],
  ["100", { kind: "percent" }, right],
  ["101", { kind: "percent" }, "must: The field is a whole number, 0 to 100."],
  ["9a", { kind: "percent" }, "must: The field is a whole number, 0 to 100."],
  ["a9", { kind: "percent" }, "must: The field is a whole number, 0 to 100."],
  ["9.5", { kind: "percent" }, "must: The field is a whole number, 0 to 100."],
  ["+9", { kind: "percent" }, "must: The field is a whole number, 0 to 100."],
])("value %j in %j", (value, more, expected) => expect(said(value, more)).toBe(expected));

const noDay = "must: The date of extraction is a day written yyyy-mm-dd.";
test.each<readonly [string, string | undefined]>([
  ["2026-01-01", right],
  ["2026-01-31", right],
  ["2026-01-32", noDay],
  ["2026-01-00", noDay],
  ["2026-04-30", right],
  ["2026-04-31", noDay],
  ["2026-12-31", right],
  ["2026-13-01", noDay],
  ["2026-00-01", noDay],
  ["2026-02-28", right],
  ["2026-02-29", noDay],
  ["2028-02-29", right],
  ["2000-02-29", right],
  ["2100-02-29", noDay],
  ["20260612", noDay],
  ["x2026-06-12", noDay],
  ["2026-06-12x", noDay],
])("day %s", (value, expected) => expect(said(value, { kind: "date" })).toBe(expected));

const french = "must: The field is a code of ISO 639-2 that ISO 639-3 does not have.";
const noCode = "must: The field is an upper-case ISO 639-3 code, such as FRA.";
test.each<readonly [string, Reference, string | undefined]>([
  ["FRA", {}, right],
  ["FRE", {}, french],
  ["fra", {}, noCode],
  ["FR", {}, noCode],
  ["FRAN", {}, noCode],
  ["XFRA", {}, noCode],
  ["FRAx", {}, noCode],
  ["FRA", { languageCodes: new Set(["FRA"]) }, right],
  ["FRE", { languageCodes: new Set(["FRE"]) }, right],
  ["DEU", { languageCodes: new Set(["FRA"]) }, noCode],
])("R8 language %s with %j", (value, reference, expected) =>
  expect(said(value, { kind: "language" }, reference)).toBe(expected),
);

const noUnit = "must: The school unit code has eight digits.";
test.each<readonly [string, Reference, string | undefined]>([
  ["99000001", {}, right],
  ["9900000", {}, noUnit],
  ["99000001 ", {}, noUnit],
  ["09000001", {}, noUnit],
  ["20130101", {}, "check: The school unit code reads as a date; perhaps a birth date is in the wrong column."],
  ["20130101", { schoolUnits: new Set(["20130101"]) }, right],
  ["99000001", { schoolUnits: new Set(["99000002"]) }, "must: The school unit is not one of the organiser's."],
])("school unit %s", (value, reference, expected) =>
  expect(said(value, { kind: "school-unit" }, reference)).toBe(expected),
);

test.each<readonly [string, string | undefined]>([
  [person(0), right],
  ["20130101TF10", right],
  ["20130101tf10", "must: The identity number has twelve characters, no separator."],
  [person(0).slice(2), "must: The identity number has twelve characters, no separator."],
  ["20130132TF10", "must: The identity number is not accepted: the day does not exist."],
  ["20130101TX10", "must: The identity number is not accepted: letters of neither a TF nor an interim number."],
])("identity number of form %#", (value, expected) => expect(said(value, { kind: "identity" })).toBe(expected));

test("what the encoding lacks is told, and what it has is not", () => {
  const unicode: Carrier = { ...usualCarrier, encoding: "utf-8" };
  expect(said("Ć", {})).toBe("must: The field has characters that windows-1252 lacks.");
  expect(said("Ž€", {})).toBeUndefined();
  expect(said("Ć", {}, {}, unicode)).toBeUndefined();
  expect(said("\ud800", {}, {}, unicode)).toBe("must: The field has characters that utf-8 lacks.");
});

test("the place is asked for only when there is something to say", () => {
  const asked = () => {
    throw new Error("asked");
  };
  expect(checkCell("a", field({}), asked, usualCarrier, {})).toBeUndefined();
});

test("a number in place of a text is the caller's mistake", () => {
  const number = 99_000_001 as unknown as string;
  expect(() => said(number, { kind: "school-unit" })).toThrow(new TypeError("X must be text, got number"));
});
