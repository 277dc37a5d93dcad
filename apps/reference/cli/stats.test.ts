import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
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
