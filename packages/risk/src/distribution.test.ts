import * as fc from "fast-check";
import { expect, test } from "vitest";
import { betaQuantile, betaShare } from "./beta.ts";
import { pertQuantile, spreadOf, triangularQuantile } from "./distribution.ts";
import { normalQuantile, normalShare } from "./normal.ts";
import { uniformNumbers } from "./random.ts";
import { typescriptKernel } from "./typescript-kernel.ts";
import type { ActivityDuration } from "./simulation-model.ts";
import { range } from "../test/networks.ts";

/** Doubles as they come are nearly always in a tail: as many from everywhere. */
const share = fc.oneof(
  fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }),
  fc.integer({ min: 1, max: 9999 }).map((part) => part / 10_000),
);

test.each([
  // Wichura (1988), table of test values.
  [0.25, -0.6744897501960817],
  [0.001, -3.090232306167814],
  [1e-20, -9.26234008979841],
])("the normal quantile of %d is %d", (p, expected) => {
  expect(normalQuantile(p)).toBeCloseTo(expected, 13);
  expect(normalQuantile(1 - p)).toBeCloseTo(p === 1e-20 ? Infinity : -expected, 11);
});

test("quantile and share of a normal turn each other round, also in the tails", () => {
  fc.assert(
    fc.property(share, (p) => {
      expect(Math.abs(normalShare(normalQuantile(p)) - p)).toBeLessThan(2e-15 + p * 1e-9);
    }),
  );
  expect([normalQuantile(0), normalQuantile(1), normalQuantile(-0.1)]).toEqual([-Infinity, Infinity, Number.NaN]);
});

test("the triangle's quantile turns its distribution function round", () => {
  fc.assert(
    fc.property(range(50), share, (triangle, p) => {
      const { min, mode, max } = triangle;
      const x = triangularQuantile(p, triangle);
      expect(x).toBeGreaterThanOrEqual(min);
      expect(x).toBeLessThanOrEqual(max);
      if (max === min) return;
      const below =
        x < mode
          ? (x - min) ** 2 / ((max - min) * (mode - min))
          : 1 - (max - x) ** 2 / ((max - min) * (max - mode || 1));
      expect(below).toBeCloseTo(p, 9);
    }),
  );
});

test("the beta quantile turns the beta distribution round, and Beta(1, 5) is known", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 400 }), share, (percent, p) => {
      const lean = percent / 100;
      expect(betaShare(betaQuantile(p, 1 + lean, 5 - lean), 1 + lean, 5 - lean)).toBeCloseTo(p, 11);
    }),
  );
  expect(betaQuantile(0.3, 1, 5)).toBeCloseTo(1 - 0.7 ** (1 / 5), 13);
});

test("the kernel's fills agree with the exact quantiles, tails included", () => {
  const size = 4096;
  const { doubles, loops } = typescriptKernel.open(8 * 5 * size);
  const [shares, out, table, sides] = [size, 2 * size, 3 * size, 16];
  const uniform = doubles.subarray(shares, shares + size);
  uniform.set(uniformNumbers(1, "fills", size));
  uniform.set([2 ** -33, 1 - 2 ** -33, 0.5, 1 / 256, 255 / 256]);
  fc.assert(
    fc.property(range(50), fc.constantFrom("triangular" as const, "pert" as const), (triangle, distribution) => {
      const spread = spreadOf({ ...triangle, distribution });
      fc.pre(spread !== undefined);
      if (spread?.kind === "triangle") {
        doubles.set(spread.sides, sides);
        loops.triangle(out, shares, sides, size);
      }
      if (spread?.kind === "pert") {
        doubles.set(spread.table.numbers, table);
        loops.quantiles(out, shares, table, spread.table.cellBits, size);
        loops.stretch(out, spread.min, spread.width, size);
      }
      const exact = distribution === "pert" ? pertQuantile : triangularQuantile;
      const off = uniform.map((u, k) => Math.abs(doubles[out + k]! - exact(u, triangle)));
      expect(Math.max(...off)).toBeLessThan(2e-9 * (triangle.max - triangle.min));
    }),
    { numRuns: 30 },
  );
});

test("a PERT quantile near the upper end is as exact as near the lower", () => {
  // At the mode of 0 it has a closed form: 1 − (1 − u)^(1/5).
  for (const q of [2 ** -33, 2 ** -23, 2 ** -7, 0.375])
    expect(pertQuantile(1 - q, { min: 0, mode: 0, max: 1 })).toBeCloseTo(1 - q ** (1 / 5), 12);
});

test("discrete and observed durations come as often as they should", () => {
  const uniform = Float64Array.from({ length: 1000 }, (_, index) => (index + 0.5) / 1000);
  const out = new Float64Array(1000);
  const count = (value: number) => out.filter((days) => days === value).length;
  const fill = (duration: ActivityDuration): void => {
    const spread = spreadOf(duration);
    if (spread?.kind === "values") spread.draw(out, 0, uniform, 1000);
  };
  fill({
    values: [
      { days: 9, probability: 0.25 },
      { days: 4, probability: 0.75 },
    ],
  });
  expect([count(4), count(9)]).toEqual([750, 250]);
  fill({ observed: [7, 2, 2, 5] });
  expect([count(2), count(5), count(7)]).toEqual([500, 250, 250]);
});

test("streams of different sources, blocks and seeds are unlike, and uniform", () => {
  const size = 65_536;
  const streams = [
    uniformNumbers(1, "a", size, 0),
    uniformNumbers(1, "a", size, 1),
    uniformNumbers(1, "b", size, 0),
    uniformNumbers(2, "a", size, 0),
    uniformNumbers(2 ** 40, "a", size, 0),
  ];
  for (const [index, one] of streams.entries()) {
    const mean = one.reduce((sum, u) => sum + u, 0) / size;
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / size));
    const tenths = new Float64Array(10);
    for (const u of one) tenths[Math.floor(u * 10)] = tenths[Math.floor(u * 10)]! + 1;
    const chi = tenths.reduce((sum, seen) => sum + (seen - size / 10) ** 2 / (size / 10), 0);
    // 99.99 % of a chi-squared with nine degrees of freedom.
    expect(chi).toBeLessThan(33.7);
    for (const other of streams.slice(index + 1)) {
      const together = one.reduce((sum, u, k) => sum + (u - 0.5) * (other[k]! - 0.5), 0) / size;
      expect(Math.abs(together * 12)).toBeLessThan(4 / Math.sqrt(size));
    }
  }
});

test("numbers that follow each other, in one stream or from one to the next, know nothing of each other", () => {
  const size = 200_000;
  const numbers = uniformNumbers(3, "a", size);
  for (let lag = 1; lag <= 9; lag += 1) {
    let together = 0;
    for (let k = lag; k < size; k += 1) together += (numbers[k]! - 0.5) * (numbers[k - lag]! - 0.5);
    expect(Math.abs((together * 12) / size)).toBeLessThan(4 / Math.sqrt(size));
  }
  // Pairs over a grid of 16 by 16: 99.99 % of a chi-squared with 255 degrees of freedom.
  const seen = new Float64Array(256);
  for (let k = 0; k < size; k += 2) {
    const cell = Math.floor(numbers[k]! * 16) * 16 + Math.floor(numbers[k + 1]! * 16);
    seen[cell] = seen[cell]! + 1;
  }
  const expected = size / 2 / 256;
  expect(seen.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)).toBeLessThan(348);
});
