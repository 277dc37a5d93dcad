import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gradeCube, pupils } from "../test/pupils.ts";
import { cube } from "./cube.ts";
import { cellIndex, type Table } from "./table.ts";
import { equations } from "./table-sums.ts";

const addsUp = ({ values, ...table }: Table) =>
  equations(table).every(
    ({ total, parts }) => values[total] === parts.reduce((sum, part) => sum + (values[part] ?? 0), 0),
  );
const numbered = (list: readonly number[]) => ({
  languages: ["sv"],
  title: { sv: "Belopp" },
  dimensions: [
    { id: "skola", label: { sv: "skola" }, of: (at: number) => `S${at % 3}`, totalLabel: { sv: "Totalt" } },
    {
      id: "område",
      label: { sv: "område" },
      of: (at: number) => ["a", "b", "c"][at % list.length],
      categories: ["a", "b", "c"].map((code) => ({ code, label: { sv: code } })),
      groups: [{ code: "ab", label: { sv: "A och B" }, parts: ["a", "b"] }],
      totalLabel: { sv: "Totalt" },
    },
  ],
});

describe("a cube", () => {
  test("counts every record once, and once in each sum", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 200 }),
        fc.integer({ min: 1, max: 6 }),
        fc.nat(),
        (count, schools, seed) => {
          const { table, leftOut, details } = gradeCube(pupils(count, schools, seed), true);
          expect(leftOut).toBe(0);
          expect(addsUp(table)).toBe(true);
          expect(details.map(({ records }) => records)).toEqual(table.values);
          expect(table.values[0] ?? 0).toBe(count);
        },
      ),
      { numRuns: 50 },
    );
  });
  test("the order of the records makes no difference", () => {
    const list = pupils(100, 4);
    expect(gradeCube(list.toReversed()).table).toEqual(gradeCube(list).table);
  });
  test("sums up by groups within a dimension, and keeps the largest contributions", () => {
    const list = [5, 1, 2, 30, 4];
    const { table, details } = cube(
      list.map((_, at) => at),
      { ...numbered(list.slice(0, 3)), amount: (at) => list[at] ?? 0 },
    );
    expect(addsUp(table)).toBe(true);
    expect(table.dimensions[1]?.sums).toEqual([
      { total: "ab", parts: ["a", "b"] },
      { total: "T", parts: ["c", "ab"] },
    ]);
    const all = cellIndex(table, { skola: "T", område: "T" });
    expect(table.values[all]).toBe(42);
    expect(details[all]).toEqual({ records: 5, largest: [30, 5, 4, 2, 1], key: 0 });
  });
  test("says how many records have no category", () => {
    const { table, leftOut } = cube(["x", undefined], {
      languages: ["sv"],
      title: {},
      dimensions: [{ id: "a", label: {}, of: (code) => code }],
    });
    expect([leftOut, table.values]).toEqual([1, [1]]);
  });
  test.each<[string, () => unknown, RegExp]>([
    [
      "a group of unknown parts",
      () =>
        cube([], {
          languages: ["sv"],
          title: {},
          dimensions: [{ id: "a", label: {}, of: () => "x", groups: [{ code: "g", label: {}, parts: ["y"] }] }],
        }),
      /groups of a/,
    ],
    [
      "groups that overlap",
      () =>
        cube([1], {
          languages: ["sv"],
          title: {},
          dimensions: [
            {
              id: "a",
              label: {},
              of: () => "x",
              groups: ["g", "h"].map((code) => ({ code, label: {}, parts: ["x"] })),
            },
          ],
        }),
      /share parts/,
    ],
    [
      "two dimensions of one name",
      () =>
        cube([], {
          languages: ["sv"],
          title: {},
          dimensions: [1, 2].map(() => ({ id: "a", label: {}, of: () => "x" })),
        }),
      /different ids/,
    ],
    [
      "a total that is a category",
      () =>
        cube([1], {
          languages: ["sv"],
          title: {},
          dimensions: [{ id: "a", label: {}, of: () => "T", totalLabel: {} }],
        }),
      /different codes/,
    ],
    [
      "an amount that is no number",
      () => cube([1], { languages: ["sv"], title: {}, dimensions: [], amount: () => Number.NaN }),
      /amount/,
    ],
    [
      "a key beyond one",
      () => cube([1], { languages: ["sv"], title: {}, dimensions: [], recordKey: () => 1 }),
      /recordKey/,
    ],
  ])("refuses %s", (_, make, message) => {
    expect(make).toThrow(message);
  });
});
