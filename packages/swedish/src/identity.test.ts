import { existsSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defaultReferenceDay, parseIdentity } from "./identity.ts";
import type { IdentityError } from "./identity.ts";
import { testCoordinationNumber, testIdentity, testSerials, tfNumber } from "./issue-identity.ts";

const nbsp = "\u00A0";

describe("one number in every written form", () => {
  test.each([
    ["twelve digits", "198112289874"],
    ["twelve with a hyphen", "19811228-9874"],
    ["twelve with a plus, which says nothing the century has not said", "19811228+9874"],
    ["blanks around", "  19811228-9874\t\r\n"],
    ["non-breaking blanks around", `${nbsp}19811228-9874\u202F`],
    ["blanks around the hyphen", "19811228 - 9874"],
    ["non-breaking blanks around the hyphen", `19811228${nbsp}-${nbsp}9874`],
    ["an en dash", "19811228–9874"],
    ["a minus sign", "19811228−9874"],
    ["a non-breaking hyphen", "19811228‑9874"],
    ["a byte order mark in front", "\uFEFF19811228-9874"],
    ["a zero-width blank inside", "19811228\u200B9874"],
    ["ten digits", "8112289874"],
    ["ten with a hyphen", "811228-9874"],
    ["ten with blanks", " 811228 - 9874 "],
  ])("%s", (_, text) => {
    expect(parseIdentity(text)).toMatchObject({
      ok: true,
      value: { kind: "personnummer", number: "198112289874", birthDate: "1981-12-28" },
    });
  });
});

describe("the four kinds", () => {
  test.each([
    ["19811228-9874", { kind: "personnummer", number: "198112289874", birthDate: "1981-12-28" }],
    ["19730288-9931", { kind: "samordningsnummer", number: "197302889931", birthDate: "1973-02-28" }],
    ["20130101-TF01", { kind: "tf", number: "20130101TF01", birthDate: "2013-01-01" }],
    ["20130101tf01", { kind: "tf", number: "20130101TF01", birthDate: "2013-01-01" }],
    ["20000101-T220", { kind: "interim", number: "20000101T220", birthDate: "2000-01-01" }],
    ["20000101t220", { kind: "interim", number: "20000101T220", birthDate: "2000-01-01" }],
  ])("%s", (text, value) => {
    expect(parseIdentity(text)).toEqual({ ok: true, value });
  });
});

describe("a samordningsnummer has day 61 to 91 and no other calendar", () => {
  /** A samordningsnummer with any month and day, its check digit found by trying. */
  const withDay = (monthAndDay: string): string =>
    Array.from({ length: 10 }, (_, digit) => `1985${monthAndDay}238${digit}`).find((text) => parseIdentity(text).ok) ??
    "";

  test.each([
    ["0161", "1985-01-01"],
    ["1291", "1985-12-31"],
    ["0289", undefined], // 29 February of a common year
    ["0491", undefined], // 31 April
    ["0061", undefined], // month unknown
    ["0160", undefined], // day unknown
  ])("month and day %s: birth date %s", (monthAndDay, birthDate) => {
    const read = parseIdentity(withDay(monthAndDay));
    expect(read).toMatchObject({ ok: true, value: { kind: "samordningsnummer" } });
    expect(read.ok && read.value.birthDate).toBe(birthDate);
  });

  test.each(["0192", "1361", "0199", "0132"])("month and day %s are refused with every check digit", (monthAndDay) => {
    expect(withDay(monthAndDay)).toBe("");
    expect(parseIdentity(`1985${monthAndDay}2380`)).toEqual({ ok: false, error: "date" });
  });
});

