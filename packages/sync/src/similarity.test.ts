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

/** The table of the definition. */
function slowDistance(one: string, other: string): number {
  const table: number[][] = Array.from({ length: one.length + 1 }, (_, row) => [row]);
  for (let column = 0; column <= other.length; column += 1) (table[0] as number[])[column] = column;
  const at = (row: number, column: number): number => table[row]?.[column] ?? 0;
  for (let row = 1; row <= one.length; row += 1)
    for (let column = 1; column <= other.length; column += 1) {
      const isSame = one[row - 1] === other[column - 1];
      let cost = Math.min(at(row - 1, column) + 1, at(row, column - 1) + 1, at(row - 1, column - 1) + (isSame ? 0 : 1));
      if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1])
        cost = Math.min(cost, at(row - 2, column - 2) + 1);
      (table[row] as number[])[column] = cost;
    }
  return at(one.length, other.length);
}

test("the edit distance is the one of the table, for short texts and long, up to any bound", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "c", "å", "\uffff"), maxLength: 40 });
  fc.assert(
    fc.property(text, text, fc.integer({ min: 0, max: 12 }), (one, other, most) => {
      const distance = slowDistance(one, other);
      expect(editDistance(one, other)).toBe(distance);
      expect(editDistance(one, other, most)).toBe(Math.min(distance, most + 1));
    }),
    { numRuns: 2000 },
  );
});
