import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { plantedCsv } from "../test/csv-data.ts";
import { type CsvChange, diffCsv } from "./csv.ts";
import { diffCsvFiles } from "./node.ts";
import { kernelMatcher } from "./csv-kernel.ts";
import type { CsvMatcherMaker } from "./csv-matcher.ts";
import { type CsvFileDiffOptions, partsOf, runCsvJob } from "./node-csv.ts";

const folder = mkdtempSync(join(tmpdir(), "milstolpe-csv-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const bytes = (text: string) => new TextEncoder().encode(text);
const [one, other] = [join(folder, "before.csv"), join(folder, "after.csv")];

/** The comparison of two files, and of the same bytes in memory. */
async function both(before: Uint8Array, after: Uint8Array, options: Partial<CsvFileDiffOptions> = {}) {
  writeFileSync(one, before);
  writeFileSync(other, after);
  const changes: CsvChange[] = [];
  const onChange = (change: CsvChange) => void changes.push(change);
  const files = await diffCsvFiles(one, other, { key: "id", onChange, ...options });
  const memory = diffCsv(before, after, { key: "id" });
  return { files, memory, changes };
}
const byKey = (changes: Iterable<CsvChange>) =>
  Array.from(changes).sort((a, b) => (`${a.kind}${a.key}` < `${b.kind}${b.key}` ? -1 : 1));

const planted = plantedCsv(3000, "shuffled");
test.each<[string, Partial<CsvFileDiffOptions>]>([
  ["as they are", {}],
  ["without WebAssembly", { isPlain: true }],
  ["without WebAssembly, in small pieces and rounds", { isPlain: true, memoryBytes: 100_000, chunkBytes: 200 }],
  ["in small pieces", { chunkBytes: 200 }],
  ["in seven rounds", { memoryBytes: Math.ceil(planted.before.length / 7) }],
  ["on two threads", { workers: 2 }],
  ["on two threads, in rounds", { workers: 2, memoryBytes: Math.ceil(planted.before.length / 5), chunkBytes: 4096 }],
])("files compared %s: exactly what was planted, row by row", async (_, options) => {
  const { files, memory, changes } = await both(planted.before, planted.after, options);
  expect(files).toMatchObject({ ok: true, value: { ...planted.truth, setAside: 0, findings: [] } });
  expect(byKey(changes)).toEqual(byKey(memory.ok ? memory.value.changes() : []));
});

test("a part whose rows do not fit in the kernel's memory is halved until they do", () => {
  writeFileSync(one, planted.before);
  writeFileSync(other, planted.after);
  const small: CsvMatcherMaker = (outcome, expectedBytes, partition) => {
    if ((partition?.of ?? 1) < 4) throw new RangeError("Maximum memory size exceeded");
    return kernelMatcher(outcome, expectedBytes, partition);
  };
  const job = { before: one, after: other, key: "id", chunkBytes: 4096, isDetailed: true, isPlain: false };
  const changes: CsvChange[] = [];
  expect(runCsvJob(job, (change) => void changes.push(change), small)).toMatchObject({ value: planted.truth });
  expect(changes).toHaveLength(planted.truth.added + planted.truth.removed + planted.truth.updated);
});

test.each([
  [100, 100, 1, 1],
  [101, 100, 1, 2],
  [200, 100, 4, 8],
  [10, 100, 4, 4],
])("%i bytes, at most %i at once, on %i threads: in %i parts", (size, most, workers, parts) => {
  expect(partsOf(size, most, workers)).toBe(parts);
  expect((size / parts) * workers).toBeLessThanOrEqual(most);
});

describe("what onChange throws", () => {
  const rows = Array.from({ length: 5000 }, (_, at) => `${at},a\n`).join("");
  const [before, after] = [bytes(`id,v\n${rows}`), bytes(`id,v\n${rows.replaceAll("a", "b")}`)];
  test.each<[string, Partial<CsvFileDiffOptions>, number]>([
    ["alone", {}, 2],
    ["without WebAssembly", { isPlain: true }, 2],
    ["in rounds", { memoryBytes: 20_000 }, 2],
    ["on two threads", { workers: 2 }, 2],
  ])("is thrown, and no row is told again, %s", async (_, options, calls) => {
    let called = 0;
    const onChange = () => {
      called += 1;
      if (called === calls) throw new RangeError("mine");
    };
    await expect(both(before, after, { ...options, onChange })).rejects.toThrow("mine");
    expect(called).toBe(calls);
  });
});

test("a zero-width blank is kept wherever a piece of UTF-16 begins with it", async () => {
  const rows = Array.from({ length: 9 }, (_, at) => `\ufeff${at},\ufeff\n`).join("");
  const { files, changes } = await both(bytes(`a,id\n${rows}`), utf16(`a,id\n${rows}`, false), {
    key: "a",
    chunkBytes: 10,
  });
  expect([files, changes]).toMatchObject([{ ok: true, value: { unchanged: 9 } }, []]);
});

test("UTF-16 without a mark is told by as many bytes in small pieces as whole", async () => {
  const file = utf16(`c\tid\r\u{1f600}\t\ufeff\r${"x".repeat(30)}\t1\r`, false).subarray(2);
  expect((await both(file, file, { chunkBytes: 7 })).files).toMatchObject({ ok: true, value: { unchanged: 2 } });
});

test.each([
  [8000, 12_000],
  [12_000, 8000],
])("a file put together of %i rows in Windows-1252 and %i in UTF-8 is told, whole and in pieces", async (one, two) => {
  const rows = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, at) => `${from + at},Nåmen\n`).join("");
  const whole = bytes(`id,namn\n${rows(0, one + two)}`);
  const mixed = Buffer.concat([
    Buffer.from(`id,namn\n${rows(0, one)}`, "latin1"),
    Buffer.from(rows(one, one + two), "utf8"),
  ]);
  for (const options of [{}, { isPlain: true }, { chunkBytes: 5000 }]) {
    const { files, memory } = await both(whole, mixed, options);
    expect(files).toMatchObject({ ok: false, error: { code: "sync.not-utf8" } });
    expect(files).toEqual(memory);
  }
});
test("capitals before dashes do not make Windows-1252 something else", async () => {
  const rows = Array.from(
    { length: 500 },
    (_, at) => `${at},${at % 2 === 0 ? "MALMÖ\u2013LUND" : "Ängö och Åby ån"}\n`,
  );
  const whole = bytes(`id,namn\n${rows.join("")}`);
  const file = Buffer.from(`id,namn\n${rows.join("").replaceAll("\u2013", "\u0096")}`, "latin1");
  const { files, memory } = await both(whole, file, { chunkBytes: 1000 });
  expect([files, memory]).toMatchObject([{ value: { unchanged: 500 } }, { value: { unchanged: 500 } }]);
});

