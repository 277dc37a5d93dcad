import type { Batch, Entity } from "./batch.ts";
import { isSameValue, tidy } from "./field-changes.ts";
import { withheldFields } from "./protection.ts";
import type { Policy } from "./reconcile.ts";
import { type Fields, fieldsOf, type Register, type TargetRow } from "./register.ts";

/** What a duty is signed with: made of a name. */
export const signature = "signature";

/** Who says what about the fields of one entity. */
export interface FieldMergeOptions {
  readonly source: Batch;
  readonly policy: Policy;
  /** The target as the last sync left it. */
  readonly applied: Register | undefined;
}

/** Gives a row of the target the fields that the source covers and owns; the very row when nothing differs. */
export function fieldMerge(
  entity: Entity,
  { source, policy, applied }: FieldMergeOptions,
): (found: TargetRow, wanted: TargetRow, isLimited: boolean) => TargetRow {
  const fields = coveredFields(source, entity).map((field) => ({
    field,
    owner: policy.owners?.[`${entity}.${field}`] ?? "source",
  }));
  const left = fields.some(({ owner }) => owner === "manual")
    ? new Map<string, TargetRow>(applied?.[entity].map((row) => [row.id, row]))
    : undefined;
  const withheld = entity === "duties" ? [signature] : withheldFields(policy.protectedPersons ?? "exclude");
  return (found, wanted, isLimited) => {
    const [from, to] = [fieldsOf(found), fieldsOf(wanted)];
    const differing = fields.filter(({ field, owner }) => {
      if (isSameValue(from[field], to[field])) return false;
      // A marking goes when the source says so, not when it says nothing.
      if (field === "protection" && to[field] === undefined) return false;
      if (owner === "target-if-empty") return (from[field] ?? "") === "";
      if (owner === "manual") return isSameValue(from[field], fieldsOf(left?.get(found.id) ?? { id: "" })[field]);
      return owner === "source";
    });
    // What a protected person must not have is taken away, whoever owns the field.
    const taken = isLimited ? withheld.filter((field) => (from[field] ?? "") !== (to[field] ?? "")) : [];
    if (differing.length + taken.length === 0) return found;
    const merged: Record<string, Fields[string]> = { ...from };
    for (const field of [...differing.map((one) => one.field), ...taken]) merged[field] = to[field];
    return tidy(merged as unknown as TargetRow);
  };
}

/** A new row as the source may write it: a field that the target alone owns is not in it. */
export function newRow(entity: Entity, { owners = {} }: Policy): (wanted: TargetRow) => TargetRow {
  const foreign = Object.entries(owners).flatMap(([field, owner]) =>
    owner === "target" && field.startsWith(`${entity}.`) ? [field.slice(entity.length + 1)] : [],
  );
  return (wanted) => tidy(foreign.length === 0 ? wanted : without(wanted, foreign));
}

/** A row less some of its fields. */
export function without(row: TargetRow, fields: readonly string[]): TargetRow {
  const rest: Record<string, Fields[string]> = { ...fieldsOf(row) };
  for (const field of fields) delete rest[field];
  return rest as unknown as TargetRow;
}

function coveredFields(source: Batch, entity: Entity): readonly string[] {
  const fields = source.coverage.flatMap((one) => (one.entity === entity ? one.fields : []));
  return [...new Set(fields)].filter((field) => field !== "id");
}
