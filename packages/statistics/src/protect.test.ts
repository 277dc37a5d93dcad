import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gradeCube, numbers, pupils } from "../test/pupils.ts";
import { auditProtection } from "./audit.ts";
import { perturb, perturbationTable } from "./cell-key.ts";
import { cube } from "./cube.ts";
import { protect, type Protection } from "./protect.ts";
import { readPx } from "./read-px.ts";
import { withSameCells } from "./same-cells.ts";
import { cellIndex, type Dimension, type Table } from "./table.ts";
import { equations } from "./table-sums.ts";
import { toJsonStat } from "./to-json-stat.ts";
import { writePx } from "./write-px.ts";

const isLong = process.env["MILSTOLPE_LONG"] === "1";

/** A table with totals over the inner numbers, first dimension outermost. */
function withTotals(sizes: readonly number[], inner: readonly number[]): Table {
  const dimensions = sizes.map((size, at): Dimension => ({
    id: `d${at}`,
    label: { sv: `d${at}` },
    total: "T",
    categories: ["T", ...Array.from({ length: size }, (_, place) => `${place}`)].map((code) => ({
      code,
      label: { sv: code },
    })),
  }));
  const count = dimensions.reduce((product, { categories }) => product * categories.length, 1);
  const values = Array.from({ length: count }, () => 0);
  inner.forEach((value, leaf) => {
    let rest = leaf;
    let cells = [0];
    let step = 1;
    for (const size of sizes.toReversed()) {
      const place = (rest % size) + 1;
      rest = Math.floor(rest / size);
      cells = cells.flatMap((cell) => [cell, cell + place * step]);
      step *= size + 1;
    }
    for (const cell of cells) values[cell] = (values[cell] ?? 0) + value;
  });
  return {
    languages: ["sv"],
    title: {},
    dimensions,
    stubCount: 1,
    values,
    status: {},
    legend: {},
    decimals: 0,
    notes: [],
    facts: {},
  };
}

/** The slow and obvious attack: every inner table up to a highest number, of which those that agree are kept. */
function possible(
  published: Table,
  leaves: number,
  summed: (inner: readonly number[]) => Table,
  highest: number,
): Map<number, Set<number>> {
  // The cells a leaf counts in: those where a table of nothing but that leaf is not zero.
  const within = Array.from({ length: leaves }, (_, leaf) => {
    const { values } = summed(Array.from({ length: leaves }, (_leaf, at) => (at === leaf ? 1 : 0)));
    return values.flatMap((value, cell) => (value === 1 ? [cell] : []));
  });
  const found = new Map<number, Set<number>>();
  const sums = published.values.map(() => 0);
  const left = published.values.map((_, cell) => within.filter((cells) => cells.includes(cell)).length);
  const agrees = (cell: number): boolean => {
    const shown = published.values[cell] ?? null;
    const sum = sums[cell] ?? 0;
    return shown === null || (left[cell] === 0 ? sum === shown : sum <= shown);
  };
  const walk = (leaf: number): void => {
    const cells = within[leaf];
    if (!cells) {
      sums.forEach((sum, cell) => {
        if (published.values[cell] === null) found.set(cell, (found.get(cell) ?? new Set<number>()).add(sum));
      });
      return;
    }
    for (const cell of cells) left[cell] = (left[cell] ?? 0) - 1;
    for (let value = 0; value <= highest; value += 1) {
      for (const cell of cells) sums[cell] = (sums[cell] ?? 0) + value;
      if (cells.every(agrees)) walk(leaf + 1);
      for (const cell of cells) sums[cell] = (sums[cell] ?? 0) - value;
    }
    for (const cell of cells) left[cell] = (left[cell] ?? 0) + 1;
  };
  walk(0);
  return found;
}

