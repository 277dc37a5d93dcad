import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Layout } from "./layout.ts";
import { layoutById, layouts } from "./layouts.ts";

/** A field as the transcription of SCB's sheets has it. */
interface SheetField {
  readonly pos: number;
  readonly name: string;
  readonly charClass?: string;
  readonly maxLength?: number;
  readonly minLength?: number;
  readonly codes?: Readonly<Record<string, string>>;
  readonly sameAs?: string;
  readonly range?: readonly [number, number];
  readonly maxPoints?: number;
}

const folder = new URL("../../../../shared/formats/scb-layouts/", import.meta.url);
const ofStatus = (wanted: Layout["status"]) => layouts.filter(({ status }) => status === wanted);

describe.skipIf(!existsSync(folder))("layouts agree with SCB's description (read where it is at hand)", () => {
  test.each(ofStatus("verified"))("$id, field for field", (layout) => {
    const sheet = JSON.parse(readFileSync(new URL(`${layout.id}.json`, folder), "utf8")) as {
      term: string;
      specDate: string;
      fields: SheetField[];
    };
    const sourceOf = ({ name, sameAs }: SheetField): SheetField | undefined =>
      sheet.fields.find((one) => one.name === (sameAs === name ? name.replace("_B_", "_A_") : sameAs));
    expect({ term: layout.term, date: layout.source.date }).toEqual({ term: sheet.term, date: sheet.specDate });
    expect(layout.fields.map(plain)).toEqual(
      sheet.fields.map((field) => {
        const { codes, range, maxPoints } = sourceOf(field) ?? field;
        const listed = Object.keys(codes ?? {}).filter((code) => code !== "");
        return {
          position: field.pos,
          name: field.name,
          charClass: field.charClass,
          maxLength: field.maxLength,
          minLength: field.minLength,
          codes: listed.toSorted().join(" "),
          range: maxPoints === undefined ? range : [0, maxPoints],
          ...(codes === undefined ? {} : { isBlankACode: "" in codes }),
        };
      }),
    );
  });
  test.each(ofStatus("secondary"))("$id, names in order: more is not known", (layout) => {
    const sheet = JSON.parse(readFileSync(new URL(`${layout.id}.json`, folder), "utf8")) as { fields: SheetField[] };
    expect(layout.fields.map(({ name }) => name)).toEqual(sheet.fields.map(({ name }) => name));
  });
});

/** What the transcription tells of a field; blank is a code where the field need not be filled. */
function plain({ position, name, charClass, maxLength, minLength, codes, range, required }: Layout["fields"][number]) {
  const listed = { codes: codes?.toSorted().join(" ") ?? "", ...(codes ? { isBlankACode: !required } : {}) };
  return { position, name, charClass, maxLength, minLength, range, ...listed };
}

test("positions are 1, 2, 3 … and no name comes twice", () => {
  for (const { fields } of layouts) {
    expect(fields.map(({ position }) => position)).toEqual(fields.map((_, index) => index + 1));
    expect(new Set(fields.map(({ name }) => name)).size).toBe(fields.length);
  }
});

test("every layout has an id, a source and a status of its own", () => {
  expect(layouts.map(({ id, status, fields }) => `${id} ${status} ${fields.length}`)).toEqual([
    "betyg-ak6-vt2026 verified 35",
    "betyg-ak9-vt2026 verified 33",
    "betyg-ak6-vt2025 verified 35",
    "betyg-ak9-vt2025 verified 33",
    "np-ak3-vt2026 verified 35",
    "np-ak6-vt2026 verified 29",
    "np-ak9-vt2026 verified 32",
    "pedpers-ht2026 secondary 80",
    "elever-draft draft 24",
  ]);
  for (const { source } of layouts) expect(source.date).toMatch(/^20\d\d-\d\d-\d\d$/);
  expect(layoutById("np-ak3-vt2026")?.term).toBe("VT2026");
  expect(layoutById("np-ak4-vt2026")).toBeUndefined();
});

test("rules name fields that the layout has", () => {
  for (const { fields, rules, errata = [], variants = [], key = [] } of layouts) {
    const named = [
      rules.swedish ?? [],
      (rules.blocks ?? []).flatMap(({ block, subjects }) => [block, ...subjects]),
      (rules.languages ?? []).flatMap(({ language, grade }) => [language, grade]),
      rules.dance ?? [],
      (rules.tests ?? []).flatMap((one) => [...one.fields, ...one.parts, ...one.pairs.flat(), one.grade ?? []].flat()),
      rules.teaching ? [rules.teaching.teaches, ...rules.teaching.shares] : [],
      errata.map(({ field }) => field),
      variants.flatMap(({ lacks }) => lacks),
      key,
    ].flat();
    expect(fields.map(({ name }) => name)).toEqual(expect.arrayContaining(named));
  }
});

test("a year later than 2026 needs no code: a layout is a value, and its term is text", () => {
  const year10 = { ...layouts[1], id: "betyg-ak10-vt2029", term: "VT2029" } as Layout;
  expect(JSON.parse(JSON.stringify(year10))).toEqual(year10);
});
