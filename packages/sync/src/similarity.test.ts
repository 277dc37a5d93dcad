import * as fc from "fast-check";
import { expect, test } from "vitest";
import { editDistance, jaroWinkler } from "./similarity.ts";

// Winkler 1990 and the tables that every implementation is checked with.
test.each([
  ["MARTHA", "MARHTA", 0.961],
  ["DWAYNE", "DUANE", 0.84],
  ["DIXON", "DICKSONX", 0.813],
  ["JELLYFISH", "SMELLYFISH", 0.896],
  ["", "a", 0],
  ["", "", 1],
])("jaroWinkler(%s, %s) is %f", (one, other, expected) => {
  expect(jaroWinkler(one, other)).toBeCloseTo(expected, 3);
});

test.each([
  ["2010-01-12", "2010-01-21", 1],
  ["kitten", "sitting", 3],
  ["ca", "abc", 3],
  ["", "åäö", 3],
])("editDistance(%s, %s) is %i", (one, other, expected) => {
  expect(editDistance(one, other)).toBe(expected);
});

test("both are the same from either side, and say when two texts are equal", () => {
  const text = fc.string({ maxLength: 8, unit: fc.constantFrom("a", "b", "å") });
  fc.assert(
    fc.property(text, text, (one, other) => {
      expect(jaroWinkler(one, other)).toBeCloseTo(jaroWinkler(other, one), 10);
      expect(editDistance(one, other)).toBe(editDistance(other, one));
      expect(editDistance(one, other) === 0).toBe(one === other);
      expect(editDistance(one, other)).toBeLessThanOrEqual(Math.max(one.length, other.length));
    }),
  );
});
