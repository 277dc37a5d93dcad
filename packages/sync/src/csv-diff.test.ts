import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plantedCsv } from "../test/csv-data.ts";
import { CsvComparison, diffCsv } from "./csv.ts";
import type { CsvChange } from "./csv.ts";
import { sameBytes } from "./csv-fields.ts";
import { kernelMatcher } from "./csv-kernel.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const latin1 = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const utf16 = (text: string, isBig = false) =>
  Uint8Array.from(
    Array.from(`\ufeff${text}`).flatMap((letter) => {
      const code = letter.charCodeAt(0);
      return isBig ? [code >> 8, code & 255] : [code & 255, code >> 8];
    }),
  );

function diff(before: string | Uint8Array, after: string | Uint8Array, key: string | readonly string[] = "id") {
  const result = diffCsv(
    typeof before === "string" ? bytes(before) : before,
    typeof after === "string" ? bytes(after) : after,
    { key },
  );
  if (!result.ok) throw new Error(result.error.code);
  const { findings, added, removed, updated, fieldChanges, unchanged, setAside } = result.value;
  const counts = { added, removed, updated, fieldChanges, unchanged, setAside };
  return { counts, changes: [...result.value.changes()], codes: findings.map(({ code }) => code) };
}
const error = (before: string | Uint8Array, after: string | Uint8Array) => {
  const result = diffCsv(
    typeof before === "string" ? bytes(before) : before,
    typeof after === "string" ? bytes(after) : after,
    { key: "id" },
  );
  return result.ok ? "no error" : `${result.error.code} ${result.error.where}`;
};
const none = { added: 0, removed: 0, updated: 0, fieldChanges: 0, unchanged: 0, setAside: 0 };

describe("planted truth", () => {
  const sizes = process.env["MILSTOLPE_LONG"] ? [10_000, 100_000, 1_000_000] : [10_000];
  test.each(sizes.flatMap((rows) => (["same", "shuffled"] as const).map((order) => [rows, order] as const)))(
    "%i rows in %s order, in plain TypeScript and by the kernel: exactly what was planted",
    (rows, order) => {
      const { before, after, truth } = plantedCsv(rows, order);
      for (const matching of [{}, { matcher: kernelMatcher }]) {
        const result = diffCsv(before, after, { key: "id", ...matching });
        expect(result).toMatchObject({ ok: true, value: { ...truth, setAside: 0, findings: [] } });
        const changes = result.ok ? [...result.value.changes()] : [];
        const of = (kind: CsvChange["kind"]) => changes.filter((change) => change.kind === kind).length;
        expect([of("added"), of("removed"), of("updated")]).toEqual([truth.added, truth.removed, truth.updated]);
      }
    },
    600_000,
  );
});

