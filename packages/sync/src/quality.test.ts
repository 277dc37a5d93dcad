import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { afterPlan, Municipality } from "../test/municipality.ts";
import { batch, person, school, unit } from "../test/rosters.ts";
import type { Batch } from "./batch.ts";
import { differenceInterval, shareInterval } from "./interval.ts";
import { noteQuality, qualityOf, type QualityOptions, type QualityRun } from "./quality.ts";
import { qualityChanges, qualityTable } from "./quality-table.ts";
import { reconcile } from "./reconcile.ts";
import { emptyRegister, type Register } from "./register.ts";
import { verification } from "./verification.ts";

// Wilson's interval as in Brown, Cai & DasGupta 2001 and in R: prop.test(x, n, correct = FALSE).
test.each([
  [0, 10, 0, 0.2775],
  [1, 10, 0.0179, 0.4042],
  [9, 10, 0.5958, 0.9821],
  [10, 10, 0.7225, 1],
  [81, 263, 0.2553, 0.3662],
])("of %i of %i the share is between %f and %f", (count, of, low, high) => {
  const interval = shareInterval(count, of, 0.95);
  expect(interval.low).toBeCloseTo(low, 4);
  expect(interval.high).toBeCloseTo(high, 4);
});

// Newcombe 1998, table II, method 10: 56/70 − 48/80 is 0.0524 to 0.3339; 9/10 − 3/10 is 0.1705 to 0.8090.
test.each([
  [56, 70, 48, 80, 0.0524, 0.3339],
  [9, 10, 3, 10, 0.1705, 0.809],
  [10, 10, 0, 10, 0.6075, 1],
])("the difference of %i of %i and %i of %i is between %f and %f", (a, m, b, n, low, high) => {
  const found = differenceInterval(shareInterval(b, n, 0.95), shareInterval(a, m, 0.95));
  expect(found.low).toBeCloseTo(low, 4);
  expect(found.high).toBeCloseTo(high, 4);
});

test("more confidence and fewer people make the interval wider, and the share is in it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }), (of, part) => {
      const count = Math.round(of * part);
      const [some, more] = [shareInterval(count, of, 0.9), shareInterval(count, of, 0.999)];
      expect(more.low).toBeLessThanOrEqual(some.low);
      expect(more.high).toBeGreaterThanOrEqual(some.high);
      expect(some.low).toBeLessThanOrEqual(some.share);
      expect(some.high).toBeGreaterThanOrEqual(some.share);
    }),
  );
});

const rows = {
  units: [unit(1), unit(2)],
  persons: [...school(1, 1, 101).persons, ...school(2, 101, 151).persons],
  enrolments: [...school(1, 1, 101).enrolments, ...school(2, 101, 151).enrolments],
  // Ten are at both units: in all they count once.
  placements: school(1, 1, 11).persons.map(({ id }) => ({ id: `f${id}`, person: id, unit: "u2", schoolType: "FTH" })),
  duties: [{ id: "d", person: "p150", unit: "u1", role: "Lärare" }] as const,
};
const good = batch(rows);
const register = afterPlan(emptyRegister, reconcile({ source: good, target: emptyRegister }));
const idOf = (sourceId: string): string => register.links.find((link) => link.sourceId === sourceId)?.targetId ?? "";
const quality = (source: Batch, target: Register, more: Partial<QualityOptions> = {}): QualityRun =>
  qualityOf({ source, target, remaining: verification({ source, target, ...more }).remaining, ...more });
const cell = ({ cells }: QualityRun, of: { unit?: string; schoolType?: string } = {}) =>
  cells.find((one) => one.unit === of.unit && one.schoolType === of.schoolType);

