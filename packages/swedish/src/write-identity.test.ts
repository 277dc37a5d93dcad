import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseIdentity } from "./identity.ts";
import type { IdentityNumber } from "./identity.ts";
import { testIdentity, testSerials, tfNumber } from "./issue-identity.ts";
import { formatIdentity, maskIdentity, sameIdentity } from "./write-identity.ts";

const number = testIdentity("1981-12-28", 980);

describe("a number is written for the reader who asks", () => {
  test.each([
    ["12", undefined, "198112289809"],
    ["12-", undefined, "19811228-9809"],
    ["10", undefined, "811228-9809"],
    ["10", "2080-12-31", "811228-9809"],
    ["10", "2081-01-01", "811228+9809"],
  ] as const)("form %s on %s: %s", (form, on, text) => {
    expect(formatIdentity(number, form, on === undefined ? {} : { on })).toBe(text);
  });

  test("a TF number keeps its letters", () => {
    expect(formatIdentity(tfNumber("2013-01-01", 7), "12-")).toBe("20130101-TF07");
  });

  test("ten characters are refused where they would mean somebody else", () => {
    expect(() => formatIdentity(number, "10", { on: "1981-12-27" })).toThrow(RangeError); // not yet born
    expect(() => formatIdentity(testIdentity("1827-01-01", 980), "10", { on: "2027-01-01" })).toThrow(RangeError);
    expect(() => formatIdentity(number, "10", { on: "yesterday" })).toThrow(RangeError);
  });

  test("what is written reads back as the same number, in every form and on every day of a life", () => {
    const days = fc
      .date({ min: new Date("1900-01-01"), max: new Date("1990-12-31"), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    fc.assert(
      fc.property(days, fc.constantFrom(...testSerials), fc.integer({ min: 1991, max: 2060 }), (day, serial, year) => {
        const on = `${year}-06-30`;
        const person = testIdentity(day, serial);
        for (const form of ["12", "12-", "10"] as const) {
          expect(parseIdentity(formatIdentity(person, form, { on }), { on })).toMatchObject({
            ok: true,
            value: { number: person },
          });
        }
      }),
    );
  });
});

describe("equality is on twelve characters", () => {
  test.each([
    ["19811228-9809", "198112289809", true],
    ["20130101tf07", "20130101-TF07", true],
    ["19811228-9809", "19811228-9817", false],
    ["811228-9809", "811228-9809", false], // not even to itself: the century is unknown
    ["19811228-9809", "811228-9809", false],
    ["no number", "no number", false],
  ])("%s and %s: %s", (a, b, expected) => {
    expect(sameIdentity(a, b)).toBe(expected);
  });

  test("people born a hundred years apart share ten characters and stay apart", () => {
    const old = testIdentity("1913-01-01", 980);
    const young = testIdentity("2013-01-01", 980);
    expect(old.slice(2)).toBe(young.slice(2));
    expect(sameIdentity(old, young)).toBe(false);
  });
});

describe("a mask hides every number in a text", () => {
  const dots = "••••••••-••••";
  test.each([
    ["19811228-9809", dots],
    ["198112289809 and 811228+9809", `${dots} and ${dots}`],
    ["19811228 – 9809", dots],
    ["20130101-TF01, 20000101T220", `${dots}, ${dots}`],
    ["wrong check digit too: 19811228-9800", `wrong check digit too: ${dots}`],
    ["unit 74812345 in class 7B, 2026-11-25", "unit 74812345 in class 7B, 2026-11-25"],
  ])("%s", (text, masked) => {
    expect(maskIdentity(text)).toBe(masked);
  });

  test("no number survives in any form", () => {
    const forms: readonly ((n: IdentityNumber) => string)[] = [
      (n) => n,
      (n) => formatIdentity(n, "12-"),
      (n) => formatIdentity(n, "10"),
      (n) => n.slice(2),
    ];
    for (const form of forms) expect(maskIdentity(`(${form(number)})`)).toBe(`(${dots})`);
  });
});
