import { expect, test } from "vitest";
import {
  gradesYear6Vt2026,
  gradesYear9Vt2026,
  readReport,
  testsYear3Vt2026,
  testsYear9Vt2026,
  writeRows,
} from "../src/index.ts";
import { importLayout } from "../src/import.ts";
import type { Layout, ScbRecord } from "../src/index.ts";
import { decodeLines } from "../src/text-lines.ts";
import { person, tests3, tests9, year6, year9 } from "./sample.ts";
import { xlsx } from "./xlsx.ts";

const isLong = process.env["MILSTOLPE_LONG"] === "1";
const files = Number(process.env["MILSTOLPE_FILES"] ?? (isLong ? 1_000_000 : 2000));
const seed = Number(process.env["MILSTOLPE_SEED"] ?? 20_260_612);
/** A file of some hundred bytes that takes longer hangs. */
const hangMs = 5000;

/** Numbers between 0 and 1 from a seed (mulberry32). */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const utf8 = (bytes: Uint8Array): Uint8Array => new TextEncoder().encode(new TextDecoder("windows-1252").decode(bytes));
const withHeader = (layout: Layout): Layout => ({ ...layout, carrier: { ...layout.carrier, header: true } });
const rowsOf = (make: (index: number) => ScbRecord): readonly ScbRecord[] => [0, 1, 2].map(make);
const seeds: readonly Uint8Array[] = [
  writeRows(
    rowsOf((index) => year6(index)),
    gradesYear6Vt2026,
  ),
  writeRows(
    rowsOf((index) => year9(index)),
    gradesYear9Vt2026,
  ),
  utf8(
    writeRows(
      rowsOf((index) => year9(index)),
      gradesYear9Vt2026,
    ),
  ),
  writeRows(
    rowsOf((index) => tests3({ PersonNr: person(index) })),
    testsYear3Vt2026,
  ),
  writeRows(
    rowsOf((index) => tests9({ PersonNr: person(index) })),
    withHeader(testsYear9Vt2026),
  ),
];
const sheet = xlsx({
  A1: "UNDERSÖKNINGEN: Prov vt2027",
  A3: "Variabel",
  B3: "Fältinnehåll",
  C3: "Tillåtna tecken",
  D3: "(Max) längd",
  A4: "Bl",
  B4: "A = a\nB = b",
  C4: "BS",
  D4: 1,
});
const pieces = [";", ";;", "\r", "\n", "\r\n", '"', "\0", "Ã¥", "å", "\ufeff", " ", "TF", "9", "Z"].map((text) =>
  new TextEncoder().encode(text),
);

/** One to four changes: a byte, a range taken out, doubled or moved, a piece put in, a cut, the end of another file. */
function mutated(start: Uint8Array, random: () => number): Uint8Array {
  let bytes = start;
  const at = (length: number): number => Math.floor(random() * length);
  for (let change = 0; change <= at(4); change += 1) {
    const [from, to] = [at(bytes.length + 1), at(bytes.length + 1)].toSorted((a, b) => a - b) as [number, number];
    const [before, middle, after] = [bytes.subarray(0, from), bytes.subarray(from, to), bytes.subarray(to)];
    const changed: readonly (() => readonly Uint8Array[])[] = [
      () => [before, Uint8Array.of(at(256)), bytes.subarray(from + 1)],
      () => [before, bytes.subarray(from + 1 + at(8))],
      () => [before, after],
      () => [before, middle, middle, after],
      () => [middle, before, after],
      () => [before, pieces[at(pieces.length)] ?? before, bytes.subarray(from)],
      () => [before],
      () => [before, (seeds[at(seeds.length)] ?? bytes).subarray(to)],
    ];
    bytes = Uint8Array.from(changed[at(changed.length)]?.().flatMap((part) => [...part]) ?? bytes);
  }
  return bytes;
}

/** Every line is a row, held or the header; a row is its line, cell by cell; findings are whole and name nobody. */
function check(bytes: Uint8Array): void {
  const read = readReport(bytes);
  const lines = decodeLines(bytes).lines.map(({ text }) => text);
  const codes = new Set(read.findings.map(({ code }) => code));
  const headers = codes.has("scb.header-row") ? 1 : 0;
  if (codes.has("scb.empty-file")) return;
  if (read.rows.length + read.held.length + headers !== lines.length) throw new Error("a line is lost");
  const held = new Set(read.held.map(({ text }) => text));
  const whole = lines.slice(headers).filter((line) => !held.has(line));
  for (const [index, row] of read.rows.entries())
    if (!read.variant && !codes.has("scb.columns-by-name") && Object.values(row).join(";") !== whole[index])
      throw new Error("a row is shifted");
  const said = JSON.stringify(read.findings);
  if (/Öberg|2013\d{8}/.test(said)) throw new Error("a finding names somebody");
  if (read.findings.some(({ sv, en, where }) => sv === "" || en === "" || where === ""))
    throw new Error("half a finding");
}

test(`${files} mutated files: no crash, no hang, no line lost, no row shifted`, { timeout: 7_200_000 }, () => {
  const random = randomFrom(seed);
  const found = new Set<string>();
  let slowest = 0;
  for (let file = 0; file < files; file += 1) {
    const start = performance.now();
    const bytes = mutated(seeds[file % seeds.length] as Uint8Array, random);
    try {
      check(bytes);
      if (file % 20 === 0) importLayout(mutated(sheet, random));
    } catch (error) {
      throw new Error(`seed ${seed}, file ${file}: ${new TextDecoder("latin1").decode(bytes)}`, { cause: error });
    }
    if (file % 50 === 0) for (const { code } of readReport(bytes).findings) found.add(code);
    slowest = Math.max(slowest, performance.now() - start);
  }
  expect(slowest).toBeLessThan(hangMs);
  expect([...found]).toEqual(
    expect.arrayContaining(["scb.column-count", "scb.cut-file", "scb.identity", "scb.code", "scb.duplicate-person"]),
  );
});
