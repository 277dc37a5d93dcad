import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { batch, memoryTarget, person, rosters, school, unit } from "../test/rosters.ts";
import { applyPlan } from "./apply-plan.ts";
import { approve, countersign, permitted } from "./approve.ts";
import type { Batch, Person } from "./batch.ts";
import { check } from "./guards.ts";
import { doneOperations } from "./journal-run.ts";
import { memoryJournal } from "./journal.ts";
import { match, type MatchDecision } from "./match.ts";
import { countOperations, type Plan } from "./plan.ts";
import { type Policy, reconcile } from "./reconcile.ts";
import { emptyRegister, type Register } from "./register.ts";
import { noSightings } from "./sightings.ts";
import { undoPlan } from "./undo-plan.ts";
import { verification } from "./verification.ts";

const times = { at: "2027-03-01T06:00:00Z", expires: "2027-03-02T06:00:00Z" };
const approval = (plan: Plan) => approve(plan, { by: "tester", reason: "test", heldPlan: true, ...times });
const options = (plan: Plan) => ({
  guards: [],
  approval: approval(plan),
  now: () => "2027-03-01T07:00:00Z",
  sleep: () => Promise.resolve(),
});

async function apply(
  source: Batch,
  target: Register,
  policy: Policy = {},
  decisions: readonly MatchDecision[] = [],
): Promise<{ register: Register; plan: Plan; undone: () => Promise<Register> }> {
  const plan = reconcile({ source, target, policy, decisions });
  const port = memoryTarget(target);
  const journal = memoryJournal();
  const applied = await applyPlan(plan, port, journal, options(plan));
  expect(applied).toMatchObject({ ok: true, value: { conflicts: [], dead: [], isFinished: true } });
  const register = port.register();
  return {
    register,
    plan,
    undone: async () => {
      const undo = undoPlan(plan, await doneOperations(plan, plan.operations, journal));
      await applyPlan(undo, port, memoryJournal(), options(undo));
      return port.register();
    },
  };
}

const situations = (source: Batch, target: Register) =>
  match({ source, target }).situations.map(({ kind, entity, sourceId, by }) =>
    `${kind} ${entity} ${sourceId ?? ""} ${by ?? ""}`.trim(),
  );
/** A register filled from a batch. */
const filled = async (source: Batch) => (await apply(source, emptyRegister)).register;

describe("laws", () => {
  test("a second plan finds nothing to do", async () => {
    await fc.assert(
      fc.asyncProperty(rosters, rosters, async (before, after) => {
        const { register } = await apply(after, await filled(before));
        expect(reconcile({ source: after, target: register }).operations).toEqual([]);
        expect(verification({ source: after, target: register }).units.every(({ state }) => state === "verified")).toBe(
          true,
        );
      }),
    );
  });
  test("undo gives back every row that was there, and takes new rows out of use", async () => {
    await fc.assert(
      fc.asyncProperty(rosters, rosters, async (before, after) => {
        const first = await filled(before);
        const { undone } = await apply(after, first);
        const restored = await undone();
        const inUse = (register: Register) => ({
          persons: register.persons.filter(({ id }) => !register.inactive.includes(`persons/${id}`)),
          enrolments: register.enrolments.filter(({ id }) => !register.inactive.includes(`enrolments/${id}`)),
          links: register.links,
        });
        expect(inUse(restored)).toEqual(inUse(first));
      }),
    );
  });
  test("the order of the rows does not change the digest", () => {
    fc.assert(
      fc.property(rosters, (source) => {
        const turned = {
          ...source,
          persons: source.persons.toReversed(),
          units: source.units.toReversed(),
          enrolments: source.enrolments.toReversed(),
        };
        expect(reconcile({ source: turned, target: emptyRegister }).digest).toBe(
          reconcile({ source, target: emptyRegister }).digest,
        );
      }),
    );
  });
  test("nobody is lost and nobody is there twice", async () => {
    await fc.assert(
      fc.asyncProperty(rosters, rosters, async (before, after) => {
        const first = await filled(before);
        const { register } = await apply(after, first);
        const ids = new Set(register.persons.map(({ id }) => id));
        expect(ids.size).toBe(register.persons.length);
        expect(first.persons.every(({ id }) => ids.has(id))).toBe(true);
        const active = register.persons.filter(({ id }) => !register.inactive.includes(`persons/${id}`));
        expect(active.map(({ identity }) => identity ?? "").toSorted((a, b) => a.localeCompare(b))).toEqual(
          after.persons.map(({ identity }) => identity ?? "").toSorted((a, b) => a.localeCompare(b)),
        );
      }),
    );
  });
});

