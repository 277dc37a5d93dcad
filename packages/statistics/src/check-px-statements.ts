import type { Finding } from "./finding.ts";
import { finding } from "./messages.ts";
import type { PxStatement, PxValue } from "./px-file.ts";
import { atLine } from "./px-cursor.ts";
import { type PxKeyword, pxKeywords, unknownKeyword } from "./px-keywords.ts";
import { readTimeval } from "./px-time.ts";

/** Checks every statement by itself: does its keyword exist, and do its key and its values have the form they should. */
export function checkStatements(statements: readonly PxStatement[]): Finding[] {
  return [...statements.flatMap(checkStatement), ...checkTwice(statements)];
}

function checkStatement(statement: PxStatement): Finding[] {
  const { keyword, language, keys, values } = statement;
  const where = atLine(statement.line, statement.column);
  const known = pxKeywords.get(keyword);
  const { isEssential, ...rule } = known ?? unknownKeyword;
  const findings: Finding[] = [];
  if (!known) findings.push(finding("px.keyword-unknown", where, {}));
  if (known && language !== undefined && !rule.isTranslated)
    findings.push(finding("px.language-not-allowed", where, { keyword }));
  const count = keyCount(rule.keys);
  if (count && keys.length < count[0]) findings.push(finding("px.key-missing", where, { keyword, isEssential }));
  if (count && keys.length > count[1]) findings.push(finding("px.key-too-many", where, { keyword }));
  if (values.length === 0) return findings;
  // A number or a flag within quotation marks is understood, but not as it should be.
  const isUnderstood =
    hasKind(
      values.map((value) => ({ ...value, isQuoted: false })),
      rule,
    ) && rule.kind !== "texts";
  if (!hasKind(values, rule))
    findings.push(
      finding("px.value-kind", where, { keyword, isEssential: isEssential && !isUnderstood, kind: rule.kind }),
    );
  else findings.push(...checkRange(statement, where));
  if (values.some(({ text, isQuoted }) => isQuoted && text !== text.trim() && !keyword.startsWith("DATANOTE")))
    if (rule.kind === "texts" && isEssential) findings.push(finding("px.value-blanks", where, { keyword }));
  return findings;
}

/** The fewest and most keys; `undefined` when any number goes. */
function keyCount(keys: PxKeyword["keys"]): readonly [number, number] | undefined {
  switch (keys) {
    case "none":
      return [0, 0];
    case "variable":
      return [1, 1];
    case "value":
      return [2, 2];
    case "contents":
    case "variable?":
      return [0, 1];
    case "value?":
      return [0, 2];
    case "cell":
      return [1, Infinity];
    case "any":
      return undefined;
  }
}

const isFlag = ({ text, isQuoted }: PxValue): boolean => !isQuoted && /^(yes|no)$/i.test(text);
const isNumber = ({ text, isQuoted }: PxValue): boolean => !isQuoted && /^-?\d+(\.\d+)?$/.test(text);

function hasKind(values: readonly PxValue[], { kind }: Pick<PxKeyword, "kind">): boolean {
  const [first] = values;
  const isSingle = values.length === 1 && first !== undefined;
  switch (kind) {
    case "text":
      // A version or a code without quotation marks occurs in files that every reader takes.
      return isSingle;
    case "texts":
      return values.every(({ text, isQuoted }) => isQuoted || text === "");
    case "number":
      return values.every(isNumber);
    case "flag":
      return isSingle && isFlag(first);
    case "flag-or-text":
      return isSingle && (first.isQuoted || isFlag(first));
    case "words":
    case "hierarchy":
      return true;
    case "time":
      return readTimeval(values) !== undefined;
    case "moment":
      return (
        isSingle && (first.text === "" || /^\d{4}-?\d{2}-?\d{2}([ T]\d{2}:\d{2}(:\d{2})?)?$/.test(first.text.trim()))
      );
  }
}

const ranges: Readonly<Record<string, readonly [number, number]>> = {
  DECIMALS: [0, 15],
  SHOWDECIMALS: [0, 6],
  PRECISION: [0, 6],
  ROUNDING: [0, 1],
  PRESTEXT: [0, 3],
};

function checkRange({ keyword, values }: PxStatement, where: string): Finding[] {
  const range = ranges[keyword];
  if (!range) return [];
  const isInside = values.every(({ text }) => {
    const number = Number(text);
    return Number.isInteger(number) && number >= range[0] && number <= range[1];
  });
  if (isInside) return [];
  return [
    finding("px.value-range", where, { keyword, least: range[0], most: range[1], isEssential: keyword === "DECIMALS" }),
  ];
}

/** A statement that may stand once for its language and keys, and stands twice with different values. */
function checkTwice(statements: readonly PxStatement[]): Finding[] {
  const seen = new Map<string, PxStatement>();
  const findings: Finding[] = [];
  for (const statement of statements) {
    const { keyword, language, keys, values } = statement;
    if (/NOTE|ATTRIBUTES|META-ID|CONTACT|LINK/.test(keyword)) continue;
    const id = JSON.stringify([keyword, language, keys]);
    const first = seen.get(id);
    // Lists of one length give tables of one shape; texts that differ do not say which is meant.
    const isHarmless =
      first &&
      (pxKeywords.get(keyword)?.kind === "texts"
        ? first.values.length === values.length
        : JSON.stringify(first.values) === JSON.stringify(values));
    if (first)
      findings.push(
        finding("px.statement-twice", atLine(statement.line, statement.column), {
          keyword,
          firstLine: first.line,
          isEssential: !isHarmless && (pxKeywords.get(keyword)?.isEssential ?? false),
        }),
      );
    else seen.set(id, statement);
  }
  return findings;
}
