import type { Row } from "./batch.ts";
import type { FieldChange } from "./plan.ts";
import { type Fields, fieldsOf, type TargetRow } from "./register.ts";

/** Without fields that have no value, names in order: absent and undefined are the same nothing. */
export function tidy(row: Row): TargetRow {
  const fields = fieldsOf(row);
  const result: Record<string, Fields[string]> = {};
  for (const name of Object.keys(row).sort()) if (fields[name] !== undefined) result[name] = fields[name];
  return result as unknown as TargetRow;
}

/** Whether two values read the same: absent and empty are the same nothing. */
export const isSameValue = (one: Fields[string], other: Fields[string]): boolean => (one ?? "") === (other ?? "");

/** The fields in which two rows differ, by name. */
export function fieldChanges(before: Row | undefined, after: Row): readonly FieldChange[] {
  const [from, to]: readonly [Fields, Fields] = [before === undefined ? {} : fieldsOf(before), fieldsOf(after)];
  const changes: FieldChange[] = [];
  const add = (field: string): void => {
    if (field === "id" || isSameValue(from[field], to[field])) return;
    const change: { field: string; before?: Fields[string]; after?: Fields[string] } = { field };
    if (from[field] !== undefined) change.before = from[field];
    if (to[field] !== undefined) change.after = to[field];
    changes.push(change as FieldChange);
  };
  for (const field of Object.keys(to)) add(field);
  for (const field of Object.keys(from)) if (!(field in to)) add(field);
  return changes.sort((a, b) => (a.field < b.field ? -1 : 1));
}
