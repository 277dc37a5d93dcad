import * as fc from "fast-check";
import { expect, test } from "vitest";
import { assignOneToOne, type WeightedPair } from "./link-assign.ts";

const total = (pairs: readonly WeightedPair[]) => pairs.reduce((sum, { weight }) => sum + weight, 0);

/** The largest sum there is, by trying everything. */
function best(pairs: readonly WeightedPair[]): number {
  const [first, ...rest] = pairs;
  if (first === undefined) return 0;
  const others = rest.filter(({ left, right }) => left !== first.left && right !== first.right);
  return Math.max(best(rest), first.weight + best(others));
}

const someRecord = fc.integer({ min: 0, max: 5 });
const somePairs = fc.uniqueArray(
  fc.record({ left: someRecord, right: someRecord, weight: fc.integer({ min: -3, max: 20 }) }),
  { selector: ({ left, right }) => `${left}/${right}`, maxLength: 11 },
);

test("the sum of weights is the largest there is, and nobody is linked twice", () => {
  fc.assert(
    fc.property(somePairs, (pairs) => {
      const chosen = assignOneToOne(pairs);
      expect(new Set(chosen.map(({ left }) => left)).size).toBe(chosen.length);
      expect(new Set(chosen.map(({ right }) => right)).size).toBe(chosen.length);
      expect(total(chosen)).toBe(best(pairs));
    }),
    { numRuns: 300 },
  );
});

test("the best pair gives way when two others are better together", () => {
  const pairs = [
    { left: 0, right: 0, weight: 10 },
    { left: 0, right: 1, weight: 9 },
    { left: 1, right: 0, weight: 9 },
  ];
  expect(total(assignOneToOne(pairs))).toBe(18);
});
