import type { Field, Layout } from "./layout.ts";

/** What two layouts say differently of a field, or of the rules between fields. */
export interface LayoutChange {
  /** The field's name, or `rules`. */
  readonly field: string;
  readonly what:
    | "added"
    | "removed"
    | "moved"
    | "kind"
    | "characters"
    | "length"
    | "codes"
    | "points"
    | "required"
    | "rules";
  /** As it was, and as it is; blank when there is nothing to compare with. */
  readonly before: string;
  readonly after: string;
}

/**
 * What changes from one layout to the next, as facts in the order of the fields: what a vendor has to do before next
 * year's collection. A field is moved only when its place among the fields that both have is another.
 * @example
 * diffLayouts(gradesYear6Vt2025, gradesYear6Vt2026); // [{ field: "Klass", what: "length", before: "20", after: "25" }]
 */
export function diffLayouts(before: Layout, after: Layout): readonly LayoutChange[] {
  const was = new Map(before.fields.map((field) => [field.name, field]));
  const is = new Map(after.fields.map((field) => [field.name, field]));
  const kept = stayed(before, after);
  const changes = after.fields.flatMap((field): readonly LayoutChange[] => {
    const old = was.get(field.name);
    if (!old) return [{ field: field.name, what: "added", before: "", after: String(field.position) }];
    const moved = { field: field.name, what: "moved" as const, ...positions(old, field) };
    return [...(kept.has(field.name) ? [] : [moved]), ...compareFields(old, field)];
  });
  const removed = before.fields
    .filter(({ name }) => !is.has(name))
    .map((field): LayoutChange => ({ field: field.name, what: "removed", before: String(field.position), after: "" }));
  const [oldRules, newRules] = [JSON.stringify(before.rules), JSON.stringify(after.rules)];
  const rules: LayoutChange = { field: "rules", what: "rules", before: oldRules, after: newRules };
  return [...removed, ...changes, ...(oldRules === newRules ? [] : [rules])];
}

const positions = (before: Field, after: Field) => ({
  before: String(before.position),
  after: String(after.position),
});

function compareFields(before: Field, after: Field): readonly LayoutChange[] {
  const facts = [
    ["kind", before.kind, after.kind],
    ["characters", before.charClass, after.charClass],
    ["length", lengthText(before), lengthText(after)],
    ["codes", codesText(before), codesText(after)],
    ["points", before.range?.join("–") ?? "", after.range?.join("–") ?? ""],
    ["required", String(before.required), String(after.required)],
  ] as const;
  return facts
    .filter(([, one, two]) => one !== two)
    .map(([what, one, two]) => ({ field: after.name, what, before: one, after: two }));
}

const lengthText = ({ minLength, maxLength }: Field): string =>
  minLength === undefined ? String(maxLength) : `${minLength}–${maxLength}`;
const codesText = ({ codes = [] }: Field): string => codes.toSorted().join(" ");

/** Names of the longest run of fields that both layouts have in the same order. Quadratic in some dozens of fields. */
function stayed(before: Layout, after: Layout): ReadonlySet<string> {
  const placeBefore = new Map(before.fields.map(({ name, position }) => [name, position]));
  const common = after.fields.filter(({ name }) => placeBefore.has(name)).map(({ name }) => name);
  const runs: (readonly string[])[] = [];
  for (const [index, name] of common.entries()) {
    const place = placeBefore.get(name) ?? 0;
    const best = runs
      .slice(0, index)
      .filter((run) => (placeBefore.get(run.at(-1) ?? "") ?? 0) < place)
      .reduce<readonly string[]>((longest, run) => (run.length > longest.length ? run : longest), []);
    runs.push([...best, name]);
  }
  return new Set(runs.reduce<readonly string[]>((longest, run) => (run.length > longest.length ? run : longest), []));
}
