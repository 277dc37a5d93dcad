import type { Finding } from "./finding.ts";
import type { Layout, ScbRecord, TestSubject } from "./layout.ts";
import { finding } from "./row-messages.ts";
import { type Rule, valueOf } from "./row-rule.ts";

// The rules between the fields of a national test, from the notes of SCB's descriptions for 2026.

const notTaken = "99";
const lost = "88";
const replaced = "77";

/** 77 in a part makes the grade 77, and outranks 99; else 99 in a part makes it 99. */
const testGradeRule: Rule = (row, layout, place) =>
  ofEachSubject(layout, ({ grade, parts }) => {
    const mark = grade === undefined ? "" : valueOf(row, grade);
    if (grade === undefined || mark === "") return undefined;
    const some = (code: string): boolean => parts.some((part) => valueOf(row, part) === code);
    const canBeReplaced = codesOf(layout, grade).includes(replaced);
    if (canBeReplaced && some(replaced))
      return mark === replaced ? undefined : finding("scb.test-replaced", place(grade), {});
    if (some(notTaken)) return mark === notTaken ? undefined : finding("scb.test-not-taken", place(grade), {});
    return mark === replaced || mark === notTaken ? finding("scb.test-grade-unfounded", place(grade), {}) : undefined;
  });

/**
 * A subject whose test was taken digitally is blank, and blank in all its fields. The fields of which the description
 * does not say that they may be blank (whether a part was taken) are then blank too, as far as can be told: a code in
 * one of them is for a person to look at.
 */
const testBlankRule: Rule = (row, layout, place) =>
  ofEachSubject(layout, (subject) => {
    const mayBeBlank = subject.fields.filter((name) => !isRequired(layout, name));
    if (mayBeBlank.length === 0) return undefined;
    const blanks = mayBeBlank.filter((name) => valueOf(row, name) === "");
    if (blanks.length === 0) return undefined;
    const [firstBlank = ""] = blanks;
    if (blanks.length < mayBeBlank.length) return finding("scb.test-partly-blank", place(firstBlank), {});
    const told = subject.fields.find((name) => isRequired(layout, name) && valueOf(row, name) !== "");
    return told === undefined ? undefined : finding("scb.test-blank-but-taken", place(told), {});
  });

/** Two fields that tell of the same part agree on whether it was taken and whether its result is lost. */
const testPartRule: Rule = (row, { rules }, place) =>
  (rules.tests ?? []).flatMap(({ pairs }) =>
    pairs.flatMap(([part, points]) => {
      const [taken, scored] = [valueOf(row, part), valueOf(row, points)];
      const disagrees = (code: string): boolean => (taken === code) !== (scored === code);
      if (taken === "" || scored === "" || !(disagrees(notTaken) || disagrees(lost))) return [];
      return [finding("scb.test-part-disagrees", place(points), { part })];
    }),
  );

/** True when a blank cell is explained by a test that was taken digitally: every field of its subject is blank. */
export function isBlankTest(row: ScbRecord, layout: Layout, name: string): boolean {
  const subject = layout.rules.tests?.find(({ fields }) => fields.includes(name));
  if (!subject || subject.fields.every((one) => isRequired(layout, one))) return false;
  return subject.fields.every((one) => isRequired(layout, one) || valueOf(row, one) === "");
}

function ofEachSubject(layout: Layout, look: (subject: TestSubject) => Finding | undefined): readonly Finding[] {
  return (layout.rules.tests ?? []).flatMap((subject) => look(subject) ?? []);
}

const fieldOf = ({ fields }: Layout, name: string) => fields.find((field) => field.name === name);
const isRequired = (layout: Layout, name: string): boolean => fieldOf(layout, name)?.required ?? false;
const codesOf = (layout: Layout, name: string): readonly string[] => fieldOf(layout, name)?.codes ?? [];

/** The rules of a national test. */
export const testRules: readonly Rule[] = [testGradeRule, testBlankRule, testPartRule];
