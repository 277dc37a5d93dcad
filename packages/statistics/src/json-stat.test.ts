import * as fc from "fast-check";
import JSONstat from "jsonstat-toolkit";
import { describe, expect, test } from "vitest";
import { dataFiles, hasData, pxText, utf8 } from "../test/sample.ts";
import { checkJsonStat } from "./check-json-stat.ts";
import { fromJsonStat } from "./from-json-stat.ts";
import type { JsonStatLink } from "./json-stat.ts";
import { readPx } from "./read-px.ts";
import { type MetaIdPlace, toJsonStat } from "./to-json-stat.ts";
import { cellPlace } from "./table.ts";
import { toInstant } from "./wall-clock.ts";

const json = (bytes: Uint8Array | undefined): unknown => JSON.parse(new TextDecoder().decode(bytes ?? utf8("null")));
const codesOf = (document: unknown) =>
  checkJsonStat(document).map(({ code }) => code.slice("jsonstat.".length).replaceAll("-", "_").toUpperCase());

/** Where the publisher of the sample keeps its definitions; that is a setting of its server, not in the file. */
function linksFor(metaId: string, { dimension, category }: MetaIdPlace): Record<string, JsonStatLink[]> {
  const [, number = ""] = /:(\w+)$/.exec(metaId) ?? [];
  const link = (href: string, label: string, relation: string): JsonStatLink => ({
    extension: { relation, ...(category ? { category: category.code } : {}), metaid: metaId },
    href,
    label,
    type: "text/html",
  });
  if (!dimension)
    return {
      related: [
        link(`https://www.ssb.no/en/${number}`, "Statistics homepage", "statistics-homepage"),
        link(`https://www.ssb.no/en/${number}#om-statistikken`, "About the statistics", "about-statistics"),
      ],
    };
  if (metaId.includes("klass"))
    return {
      related: [
        link(
          `https://www.ssb.no/en/klass/klassifikasjoner/${number}`,
          `Classification for ${dimension.label}.`,
          "definitions",
        ),
      ],
    };
  const label = category
    ? `Definition of ${category.label} for vaiable ${dimension.label}.`
    : `Definition of ${dimension.label}.`;
  return { related: [link(`https://www.ssb.no/a/metadata/conceptvariable/vardok/${number}/en`, label, "definitions")] };
}

describe.skipIf(!hasData)("the public files, beside the checkout", () => {
  const pxWeb = new Map(dataFiles("pxwebapi"));
  test("a PX file becomes the metadata PxWebApi 2 gives for it", () => {
    const { file } = readPx(pxWeb.get("TAB001.px") ?? new Uint8Array());
    const { value, status: _status, ...metadata } = toJsonStat(file, { linksFor });
    expect({ ...metadata, value: [] }).toEqual(json(pxWeb.get("MetadataById_tab001_js2.json")));
    expect(value).toHaveLength(5940);
    expect(checkJsonStat(toJsonStat(file))).toEqual([]);
  });

  const cases = (hasData ? json(new Map(dataFiles("jsonstat")).get("validator-cases.json")) : []) as {
    id: string;
    input: unknown;
    expected: { valid?: boolean; codes?: string[]; noOtherErrors?: boolean };
  }[];
  test.each(cases)("$id has the verdict of the validator", ({ input, expected }) => {
    const musts = checkJsonStat(input).filter(({ severity }) => severity === "must");
    expect(musts.length === 0).toBe(expected.valid);
    expect(codesOf(input)).toEqual(expect.arrayContaining(expected.codes ?? []));
    expect(musts).toHaveLength(expected.valid === true ? 0 : 1);
  });

  test.each(dataFiles("jsonstat").filter(([name]) => name !== "validator-cases.json"))("%s: round trip", (_, bytes) => {
    const document = json(bytes) as { value: unknown; id: string[]; size: number[]; label: string };
    const { table, findings } = fromJsonStat(document);
    expect(findings.filter(({ severity }) => severity === "must")).toEqual([]);
    const again = table && toJsonStat(table);
    expect([again?.label, again?.id, again?.size]).toEqual([document.label, document.id, document.size]);
    expect(fromJsonStat(again).table).toEqual({
      ...table,
      facts: expect.objectContaining(table?.facts ?? {}) as unknown,
    });
    const isDense = Array.isArray(document.value) && typeof document.value[0] === "number";
    expect(again?.value).toEqual(
      isDense ? document.value : again?.size && Array.from({ length: again.value.length }).fill(null),
    );
  });

  test.each(dataFiles("px/valid"))("%s: PX to JSON-stat to the same cells", (_, bytes) => {
    const { table } = readPx(bytes);
    const document = table && toJsonStat(table);
    expect(checkJsonStat(JSON.stringify(document)).filter(({ severity }) => severity === "must")).toEqual([]);
    const back = fromJsonStat(document).table;
    expect(back?.values).toEqual(table?.values);
    expect(back?.status).toEqual(table?.status);
    expect(back?.dimensions.map(({ id, total }) => [id, total])).toEqual(
      table?.dimensions.map(({ id, total }) => [id, total]),
    );
  });
});

