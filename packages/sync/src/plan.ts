import type { Entity } from "./batch.ts";
import { canonical, digestOfDigests, digestOfText } from "./digest.ts";
import type { Stored, TargetEntity } from "./register.ts";

export type OperationKind = "create" | "update" | "rekey" | "reactivate" | "deactivate" | "delete" | "link" | "unlink";

/** One field's difference. Personal data: for the person who reviews, never for a log. */
export interface FieldChange {
  readonly field: string;
  readonly before?: string | number | boolean;
  readonly after?: string | number | boolean;
}

/** One change of one row of the target, whole: from what must be there to what shall be there. */
export interface Operation {
  /** Digest of entity, id, before and after: the idempotency key. */
  readonly key: string;
  readonly kind: OperationKind;
  readonly entity: TargetEntity;
  readonly id: string;
  /** The row as it must be for the operation to be made; null when it must not exist. */
  readonly before: Stored | null;
  /** The row as it shall be; null to take it away: links, and what a deletion plan deletes. */
  readonly after: Stored | null;
  readonly changes: readonly FieldChange[];
  /** The school unit the change is about, in the target's ids: what a hold of one unit stops. */
  readonly unit?: string;
}

/** What the guards need to know of the two sides, counted when the plan was made. */
export interface PlanBasis {
  readonly isComplete: boolean;
  readonly kind: "total" | "delta";
  /** Entities of which a missing row is gone from the source. */
  readonly complete: readonly Entity[];
  /** Rows per entity. */
  readonly source: Readonly<Record<Entity, number>>;
  readonly target: Readonly<Record<Entity, number>>;
  /** Rows of the target that are in use, per entity. */
  readonly active: Readonly<Record<Entity, number>>;
  /** Active children and pupils per unit of the target. */
  readonly pupilsByUnit: Readonly<Record<string, number>>;
  readonly municipalityCodes: readonly string[];
  /**
   * Names of the source with letters encoded twice (`Ã¥`), lost (U+FFFD) or replaced (`?`), and with an å, ä or ö, of all
   * its names; and how many of the target's names have one.
   */
  readonly garbled: {
    readonly twice: number;
    readonly lost: number;
    readonly replaced: number;
    readonly nordic: number;
    readonly texts: number;
    readonly nordicInTarget: number;
    readonly textsInTarget: number;
  };
  /** Values that don't have the form of their field, by `entity.field`. */
  readonly malformed: Readonly<Record<string, number>>;
  readonly rejected: number;
  /** Units of the source that the target knows, and all of them. */
  readonly knownUnits: { readonly known: number; readonly all: number };
  readonly mustFindings: readonly string[];
  /**
   * True when nothing may be written of protected people, the batch does not say of everybody who is, and nothing is
   * remembered of earlier ones.
   */
  readonly forgetsProtected?: boolean;
  /** Of a delta: which time it tells of. */
  readonly window?: { readonly from: string; readonly to: string };
}

/** Everything that would be changed, and nothing else. Content-addressed: another plan has another digest. */
export interface Plan {
  /** SHA-256 of all below. */
  readonly digest: string;
  readonly source: string;
  readonly readAt: string;
  readonly basis: PlanBasis;
  /** How many rows stand how. */
  readonly situations: Readonly<Record<string, number>>;
  /** Rows that are set aside for a person, by entity and id; no names. */
  readonly aside: readonly {
    readonly entity: Entity;
    readonly sourceId?: string;
    readonly targetId?: string;
    readonly why: string;
  }[];
  /** Rows in use, `entity/id`, that are gone from the source and stay for now, as the policy on removals says. */
  readonly leaving: readonly string[];
  readonly operations: readonly Operation[];
}

/** How many operations there are of each kind. */
export function countOperations(operations: readonly Operation[]): Readonly<Partial<Record<OperationKind, number>>> {
  const counts: Partial<Record<OperationKind, number>> = {};
  for (const { kind } of operations) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** The name of a plan. An operation's key covers the rows before and after, so that they need not be read again. */
export function planDigest({ operations, ...rest }: Omit<Plan, "digest">): string {
  const { digest: _, ...body }: Partial<Plan> = rest;
  const kinds = operations.map(({ kind, unit = "" }) => `${kind} ${unit}`).join("\n");
  return digestOfDigests(
    canonical({ ...body, kinds }),
    operations.map(({ key }) => key),
  );
}

/** The idempotency key of an operation: SHA-256 of `[entity, before, after]`; the rows have the id. */
export function operationKey(entity: TargetEntity, before: Stored | null, after: Stored | null): string {
  return digestOfText(`["${entity}",${storedText(before)},${storedText(after)}]`);
}

const storedText = (stored: Stored | null): string =>
  stored === null ? "null" : `{"isActive":${stored.isActive},"row":${canonical(stored.row)}}`;

/** True when the plan is the one its digest names: no operation was changed, added or left out since it was made. */
export function isIntact(plan: Plan): boolean {
  return (
    plan.operations.every(({ key, entity, before, after }) => key === operationKey(entity, before, after)) &&
    plan.digest === planDigest(plan)
  );
}