describe("against the slow and obvious way", () => {
  const cell = fc.oneof(
    fc.constantFrom("", "a", "å", "e\u0301", "\u00e9", "x,y", 'q"q', '"', "1\n2", "1\r\n2", " b", "0012", "null"),
    fc.string({ maxLength: 5 }),
  );
  const table = fc.array(fc.tuple(fc.constantFrom("1", "2", "3", "å", 'k"', "k,k", ""), cell, cell), { maxLength: 7 });
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  /** Writes a table; what need not be quoted is quoted by the toss of a coin. */
  const written = (rows: readonly (readonly string[])[], { eol, delimiter, coins }: Style) =>
    [["id", "one", "two"], ...rows]
      .map((row, at) =>
        row
          .map((text, column) =>
            /[",;\n\r\t]/.test(text) || coins[(at * 3 + column) % coins.length] ? quoted(text) : text,
          )
          .join(delimiter),
      )
      .map((line) => line + eol)
      .join("");
  const style = fc.record({
    eol: fc.constantFrom("\n", "\r\n"),
    delimiter: fc.constantFrom(",", ";", "\t"),
    coins: fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }),
  });
  type Style = typeof style extends fc.Arbitrary<infer T> ? T : never;

  /** Keys that are there and occur once in each, compared with `===`. */
  function obvious(before: readonly (readonly string[])[], after: readonly (readonly string[])[]) {
    const counts = { ...none };
    const group = (rows: typeof before) => {
      const groups = new Map<string, (typeof before)[number][]>();
      for (const row of rows) groups.set(row[0] ?? "", [...(groups.get(row[0] ?? "") ?? []), row]);
      return groups;
    };
    const [one, other] = [group(before), group(after)];
    for (const key of new Set([...one.keys(), ...other.keys()])) {
      const [olds, news] = [one.get(key) ?? [], other.get(key) ?? []];
      if (key === "" || olds.length > 1 || news.length > 1) counts.setAside += 1;
      else if (olds[0] === undefined) counts.added += 1;
      else if (news[0] === undefined) counts.removed += 1;
      else {
        const fields = olds[0].filter((text, column) => text !== news[0]?.[column]).length;
        counts.fieldChanges += fields;
        counts[fields > 0 ? "updated" : "unchanged"] += 1;
      }
    }
    return counts;
  }

  test("the counts are the same for any tables, however they are written", () => {
    fc.assert(
      fc.property(table, table, style, style, (before, after, one, other) => {
        expect(diff(written(before, one), written(after, other)).counts).toEqual(obvious(before, after));
      }),
      { numRuns: process.env["MILSTOLPE_LONG"] ? 100_000 : 500 },
    );
  });
  test("and the same however the later file is cut into chunks", () => {
    fc.assert(
      fc.property(table, table, style, fc.integer({ min: 1, max: 9 }), (before, after, one, size) => {
        const [earlier, later] = [bytes(written(before, one)), bytes(written(after, one))];
        const comparison = new CsvComparison({ key: "id" });
        comparison.feed("before", earlier, true);
        let from = 0;
        for (let to = size; from < later.length || to === size; to += size) {
          from += comparison.feed("after", later.slice(from, to), to >= later.length);
          if (to >= later.length) break;
        }
        const result = comparison.result();
        expect(result).toMatchObject({ ok: true, value: obvious(before, after) });
      }),
      { numRuns: 200 },
    );
  });
  test("and so are the changes", () => {
    fc.assert(
      fc.property(cell, cell, style, (was, is, one) => {
        fc.pre(was !== is);
        const change = { field: "one", before: was, after: is };
        expect(diff(written([["1", was, "c"]], one), written([["1", is, "c"]], one)).changes).toEqual([
          { kind: "updated", key: "1", changes: [change] },
        ]);
      }),
    );
  });
});

describe("bytes that are no numbers", () => {
  // What two doubles call equal, or call different from themselves.
  test.each<[string, readonly number[], readonly number[], boolean]>([
    ["the two zeros", [0, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0x80], false],
    ["not a number, alike", [1, 0, 0, 0, 0, 0, 0xf8, 0x7f], [1, 0, 0, 0, 0, 0, 0xf8, 0x7f], true],
    ["not a number, another", [1, 0, 0, 0, 0, 0, 0xf8, 0x7f], [2, 0, 0, 0, 0, 0, 0xf8, 0x7f], false],
  ])("%s", (_, one, other, isSame) => {
    const view = (from: readonly number[]) => new DataView(Uint8Array.from(from).buffer);
    expect(sameBytes(view(one), 0, 8, view(other), 0, 8)).toBe(isSame);
  });
  test("any bytes are equal as the obvious way says", () => {
    const run = fc.uint8Array({ maxLength: 20, max: 3 });
    fc.assert(
      fc.property(run, run, (one, other) => {
        const view = (from: Uint8Array) => new DataView(from.buffer, from.byteOffset, from.byteLength);
        const isSame = sameBytes(view(one), 0, one.length, view(other), 0, other.length);
        expect(isSame).toBe(Buffer.compare(one, other) === 0);
        expect(sameBytes(view(one), 0, one.length, view(one.slice()), 0, one.length)).toBe(true);
      }),
    );
  });
});

