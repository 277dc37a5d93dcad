import type { Entity, Row } from "./batch.ts";
import type { Result } from "./finding.ts";
import type { GuardResult } from "./guard-result.ts";
import type { Operation, Plan } from "./plan.ts";
import { type Fields, fieldsOf, references, rowKey, type TargetEntity } from "./register.ts";

/** A person's name under an approval. */
export interface Signature {
  readonly by: string;
  readonly reason: string;
  /** ISO 8601 instant. */
  readonly at: string;
}

/** A person's word for one plan and no other. */
export interface Approval {
  readonly digest: string;
  readonly by: string;
  readonly reason: string;
  /** ISO 8601 instants. */
  readonly at: string;
  readonly expires: string;
  /** True when the plan is let through although a guard holds all of it. */
  readonly heldPlan?: boolean;
  /** Held units that are let through, by target id. */
  readonly heldUnits?: readonly string[];
  /** Other persons who say the same. */
  readonly countersigned?: readonly Signature[];
}

export type ApprovalError =
  /** A guard rejected the plan: no approval can let it through. */
  | "rejected"
  /** The approval is for another plan. */
  | "other-plan"
  | "expired"
  /** A guard holds the whole plan and the approval does not let it through, or too few persons have signed. */
  | "held";

/**
 * Approves one plan: bound to its digest and expiring. Without `by` and `reason` nobody has approved anything.
 * @throws RangeError when `by` or `reason` is blank or `expires` is not after `at`
 */
export function approve(plan: Plan, approval: Omit<Approval, "digest">): Approval {
  if (approval.by.trim() === "") throw new RangeError("by must name who approves");
  if (approval.reason.trim() === "") throw new RangeError("reason must say why");
  if (!(Date.parse(approval.expires) > Date.parse(approval.at))) throw new RangeError("expires must be after at");
  return { digest: plan.digest, ...approval };
}

/**
 * Another person's name under an approval, where it takes more than one.
 * @throws RangeError when `by` or `reason` is blank or the person has signed already
 */
export function countersign(approval: Approval, signature: Signature): Approval {
  if (signature.by.trim() === "") throw new RangeError("by must name who signs");
  if (signature.reason.trim() === "") throw new RangeError("reason must say why");
  if (signers(approval).has(signerOf(signature))) throw new RangeError("by has signed already");
  return { ...approval, countersigned: [...(approval.countersigned ?? []), signature] };
}

const signerOf = ({ by }: { readonly by: string }): string => by.trim().toLocaleLowerCase("sv");
const signers = (approval: Approval): ReadonlySet<string> =>
  new Set([approval, ...(approval.countersigned ?? [])].map((signature) => signerOf(signature)));

/** The operations that may be made now, and the ones that are held back. */
export interface Permitted {
  readonly operations: readonly Operation[];
  readonly held: readonly Operation[];
}

/**
 * What an approval permits of a plan: everything, less the units that a guard holds and that are not approved by name,
 * less what refers to rows that would then not exist, and less taking out of use what something held still refers to.
 */
export function permitted(
  plan: Plan,
  guards: readonly GuardResult[],
  approval: Approval,
  now: string,
  { persons = 1 }: { readonly persons?: number } = {},
): Result<Permitted, ApprovalError> {
  if (guards.some(({ outcome }) => outcome === "reject")) return { ok: false, error: "rejected" };
  if (approval.digest !== plan.digest) return { ok: false, error: "other-plan" };
  // A time that can't be read is over.
  if (!(Date.parse(now) <= Date.parse(approval.expires))) return { ok: false, error: "expired" };
  if (signers(approval).size < persons) return { ok: false, error: "held" };
  const holds = guards.filter(({ outcome }) => outcome === "hold");
  if (holds.some(({ unit }) => unit === undefined) && approval.heldPlan !== true) return { ok: false, error: "held" };
  const named = new Set(approval.heldUnits ?? []);
  const heldUnits = new Set(holds.flatMap(({ unit }) => (unit === undefined || named.has(unit) ? [] : [unit])));
  return { ok: true, value: withoutUnits(plan.operations, heldUnits) };
}

function withoutUnits(operations: readonly Operation[], heldUnits: ReadonlySet<string>): Permitted {
  if (heldUnits.size === 0) return { operations, held: [] };
  const missing = new Set<string>();
  const needed = new Set<string>();
  const kept: Operation[] = [];
  const held: Operation[] = [];
  // Operations stand in writing order: what a row refers to comes into use before it, and goes out of use after it.
  for (const operation of operations) {
    const { kind, entity, id, unit, before } = operation;
    const isNeeded = kind === "deactivate" && needed.has(rowKey(entity, id));
    const isHeld = (unit !== undefined && heldUnits.has(unit)) || isNeeded || refersTo(operation, missing);
    if (!isHeld) kept.push(operation);
    else {
      held.push(operation);
      if (kind === "create") missing.add(rowKey(entity, id));
      if (kind === "deactivate" && before) for (const key of referred(entity, before.row)) needed.add(key);
    }
  }
  return { operations: kept, held };
}

function refersTo({ entity, after, kind }: Operation, missing: ReadonlySet<string>): boolean {
  if (after === null || kind === "deactivate") return false;
  const fields: Fields = fieldsOf(after.row);
  if (entity === "links") return missing.has(rowKey(String(fields["entity"]) as Entity, String(fields["targetId"])));
  return referred(entity, after.row).some((key) => missing.has(key));
}

/** What a row refers to, `entity/id`. */
function referred(entity: TargetEntity, row: Row): readonly string[] {
  if (entity === "links") return [];
  const fields = fieldsOf(row);
  return Object.entries(references[entity]).map(([field, to]) => rowKey(to, String(fields[field])));
}
