import { describe, expect, test } from "vitest";
import { fromJsonStat } from "../src/from-json-stat.ts";
import { readPx } from "../src/read-px.ts";
import { toJsonStat } from "../src/to-json-stat.ts";
import { writePx } from "../src/write-px.ts";
import { numbers } from "./pupils.ts";
import { pxText, utf8 } from "./sample.ts";

// A million files take a quarter of an hour and are read when asked for: MILSTOLPE_LONG=1. Each file follows from its seed.
const isLong = process.env["MILSTOLPE_LONG"] === "1";
const files = isLong ? 1_000_000 : 1200;
const timeout = isLong ? 7_200_000 : 20_000;
const good = utf8(pxText());
const keyed = utf8(
  pxText((text) =>
    text.replace(
      /DATA=[^]*$/,
      'KEYS("skola")=CODES;\nKEYS("kön")=VALUES;\nDATA=\n"B","pojkar",20 41\n"A","flickor",10 11;\n',
    ),
  ),
);
const signs = utf8('";=,()[]-.: \n\r\t#09AZå');

/** One to four small injuries: a byte changed, put in or taken out, a stretch doubled or lost, the end cut off. */
function injured(bytes: Uint8Array, next: () => number): Uint8Array {
  let list = [...bytes];
  const upTo = (limit: number): number => Math.floor(limit * next());
  for (let times = 1 + upTo(4); times > 0; times -= 1) {
    const at = upTo(list.length);
    const sign = signs[upTo(signs.length)] ?? 0;
    const length = 1 + upTo(40);
    switch (upTo(7)) {
      case 0:
        list[at] = sign;
        break;
      case 1:
        list.splice(at, 0, sign);
        break;
      case 2:
        list.splice(at, 1);
        break;
      case 3:
        list.splice(at, length);
        break;
      case 4:
        list.splice(at, 0, ...list.slice(at, at + length));
        break;
      case 5:
        list[at] = upTo(256);
        break;
      default:
        if (next() < 0.2) list = list.slice(0, at);
    }
  }
  return Uint8Array.from(list);
}

describe(`${files} injured files`, () => {
  test(
    "PX: none stops the reader, none gives a table with an error, and what is read is what would be written",
    () => {
      let tables = 0;
      let silent = 0;
      for (let seed = 1; seed <= files; seed += 1) {
        const next = numbers(seed);
        const bytes = injured(seed % 4 === 0 ? keyed : good, next);
        const { table, findings, file } = readPx(bytes);
        const hasError = findings.some(({ severity }) => severity === "must");
        if ((table === undefined) !== hasError) throw new Error(`seed ${seed}: a table and an error`);
        if (!table) continue;
        tables += 1;
        const cells = table.dimensions.reduce((product, { categories }) => product * categories.length, 1);
        if (cells !== table.values.length)
          throw new Error(`seed ${seed}: ${table.values.length} values for ${cells} cells`);
        if (findings.length > 0) continue;
        silent += 1;
        const written = writePx(file);
        if (!written.ok) continue;
        const again = readPx(written.value).table;
        if (JSON.stringify(again) !== JSON.stringify(table))
          throw new Error(`seed ${seed}: another table when written and read`);
      }
      expect(tables).toBeGreaterThan(files / 20);
      expect(silent).toBeGreaterThan(files / 100);
    },
    timeout,
  );

  test(
    "JSON-stat: none stops the reader, and what is read can be written and read again",
    () => {
      const { table } = readPx(good);
      if (!table) throw new Error("the sample is no table");
      const document = utf8(JSON.stringify(toJsonStat(table)));
      let tables = 0;
      for (let seed = 1; seed <= files / 4; seed += 1) {
        const text = new TextDecoder().decode(injured(document, numbers(seed)));
        const read = fromJsonStat(text);
        const hasError = read.findings.some(({ severity }) => severity === "must");
        if ((read.table === undefined) !== hasError) throw new Error(`seed ${seed}: a table and an error`);
        if (!read.table) continue;
        tables += 1;
        const again = fromJsonStat(toJsonStat(read.table)).table;
        if (JSON.stringify(again?.values) !== JSON.stringify(read.table.values))
          throw new Error(`seed ${seed}: other values`);
      }
      expect(tables).toBeGreaterThan(files / 200);
    },
    timeout,
  );
});
