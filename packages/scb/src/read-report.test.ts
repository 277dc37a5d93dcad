import { describe, expect, test } from "vitest";
import { person, tests3, tests6, tests9, year6, year9 } from "../test/sample.ts";
import type { Layout, ScbRecord } from "./layout.ts";
import { layouts, layoutById } from "./layouts.ts";
import { readReport, type ReadReport } from "./read-report.ts";
import { writeRows } from "./write-rows.ts";

const layoutOf = (id: string): Layout => layoutById(id) as Layout;
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (rows: readonly ScbRecord[], id: string): string =>
  new TextDecoder("windows-1252").decode(writeRows(rows, layoutOf(id)));
const codes = (read: ReadReport): readonly string[] => read.findings.map(({ code, where }) => `${code} ${where}`);
const rowsOf: Readonly<Record<string, readonly ScbRecord[]>> = {
  "betyg-ak6-vt2026": [year6(0), year6(1)],
  "betyg-ak9-vt2026": [year9(0), year9(1)],
  "betyg-ak6-vt2025": [year6(0, { Datum: "2025-06-13" })],
  "betyg-ak9-vt2025": [year9(0, { Datum: "2025-06-13" })],
  "np-ak3-vt2026": [tests3(), tests3({ PersonNr: person(1) })],
  "np-ak6-vt2026": [tests6()],
  "np-ak9-vt2026": [tests9()],
};