describe("suppression", { timeout: isLong ? 3_600_000 : 20_000 }, () => {
  test("nothing can be computed: every cell left out has at least two values in a search of all tables", () => {
    const shape = fc.constantFrom([2, 2], [2, 3], [3, 2], [2, 2, 2], [4]);
    fc.assert(
      fc.property(
        shape.chain((sizes) => {
          const leaves = sizes.reduce((product, size) => product * size, 1);
          return fc.tuple(
            fc.constant(sizes),
            fc.array(fc.integer({ min: 0, max: leaves > 6 ? 2 : 4 }), { minLength: leaves, maxLength: leaves }),
          );
        }),
        fc.integer({ min: 2, max: 3 }),
        fc.boolean(),
        ([sizes, inner], threshold, keepZeros) => {
          const original = withTotals(sizes, inner);
          const { table, cells, findings } = protect(original, {
            method: "suppression",
            threshold,
            width: 1,
            keepZeros,
          });
          const exposed = new Set(
            findings.filter(({ code }) => code === "protect.cell-exposed").map(({ where }) => where),
          );
          const values = possible(table, inner.length, (one) => withTotals(sizes, one), Math.max(...inner) + 1);
          const audit = auditProtection(table, { original });
          expect(audit.cells.map(({ cell }) => cell)).toEqual(cells.map(({ cell }) => cell));
          for (const { cell, lower, upper, proven, at } of audit.cells) {
            const seen = [...(values.get(cell) ?? [])];
            const isExposed = exposed.has(
              Object.entries(at)
                .map(([id, code]) => `${id}=${code}`)
                .join(", "),
            );
            expect(seen.length > 1 || isExposed).toBe(true);
            expect(Math.min(...seen)).toBeGreaterThanOrEqual(lower);
            expect(Math.max(...seen)).toBeLessThanOrEqual(upper);
            const [low, high] = proven ?? [Infinity, -Infinity];
            // The search goes one beyond the greatest number, so it sees one step of every move.
            const truth = original.values[cell] ?? 0;
            for (const value of [truth - 1, truth, truth + 1])
              expect(value < low || value > high || seen.includes(value)).toBe(true);
          }
          expect(keepZeros || exposed.size === 0).toBe(true);
        },
      ),
      { numRuns: isLong ? 50_000 : 200 },
    );
  });

  test("the same in a hierarchy: schools within areas, and both within the whole", () => {
    const schools = ["a", "b", "c", "d"];
    const shape = (inner: readonly number[]) =>
      cube(
        inner.flatMap((count, at) => Array.from({ length: count }, () => at)),
        {
          languages: ["sv"],
          title: {},
          dimensions: [
            {
              id: "skola",
              label: {},
              of: (at) => schools[at % 4],
              categories: schools.map((code) => ({ code, label: {} })),
              groups: [
                { code: "norr", label: {}, parts: ["a", "b"] },
                { code: "syd", label: {}, parts: ["c", "d"] },
              ],
              totalLabel: { sv: "Totalt" },
            },
            {
              id: "kön",
              label: {},
              of: (at) => `${Math.floor(at / 4)}`,
              categories: ["0", "1"].map((code) => ({ code, label: {} })),
              totalLabel: { sv: "Totalt" },
            },
          ],
        },
      ).table;
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 8, maxLength: 8 }), (inner) => {
        const original = shape(inner);
        const { table, cells, findings } = protect(original, { method: "suppression", threshold: 2, width: 1 });
        expect(findings).toEqual([]);
        const seen = possible(table, 8, shape, Math.max(...inner) + 1);
        for (const { cell } of cells) expect(seen.get(cell)?.size ?? 0).toBeGreaterThan(1);
        expect(auditProtection(table, { original }).counts).toEqual({ exposed: 0, open: 0, protected: cells.length });
      }),
      { numRuns: isLong ? 20_000 : 60 },
    );
  });

  test("every small count is left out, and what is shown is true", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 8 }), fc.boolean(), (seed, schools, withSex) => {
        const source = gradeCube(pupils(120, schools, seed), withSex);
        const { table, cells, findings } = protect(source, { method: "suppression", threshold: 5 });
        expect(findings.filter(({ severity }) => severity === "must")).toEqual([]);
        table.values.forEach((value, cell) => {
          const truth = source.table.values[cell] ?? 0;
          expect(value === null ? truth : value).toBe(truth);
          expect(value === null || value === 0 || value >= 5).toBe(true);
        });
        const { counts } = auditProtection(table, { original: source.table });
        expect(counts).toEqual({ exposed: 0, open: 0, protected: cells.length });
        for (const { reason, proven } of cells)
          expect((proven?.[1] ?? 0) - (proven?.[0] ?? 0)).toBeGreaterThanOrEqual(reason === "complementary" ? 1 : 5);
      }),
      { numRuns: isLong ? 500 : 15 },
    );
  });

  test("leaving out the small counts alone would give many of them away", () => {
    const { table } = gradeCube(pupils(900, 40));
    const naive = {
      ...table,
      values: table.values.map((value) => (value !== null && value > 0 && value < 5 ? null : value)),
    };
    const { counts, findings } = auditProtection(naive);
    expect(counts.exposed).toBeGreaterThan(0);
    expect(findings).toHaveLength(counts.exposed);
    expect(findings[0]?.where).toMatch(/^skola=\w+, betyg=\w$/);
  });

  test("a class where everybody has the same grade is not shown", () => {
    const list = [...pupils(60, 1), ...Array.from({ length: 9 }, () => ({ school: "Z", grade: "F", sex: "1" }))];
    const source = gradeCube(list);
    const cell = cellIndex(source.table, { skola: "Z", betyg: "F" });
    const reasonOf = ({ cells }: Protection) => cells.find((one) => one.cell === cell)?.reason;
    expect(reasonOf(protect(source, { method: "suppression" }))).not.toBe("group");
    const protection = protect(source, { method: "suppression", groups: ["betyg"] });
    expect(reasonOf(protection)).toBe("group");
    expect(auditProtection(protection.table, { original: source.table }).counts.exposed).toBe(0);
  });

  test("an amount one contributor dominates is not shown", () => {
    const list = [1000, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110];
    const source = cube(list, {
      languages: ["sv"],
      title: {},
      amount: (value) => value,
      dimensions: [{ id: "a", label: {}, of: (value) => (value > 45 ? "x" : "y"), totalLabel: { sv: "Totalt" } }],
    });
    const shown = (policy: object) => protect(source, { method: "suppression", threshold: 3, ...policy }).table.values;
    expect(shown({})).toEqual([1660, 1560, 100]);
    expect(shown({ dominance: { largest: 1, percent: 70 } })).toEqual([1660, 1560, 100]);
    expect(shown({ dominance: { largest: 1, percent: 60 } })[1]).toBeNull();
    expect(shown({ dominance: { largest: 2, percent: 60 } })).toEqual([null, null, null]);
    expect(shown({ pPercent: 60 })[1]).toBeNull();
    expect(shown({ pPercent: 40 })).toEqual([1660, 1560, 100]);
  });

  test("shares are left out where the numbers behind them are", () => {
    const counts = gradeCube(pupils(400, 5));
    const protection = protect(counts, { method: "suppression", threshold: 10 });
    const shares: Table = {
      ...counts.table,
      values: counts.table.values.map((value) => (value ?? 0) / 400),
      decimals: 3,
    };
    const shown = withSameCells(protection, shares);
    expect(shown.values.map((value) => value === null)).toEqual(protection.table.values.map((value) => value === null));
    expect(shown.status).toEqual(protection.table.status);
    expect(shown.facts.mayBeAggregated).toBe(false);
    expect(() => withSameCells(protection, withTotals([2], [1, 2]))).toThrow(/same|dimensions/);
  });

  test("zeros are shown when the policy says so", () => {
    const source = gradeCube(pupils(300, 6));
    const { table } = protect(source, { method: "suppression", keepZeros: true });
    source.table.values.forEach((value, cell) => expect(value === 0 ? table.values[cell] : 0).toBe(0));
  });

  test("a published PX table can't be added up, and JSON-stat tells what the marks mean", () => {
    const { table } = protect(gradeCube(pupils(120, 5)), { method: "suppression" });
    const written = writePx(table);
    const text = written.ok ? new TextDecoder().decode(written.value) : "";
    expect(text).toContain("AGGREGALLOWED=NO;");
    expect(text).toContain('DATASYMBOL2="visas inte, till skydd för enskilda";');
    const read = written.ok ? readPx(written.value).table : undefined;
    expect(read?.values).toEqual(table.values);
    expect(toJsonStat(table).extension).toMatchObject({
      px: { aggregallowed: false },
      status: { label: { "..": "visas inte, till skydd för enskilda" } },
    });
  });

  test("a table that does not add up, or has negative numbers, is not for publication", () => {
    const good = withTotals([2], [10, 20]);
    const codes = (values: number[]) =>
      protect({ ...good, values }, { method: "suppression" }).findings.map(({ code }) => code);
    expect(codes([30, 10, 20])).toEqual([]);
    expect(codes([31, 10, 20])).toEqual(["protect.sum-does-not-hold"]);
    expect(codes([10, -10, 20])).toEqual(["protect.negative"]);
    const free = protect(
      { ...good, dimensions: good.dimensions.map(({ total: _total, ...rest }) => rest) },
      { method: "suppression" },
    );
    expect(free.findings.map(({ code }) => code)).toEqual(["protect.no-sums"]);
  });
  test("a cell that can be little else is said to be narrow", () => {
    const whole = withTotals([2], [1, 1]);
    const { findings, cells } = protect(
      { ...whole, values: [null, 1, 1] },
      { method: "suppression", threshold: 2, width: 5 },
    );
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([
      ["protect.cell-narrow", "check"],
      ["protect.cell-narrow", "check"],
    ]);
    expect(cells.map(({ proven }) => proven)).toEqual([
      [0, 2],
      [0, 2],
    ]);
  });
  test("where zeros are kept the sum goes with the cell", () => {
    const { table, findings } = protect(withTotals([2], [1, 0]), { method: "suppression", keepZeros: true });
    expect(findings).toEqual([]);
    expect(table.values).toEqual([null, null, 0]);
  });
  test("an audit says what is exposed, and what it can't decide", () => {
    const original = withTotals([2], [1, 9]);
    const audited = (values: (number | null)[]) =>
      auditProtection({ ...original, values }, { original }).findings.map(({ code }) => code);
    expect(audited([10, null, 9])).toEqual(["protect.cell-exposed"]);
    expect(audited([10, null, null])).toEqual([]);
    // The original is not that of the table: no move of it stays within what is left out.
    const other = withTotals([2], [0, 0]);
    expect(auditProtection({ ...other, values: [10, null, null] }, { original: other }).counts.open).toBe(2);
  });
  test("two measures in one table are refused", () => {
    const table = withTotals([2], [10, 20]);
    const mixed = { ...table, dimensions: table.dimensions.map((one): Dimension => ({ ...one, role: "metric" })) };
    expect(() => protect(mixed, { method: "suppression" })).toThrow(/one measure/);
  });
});

