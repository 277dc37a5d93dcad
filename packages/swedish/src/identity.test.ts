import { existsSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseIdentity } from "./identity.ts";

const shared = [new URL("../../../../shared/data/identity/", import.meta.url)].find((folder) => existsSync(folder));

describe("one number in every written form", () => {
  test.each(["198112289874", "19811228-9874", " 19811228-9874 ", "811228-9874", "8112289874"])(
    "%s is the same person",
    (text) => {
      expect(parseIdentity(text)).toMatchObject({
        ok: true,
        value: { kind: "personnummer", number: "198112289874", birthDate: "1981-12-28" },
      });
    },
  );
});

describe("a refusal says why", () => {
  test.each([
    ["", "empty"],
    ["19811228-9875", "check-digit"],
    ["19811328-9874", "date"],
    ["1981122", "length"],
  ])("%j is refused: %s", (text, error) => {
    expect(parseIdentity(text)).toEqual({ ok: false, error });
  });
});

test("no text throws", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(parseIdentity(text).ok).toBeTypeOf("boolean");
    }),
  );
});

test("one changed digit is always refused or another number", () => {
  fc.assert(
    fc.property(fc.integer({ min: 8, max: 11 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
      const digits = "198112289874".split("");
      digits[at] = String((Number(digits[at]) + by) % 10);
      expect(parseIdentity(digits.join("")).ok).toBe(false);
    }),
  );
});

describe.skipIf(!shared)("the tax agency's published test numbers (read where the public data is at hand)", () => {
  test.each(["personnummer-valid.json", "samordningsnummer-valid.json"])("every number of %s is accepted", (file) => {
    const text = readFileSync(new URL(file, shared), "utf8");
    const numbers = [...text.matchAll(/"(\d{6,8}[-+]?\d{4})"/g)].map((found) => found[1] ?? "");
    expect(numbers.length).toBeGreaterThan(1000);
    expect(numbers.filter((number) => !parseIdentity(number).ok)).toHaveLength(0);
  });
});