describe("matching", () => {
  test("crosswalk, then number, then id; a new row is unmatched", async () => {
    const target = await filled(batch({ persons: [person(1)] }));
    const byNumber = { ...target, persons: [...target.persons, person(2, { id: "x2" })] };
    expect(situations(batch({ persons: [person(1), person(2), person(3)] }), byNumber)).toEqual([
      "linked persons p1 crosswalk",
      "unlinked persons p2 number",
      "unmatched persons p3 nothing",
    ]);
    const byId = { ...emptyRegister, persons: [{ id: "p4", givenName: "Given4", familyName: "Family4" }] };
    expect(situations(batch({ persons: [person(4)] }), byId)).toEqual(["unlinked persons p4 id"]);
  });
  test("another number for the same person is a rekey, never a new person", async () => {
    const target = await filled(batch({ persons: [person(1, { identity: "20100101TF10" })] }));
    const { plan, register } = await apply(batch({ persons: [person(1)] }), target);
    expect(countOperations(plan.operations)).toEqual({ rekey: 1 });
    expect(register.persons).toHaveLength(1);
  });
  test("an id that now means somebody else is disputed, and neither row is touched", async () => {
    const target = await filled(batch({ persons: [person(1)] }));
    const newcomer = person(9, { id: "p1", birthDate: "2012-05-05" });
    const plan = reconcile({ source: batch({ persons: [newcomer] }), target });
    expect(plan.situations["disputed"]).toBe(1);
    expect(plan.operations).toEqual([]);
  });
  test("a decision settles a dispute, and can be another one tomorrow", async () => {
    const target = await filled(batch({ persons: [person(1)] }));
    const source = batch({ persons: [person(9, { id: "p1", birthDate: "2012-05-05" })] });
    const decision = { entity: "persons", sourceId: "p1", targetId: "new", by: "admin", at: times.at } as const;
    expect(countOperations(reconcile({ source, target, decisions: [decision] }).operations)["create"]).toBe(1);
  });
  test("a kept decision that somebody is new makes them once, and another one makes them anew", async () => {
    const source = batch({ persons: [person(9, { id: "p1", birthDate: "2012-05-05" })] });
    const isNew = (at: string): MatchDecision => ({ entity: "persons", sourceId: "p1", targetId: "new", by: "a", at });
    const first = [isNew("2027-03-01T06:00:00Z")];
    for (const target of [emptyRegister, await filled(batch({ persons: [person(1)] }))]) {
      const { register, plan } = await apply(source, target, {}, first);
      expect(countOperations(plan.operations)["create"]).toBe(1);
      const next = reconcile({ source, target: register, decisions: first });
      expect(next.operations).toEqual([]);
      expect(next.situations["linked"]).toBe(1);
      expect(reconcile({ source, target: register }).operations).toEqual([]);
      const again = reconcile({ source, target: register, decisions: [isNew("2027-04-01T06:00:00Z")] });
      expect(countOperations(again.operations)).toEqual({ create: 1, link: 1, deactivate: 1 });
    }
  });
  test("rows of a run that broke off before their links are known again, number or not", async () => {
    const unnumbered = [1, 2].map((index): Person => {
      const { identity: _, ...row } = person(index);
      return row;
    });
    const source = batch({
      units: [unit(1)],
      groups: [{ id: "k", name: "7A", kind: "Klass", unit: "u1" }],
      persons: [...unnumbered, person(3)],
      memberships: unnumbered.map(({ id }) => ({ id: `k|${id}`, group: "k", person: id, role: "pupil" })),
    });
    const whole = await filled(source);
    const { operations } = reconcile({ source, target: emptyRegister });
    for (const [done] of operations.entries()) {
      const port = memoryTarget();
      await port.write(operations.slice(0, done));
      const next = await apply({ ...source, readAt: "2027-03-02T05:00:00Z" }, port.register());
      expect(next.register).toEqual(whole);
    }
  });
  test("a row of a broken-off run that another row is linked to is that one's", () => {
    const source = batch({ groups: [{ id: "k", name: "7A", kind: "Klass", unit: "u1" }], units: [unit(1)] });
    const made = reconcile({ source, target: emptyRegister }).operations.find(({ entity }) => entity === "groups");
    const link = { id: "test|groups|other", source: "test", entity: "groups", sourceId: "other" } as const;
    const groups = [{ id: made?.id ?? "", name: "7A", kind: "Klass", unit: "u1" }];
    const target = { ...emptyRegister, groups, links: [{ ...link, targetId: made?.id ?? "" }] };
    expect(situations(source, target)).toContain("unmatched groups k nothing");
  });
  test("twins stay two: names and birth date never match anybody", async () => {
    const twins = [
      person(1, { familyName: "Ek", givenName: "Åsa" }),
      person(2, { familyName: "Ek", givenName: "Åsa" }),
    ];
    const target = { ...(await filled(batch({ persons: twins }))), links: [] };
    const { register } = await apply(batch({ persons: twins.toReversed() }), target);
    expect(register.persons.map(({ identity }) => identity ?? "").toSorted((a, b) => a.localeCompare(b))).toEqual(
      twins.map(({ identity }) => identity),
    );
  });
  test("two rows of the source with one number are set aside, both", () => {
    const source = batch({ persons: [person(1), person(2, { identity: person(1).identity ?? "" })] });
    const plan = reconcile({ source, target: emptyRegister });
    expect(plan.situations["duplicateKey"]).toBe(2);
    expect(plan.operations).toEqual([]);
  });
  test("what refers to a row that is there twice keeps what it refers to", async () => {
    const group = { id: "k1", name: "1A", kind: "Klass", unit: "u1" } as const;
    const placements = [{ id: "p", person: "p1", unit: "u1", schoolType: "FTH", group: "k1" }];
    const rows = { units: [unit(0), { ...unit(1), parent: "u0" }], persons: [person(1)], placements };
    const all = batch({ ...rows, groups: [group] });
    const coverage = all.coverage.map((one) => ({ ...one, fields: [...one.fields, "parent", "group"] }));
    const target = await filled({ ...all, coverage });
    expect(target.placements[0]?.group).toBe(target.groups[0]?.id);
    expect(reconcile({ source: { ...all, coverage, groups: [group, group] }, target }).operations).toEqual([]);
    const units = [unit(0), unit(0), ...rows.units.slice(1)];
    expect(reconcile({ source: { ...all, coverage, units }, target }).operations).toEqual([]);
    // One that is gone is no longer referred to.
    const gone = reconcile({ source: { ...all, coverage, groups: [] }, target });
    expect(gone.operations.find(({ entity }) => entity === "placements")?.changes).toMatchObject([{ field: "group" }]);
  });
  test("somebody who comes back is taken into use again", async () => {
    const target = await filled(batch(school(1, 1, 4)));
    const without = await apply(batch({ ...school(1, 1, 3) }), target);
    expect(without.register.inactive).toHaveLength(2);
    const back = await apply(batch(school(1, 1, 4)), without.register);
    expect(countOperations(back.plan.operations)).toEqual({ reactivate: 2 });
    expect(back.register.inactive).toEqual([]);
  });
});

