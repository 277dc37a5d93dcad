import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { utf8 } from "../test/sample.ts";
import { findData, pxDataReader } from "./px-data.ts";

function read(pieces: readonly Uint8Array[]) {
  const cells: (number | string)[] = [];
  const reader = pxDataReader({
    number: (value) => cells.push(value),
    text: (bytes) => cells.push(new TextDecoder().decode(bytes)),
  });
  for (const piece of pieces) reader.push(piece);
  return { cells, codes: reader.end().map(({ code, where }) => `${code} ${where}`) };
}

describe("numbers", () => {
  test.each([
    ["1 -2 3.50 .5 7. 0 -0 007", [1, -2, 3.5, 0.5, 7, 0, 0, 7]],
    ["1e3 -1.5E-2 +4", [1000, -0.015, 4]],
    ["123456789012345678 0.1234567890123456789", [123456789012345680, 0.12345678901234568]],
    ['".." "......" "-"', ["..", "......", "-"]],
    ["1,2,\t3\r\n4", [1, 2, 3, 4]],
  ])("%s", (text, cells) => {
    expect(read([utf8(`${text};`)])).toEqual({ cells, codes: [] });
  });

  test("every number is read as JavaScript reads it", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))), (numbers) => {
        const expected = numbers.map((number) => (number === 0 ? 0 : number));
        expect(read([utf8(`${numbers.join(" ")};`)]).cells).toEqual(expected);
      }),
    );
  });

  test("where the bytes are cut into pieces makes no difference", () => {
    const text = '1 22.5 ".." -333\n4444 x5 "-" 0.125;\n ';
    fc.assert(
      fc.property(fc.array(fc.nat(text.length)), (places) => {
        const cuts = [0, ...places.toSorted((one, other) => one - other), text.length];
        const pieces = cuts.slice(1).map((end, at) => utf8(text.slice(cuts[at], end)));
        expect(read(pieces)).toEqual(read([utf8(text)]));
      }),
    );
    expect(read([utf8(text)]).codes).toEqual(["px.data-token line 2, column 6"]);
  });
});

test("DATA is the statement, not the word in a text", () => {
  const text = 'TITLE="x;DATA=1 2";\nNOTE="a"b";\nDATA = 1;';
  expect(findData(utf8(text))).toEqual({ headEnd: text.indexOf("DATA ="), dataStart: text.indexOf(" 1;") });
  expect(findData(utf8('TITLE="x";'))).toBeUndefined();
});
