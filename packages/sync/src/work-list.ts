import type { Batch } from "./batch.ts";
import type { Plan } from "./plan.ts";
import { isProtected } from "./protection.ts";
import { fieldsOf, type Register, rowKey } from "./register.ts";
import { type SamplingDemand, sampleSize } from "./sampling.ts";

/** Why somebody is on the list. */
export type WorkReason = "sample" | "protected" | "disputed" | "moved" | "new-number" | "stale";

/** One record to look at in the platform, beside the register. Ids only. */
export interface WorkItem {
  /** Target id of the person. */
  readonly person: string;
  readonly reasons: readonly WorkReason[];
}

/** What a unit is to look at, and what it is worth when all is found right. */
export interface WorkList {
  readonly unit: string;
  readonly items: readonly WorkItem[];
  /** People of the unit. */
  readonly population: number;
  /** Of the items: drawn by chance. */
  readonly sampled: number;
  readonly demand: SamplingDemand;
}

export interface WorkListOptions {
  readonly source: Batch;
  readonly target: Register;
  /** The plan that was applied, or that waits. */
  readonly plan: Plan;
  /** Target id. */
  readonly unit: string;
  /** From 0 to 1: `Math.random`, or one with a seed so that the list can be made again. */
  readonly random: () => number;
  readonly demand?: SamplingDemand;
}

/**
 * The people of a unit to look at by hand: everybody whom a sync may have got wrong (protected, disputed, moved, with a
 * new number, stale), and a sample of the others as large as the demand asks. Default: no more than 5 % wrong, at 95 %.
 */
export function workList(options: WorkListOptions): WorkList {
  const { source, target, plan, unit, random, demand = { bound: 0.05, confidence: 0.95 } } = options;
  const reasons = new Map<string, Set<WorkReason>>();
  const people = peopleOf(target, unit);
  const add = (person: string, reason: WorkReason): void => {
    if (!people.has(person)) return;
    const known = reasons.get(person);
    if (known) known.add(reason);
    else reasons.set(person, new Set([reason]));
  };
  for (const person of target.persons) if (isProtected(person)) add(person.id, "protected");
  const targetOf = new Map(
    target.links.flatMap((link) =>
      link.entity === "persons" && link.source === source.source ? [[link.sourceId, link.targetId] as const] : [],
    ),
  );
  for (const { entity, sourceId = "", targetId = targetOf.get(sourceId) ?? "" } of plan.aside)
    if (entity === "persons") add(targetId, "disputed");
  const created = new Set(
    plan.operations.flatMap(({ kind, entity, id }) => (kind === "create" && entity === "persons" ? [id] : [])),
  );
  for (const { kind, entity, id, after } of plan.operations) {
    if (kind === "rekey") add(id, "new-number");
    if (kind === "deactivate" && entity === "persons") add(id, "stale");
    const isPlace = entity === "enrolments" || entity === "placements";
    if (!isPlace || after === null || (kind !== "create" && kind !== "reactivate")) continue;
    // Somebody who was in the register already has come to a unit: from another.
    const person = String(fieldsOf(after.row)["person"]);
    if (!created.has(person)) add(person, "moved");
  }
  for (const key of plan.leaving) if (key.startsWith("persons/")) add(key.slice("persons/".length), "stale");
  const others = [...people].filter((person) => !reasons.has(person)).sort();
  const size = sampleSize(others.length, demand);
  for (let drawn = 0; drawn < size; drawn += 1) {
    const at = drawn + Math.floor(random() * (others.length - drawn));
    [others[drawn], others[at]] = [others[at] ?? "", others[drawn] ?? ""];
    add(others[drawn] ?? "", "sample");
  }
  const items = [...reasons].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    unit,
    items: items.map(([person, why]) => ({ person, reasons: [...why] })),
    population: people.size,
    sampled: size,
    demand,
  };
}

/** Children, pupils and staff of a unit, in use. */
function peopleOf(target: Register, unit: string): ReadonlySet<string> {
  const inactive = new Set(target.inactive);
  const people = new Set<string>();
  for (const entity of ["enrolments", "placements", "duties"] as const)
    for (const row of target[entity])
      if (row.unit === unit && !inactive.has(rowKey(entity, row.id))) people.add(row.person);
  return people;
}