describe("rounding", () => {
  test("adds up, changes no count by the base or more, and keeps multiples", () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.constantFrom(3, 5),
        fc.constantFrom("small" as const, "all" as const),
        (seed, base, only) => {
          const { table } = gradeCube(pupils(150, 6, seed), true);
          const rounded = protect(table, { method: "rounding", base, only }).table;
          expect(
            equations(rounded).every(
              ({ total, parts }) =>
                rounded.values[total] === parts.reduce((sum, part) => sum + (rounded.values[part] ?? 0), 0),
            ),
          ).toBe(true);
          table.values.forEach((value, cell) => {
            const now = rounded.values[cell] ?? 0;
            expect(now === 0 || now >= base).toBe(true);
            expect(only === "small" || now % base === 0).toBe(true);
            expect(Math.abs(now - (value ?? 0))).toBeLessThanOrEqual(base * 4);
          });
        },
      ),
      { numRuns: 25 },
    );
  });
  test("the sums stay near", () => {
    const { table } = gradeCube(pupils(3000, 85));
    const rounded = protect(table, { method: "rounding", base: 3 });
    const most = table.values.reduce<number>(
      (least, value, cell) => Math.max(least, Math.abs((value ?? 0) - (rounded.table.values[cell] ?? 0))),
      0,
    );
    expect(most).toBeLessThanOrEqual(3);
    expect(rounded.findings).toEqual([]);
  });
  test("a base of one is refused", () => {
    expect(() => protect(withTotals([2], [1, 2]), { method: "rounding", base: 1 })).toThrow(/base/);
  });
});

