import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseIdentity } from "./identity.ts";
import type { IdentityNumber } from "./identity.ts";
import { isTestIdentity, testCoordinationNumber, testIdentity, testSerials, tfNumber } from "./issue-identity.ts";

test.each([
  [testIdentity("2013-01-01", 238), "201301012389"],
  [testIdentity("1890-01-01", 980), "189001019802"],
  [testCoordinationNumber("1914-01-08", 239), "191401682396"],
  [tfNumber("2013-01-01", 7), "20130101TF07"],
])("%s is as expected and can be read", (number, expected) => {
  expect(number).toBe(expected);
  expect(parseIdentity(number).ok).toBe(true);
});

test("a birth date gives four different people at most", () => {
  expect(new Set(testSerials.map((serial) => testIdentity("2013-01-01", serial)))).toHaveLength(4);
});

test.each([
  ["a day that does not exist", () => testIdentity("2013-02-29", 238)],
  ["a day before 1800", () => testIdentity("1799-12-31", 238)],
  ["a serial outside the series", () => testIdentity("2013-01-01", 123 as never)],
  ["a samordningsnummer with a serial of personnummer only", () => testCoordinationNumber("2013-01-01", 980 as never)],
  ["a TF index of three digits", () => tfNumber("2013-01-01", 100)],
  ["a TF index that is no whole number", () => tfNumber("2013-01-01", 1.5)],
])("%s is the caller's error", (_, call) => {
  expect(call).toThrow(RangeError);
});

test("a number outside the series is not taken for one of it", () => {
  expect(isTestIdentity("198107249289" as IdentityNumber)).toBe(false);
  expect(isTestIdentity(tfNumber("2013-01-01", 1))).toBe(false);
});

const shared = new URL("../../../../shared/data/identity/", import.meta.url);
describe.skipIf(!existsSync(shared))("the published numbers (read where the public data is at hand)", () => {
  test.each(["personnummer-valid.json", "samordningsnummer-valid.json"])(
    "nearly all of %s are of the series",
    (file) => {
      const numbers = JSON.parse(readFileSync(new URL(file, shared), "utf8")) as IdentityNumber[];
      expect(numbers.filter(isTestIdentity).length / numbers.length).toBeGreaterThan(0.9);
    },
  );
});
