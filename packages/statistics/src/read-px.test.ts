import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dataFiles, hasData, pxText, utf8 } from "../test/sample.ts";
import type { PxFile } from "./px-file.ts";
import { readPx } from "./read-px.ts";
import { cellIndex } from "./table.ts";
import { writePx } from "./write-px.ts";

const musts = (bytes: Uint8Array) => readPx(bytes).findings.filter(({ severity }) => severity === "must");
const withoutPlaces = ({ statements, ...file }: PxFile) => ({
  ...file,
  statements: statements.map(({ line: _line, column: _column, ...statement }) => statement),
});

describe.skipIf(!hasData)("the public files, beside the checkout", () => {
  test.each(dataFiles("px/valid"))("valid: %s is read without an error", (_, bytes) => {
    const { table, findings } = readPx(bytes);
    expect(findings.filter(({ severity }) => severity === "must")).toEqual([]);
    expect(table?.values.length).toBe(
      table?.dimensions.reduce((count, { categories }) => count * categories.length, 1),
    );
  });
  test.each(dataFiles("px/fatal"))("fatal: %s is an error", (_, bytes) => {
    expect(musts(bytes)).not.toEqual([]);
    expect(readPx(bytes).table).toBeUndefined();
  });
  test.each(dataFiles("px/continue"))("continue: %s is a warning", (_, bytes) => {
    const { table, findings } = readPx(bytes);
    expect(findings.map(({ severity }) => severity)).toContain("check");
    expect(findings.filter(({ severity }) => severity === "must")).toEqual([]);
    expect(table).toBeDefined();
  });
  test.each(dataFiles("px/multilang"))("multilang: %s is noticed", (_, bytes) => {
    expect(musts(bytes).map(({ code }) => code)).toEqual([expect.stringMatching(/^px\.language-/)]);
  });
  test.each(
    [...dataFiles("px/valid"), ...dataFiles("px/continue"), ...dataFiles("pxwebapi")].filter(([name]) =>
      name.endsWith("px"),
    ),
  )("round trip: %s", (_, bytes) => {
    const { file } = readPx(bytes);
    const written = writePx(file);
    const again = written.ok ? readPx(written.value).file : undefined;
    expect(again && withoutPlaces(again)).toEqual(withoutPlaces(file));
  });
});

test.skipIf(!hasData)("files laid out as SCB's own programs do it are written again byte for byte", () => {
  const same = dataFiles("px/valid").filter(([, bytes]) => {
    const written = writePx(readPx(bytes).file, { newline: bytes.includes(13) ? "\r\n" : "\n" });
    return written.ok && Buffer.compare(written.value, bytes) === 0;
  });
  expect(same.map(([name]) => name)).toEqual(expect.arrayContaining(["fatal-template.px", "BE0101F1allakw.px"]));
});

describe("a file", () => {
  const { table, findings } = readPx(utf8(pxText()));
  test("is read without findings", () => expect(findings).toEqual([]));
  test("becomes a table in both languages", () => {
    expect(table?.languages).toEqual(["sv", "en"]);
    expect(table?.title).toEqual({ sv: "Elever efter skola, kön och år", en: "Pupils by school, sex and year" });
    expect(table?.dimensions.map(({ label, role, total, timeScale }) => [label["en"], role, total, timeScale])).toEqual(
      [
        ["school", undefined, "T", undefined],
        ["sex", undefined, undefined, undefined],
        ["year", "time", undefined, "A1"],
      ],
    );
    expect(table?.notes).toEqual([
      {
        text: { sv: "En lång not som delas på två rader.", en: "A long note in two pieces." },
        isMandatory: true,
      },
      { text: { sv: "Stängd 2026.", en: "Closed in 2026." }, at: { skola: "B" } },
    ]);
  });
  test("has its cells where the codes say: a hyphen is nil, dots are no number", () => {
    const at = (skola: string, kon: string, year: string) =>
      table && table.values[cellIndex(table, { skola, kön: kon, år: year })];
    expect(at("A", "1", "2025")).toBe(11);
    expect(at("A", "2", "2025")).toBe(0);
    expect(at("T", "2", "2025")).toBeNull();
    expect(table?.status).toEqual({ 3: "..", 7: "-" });
  });
  test("; and = inside texts belong to them", () => {
    expect(table?.dimensions[0]?.categories[1]?.label["sv"]).toBe("Åsen; östra = ny");
  });
  test.each(["windows-1252", "iso-8859-1", "iso-8859-15", "utf-8"] as const)("is the same in %s", (encoding) => {
    const { file } = readPx(utf8(pxText()));
    const written = writePx(file, { encoding });
    const read = readPx(written.ok ? written.value : new Uint8Array());
    expect(read.file.encoding).toBe(encoding);
    expect(read.findings).toEqual([]);
    expect(read.table).toEqual(table);
  });
  test("a table written is the table that is read", () => {
    const written = table && writePx(table);
    expect(written?.ok === true && readPx(written.value).table).toEqual({
      ...table,
      facts: { ...table?.facts, mayBeAggregated: false },
    });
  });
});