describe("what the source does not say", () => {
  const full = batch(school(1, 1, 4));
  test("a field that is not covered is never blanked", async () => {
    const target = await filled(batch({ persons: [person(1, { email: "a@example.se" })] }));
    const coverage = batch({}).coverage.map((one) => ({
      ...one,
      fields: one.fields.filter((field) => field !== "email"),
    }));
    expect(reconcile({ source: batch({ persons: [person(1)] }, { coverage }), target }).operations).toEqual([]);
    expect(reconcile({ source: batch({ persons: [person(1)] }), target }).operations[0]?.changes).toEqual([
      { field: "email", before: "a@example.se" },
    ]);
  });
  test.each([
    ["a source that was not read to its end", { health: { complete: false, received: {}, findings: [] } }],
    ["a source that does not speak for all", { coverage: full.coverage.map((one) => ({ ...one, complete: false })) }],
  ])("%s removes nobody", async (_, change) => {
    const target = await filled(full);
    expect(reconcile({ source: batch({ units: full.units }, change), target }).operations).toEqual([]);
  });
  test("rows that this source never vouched for are left alone", async () => {
    const target = {
      ...(await filled(full)),
      persons: [...(await filled(full)).persons, person(77, { id: "made by hand" })],
    };
    expect(reconcile({ source: full, target }).operations).toEqual([]);
  });
  test("a field the target owns is not overwritten, one it may fill is filled once", async () => {
    const target = await filled(batch({ persons: [person(1, { email: "own@example.se" })] }));
    const source = batch({ persons: [person(1, { email: "b@example.se", phone: "1" })] });
    const policy = { owners: { "persons.email": "target", "persons.phone": "target-if-empty" } } as const;
    expect(reconcile({ source, target, policy }).operations[0]?.changes).toEqual([{ field: "phone", after: "1" }]);
  });
  test("nor is it written when the row is made, and a second plan finds nothing to do", async () => {
    const source = batch({ persons: [person(1, { email: "b@example.se" })] });
    const { register } = await apply(source, emptyRegister, { owners: { "persons.email": "target" } });
    expect(register.persons[0]).not.toHaveProperty("email");
  });
});

describe("what a source leaves out by accident", () => {
  const full = batch({
    ...school(1, 1, 4),
    guardianships: [{ id: "g", child: "p1", guardian: "p2", relation: "Vårdnadshavare" }],
  });
  const why = { code: "x", severity: "must", where: "row 2", sv: "", en: "" } as const;
  test("a person whose row could not be read stays, and so does what relates to them", async () => {
    const target = await filled(full);
    const persons = full.persons.slice(1);
    const rejected = [{ entity: "persons", where: "row 2", raw: "p1;", finding: why }] as const;
    expect(reconcile({ source: { ...full, persons, rejected }, target }).operations).toEqual([]);
  });
  test("a delta removes what it says is gone, and nothing that it leaves out", async () => {
    const target = await filled(full);
    const delta = batch({}, { kind: "delta", removed: { enrolments: full.enrolments.slice(0, 1) } });
    expect(reconcile({ source: delta, target }).operations.map(({ kind, entity }) => `${kind} ${entity}`)).toEqual([
      "deactivate enrolments",
    ]);
  });
  test("deltas one after the other end where the total does", async () => {
    await fc.assert(
      fc.asyncProperty(rosters, rosters, async (before, after) => {
        const first = await filled(before);
        const gone = <T extends { id: string }>(was: readonly T[], is: readonly T[]) =>
          was.filter(({ id }) => !is.some((row) => row.id === id));
        const delta: Batch = {
          ...after,
          kind: "delta",
          removed: {
            persons: gone(before.persons, after.persons),
            enrolments: gone(before.enrolments, after.enrolments),
            guardianships: gone(before.guardianships, after.guardianships),
          },
        };
        const { register: byDelta } = await apply(delta, first);
        const { register: byTotal } = await apply(after, first);
        expect(byDelta).toEqual(byTotal);
      }),
    );
  });
  describe("of a delta, a new row with the number of somebody whom it does not tell of", () => {
    const rows = { units: [unit(1)], persons: [person(1), person(2)], enrolments: [] };
    const twin = { ...person(1), id: "twin", givenName: "Other" };
    const delta = (more: Partial<Batch> = {}): Batch => ({
      ...batch({ persons: [twin] }),
      kind: "delta",
      window: { from: "2027-03-01T00:00:00Z", to: "2027-03-02T00:00:00Z" },
      coverage: batch(rows).coverage.map((one) => ({ ...one, complete: false })),
      ...more,
    });

    test("is set aside, as it would be beside them in a total", async () => {
      const { plan, register } = await apply(delta(), await filled(batch(rows)));
      expect(plan.operations).toEqual([]);
      expect(plan.aside.map(({ sourceId }) => sourceId)).toContain("twin");
      expect(register.persons.map(({ givenName }) => givenName)).not.toContain("Other");
    });

    test("is them when the delta says that the other is gone, when they were out of use, or when a person says so", async () => {
      const register = await filled(batch(rows));
      const known = register.persons.find(({ identity }) => identity === person(1).identity);
      const gone = delta({ removed: { persons: [person(1)] } });
      expect(match({ source: gone, target: register }).targetOf.persons.get("twin")).toBe(known?.id);
      const resting = { ...register, inactive: [`persons/${known?.id}`] };
      expect(match({ source: delta(), target: resting }).targetOf.persons.get("twin")).toBe(known?.id);
      const decisions = [
        { entity: "persons", sourceId: "twin", targetId: known?.id ?? "", at: times.at, by: "tester", reason: "seen" },
      ] as const;
      expect(match({ source: delta(), target: register, decisions }).targetOf.persons.get("twin")).toBe(known?.id);
    });
  });

  test("an empty identity number is none: people without one are not one person", () => {
    const plan = reconcile({
      source: batch({ persons: [person(1, { identity: "" }), person(2, { identity: "" })] }),
      target: emptyRegister,
    });
    expect(countOperations(plan.operations)).toEqual({ create: 2, link: 2 });
  });
  test("a decision for a row that is not there is a dispute", () => {
    const decision = { entity: "persons", sourceId: "p1", targetId: "gone", by: "admin", at: times.at } as const;
    const plan = reconcile({ source: batch({ persons: [person(1)] }), target: emptyRegister, decisions: [decision] });
    expect(plan.operations).toEqual([]);
    expect(plan.situations["disputed"]).toBe(1);
  });
});

