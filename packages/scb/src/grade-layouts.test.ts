import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { layouts } from "./grade-layouts.ts";

const folder = new URL("../../../../shared/formats/scb-layouts/", import.meta.url);

describe.skipIf(!existsSync(folder))("layouts agree with SCB's description (read where it is at hand)", () => {
  test.each(layouts)("$id, field for field", (layout) => {
    const { fields } = JSON.parse(readFileSync(new URL(`${layout.id}.json`, folder), "utf8")) as {
      fields: { pos: number; name: string; charClass: string; maxLength: number; codes?: Record<string, string> }[];
    };
    expect(
      layout.fields.map(({ position, name, charClass, maxLength, codes }) => ({
        pos: position,
        name,
        charClass,
        maxLength,
        codes: codes?.toSorted().join(""),
      })),
    ).toEqual(
      fields.map(({ pos, name, charClass, maxLength, codes }) => ({
        pos,
        name,
        charClass,
        maxLength,
        codes: codes && Object.keys(codes).toSorted().join(""),
      })),
    );
  });
});

test("positions are 1, 2, 3 …", () => {
  for (const { fields } of layouts)
    expect(fields.map(({ position }) => position)).toEqual(fields.map((_, index) => index + 1));
});