describe("the cell key method", () => {
  const table = perturbationTable({ most: 4, variance: 2 });
  test.each([1, 2, 3, 4, 5])("counts of %s keep their mean, are never negative, and vary as wanted", (count) => {
    const rows = table.filter((row) => row.count === count);
    const moment = (power: number) =>
      rows.reduce((sum, { change, upTo }, at) => sum + (upTo - (rows[at - 1]?.upTo ?? 0)) * change ** power, 0);
    expect(Math.abs(moment(1))).toBeLessThan(1e-9);
    expect(moment(2)).toBeCloseTo(2, count === 1 ? 1 : 6);
    expect(Math.min(...rows.map(({ change }) => count + change))).toBeGreaterThanOrEqual(0);
    expect(rows.at(-1)?.upTo).toBe(1);
  });
  test("zero stays zero, and the last row stands for all larger counts", () => {
    expect(perturb(table, 0, 0.99)).toBe(0);
    expect(perturb(table, 1000, 0.5)).toBe(perturb(table, 5, 0.5));
  });
  test("small results can be ruled out", () => {
    const few = perturbationTable({ most: 5, variance: 3, fewest: 3 });
    expect(few.every(({ count, change }) => count + change === 0 || count + change >= 3)).toBe(true);
  });
  test("the same people give the same number in every table", () => {
    const next = numbers(7);
    const list = pupils(300, 5).map((pupil) => ({ ...pupil, key: next() }));
    const options = { languages: ["sv"], title: {}, recordKey: ({ key }: { key: number }) => key };
    const school = {
      id: "skola",
      label: {},
      of: ({ school: code }: { school: string }) => code,
      totalLabel: { sv: "Totalt" },
    };
    const grade = {
      id: "betyg",
      label: {},
      of: ({ grade: code }: { grade: string }) => code,
      totalLabel: { sv: "Totalt" },
    };
    const one = protect(cube(list, { ...options, dimensions: [school, grade] }), {
      method: "cell-key",
      perturbation: table,
    });
    const other = protect(cube(list.toReversed(), { ...options, dimensions: [grade] }), {
      method: "cell-key",
      perturbation: table,
    });
    for (const code of ["T", "A", "B", "C", "D", "E", "F"])
      expect(other.table.values[cellIndex(other.table, { betyg: code })]).toBe(
        one.table.values[cellIndex(one.table, { skola: "T", betyg: code })],
      );
    expect(one.cells.length).toBeGreaterThan(5);
  });
  test.each<[object, RegExp]>([
    [{ most: 0, variance: 1 }, /most/],
    [{ most: 2, variance: 9 }, /variance/],
    [{ most: 2, variance: 1, fewest: 9 }, /fewest/],
  ])("%o is refused", (options, message) => {
    expect(() => perturbationTable({ most: 2, variance: 1, ...options })).toThrow(message);
  });
  test("a table without record keys is refused", () => {
    expect(() => protect(withTotals([2], [1, 2]), { method: "cell-key", perturbation: table })).toThrow(/record keys/);
  });
});
