import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { year6, year9 } from "../test/sample.ts";
import { gradesYear6Vt2026, gradesYear9Vt2026 } from "./grade-layouts.ts";
import type { ScbRecord } from "./layout.ts";
import { prepareReport } from "./prepare-report.ts";
import { readReport } from "./read-report.ts";
import { withCarrier, writeRows } from "./write-rows.ts";

const rows = Array.from({ length: 6 }, (_, index) =>
  year9(index, { Skolenhetskod: index < 4 ? "99000001" : "99000002" }),
);
const bytes = writeRows(rows, gradesYear9Vt2026);
const text = new TextDecoder("windows-1252").decode(bytes);
const utf8 = (content: string) => new TextEncoder().encode(content);
const codes = (content: Uint8Array) => readReport(content).findings.map(({ code, where }) => `${code} ${where}`);

describe("round trip", () => {
  test("a file is 33 columns, no header, CRLF, one byte for å", () => {
    expect(text.split("\r\n")).toHaveLength(7);
    expect(text.split("\r\n")[0]?.split(";")).toHaveLength(33);
    expect(bytes.length).toBe(text.length);
  });
  test.each([gradesYear6Vt2026, gradesYear9Vt2026])("what is written is read again, byte for byte: $id", (layout) => {
    const written = writeRows([layout === gradesYear6Vt2026 ? year6() : year9()], layout);
    const read = readReport(written);
    expect(read.layout?.id).toBe(layout.id);
    expect(read.findings).toEqual([]);
    expect(writeRows(read.rows, layout)).toEqual(written);
  });
  test("encoding, line end and header are settings, and the file is read again whatever they are", () => {
    const layout = withCarrier(gradesYear9Vt2026, { encoding: "utf-8", newline: "\n", header: true });
    const records = [...rows, year9(8, { Efternamn: "Kovač" })];
    const { report, findings } = prepareReport({ layout, records });
    expect(findings).toEqual([]);
    const lines = new TextDecoder().decode(report?.bytes).split("\n");
    expect(lines[0]).toMatch(/^System;Datum;Version;/);
    expect(lines).toHaveLength(9);
    expect(readReport(report?.bytes ?? new Uint8Array()).rows).toEqual(report?.rows);
  });
  test("the order of the records does not change a byte", () => {
    const report = (records: typeof rows) => prepareReport({ layout: "betyg-ak9-vt2026", records }).report?.bytes;
    const expected = report(rows);
    fc.assert(
      fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (records) => {
        expect(report(records)).toEqual(expected);
      }),
    );
  });
});

describe("what real files look like", () => {
  test("UTF-8 with a byte order mark, LF and a header is read without loss", () => {
    const header = gradesYear9Vt2026.fields.map(({ name }) => name).join(";");
    const read = readReport(utf8(`\ufeff${header}\n${text.replaceAll("\r\n", "\n")}`));
    expect(read.rows.map((row) => row["Fornamn"])).toEqual(rows.map(() => "Åsa"));
    expect(read.findings.map(({ code }) => code)).toEqual(["scb.header-row"]);
  });
  test("UTF-16 is read and said", () => {
    const utf16 = new Uint8Array(2 + text.length * 2);
    utf16.set([0xff, 0xfe]);
    for (let i = 0; i < text.length; i += 1) new DataView(utf16.buffer).setUint16(2 + i * 2, text.charCodeAt(i), true);
    const read = readReport(utf16);
    expect(read.rows).toHaveLength(6);
    expect(read.findings.map(({ code }) => code)).toEqual(["scb.utf16"]);
  });
});

