import { expect, test } from "vitest";
import { diffLayouts } from "./diff-layouts.ts";
import { gradesYear6Vt2025, gradesYear6Vt2026, gradesYear9Vt2025, gradesYear9Vt2026 } from "./grade-layouts.ts";
import type { Field, Layout } from "./layout.ts";
import { layouts } from "./layouts.ts";

const facts = (before: Layout, after: Layout) =>
  diffLayouts(before, after).map((one) => `${one.field}: ${one.what} ${one.before} → ${one.after}`);
const withFields = (fields: readonly Field[]): Layout => ({
  ...gradesYear9Vt2026,
  fields: fields.map((field, index) => ({ ...field, position: index + 1 })),
});
const { fields } = gradesYear9Vt2026;

test("a layout does not differ from itself", () => {
  for (const layout of layouts) expect(diffLayouts(layout, layout)).toEqual([]);
});

test("2025 to 2026 is one fact in each file: a class may be longer", () => {
  expect(facts(gradesYear6Vt2025, gradesYear6Vt2026)).toEqual(["Klass: length 20 → 25"]);
  expect(facts(gradesYear9Vt2025, gradesYear9Vt2026)).toEqual(["Klass: length 20 → 25"]);
});

test("a field that is new, or gone, does not move the others", () => {
  const shorter = withFields(fields.filter(({ name }) => name !== "Bl"));
  expect(facts(shorter, gradesYear9Vt2026)).toEqual(["Bl: added  → 9"]);
  expect(facts(gradesYear9Vt2026, shorter)).toEqual(["Bl: removed 9 → "]);
});

test("a field that changes place is the only one that is moved", () => {
  const [first, ...rest] = fields as [Field, ...Field[]];
  expect(facts(gradesYear9Vt2026, withFields([...rest, first]))).toEqual(["System: moved 1 → 33"]);
});

test("codes, characters, points, kind, blank and rules are compared", () => {
  const changed = {
    ...withFields(
      fields.map((field) =>
        field.name === "Bl"
          ? {
              ...field,
              codes: ["A", "B"],
              charClass: "S",
              range: [0, 5],
              kind: "points",
              required: false,
              minLength: 1,
            }
          : field,
      ),
    ),
    rules: {},
  };
  expect(diffLayouts(gradesYear9Vt2026, changed).map(({ what }) => what)).toEqual([
    "kind",
    "characters",
    "length",
    "codes",
    "points",
    "required",
    "rules",
  ]);
});