describe("how files are written", () => {
  const plain = "id,name\n1,Åsa\n2,Öst\n";
  test.each<[string, Uint8Array]>([
    ["with a byte order mark", bytes(`\ufeff${plain}`)],
    ["in UTF-16, little end first", utf16(plain)],
    ["in UTF-16, big end first", utf16(plain, true)],
    ["in UTF-16 without a mark", utf16(plain).slice(2)],
    ["in Latin-1", latin1(plain)],
    ["with CRLF", bytes(plain.replaceAll("\n", "\r\n"))],
    ["with CR alone", bytes(plain.replaceAll("\n", "\r"))],
    ["with semicolons", bytes(plain.replaceAll(",", ";"))],
    ["with every field quoted", bytes(plain.replaceAll(/[^,\n]+/g, '"$&"'))],
    ["with blank lines", bytes(plain.replaceAll("\n", "\n\n"))],
    ["without a newline at the end", bytes(plain.trimEnd())],
    ["with its columns turned about", bytes("name,id\nÅsa,1\nÖst,2\n")],
  ])("a file %s is the same file", (_, other) => {
    expect(diff(plain, other).counts).toEqual({ ...none, unchanged: 2 });
    expect(diff(other, plain).counts).toEqual({ ...none, unchanged: 2 });
  });
  const returns = 'id;t\r1;a\r2;"two\nlines"\r3;a\r';
  test.each<[string, string, object]>([
    ["a newline inside a field", returns, { updated: 2, fieldChanges: 2, unchanged: 1 }],
    ["a newline at its very end", "id;t\r1;a\r2;b\r\n", { updated: 1, fieldChanges: 1, unchanged: 1 }],
    ["a newline after some rows", 'id;t\r"1";a\r\n"2";b\r', { updated: 1, fieldChanges: 1, unchanged: 1 }],
    ["a newline inside a column's name", returns.replace("t", '"t\nu"'), { updated: 2, fieldChanges: 2, unchanged: 1 }],
    ["another ending only before its header", `\r\n${returns}`, { updated: 2, fieldChanges: 2, unchanged: 1 }],
  ])("CR ends the rows of a file with %s", (_, before, counts) => {
    const after = before.replaceAll(";a", ";A");
    expect(diff(before, after)).toMatchObject({ counts: { ...none, ...counts }, codes: [] });
    const kernel = diffCsv(bytes(before), bytes(after), { key: "id", matcher: kernelMatcher });
    expect(kernel).toMatchObject({ ok: true, value: { ...none, ...counts, findings: [] } });
  });
  test.each(["id,a\r\r\n1,x\r\r\n", 'id,"a\rb"\n1,x\n'])("CR does not, in %j", (file) => {
    expect(diff(file, file.replace("x", "y")).counts).toEqual({ ...none, updated: 1, fieldChanges: 1 });
  });
  test("Windows-1252 is more than Latin-1", () => {
    const [change] = diff("id,name\n1,a\n", Uint8Array.of(...bytes("id,name\n1,"), 0x80, 0xe5, 10)).changes;
    expect(change).toMatchObject({ changes: [{ after: "€å" }] });
  });
  test("columns that only one file has are told, and the others compared", () => {
    const { counts, codes } = diff("id,a,b\n1,x,y\n", "id,b,c\n1,z,x\n");
    expect([counts.fieldChanges, codes]).toEqual([1, ["sync.columns-differ"]]);
  });
  test("a quote in the middle of a field is a letter", () => {
    expect(diff('id,a\n1,12" bord\n2,x\n', 'id,a\n1,12" bord\n2,y\n').counts).toMatchObject({
      unchanged: 1,
      updated: 1,
    });
  });
  test("letters that look the same and are not are a change", () => {
    expect(diff("id,a\n1,e\u0301\n", "id,a\n1,\u00e9\n").counts.updated).toBe(1);
  });
  test("a key of several columns", () => {
    const before = "unit,no,a\nx,1,p\nx,2,q\ny,1,r\n";
    expect(diff(before, before.replace("q", "Q"), ["unit", "no"])).toMatchObject({
      counts: { unchanged: 2, updated: 1 },
      changes: [{ key: "x|2" }],
    });
  });
});

test("a key of several columns reads otherwise than any other, so that its changes have another name", () => {
  const file = (value: string) => `a,b,c,v\na|b,c,,${value}\na,b|c,,1\n"a\\",|b,c,1\n`;
  const keys = (before: string, after: string) =>
    diff(before, after, ["a", "b", "c"]).changes.map(({ key: text }) => text);
  expect(keys("a,b,c,v\n", file("1"))).toEqual([String.raw`a\|b|c|`, String.raw`a|b\|c|`, String.raw`a\\|\|b|c`]);
  expect(keys(file("1"), file("2"))).toEqual([String.raw`a\|b|c|`]);
});

