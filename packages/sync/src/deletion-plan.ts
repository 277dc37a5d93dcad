import { fieldChanges } from "./field-changes.ts";
import { type Operation, operationKey, type Plan, planDigest } from "./plan.ts";
import { basisOf } from "./plan-basis.ts";
import type { Batch } from "./batch.ts";
import {
  fieldsOf,
  references,
  type Register,
  rowKey,
  type TargetEntity,
  type TargetRow,
  targetEntities,
} from "./register.ts";
import type { Sightings } from "./sightings.ts";

export interface DeletionOptions {
  /** The newest complete reading. */
  readonly source: Batch;
  readonly target: Register;
  readonly sightings: Sightings;
  /** How long a row must have been out of use and unseen, in days. */
  readonly graceDays: number;
}

/**
 * The last step of a removal, for a plan and an approval of its own: rows that are out of use and have not been in the
 * source for the whole of the grace are deleted, relations before what they relate, with their links. A row that something
 * in use still refers to stays. Every guard holds such a plan: a person says yes, or nothing is deleted.
 */
export function deletionPlan({ source, target, sightings, graceDays }: DeletionOptions): Plan {
  const inactive = new Set(target.inactive);
  const latest = Date.parse(source.readAt) - graceDays * 86_400_000;
  const referrers = referrersOf(target);
  // The set grows while it is read: what refers to them is kept with them.
  const present = new Set(inSource(source, target));
  for (const key of present) for (const referrer of referrers.get(key) ?? []) present.add(referrer);
  const isOverdue = (key: string): boolean => {
    const unseen = sightings.unseen[key];
    return inactive.has(key) && !present.has(key) && unseen !== undefined && Date.parse(unseen.since) <= latest;
  };
  // What a row that stays refers to stays as well: a unit waits for its groups, a group for its members. Units in a ring do not.
  const referred = referredBy(referrers);
  const staying = new Set([...referred.keys()].filter((key) => !isOverdue(key)));
  for (const key of staying) for (const one of referred.get(key) ?? []) staying.add(one);
  const isDue = (key: string): boolean => isOverdue(key) && !staying.has(key);
  const operations: Operation[] = [];
  const remove = (entity: TargetEntity, row: TargetRow, isActive: boolean): void => {
    const before = { row, isActive };
    operations.push({
      key: operationKey(entity, before, null),
      kind: entity === "links" ? "unlink" : "delete",
      entity,
      id: row.id,
      before,
      after: null,
      changes: fieldChanges(row, { id: row.id }),
    });
  };
  for (const { entity, targetId, ...link } of target.links) {
    const key = rowKey(entity, targetId);
    if (isDue(key)) remove("links", { ...link, entity, targetId }, true);
  }
  for (const entity of targetEntities.toReversed()) {
    if (entity === "links") continue;
    for (const row of target[entity]) {
      if (isDue(rowKey(entity, row.id))) remove(entity, row, false);
    }
  }
  const body = {
    source: source.source,
    readAt: source.readAt,
    basis: basisOf(source, target),
    situations: { deleted: operations.filter(({ kind }) => kind === "delete").length },
    aside: [],
    leaving: [],
    operations,
  };
  return { digest: planDigest(body), ...body };
}

/** Rows out of use that the source has all the same: of people who are kept out as protected, nothing is deleted. */
function inSource(source: Batch, target: Register): readonly string[] {
  const inactive = new Set(target.inactive);
  const ids = new Set(
    (["units", "persons", "groups"] as const).flatMap((entity) => source[entity].map(({ id }) => rowKey(entity, id))),
  );
  return target.links.flatMap((link) => {
    const key = rowKey(link.entity, link.targetId);
    const isPresent = link.source === source.source && ids.has(rowKey(link.entity, link.sourceId));
    return isPresent && inactive.has(key) ? [key] : [];
  });
}

/** Which rows refer to each row, by `entity/id`. */
function referrersOf(target: Register): ReadonlyMap<string, readonly string[]> {
  const referrers = new Map<string, string[]>();
  for (const entity of targetEntities) {
    if (entity === "links") continue;
    for (const row of target[entity]) {
      for (const [field, to] of Object.entries(references[entity])) {
        const id = fieldsOf(row)[field];
        if (typeof id !== "string") continue;
        const key = rowKey(to, id);
        addTo(referrers, key, rowKey(entity, row.id));
      }
    }
  }
  return referrers;
}

/** The same the other way: what each row refers to. */
function referredBy(referrers: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, readonly string[]> {
  const referred = new Map<string, string[]>();
  for (const [key, rows] of referrers) for (const row of rows) addTo(referred, row, key);
  return referred;
}

function addTo(lists: Map<string, string[]>, key: string, value: string): void {
  const known = lists.get(key);
  if (known) known.push(value);
  else lists.set(key, [value]);
}
