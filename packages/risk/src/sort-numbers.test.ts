import * as fc from "fast-check";
import { expect, test } from "vitest";
import { sortNumbers } from "./sort-numbers.ts";

test("sorts as the platform does: spread out, bunched, equal, and with one far away", () => {
  const value = fc.oneof(
    fc.double({ min: 0, max: 500, noNaN: true }),
    fc.constantFrom(0, 7, 7.25),
    fc.double({ min: 99, max: 99.001, noNaN: true }),
    fc.constant(1e9),
  );
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 100 }),
      (values, copies) => {
        const all = Float64Array.from(
          { length: values.length * copies },
          (_, k) => values[(k * 7) % values.length] ?? 0,
        );
        expect(sortNumbers(all.slice())).toEqual(all.slice().sort());
      },
    ),
    { numRuns: 60 },
  );
});