describe("a run in counts", () => {
  test("of a register that reads like the source: everybody is matched and verified, by unit and school type", () => {
    const run = quality(good, register);
    expect(run.cells[0]).toBe(cell(run));
    expect(cell(run)).toMatchObject({ people: 150, matched: 150, verified: 150, stale: 0, inRegister: 150 });
    expect(cell(run, { unit: idOf("u1") })).toMatchObject({ people: 101, verified: 101 });
    expect(cell(run, { unit: idOf("u2"), schoolType: "FTH" })).toMatchObject({ people: 10, verified: 10 });
    expect(cell(run, { schoolType: "GR" })).toMatchObject({ people: 150 });
  });
  test("who is new, disputed, withheld, different or stale is counted where they are", () => {
    const persons = rows.persons.flatMap((row) => {
      if (row.id === "p1") return [{ ...row, email: "other@example.se" }];
      if (row.id === "p2") return [{ ...row, protection: "Sekretessmarkering" }];
      if (row.id === "p3" || row.id === "p4") return [{ ...row, identity: "201001019999" }];
      return row.id === "p5" ? [person(900)] : [row];
    });
    const enrolments = rows.enrolments.map((row) => (row.person === "p5" ? { ...row, id: "n", person: "p900" } : row));
    const placements = rows.placements.filter(({ person: id }) => id !== "p5");
    const run = quality(batch({ ...rows, persons, enrolments, placements }), register);
    const here = { people: 100, matched: 96, unmatched: 1, disputed: 2, withheld: 1, stale: 1, inRegister: 100 };
    expect(cell(run, { unit: idOf("u1"), schoolType: "GR" })).toMatchObject({ ...here, verified: 95 });
  });
  test("who was changed after their unit was verified, and what people found wrong", () => {
    const persons = rows.persons.map((row, at) => (at < 3 ? { ...row, email: `${at}@example.se` } : row));
    const source = batch({ ...rows, persons });
    const plan = reconcile({ source, target: register });
    const reviews = [
      { unit: idOf("u1"), state: "signedOff", checked: 59, wrong: 2 },
      { unit: idOf("u2"), state: "inReview", checked: 10, wrong: 0 },
    ] as const;
    const run = quality(source, afterPlan(register, plan), { plan, reviews });
    expect(cell(run, { unit: idOf("u1") })).toMatchObject({ settled: 101, changed: 3, checked: 59, wrong: 2 });
    expect(cell(run, { unit: idOf("u2") })).toMatchObject({ settled: 0, changed: 0, checked: 10, wrong: 0 });
    expect(cell(run)).toMatchObject({ settled: 101, changed: 3, checked: 69, wrong: 2 });
  });
  test("holds nobody: no id, name or number of a person", () => {
    expect(JSON.stringify(quality(good, register))).not.toMatch(/Given|Family|2010|person-|"p\d/);
  });
});

describe("the series", () => {
  const municipality = new Municipality(5, 3, 10);
  const start = municipality.batch("2027-03-01T05:00:00Z");
  const target = afterPlan(emptyRegister, reconcile({ source: start, target: emptyRegister }));
  const first = quality(start, target);
  test("is a table of plain rows, each share with its interval", () => {
    const table = qualityTable([first]);
    expect(table.length).toBeGreaterThan(50);
    for (const { share, low, high, count, of } of table) {
      expect(share).toBe(count / of);
      expect(low <= share && share <= high).toBe(true);
    }
    expect(JSON.parse(JSON.stringify(table))).toEqual(table);
  });
  test("notes a reading once", () => {
    expect(noteQuality(noteQuality([], first), first)).toEqual([first]);
  });
  test("an ordinary week neither improves nor worsens anything", () => {
    municipality.week();
    const next = municipality.batch("2027-03-08T05:00:00Z");
    expect(qualityChanges(first, quality(next, afterPlan(target, reconcile({ source: next, target }))))).toEqual([]);
  });
  test("what goes wrong in one unit is told there, and told again when it is put right", () => {
    const pupils = new Set(start.enrolments.flatMap(({ unit: at, person: id }) => (at === "lag-1" ? [id] : [])));
    const persons = target.persons.map((row) =>
      target.links.some((link) => link.targetId === row.id && pupils.has(link.sourceId))
        ? { ...row, email: "x@y.se" }
        : row,
    );
    const worse = quality(start, { ...target, persons });
    const told = qualityChanges(first, worse);
    const unitId = target.links.find(({ sourceId }) => sourceId === "lag-1")?.targetId;
    expect(told).toContainEqual(
      expect.objectContaining({ unit: unitId, measure: "verified", direction: "worsened", after: 0 }),
    );
    expect(told.every(({ unit: at = unitId }) => at === unitId)).toBe(true);
    expect(qualityChanges(worse, first).map(({ direction }) => direction)).toEqual(told.map(() => "improved"));
  });
});
