import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pxText, utf8 } from "../test/sample.ts";
import { fromJsonStat } from "./from-json-stat.ts";
import { readPx } from "./read-px.ts";
import { cellCount, type Dimension, type Localized, type Table } from "./table.ts";
import { toJsonStat } from "./to-json-stat.ts";
import { writePx } from "./write-px.ts";

const word = fc.stringMatching(/^[A-Za-zÅÄÖåäö0-9;=(),.:#'&€ –-]{1,300}$/).map((text) => `x${text}x`);
const localized: fc.Arbitrary<Localized> = fc.tuple(word, word).map(([sv, en]) => ({ sv, en }));

/** Dimensions of any size with texts that have all the signs of PX in them. */
const dimensions: fc.Arbitrary<Dimension[]> = fc
  .array(fc.array(localized, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 })
  .chain((lists) =>
    fc.tuple(...lists.map((labels, at) => fc.tuple(localized, fc.boolean(), fc.constant({ labels, at })))),
  )
  .map((list) =>
    list.map(([label, hasTotal, { labels, at }]): Dimension => ({
      id: `d${at}`,
      // Names and values of one variable have to differ, as in any table.
      label: { sv: `${at}${label["sv"]}`, en: `${at}${label["en"]}` },
      categories: labels.map((text, place) => ({
        code: `c${place}`,
        label: { sv: `${place}${text["sv"]}`, en: `${place}${text["en"]}` },
      })),
      ...(hasTotal ? { total: "c0" } : {}),
    })),
  );

const cell = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }).map((value) => Number(value.toFixed(4))),
  fc.constant(null),
);

const tables: fc.Arbitrary<Table> = fc.tuple(dimensions, localized, localized).chain(([list, title, note]) =>
  fc
    .tuple(
      fc.array(cell, { minLength: cellCount(list), maxLength: cellCount(list) }),
      fc.integer({ min: 0, max: list.length }),
    )
    .map(([cells, stubCount]): Table => {
      const values = cells.map((value) => (value === 0 ? 0 : value));
      return {
        languages: ["sv", "en"],
        title,
        dimensions: list,
        stubCount,
        values,
        status: Object.fromEntries(values.flatMap((value, at) => (value === null ? [[at, "..."] as const] : []))),
        legend: { "...": note },
        decimals: 4,
        notes: [
          { text: note, isMandatory: true },
          { text: title, at: { d0: "*" } },
          { text: note, at: { d0: "c0" } },
        ],
        facts: {
          matrix: "A",
          subjectCode: "B",
          subjectArea: note,
          contents: title,
          unit: note,
          updated: "2026-06-20T08:00",
          mayBeAggregated: false,
        },
      };
    }),
);

describe("any table", () => {
  test("comes back from PX as it was, in two encodings", () => {
    fc.assert(
      fc.property(tables, fc.constantFrom("utf-8" as const, "windows-1252" as const), (table, encoding) => {
        const written = writePx(table, { encoding });
        expect(written.ok).toBe(true);
        const bytes = written.ok ? written.value : new Uint8Array();
        const { table: again, findings } = readPx(bytes);
        expect(findings).toEqual([]);
        expect(again && { ...again, notes: [] }).toEqual({ ...table, notes: [] });
        expect(again?.notes).toHaveLength(table.notes.length);
        // A text of a key can't be broken; every other line is short.
        const lines = new TextDecoder().decode(bytes).split("DATA=")[0]?.split("\n") ?? [];
        expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(1200);
        expect(again && writePx(again, { encoding })).toEqual(written);
      }),
      { numRuns: 60 },
    );
  });
  test("comes back from JSON-stat with the same cells", () => {
    fc.assert(
      fc.property(tables, (table) => {
        const again = fromJsonStat(JSON.parse(JSON.stringify(toJsonStat(table, { language: "en" })))).table;
        expect(again?.values).toEqual(table.values);
        expect(again?.status).toEqual(table.status);
        expect(again?.stubCount).toBe(table.stubCount);
        expect(again?.dimensions.map(({ id, total, label }) => [id, total, label["en"]])).toEqual(
          table.dimensions.map(({ id, total, label }) => [id, total, label["en"]]),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe("what can't be written", () => {
  const { table, file } = readPx(utf8(pxText()));
  if (!table) throw new Error("the sample is no table");
  const codes = (source: Parameters<typeof writePx>[0], options?: Parameters<typeof writePx>[1]) => {
    const written = writePx(source, options);
    return written.ok ? [] : written.error.map(({ code }) => code);
  };
  test.each<[string, Table, string[]]>([
    ["no title", { ...table, title: {} }, ["px.keyword-missing"]],
    [
      "no subject code or matrix",
      { ...table, facts: { ...table.facts, matrix: undefined as never, subjectCode: undefined as never } },
      ["px.keyword-missing", "px.keyword-missing"],
    ],
    ["quotation marks", { ...table, title: { sv: 'Elever i "Åsen"' } }, ["px.quote-in-text"]],
    [
      "two variables of one name",
      { ...table, dimensions: table.dimensions.map((one) => ({ ...one, label: { sv: "a" } })) },
      ["px.variable-twice", "px.variable-twice"],
    ],
  ])("%s", (_, wrong, expected) => {
    expect(codes(wrong)).toEqual(expect.arrayContaining(expected));
  });
  test("a character the encoding lacks", () => {
    const euro = { ...table, title: { sv: "Belopp i €" } };
    expect(codes(euro, { encoding: "iso-8859-1" })).toEqual(["px.unencodable"]);
    expect(codes(euro, { encoding: "windows-1252" })).toEqual([]);
    expect(codes(euro, { encoding: "iso-8859-15" })).toEqual([]);
  });
  test("a sign of somebody else's in a file", () => {
    expect(codes({ ...file, symbols: { 3: "x" } })).toEqual(["px.data-symbol"]);
  });
});

test("remarks PX has no sign for get one of their own, with a legend", () => {
  const { table } = readPx(utf8(pxText()));
  const status = { 3: "c", 4: "u" };
  const values = table?.values.map((value, at) => (at === 3 || at === 4 ? null : value)) ?? [];
  const written = table && writePx({ ...table, values, status, legend: { c: { sv: "sekretess", en: "secret" } } });
  const read = written?.ok === true ? readPx(written.value).table : undefined;
  expect([read?.status[3], read?.status[4]].map((sign) => read?.legend[sign ?? ""]?.["sv"])).toEqual([
    "sekretess",
    "u",
  ]);
});

test("a long line is broken, and numbers have no exponents", () => {
  const { table } = readPx(utf8(pxText()));
  const values = [1e21, 1.5e-7, -0.000001, 123456789.123, ...Array.from({ length: 8 }, () => 1)];
  const written = table && writePx({ ...table, values, status: {}, decimals: 10 });
  const text = written?.ok === true ? new TextDecoder().decode(written.value) : "";
  expect(text.slice(text.indexOf("DATA="))).toContain("1000000000000000000000 0.00000015 \r\n-0.000001 123456789.123");
  expect(Math.max(...text.split("\r\n").map(({ length }) => length))).toBeLessThanOrEqual(256);
});
