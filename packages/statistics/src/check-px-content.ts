import type { Finding } from "./finding.ts";
import { checkLanguages } from "./check-px-languages.ts";
import { finding } from "./messages.ts";
import { type PxIndex, type PxStatement, variableNames } from "./px-file.ts";
import { atLine } from "./px-cursor.ts";
import { mandatoryKeywords, pxKeywords } from "./px-keywords.ts";
import { isPeriod, readTimeval } from "./px-time.ts";

const placeOf = ({ line, column }: PxStatement): string => atLine(line, column);

/** Checks what the statements say of one another: variables, values, codes, periods, languages. */
export function checkContent(statements: readonly PxStatement[], index: PxIndex): Finding[] {
  if (statements.length === 0) return [];
  return [
    ...checkMandatory(index, statements),
    ...checkVariables(index),
    ...index.languages.flatMap((language) => checkReferences(index, language)),
    ...checkFigures(index),
    ...checkLanguages(index, statements),
  ];
}

function checkMandatory(index: PxIndex, statements: readonly PxStatement[]): Finding[] {
  const present = new Set(statements.map(({ keyword }) => keyword));
  const findings = mandatoryKeywords
    .filter((choices) => choices.every((keyword) => !present.has(keyword)))
    .map((choices) => finding("px.keyword-missing", "file", { keyword: choices.join(" / ") }));
  if (index.text("DESCRIPTIONDEFAULT")?.toUpperCase() === "YES" && !present.has("DESCRIPTION"))
    findings.push(finding("px.description-missing", "DESCRIPTIONDEFAULT", {}));
  return findings;
}

function checkVariables(index: PxIndex): Finding[] {
  const names = variableNames(index);
  const findings: Finding[] = [];
  for (const [at, name] of names.entries()) {
    if (names.indexOf(name) < at) findings.push(finding("px.variable-twice", "STUB / HEADING", {}));
    const values = index.first("VALUES", [name]);
    if (!values) findings.push(finding("px.values-missing", `variable ${at + 1}`, {}));
    else findings.push(...checkValues(index, name, values));
  }
  const contents = index.first("CONTVARIABLE");
  if (contents && !names.includes(contents.values[0]?.text ?? ""))
    findings.push(finding("px.variable-unknown", placeOf(contents), { keyword: "CONTVARIABLE", isEssential: true }));
  return findings;
}

function checkValues(index: PxIndex, name: string, statement: PxStatement): Finding[] {
  const values = statement.values.map(({ text }) => text);
  const findings: Finding[] = [];
  if (new Set(values).size < values.length) findings.push(finding("px.value-twice", placeOf(statement), {}));
  const codes = index.first("CODES", [name]);
  if (codes) {
    const texts = codes.values.map(({ text }) => text);
    if (texts.length !== values.length)
      findings.push(finding("px.codes-count", placeOf(codes), { values: values.length, codes: texts.length }));
    if (new Set(texts).size < texts.length) findings.push(finding("px.code-twice", placeOf(codes), {}));
  }
  return [...findings, ...checkTimeval(index, name, values.length), ...checkHierarchy(index, name)];
}

function checkTimeval(index: PxIndex, name: string, count: number): Finding[] {
  const statement = index.first("TIMEVAL", [name]);
  const time = statement && readTimeval(statement.values);
  if (!statement || !time) return [];
  const where = placeOf(statement);
  const findings: Finding[] = [];
  const isOpen = time.isRange && time.periods.length === 0;
  if (!isOpen && time.periods.length !== count)
    findings.push(finding("px.timeval-count", where, { values: count, periods: time.periods.length }));
  if (time.periods.some((period) => !isPeriod(period, time.scale)) || (isOpen && !/[WD]1/.test(time.scale)))
    findings.push(finding("px.timeval-period", where, { scale: time.scale }));
  if (statement.values.some(({ joinedBy }) => joinedBy === "-")) findings.push(finding("px.timeval-range", where, {}));
  return findings;
}

function checkHierarchy(index: PxIndex, name: string): Finding[] {
  const statement = index.first("HIERARCHIES", [name]);
  if (!statement) return [];
  const known = new Set([...index.texts("CODES", [name]), ...index.texts("VALUES", [name])]);
  const isKnown = statement.values.every(({ text, isQuoted }) => !isQuoted || known.has(text));
  return isKnown ? [] : [finding("px.hierarchy-value", placeOf(statement), {})];
}

/** Statements that name a variable or a value the table does not have. */
function checkReferences(index: PxIndex, language: string): Finding[] {
  const names = variableNames(index, language);
  if (names.length === 0) return [];
  const contents = index.text("CONTVARIABLE", [], language);
  const known = new Map<string, ReadonlySet<string>>();
  const has = (name: string, value: string): boolean => {
    const values =
      known.get(name) ??
      new Set([...index.texts("VALUES", [name], language), ...index.texts("CODES", [name], language)]);
    known.set(name, values);
    return values.has(value);
  };
  const findings: Finding[] = [];
  for (const [keyword, { keys: form, isEssential, kind }] of pxKeywords)
    for (const statement of index.all(keyword, language)) {
      const { keys, values } = statement;
      const [variable, value] = keys;
      const where = placeOf(statement);
      if (variable === undefined) continue;
      if (form === "contents") {
        if (contents === undefined || !has(contents, variable))
          findings.push(
            finding("px.contents-unknown", where, { keyword, isEssential: isEssential && contents !== undefined }),
          );
      } else if (form === "cell") {
        if (keys.length !== names.length)
          findings.push(finding("px.cell-keys", where, { keyword, expected: names.length, found: keys.length }));
        else if (!keys.every((key, at) => key === "*" || has(names[at] ?? "", key)))
          findings.push(finding("px.value-unknown", where, { keyword }));
      } else if (form !== "any" && form !== "none") {
        // That VALUES of a variable are missing is a finding of its own.
        const isLost = isEssential && keyword !== "VALUES";
        if (!names.includes(variable))
          findings.push(finding("px.variable-unknown", where, { keyword, isEssential: isLost }));
        else if (value !== undefined && !has(variable, value))
          findings.push(finding("px.value-unknown", where, { keyword }));
        else if (
          kind === "flag-or-text" &&
          values[0]?.isQuoted === true &&
          values[0].text !== "" &&
          !has(variable, values[0].text)
        )
          findings.push(finding("px.value-unknown", where, { keyword }));
      }
    }
  return findings;
}

function checkFigures(index: PxIndex): Finding[] {
  const findings: Finding[] = [];
  const decimals = Number(index.text("DECIMALS") ?? Number.NaN);
  const shown = index.first("SHOWDECIMALS");
  if (shown && Number(shown.values[0]?.text) > decimals)
    findings.push(finding("px.show-decimals", placeOf(shown), { decimals }));
  const contents = index.text("CONTVARIABLE");
  if (contents !== undefined && index.first("UNITS") === undefined)
    for (const [at, value] of index.texts("VALUES", [contents]).entries())
      if (!index.first("UNITS", [value])) findings.push(finding("px.unit-missing", `contents ${at + 1}`, {}));
  return findings;
}