describe("what is wrong with a file", () => {
  const good = "id,a\n1,x\n2,y\n";
  const halfCharacter = Uint8Array.of(...utf16(good), 0x33);
  test.each<[string, string | Uint8Array, string]>([
    ["empty", "", "sync.empty-file after"],
    ["cut inside a quoted field", 'id,a\n1,x\n2,"y', "sync.cut-file after, row 3"],
    ["without the key", "no,a\n1,x\n", "sync.key-missing after"],
    ["with two columns of one name", "id,a,a\n1,x,y\n", "sync.duplicate-column after"],
    ["UTF-16 with half a character at its end", halfCharacter, "sync.cut-file after"],
    ["partly UTF-8 and partly not", Uint8Array.of(...bytes("id,a\n1,åäö\n2,"), 0xe5, 10), "sync.not-utf8 after"],
  ])("%s: nothing is compared", (_, after, expected) => {
    expect(error(good, after)).toBe(expected);
    expect(error(after, good)).toBe(expected.replace("after", "before"));
  });
  test.each<[string, string, object, string]>([
    ["only a header", "id,a\n", { removed: 2 }, "sync.header-only"],
    ["a row with too few fields", "id,a\n1\n2,y\n", { unchanged: 1, setAside: 1 }, "sync.column-count"],
    ["a new row with too many fields", `${good}3,z,z\n`, { unchanged: 2, setAside: 1 }, "sync.column-count"],
    ["a new row without a key", `${good},z\n`, { unchanged: 2, setAside: 1 }, "sync.key-empty"],
    ["a key twice, alike", `${good}1,x\n`, { unchanged: 1, setAside: 1 }, "sync.duplicate-key"],
    ["a key twice, changed", "id,a\n1,p\n1,q\n2,y\n", { unchanged: 1, setAside: 1, updated: 0 }, "sync.duplicate-key"],
    ["a new key twice", `${good}3,z\n3,z\n`, { unchanged: 2, setAside: 1, added: 0 }, "sync.duplicate-key"],
  ])("%s: the rest is compared", (_, after, counts, code) => {
    const result = diff(good, after);
    expect(result.counts).toMatchObject(counts);
    expect(result.codes).toEqual([code]);
  });
  test.each<[string, string, string, object, string]>([
    ["not in the later file", "1,x\n2\n3,z\n", "1,x\n3,z\n", { unchanged: 2, removed: 0, setAside: 1 }, "row 3"],
    ["changed in the later file", "1,x\n2\n3,z\n", "1,x\n2,y\n3,z\n", { unchanged: 2, setAside: 1 }, "row 3"],
    ["too long, and gone", "1,x\n1,y\n2,y,y\n3,z\n", "3,z\n", { unchanged: 1, removed: 0, setAside: 2 }, "row 4"],
  ])("an earlier row with a wrong number of fields, %s, is set aside and told", (_, before, after, counts, row) => {
    for (const matching of [{}, { matcher: kernelMatcher }]) {
      const result = diffCsv(bytes(`id,a\n${before}`), bytes(`id,a\n${after}`), { key: "id", ...matching });
      if (!result.ok) throw new Error(result.error.code);
      expect(result.value).toMatchObject(counts);
      const told = result.value.findings.find(({ code }) => code === "sync.column-count");
      expect(told?.where).toBe(`before, ${row}`);
      expect([...result.value.changes()]).toEqual([]);
    }
  });
  test("a key of one bar is a key", () => {
    expect(diff("id,a\n|,x\n", "id,a\n|,y\n").counts).toEqual({ ...none, updated: 1, fieldChanges: 1 });
  });
  test("a fault that is in every row is told twenty times", () => {
    const rows = Array.from({ length: 500 }, (_, index) => `${index}\n`).join("");
    const { counts, codes } = diff(good, `id,a\n${rows}`);
    expect(counts.setAside).toBe(500);
    expect(codes).toHaveLength(20);
  });
});
