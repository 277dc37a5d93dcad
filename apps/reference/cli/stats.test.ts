import { readFileSync } from "node:fs";
import { readPx } from "@milstolpe/statistics";
import { describe, expect, test } from "vitest";
import { demoMunicipality } from "../demo/index.ts";
import { demoFiles } from "../server/demo-files.ts";
import { commandLine, findingsOf } from "./harness.ts";

const { run, file, path } = commandLine();

const px = [
  'CHARSET="ANSI";',
  'AXIS-VERSION="2013";',
  'CODEPAGE="utf-8";',
  'LANGUAGE="sv";',
  'CREATION-DATE="20260608 09:00";',
  "DECIMALS=0;",
  'MATRIX="GRADES";',
  'SUBJECT-CODE="UF";',
  'SUBJECT-AREA="Utbildning";',
  'CONTENTS="Elever";',
  'UNITS="antal";',
  'TITLE="Elever efter kön och årskurs";',
  'STUB="kön";',
  'HEADING="årskurs";',
  'VALUES("kön")="flickor","pojkar";',
  'VALUES("årskurs")="6","9";',
  "DATA=",
  "101 99",
  "98 102;",
  "",
].join("\r\n");
const table = file("pupils.px", px);

describe("stats check", () => {
  test("a sound file has nothing that must be corrected", async () => {
    const answer = await run("stats", "check", table, "--json");
    expect(findingsOf(answer).filter(({ severity }) => severity === "must")).toEqual([]);
    expect(answer.code).toBe(0);
  });

  test.each([
    ["a PX file that is cut", "cut.px", px.slice(0, -8)],
    ["a PX file without TITLE", "untitled.px", px.replace(/TITLE=.*\r\n/, "").replace(/CONTENTS=.*\r\n/, "")],
    ["an empty PX file", "empty.px", ""],
    ["JSON that is no JSON-stat", "other.json", "[1,2]"],
    ["a document that is no JSON", "broken.json", "{"],
  ])("%s is a finding, exit code 2", async (_, name, content) => {
    const answer = await run("stats", "check", file(name, content), "--json");
    expect(answer.code).toBe(2);
    expect(findingsOf(answer).some(({ severity }) => severity === "must")).toBe(true);
  });

  test.each([
    ["a file of an unknown kind", () => file("table.xls", "x"), ".px"],
    ["a missing file", () => path("none.px"), "none.px"],
  ])("%s: exit code 1", async (_, name, said) => {
    const { code, stderr } = await run("stats", "check", name());
    expect({ code, said: stderr.includes(said) }).toEqual({ code: 1, said: true });
  });
});

describe("stats convert", () => {
  test("to JSON-stat and back: the same numbers", async () => {
    const [json, back] = [path("pupils.json"), path("back.px")];
    expect((await run("stats", "convert", table, "--out", json, "--json")).code).toBe(0);
    expect(JSON.parse(readFileSync(json, "utf8"))).toMatchObject({ version: "2.0", value: [101, 99, 98, 102] });
    expect((await run("stats", "check", json)).code).toBe(0);
    const without = await run("stats", "convert", json, "--out", back, "--json");
    expect(findingsOf(without)).toMatchObject([{ code: "px.keyword-missing" }]);
    const returned = await run("stats", "convert", json, "--out", back, "--unit", "antal", "--json");
    expect(findingsOf(returned)).toEqual([]);
    expect(returned.code).toBe(0);
    expect(readFileSync(back, "utf8")).toMatch(/101 99\s+98 102/);
  });

  test("to another encoding, letter for letter", async () => {
    const out = path("latin.px");
    expect((await run("stats", "convert", table, "--out", out, "--encoding", "windows-1252")).code).toBe(0);
    expect(readFileSync(out).includes(Buffer.from("kön", "latin1"))).toBe(true);
  });

  test("to CSV for a spreadsheet, to SDMX-CSV and to Parquet", async () => {
    const [csv, sdmx, parquet] = [path("pupils.csv"), path("pupils-sdmx.csv"), path("pupils.parquet")];
    expect((await run("stats", "convert", table, "--out", csv)).code).toBe(0);
    expect(readFileSync(csv, "utf8")).toContain("flickor;6;101");
    const grades = file("g.px", demoFiles(demoMunicipality(1, { scale: 0.05 })).get("grades.px") ?? "");
    expect((await run("stats", "convert", grades, "--out", sdmx, "--dataflow", "SE:GRADES(1.0)")).code).toBe(0);
    expect(readFileSync(sdmx, "utf8")).toMatch(/^STRUCTURE,STRUCTURE_ID,ACTION/);
    expect((await run("stats", "convert", table, "--out", parquet)).code).toBe(0);
    expect(readFileSync(parquet).subarray(0, 4).toString()).toBe("PAR1");
  });

  test("an identifier that SDMX does not have is a finding, and nothing is written", async () => {
    const out = path("no-sdmx.csv");
    const answer = await run("stats", "convert", table, "--out", out, "--dataflow", "SE:GRADES(1.0)", "--json");
    expect(answer.code).toBe(2);
    expect(findingsOf(answer).map(({ code }) => code)).toContain("sdmx.dimension-id");
    expect(() => readFileSync(out)).toThrow("ENOENT");
  });

  test.each([
    ["a language that the table lacks", ["--out", path("x.json"), "--language", "fi"], "sv"],
    ["an encoding that there is not", ["--out", path("x.px"), "--encoding", "ebcdic"], "utf-8"],
    ["no place to write", [], "--out"],
    ["a format that there is not", ["--out", path("x.xlsx")], ".px"],
  ])("%s: exit code 1", async (_, options, said) => {
    const { code, stderr } = await run("stats", "convert", table, ...options);
    expect({ code, said: stderr.includes(said) }).toEqual({ code: 1, said: true });
  });

  test("a file with faults is not converted", async () => {
    const answer = await run("stats", "convert", file("cut.px", px.slice(0, -8)), "--out", path("y.json"), "--json");
    expect(answer.code).toBe(2);
    expect(() => readFileSync(path("y.json"))).toThrow("ENOENT");
  });
});

