import * as fc from "fast-check";
import { expect, test, vi } from "vitest";
import type { Batch, Entities, Row } from "../src/batch.ts";
import type { Plan } from "../src/plan.ts";
import { reconcile } from "../src/reconcile.ts";
import { emptyRegister, type Register, rowKey, type TargetEntity, targetEntities } from "../src/register.ts";
import { undoPlan } from "../src/undo-plan.ts";
import { verification } from "../src/verification.ts";
import { afterPlan } from "./municipality.ts";
import { secret, type World, worlds } from "./worlds.ts";

// The laws, over worlds in which children come, leave, move, get other names and numbers, are merged, marked and doubled.
const runs = { numRuns: process.env["MILSTOLPE_LONG"] ? 1000 : 80 };
vi.setConfig({ testTimeout: 600_000 });

function lived({ before, after, policy }: World): {
  readonly first: Register;
  readonly plan: Plan;
  readonly second: Register;
} {
  const first = afterPlan(emptyRegister, reconcile({ source: before, target: emptyRegister, policy }));
  const plan = reconcile({ source: after, target: first, policy });
  return { first, plan, second: afterPlan(first, plan) };
}
/** Rows by `entity/id`, in use alone. */
function inUse(register: Register): ReadonlyMap<string, Row> {
  const inactive = new Set(register.inactive);
  return new Map(
    targetEntities.flatMap((entity: TargetEntity) =>
      (register[entity] as readonly Row[]).flatMap((row) => {
        const key = rowKey(entity, row.id);
        return inactive.has(key) ? [] : [[key, row] as const];
      }),
    ),
  );
}

test("plan(apply(plan)) is empty, and the register is verified in all that is not for a person", () => {
  fc.assert(
    fc.property(worlds(), (world) => {
      const { second } = lived(world);
      const options = { source: world.after, target: second, policy: world.policy };
      expect(reconcile(options).operations).toEqual([]);
      expect(verification(options).units.filter(({ state }) => state === "deviations")).toEqual([]);
    }),
    runs,
  );
});

test("undo(apply(plan)) is the register as it was, less what was made, which is out of use", () => {
  fc.assert(
    fc.property(worlds(), (world) => {
      const { first, plan, second } = lived(world);
      const restored = afterPlan(second, undoPlan(plan, plan.operations));
      expect(inUse(restored)).toEqual(inUse(first));
      const made = plan.operations.flatMap(({ kind, entity, id }) => (kind === "create" ? [rowKey(entity, id)] : []));
      expect(new Set(restored.inactive)).toEqual(new Set([...first.inactive, ...made]));
    }),
    runs,
  );
});

test("the order of what is read, on either side, does not change the digest", () => {
  const shuffled = worlds().chain((world) => fc.tuple(fc.constant(world), fc.integer({ min: 1, max: 1e6 })));
  fc.assert(
    fc.property(shuffled, ([world, seed]) => {
      const { first, plan } = lived(world);
      const turn = <T>(rows: readonly T[]): readonly T[] =>
        rows
          .map((row, at) => ({ row, lot: (at * 7919 + seed) % 10_007 }))
          .sort((a, b) => a.lot - b.lot)
          .map(({ row }) => row);
      const turned = <T extends Entities>(rows: T): T => ({
        ...rows,
        ...Object.fromEntries(
          Object.entries(rows).map(([name, value]) => [name, Array.isArray(value) ? turn(value) : value]),
        ),
      });
      expect(reconcile({ source: turned(world.after), target: turned(first), policy: world.policy }).digest).toBe(
        plan.digest,
      );
    }),
    runs,
  );
});

test("deltas, one child after the other, end where the total does", () => {
  fc.assert(
    fc.property(worlds({ isForDeltas: true }), (world) => {
      const { first, second } = lived(world);
      let register = first;
      for (const delta of deltasOf(world)) {
        const sightings = { runs: [], unseen: {} };
        register = afterPlan(register, reconcile({ source: delta, target: register, policy: world.policy, sightings }));
      }
      expect(inUse(register)).toEqual(inUse(second));
    }),
    runs,
  );
});

