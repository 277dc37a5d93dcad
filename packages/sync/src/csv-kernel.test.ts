import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileKernel } from "../kernel/compile.mts";
import { plantedCsv, seeded } from "../test/csv-data.ts";
import { CsvComparison, diffCsv } from "./csv.ts";
import { kernelMatcher } from "./csv-kernel.ts";
import type { CsvMatching } from "./csv-matcher.ts";

const runs = (few: number): number => (process.env["MILSTOLPE_LONG"] ? few * 20 : few);
const bytes = (text: string) => new TextEncoder().encode(text);

/** All that a comparison says. */
function said(before: Uint8Array, after: Uint8Array, key: string | readonly string[], matching: CsvMatching) {
  const result = diffCsv(before, after, { key, ...matching });
  return result.ok ? { ...result.value, changes: [...result.value.changes()] } : result;
}
/** What the kernel says, and what plain TypeScript says. */
function both(before: Uint8Array, after: Uint8Array, key: string | readonly string[] = "id") {
  return { kernel: said(before, after, key, { matcher: kernelMatcher }), plain: said(before, after, key, {}) };
}

test("the code is what the sources compile to", async () => {
  const code = readFileSync(new URL("./csv-kernel-code.ts", import.meta.url), "utf8");
  expect(code).toContain(`"${await compileKernel()}"`);
}, 30_000);

