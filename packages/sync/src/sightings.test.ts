import { describe, expect, test } from "vitest";
import { afterPlan } from "../test/municipality.ts";
import { batch, memoryTarget, person, school, unit } from "../test/rosters.ts";
import { applyPlan } from "./apply-plan.ts";
import { approve, permitted } from "./approve.ts";
import type { Batch } from "./batch.ts";
import { deletionPlan } from "./deletion-plan.ts";
import { check } from "./guards.ts";
import { memoryJournal } from "./journal.ts";
import { countOperations } from "./plan.ts";
import { type Policy, reconcile } from "./reconcile.ts";
import { emptyRegister, type Register } from "./register.ts";
import { noSightings, noteSightings, type Sightings, staleProof } from "./sightings.ts";
import { undoPlan } from "./undo-plan.ts";
import { verification } from "./verification.ts";

const night = (day: number): string => new Date(Date.UTC(2027, 0, day, 3)).toISOString();
const before = batch(school(1, 1, 6), { readAt: night(0) });
const fewer = batch(school(1, 1, 5));

/** One night's reading, planned and applied. */
function runNight(state: { register: Register; sightings: Sightings }, source: Batch, policy: Policy = {}) {
  const plan = reconcile({ source, target: state.register, policy, sightings: state.sightings });
  const sightings = noteSightings(state.sightings, plan, state.register);
  return { plan, register: afterPlan(state.register, plan), sightings };
}
const filled = runNight({ register: emptyRegister, sightings: noSightings }, before);
const policy: Policy = { removal: { afterRuns: 3 } };

describe("a removal in steps", () => {
  test("a row is stale for as many readings as the policy says, then out of use, and comes back if the source has it", () => {
    let state = filled;
    const kinds: object[] = [];
    for (const day of [1, 2, 3, 4]) {
      state = runNight(state, { ...fewer, readAt: night(day) }, policy);
      kinds.push(countOperations(state.plan.operations));
      expect(state.plan.leaving).toHaveLength(day < 3 ? 2 : 0);
    }
    expect(kinds).toEqual([{}, {}, { deactivate: 2 }, {}]);
    state = runNight(state, { ...before, readAt: night(5) }, policy);
    expect(countOperations(state.plan.operations)).toEqual({ reactivate: 2 });
    expect(state.sightings.unseen).toEqual({});
  });
  test("who has come to another unit leaves the first at once; who has a place at two waits at both", () => {
    const rows = { units: [unit(1), unit(2)], persons: [person(1)] };
    const enrolment = (at: string) => ({ id: `p1|${at}|GR`, person: "p1", unit: at, schoolType: "GR" });
    const enrolments = [enrolment("u1")];
    const placements = [{ id: "p1|u2|FTH", person: "p1", unit: "u2", schoolType: "FTH" }];
    const duties = [{ id: "p1|u1|Lärare", person: "p1", unit: "u1", role: "Lärare" }] as const;
    const state = runNight(filled, batch({ ...rows, enrolments, placements, duties }, { readAt: night(1) }));
    for (const [change, moved] of [
      [{ enrolments }, 0],
      [{ placements }, 0],
      [{ duties }, 0],
      [{ placements, enrolments: [enrolment("u2")] }, 1],
    ] as const) {
      const now = batch({ ...rows, duties, ...change }, { readAt: night(2) });
      const { plan } = runNight(state, now, policy);
      expect(countOperations(plan.operations)["deactivate"] ?? 0).toBe(moved);
      expect(plan.situations["moved"]).toBe(moved);
    }
  });
  test("while it stays for now, its unit is not verified", () => {
    const source = { ...fewer, readAt: night(1) };
    const { register, sightings } = runNight(filled, source, policy);
    expect(verification({ source, target: register, policy, sightings }).units).toMatchObject([
      { stale: 1, state: "deviations" },
    ]);
  });
  test("a night when it is back begins the count again", () => {
    let state = filled;
    for (const [day, source] of [fewer, fewer, before, fewer, fewer].entries())
      state = runNight(state, { ...source, readAt: night(day + 1) }, policy);
    expect(state.plan.operations).toEqual([]);
  });
  test("a reading that was not complete counts for nothing, and neither does the same one twice", () => {
    const broken = { ...fewer, readAt: night(1), health: { complete: false, received: {}, findings: [] } };
    expect(runNight(filled, broken, policy).sightings).toBe(filled.sightings);
    const once = runNight(filled, { ...fewer, readAt: night(1) }, policy);
    expect(runNight(once, { ...fewer, readAt: night(1) }, policy).sightings).toBe(once.sightings);
  });
  test("a guardian who is none any more goes at once", () => {
    const guardianships = [{ id: "g", child: "p1", guardian: "p2", relation: "Vårdnadshavare" }];
    const start = runNight({ register: emptyRegister, sightings: noSightings }, { ...before, guardianships });
    const { plan } = runNight(start, { ...before, readAt: night(1) }, policy);
    expect(plan.operations).toMatchObject([{ kind: "deactivate", entity: "guardianships" }]);
  });
});

