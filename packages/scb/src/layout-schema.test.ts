import { expect, test } from "vitest";
import { parseLayout } from "./layout-schema.ts";
import type { Layout } from "./layout.ts";
import { layouts } from "./layouts.ts";

const json = (layout: unknown): unknown => JSON.parse(JSON.stringify(layout));

test.each(layouts)("$id is read from JSON as it was", (layout) => {
  expect(parseLayout(json(layout))).toEqual({ ok: true, value: layout });
});

const [layout] = layouts as [Layout];
const [first, second, ...rest] = layout.fields as [Layout["fields"][number], Layout["fields"][number]];
test.each<readonly [string, unknown, string]>([
  ["no layout", "x", "scb.layout-form layout"],
  [
    "a length that is no number",
    { ...layout, fields: [{ ...first, maxLength: "15" }] },
    "scb.layout-form fields/0/maxLength",
  ],
  ["a kind that does not exist", { ...layout, fields: [{ ...first, kind: "x" }] }, "scb.layout-form fields/0/kind"],
  ["fields out of order", { ...layout, fields: [second, first, ...rest] }, "scb.layout-order fields/0"],
  ["a name that comes twice", { ...layout, fields: [first, { ...first, position: 2 }] }, "scb.layout-order fields/1"],
  ["a rule about no field", { ...layout, rules: { dance: "Dans" } }, "scb.layout-name rules/dance"],
  ["a key of no field", { ...layout, key: ["Namn"] }, "scb.layout-name key"],
  [
    "a variant without a field",
    { ...layout, variants: [{ lacks: ["X"], sv: "", en: "" }] },
    "scb.layout-name variants",
  ],
])("%s is refused, with its place", (_, value, expected) => {
  const parsed = parseLayout(json(value));
  expect(parsed.ok ? [] : parsed.error.map(({ code, where }) => `${code} ${where}`)).toContain(expected);
});
