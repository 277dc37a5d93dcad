import type { Reference } from "./check-cell.ts";
import type { Finding } from "./finding.ts";
import type { Layout, ScbRecord } from "./layout.ts";
import { finding } from "./messages.ts";

// The rules between the fields of a row, R2 to R8 of SCB's instructions for grades (2025-04-10) and the notes of the
// layouts. R1 (one row a person) is between rows: check-report.ts. Each rule is a function of its own.

/** A place in the file for a field of the row. */
export type Place = (field: string) => string;
type Rule = (row: ScbRecord, layout: Layout, place: Place, reference: Reference) => readonly Finding[];

const notRead = "2";
const adapted = "3";
const value = (row: ScbRecord, field: string): string => row[field] ?? "";

/** R2: exactly one of Swedish and Swedish as a second language is graded, the other is 2. */
export const swedishRule: Rule = (row, { rules }, place) => {
  const [first, second] = rules.swedish;
  const [sv, sva] = [value(row, first), value(row, second)];
  if (sv === "" || sva === "") return [];
  if (sv === notRead && sva === notRead) return [finding("scb.swedish-none", place(first), {})];
  if (sv !== notRead && sva !== notRead) return [finding("scb.swedish-both", place(second), {})];
  return sv === adapted || sva === adapted ? [finding("scb.swedish-adapted", place(first), {})] : [];
};

/** R3 and R4: a block grade and 2 in its subjects, or 2 in the block and a grade in each subject. */
export const blockRule: Rule = (row, { rules }, place) =>
  rules.blocks.flatMap(({ block, subjects }) => {
    const isGraded = value(row, block) !== notRead;
    if (value(row, block) === "") return [];
    return subjects.flatMap((subject) => {
      const subjectValue = value(row, subject);
      if (subjectValue === "" || (subjectValue === notRead) === isGraded) return [];
      return [finding(isGraded ? "scb.block-and-subject" : "scb.block-or-subject", place(subject), { block })];
    });
  });

/** R5: graded or adapted away (3) needs the language; not read (2) leaves it blank. */
export const languageRule: Rule = (row, { rules, fields }, place) =>
  rules.languages.flatMap(({ language, grade }) => {
    const [code, mark] = [value(row, language), value(row, grade)];
    const label = fields.find(({ name }) => name === language)?.label ?? { sv: language, en: language };
    if (mark === "" || mark === "Z") return [];
    if (mark === notRead) return code === "" ? [] : [finding("scb.language-unexpected", place(language), { label })];
    if (code !== "") return [];
    return [finding(mark === "Y" ? "scb.language-uncertain" : "scb.language-missing", place(language), { label })];
  });

/** R6: dance is graded only where preparatory dance education is given (förordning 2011:7). */
export const danceRule: Rule = (row, { rules }, place, { danceSchoolUnits }) =>
  value(row, rules.dance) === notRead ||
  value(row, rules.dance) === "" ||
  danceSchoolUnits?.has(value(row, "Skolenhetskod"))
    ? []
    : [finding("scb.dance", place(rules.dance), {})];

/** R7: pupils of adapted compulsory school are not in these files. */
export const adaptedSchoolRule: Rule = (row, _layout, place, { adaptedSchoolUnits }) =>
  adaptedSchoolUnits?.has(value(row, "Skolenhetskod"))
    ? [finding("scb.adapted-school", place("Skolenhetskod"), {})]
    : [];

const rules: readonly Rule[] = [swedishRule, blockRule, languageRule, danceRule, adaptedSchoolRule];

/** Everything the rules between the fields say of a row. */
export function checkRules(row: ScbRecord, layout: Layout, place: Place, reference: Reference): readonly Finding[] {
  return rules.flatMap((rule) => rule(row, layout, place, reference));
}
