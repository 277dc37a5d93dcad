import { parquetReadObjects } from "hyparquet";
import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gradeCube, pupils } from "../test/pupils.ts";
import { pxText, utf8 } from "../test/sample.ts";
import { toParquet } from "./parquet.ts";
import { protect } from "./protect.ts";
import { readPx } from "./read-px.ts";
import type { Table } from "./table.ts";
import { toCsv } from "./to-csv.ts";
import { toSdmxCsv } from "./to-sdmx-csv.ts";

const { table } = readPx(utf8(pxText()));
if (!table) throw new Error("the sample is no table");

describe("CSV", () => {
  test("has a row for every cell, with its remark", () => {
    expect(toCsv(table, { newline: "\n" }).split("\n").slice(0, 5)).toEqual([
      "skola;kön;år;värde;anmärkning",
      "Totalt;flickor;2024;30;",
      "Totalt;flickor;2025;31;",
      "Totalt;pojkar;2024;40;",
      "Totalt;pojkar;2025;;..",
    ]);
  });
  test("in another language, with codes, a point and commas", () => {
    const half = { ...table, values: table.values.map((value) => (value === null ? null : value / 4)) };
    expect(toCsv(half, { language: "en", delimiter: ",", show: "both", newline: "\n" }).split("\n")[1]).toBe(
      "T,Total,1,girls,2024,2024,7.5,",
    );
    expect(toCsv(half, { newline: "\n" }).split("\n")[1]).toBe("Totalt;flickor;2024;7,5;");
    expect(toCsv(half, { newline: "\n" }).split("\n")[5]).toBe('"Åsen; östra = ny";flickor;2024;2,5;');
  });
  test("as it is shown: rows, columns, remarks in place of numbers", () => {
    expect(toCsv(table, { layout: "wide", show: "code", newline: "\n" })).toBe(
      "skola;kön;2024;2025\nT;1;30;31\nT;2;40;..\nA;1;10;11\nA;2;20;0\nB;1;20;20\nB;2;20;41\n",
    );
  });
  test("any text comes back, and none is a formula", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" }), { minLength: 1, maxLength: 5 }), (texts) => {
        const categories = texts.map((text, at) => ({ code: `${at}`, label: { sv: text } }));
        const one: Table = {
          ...table,
          dimensions: [{ id: "a", label: { sv: "a" }, categories }],
          values: texts.map((_, at) => at),
          status: {},
        };
        const rows = parse(toCsv(one), { delimiter: ";", relax_quotes: true });
        const read = rows.slice(1).map(([text = ""]) => text);
        expect(read.map((text) => (/^'[=+@\t-]/.test(text) ? text.slice(1) : text))).toEqual(
          texts.map((text) => (/^'[=+@\t-]/.test(text) ? text.slice(1) : text)),
        );
        expect(read.some((text) => /^[=+@]/.test(text))).toBe(false);
      }),
    );
  });
  test("a delimiter that is the decimal sign is refused", () => {
    expect(() => toCsv(table, { delimiter: ",", decimalSign: "," })).toThrow(/decimalSign/);
  });
});

describe("SDMX-CSV", () => {
  const source = protect(gradeCube(pupils(120, 4)), { method: "suppression" }).table;
  const coded = { ...source, dimensions: source.dimensions.map((one, at) => ({ ...one, id: `D${at}` })) };
  test("says which cells are confidential, and not why", () => {
    const written = toSdmxCsv(coded, { dataflow: "SE:GRADES(1.0)" });
    const rows = written.ok ? parse(written.value) : [];
    expect(rows[0]).toEqual([
      "STRUCTURE",
      "STRUCTURE_ID",
      "ACTION",
      "D0",
      "D1",
      "OBS_VALUE",
      "OBS_STATUS",
      "CONF_STATUS",
    ]);
    expect(rows).toHaveLength(source.values.length + 1);
    for (const [at, row] of rows.slice(1).entries())
      expect(row.slice(5)).toEqual(source.values[at] === null ? ["", "Q", "C"] : [`${source.values[at]}`, "A", "F"]);
  });
  test("what is no identifier of SDMX is a finding", () => {
    const written = toSdmxCsv({ ...source, dimensions: table.dimensions }, { dataflow: "grades" });
    expect(written.ok ? [] : written.error.map(({ code }) => code)).toEqual([
      "sdmx.dataflow",
      "sdmx.dimension-id",
      "sdmx.dimension-id",
    ]);
    const blank = coded.dimensions.map((one) => ({
      ...one,
      categories: one.categories.map((each) => ({ ...each, code: `${each.code} ` })),
    }));
    const coding = toSdmxCsv({ ...coded, dimensions: blank }, { dataflow: "SE:GRADES(1.0)" });
    expect(coding.ok ? [] : coding.error.map(({ code }) => code)).toEqual(["sdmx.code", "sdmx.code"]);
  });
});

test("Parquet is read again by another library, with null where there is no number", async () => {
  const bytes = toParquet(table, { language: "en" });
  const rows = await parquetReadObjects({ file: bytes.slice().buffer });
  expect(rows).toHaveLength(12);
  expect(rows[3]).toEqual({
    skola: "T",
    skola_label: "Total",
    kön: "2",
    kön_label: "boys",
    år: "2025",
    år_label: "2025",
    value: null,
    status: "..",
  });
  expect(rows.map(({ value }) => value as unknown)).toEqual(table.values);
  expect(() => toParquet({ ...table, dimensions: table.dimensions.map((one) => ({ ...one, id: "value" })) })).toThrow(
    /ids/,
  );
});