const text = 'id,namn\n1,Åsa\n2,"Öst\nborg"\n3,x\n4,"ä\r\nö"\n';
function utf16(value: string, isBig: boolean) {
  const little = Buffer.from(`\ufeff${value}`, "utf16le");
  return isBig ? little.swap16() : little;
}
test.each<[string, Uint8Array]>([
  ["UTF-8", bytes(text)],
  ["UTF-8 with a mark", bytes(`\ufeff${text}`)],
  ["UTF-16, little end first", utf16(text, false)],
  ["UTF-16, big end first", utf16(text, true)],
  ["Latin-1", Buffer.from(text, "latin1")],
  ["UTF-8, rows ended by CR", bytes(text.replaceAll(/(?<=[a-z"])\n/g, "\r"))],
  ["UTF-16, rows ended by CR", utf16(text.replaceAll(/(?<=[a-z"])\n/g, "\r"), false)],
  ["ASCII at first, then Latin-1", Buffer.from(text.replace("Åsa", "Asa"), "latin1")],
])("a file in %s is read the same in pieces of any size", async (_, file) => {
  const earlier = bytes(text.replace("x", "y"));
  for (const chunkBytes of [8, 20, 33, 1000]) {
    for (const [before, after] of [
      [earlier, file],
      [file, earlier],
    ] as const) {
      const { files, memory, changes } = await both(before, after, { chunkBytes });
      expect(memory.ok).toBe(true);
      expect(files).toMatchObject({ ok: true, value: { added: 0, removed: 0, setAside: 0, findings: [] } });
      expect(byKey(changes)).toEqual(byKey(memory.ok ? memory.value.changes() : []));
      const { files: inParts } = await both(before, after, { chunkBytes, memoryBytes: 30 });
      expect(inParts).toEqual(files);
    }
  }
});

test("a file whose rows are ended by CR is read in pieces, wherever its only newline is", async () => {
  const rows = Array.from({ length: 3000 }, (_, at) => `${at};abcdefgh\r`).join("");
  for (const file of [`id;a\r${rows}9999;"a\nb"\r`, `id;a\r9999;"a\nb"\r${rows}`]) {
    const { files } = await both(bytes(file), bytes(file.replace("h\r", "H\r")), { chunkBytes: 4096 });
    expect(files).toMatchObject({ ok: true, value: { updated: 1, unchanged: 3000, findings: [] } });
  }
});

test("any text in any of the encodings, in pieces and in parts, is compared as in memory", async () => {
  const cell = fc.oneof(fc.constantFrom("å", "", "a", "ö,", 'q"', "r\n"), fc.string({ maxLength: 4 }));
  const table = fc.array(fc.tuple(fc.constantFrom("1", "2", "3", "å"), cell), { maxLength: 6 });
  const written = (rows: readonly (readonly string[])[]) =>
    `id,a\n${rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(",")).join("\n")}\n`;
  const encoded = (value: string, encoding: "utf8" | "utf16le" | "latin1") =>
    encoding === "utf16le" ? utf16(value, false) : Buffer.from(value, encoding);
  const encodings = fc.constantFrom("utf8" as const, "utf16le" as const, "latin1" as const);
  await fc.assert(
    fc.asyncProperty(table, table, encodings, encodings, fc.integer({ min: 8, max: 40 }), async (a, b, x, y, size) => {
      const [before, after] = [encoded(written(a), x), encoded(written(b), y)];
      const { files, memory } = await both(before, after, { chunkBytes: size, memoryBytes: size * 3 });
      expect(files.ok).toBe(memory.ok);
      if (!memory.ok) return;
      const { added, removed, updated, fieldChanges, unchanged, setAside } = memory.value;
      expect(files).toMatchObject({ value: { added, removed, updated, fieldChanges, unchanged, setAside } });
    }),
    { numRuns: 30 },
  );
});

describe("what can't be compared", () => {
  test.each<[string, Uint8Array, string]>([
    ["an empty file", bytes(""), "sync.empty-file"],
    ["a file cut inside a field", bytes('id,namn\n1,"a'), "sync.cut-file"],
    ["a file cut inside a character", Uint8Array.of(...utf16("id,namn\n1,a\n", false), 0x33), "sync.cut-file"],
    [
      "a file that stops being UTF-8",
      Buffer.concat([bytes(text), Buffer.from([0x39, 0x2c, 0xe5, 10])]),
      "sync.not-utf8",
    ],
  ])("%s is told by its code, whole or in pieces, first or second", async (_, file, code) => {
    for (const options of [{}, { isPlain: true }, { chunkBytes: 16 }, { memoryBytes: 20 }]) {
      expect((await both(file, bytes(text), options)).files).toMatchObject({ ok: false, error: { code } });
      expect((await both(bytes(text), file, options)).files).toMatchObject({ ok: false, error: { code } });
    }
  });
  test("a thread tells it too", async () => {
    const { files } = await both(bytes(text), bytes('id,namn\n1,"a'), { workers: 2 });
    expect(files).toMatchObject({ ok: false, error: { code: "sync.cut-file" } });
  });
  test("a file that is not there is for the caller", async () => {
    await expect(diffCsvFiles(join(folder, "none"), one, { key: "id" })).rejects.toMatchObject({ code: "ENOENT" });
  });
});
