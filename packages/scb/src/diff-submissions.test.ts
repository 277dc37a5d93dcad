import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { person, year9 } from "../test/sample.ts";
import { gradesYear9Vt2026 } from "./grade-layouts.ts";
import { staffHt2026 } from "./staff-layout.ts";
import { checkLosses, type Decision, diffSubmissions } from "./diff-submissions.ts";

const layout = gradesYear9Vt2026;
const row = (index: number, unit = "99000001", Ma = "C") => year9(index, { Skolenhetskod: unit, Ma });
const decision = (more: Partial<Decision> = {}): Decision => ({
  schoolUnit: "99000001",
  by: "head of administration",
  reason: "closed",
  at: "2026-06-12T08:00:00Z",
  ...more,
});
const codes = (before: readonly number[], after: readonly number[], decisions: readonly Decision[] = []) =>
  checkLosses(
    diffSubmissions(
      before.map((i) => row(i)),
      after.map((i) => row(i)),
      layout,
    ),
    decisions,
  ).map(({ severity, code }) => `${severity} ${code}`);

test("says per unit who is gone, who is new, and how many rows changed", () => {
  const before = [row(0), row(1), row(2, "99000002"), row(3, "99000002")];
  const after = [row(0, "99000001", "A"), row(2, "99000001"), row(4, "99000003")];
  expect(diffSubmissions(before, after, layout)).toEqual({
    units: [
      { schoolUnit: "99000001", before: 2, after: 2, gone: 1, added: 0 },
      { schoolUnit: "99000002", before: 2, after: 0, gone: 1, added: 0 },
      { schoolUnit: "99000003", before: 0, after: 1, gone: 0, added: 1 },
    ],
    lostUnits: ["99000002"],
    gone: 2,
    added: 1,
    changed: 2,
    changedByField: { Ma: 1, Skolenhetskod: 1 },
  });
});

describe("what has to be decided", () => {
  test("nothing, when nobody is gone", () => {
    expect(codes([0, 1], [0, 1, 2])).toEqual([]);
    expect(codes([], [0])).toEqual([]);
  });
  test("one pupil of many", () => {
    const many = Array.from({ length: 50 }, (_, index) => index);
    expect(codes(many, many.slice(1))).toEqual(["must scb.lost-pupils"]);
  });
  test("a unit", () => expect(codes([0, 1], [])).toEqual(["must scb.lost-unit"]));
  test("a unit whose pupils are all reported at another one", () => {
    const moved = diffSubmissions([row(0)], [row(0, "99000002")], layout);
    expect(checkLosses(moved).map(({ code, where }) => `${code} ${where}`)).toEqual([
      "scb.lost-unit school unit 99000001",
    ]);
  });
  test("a row of a person who has others is a row of its own, by the layout's key", () => {
    const two = [row(0), row(0, "99000002")];
    expect(diffSubmissions(two, two.slice(1), { key: ["PersonNr", "Skolenhetskod"] }).gone).toBe(1);
  });
  test("a decision about one pupil is none about the whole unit", () => {
    const aboutOne = [decision({ gone: 1 })];
    expect(codes([0, 1, 2], [1, 2], aboutOne)).toEqual(["check scb.decided"]);
    expect(codes([0, 1, 2], [], aboutOne)).toEqual(["must scb.lost-unit"]);
  });
  test("a teacher at two units who is left out at one is a loss there: rows are named by the layout's key", () => {
    const at = (unit: string) => ({
      PersonNr: "19811228-9874",
      SkolenhetsKod: unit,
      Skolenhetskod: unit,
      Verksamhetstyp: "11",
    });
    const diff = diffSubmissions([at("99000001"), at("99000002")], [at("99000002")], staffHt2026);
    expect(diff.lostUnits).toEqual(["99000001"]);
  });
  test("a pupil who has moved to another unit is not gone", () => {
    expect(checkLosses(diffSubmissions([row(0), row(1)], [row(0), row(1, "99000002")], layout))).toEqual([]);
  });
  test.each<readonly [string, Partial<Decision>, string]>([
    ["with a name and a reason it is a note", {}, "check scb.decided"],
    ["about another unit it is nothing", { schoolUnit: "99000002" }, "must scb.lost-unit"],
    ["without a name it is nothing", { by: " " }, "must scb.lost-unit"],
    ["without a reason it is nothing", { reason: "" }, "must scb.lost-unit"],
  ])("a decision: %s", (_, more, expected) => expect(codes([0, 1], [], [decision(more)])).toEqual([expected]));
});

test("nobody is lost in the count, and nobody counted twice", () => {
  const some = fc.uniqueArray(fc.nat(30), { maxLength: 20 });
  const unitOf = (index: number, seed: number): string => `9900000${(index * seed) % 3}`;
  fc.assert(
    fc.property(some, some, fc.integer({ min: 1, max: 9 }), (before, after, seed) => {
      const diff = diffSubmissions(
        before.map((i) => row(i, unitOf(i, 1))),
        after.map((i) => row(i, unitOf(i, seed))),
        layout,
      );
      const sum = (what: "before" | "after") => diff.units.reduce((total, unit) => total + unit[what], 0);
      expect([sum("before"), sum("after")]).toEqual([before.length, after.length]);
      expect(before.length - diff.gone + diff.added).toBe(after.length);
      expect(diff.gone).toBe(before.filter((index) => !after.includes(index)).length);
    }),
  );
});

test("a difference names nobody", () => {
  const said = JSON.stringify(checkLosses(diffSubmissions([row(0), row(1)], [row(1)], layout)));
  expect(said).not.toContain(person(0));
});
