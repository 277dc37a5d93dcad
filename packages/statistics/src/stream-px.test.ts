import * as fc from "fast-check";
import { expect, test } from "vitest";
import { dataFiles, hasData, pxText, utf8 } from "../test/sample.ts";
import { readPx } from "./read-px.ts";
import { streamPx } from "./stream-px.ts";

async function streamed(pieces: readonly Uint8Array[]) {
  const values: (number | null)[] = [];
  const status: Record<number, string> = {};
  const { table, findings } = await streamPx(pieces, () => (cell, value, symbol) => {
    values[cell] = value;
    if (symbol !== undefined) status[cell] = symbol;
  });
  return { table: table && { ...table, values, status }, findings };
}

function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const cuts = [0, ...places.toSorted((one, other) => one - other), bytes.length];
  return cuts.slice(1).map((end, at) => bytes.subarray(cuts[at], end));
}

test("a file in pieces is the file as a whole, wherever it is cut", async () => {
  const bytes = utf8(pxText());
  const whole = readPx(bytes);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 30 }), async (places) => {
      expect(await streamed(cut(bytes, places))).toEqual({ table: whole.table, findings: [] });
    }),
  );
});

test.skipIf(!hasData).each(dataFiles("px/valid"))("%s: the same in pieces of 1000 bytes", async (_, bytes) => {
  const places = Array.from({ length: Math.floor(bytes.length / 1000) }, (__, at) => (at + 1) * 1000);
  const { table } = await streamed(cut(bytes, places));
  expect(table).toEqual(readPx(bytes).table);
});

test("a file without a table gives findings and no cells", async () => {
  for (const text of ["", "MATRIX", pxText((good) => good.replace(/^TITLE.*\n/gm, ""))]) {
    const { table, findings } = await streamed([utf8(text)]);
    expect(table).toBeUndefined();
    expect(findings.some(({ severity }) => severity === "must")).toBe(true);
  }
  const short = await streamed([utf8(pxText((good) => good.replace("20 41;", "20;")))]);
  expect(short.findings.map(({ code }) => code)).toEqual(["px.data-count"]);
});