describe("a table of ours", () => {
  const { table } = readPx(utf8(pxText()));
  test("comes back in the language it was written in", () => {
    const document = table && toJsonStat(table, { language: "en" });
    expect(checkJsonStat(document)).toEqual([]);
    expect(document?.status).toEqual({ 3: "..", 7: "-" });
    const back = fromJsonStat(JSON.parse(JSON.stringify(document))).table;
    expect(back?.languages).toEqual(["en"]);
    expect(back?.dimensions[0]?.categories.map(({ code, label }) => [code, label["en"]])).toEqual([
      ["T", "Total"],
      ["A", "Åsen; östra = ny"],
      ["B", "Berget"],
    ]);
    expect(back?.notes.map(({ text, at }) => [text["en"], at])).toEqual([
      ["A long note in two pieces.", undefined],
      ["Closed in 2026.", { skola: "B" }],
    ]);
  });
});

test("jsonstat-toolkit, by the author of the format, reads the same cells", () => {
  const { table } = readPx(utf8(pxText()));
  if (!table) throw new Error("the sample is no table");
  const dataset = JSONstat(JSON.parse(JSON.stringify(toJsonStat(table))));
  for (const [cell, value] of table.values.entries()) {
    const found = dataset.Data(cellPlace(table, cell));
    expect([found.value, found.status ?? undefined]).toEqual([value, table.status[cell]]);
  }
});