describe("deletion, the last step", () => {
  const source = { ...fewer, readAt: night(100) };
  const gone = runNight(runNight(filled, { ...fewer, readAt: night(1) }), source);
  const plan = deletionPlan({ source, target: gone.register, sightings: gone.sightings, graceDays: 90 });

  test("rows out of use for the whole grace are deleted, relations first, with their links", () => {
    expect(plan.operations.map(({ kind, entity }) => `${kind} ${entity}`)).toEqual([
      "unlink links",
      "delete enrolments",
      "delete persons",
    ]);
  });
  test("not before the grace is over", () => {
    const options = { source: { ...fewer, readAt: night(80) }, target: gone.register, sightings: gone.sightings };
    expect(deletionPlan({ ...options, graceDays: 90 }).operations).toEqual([]);
  });
  test("not while something in use refers to them", () => {
    const inactive = gone.register.inactive.filter((key) => key.startsWith("persons/"));
    const target = { ...gone.register, inactive };
    expect(deletionPlan({ source, target, sightings: gone.sightings, graceDays: 90 }).operations).toEqual([]);
  });
  test.each<[string, Record<string, string>, string | undefined, readonly string[]]>([
    ["is its own parent", { a: "a" }, undefined, ["delete units"]],
    ["are each other's parents", { a: "b", b: "a" }, undefined, ["delete units", "delete units"]],
    ["are each other's parents, and one in use is below them,", { a: "b", b: "a", c: "a" }, "c", []],
  ])("units that %s wait only for what stays", (_, parents, inUse, expected) => {
    const units = Object.entries(parents).map(([id, parent]) => ({ ...unit(1), id, parent }));
    const keys = units.map(({ id }) => `units/${id}`).filter((key) => key !== `units/${inUse}`);
    const unseen = Object.fromEntries(keys.map((key) => [key, { since: night(1), runs: 9 }]));
    const target = { ...emptyRegister, units, inactive: keys };
    const due = deletionPlan({
      source: batch({}, { readAt: night(100) }),
      target,
      sightings: { runs: [], unseen },
      graceDays: 90,
    });
    expect(due.operations.map(({ kind, entity }) => `${kind} ${entity}`)).toEqual(expected);
  });
  test("every such plan is held for an approval of its own", () => {
    const guards = check(plan);
    const times = { at: night(100), expires: night(101) };
    const word = approve(plan, { by: "a", reason: "b", ...times });
    expect(guards.find(({ id }) => id === "removals")?.finding?.code).toBe("sync.deletions");
    expect(permitted(plan, guards, word, times.at)).toEqual({ ok: false, error: "held" });
    expect(permitted(plan, guards, { ...word, heldPlan: true }, times.at)).toMatchObject({ ok: true });
  });
  test("applied and undone, the register is as it was, to the last row", async () => {
    const options = (of: typeof plan) => ({
      guards: [],
      approval: approve(of, { by: "a", reason: "b", at: night(100), expires: night(101) }),
      now: () => night(100),
      sleep: () => Promise.resolve(),
    });
    const target = memoryTarget(gone.register);
    await applyPlan(plan, target, memoryJournal(), options(plan));
    expect(target.register().persons).toHaveLength(4);
    const undo = undoPlan(plan, plan.operations);
    await applyPlan(undo, target, memoryJournal(), options(undo));
    expect(target.register()).toEqual(memoryTarget(gone.register).register());
  });
});