describe("a source that speaks for some units", () => {
  const both = {
    units: [unit(1), unit(2)],
    persons: [...school(1, 1, 4).persons, ...school(2, 4, 7).persons],
    enrolments: [...school(1, 1, 4).enrolments, ...school(2, 4, 7).enrolments],
  };
  const coverage = batch({}).coverage.map((one) =>
    one.entity === "enrolments" ? { ...one, units: ["u1"] } : { ...one, complete: false },
  );
  test("removes what is gone there, and nothing elsewhere", async () => {
    const target = await filled(batch(both));
    const source = batch({ ...both, enrolments: both.enrolments.slice(1, 2) }, { coverage });
    const gone = reconcile({ source, target }).operations;
    expect(gone.map(({ kind, entity }) => `${kind} ${entity}`)).toEqual([
      "deactivate enrolments",
      "deactivate enrolments",
    ]);
    const unit1 = target.units.find(({ name }) => name === "Unit 1 Å")?.id;
    expect(new Set(gone.map((one) => one.unit))).toEqual(new Set([unit1]));
  });
  test("and nothing at all when it was not read to its end", async () => {
    const source = batch(
      { ...both, enrolments: [] },
      { coverage, health: { complete: false, received: {}, findings: [] } },
    );
    expect(reconcile({ source, target: await filled(batch(both)) }).operations).toEqual([]);
  });
});

describe("rows that the source has merged", () => {
  const merged = [{ entity: "persons", from: "p1", into: "n1" }] as const;
  const newcomer = person(1, { id: "n1", identity: "20100101TF55" });
  test("the row that is left is what the other was", async () => {
    const target = await filled(batch({ persons: [person(1), person(2)] }));
    const { plan, register } = await apply(batch({ persons: [newcomer, person(2)] }, { merged }), target);
    expect(countOperations(plan.operations)).toEqual({ rekey: 1, link: 1 });
    expect(register.persons).toHaveLength(2);
  });
  test("is not gone with the id that it had, but only with the one it has", async () => {
    const options = { readAt: "2027-03-03T05:00:00Z", kind: "delta" } as const;
    const target = await filled(batch({ persons: [person(1), person(2)] }));
    const both = (await apply(batch({ persons: [newcomer, person(2)] }, { merged }), target)).register;
    const first = reconcile({ source: batch({}, { ...options, removed: { persons: [person(1)] } }), target: both });
    expect(countOperations(first.operations)).toEqual({ unlink: 1 });
    const { register } = await apply(batch({}, { ...options, removed: { persons: [person(1)] } }), both);
    expect(verification({ source: batch({ persons: [newcomer, person(2)] }), target: register }).elsewhere).toBe(0);
    const last = reconcile({ source: batch({}, { ...options, removed: { persons: [newcomer] } }), target: register });
    expect(countOperations(last.operations)).toEqual({ deactivate: 1 });
  });
  const into = (from: string, left: string) => ({ entity: "persons", from, into: left }) as const;
  test("merges one after the other are followed to the end, in whatever order they are listed", async () => {
    const target = await filled(batch({ persons: [person(1)] }));
    for (const chain of [
      [into("p1", "m1"), into("m1", "n1")],
      [into("m1", "n1"), into("p1", "m1")],
    ]) {
      const plan = reconcile({ source: batch({ persons: [newcomer] }, { merged: chain }), target });
      expect(countOperations(plan.operations)).toEqual({ rekey: 1, link: 1 });
    }
  });
  test("the order of the merges does not change the digest, rounds and forks included", async () => {
    const target = await filled(batch({ persons: [person(1), person(2), person(3)] }));
    const persons = [person(2), person(4), person(5)];
    const id = fc.integer({ min: 1, max: 5 }).map((index) => `p${index}`);
    const merges = fc.uniqueArray(fc.tuple(id, id), { maxLength: 6, selector: String });
    const shuffled = merges.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        const digest = (pairs: typeof one) => {
          const merged = pairs.map(([from, left]) => into(from, left));
          return reconcile({ source: batch({ persons }, { merged }), target }).digest;
        };
        expect(digest(other)).toBe(digest(one));
      }),
    );
  });
  test("two rows of the target that are now one are for a person, and neither is touched", async () => {
    const target = await filled(batch({ persons: [person(1), newcomer] }));
    const plan = reconcile({ source: batch({ persons: [newcomer] }, { merged }), target });
    expect(plan.operations).toEqual([]);
    expect(plan.aside).toMatchObject([{ sourceId: "n1", why: "the source has made two rows one" }]);
  });
});

