import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seeded } from "../test/csv-data.ts";
import { afterPlan } from "../test/municipality.ts";
import { batch, person, school, unit } from "../test/rosters.ts";
import { reconcile } from "./reconcile.ts";
import { emptyRegister } from "./register.ts";
import { errorBound, sampleSize } from "./sampling.ts";
import { newReview, noteChecked, noteVerification, signOff } from "./sign-off.ts";
import { staleProof } from "./sightings.ts";
import { verification } from "./verification.ts";
import { workList } from "./work-list.ts";

describe("how many to look at", () => {
  // The rule of three, and the table of any handbook of auditing.
  test.each([
    [100_000, 0.05, 0.95, 59],
    [100_000, 0.01, 0.95, 298],
    [100_000, 0.05, 0.99, 90],
    [100, 0.05, 0.95, 39],
    [10, 0.05, 0.95, 10],
    [0, 0.05, 0.95, 0],
  ])("of %i, for at most %f wrong at %f: %i", (population, bound, confidence, size) => {
    expect(sampleSize(population, { bound, confidence })).toBe(size);
  });
  test("a sample of that size, drawn from a group with too many wrong, finds one nearly always", () => {
    const random = seeded(7);
    const [population, demand] = [400, { bound: 0.05, confidence: 0.95 }];
    const size = sampleSize(population, demand);
    let missed = 0;
    for (let round = 0; round < 2000; round += 1) {
      const all = Array.from({ length: population }, (_, index) => index);
      let isFound = false;
      for (let drawn = 0; drawn < size; drawn += 1) {
        const at = drawn + Math.floor(random() * (population - drawn));
        [all[drawn], all[at]] = [all[at] ?? 0, all[drawn] ?? 0];
        // 21 of 400 are wrong: one more than is tolerable.
        isFound ||= (all[drawn] ?? 0) < 21;
      }
      if (!isFound) missed += 1;
    }
    expect(missed / 2000).toBeLessThan(0.065);
  });
  test.each([
    [59, 0, 0.95, 0.0495],
    [10, 1, 0.95, 0.3942],
    [0, 0, 0.95, 1],
    [3000, 900, 0.95, 0.314],
    [20_000, 4000, 0.95, 0.2047],
  ])("of %i looked at, %i wrong: at most %f sure that no more than %f are", (checked, wrong, confidence, bound) => {
    expect(errorBound({ checked, wrong, confidence })).toBeCloseTo(bound, 3);
  });
  test("more looked at bounds tighter, more wrong wider", () => {
    const some = fc.integer({ min: 1, max: 300 });
    fc.assert(
      fc.property(some, some, (checked, wrong) => {
        fc.pre(wrong < checked);
        const bound = errorBound({ checked, wrong, confidence: 0.95 });
        expect(errorBound({ checked: checked + 1, wrong, confidence: 0.95 })).toBeLessThanOrEqual(bound + 1e-9);
        expect(errorBound({ checked, wrong: wrong - 1, confidence: 0.95 })).toBeLessThanOrEqual(bound + 1e-9);
      }),
    );
  });
});

const before = batch({
  units: [unit(1), unit(2)],
  persons: [...school(1, 1, 200).persons, ...school(2, 200, 300).persons],
  enrolments: [...school(1, 1, 200).enrolments, ...school(2, 200, 300).enrolments],
});
const register = afterPlan(emptyRegister, reconcile({ source: before, target: emptyRegister }));
const targetUnit = register.units.find(({ name }) => name === "Unit 1 Å")?.id ?? "";
const targetId = (sourceId: string) => register.links.find((link) => link.sourceId === sourceId)?.targetId ?? "";

describe("a work list", () => {
  const source = {
    ...before,
    persons: before.persons.map((row) =>
      row.id === "p1"
        ? person(1, { identity: "20100101TF01" })
        : row.id === "p2"
          ? { ...row, protection: "Sekretessmarkering" }
          : row,
    ),
    enrolments: before.enrolments.map((row) => (row.person === "p250" ? { ...row, unit: "u1" } : row)),
  };
  const plan = reconcile({ source, target: register, policy: { protectedPersons: "minimal" } });
  const target = afterPlan(register, plan);
  const options = { source, target, plan, unit: targetUnit };
  const list = workList({ ...options, random: seeded(1) });
  test("has everybody the sync may have got wrong, and a sample of the others", () => {
    const why = new Map(list.items.map((item) => [item.person, item.reasons]));
    expect(why.get(targetId("p1"))).toEqual(["new-number"]);
    expect(why.get(targetId("p2"))).toEqual(["protected"]);
    expect(why.get(targetId("p250"))).toEqual(["moved"]);
    expect(list.population).toBe(200);
    expect(list.items.filter(({ reasons }) => reasons.includes("sample"))).toHaveLength(list.sampled);
    expect(list.sampled).toBe(sampleSize(197, list.demand));
  });
  test("is the same when it is made again with the same seed, and holds no names", () => {
    expect(workList({ ...options, random: seeded(1) })).toEqual(list);
    expect(workList({ ...options, random: seeded(2) })).not.toEqual(list);
    expect(JSON.stringify(list)).not.toMatch(/Given|Family|2010/);
  });
});

describe("sign-off", () => {
  const rule = { bound: 0.05, confidence: 0.95, roles: ["principal"] };
  const proof = staleProof(
    {
      runs: [
        { readAt: "2027-01-01", stale: 0 },
        { readAt: "2027-02-01", stale: 0 },
      ],
      unseen: {},
    },
    { runs: 2, days: 28 },
  );
  const noProof = staleProof({ runs: [], unseen: {} });
  const ofUnit = (source: typeof before) => {
    const found = verification({ source, target: register }).units.find((one) => one.unit === targetUnit);
    if (found === undefined) throw new Error("no such unit");
    return found;
  };
  const right = ofUnit(before);
  const off = ofUnit({ ...before, enrolments: before.enrolments.slice(1) });
  const signature = { by: "A. Person", role: "principal", at: "2027-02-02T10:00:00Z" };
  const looked = noteChecked(newReview(targetUnit), { checked: 59, wrong: 0 });

  test("by the right role, when the unit reads like the source, nothing is stale and the sample says enough", () => {
    expect(signOff(looked, right, proof, rule, signature)).toMatchObject({
      ok: true,
      value: { state: "signedOff", signed: signature },
    });
  });
  test("is refused with every reason there is", () => {
    const worst = signOff(newReview(targetUnit), off, noProof, rule, { ...signature, role: "teacher" });
    expect(worst).toEqual({ ok: false, error: ["deviations", "sample", "stale", "role"] });
    expect(signOff(noteChecked(looked, { checked: 1, wrong: 1 }), right, proof, rule, signature)).toEqual({
      ok: false,
      error: ["sample"],
    });
  });
  test("is reopened when the unit changes, and not for a few rows", () => {
    const signed = signOff(looked, right, proof, rule, signature);
    const review = signed.ok ? signed.value : newReview(targetUnit);
    expect(noteVerification(review, right, 3)).toBe(review);
    expect(noteVerification(review, right, 11)).toEqual({ ...newReview(targetUnit), state: "reopened" });
    expect(noteVerification(review, off, 0).state).toBe("reopened");
  });
  test("what was wrong is corrected when the unit reads like the source again", () => {
    const deviating = noteChecked(newReview(targetUnit), { checked: 10, wrong: 1 });
    expect(deviating.state).toBe("deviations");
    expect(noteVerification(deviating, right, 1).state).toBe("corrected");
  });
});