describe("stats protect", () => {
  const grades = file("grades.px", demoFiles(demoMunicipality(1, { scale: 0.4 })).get("grades.px") ?? "");
  const fromPx = (name: string) => readPx(readFileSync(name)).table?.values ?? [];

  test("suppression: no small cell is left, none can be computed, and the file stands the check", async () => {
    const out = path("published.px");
    const answer = await run("stats", "protect", grades, "--out", out, "--threshold", "10", "--json");
    const { changed, audit } = JSON.parse(answer.stdout) as { changed: number; audit: Record<string, number> };
    expect(answer.code).toBe(0);
    expect(changed).toBeGreaterThan(0);
    expect(audit).toMatchObject({ exposed: 0, open: 0, protected: changed });
    expect((await run("stats", "check", out)).code).toBe(0);
    const published = fromPx(out);
    expect(published.filter((value) => value !== null && value > 0 && value < 10)).toEqual([]);
    expect(fromPx(grades).filter((value) => value !== null && value > 0 && value < 10).length).toBeGreaterThan(0);
  });

  test("rounding: every small number is a multiple of the base", async () => {
    const out = path("rounded.json");
    const answer = await run("stats", "protect", grades, "--out", out, "--method", "rounding", "--base", "5");
    expect(answer.code).toBe(0);
    const { value } = JSON.parse(readFileSync(out, "utf8")) as { value: readonly (number | null)[] };
    expect(value.filter((one) => one !== null && one < 5 && one % 5 !== 0)).toEqual([]);
  });

  test("a table without sums is said to be so, and the user can say which they are", async () => {
    const [one, two] = [path("plain.px"), path("summed.px")];
    const plain = await run("stats", "protect", table, "--out", one, "--threshold", "100", "--json");
    expect(findingsOf(plain).map(({ code }) => code)).toContain("protect.no-sums");
    const wrong = await run("stats", "protect", table, "--out", two, "--totals", "kön=flickor", "--json");
    expect(findingsOf(wrong).map(({ code }) => code)).toContain("protect.sum-does-not-hold");
  });

  test.each([
    ["an unknown method", ["--out", path("z.px"), "--method", "hope"], "suppression"],
    ["a dimension that the table lacks", ["--out", path("z.px"), "--groups", "moon"], "school"],
    ["a total that the table lacks", ["--out", path("z.px"), "--totals", "school=moon"], "moon"],
    ["a base that is none", ["--out", path("z.px"), "--method", "rounding", "--base", "1"], "--base"],
    ["no place to write", [], "--out"],
  ])("%s: exit code 1", async (_, options, said) => {
    const { code, stderr } = await run("stats", "protect", grades, ...options);
    expect({ code, said: stderr.includes(said) }).toEqual({ code: 1, said: true });
  });
});