describe("a field that may be changed by hand", () => {
  const policy = { owners: { "persons.phone": "manual" } } as const;
  const first = batch({ persons: [person(1, { phone: "1" }), person(2, { phone: "1" })] });
  const next = batch({ persons: [person(1, { phone: "2" }), person(2, { phone: "2" })] });
  test("keeps what somebody has changed, and follows the source elsewhere", async () => {
    const applied = await filled(first);
    const target = {
      ...applied,
      persons: applied.persons.map((row) => (row.givenName === "Given1" ? { ...row, phone: "by hand" } : row)),
    };
    const { operations } = reconcile({ source: next, target, policy, applied });
    expect(operations.map(({ changes }) => changes)).toEqual([[{ field: "phone", before: "1", after: "2" }]]);
  });
  test("is anybody's when nobody knows what was left there", async () => {
    expect(reconcile({ source: next, target: await filled(first), policy }).operations).toEqual([]);
  });
});

describe("protected identities fail closed", () => {
  const shown = person(1, { email: "a@example.se", phone: "1" });
  const source = batch({ persons: [{ ...shown, protection: "Skyddad folkbokföring" }] });
  test("by default nothing is written, and a person is asked", async () => {
    const plan = reconcile({ source, target: await filled(batch({ persons: [shown] })) });
    expect(plan.operations).toEqual([]);
    expect(plan.aside).toEqual([{ entity: "persons", sourceId: "p1", why: "protected identity" }]);
  });
  test("nothing that relates to them is written either, and nothing is taken away", async () => {
    const before = batch(school(1, 1, 3));
    const [, second] = before.persons;
    const hidden = {
      ...before,
      persons: [{ ...person(1), protection: "Sekretessmarkering" }, ...(second ? [second] : [])],
    };
    const fresh = reconcile({ source: hidden, target: emptyRegister });
    expect(fresh.operations.filter(({ id }) => id.includes("p1"))).toEqual([]);
    expect(countOperations(fresh.operations)).toEqual({ create: 3, link: 2 });
    expect(reconcile({ source: { ...hidden, enrolments: [] }, target: await filled(before) }).operations).toMatchObject(
      [{ kind: "deactivate", entity: "enrolments" }],
    );
  });
  test("the guardian of a protected child is handled as protected", () => {
    const source = batch({
      persons: [person(1, { protection: "Sekretessmarkering" }), person(2, { phone: "1" })],
      guardianships: [{ id: "g", child: "p1", guardian: "p2", relation: "Vårdnadshavare" }],
    });
    const plan = reconcile({ source, target: emptyRegister, policy: { protectedPersons: "minimal" } });
    expect(JSON.stringify(plan.operations)).not.toContain("phone");
    expect(plan.situations["protected"]).toBe(2);
  });
  describe("what the batch does not say of a protected child, the register does", () => {
    const child = person(1, { protection: "Sekretessmarkering" });
    const guardianships = [{ id: "g", child: "p1", guardian: "p2", relation: "Vårdnadshavare" }];
    const shown = person(2, { email: "a@example.se", phone: "1" });
    const without = batch({}).coverage.map((one) =>
      one.entity === "guardianships" ? { ...one, complete: false, fields: [] } : one,
    );
    const delta = { kind: "delta" } as const;
    test.each<[string, Batch]>([
      ["a delta with the guardian alone", batch({ persons: [shown] }, delta)],
      ["a delta with the guardianship, but not the child", batch({ persons: [shown], guardianships }, delta)],
      ["a total without guardianships", batch({ persons: [child, shown] }, { coverage: without })],
      ["a total where the guardianship is no more", batch({ persons: [child, shown] })],
    ])("%s: the guardian stays protected", async (_, source) => {
      for (const protectedPersons of ["minimal", "pseudonymise"] as const) {
        const policy = { protectedPersons };
        const target = (await apply(batch({ persons: [child, shown], guardianships }), emptyRegister, policy)).register;
        const { register } = await apply(source, target, policy);
        expect(register.persons).toEqual(target.persons);
        expect(reconcile({ source: batch({ persons: [shown] }, delta), target: register, policy }).operations).toEqual(
          [],
        );
      }
    });
    test("a child who is marked in the register alone: a new guardian is protected, one set free is not", () => {
      const row = { ...child, id: "t1" };
      const links = [
        { id: "test|persons|p1", source: "test", entity: "persons", sourceId: "p1", targetId: "t1" },
      ] as const;
      const target = { ...emptyRegister, persons: [row], links };
      const policy = { protectedPersons: "minimal" } as const;
      const withheld = reconcile({ source: batch({ persons: [shown], guardianships }, delta), target, policy });
      expect(JSON.stringify(withheld.operations)).not.toContain("phone");
      const free = batch({ persons: [person(1), shown], guardianships }, delta);
      expect(JSON.stringify(reconcile({ source: free, target, policy }).operations)).toContain("phone");
    });
    test("by default nothing that relates to them is written, and they are not taken out of use", async () => {
      const rows = { units: [unit(1)], groups: [{ id: "k", name: "7A", kind: "Klass", unit: "u1" }] };
      const before = await filled(batch({ ...rows, persons: [person(1), shown], guardianships }));
      const persons = before.persons.map((one) =>
        one.givenName === "Given1" ? { ...one, protection: "Sekretessmarkering" } : one,
      );
      const target = { ...before, persons };
      const related: Partial<Batch> = {
        memberships: [{ id: "k|p1", group: "k", person: "p1", role: "pupil" }],
        enrolments: [{ id: "p1|u1|GR", person: "p1", unit: "u1", schoolType: "GR" }],
        guardianships: [{ id: "n", child: "p3", guardian: "p2", relation: "Vårdnadshavare" }],
      };
      expect(reconcile({ source: batch(related, delta), target }).operations).toEqual([]);
      const removed = { persons: [person(1), shown] };
      for (const source of [batch(rows), batch({}, { ...delta, removed })]) {
        const gone = reconcile({ source, target });
        expect(gone.operations).toEqual([]);
        const aside = persons.map(({ id }) => ({ entity: "persons", targetId: id, why: "protected identity" }));
        expect(gone.aside).toHaveLength(2);
        expect(gone.aside).toEqual(expect.arrayContaining(aside));
      }
    });
  });
  test.each(["exclude", "pseudonymise", "minimal", "include"] as const)(
    "somebody marked who is gone from a complete source is not stale, but for a person: %s",
    async (protectedPersons) => {
      const rows = school(1, 1, 4);
      const before = (await apply(batch(rows), emptyRegister)).register;
      const persons = before.persons.map((one) =>
        one.givenName === "Given1" ? { ...one, protection: "Sekretessmarkering" } : one,
      );
      const target = { ...before, persons };
      const id = persons.find(({ protection }) => protection === "Sekretessmarkering")?.id ?? "";
      const gone = batch({ ...rows, persons: rows.persons.slice(1), enrolments: rows.enrolments.slice(1) });
      const policy = { protectedPersons };
      const plan = reconcile({ source: gone, target, policy });
      expect(plan.operations).toEqual([]);
      expect(plan.aside).toEqual([{ entity: "persons", targetId: id, why: "protected identity" }]);
      expect(verification({ source: gone, target, policy }).units).toMatchObject([{ disputed: 1, state: "inReview" }]);
      // Where the child is in the source, a guardian who is none any more is none at once.
      const guardianships = [{ id: "g", child: "p1", guardian: "p2", relation: "Vårdnadshavare" }];
      if (protectedPersons === "exclude") return;
      const marked = rows.persons.map((one) => (one.id === "p1" ? { ...one, protection: "Sekretessmarkering" } : one));
      const family = (await apply(batch({ ...rows, persons: marked, guardianships }), emptyRegister, policy)).register;
      const kinds = reconcile({ source: batch({ ...rows, persons: marked }), target: family, policy }).operations;
      expect(kinds.map(({ kind, entity }) => `${kind} ${entity}`)).toEqual(["deactivate guardianships"]);
    },
  );
  test("a pseudonym takes the place of a name that somebody has written by hand", async () => {
    const owners = { "persons.givenName": "manual", "persons.familyName": "target" } as const;
    const before = await filled(batch({ persons: [shown] }));
    const { register } = await apply(source, before, { protectedPersons: "pseudonymise", owners });
    expect(register.persons).toMatchObject([{ givenName: "Skyddad", familyName: "Identitet" }]);
  });
  test("a field that nobody has thought of is not written, nor a signature under a pseudonym", async () => {
    const hidden = { ...shown, protection: "Sekretessmarkering", address: "Street 1" };
    const duties = [{ id: "d", person: "p1", unit: "u1", role: "Lärare", signature: "GIVFAM" }] as const;
    const rows = batch({ units: [unit(1)], persons: [hidden], duties });
    for (const protectedPersons of ["minimal", "pseudonymise"] as const) {
      const { register } = await apply(rows, emptyRegister, { protectedPersons });
      expect(register.persons[0]).not.toHaveProperty("address");
      expect(JSON.stringify(register).includes("GIVFAM")).toBe(protectedPersons === "minimal");
      const before = (await apply({ ...rows, persons: [shown] }, emptyRegister, { protectedPersons })).register;
      expect((await apply(rows, before, { protectedPersons })).register).toEqual(register);
    }
  });
  test("a marking goes when the source says so, not when it says nothing", async () => {
    const policy = { protectedPersons: "minimal" } as const;
    const target = (await apply(source, emptyRegister, policy)).register;
    const { protection: _, ...unsaid } = shown;
    expect(reconcile({ source: batch({ persons: [unsaid] }), target, policy }).operations).toEqual([]);
    const cleared = reconcile({ source: batch({ persons: [shown] }), target, policy });
    expect(cleared.operations[0]?.changes.map(({ field }) => field)).toEqual(["email", "phone", "protection"]);
  });
  test.each(["minimal", "pseudonymise"] as const)(
    "%s takes contact details away from somebody who became protected",
    async (protectedPersons) => {
      const { register } = await apply(source, await filled(batch({ persons: [shown] })), { protectedPersons });
      expect(register.persons[0]).not.toHaveProperty("email");
      expect(register.persons[0]).not.toHaveProperty("phone");
      expect(register.persons[0]?.givenName).toBe(protectedPersons === "minimal" ? "Given1" : "Skyddad");
      expect(register.persons[0]?.identity).toBe(protectedPersons === "minimal" ? shown.identity : undefined);
    },
  );
});

