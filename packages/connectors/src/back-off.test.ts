import * as fc from "fast-check";
import { expect, test } from "vitest";
import { backOffMs, retryAfterMs } from "./back-off.ts";

test("the wait doubles up to its limit", () => {
  const policy = { baseMs: 500, maxMs: 3000 };
  expect([1, 2, 3, 4, 5].map((attempt) => backOffMs(policy, attempt))).toEqual([500, 1000, 2000, 3000, 3000]);
});

test("jitter keeps the wait between half and the whole", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      fc.integer({ min: 1, max: 20 }),
      (drawn, attempt) => {
        const whole = backOffMs({}, attempt);
        const wait = backOffMs({ random: () => drawn }, attempt);
        expect(wait).toBeGreaterThanOrEqual(Math.floor(whole / 2));
        expect(wait).toBeLessThanOrEqual(whole);
      },
    ),
  );
});

test("what the source asks for is kept to, up to the limit", () => {
  expect(backOffMs({}, 1, 7000)).toBe(7000);
  expect(backOffMs({ maxMs: 5000 }, 1, 3_600_000)).toBe(5000);
});

test.each([
  [null, undefined],
  ["120", 120_000],
  [" 3 ", 3000],
  ["Wed, 21 Oct 2026 07:28:00 GMT", 60_000],
  ["Wed, 21 Oct 2020 07:28:00 GMT", 0],
  ["soon", undefined],
])("Retry-After %j is %j ms", (header, expected) => {
  expect(retryAfterMs(header, Date.parse("2026-10-21T07:27:00Z"))).toBe(expected);
});
