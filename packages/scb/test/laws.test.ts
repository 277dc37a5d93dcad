import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkCell } from "../src/check-cell.ts";
import {
  type Field,
  type Layout,
  layouts,
  readReport,
  rowChecker,
  type ScbRecord,
  writeChunks,
  writeRows,
} from "../src/index.ts";
import { person } from "./sample.ts";

const verified = layouts.filter(({ status }) => status === "verified");

/** Values that the field may have, and now and then one that it may not. */
function valueOf({ kind, name, codes = [], range, required, maxLength }: Field, term: string): fc.Arbitrary<string> {
  const right: Readonly<Partial<Record<Field["kind"], fc.Arbitrary<string>>>> = {
    identity: fc.nat(300).map((index) => person(index)),
    "school-unit": fc.nat(5).map((unit) => String(99_000_000 + unit)),
    date: fc.nat(27).map((day) => `${term.slice(2)}-06-${String(day + 1).padStart(2, "0")}`),
    name: fc.constantFrom("Åsa", "Öberg-Ek", "Ek"),
    language: fc.constantFrom("FRA", "DEU", ""),
    points: fc.integer({ min: range?.[0] ?? 0, max: range?.[1] ?? 9 }).map(String),
  };
  const coded = codes.length > 0 && name !== "MA_GRUPP" ? fc.constantFrom(...codes) : undefined;
  const usual = right[kind] ?? coded ?? fc.constantFrom("9A", "Grön", "x").map((text) => text.slice(0, maxLength));
  const odd = fc.constantFrom("", "X", "fra", "  ", "å1", "2013010111", "Ä".repeat(26));
  return fc.oneof(
    { weight: 40, arbitrary: usual },
    { weight: 1, arbitrary: odd },
    ...(required ? [] : [fc.constant("")]),
  );
}

const rowsOf = (layout: Layout): fc.Arbitrary<readonly ScbRecord[]> =>
  fc.array(fc.record(Object.fromEntries(layout.fields.map((field) => [field.name, valueOf(field, layout.term)]))), {
    minLength: 1,
    maxLength: 8,
  });

describe.each(verified)("$id", (layout) => {
  test("what is written is read again, row by row and byte for byte, whatever the checks say of it", () => {
    fc.assert(
      fc.property(rowsOf(layout), (rows) => {
        const bytes = writeRows(rows, layout);
        const read = readReport(bytes, { layout });
        expect(read.held).toEqual([]);
        expect(read.rows).toEqual(rows);
        expect(writeRows(read.rows, layout)).toEqual(bytes);
      }),
      { numRuns: 40 },
    );
  });

  test("the layout is recognised when nobody says which it is", () => {
    fc.assert(
      fc.property(rowsOf(layout), (rows) => {
        const found = readReport(writeRows(rows, layout)).layout?.id;
        // A term shows in the days of extraction: where none of them is right, the other year's layout fits as well.
        expect(found?.replace(/\d{4}$/, "")).toBe(layout.id.replace(/\d{4}$/, ""));
      }),
      { numRuns: 40 },
    );
  });

  test("a checker that remembers says of each cell what one that does not says", () => {
    fc.assert(
      fc.property(rowsOf(layout), (rows) => {
        const check = rowChecker({ ...layout, rules: {} });
        const place = (row: number, { position, name }: Field) => `row ${row + 1}, column ${position} (${name})`;
        for (const [index, row] of rows.entries()) {
          const plain = layout.fields.flatMap(
            (field) => checkCell(row[field.name] ?? "", field, () => place(index, field), layout.carrier, {}) ?? [],
          );
          expect(check(row, index).filter(({ code }) => code !== "scb.duplicate-person")).toEqual(plain);
        }
      }),
      { numRuns: 40 },
    );
  });

  test("chunks put together are the file", () => {
    fc.assert(
      fc.property(rowsOf(layout), fc.integer({ min: 1, max: 200 }), (rows, times) => {
        const many = Array.from({ length: times }, () => rows).flat();
        expect(Uint8Array.from([...writeChunks(many, layout)].flatMap((chunk) => [...chunk]))).toEqual(
          writeRows(many, layout),
        );
      }),
      { numRuns: 5 },
    );
  });
});