describe("the proof that nothing is stale", () => {
  const wanted = { runs: 5, days: 6 };
  const after = (days: readonly number[], source: (day: number) => Batch) => {
    let state = filled;
    // Nothing is applied: the register stays as it was filled.
    for (const day of days)
      state = { ...runNight(state, { ...source(day), readAt: night(day) }), register: filled.register };
    return staleProof(state.sightings, wanted);
  };
  test("is there when enough complete readings over enough days found nothing", () => {
    expect(after([1, 2, 3, 4, 5, 6], () => before)).toMatchObject({ isProved: true, stale: 0, runs: 7, days: 6 });
  });
  test.each<[string, readonly number[]]>([
    ["too few readings", [3, 6, 9]],
    ["too few days", [1, 2, 3, 4, 5]],
    ["no readings", []],
  ])("is not there after %s", (_, days) => {
    expect(after(days, () => before).isProved).toBe(false);
  });
  test("is lost with one stale row, and begins again after it", () => {
    const stale = after([1, 2, 3, 4, 5, 6, 7], (day) => (day === 7 ? fewer : before));
    expect(stale).toMatchObject({ isProved: false, stale: 2, runs: 0 });
    expect(stale.oldest).toHaveLength(2);
    const again = after([1, 2, 3, 4, 5, 6, 7, 8, 9], (day) => (day === 3 ? fewer : before));
    expect(again).toMatchObject({ isProved: false, stale: 0, runs: 6, days: 5, since: night(4) });
  });
  const found = { code: "x", severity: "must", where: "row 2", sv: "x", en: "x" } as const;
  const unreadable = (["persons", "enrolments"] as const).map((entity) => ({
    entity,
    where: "row 2",
    finding: found,
    raw: {},
  }));
  test.each<[string, Partial<Batch>]>([
    ["readings of the units alone", { coverage: before.coverage.filter(({ entity }) => entity === "units") }],
    ["readings with a row that could not be read", { rejected: unreadable }],
  ])("is not there after %s, which miss nobody", (_, change) => {
    const some = { ...fewer, ...change };
    expect(after([1, 2, 3, 4, 5, 6, 7], () => some)).toMatchObject({ isProved: false, runs: 1 });
    // Nor do they take it away.
    expect(after([1, 2, 3, 4, 5, 6, 7], (day) => (day === 3 ? some : before))).toMatchObject({
      isProved: true,
      runs: 7,
    });
    const missed = after([1, 2, 3], (day) => (day === 2 ? fewer : day === 3 ? some : before));
    expect(missed).toMatchObject({ stale: 2, runs: 0 });
  });
  test("holds no name and no number", () => {
    expect(JSON.stringify(filled.sightings)).not.toMatch(/Given|Family|2010/);
  });
});

