import type { Finding, Text } from "./finding.ts";
import type { Layout } from "./layout.ts";
import { finding } from "./row-messages.ts";
import { none, personOf, type Rule, unitOf, valueOf } from "./row-rule.ts";

// The rules between the fields of a grade row, R2 to R8 of SCB's instructions for grades (2025-04-10) and the notes of
// the layouts. R1 (one row a person) is between rows: row-checker.ts. The form of a language (R8): check-cell.ts.

const notRead = "2";
const adapted = "3";

/** R2: exactly one of Swedish and Swedish as a second language is graded, the other is 2. */
export const swedishRule: Rule = (row, { rules }, place) => {
  if (!rules.swedish) return none;
  const [first, second] = rules.swedish;
  const [sv, sva] = [valueOf(row, first), valueOf(row, second)];
  if (sv === "" || sva === "") return none;
  if (sv === notRead && sva === notRead) return [finding("scb.swedish-none", place(first), {})];
  if (sv !== notRead && sva !== notRead) return [finding("scb.swedish-both", place(second), {})];
  if (sv === adapted) return [finding("scb.swedish-adapted", place(first), {})];
  return sva === adapted ? [finding("scb.swedish-adapted", place(second), {})] : none;
};

/** R3 and R4: a block grade and 2 in its subjects, or 2 in the block and a grade in each subject. */
export const blockRule: Rule = (row, { rules }, place) => {
  const findings: Finding[] = [];
  for (const { block, subjects } of rules.blocks ?? []) {
    const blockValue = valueOf(row, block);
    if (blockValue === "") continue;
    const isGraded = blockValue !== notRead;
    for (const subject of subjects) {
      const subjectValue = valueOf(row, subject);
      if (subjectValue === "" || (subjectValue === notRead) === isGraded) continue;
      findings.push(finding(isGraded ? "scb.block-and-subject" : "scb.block-or-subject", place(subject), { block }));
    }
  }
  return findings;
};

/** R5: graded or adapted away (3) needs the language; not read (2) leaves it blank. */
export const languageRule: Rule = (row, layout, place) => {
  const findings: Finding[] = [];
  for (const { language, grade } of layout.rules.languages ?? []) {
    const mark = valueOf(row, grade);
    // Z: not taught in year 6. Whether the language is told then is not stated, so both are let through.
    if (mark === "" || mark === "Z") continue;
    const isTold = valueOf(row, language) !== "";
    if (isTold !== (mark === notRead)) continue;
    const code = isTold ? "scb.language-unexpected" : mark === "Y" ? "scb.language-uncertain" : "scb.language-missing";
    findings.push(finding(code, place(language), { label: labelOf(layout, language) }));
  }
  return findings;
};

/** R6: dance is graded only where preparatory dance education is given (förordning 2011:7). */
export const danceRule: Rule = (row, { rules }, place, { danceSchoolUnits }) => {
  if (rules.dance === undefined) return none;
  const mark = valueOf(row, rules.dance);
  if (mark === notRead || mark === "") return none;
  if (!danceSchoolUnits) return [finding("scb.dance", place(rules.dance), {})];
  return danceSchoolUnits.has(unitOf(row)) ? none : [finding("scb.dance-not-given", place(rules.dance), {})];
};

/** R7: pupils of adapted compulsory school are not in these files, also when they are integrated in another unit. */
export const adaptedSchoolRule: Rule = (row, _layout, place, { adaptedSchoolUnits, adaptedSchoolPupils }) => {
  if (adaptedSchoolUnits?.has(unitOf(row))) return [finding("scb.adapted-school", place("Skolenhetskod"), {})];
  return adaptedSchoolPupils?.has(personOf(row)) ? [finding("scb.adapted-school", place("PersonNr"), {})] : none;
};

/** Y, no knowledge-based grade, is meant for Waldorf and international schools (note of the layout). */
export const gradelessRule: Rule = (row, { fields }, place, { gradelessSchoolUnits }) => {
  if (!gradelessSchoolUnits || gradelessSchoolUnits.has(unitOf(row))) return none;
  const marked = fields.find(({ kind, name }) => kind === "grade" && row[name] === "Y");
  return marked ? [finding("scb.gradeless", place(marked.name), {})] : none;
};

const labelOf = ({ fields }: Layout, name: string): Text =>
  fields.find((field) => field.name === name)?.label ?? { sv: name, en: name };

/** The rules of a grade file, in the order of their numbers. */
export const gradeRules: readonly Rule[] = [
  swedishRule,
  blockRule,
  languageRule,
  danceRule,
  adaptedSchoolRule,
  gradelessRule,
];
