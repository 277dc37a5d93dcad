import { existsSync, readdirSync, readFileSync } from "node:fs";
import { testIdentity } from "@milstolpe/swedish";
import { zipSync } from "fflate";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { workbook } from "../test/workbook.ts";
import { proposeProfile } from "./propose-profile.ts";
import { readWithProfile } from "./read-with-profile.ts";
import { xlsxRows } from "./xlsx-rows.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const rowsOf = (file: Uint8Array) => {
  const read = xlsxRows({ name: "x.xlsx", bytes: file });
  return read.ok ? read.value.map(({ row }) => row) : read.error.code;
};
const one = (cells: string, workbookPr = "") => rowsOf(workbook(`<row r="1">${cells}</row>`, {}, workbookPr));

describe("a cell is the text that a person sees in it", () => {
  test.each<[string, string, string]>([
    ["a shared text", '<c t="s"><v>0</v></c>', "Åsa"],
    ["a text in runs", '<c t="s"><v>1</v></c>', "Ek, af"],
    ["a text of its own", '<c t="inlineStr"><is><t>Bo</t></is></c>', "Bo"],
    ["the text of a formula", '<c t="str"><f>A1</f><v>Lind</v></c>', "Lind"],
    ["a whole number of twelve digits", "<c><v>201301012389</v></c>", "201301012389"],
    ["the same with an exponent", "<c><v>2.01301012389E11</v></c>", "201301012389"],
    ["a number with decimals", "<c><v>3.5</v></c>", "3.5"],
    ["a day in a built-in format", '<c s="1"><v>46251</v></c>', "2026-08-17"],
    ["a day in a format of its own", '<c s="2"><v>46251</v></c>', "2026-08-17"],
    ["a time of day is cut off", '<c s="1"><v>46251.75</v></c>', "2026-08-17"],
    ["a number whose format only mentions days", '<c s="3"><v>46251</v></c>', "46251"],
    ["a yes", '<c t="b"><v>1</v></c>', "TRUE"],
    ["an error", '<c t="e"><v>#REF!</v></c>', ""],
  ])("%s", (_name, cell, text) => {
    expect(one(`<c t="inlineStr"><is><t>x</t></is></c>${cell}`)).toEqual([["x", text]]);
  });

  test("a day of a file that counts from 1904", () => {
    expect(one('<c s="1"><v>44789</v></c>', '<workbookPr date1904="1"/>')).toEqual([["2026-08-17"]]);
  });

  test("cells lie where they say, and empty rows are none", () => {
    const sheet =
      '<row r="2"><c r="C2"><v>1</v></c><c r="AA2"><v>2</v></c></row><row r="3"/><row r="9"><c r="A9"><v>3</v></c></row>';
    const read = xlsxRows({ name: "x.xlsx", bytes: workbook(sheet) });
    expect(read.ok && read.value.map(({ line }) => line)).toEqual([2, 9]);
    expect(read.ok && read.value[0]?.row).toEqual(["", "", "1", ...Array.from({ length: 23 }, () => ""), "2"]);
  });
});

describe("a file that is not well", () => {
  test.each<[string, Uint8Array, string]>([
    ["a zip of something else", zipSync({ "a.txt": bytes("x") }), "connectors.xlsx-broken"],
    [
      "a sheet that is cut",
      workbook("", { "xl/worksheets/sheet1.xml": "<worksheet><sheetData><row>" }),
      "connectors.xlsx-broken",
    ],
    [
      "a document type",
      workbook("", { "xl/sharedStrings.xml": '<!DOCTYPE x [<!ENTITY a "b">]><sst/>' }),
      "connectors.xlsx-broken",
    ],
    ["a column far out", workbook('<row><c r="ZZZ1"><v>1</v></c></row>'), "connectors.xlsx-too-large"],
    ["a bomb", zipSync({ "xl/workbook.xml": new Uint8Array(4_000_000) }), "connectors.zip-too-large"],
  ])("%s", (_name, file, code) => {
    expect(rowsOf(file)).toBe(code);
  });

  test("whatever is put into a sheet, an answer is given", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const rows = rowsOf(workbook(`<row>${text}</row>`));
        expect(typeof rows === "string" ? rows : "rows").toMatch(/^(?:rows|connectors\.xlsx-.*)$/);
      }),
    );
  });
});

test("a pupil file in Excel is proposed for and read like one in CSV, short rows too", async () => {
  const text = (value: string): string => `<c t="inlineStr"><is><t>${value}</t></is></c>`;
  const number = (index: number): string => testIdentity(`2013-03-0${index}`, 238);
  const header = ["Skolenhetskod", "Personnummer", "Förnamn", "Efternamn", "Klass"].map(text).join("");
  const rows = [1, 2, 3].map(
    (i) =>
      `<row>${text("10000001")}<c><v>${number(i)}</v></c>${text("Åsa")}${text("Ek")}${i === 3 ? "" : text("6A")}</row>`,
  );
  const file = { name: "elever.xlsx", bytes: workbook(`<row>${header}</row>${rows.join("")}`) };
  const proposed = proposeProfile(file);
  if (!proposed.ok) throw new Error(proposed.error.code);
  const batch = await readWithProfile({
    files: [file],
    profile: proposed.value.profile,
    readAt: "2026-10-01T05:00:00Z",
  });
  expect(batch.persons.map(({ identity }) => identity)).toEqual([1, 2, 3].map(number));
  expect(batch.memberships).toHaveLength(2);
  expect(batch.health.complete).toBe(true);
});

const folder = new URL("../../../../shared/data/scb/", import.meta.url);
test.skipIf(!existsSync(folder))("files that Excel itself has written (read where the public data is at hand)", () => {
  const files = readdirSync(folder).filter((name) => name.endsWith(".xlsx"));
  expect(files.length).toBeGreaterThan(0);
  for (const name of files) {
    const rows = rowsOf(readFileSync(new URL(name, folder)));
    expect(Array.isArray(rows) && rows.length).toBeGreaterThan(5);
    expect(JSON.stringify(rows)).toMatch(/[åäö]/);
  }
});