test("nobody is lost and nobody is there twice", () => {
  fc.assert(
    fc.property(worlds(), (world) => {
      const { first, plan, second } = lived(world);
      const ids = second.persons.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(first.persons.every(({ id }) => ids.includes(id))).toBe(true);
      expect(plan.operations.filter(({ kind }) => kind === "delete")).toEqual([]);
      // Each row of the source is one row of the register in use, or for a person.
      const aside = new Set(plan.aside.flatMap(({ sourceId }) => sourceId ?? []));
      const links = new Map(
        second.links.flatMap((link) => (link.entity === "persons" ? [[link.sourceId, link.targetId]] : [])),
      );
      const active = inUse(second);
      const known = world.after.persons.flatMap(({ id }) => (aside.has(id) ? [] : [`persons/${links.get(id)}`]));
      expect(known.filter((key) => !active.has(key))).toEqual([]);
      expect(new Set(known).size).toBe(known.length);
    }),
    runs,
  );
});

test("what the policy keeps back of marked people is in no operation and no register", () => {
  fc.assert(
    fc.property(worlds(), (world) => {
      fc.pre(world.policy.protectedPersons !== "include");
      const { plan, second } = lived(world);
      expect(JSON.stringify(plan.operations.map(({ after }) => after))).not.toContain(secret);
      expect(JSON.stringify(second)).not.toContain(secret);
      expect(JSON.stringify([plan.aside, plan.leaving, plan.situations, plan.basis])).not.toMatch(
        /secret|Given|Family|2010/,
      );
    }),
    runs,
  );
});

/** The second reading, as deltas of one person each, in the order in which a register tells of them. */
function deltasOf({ before, after }: World): readonly Batch[] {
  const merged = new Set(after.merged?.map(({ from }) => from));
  const people = [...new Set([...after.persons, ...before.persons].map(({ id }) => id))].filter(
    (id) => !merged.has(id),
  );
  const was = new Map(before.persons.map((row) => [row.id, row]));
  const isOf = (id: string) => (row: Row) => {
    const { person, child } = row as Row & { readonly person?: string; readonly child?: string };
    return (person ?? child) === id;
  };
  const relations = ["enrolments", "placements", "duties", "memberships", "guardianships"] as const;
  // Adults first: a guardianship needs its guardian.
  const order = [...people.filter((id) => /^p[23]\d/.test(id)), ...people.filter((id) => !/^p[23]\d/.test(id))];
  const gone = order.filter((id) => !after.persons.some((row) => row.id === id));
  const parts = order
    .filter((id) => !gone.includes(id))
    .map((id): Partial<Batch> => {
      const from = after.merged?.find(({ into }) => into === id)?.from;
      const rows = Object.fromEntries(
        relations.map((entity) => [entity, (after[entity] as readonly Row[]).filter(isOf(id))]),
      );
      const lost = Object.fromEntries(
        relations.map((entity) => [
          entity,
          (before[entity] as readonly Row[])
            .filter(isOf(from ?? id))
            .filter(({ id: relation }) => !(after[entity] as readonly Row[]).some((row) => row.id === relation))
            .map((row) =>
              from === undefined ? row : { ...row, ...("child" in row ? { child: id } : { person: id }) },
            ),
        ]),
      );
      const merged = from === undefined ? [] : [{ entity: "persons" as const, from, into: id }];
      return { ...rows, persons: after.persons.filter((row) => row.id === id), removed: lost, merged };
    });
  const last: Partial<Batch> = {
    removed: {
      persons: gone.flatMap((id) => was.get(id) ?? []),
      ...Object.fromEntries(
        relations.map((entity) => [
          entity,
          (before[entity] as readonly Row[]).filter((row) => gone.some((id) => isOf(id)(row))),
        ]),
      ),
    },
  };
  const none = Object.fromEntries(
    [...relations, "units" as const, "persons" as const, "groups" as const].map((entity) => [entity, []]),
  );
  return [...parts, last].map((part): Batch => ({ ...after, ...none, merged: [], kind: "delta", ...part }));
}
