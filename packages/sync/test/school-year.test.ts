import { expect, test } from "vitest";
import { check, type PlanHistory } from "../src/guards.ts";
import { reconcile } from "../src/reconcile.ts";
import { emptyRegister, type Register } from "../src/register.ts";
import { verification } from "../src/verification.ts";
import { afterPlan, Municipality } from "./municipality.ts";

const day = (week: number): string => new Date(Date.UTC(2026, 0, 5) + week * 7 * 86_400_000).toISOString();
const rollover = [{ from: "2026-07-01", to: "2026-09-06" }];
const years = process.env["MILSTOLPE_LONG"] ? [1, 2, 3, 4, 5, 6, 7, 8] : [1];

test.each(years)(
  "a year of school life, the turn of the year included, is not held once (municipality %i)",
  (seed) => {
    const municipality = new Municipality(seed, 4, 7);
    let register: Register = emptyRegister;
    let last: Partial<PlanHistory> = {};
    let changes = 0;
    for (let week = 0; week < 52; week += 1) {
      if (week > 0) municipality.week();
      // The first week of August: week 30.
      if (week === 30) municipality.rollover();
      const source = municipality.batch(day(week));
      const plan = reconcile({ source, target: register });
      const stopped = check(plan, { municipalityCode: "9901", rollover, ...last }).filter(
        ({ outcome }) => outcome === "hold" || outcome === "reject",
      );
      expect(stopped.map(({ finding }) => `week ${week}: ${finding?.en}`)).toEqual([]);
      register = afterPlan(register, plan);
      if (week > 0) changes += plan.operations.length;
      last = { appliedReadAt: plan.readAt, rows: plan.basis.source };
      if (week % 10 > 0) continue;
      const states = new Set(verification({ source, target: register }).units.map(({ state }) => state));
      expect([...states]).toEqual(["verified"]);
    }
    expect(changes).toBeGreaterThan(1000);
  },
  60_000,
);

test("the turn of the year outside its weeks is held", () => {
  const municipality = new Municipality(1);
  const register = afterPlan(emptyRegister, reconcile({ source: municipality.batch(day(0)), target: emptyRegister }));
  municipality.rollover();
  const held = check(reconcile({ source: municipality.batch(day(10)), target: register }), { rollover })
    .filter(({ outcome }) => outcome === "hold")
    .map(({ id }) => id);
  expect(new Set(held)).toEqual(new Set(["relation-removals"]));
});