describe("the century of ten characters", () => {
  test.each([
    ["010101-2380", "2026-11-25", "2001", "the latest birth date not after the day"],
    ["261126-2389", "2026-11-25", "1926", "born the day after: a hundred years earlier"],
    ["261125-2380", "2026-11-25", "2026", "born that very day"],
    ["261125+2380", "2026-11-25", "1926", "a plus from the year in which a hundred is reached"],
    ["270101+2384", "2026-12-31", "1827", "a plus is never somebody who turns 100 next year"],
    ["0001012383", "2000-01-01", "2000", "the first day of a century"],
    ["991231-2381", "2000-01-01", "1999", "the last day of a century"],
  ])("%s on %s: %s (%s)", (text, on, century) => {
    const number = Array.from({ length: 10 }, (_, digit) => `${text.slice(0, -1)}${digit}`)
      .map((candidate) => parseIdentity(candidate, { on }))
      .find((read) => read.ok);
    expect(number).toMatchObject({ ok: true, value: { century: "on" } });
    expect(number?.ok && number.value.number.slice(0, 4)).toBe(century);
  });

  test("without a day the fixed reference day decides, and the value says so", () => {
    const given = parseIdentity("811228-9874", { on: defaultReferenceDay });
    const assumed = parseIdentity("811228-9874");
    expect(assumed).toMatchObject({ ok: true, value: { century: "default" } });
    expect(given.ok && assumed.ok && given.value.number === assumed.value.number).toBe(true);
  });

  test("a written century leaves nothing to find", () => {
    const read = parseIdentity("19811228-9874");
    expect(read.ok && read.value.century).toBeUndefined();
  });
});

describe("a refusal says why", () => {
  test.each<[string, IdentityError]>([
    ["", "empty"],
    [` ${nbsp}\t`, "empty"],
    ["19811228-9875", "check-digit"],
    ["19812812-9874", "date"],
    ["19811328-9874", "date"],
    ["19810229-9874", "date"],
    ["19000229-9874", "date"],
    ["1981122", "length"],
    ["1".repeat(65), "length"],
    ["198112289", "length"],
    ["19811228 9874", "blank"],
    [`19811228${nbsp}9874`, "blank"],
    ["811228 9874", "blank"],
    ["1981 12 28-9874", "blank"],
    ["19811228--9874", "format"],
    ["1981-12289874", "format"],
    ["1981-12-28-9874", "format"],
    ["19811228/9874", "format"],
    ["19811228-98a4", "letters"],
    ["19811228-TX01", "letters"],
    ["20000101-E221", "letters"],
    ["17811228-9874", "century"],
    ["21811228-9874", "century"],
    ["16212000-0142", "century"],
    ["19811228-0005", "serial"],
    ["20130230-TF01", "date"],
    ["20000101-T221", "check-digit"],
  ])("%j is refused: %s", (text, error) => {
    expect(parseIdentity(text)).toEqual({ ok: false, error });
  });

  test("a birth date after the day of writing is refused only when that day is given", () => {
    const tomorrow = testIdentity("2026-11-26", 238);
    expect(parseIdentity(tomorrow, { on: "2026-11-25" })).toEqual({ ok: false, error: "future" });
    expect(parseIdentity(tomorrow, { on: "2026-11-26" }).ok).toBe(true);
    expect(parseIdentity(tomorrow).ok).toBe(true);
  });

  test("a day of writing that is no day is the caller's error", () => {
    expect(() => parseIdentity("811228-9874", { on: "2026-02-30" })).toThrow(RangeError);
    expect(() => parseIdentity("811228-9874", { on: "25/11/2026" })).toThrow(RangeError);
  });

  test("blanks anywhere are dropped on request", () => {
    for (const text of ["19811228 9874", `1981 12 28${nbsp}98 74`, "811228 9874"]) {
      expect(parseIdentity(text, { blanks: "anywhere" })).toMatchObject({
        ok: true,
        value: { number: "198112289874" },
      });
    }
  });
});

