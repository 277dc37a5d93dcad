import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createKeyIndex } from "./key-index.ts";

const digits = fc.integer({ min: 0, max: 50 }).map((n) =>
  String(n * 7_654_321_987)
    .padStart(12, "0")
    .slice(0, 12),
);
const tf = fc.integer({ min: 0, max: 30 }).map((n) => `201301${String(n + 10)}TF${String(n % 5).padStart(2, "0")}`);
const key = fc.oneof(digits, tf, fc.constantFrom("", "x", "000000000000", "20130101tf10"));

test("agrees with a plain map, whatever the keys", () => {
  fc.assert(
    fc.property(fc.array(key, { maxLength: 200 }), (keys) => {
      const [index, plain] = [createKeyIndex(), new Map<string, number>()];
      for (const [at, text] of keys.entries()) {
        expect(index.firstOf(text, at)).toBe(plain.get(text));
        if (!plain.has(text)) plain.set(text, at);
      }
    }),
  );
});

test("keeps the first row of each key while it grows", () => {
  const index = createKeyIndex();
  const number = (n: number) => String(201_301_010_000 + n * 13);
  for (let n = 0; n < 5000; n += 1) expect(index.firstOf(number(n), n)).toBeUndefined();
  for (let n = 0; n < 5000; n += 1) expect(index.firstOf(number(n), 9999)).toBe(n);
});