describe("bad input", () => {
  test("an empty file", () => expect(codes(new Uint8Array())).toEqual(["scb.empty-file file"]));
  test("a cut file: the last row is kept aside, the others go on", () => {
    const read = readReport(bytes.subarray(0, bytes.length - 30));
    expect(read.findings.map(({ code }) => code)).toEqual(["scb.cut-file"]);
    expect(read.rows).toHaveLength(5);
    expect(read.held).toHaveLength(1);
  });
  test("a row with a column too few is kept aside and never shifted", () => {
    const lines = text.split("\r\n");
    lines[2] = lines[2]?.split(";").slice(1).join(";") ?? "";
    const read = readReport(utf8(lines.join("\r\n")));
    expect(read.findings.map(({ code, where }) => `${code} ${where}`)).toEqual(["scb.column-count row 3"]);
    expect(read.rows).toHaveLength(5);
  });
  test("a file that was encoded twice", () => {
    const twice = new TextDecoder("windows-1252").decode(utf8(text));
    expect(codes(utf8(twice))).toContain("scb.double-encoded file");
  });
  test("another file altogether", () =>
    expect(codes(utf8("a,b,c\r\n1,2,3\r\n"))).toEqual(["scb.unknown-layout row 1"]));
  test("a finding names the byte at which its cell begins", () => {
    const wrong = utf8(text.replace("Åsa;Öberg;B;", "Åsa;Öberg;X;"));
    const where = readReport(wrong).findings[0]?.where ?? "";
    const byte = Number(/byte (\d+)$/.exec(where)?.[1]);
    expect(where).toContain("row 1, column 9 (Bl)");
    expect(wrong[byte]).toBe("X".charCodeAt(0));
  });
  test("any bytes at all give findings, never an exception", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (content) => {
        expect(readReport(content).findings.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe("preparing", () => {
  test("a bad row is kept aside, the good ones are written, and the file is not complete", () => {
    const prepared = prepareReport({ layout: gradesYear9Vt2026, records: [...rows, year9(9, { Ma: "X" })] });
    expect(prepared.report?.rows).toHaveLength(6);
    expect(prepared.report?.isComplete).toBe(false);
    expect(prepared.held).toHaveLength(1);
    expect(prepared.findings.map(({ code }) => code)).toEqual(["scb.code", "scb.rows-held"]);
  });
  test("of two rows of one person neither is written, in whichever order they come", () => {
    const twins = [rows[1] as ScbRecord, { ...(rows[1] as ScbRecord), Ma: "F" }];
    const both = [
      [...rows, ...twins.slice(1)],
      [...twins.slice(1), ...rows],
    ].map((records) => prepareReport({ layout: gradesYear9Vt2026, records }));
    for (const { report, held, findings } of both) {
      expect(report?.rows).toHaveLength(5);
      expect(held).toHaveLength(2);
      expect(findings.map(({ code }) => code)).toEqual([
        "scb.duplicate-person",
        "scb.duplicate-person",
        "scb.rows-held",
      ]);
    }
    expect(both[0]?.report?.bytes).toEqual(both[1]?.report?.bytes);
  });
  test("a draft layout writes nothing", () => {
    const prepared = prepareReport({ layout: { ...gradesYear9Vt2026, status: "draft" }, records: rows });
    expect(prepared.report).toBeUndefined();
    expect(prepared.held).toHaveLength(6);
    expect(prepared.findings.map(({ code }) => code)).toEqual(["scb.draft-layout"]);
  });
  test("a unit that the new file lacks has to be decided about", () => {
    const records = rows.slice(0, 4);
    const without = prepareReport({ layout: gradesYear9Vt2026, records, previous: rows });
    expect(without.findings.map(({ code, where }) => `${code} ${where}`)).toEqual([
      "scb.lost-unit school unit 99000002",
    ]);
    expect(without.report?.isComplete).toBe(false);
    const decisions = [
      { schoolUnit: "99000002", by: "head of administration", reason: "closed", at: "2026-06-12T08:00:00Z" },
    ];
    const decided = prepareReport({ layout: gradesYear9Vt2026, records, previous: rows, decisions });
    expect(decided.findings.map(({ code }) => code)).toEqual(["scb.decided"]);
    expect(decided.report?.isComplete).toBe(true);
  });
  test("a unit that loses pupils has to be decided about, one that gains does not", () => {
    const lost = prepareReport({ layout: gradesYear9Vt2026, records: rows.slice(1), previous: rows });
    expect(lost.findings.map(({ code }) => code)).toEqual(["scb.lost-pupils"]);
    expect(prepareReport({ layout: gradesYear9Vt2026, records: rows, previous: rows.slice(1) }).findings).toEqual([]);
  });
});