describe("wrong documents", () => {
  const good = {
    version: "2.0",
    class: "dataset",
    id: ["a", "b"],
    size: [2, 1],
    dimension: { a: { category: { index: ["x", "y"] } }, b: { category: { label: { z: "z" } } } },
    value: [1, 2],
  };
  test.each<[code: string, document: unknown]>([
    ["PARSE_ERROR", "{"],
    ["STRUCTURAL_VIOLATION", 7],
    ["STRUCTURAL_VIOLATION", { ...good, class: "table" }],
    ["STRUCTURAL_VIOLATION", { ...good, version: "1.0" }],
    ["STRUCTURAL_VIOLATION", { ...good, value: "1 2" }],
    ["STRUCTURAL_VIOLATION", { ...good, id: "a" }],
    ["STRUCTURAL_VIOLATION", { ...good, dimension: { a: {}, b: good.dimension.b } }],
    ["ID_SIZE_LEN_MISMATCH", { ...good, size: [2] }],
    ["DIM_KEY_ID_MISMATCH", { ...good, dimension: { a: good.dimension.a } }],
    ["VALUE_LEN_MISMATCH", { ...good, value: [1] }],
    ["SPARSE_KEY_OUT_OF_RANGE", { ...good, value: { 2: 1 } }],
    ["STATUS_LEN_MISMATCH", { ...good, value: [1, 2], status: ["a", "b", "c"] }],
    ["STATUS_KEY_OUT_OF_RANGE", { ...good, status: { x: "a" } }],
    ["STATUS_FOR_ALL", { ...good, status: ["a"] }],
    ["ROLE_ID_UNKNOWN", { ...good, role: { time: ["c"] } }],
    ["METRIC_UNIT_MISSING", { ...good, role: { metric: ["a"] } }],
    ["INDEX_COUNT_MISMATCH", { ...good, size: [3, 1], value: [1, 2, 3] }],
    [
      "INDEX_POSITIONS_INVALID",
      { ...good, dimension: { ...good.dimension, a: { category: { index: { x: 0, y: 2 } } } } },
    ],
    [
      "LABEL_KEY_INCOMPLETE",
      { ...good, dimension: { ...good.dimension, a: { category: { index: ["x", "y"], label: { x: "X" } } } } },
    ],
    [
      "UNIT_KEY_UNKNOWN",
      { ...good, dimension: { ...good.dimension, a: { category: { index: ["x", "y"], unit: { q: {} } } } } },
    ],
    [
      "NOTE_KEY_UNKNOWN",
      { ...good, dimension: { ...good.dimension, a: { category: { index: ["x", "y"], note: { q: [] } } } } },
    ],
    [
      "COORD_KEY_UNKNOWN",
      { ...good, dimension: { ...good.dimension, a: { category: { index: ["x", "y"], coordinates: { q: [0, 0] } } } } },
    ],
    [
      "CHILD_ID_UNKNOWN",
      { ...good, dimension: { ...good.dimension, a: { category: { index: ["x", "y"], child: { x: ["q"] } } } } },
    ],
    [
      "CHILD_CYCLE",
      {
        ...good,
        dimension: { ...good.dimension, a: { category: { index: ["x", "y"], child: { x: ["y"], y: ["x"] } } } },
      },
    ],
    ["CUBE_SIZE_OVERFLOW", { ...good, size: [2 ** 40, 2 ** 40] }],
    ["BUNDLE_DEPRECATED", { one: good }],
    [
      "RECURSION_LIMIT",
      Array.from({ length: 9 }).reduce<unknown>(
        (link) => ({ version: "2.0", class: "collection", link: { item: [link] } }),
        good,
      ),
    ],
  ])("%s", (code, document) => {
    expect(codesOf(document)).toContain(code);
  });
  test("a hierarchy of a hundred thousand levels is checked at once", () => {
    const codes = Array.from({ length: 100_000 }, (_, at) => `c${at}`);
    const child = Object.fromEntries(codes.slice(1).map((code, at) => [`c${at}`, [code]]));
    const a = { category: { index: codes, child } };
    expect(codesOf({ ...good, id: ["a"], size: [codes.length], dimension: { a }, value: {} })).toEqual([]);
    const round = { category: { index: codes, child: { ...child, c99999: ["c0"] } } };
    expect(codesOf({ ...good, id: ["a"], size: [codes.length], dimension: { a: round }, value: {} })).toEqual([
      "CHILD_CYCLE",
    ]);
  });
  test("the good one is good", () => expect(codesOf(good)).toEqual([]));
  test("any JSON is answered", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(good)), (value, key) => {
        const { table, findings } = fromJsonStat({ ...good, [key]: value });
        expect(table === undefined).toBe(findings.some(({ severity }) => severity === "must"));
      }),
    );
  });
});

test.each([
  ["2023-05-25T15:42", "2023-05-25T13:42:00Z"],
  ["2023-01-25T15:42", "2023-01-25T14:42:00Z"],
  ["2024-10-27T02:30", "2024-10-27T00:30:00Z"],
  ["2024-10-27T03:30", "2024-10-27T02:30:00Z"],
  ["2024-03-31T03:30", "2024-03-31T01:30:00Z"],
  ["2024-03-31", "2024-03-31"],
])("%s in Stockholm is %s", (moment, instant) => {
  expect(toInstant(moment, "Europe/Stockholm")).toBe(instant);
});
