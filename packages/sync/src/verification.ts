import type { Batch } from "./batch.ts";
import type { Operation, Plan } from "./plan.ts";
import { reconcile, type ReconcileOptions } from "./reconcile.ts";
import { fieldsOf, type Register, rowKey } from "./register.ts";

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
  /** People who differ in a field of theirs, or in a membership or guardianship; guardians of the unit's pupils too. */
  readonly differing: number;
  /** In the source, not in the register. */
  readonly missing: number;
  /** In the register, no longer in the source: must be 0 before sign-off. */
  readonly stale: number;
  /** Set aside for a person. */
  readonly disputed: number;
  /** Changes that wait for an approval. */
  readonly held: number;
  /** Groups that differ, and the unit itself. */
  readonly otherRows: number;
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
  // A row that is to stay for some nights more is stale all the same.
  const { removal: _, ...policy } = options.policy ?? {};
  const remaining = reconcile({ ...options, policy });
  const heldByUnit = countBy(held, ({ unit }) => unit);
  const open = deviationsByUnit(remaining.operations);
  const elsewhere = remaining.operations.filter(({ unit, entity }) => unit === undefined && entity !== "links").length;
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
    const { missing, differing, stale, absent, otherRows } = open.get(unit) ?? noDeviation;
    const waiting = heldByUnit.get(unit) ?? 0;
    const asideHere = disputed.get(unit) ?? 0;
    const here = inRegister.get(unit) ?? new Set<string>();
    const present = here.size;
    const differingHere = [...differing].filter((person) => here.has(person)).length;
    const isEqual = missing.size + differing.size + stale.size + otherRows === 0;
    return {
      unit,
      name,
      inSource: people,
      inRegister: present,
      equal: Math.max(0, people - asideHere - absent.size - differingHere),
      differing: differing.size,
      missing: missing.size,
      stale: stale.size,
      disputed: asideHere,
      held: waiting,
      otherRows,
      state: isEqual && asideHere === 0 && waiting === 0 ? "verified" : isEqual ? "inReview" : "deviations",
    };
  }

  function disputedByUnit(batch: Batch, plan: Plan): ReadonlyMap<string, number> {
    const people = plan.aside.filter(({ entity }) => entity === "persons");
    const aside = new Set(people.map(({ sourceId }) => sourceId));
    // Somebody marked who is gone from the source is known by the register alone.
    const hidden = new Set(people.flatMap(({ sourceId, targetId }) => (sourceId === undefined ? [targetId] : [])));
    const counts = new Map<string, number>();
    const count = (unit: string, here: number): void => {
      if (here > 0) counts.set(unit, (counts.get(unit) ?? 0) + here);
    };
    for (const [unit, here] of peopleByUnit(batch, new Set()))
      count(unitIds.get(unit) ?? unit, [...here].filter((person) => aside.has(person)).length);
    for (const [unit, here] of inRegister) count(unit, [...here].filter((person) => hidden.has(person)).length);
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
  otherRows: 0,
  state: people === 0 ? "verified" : "deviations",
});

/** People of one unit by what is the matter with them, each in one set; and rows that are no people's. */
interface Deviation {
  readonly missing: Set<string>;
  readonly differing: Set<string>;
  readonly stale: Set<string>;
  /** Those of the missing who are to be pupils or staff here: not guardians. */
  readonly absent: Set<string>;
  otherRows: number;
}
const newDeviation = (): Deviation => ({
  missing: new Set(),
  differing: new Set(),
  stale: new Set(),
  absent: new Set(),
  otherRows: 0,
});
const noDeviation: Deviation = newDeviation();

function deviationsByUnit(operations: readonly Operation[]): ReadonlyMap<string, Deviation> {
  const units = new Map<string, Deviation>();
  for (const operation of operations) {
    const { unit, kind, entity } = operation;
    if (unit === undefined || entity === "links") continue;
    const here = units.get(unit) ?? newDeviation();
    units.set(unit, here);
    const person = personOf(operation);
    if (person === undefined) here.otherRows += 1;
    else if (entity === "memberships" || entity === "guardianships") here.differing.add(person);
    else if (kind === "create" || kind === "reactivate") {
      here.missing.add(person);
      if (entity !== "persons") here.absent.add(person);
    } else if (kind === "deactivate") here.stale.add(person);
    else here.differing.add(person);
  }
  for (const { missing, stale, differing } of units.values()) {
    for (const person of missing) stale.delete(person);
    for (const person of [...missing, ...stale]) differing.delete(person);
  }
  return units;
}

/** Whom a change is about; undefined for units and groups. */
export function personOf({ entity, id, before, after }: Operation): string | undefined {
  if (entity === "persons") return id;
  const row = after?.row ?? before?.row;
  const { person, child } = row === undefined ? {} : fieldsOf(row);
  const about = person ?? child;
  return typeof about === "string" ? about : undefined;
}

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
