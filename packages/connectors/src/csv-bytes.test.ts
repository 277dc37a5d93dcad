import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { CsvRow } from "./csv.ts";
import { csvByteReader } from "./csv-bytes.ts";
import { encodeText, type TextEncoding } from "./text-bytes.ts";

function parse(pieces: readonly Uint8Array[], encoding: TextEncoding) {
  const rows: CsvRow[] = [];
  const reader = csvByteReader({ encoding, delimiter: ";", onRow: (row) => rows.push(row) });
  for (const piece of pieces) reader.push(piece);
  return { end: reader.end(), rows };
}

test.each<TextEncoding>(["utf-8", "iso-8859-1"])(
  "chunk-border-aao: å, ä and ö survive a border between any two bytes (%s)",
  (encoding) => {
    const bytes = encodeText('Åsa;Öhrn\r\n"Ängla";"Sjö;strand"\r\n', encoding) ?? new Uint8Array();
    for (let border = 0; border <= bytes.length; border++) {
      const { rows, end } = parse([bytes.slice(0, border), bytes.slice(border)], encoding);
      expect(rows).toEqual([
        ["Åsa", "Öhrn"],
        ["Ängla", "Sjö;strand"],
      ]);
      expect(end).toEqual({ endsWithNewline: true, badEncoding: false });
    }
  },
);

test("pieces of any size give the same rows", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 9 }), (text, size) => {
      const bytes = new TextEncoder().encode(text);
      const pieces: Uint8Array[] = [];
      for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.slice(at, at + size));
      expect(parse(pieces, "utf-8")).toEqual(parse([bytes], "utf-8"));
    }),
  );
});

test("bytes that are not UTF-8 are told of, and rows before them are kept", () => {
  const { rows, end } = parse([Uint8Array.of(97, 59, 98, 10, 0xe5, 10)], "utf-8");
  expect(end.badEncoding).toBe(true);
  expect(rows.length).toBeLessThanOrEqual(1);
});

test("a file cut inside an å is told of", () => {
  expect(parse([Uint8Array.of(97, 59, 0xc3)], "utf-8").end.badEncoding).toBe(true);
});
