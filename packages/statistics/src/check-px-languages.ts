import type { Finding } from "./finding.ts";
import { finding } from "./messages.ts";
import { type PxIndex, type PxStatement, variableNames } from "./px-file.ts";
import { atLine } from "./px-cursor.ts";

/** Keywords whose text a reader sees first: with a language come these. */
const translated = ["SUBJECT-AREA", "TITLE", "CONTENTS", "UNITS"];

/** Checks that every language the file promises is there, and that none comes unannounced. */
export function checkLanguages(index: PxIndex, statements: readonly PxStatement[]): Finding[] {
  const [main = "", ...others] = index.languages;
  const isDeclared = index.first("LANGUAGES") !== undefined;
  const findings: Finding[] = [];
  const known = new Set(index.languages);
  for (const { language, line, column } of statements)
    if (language !== undefined && !known.has(language))
      findings.push(finding("px.language-undeclared", atLine(line, column), { isDeclared }));
  if (isDeclared && !index.texts("LANGUAGES").includes(main))
    findings.push(finding("px.language-main-missing", "LANGUAGES", {}));
  for (const language of others) findings.push(...checkLanguage(index, main, language));
  return findings;
}

function checkLanguage(index: PxIndex, main: string, language: string): Finding[] {
  const findings: Finding[] = [];
  const where = `language ${language}`;
  const names = variableNames(index, main);
  const own = variableNames(index, language);
  for (const keyword of ["STUB", "HEADING"]) {
    const count = index.texts(keyword, [], language).length;
    if (count > 0 && count !== index.texts(keyword).length)
      findings.push(finding("px.language-variables", where, { keyword }));
  }
  if (index.first("CONTVARIABLE") && !index.first("CONTVARIABLE", [], language))
    findings.push(finding("px.language-contents", where, {}));
  for (const keyword of translated)
    if (index.first(keyword) && !index.first(keyword, [], language) && index.all(keyword, language).length === 0)
      findings.push(finding("px.language-missing", where, { keyword }));
  for (const [at, name] of own.entries()) {
    const values = index.first("VALUES", [name], language);
    const count = index.texts("VALUES", [names[at] ?? ""]).length;
    if (!values) findings.push(finding("px.language-missing", where, { keyword: "VALUES" }));
    else if (values.values.length !== count && own.length === names.length)
      findings.push(finding("px.language-values", atLine(values.line, values.column), { expected: count }));
  }
  return findings;
}
