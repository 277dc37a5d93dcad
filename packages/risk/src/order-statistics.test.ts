import * as fc from "fast-check";
import { expect, test } from "vitest";
import { orderStatistics } from "./order-statistics.ts";

test("ranks and counts are those of the sorted numbers, however they lie", () => {
  const number = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }),
    fc.integer({ min: 0, max: 5 }),
    fc.constantFrom(1e9, -1e9, 0.1),
  );
  fc.assert(
    fc.property(fc.array(number, { minLength: 1, maxLength: 400 }), fc.array(number), (numbers, others) => {
      const values = Float64Array.from(numbers);
      const sorted = values.toSorted();
      const ranks = numbers.map((_, index) => index + 1);
      const limits = [...numbers, ...others];
      const { atRank, upTo } = orderStatistics(values, ranks, limits);
      expect(atRank.map((value) => value + 0)).toEqual(Array.from(sorted, (value) => value + 0));
      expect(upTo).toEqual(limits.map((limit) => numbers.filter((value) => value <= limit).length));
      expect(values).toEqual(Float64Array.from(numbers));
      expect(orderStatistics(values, [1], []).atRank[0]).toBe(atRank[0]);
    }),
  );
});

test("ten thousand numbers, nearly all of them in one part of the range", () => {
  const values = Float64Array.from({ length: 10_000 }, (_, k) => (k === 77 ? 1e12 : (k * 7919) % 10_007));
  const sorted = values.toSorted();
  const { atRank } = orderStatistics(values, [1, 5000, 9999, 10_000], []);
  expect(atRank).toEqual([sorted[0], sorted[4999], sorted[9998], 1e12]);
});