describe("people of whom nothing may be written", () => {
  test("are remembered, guardians too, until a whole reading no longer protects them", () => {
    const child = person(1, { protection: "Sekretessmarkering" });
    const guardianships = [{ id: "g", child: "p1", guardian: "p2", relation: "Vårdnadshavare" }];
    const whole = batch({ persons: [child, person(2)], guardianships }, { readAt: night(1) });
    const alone = batch({ persons: [person(2)] }, { readAt: night(2), kind: "delta" });
    let state = runNight({ register: emptyRegister, sightings: noSightings }, whole);
    for (const source of [alone, alone]) {
      state = runNight(state, source);
      expect(state.plan.operations).toEqual([]);
    }
    state = runNight(state, batch({ persons: [person(1), person(2)], guardianships }, { readAt: night(3) }));
    expect(countOperations(state.plan.operations)["create"]).toBe(3);
    expect(runNight(state, { ...alone, readAt: night(4) }).plan.aside).toEqual([]);
  });
  test("are remembered from a delta too", () => {
    const child = person(1, { protection: "Sekretessmarkering" });
    const first = batch({ persons: [child] }, { readAt: night(1), kind: "delta" });
    const { protection: _, ...unsaid } = child;
    const state = runNight({ register: emptyRegister, sightings: noSightings }, first);
    expect(runNight(state, batch({ persons: [unsaid] }, { readAt: night(2), kind: "delta" })).plan.operations).toEqual(
      [],
    );
  });

  describe("when nobody has kept in mind who they are", () => {
    const child = person(1, { protection: "Sekretessmarkering" });
    const guardian = person(2, { phone: "1" });
    const guardianships = [{ id: "g", child: "p1", guardian: "p2", relation: "Vårdnadshavare" }];
    const others = school(1, 10, 80);
    // A guardian of a child who is kept out, and of another who is not.
    const whole = batch({
      ...others,
      persons: [...others.persons, child, guardian],
      guardianships: [...guardianships, { id: "h", child: "p10", guardian: "p11", relation: "Vårdnadshavare" }],
    });
    const { register, sightings } = runNight({ register: emptyRegister, sightings: noSightings }, whole);
    const later = { window: { from: night(0), to: night(2) }, readAt: night(2), kind: "delta" } as const;
    const unread = { entity: "persons", where: "row 2", raw: "", finding: { code: "x" } } as never;
    const partly: readonly (readonly [string, Batch])[] = [
      ["a delta", batch({ persons: [guardian] }, later)],
      ["a total of some units", { ...whole, coverage: whole.coverage.map((one) => ({ ...one, units: ["u1"] })) }],
      ["a total where a person could not be read", { ...whole, rejected: [unread] }],
      [
        "a total without guardianships",
        { ...whole, coverage: whole.coverage.filter(({ entity }) => entity !== "guardianships") },
      ],
    ];
    const held = (source: Batch, options: object) =>
      check(reconcile({ source, target: register, ...options }), { appliedTo: night(1) }).filter(
        ({ id, outcome }) => id === "protected" && outcome === "hold",
      ).length;
    test.each(partly)("%s is held, unless the policy lets them in", (_, source) => {
      expect(held(source, {})).toBe(1);
      expect(held(source, { policy: { protectedPersons: "minimal" } })).toBe(0);
      expect(held(source, { sightings })).toBe(0);
    });
    test("a reading of everybody says itself who they are", () => {
      expect(held(whole, {})).toBe(0);
    });
    test("a verification remembers them, too: what remains would else be the next plan", () => {
      const source = batch({ persons: [guardian] }, later);
      expect(verification({ source, target: register, sightings }).remaining.operations).toEqual([]);
    });
  });
});

describe("somebody who is kept out as protected is not gone", () => {
  test("and is not deleted, nor what relates to them, while the source has them", () => {
    let state = runNight(filled, { ...fewer, readAt: night(1) });
    const rows = school(1, 1, 6);
    const persons = rows.persons.map((row) => (row.id === "p5" ? { ...row, protection: "Sekretessmarkering" } : row));
    for (const day of [2, 100, 200]) state = runNight(state, batch({ ...rows, persons }, { readAt: night(day) }));
    expect(state.register.inactive).toHaveLength(2);
    const source = batch({ ...rows, persons }, { readAt: night(200) });
    const plan = deletionPlan({ source, target: state.register, sightings: state.sightings, graceDays: 90 });
    expect(plan.operations).toEqual([]);
  });
});
