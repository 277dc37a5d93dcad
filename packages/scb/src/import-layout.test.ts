import { existsSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { xlsx } from "../test/xlsx.ts";
import { diffLayouts } from "./diff-layouts.ts";
import type { Result } from "./finding.ts";
import { type ImportedLayout, importLayout } from "./import-layout.ts";
import type { Field, Layout } from "./layout.ts";
import { layoutById } from "./layouts.ts";

const shared = new URL("../../../../shared/", import.meta.url);
const sheets = ["betyg_ak6", "betyg_ak9", "np3", "np6", "np9"] as const;
const idOf = { betyg_ak6: "betyg-ak6", betyg_ak9: "betyg-ak9", np3: "np-ak3", np6: "np-ak6", np9: "np-ak9" };

function imported(result: Result<ImportedLayout, unknown>): ImportedLayout {
  if (!result.ok) throw new Error("no layout");
  return result.value;
}

describe.skipIf(!existsSync(new URL("data/scb/", shared)))("SCB's sheets of 2026 (read where they are at hand)", () => {
  const sheetOf = (name: (typeof sheets)[number]): Uint8Array =>
    readFileSync(new URL(`data/scb/datafilsbeskrivning_${name}_2026.xlsx`, shared));
  const of = (name: (typeof sheets)[number]) => imported(importLayout(sheetOf(name)));

  test.each(sheets)("%s of another term, in other columns, gives the same fields", (name) => {
    const { layout, findings } = imported(importLayout(anotherYear(sheetOf(name))));
    expect(diffLayouts(layoutById(`${idOf[name]}-vt2026`) as Layout, layout)).toEqual([]);
    expect(findings.filter(({ severity }) => severity === "must")).toEqual([]);
    expect({ id: layout.id, term: layout.term }).toEqual({ id: `${idOf[name]}-ht2027`, term: "HT2027" });
  });

  test.each(sheets)("%s gives the layout that we ship: no difference", (name) => {
    const { layout } = of(name);
    const shipped = layoutById(`${idOf[name]}-vt2026`) as Layout;
    expect(diffLayouts(shipped, layout)).toEqual([]);
    expect({ id: layout.id, term: layout.term, status: layout.status, date: layout.source.date }).toEqual({
      id: shipped.id,
      term: shipped.term,
      status: "verified",
      date: "2025-12-10",
    });
    expect(layout.fields.map(({ label }) => label)).toEqual(shipped.fields.map(({ label }) => label));
    expect(layout.errata?.map(({ field }) => field)).toEqual(shipped.errata?.map(({ field }) => field));
    expect(layout.source.sha256).toBe(shipped.source.sha256);
  });

  test.each(sheets)("%s agrees with its transcription in every fact of every field", (name) => {
    const transcribed = JSON.parse(
      readFileSync(new URL(`formats/scb-layouts/${idOf[name]}-vt2026.json`, shared), "utf8"),
    ) as { fields: Record<string, unknown>[] };
    expect(of(name).layout.fields.map(asTranscribed)).toEqual(transcribed.fields);
  });
});

/** The sheet as it may come another year: another term, and every column moved two to the right. */
function anotherYear(bytes: Uint8Array): Uint8Array {
  const parts = unzipSync(bytes);
  const changed = Object.entries(parts).map(([name, part]): [string, Uint8Array] => {
    const text = strFromU8(part);
    if (name.endsWith("sharedStrings.xml")) return [name, strToU8(text.replace(/vt ?2026/, "ht 2027"))];
    if (!/sheet\d+\.xml$/.test(name)) return [name, part];
    const moved = (_: string, column: string, row: string) =>
      ` r="${String.fromCharCode(column.charCodeAt(0) + 2)}${row}"`;
    return [name, strToU8(text.replaceAll(/ r="([A-X])(\d+)"/g, moved))];
  });
  return zipSync(Object.fromEntries(changed));
}

/** A field as the transcription has it: meanings end after 90 characters, references are not resolved. */
function asTranscribed({ position, name, charClass, maxLength, minLength, meanings, note, sameAs, range }: Field) {
  const codes = Object.entries(meanings ?? {}).map(([code, meaning]) => [code, meaning.slice(0, 90)]);
  const points = name.endsWith("_POANG") ? { maxPoints: range?.[1] } : { range };
  return {
    pos: position,
    name,
    charClass,
    maxLength,
    ...(minLength === undefined ? {} : { minLength }),
    ...(note === undefined ? {} : { note }),
    ...(sameAs === undefined ? {} : { sameAs }),
    ...(sameAs === undefined && codes.length > 0 ? { codes: Object.fromEntries(codes) } : {}),
    ...(sameAs === undefined && range ? points : {}),
  };
}

/** A sheet of another year: other columns, other headings, a date that is a number. */
const later = {
  E1: 47_097,
  B3: "UNDERSÖKNING: Grundskolan, slutbetyg årskurs 10 vt 29",
  B5: "Variabel",
  C5: "Fältinnehåll",
  D5: "Tillåtna tecken",
  E5: "(Max) längd",
  B6: "PersonNr",
  C6: "12 siffror",
  D6: "BS",
  E6: 12,
  B7: "Skolenhetskod",
  C7: "8 siffror",
  D7: "s",
  E7: 8,
  B8: "Datum",
  C8: "Dag",
  D8: "S och  bindestreck",
  E8: 10,
  B9: "Bl",
  C9: "Betyg\nA = betyg A\nE = betyg E",
  D9: "BS",
  E9: "1",
  C10: "F = ej godkänt & mer",
  C11: "[BLANK] = inget",
  B12: "Sv",
  C12: "Svenska (2:a får användas bara om betyg finns i SVA)\nA = A\nE = E\nF = F\n2 = nej",
  D12: "BS",
  E12: 1,
  B13: "Sva",
  C13: "Svenska som andraspråk (2:a får användas bara om betyg finns i Sv)\nA = A\nE = E\nF = F\n2 = nej",
  D13: "BS",
  E13: 1,
};

describe("sheets of other years", () => {
  test.each(["inline", "shared"] as const)("are read by their headings, whatever the columns (%s texts)", (form) => {
    const { layout, findings } = imported(importLayout(xlsx(later, form), { id: "betyg-ak10-vt2029" }));
    expect(findings).toEqual([]);
    expect(layout).toMatchObject({
      id: "betyg-ak10-vt2029",
      term: "VT2029",
      status: "verified",
      source: { date: "2028-12-10" },
      rules: { swedish: ["Sv", "Sva"] },
    });
    expect(layout.fields.map(({ name, kind, charClass, required }) => [name, kind, charClass, required])).toEqual([
      ["PersonNr", "identity", "BS", true],
      ["Skolenhetskod", "school-unit", "S", true],
      ["Datum", "date", "S-", true],
      ["Bl", "grade", "BS", false],
      ["Sv", "grade", "BS", true],
      ["Sva", "grade", "BS", true],
    ]);
    expect(layout.fields[3]?.meanings?.["F"]).toBe("ej godkänt & mer");
  });
  test("a year of school that no layout has had gets an id of its own", () => {
    const nine = layoutById("betyg-ak9-vt2026") as Layout;
    expect(imported(importLayout(xlsx(later), { base: nine })).layout.id).toBe("betyg-ak10-vt2029");
  });
  test("headings within the table and footnotes below it are no fields", () => {
    const { layout, findings } = imported(importLayout(xlsx({ ...later, B20: "* Se scb.se", B21: "Språk" })));
    expect(layout.fields).toHaveLength(6);
    expect(findings).toEqual([]);
  });
  test.each<readonly [string, Readonly<Record<string, string | number>>, string]>([
    [
      "a field without characters and length",
      { ...later, B14: "Tk", C14: "Teknik" },
      "scb.sheet-length sheet row 14 (Tk)",
    ],
    ["characters that are no class", { ...later, D9: "X" }, "scb.sheet-characters sheet row 9 (Bl)"],
    ["a length that is no number", { ...later, E9: "kort" }, "scb.sheet-length sheet row 9 (Bl)"],
    ["no term", { ...later, B3: "UNDERSÖKNING: Slutbetyg" }, "scb.sheet-term file"],
    ["a name that comes twice", { ...later, B13: "Sv" }, "scb.sheet-name-twice sheet row 13 (Sv)"],
    ["a reference to nothing", { ...later, C9: "Se MA_X_PR" }, "scb.sheet-reference sheet row 9 (Bl)"],
  ])("%s makes it a draft, which nothing is written with", (_, cells, expected) => {
    const { layout, findings } = imported(importLayout(xlsx(cells)));
    expect(findings.map(({ code, where }) => `${code} ${where}`)).toContain(expected);
    expect(layout.status).toBe("draft");
  });
});

describe("files that are no sheet of SCB's", () => {
  const errorOf = (bytes: Uint8Array) => {
    const result = importLayout(bytes);
    return result.ok ? "read" : result.error.code;
  };
  test("another xlsx", () => expect(errorOf(xlsx({ A1: "Namn", B1: "Värde" }))).toBe("scb.sheet-without-table"));
  test("no xlsx", () =>
    expect(errorOf(new TextEncoder().encode("Variabel;Fältinnehåll"))).toBe("scb.sheet-unreadable"));
  test("nothing", () => expect(errorOf(new Uint8Array())).toBe("scb.sheet-unreadable"));
  test("one that unpacks to more than any sheet of SCB's", () => {
    expect(errorOf(xlsx({ ...later, C9: "x".repeat(17_000_000) }))).toBe("scb.sheet-without-table");
  });
  test("any change of any byte gives a layout or a finding, never an exception", () => {
    const bytes = xlsx(later);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 }), (at, value) => {
        const changed = bytes.slice();
        changed[at] = value;
        const result = importLayout(changed);
        expect(result.ok || result.error.severity === "must").toBe(true);
      }),
    );
  });
});
