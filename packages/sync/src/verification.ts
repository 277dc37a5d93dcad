import type { Batch } from "./batch.ts";
import type { Operation, Plan } from "./plan.ts";
import { reconcile, type ReconcileOptions } from "./reconcile.ts";
import { type Register, rowKey } from "./register.ts";

/** How one school unit stands: the register, read again, against the source. Counts are of people unless said. */
export interface UnitVerification {
  /** Target id. */
  readonly unit: string;
  readonly name: string;
  /** Children, pupils and staff the source has at the unit. */
  readonly inSource: number;
  /** … and the register. */
  readonly inRegister: number;
  readonly equal: number;
  /** Rows that differ in a field, or stand at another place. */
  readonly differing: number;
  /** In the source, not in the register. */
  readonly missing: number;
  /** In the register, no longer in the source: must be 0 before sign-off. */
  readonly stale: number;
  /** Set aside for a person. */
  readonly disputed: number;
  /** Of the rows above, those that wait for an approval. */
  readonly held: number;
  /** `verified`: nothing differs and nothing waits. */
  readonly state: "verified" | "deviations" | "inReview";
}

/** The proof, or the lack of it, that the register reads like the source. */
export interface Verification {
  readonly units: readonly UnitVerification[];
  /** Changes that remain outside any unit. */
  readonly elsewhere: number;
  /** The rows that still differ. Empty means that the register is equal to the source in all that is covered. */
  readonly remaining: Plan;
}

/**
 * Compares a register that was read again with the source, unit by unit: what a new plan would still change. Uses nothing
 * that the writing left behind, so that a fault in the writing shows.
 */
export function verification(options: ReconcileOptions & { readonly held?: readonly Operation[] }): Verification {
  const { source, target, held = [] } = options;
  const remaining = reconcile(options);
  const heldByUnit = countBy(held, ({ unit }) => unit);
  const open = new Map<string, { missing: number; differing: number; stale: number }>();
  let elsewhere = 0;
  for (const { unit, kind } of remaining.operations) {
    if (kind === "link") continue;
    if (unit === undefined) {
      elsewhere += 1;
      continue;
    }
    const counts = open.get(unit) ?? { missing: 0, differing: 0, stale: 0 };
    open.set(unit, counts);
    if (kind === "create" || kind === "reactivate") counts.missing += 1;
    else if (kind === "deactivate") counts.stale += 1;
    else counts.differing += 1;
  }
  const inRegister = peopleByUnit(target, new Set(target.inactive));
  const unitIds = new Map(
    target.links
      .filter((link) => link.entity === "units" && link.source === source.source)
      .map((link) => [link.sourceId, link.targetId]),
  );
  const inSource = peopleByUnit(source, new Set());
  const disputed = disputedByUnit(source, remaining);
  const inactive = new Set(target.inactive);
  const units = source.units.flatMap(({ id, name, kind }): readonly UnitVerification[] => {
    const unit = unitIds.get(id) ?? target.units.find((row) => row.id === id)?.id;
    const people = inSource.get(id)?.size ?? 0;
    if (unit === undefined) return kind === "Skolenhet" ? [missingUnit(id, name, people)] : [];
    return [row(unit, name, people)];
  });
  const known = new Set(units.map(({ unit }) => unit));
  const leftBehind = target.units.filter(
    ({ id }) => !known.has(id) && !inactive.has(rowKey("units", id)) && (inRegister.get(id)?.size ?? 0) > 0,
  );
  return { units: [...units, ...leftBehind.map(({ id, name }) => row(id, name, 0))], elsewhere, remaining };

  function row(unit: string, name: string, people: number): UnitVerification {
    const { missing = 0, differing = 0, stale = 0 } = open.get(unit) ?? {};
    const waiting = heldByUnit.get(unit) ?? 0;
    const asideHere = disputed.get(unit) ?? 0;
    const present = inRegister.get(unit)?.size ?? 0;
    const isEqual = missing + differing + stale === 0;
    return {
      unit,
      name,
      inSource: people,
      inRegister: present,
      equal: Math.max(0, Math.min(people, present) - Math.min(people, differing)),
      differing,
      missing,
      stale,
      disputed: asideHere,
      held: waiting,
      state: isEqual && asideHere === 0 && waiting === 0 ? "verified" : isEqual ? "inReview" : "deviations",
    };
  }

  function disputedByUnit(batch: Batch, plan: Plan): ReadonlyMap<string, number> {
    const aside = new Set(plan.aside.filter(({ entity }) => entity === "persons").map(({ sourceId }) => sourceId));
    const counts = new Map<string, number>();
    for (const [unit, people] of peopleByUnit(batch, new Set())) {
      const target = unitIds.get(unit) ?? unit;
      const here = [...people].filter((person) => aside.has(person)).length;
      if (here > 0) counts.set(target, here);
    }
    return counts;
  }
}

const missingUnit = (unit: string, name: string, people: number): UnitVerification => ({
  unit,
  name,
  inSource: people,
  inRegister: 0,
  equal: 0,
  differing: 0,
  missing: people,
  stale: 0,
  disputed: 0,
  held: 0,
  state: people === 0 ? "verified" : "deviations",
});

/** Children, pupils and staff by unit. */
function peopleByUnit(rows: Batch | Register, inactive: ReadonlySet<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const people = new Map<string, Set<string>>();
  for (const entity of ["enrolments", "placements", "duties"] as const) {
    for (const { id, unit, person } of rows[entity]) {
      if (inactive.has(rowKey(entity, id))) continue;
      const found = people.get(unit);
      if (found) found.add(person);
      else people.set(unit, new Set([person]));
    }
  }
  return people;
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string | undefined): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
