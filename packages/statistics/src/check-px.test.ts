import { describe, expect, test } from "vitest";
import { pxText, utf8 } from "../test/sample.ts";
import { checkPx } from "./check-px.ts";

const codes = (text: string, withAdvice = false) =>
  checkPx(utf8(text), { withAdvice }).map(({ severity, code }) => `${severity} ${code}`);

describe("what is read all the same, or not", () => {
  // Each is a change to the good file, and a finding it has to give.
  test.each<[what: string, from: string | RegExp, to: string, finding: string]>([
    ["a note on too few cells", "SOURCE=", 'CELLNOTE("*","*")="x";\nSOURCE=', "check px.cell-keys"],
    ["a note on a cell there is not", "SOURCE=", 'CELLNOTE("*","*","1999")="x";\nSOURCE=', "check px.value-unknown"],
    [
      "a unit of contents there are not",
      "SOURCE=",
      'CONTVARIABLE="kön";\nUNITS("x")="y";\nSOURCE=',
      "must px.contents-unknown",
    ],
    [
      "a date of contents there are not",
      "SOURCE=",
      'CONTVARIABLE="kön";\nREFPERIOD("x")="y";\nSOURCE=',
      "check px.contents-unknown",
    ],
    [
      "contents without a unit",
      'UNITS="antal";\nUNITS[en]="number";',
      'CONTVARIABLE="kön";\nCONTVARIABLE[en]="sex";\nUNITS("pojkar")="y";',
      "check px.unit-missing",
    ],
    ["contents in one language only", "SOURCE=", 'CONTVARIABLE="kön";\nSOURCE=', "must px.language-contents"],
    ["a title in one language only", /^TITLE\[en.*\n/m, "", "check px.language-missing"],
    ["values in one language only", /^VALUES\[en\]\("sex.*\n/m, "", "check px.language-missing"],
    ["a language code of no language", "SOURCE[en]", "SOURCE[e n]", "check px.language-form"],
    ["a main language that is not declared", 'LANGUAGES="sv","en"', 'LANGUAGES="en"', "check px.language-main-missing"],
    ["a language where none belongs", "MATRIX=", "MATRIX[en]=", "check px.language-not-allowed"],
    ["no semicolon at the end", "20 41;", "20 41", "check px.data-not-ended"],
    ["a sign that is not closed", '40 ".."', '40 "..', "must px.data-string-open"],
    ["a description that is promised", "SOURCE=", "DESCRIPTIONDEFAULT=YES;\nSOURCE=", "check px.description-missing"],
    [
      "a hierarchy of codes there are not",
      "SOURCE=",
      'HIERARCHIES("skola")="T","T":"X";\nSOURCE=',
      "check px.hierarchy-value",
    ],
    ["values of nobody", "SOURCE=", 'VALUES="x";\nSOURCE=', "must px.key-missing"],
    ["a domain of nobody", "SOURCE=", 'DOMAIN="x";\nSOURCE=', "check px.key-missing"],
    ["too many keys", 'CODES("kön")', 'CODES("kön","x")', "check px.key-too-many"],
    ["keys in two parentheses", 'VALUENOTE("skola","Berget")', 'VALUENOTE("skola")("Berget")', "check px.keys-twice"],
    ["a keyword as long as a sentence", "SOURCE=", 'THIS-IS-NO-KEYWORD-AT-ALL="x";\nSOURCE=', "check px.keyword-long"],
    [
      "a text across lines",
      '"En lång not som delas "\n"på',
      '"En lång not som delas \npå',
      "check px.line-break-in-string",
    ],
    ["a statement without a value", 'SOURCE="Kommunen"', "SOURCE=", "check px.statement-without-value"],
    ["a title without a value", 'TITLE="Elever efter skola, kön och år"', "TITLE=", "must px.statement-without-value"],
    ["blanks around a value", '"flickor"', '" flickor"', "check px.value-blanks"],
    [
      "keys that are neither codes nor values",
      "DATA=",
      'KEYS("skola")=BOTH;\nKEYS("kön")=CODES;\nDATA=',
      "must px.keys-form",
    ],
    [
      "a row twice",
      /DATA=[^]*$/,
      'KEYS("skola")=CODES;\nKEYS("kön")=CODES;\nDATA=\n"A","1",1 2\n"A","1",3 4;\n',
      "must px.data-row-twice",
    ],
    [
      "a row cut short",
      /DATA=[^]*$/,
      'KEYS("skola")=CODES;\nKEYS("kön")=CODES;\nDATA=\n"A","1",1;\n',
      "must px.data-count",
    ],
  ])("%s", (_, from, to, finding) => {
    const text = pxText((good) => good.replace(from, to));
    expect(text).not.toBe(pxText());
    expect(codes(text)).toContain(finding);
  });

  test("a table too large for memory", () => {
    const many = Array.from({ length: 8000 }, (_, at) => `"${at}"`).join(",");
    const text = pxText((good) =>
      good.replace(/^(VALUES|CODES)\("(skola|kön)"\)=.*\n/gm, (line, keyword: string, name: string) =>
        keyword === "CODES" ? "" : `VALUES("${name}")=${many};\n`,
      ),
    );
    expect(codes(text)).toContain("must px.too-large");
  });
});

describe("advice", () => {
  test("is not given unasked", () => {
    const text = pxText((good) => good.replace(/^CODEPAGE.*\n/m, "").replace(/^SOURCE.*\n/gm, ""));
    expect(codes(text)).toEqual([]);
    expect(codes(text, true)).toEqual(
      expect.arrayContaining([
        "check px.codepage-missing",
        "check px.recommended-missing",
        "check px.suppressed-may-be-aggregated",
      ]),
    );
  });
  test("on long lines and statements that share one", () => {
    const text = pxText((good) => good.replace("MATRIX=", `CONFIDENTIAL="${"x".repeat(300)}";MATRIX=`));
    expect(codes(text, true)).toEqual(expect.arrayContaining(["check px.line-long", "check px.statements-on-a-line"]));
  });
  test("cells without numbers that may not be added up are in order", () => {
    const text = pxText((good) => good.replace("MATRIX=", "AGGREGALLOWED=NO;\nMATRIX="));
    expect(codes(text, true)).not.toContain("check px.suppressed-may-be-aggregated");
  });
});