describe("wrong input", () => {
  // Each is a change to the good file, and the first finding it has to give.
  test.each<[what: string, from: string | RegExp, to: string, code: string, where: string]>([
    ["a title that is missing", /^TITLE.*\n/gm, "", "px.keyword-missing", "file"],
    ["no DATA", /DATA=[^]*$/, "", "px.data-missing", "file"],
    ["a file cut in the numbers", /20 20\n20 41;\n/, "", "px.data-count", "DATA"],
    ["a file cut in a text", /på två rader[^]*$/, "på", "px.string-open", "line 40, column 1"],
    ["one number too many", "20 41;", "20 41 7;", "px.data-count", "DATA"],
    ["a word among the numbers", "30 31", "30 x31", "px.data-token", "line 45, column 4"],
    ["a text that is no sign", '".."', '"secret"', "px.data-symbol", "DATA, cell 4"],
    ["a sign without quotation marks", '".."', "..", "px.data-symbol-unquoted", "line 46, column 4"],
    ["something after the end", "20 41;", "20 41; MORE=1;", "px.data-not-last", "line 50, column 1"],
    ["a quotation mark too many", 'MATRIX="ELEV01"', 'MATRIX="EL"EV01"', "px.text-outside-quotes", "line 9, column 12"],
    ["a quotation mark missing", 'MATRIX="ELEV01"', 'MATRIX="ELEV01', "px.string-open", "line 9, column 8"],
    ["no semicolon", 'UNITS="antal";', 'UNITS="antal"', "px.statement-open", "line 17, column 1"],
    ["no equals sign", "DECIMALS=0", "DECIMALS 0", "px.keyword-form", "line 7, column 1"],
    ["an unknown keyword", "MATRIX=", 'MATRIXX="x";\nMATRIX=', "px.keyword-unknown", "line 9, column 1"],
    ["a keyword with a dot", "CREATION-DATE", "CREATION.DATE", "px.keyword-dot", "line 6, column 1"],
    ["small letters", "SOURCE=", "Source=", "px.keyword-lower-case", "line 37, column 1"],
    ["a language nobody announced", "TITLE[en]", "TITLE[de]", "px.language-undeclared", "line 14, column 1"],
    ["a language twice", "TITLE[en]", "TITLE[en][sv]", "px.language-twice", "line 14, column 10"],
    ["a key before the language", 'VALUES[en]("sex")', 'VALUES("sex")[en]', "px.key-order", "line 26, column 14"],
    ["a key without quotation marks", 'CODES("kön")', "CODES(kön)", "px.key-unquoted", "line 33, column 7"],
    ["a parenthesis left open", 'CODES("kön")=', 'CODES("kön"=', "px.bracket-open", "line 33, column 12"],
    [
      "a statement twice",
      'MATRIX="ELEV01";',
      'MATRIX="ELEV01";\nMATRIX="B";',
      "px.statement-twice",
      "line 10, column 1",
    ],
    ["a flag that is a number", "SHOWDECIMALS=0;", "COPYRIGHT=2;", "px.value-kind", "line 8, column 1"],
    ["decimals beyond reason", "DECIMALS=0;\nSHOW", "DECIMALS=99;\nSHOW", "px.value-range", "line 7, column 1"],
    ["more decimals shown than there are", "SHOWDECIMALS=0", "SHOWDECIMALS=2", "px.show-decimals", "line 8, column 1"],
    ["a value twice", '"flickor","pojkar"', '"flickor","flickor"', "px.value-twice", "line 25, column 1"],
    ["a code twice", 'CODES("kön")="1","2"', 'CODES("kön")="1","1"', "px.code-twice", "line 33, column 1"],
    ["a code too few", 'CODES("kön")="1","2"', 'CODES("kön")="1"', "px.codes-count", "line 33, column 1"],
    ["a list that breaks off", 'CODES("kön")="1","2"', 'CODES("kön")="1",', "px.trailing-comma", "line 33, column 18"],
    ["a variable without values", /^VALUES\("kön.*\n/m, "", "px.values-missing", "variable 2"],
    [
      "a variable that is unknown",
      'ELIMINATION("skola")',
      'ELIMINATION("x")',
      "px.variable-unknown",
      "line 35, column 1",
    ],
    [
      "a total that is unknown",
      '("skola")="Totalt";\nELIM',
      '("skola")="Alla";\nELIM',
      "px.value-unknown",
      "line 35, column 1",
    ],
    [
      "periods that do not match",
      'TLIST(A1),"2024","2025";\nTIM',
      'TLIST(A1),"2024";\nTIM',
      "px.timeval-count",
      "line 29, column 1",
    ],
    [
      "a period of another scale",
      'TLIST(A1),"2024","2025";\nTIM',
      'TLIST(M1),"2024","2025";\nTIM',
      "px.timeval-period",
      "line 29, column 1",
    ],
    [
      "TLIST without a scale",
      'TLIST(A1),"2024","2025";\nTIM',
      'TLIST,"2024","2025";\nTIM',
      "px.value-kind",
      "line 29, column 1",
    ],
    [
      "a range outside TLIST",
      'TLIST(A1),"2024","2025";\nTIM',
      'TLIST(A1),"2024"-"2025";\nTIM',
      "px.timeval-range",
      "line 29, column 1",
    ],
    [
      "other values in a language",
      'VALUES[en]("sex")="girls","boys"',
      'VALUES[en]("sex")="girls"',
      "px.language-values",
      "line 26, column 1",
    ],
    [
      "other variables in a language",
      'STUB[en]="school","sex"',
      'STUB[en]="school"',
      "px.language-variables",
      "language en",
    ],
    ["an encoding nobody knows", 'CODEPAGE="utf-8"', 'CODEPAGE="klingon"', "px.codepage-unknown", "CODEPAGE"],
    [
      "another encoding than it says",
      'CODEPAGE="utf-8"',
      'CODEPAGE="iso-8859-1"',
      "px.codepage-contradicted",
      "CODEPAGE",
    ],
    ["nothing", /[^]*/, "", "px.empty-file", "file"],
  ])("%s", (_, from, to, code, where) => {
    const bytes = utf8(pxText((text) => text.replace(from, to)));
    expect(bytes).not.toEqual(utf8(pxText()));
    const found = readPx(bytes).findings.map((one) => `${one.code} ${one.where}`);
    expect(found).toContain(`${code} ${where}`);
  });

  test.each<[what: string, from: string | RegExp, to: string, code: string]>([
    ["rows that each end in a semicolon", /(\d|")\n(?=\d)/g, "$1;\n", "px.data-semicolon"],
    ["a number within quotation marks", "DECIMALS=0;", 'DECIMALS="0";', "px.value-kind"],
    ["a statement on a variable there is not", "SOURCE=", 'VARIABLECODE("x")="y";\nSOURCE=', "px.variable-unknown"],
    ["values given twice", 'VALUES("kön")', 'VALUES("kön")="1","2";\nVALUES("kön")', "px.statement-twice"],
  ])("%s: read all the same", (_, from, to, code) => {
    const { table, findings } = readPx(utf8(pxText((text) => text.replace(from, to))));
    expect([...new Set(findings.map((one) => `${one.severity} ${one.code}`))]).toEqual([`check ${code}`]);
    expect(table?.values).toEqual(readPx(utf8(pxText())).table?.values);
  });

  test("TLIST with a range within it gives every period", () => {
    const { table, findings } = readPx(
      utf8(
        pxText((text) =>
          text.replaceAll(/TLIST\(A1\),"2024","2025"/g, 'TLIST(A1,"2024-2025")').replaceAll(/^CODES.*år.*\n/gm, ""),
        ),
      ),
    );
    expect(findings).toEqual([]);
    expect(table?.dimensions[2]?.categories.map(({ code }) => code)).toEqual(["2024", "2025"]);
  });

  test("rows with keys may be left out: they are zero", () => {
    const keyed = pxText((text) =>
      text.replace(
        /DATA=[^]*$/,
        'KEYS("skola")=CODES;\nKEYS("kön")=VALUES;\nDATA=\n"B","pojkar",20 41\n"A","flickor",10 11;\n',
      ),
    );
    const { table, findings } = readPx(utf8(keyed));
    expect(findings).toEqual([]);
    expect(table?.values).toEqual([0, 0, 0, 0, 10, 11, 0, 0, 0, 0, 20, 41]);
    const turned = keyed
      .replace(/(KEYS\("skola.*\n)(KEYS.*\n)/, "$2$1")
      .replace('"B","pojkar"', '"pojkar","B"')
      .replace('"A","flickor"', '"flickor","A"');
    expect(readPx(utf8(turned)).table?.values).toEqual(table?.values);
    const half = readPx(utf8(keyed.replace(/KEYS\("skola.*\n/, ""))).findings;
    expect(half.map(({ code }) => code)).toContain("px.keys-variables");
    const wrong = keyed.replace('"A","flickor"', '"B","pojkar"').replace('"B","pojkar",20', '"X","pojkar",20');
    expect(readPx(utf8(wrong)).findings.map(({ code, where }) => `${code} ${where}`)).toEqual([
      "px.data-row-key DATA, row 1",
    ]);
  });

  test("a file made to take long is read in no time", () => {
    const blanks = " ".repeat(200_000);
    for (const hostile of [
      `TIMEVAL("år")=TLIST(A1${blanks}`,
      `X${blanks}=1;`,
      `NOTE="${'"'.repeat(20_000)}`,
      "(".repeat(50_000),
      "[".repeat(50_000),
    ])
      expect(readPx(utf8(pxText((text) => text.replace("SOURCE=", `${hostile}\nSOURCE=`)))).findings).not.toEqual([]);
  });

  test("no finding repeats a text of the file", () => {
    fc.assert(
      fc.property(fc.constantFrom("MATRIX", "TITLE", "UNITS", "STUB", "CODES"), (keyword) => {
        const { findings } = readPx(utf8(pxText((text) => text.replace(`${keyword}=`, `${keyword}="Hemligt"x`))));
        expect(JSON.stringify(findings)).not.toContain("Hemligt");
      }),
    );
  });
});
