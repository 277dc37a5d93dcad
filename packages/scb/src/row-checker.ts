import { checkCell, type Reference } from "./check-cell.ts";
import type { Finding } from "./finding.ts";
import { gradeRules } from "./grade-rules.ts";
import { createKeyIndex } from "./key-index.ts";
import type { Field, Layout, ScbRecord } from "./layout.ts";
import { finding } from "./row-messages.ts";
import { isBlankTest, testRules } from "./national-test-rules.ts";
import { keyOf, none, type Place, type Rule, valueOf } from "./row-rule.ts";
import { teachingRule } from "./staff-rules.ts";

/** Where a field of a row stands: `row 12, column 9 (Bl)`. The readers add the byte. */
export type PlaceOfRow = (index: number) => Place;

/** The place of a field in rows that come from no file. */
export const rowPlace =
  (layout: Layout): PlaceOfRow =>
  (index) =>
  (name) =>
    `row ${index + 1}, column ${layout.fields.find((field) => field.name === name)?.position ?? 0} (${name})`;

/** How rows are checked. */
export interface CheckOptions {
  readonly reference?: Reference;
  readonly placeOf?: PlaceOfRow;
}

/** Checks the next row; the index is the row's, from 0. */
export type RowChecker = (row: ScbRecord, index: number) => readonly Finding[];

/** Values per field that are remembered as right, so that a class or a grade is looked at once. */
const mostRemembered = 512;
const plainName = /^[A-Za-zÀ-ÖØ-öø-ÿ]+$/;

/**
 * A checker for rows that come one at a time: each cell, the rules between the fields (R2 to R8) and that no key comes
 * twice (R1). It remembers the keys it has seen, 24 MB for a million identity numbers, and nothing else of a row.
 * @example
 * const check = rowChecker(gradesYear9Vt2026);
 * for await (const row of rows) for (const { where, en } of check(row, index++)) console.log(where, en);
 */
export function rowChecker(layout: Layout, options: CheckOptions = {}): RowChecker {
  const { reference = {}, placeOf = rowPlace(layout) } = options;
  const { fields, carrier, key = ["PersonNr"] } = layout;
  const rules = rulesOf(layout);
  const remembered = fields.map(() => new Set<string>());
  const seen = createKeyIndex();
  const [keyField = ""] = key;

  return (row, index) => {
    const place = placeOf(index);
    let findings: Finding[] | undefined;
    for (let i = 0; i < fields.length; i += 1) {
      const field = fields[i] as Field;
      const value = row[field.name] ?? "";
      const known = remembered[i] as Set<string>;
      if (known.has(value) || isPlainName(value, field)) continue;
      if (value === "" && field.required && isBlankTest(row, layout, field.name)) continue;
      const found = checkCell(value, field, () => place(field.name), carrier, reference);
      if (found) (findings ??= []).push(found);
      else if (known.size < mostRemembered && !isPersonal(field) && value !== "") known.add(value);
    }
    for (const rule of rules) {
      const found = rule(row, layout, place, reference);
      if (found.length > 0) (findings ??= []).push(...found);
    }
    const first = keyField === "" ? undefined : firstWithKey(row, index);
    if (first !== undefined)
      (findings ??= []).push(finding("scb.duplicate-person", place(keyField), { firstRow: first + 1 }));
    return findings ?? none;
  };

  function firstWithKey(row: ScbRecord, index: number): number | undefined {
    return valueOf(row, keyField) === "" ? undefined : seen.firstOf(keyOf(row, key), index);
  }
}

const isPersonal = ({ kind }: Field): boolean => kind === "identity" || kind === "name";

const isPlainName = (value: string, { kind, maxLength }: Field): boolean =>
  kind === "name" && value.length <= maxLength && plainName.test(value);

function rulesOf({ rules }: Layout): readonly Rule[] {
  return [
    ...(rules.swedish || rules.languages ? gradeRules : []),
    ...(rules.tests ? testRules : []),
    ...(rules.teaching ? [teachingRule] : []),
  ];
}