describe("verification", () => {
  test("counts people, each once, and says how many are equal", async () => {
    const target = await filled(batch(school(1, 1, 11)));
    const now = school(1, 3, 12);
    const persons = now.persons.map((row) => (row.id === "p5" ? { ...row, email: "b@example.se" } : row));
    const { units } = verification({ source: batch({ ...now, persons }), target });
    expect(units).toMatchObject([
      { inSource: 9, inRegister: 10, equal: 7, differing: 1, missing: 1, stale: 2, otherRows: 0, state: "deviations" },
    ]);
  });
});

describe("order of writing", () => {
  test("a relation comes after what it relates, and goes before it", async () => {
    const target = await filled(batch(school(1, 1, 4)));
    const { operations } = reconcile({ source: batch({ ...school(2, 5, 8) }), target });
    const kinds = operations.map(({ kind, entity }) => `${kind} ${entity}`);
    expect(kinds.indexOf("create persons")).toBeLessThan(kinds.indexOf("create enrolments"));
    expect(kinds.lastIndexOf("create enrolments")).toBeLessThan(kinds.indexOf("deactivate enrolments"));
    expect(kinds.lastIndexOf("deactivate enrolments")).toBeLessThan(kinds.indexOf("deactivate persons"));
    expect(kinds.lastIndexOf("deactivate persons")).toBeLessThan(kinds.indexOf("deactivate units"));
  });
});

