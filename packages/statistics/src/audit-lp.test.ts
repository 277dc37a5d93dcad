import highs from "highs";
import { expect, test } from "vitest";
import { gradeCube, pupils } from "../test/pupils.ts";
import { auditByLp } from "./audit-lp.ts";
import { auditProtection } from "./audit.ts";
import { protect } from "./protect.ts";

test("HiGHS finds nothing exposed, within our bounds, and all that is proven possible", async () => {
  const solver = await highs();
  for (const [count, schools, withSex] of [
    [80, 4, false],
    [60, 3, true],
  ] as const) {
    const source = gradeCube(pupils(count, schools), withSex);
    const { table } = protect(source, { method: "suppression" });
    const own = auditProtection(table, { original: source.table });
    const exact = auditByLp(table, solver, { original: source.table });
    expect(exact.counts).toEqual({ exposed: 0, open: 0, protected: own.cells.length });
    for (const [at, { lower, upper, proven }] of exact.cells.entries()) {
      expect(lower).toBeGreaterThanOrEqual(own.cells[at]?.lower ?? 0);
      expect(upper).toBeLessThanOrEqual(own.cells[at]?.upper ?? 0);
      expect(lower).toBeLessThanOrEqual(proven?.[0] ?? 0);
      expect(upper).toBeGreaterThanOrEqual(proven?.[1] ?? 0);
    }
  }
}, 20_000);

test("a cell the sums give away is exposed, whoever looks", async () => {
  const solver = await highs();
  const { table } = gradeCube(pupils(60, 3));
  const naive = {
    ...table,
    values: table.values.map((value) => (value !== null && value > 0 && value < 5 ? null : value)),
  };
  const exact = auditByLp(naive, solver);
  const own = auditProtection(naive);
  expect(exact.counts.exposed).toBeGreaterThanOrEqual(own.counts.exposed);
  expect(exact.findings).toHaveLength(exact.counts.exposed);
  expect(exact.counts.open).toBe(0);
  expect(() =>
    auditByLp({ ...naive, values: naive.values.map((value, at) => (at === 0 ? 1 : value)) }, solver),
  ).toThrow(/no table/);
});
