import type { Row } from "./batch.ts";
import type { FieldChange } from "./plan.ts";
import { type Fields, fieldsOf, type TargetRow } from "./register.ts";

/** Without fields that have no value, names in order: absent and undefined are the same nothing. */
export function tidy(row: Row): TargetRow {
  const fields = fieldsOf(row);
  const result: Record<string, Fields[string]> = {};
  for (const name of sortedNames(Object.keys(row))) if (fields[name] !== undefined) result[name] = fields[name];
  return result as unknown as TargetRow;
}

/** Most rows have the fields of the one before: sorting them once is a tenth of all planning. */
function sortedNames(names: readonly string[]): readonly string[] {
  const isSame = names.length === last.names.length && names.every((name, at) => name === last.names[at]);
  if (!isSame) last = { names, sorted: names.toSorted() };
  return last.sorted;
}
let last: { readonly names: readonly string[]; readonly sorted: readonly string[] } = { names: [], sorted: [] };

/** Whether two values read the same: absent and empty are the same nothing. */
export const isSameValue = (one: Fields[string], other: Fields[string]): boolean => (one ?? "") === (other ?? "");

/** The fields in which two rows differ, by name. */
export function fieldChanges(before: Row | undefined, after: Row): readonly FieldChange[] {
  const to: Fields = fieldsOf(after);
  if (before === undefined) return allChanges(to);
  const from: Fields = fieldsOf(before);
  const names = new Set([...Object.keys(to), ...Object.keys(from)]);
  names.delete("id");
  return [...names]
    .filter((name) => !isSameValue(from[name], to[name]))
    .sort()
    .map((field): FieldChange => {
      const [was, is] = [from[field], to[field]];
      return { field, ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) };
    });
}

/** Every field of a new row. */
function allChanges(row: Fields): readonly FieldChange[] {
  const changes: FieldChange[] = [];
  for (const field of sortedNames(Object.keys(row))) {
    const after = row[field];
    if (field !== "id" && after !== undefined && after !== "") changes.push({ field, after });
  }
  return changes;
}