describe("laws", () => {
  const days = fc
    .date({ min: new Date("1900-01-01"), max: new Date("2026-12-31"), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const numbers = fc.oneof(
    fc.tuple(days, fc.constantFrom(...testSerials)).map(([day, serial]) => testIdentity(day, serial)),
    fc
      .tuple(days, fc.constantFrom(238 as const, 239 as const))
      .map(([day, serial]) => testCoordinationNumber(day, serial)),
    fc.tuple(days, fc.nat(99)).map(([day, index]) => tfNumber(day, index)),
  );

  test("whatever is given, an answer is given", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.anything()), (given) => {
        expect(parseIdentity(given as string).ok).toBeTypeOf("boolean");
      }),
    );
  });

  test("what is read reads as itself", () => {
    fc.assert(
      fc.property(numbers, (number) => {
        expect(parseIdentity(number)).toMatchObject({ ok: true, value: { number } });
      }),
    );
  });

  test("one changed digit or two changed places are noticed", () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 2, max: 11 }), fc.integer({ min: 1, max: 9 }), (number, at, by) => {
        fc.pre(!number.includes("T"));
        const changed = number.split("");
        changed[at] = String((Number(changed[at]) + by) % 10);
        expect(parseIdentity(changed.join("")).ok).toBe(false);
      }),
    );
  });

  test("every case and separator is the same number", () => {
    fc.assert(
      fc.property(numbers, fc.constantFrom("", "-", "+", " - "), fc.boolean(), (number, separator, isLower) => {
        const text = `${number.slice(0, 8)}${separator}${number.slice(8)}`;
        expect(parseIdentity(isLower ? text.toLowerCase() : text)).toEqual(parseIdentity(number));
      }),
    );
  });
});

const shared = new URL("../../../../shared/data/identity/", import.meta.url);
const published = (file: string): unknown => JSON.parse(readFileSync(new URL(file, shared), "utf8"));

describe.skipIf(!existsSync(shared))("the published test numbers (read where the public data is at hand)", () => {
  test.each([
    ["personnummer-valid.json", "personnummer", 20_565],
    ["samordningsnummer-valid.json", "samordningsnummer", 1132],
  ])("%s: every one is a %s, in all five written forms", (file, kind, count) => {
    const numbers = published(file) as readonly string[];
    expect(numbers).toHaveLength(count);
    const wrong = numbers.filter((number) => {
      const tail = number.slice(8);
      const isOld = Number(number.slice(0, 4)) <= 1926;
      const forms = [
        number,
        `${number.slice(0, 8)}-${tail}`,
        `${number.slice(0, 8)}+${tail}`,
        `${number.slice(2, 8)}${isOld ? "+" : "-"}${tail}`,
        isOld ? number : number.slice(2),
      ];
      return forms.some((text) => {
        const read = parseIdentity(text);
        return !read.ok || read.value.number !== number || read.value.kind !== kind;
      });
    });
    expect(wrong).toHaveLength(0);
  });

  interface Labelled {
    readonly integer: { readonly valid: readonly number[]; readonly invalid: readonly number[] };
    readonly string: { readonly valid: readonly string[]; readonly invalid: readonly string[] };
  }

  test.each(["ssn", "con"] as const)("structured.json, %s: accepted and refused as labelled", (group) => {
    const { integer, string } = (published("structured.json") as Record<"ssn" | "con", Labelled>)[group];
    const accepted = (text: string): boolean => parseIdentity(text).ok;
    expect([...string.valid, ...integer.valid.map(String)].filter((text) => !accepted(text))).toEqual([]);
    expect([...string.invalid, ...integer.invalid.map(String)].filter(accepted)).toEqual([]);
  });

  test("interim.json: every form is accepted or refused as labelled", () => {
    const rows = published("interim.json") as readonly (Record<string, string> & { readonly valid: boolean })[];
    expect(rows).toHaveLength(12);
    for (const row of rows) {
      for (const form of ["long_format", "short_format", "separated_format", "separated_long"]) {
        const read = parseIdentity(row[form] ?? "");
        expect(read).toMatchObject(
          row.valid ? { ok: true, value: { kind: "interim", number: row["long_format"] } } : { ok: false },
        );
      }
    }
  });
});
