import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvLine, csvReader, type CsvRow } from "./csv.ts";

function parse(pieces: readonly string[], delimiter = ";") {
  const rows: CsvRow[] = [];
  const lines: number[] = [];
  const reader = csvReader({ delimiter, onRow: (row, line) => (rows.push(row), lines.push(line)) });
  for (const piece of pieces) reader.push(piece);
  return { end: reader.end(), rows, lines };
}

describe("a reader of delimited text", () => {
  test.each<[string, string, readonly CsvRow[]]>([
    [
      "plain rows",
      "a;b\nc;d\n",
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    [
      "CRLF",
      "a;b\r\nc;d\r\n",
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    [
      "no line end at the end",
      "a;b\nc;d",
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    ["empty fields", ";;\n", [["", "", ""]]],
    [
      "blank lines",
      "a;b\n\n\r\nc;d\n",
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    ["quotes", '"a;b";c\n', [["a;b", "c"]]],
    ["doubled quotes", '"a ""b"" c";d\n', [['a "b" c', "d"]]],
    [
      "a line end in quotes",
      '"a\r\nb";c\nd;e\n',
      [
        ["a\r\nb", "c"],
        ["d", "e"],
      ],
    ],
    ["a quote inside a field", '5" rör;b\n', [['5" rör', "b"]]],
    ["an empty quoted field", '"";a\n', [["", "a"]]],
    ["text after the closing quote", '"a"b;c\n', [["ab", "c"]]],
    ["ragged rows", "a\nb;c;d\n", [["a"], ["b", "c", "d"]]],
    ["a quoted row without line end", 'a;"b"', [["a", "b"]]],
  ])("%s", (_name, text, expected) => {
    expect(parse([text]).rows).toEqual(expected);
    expect(parse(text.split("")).rows).toEqual(expected);
  });

  test("tells the line a row begins on, line ends in quotes counted", () => {
    expect(parse(['a;b\n"c\nd";e\n\nf;g\n']).lines).toEqual([1, 2, 5]);
  });

  test("a quote that never closes is told of, with its line", () => {
    expect(parse(['a;b\nc;"d\ne;f\n'])).toMatchObject({ end: { openQuote: 2 } });
  });

  test("a row without end is given up, not kept in memory", () => {
    const reader = csvReader({ delimiter: ";", onRow: () => {}, maxRowLength: 100 });
    reader.push('"');
    for (let i = 0; i < 50; i++) reader.push("xxxxxxxxxx");
    expect(reader.end().tooLong).toBe(1);
  });

  test("what is written is read back, in pieces of any size", () => {
    const field = fc.string({
      unit: fc.constantFrom("a", "å", '"', ";", "\t", ",", "\r", "\n", " ", "🦉"),
      maxLength: 6,
    });
    const rowOf = fc.array(field, { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.array(rowOf),
        fc.constantFrom(";", ",", "\t"),
        fc.constantFrom("\n", "\r\n"),
        fc.integer({ min: 1, max: 7 }),
        (rows, delimiter, newline, size) => {
          const text = rows.map((row) => csvLine(row, delimiter, newline)).join("");
          const pieces = text.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];
          expect(parse(pieces, delimiter).rows).toEqual(rows);
        },
      ),
    );
  });

  test("never throws, and never gives more text than it was given", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (pieces) => {
        const { rows } = parse(pieces);
        expect(rows.flat().join("").length).toBeLessThanOrEqual(pieces.join("").length);
      }),
    );
  });
});