describe("guards", () => {
  const large = { ...school(1, 100, 200) };
  const both = {
    units: [unit(1), unit(2)],
    persons: [...large.persons, ...school(2, 300, 420).persons],
    enrolments: [...large.enrolments, ...school(2, 300, 420).enrolments],
  };
  const outcomes = (source: Batch, target: Register, history = {}) =>
    check(reconcile({ source, target }), history)
      .filter(({ outcome }) => outcome !== "pass")
      .map(({ id, outcome, unit: at }) => `${outcome} ${id}${at === undefined ? "" : ` ${at}`}`);

  test("a register like the one before passes every guard", async () => {
    expect(outcomes(batch(both), await filled(batch(both)), { municipalityCode: "9901" })).toEqual([]);
  });
  test.each<[string, Partial<Batch>, object, string]>([
    ["a source that broke off", { health: { complete: false, received: {}, findings: [] } }, {}, "reject source-read"],
    ["an empty source", { persons: [], enrolments: [], units: [] }, {}, "reject source-size"],
    ["no enrolments at all", { enrolments: [] }, {}, "hold source-size"],
    [
      "letters encoded twice",
      { persons: both.persons.map((row) => ({ ...row, givenName: "Ã…sa" })) },
      {},
      "hold encoding",
    ],
    [
      "letters that are lost",
      { persons: both.persons.map((row) => ({ ...row, givenName: "\ufffdsa" })) },
      {},
      "reject encoding",
    ],
    [
      "another municipality",
      { units: both.units.map((row) => ({ ...row, municipalityCode: "9902" })) },
      { municipalityCode: "9901" },
      "reject municipality",
    ],
    ["a reading from before the last one", {}, { appliedReadAt: "2027-03-02T05:00:00Z" }, "reject order"],
    [
      "a tenth of the people gone",
      { persons: both.persons.slice(0, 190), enrolments: both.enrolments.slice(0, 190) },
      {},
      "hold removals",
    ],
    [
      "letters replaced by question marks",
      { persons: both.persons.map((row) => ({ ...row, familyName: "Bj?rk" })) },
      {},
      "hold encoding",
    ],
    [
      "leading zeros lost",
      { persons: both.persons.map((row) => ({ ...row, identity: row.identity?.slice(2) ?? "" })) },
      {},
      "hold values",
    ],
    [
      "dates rewritten by a spreadsheet",
      { persons: both.persons.map((row) => ({ ...row, birthDate: "01/01/2010" })) },
      {},
      "hold values",
    ],
    [
      "a column that is no longer filled in",
      { persons: both.persons.map((row) => ({ ...row, birthDate: "" })) },
      {},
      "hold field-changes",
    ],
    [
      "ids and numbers of another kind",
      { persons: both.persons.map((row) => ({ ...row, id: `n${row.id}`, identity: `19${row.identity?.slice(2)}` })) },
      {},
      "hold additions",
    ],
    ["a delta after a gap", { kind: "delta", window: { from: times.at, to: times.at } }, {}, "reject delta"],
    [
      "duplicate keys all over",
      { persons: both.persons.map((row) => ({ ...row, identity: "201001010101" })) },
      {},
      "reject keys",
    ],
  ])("%s", async (_, change, history, expected) => {
    expect(outcomes({ ...batch(both), ...change }, await filled(batch(both)), history)).toContain(expected);
  });
  test("a delta that does not say which time it tells of is looked at", async () => {
    const source = { ...batch(both), kind: "delta" } as const;
    const plan = reconcile({ source, target: await filled(batch(both)), sightings: noSightings });
    const told = (history: object) =>
      check(plan, history).flatMap(({ id, outcome }) => (id === "delta" ? outcome : []));
    expect(told({ appliedTo: times.at })).toEqual(["warn"]);
    expect(told({})).toEqual(["reject"]);
  });
  test("a relation that is emptied while everybody stays is held", async () => {
    const guardianships = both.persons.slice(0, 100).map(({ id }) => ({
      id: `${id}|p150`,
      child: id,
      guardian: "p150",
      relation: "Vårdnadshavare",
    }));
    const target = await filled(batch({ ...both, guardianships }));
    const fewer = batch({ ...both, guardianships: guardianships.slice(20) });
    expect(outcomes(fewer, target)).toEqual(["hold relation-removals"]);
  });
  test("a field of a relation that is emptied, or another, for all is held; at the turn of the year everybody's year is another", async () => {
    const target = await filled(batch(both));
    const year = (change: (row: (typeof both.enrolments)[number]) => object) =>
      batch({ ...both, enrolments: both.enrolments.map((row) => ({ ...row, ...change(row) })) });
    const without = both.enrolments.map(({ id, person: of, unit: at, schoolType }) => ({
      id,
      person: of,
      unit: at,
      schoolType,
    }));
    expect(outcomes(batch({ ...both, enrolments: without }), target)).toEqual(["hold field-changes"]);
    expect(
      outcomes(
        year(() => ({ schoolYear: 9 })),
        target,
      ),
    ).toEqual(["hold field-changes"]);
    expect(
      outcomes(
        year(({ id }) => (id < "p15" ? { schoolYear: 9 } : {})),
        target,
      ),
    ).toEqual([]);
    const rollover = [{ from: "2027-01-01", to: "2027-12-31" }];
    expect(
      outcomes(
        year(() => ({ schoolYear: 9 })),
        target,
        { rollover },
      ),
    ).toEqual([]);
    expect(outcomes(batch({ ...both, enrolments: without }), target, { rollover })).toEqual(["hold field-changes"]);
  });
  test("a handful of pupils who all leave their unit is held, one who leaves is not", async () => {
    const few = { units: [...both.units, unit(3)], persons: [...both.persons, ...school(3, 500, 504).persons] };
    const source = batch({ ...few, enrolments: [...both.enrolments, ...school(3, 500, 504).enrolments] });
    const target = await filled(source);
    const at = target.units.find(({ name }) => name === "Unit 3 Å")?.id ?? "";
    expect(outcomes(batch({ ...few, enrolments: both.enrolments }), target)).toEqual([`hold unit-removals ${at}`]);
    expect(outcomes({ ...source, enrolments: source.enrolments.slice(0, -1) }, target)).toEqual([]);
  });
  test("a unit that loses half is held, and the others go on", async () => {
    const target = await filled(batch(both));
    const held = target.units.find(({ name }) => name === "Unit 1 Å")?.id ?? "";
    const fewer = {
      ...both,
      persons: [...both.persons.slice(85), person(500)],
      enrolments: [...both.enrolments.slice(85), { id: "e", person: "p500", unit: "u2", schoolType: "GR" }],
    };
    const plan = reconcile({ source: batch(fewer), target });
    const guards = check(plan).filter(({ id }) => id === "unit-removals");
    expect(guards.map(({ outcome, unit: at }) => [outcome, at])).toEqual([["hold", held]]);
    const allowed = permitted(plan, guards, approve(plan, { by: "a", reason: "b", ...times }), times.at);
    const value = allowed.ok ? allowed.value : { operations: [], held: [] };
    expect(countOperations(value.operations)).toEqual({ create: 2, link: 1 });
    expect(countOperations(value.held)).toEqual({ deactivate: 170 });
    const named = permitted(
      plan,
      guards,
      approve(plan, { by: "a", reason: "b", heldUnits: [held], ...times }),
      times.at,
    );
    expect(named).toMatchObject({ ok: true, value: { held: [] } });
  });
  test("nobody is taken out of use while a unit that is held still has them", async () => {
    // Everybody of unit 1 is at unit 0 as well: that is where the person belongs, and it is not held.
    const rows = { ...both, units: [...both.units, unit(0)] };
    const at0 = large.persons.map(({ id }) => ({ id: `${id}|u0`, person: id, unit: "u0", schoolType: "FTH" }));
    const target = await filled(batch({ ...rows, enrolments: [...both.enrolments, ...at0] }));
    const held = target.units.find(({ name }) => name === "Unit 1 Å")?.id ?? "";
    const gone = new Set(large.persons.map(({ id }) => id));
    const plan = reconcile({
      source: batch({
        ...rows,
        persons: both.persons.filter(({ id }) => !gone.has(id)),
        enrolments: both.enrolments.filter(({ person: id }) => !gone.has(id)),
      }),
      target,
    });
    const guards = [{ id: "unit-removals", outcome: "hold", unit: held }] as const;
    const allowed = permitted(plan, guards, approve(plan, { by: "a", reason: "b", ...times }), times.at);
    const value = allowed.ok ? allowed.value : { operations: [], held: [] };
    expect(new Set(value.operations.map(({ entity }) => entity))).toEqual(new Set(["enrolments"]));
    expect(new Set(value.held.map(({ entity }) => entity))).toEqual(new Set(["enrolments", "persons"]));
  });
  test("an approval is for one plan, for a time, and never for a rejected one", () => {
    const plan = reconcile({ source: batch(large), target: emptyRegister });
    const other = reconcile({ source: batch(both), target: emptyRegister });
    const word = approve(plan, { by: "a", reason: "b", ...times });
    expect(permitted(other, [], word, times.at)).toEqual({ ok: false, error: "other-plan" });
    expect(permitted(plan, [], word, "2027-03-03T00:00:00Z")).toEqual({ ok: false, error: "expired" });
    expect(permitted(plan, [], { ...word, expires: "tomorrow" }, times.at)).toEqual({ ok: false, error: "expired" });
    expect(permitted(plan, [{ id: "order", outcome: "reject" }], { ...word, heldPlan: true }, times.at)).toEqual({
      ok: false,
      error: "rejected",
    });
    expect(permitted(plan, [{ id: "removals", outcome: "hold" }], word, times.at)).toEqual({
      ok: false,
      error: "held",
    });
    expect(() => approve(plan, { by: " ", reason: "b", ...times })).toThrow(RangeError);
  });
  test("where it takes two persons, one is too few, and the same one twice is one", () => {
    const plan = reconcile({ source: batch(large), target: emptyRegister });
    const one = approve(plan, { by: "Ann", reason: "b", ...times });
    const two = { persons: 2 };
    expect(permitted(plan, [], one, times.at, two)).toEqual({ ok: false, error: "held" });
    expect(() => countersign(one, { by: "ann ", reason: "b", at: times.at })).toThrow(RangeError);
    const both = countersign(one, { by: "Bo", reason: "read it", at: times.at });
    expect(permitted(plan, [], both, times.at, two)).toMatchObject({ ok: true });
  });
  test("no text of a guard holds a name or a number", async () => {
    const text = JSON.stringify(
      check(reconcile({ source: batch({ persons: [] }), target: await filled(batch(both)) })),
    );
    expect(text).not.toMatch(/Given|Family|20100101/);
  });
});