describe("the kernel says what plain TypeScript says", () => {
  const cell = fc.oneof(
    fc.constantFrom("", "a", "å", "é", "x,y", 'q"q', '"', "1\n2", "1\r\n2", "0012", "en längre text än sexton byte"),
    fc.string({ maxLength: 5 }),
  );
  const key = fc.constantFrom("1", "2", "3", "12345678", "123456789", "å", 'k"', "k,k", "", "|", "1234567890123456");
  // A row in ten has a field too few or too many.
  const row = fc.tuple(key, key, cell, cell, fc.nat(9)).map(([one, two, three, four, lot]) => {
    const fields = [one, two, three, four];
    return lot === 0 ? fields.slice(0, 3) : lot === 1 ? [...fields, "x"] : fields;
  });
  const style = fc.record({
    eol: fc.constantFrom("\n", "\r\n", "\n\n"),
    delimiter: fc.constantFrom(",", ";", "\t"),
    coins: fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }),
    encoding: fc.constantFrom("utf-8", "with a mark", "utf-16", "latin-1"),
    isTurned: fc.boolean(),
    hasLastNewline: fc.boolean(),
  });
  type Style = typeof style extends fc.Arbitrary<infer T> ? T : never;

  function written(rows: readonly (readonly string[])[], how: Style): Uint8Array {
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const lines = [["id", "no", "a", "b"], ...rows].map((fields, at) =>
      (how.isTurned ? fields.toReversed() : fields)
        .map((text, column) =>
          /[",;\n\r\t]/.test(text) || how.coins[(at * 3 + column) % how.coins.length] ? quoted(text) : text,
        )
        .join(how.delimiter),
    );
    const text = lines.join(how.eol) + (how.hasLastNewline ? how.eol : "");
    if (how.encoding === "utf-16") return Buffer.from(`\ufeff${text}`, "utf16le");
    if (how.encoding === "latin-1") return Buffer.from(text, "latin1");
    return bytes(how.encoding === "utf-8" ? text : `\ufeff${text}`);
  }

  test("of any tables, however they are written", () => {
    const table = fc.array(row, { maxLength: 9 });
    fc.assert(
      fc.property(
        table,
        table,
        style,
        style,
        fc.boolean(),
        fc.constantFrom("id", ["id", "no"], ["no"]),
        (one, other, x, y, isAlike, by) => {
          const { kernel, plain } = both(written(one, x), written(other, isAlike ? x : y), by);
          expect(kernel).toEqual(plain);
        },
      ),
      { numRuns: runs(100) },
    );
  }, 300_000);
  test("of any bytes that begin with a header", () => {
    const piece = fc.constantFrom(
      '"',
      '""',
      ",",
      "\n",
      "\r\n",
      "\r",
      "1",
      "2",
      "a",
      "1,a\n",
      '"1",b\n',
      "\u00e5",
      "lång text i en ruta",
    );
    const file = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(file, file, fc.constantFrom("\n", "\r"), (first, second, eol) => {
        const [one, other] = [bytes(`id,a${eol}${first}`), bytes(`id,a${eol}${second}`)];
        const { kernel, plain } = both(one, other);
        expect(kernel).toEqual(plain);
      }),
      { numRuns: runs(150) },
    );
  }, 300_000);
  test("of files whose parts have been moved about", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(2000), fc.nat(600)), { maxLength: 4 }), fc.integer(), (moves, seed) => {
        const random = seeded(seed);
        const rows = Array.from(
          { length: 1500 },
          (_, at) => `${at * 7},${random() < 0.1 ? "x" : "y"},${"z".repeat(at % 40)}`,
        );
        let later = rows.map((text) => (random() < 0.03 ? `${text}!` : text)).filter(() => random() > 0.02);
        for (const [from, length] of moves)
          later = [...later.slice(from, from + length), ...later.slice(0, from), ...later.slice(from + length)];
        const [before, after] = [rows, later].map((lines) => bytes(`id,a,b\n${lines.join("\n")}\n`));
        const { kernel, plain } = both(before ?? bytes(""), after ?? bytes(""));
        expect(kernel).toEqual(plain);
      }),
      { numRuns: runs(15) },
    );
  }, 300_000);
  test.each(["same", "shuffled"] as const)("of 20,000 rows in %s order, and that is what was planted", (order) => {
    const { before, after, truth } = plantedCsv(20_000, order, 3);
    const { kernel, plain } = both(before, after);
    expect(kernel).toEqual(plain);
    expect(kernel).toMatchObject({ ...truth, setAside: 0, findings: [] });
  });
  test("of rows longer than a piece, and of more rows than the first ones let expect", () => {
    const long = `1,"${"å".repeat(400_000)}""\n"\n`;
    const short = Array.from({ length: 120_000 }, (_, at) => `${at + 2},\n`).join("");
    const before = bytes(`id,a\n${long}${short}`);
    for (const last of [long, long.replace("å", "ä")]) {
      const { kernel, plain } = both(before, bytes(`id,a\n${short}${last}`));
      expect(kernel).toEqual(plain);
    }
  });
  test("where addresses are beyond 2 GiB", () => {
    const { before, after, truth } = plantedCsv(100_000, "shuffled", 5);
    // Room for an index of 3.7 GB is asked for, of which hardly any page is touched; what comes after it lies behind it.
    const comparison = new CsvComparison({ key: "id", matcher: kernelMatcher, expectedBytes: 28.5e9 });
    comparison.feed("before", before, true);
    comparison.feed("after", after, true);
    expect(comparison.result()).toMatchObject({ ok: true, value: { ...truth, setAside: 0, findings: [] } });
  });
  test("when both files come in chunks of any size, and in parts", () => {
    const [before, after] = [
      bytes('id,a\n1,x\n"2",y\n3,"a\nb"\n4,z\n2,z\n5\n6,q\n'),
      bytes('id,a\n3,"a\nb"\n1,X\n4,z\n7,n\n7,n\n'),
    ];
    const { plain } = both(before, after);
    for (let size = 1; size < 12; size += 1) {
      const sum = { added: 0, removed: 0, updated: 0, fieldChanges: 0, unchanged: 0, setAside: 0 };
      for (const of of [1, 3]) {
        for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] = 0;
        for (let index = 0; index < of; index += 1) {
          const comparison = new CsvComparison({
            key: "id",
            matcher: kernelMatcher,
            ...(of > 1 ? { partition: { index, of } } : {}),
          });
          feed(comparison, "before", before, size);
          feed(comparison, "after", after, size);
          const result = comparison.result();
          if (!result.ok) throw new Error(result.error.code);
          for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += result.value[key];
        }
        expect(plain).toMatchObject(sum);
      }
    }
  });
});

function feed(comparison: CsvComparison, which: "before" | "after", file: Uint8Array, size: number): void {
  let from = 0;
  for (let to = size; ; to += size) {
    from += comparison.feed(which, file.slice(from, to), to >= file.length);
    if (to >= file.length) break;
  }
}