describe("the layout is recognised", () => {
  test.each(Object.keys(rowsOf))("%s, also beside another of as many columns", (id) => {
    const bytes = writeRows(rowsOf[id] ?? [], layoutOf(id));
    const read = readReport(bytes);
    expect(read.layout?.id).toBe(id);
    expect(read.findings).toEqual([]);
    expect(writeRows(read.rows, layoutOf(id))).toEqual(bytes);
  });
  test("with every other cell of a row wrong it is still the one that fits best", () => {
    const [row = {}] = rowsOf["np-ak3-vt2026"] ?? [];
    const wrong = Object.fromEntries(Object.entries(row).map(([name, value], i) => [name, i % 3 === 2 ? "X" : value]));
    expect(readReport(writeRows([wrong], layoutOf("np-ak3-vt2026"))).layout?.id).toBe("np-ak3-vt2026");
  });
  test("as many columns with something else in them are no layout", () => {
    const read = readReport(utf8(`${Array.from({ length: 35 }, () => "x y").join(";")}\r\n`));
    expect(read.layout).toBeUndefined();
    expect(codes(read)).toEqual(["scb.unknown-layout row 1"]);
    expect(read.held).toHaveLength(1);
  });
  test("imported layouts can be chosen from", () => {
    const later = { ...layoutOf("betyg-ak9-vt2026"), id: "betyg-ak9-vt2027", term: "VT2027" };
    const bytes = writeRows([year9(0, { Datum: "2027-06-11" })], later);
    expect(readReport(bytes, { candidates: [...layouts, later] }).layout?.id).toBe("betyg-ak9-vt2027");
  });
  test("a file that is read as another layout says which it looks like", () => {
    const bytes = writeRows([year9(0)], layoutOf("betyg-ak9-vt2026"));
    const said = readReport(bytes, { layout: "betyg-ak6-vt2026" }).findings;
    expect(said.map(({ code }) => code)).toEqual(["scb.other-layout", "scb.column-count"]);
    expect(said[0]?.en).toBe("The file is read as betyg-ak6-vt2026 but looks like betyg-ak9-vt2026.");
    const grades = writeRows([year6(0), year6(1)], layoutOf("betyg-ak6-vt2026"));
    expect(codes(readReport(grades, { layout: "np-ak3-vt2026" }))[0]).toBe("scb.other-layout file");
    expect(readReport(grades, { layout: "betyg-ak6-vt2025" }).findings).toEqual([]);
  });
  test("rows of two extractions in one file are for a person to look at", () => {
    const rows = [year9(0), year9(1, { Datum: "2026-06-01" })];
    const read = readReport(writeRows(rows, layoutOf("betyg-ak9-vt2026")));
    expect(read.findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual(["check scb.several-extracts"]);
  });
  test("a name that no layout has is the caller's mistake", () => {
    expect(() => readReport(new Uint8Array(), { layout: "betyg-ak5" })).toThrow(RangeError);
  });
});

describe("a file that lacks columns", () => {
  const lacks = layoutOf("np-ak3-vt2026").variants?.[0]?.lacks ?? [];
  const without = (row: ScbRecord, names: readonly string[]): ScbRecord =>
    Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
  const cut = (rows: readonly ScbRecord[], names: readonly string[], id: string): Uint8Array =>
    writeRows(
      rows.map((row) => without(row, names)),
      { ...layoutOf(id), fields: layoutOf(id).fields.filter(({ name }) => !names.includes(name)) },
    );
  const rows = [tests3({ MA_F_PR: "0", MA_F_POANG: "23", SV_C_POANG: "18" })];

  test("year 3 with 31 columns: recognised, every value under its own name", () => {
    const read = readReport(cut(rows, lacks, "np-ak3-vt2026"));
    expect(read.layout?.id).toBe("np-ak3-vt2026");
    expect(read.variant?.lacks).toEqual(lacks);
    expect(codes(read)).toEqual(["scb.variant file"]);
    expect(read.rows).toEqual(rows.map((row) => without(row, lacks)));
  });
  test("also when the layout is named", () => {
    const read = readReport(cut(rows, lacks, "np-ak3-vt2026"), { layout: "np-ak3-vt2026" });
    expect(read.variant?.lacks).toEqual(lacks);
    expect(read.rows).toHaveLength(1);
  });
  test("columns that nobody knows to be missing are told of, and no row is read", () => {
    const read = readReport(cut([tests6()], ["EN_A_PRP", "EN_B_PRP"], "np-ak6-vt2026"));
    expect(codes(read)).toEqual(["scb.close-to-layout row 1"]);
    expect(read.findings[0]?.en).toContain("np-ak6-vt2026 but has 27 columns, should have 29");
    expect(read.rows).toEqual([]);
    expect(read.held).toHaveLength(1);
  });
  test("a header row says which are missing: they are read by name", () => {
    const names = ["EN_A_PRP", "EN_B_PRP"];
    const columns = layoutOf("np-ak6-vt2026")
      .fields.map(({ name }) => name)
      .filter((name) => !names.includes(name));
    const bytes = cut([tests6()], names, "np-ak6-vt2026");
    const read = readReport(utf8(`${columns.join(";")}\r\n${new TextDecoder("windows-1252").decode(bytes)}`));
    expect(codes(read)).toEqual(["scb.header-row row 1", "scb.columns-by-name row 1"]);
    expect(read.rows).toEqual([without(tests6(), names)]);
  });
  test("a header row in another order is followed", () => {
    const layout = layoutOf("betyg-ak9-vt2026");
    const turned = { ...layout, fields: layout.fields.toReversed(), carrier: { ...layout.carrier, header: true } };
    const read = readReport(writeRows([year9()], turned));
    expect(codes(read)).toEqual(["scb.header-row row 1", "scb.columns-by-name row 1"]);
    expect(read.rows).toEqual([year9()]);
  });
  test("a header row with a name that no field has leaves the columns where they stand", () => {
    const layout = layoutOf("betyg-ak9-vt2026");
    const header = layout.fields.map(({ name }) => (name === "Klass" ? "Grupp" : name)).join(";");
    const read = readReport(utf8(`${header}\r\n${textOf([year9()], layout.id)}`));
    expect(codes(read)).toEqual(["scb.header-row row 1"]);
    expect(read.rows).toEqual([year9()]);
  });
});

describe("files of another kind", () => {
  const id = "betyg-ak9-vt2026";
  const lines = [0, 1, 2].map((index) => textOf([year9(index)], id));
  test.each(["9A", "Åsa", "Öberg"])("a semicolon in %s is told of where it may be, and the row kept aside", (value) => {
    const wrong = lines.with(1, (lines[1] ?? "").replace(`;${value};`, `;${value};x;`));
    const read = readReport(utf8(wrong.join("")));
    expect(codes(read)).toEqual(["scb.semicolon-in-value row 2"]);
    expect(read.findings[0]?.en).toContain("a semicolon in Class or Given name or Family name.");
    expect(read.rows).toEqual([year9(0), year9(2)]);
  });
  test("a semicolon in the system's name can be nowhere else", () => {
    const wrong = lines.with(1, (lines[1] ?? "").replace("Milstolpe;", "Mil;stolpe;"));
    expect(readReport(utf8(wrong.join(""))).findings[0]?.en).toContain("a semicolon in System that made the file.");
  });
  test("a semicolon among the grades is a column too many", () => {
    const wrong = lines.with(1, (lines[1] ?? "").replace(";B;B;", ";B;;B;"));
    expect(codes(readReport(utf8(wrong.join(""))))).toEqual(["scb.column-count row 2"]);
  });
  test("values in quotes", () => {
    const quoted = lines.join("").replaceAll(/[^;\r\n]+/g, '"$&"');
    expect(codes(readReport(utf8(quoted)))).toEqual(["scb.quoted row 1", "scb.unknown-layout row 1"]);
  });
  test.each([
    ["\t", "tab"],
    [",", "comma"],
    ["|", "vertical bar"],
  ])("values separated by %j", (separator, name) => {
    const read = readReport(utf8(lines.join("").replaceAll(";", separator)));
    expect(codes(read)).toEqual(["scb.separator row 1", "scb.unknown-layout row 1"]);
    expect(read.findings[0]?.en).toContain(`separated by ${name}`);
  });
});

describe("encodings", () => {
  const rows = [0, 1, 2, 3].map((index) => year9(index));
  const lines = textOf(rows, "betyg-ak9-vt2026")
    .trimEnd()
    .split("\r\n")
    .map((line) => `${line}\r\n`);
  const joined = (parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));
  const latin = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

  test("rows in UTF-8 and rows in windows-1252 are each read in their own, and told of", () => {
    const mixed = joined(lines.map((line, index) => (index === 2 ? utf8(line) : latin(line))));
    const read = readReport(mixed);
    expect(codes(read)).toEqual(["scb.mixed-encodings file"]);
    expect(read.rows).toEqual(rows);
  });
  test("also where the file begins with the mark of UTF-8", () => {
    const mixed = joined([
      Uint8Array.of(0xef, 0xbb, 0xbf),
      ...lines.map((line, index) => (index < 2 ? utf8(line) : latin(line))),
    ]);
    const read = readReport(mixed);
    expect(codes(read)).toEqual(["scb.mixed-encodings file"]);
    expect(read.findings[0]?.en).toContain("file with UTF-8: 2.");
    expect(read.rows).toEqual(rows);
  });
  test("bytes are counted in the encoding of the row", () => {
    const wrong = lines.map((line, index) => (index === 3 ? line.replace(";Öberg;B;", ";Öberg;X;") : line));
    const bytes = joined(wrong.map((line, index) => (index % 2 === 1 ? utf8(line) : latin(line))));
    const where = readReport(bytes).findings.find(({ code }) => code === "scb.code")?.where ?? "";
    expect(where).toContain("row 4, column 9 (Bl)");
    expect(bytes[Number(/byte (\d+)$/.exec(where)?.[1])]).toBe("X".charCodeAt(0));
  });
  test("UTF-8 that is cut in the middle of a letter is cut, not another encoding", () => {
    const bytes = utf8(lines.join(""));
    const at = bytes.lastIndexOf(0xc3) + 1;
    const read = readReport(bytes.subarray(0, at));
    expect(read.encoding).toBe("utf-8");
    expect(codes(read)).toEqual(["scb.unreadable-characters file", "scb.cut-file row 4"]);
  });
  test("UTF-16, big-endian too, with the byte at which a cell begins", () => {
    const text = lines.join("").replace(";Öberg;B;", ";Öberg;X;");
    const bytes = new Uint8Array(2 + text.length * 2);
    const view = new DataView(bytes.buffer);
    view.setUint16(0, 0xfeff);
    for (let i = 0; i < text.length; i += 1) view.setUint16(2 + i * 2, text.charCodeAt(i));
    const read = readReport(bytes);
    const where = read.findings.find(({ code }) => code === "scb.code")?.where ?? "";
    expect(view.getUint16(Number(/byte (\d+)$/.exec(where)?.[1]))).toBe("X".charCodeAt(0));
    expect(read.rows.map((row) => row["Efternamn"])).toEqual(rows.map(() => "Öberg"));
  });
  test("old line ends (CR alone) and blank lines", () => {
    const read = readReport(latin(`\r${lines.join("").replaceAll("\r\n", "\r")}\r`));
    expect(read.findings).toEqual([]);
    expect(read.rows).toEqual(rows);
  });
});
