import type { Finding } from "./finding.ts";
import { atLine, PxCursor } from "./px-cursor.ts";
import type { PxStatement, PxValue } from "./px-file.ts";
import { pxKeywords } from "./px-keywords.ts";

/** The statements of a file, from a text without its DATA. */
export interface PxHead {
  readonly statements: readonly PxStatement[];
  readonly findings: readonly Finding[];
}

/**
 * Reads the statements of a PX file. A string ends with its line: where a quotation mark is missing or one too many, the
 * fault is reported and reading goes on with the next statement.
 * @param text - the file up to `DATA=`
 */
export function parseHead(text: string): PxHead {
  const cursor = new PxCursor(text);
  const statements: PxStatement[] = [];
  for (let next = readStatement(cursor); next; next = readStatement(cursor)) statements.push(next);
  return { statements, findings: cursor.findings };
}

/** The next statement, or `undefined` at the end. */
function readStatement(cursor: PxCursor): PxStatement | undefined {
  cursor.skipSpace();
  while (cursor.peek() === ";") {
    cursor.at += 1;
    cursor.skipSpace();
  }
  if (cursor.at >= cursor.text.length) return undefined;
  const { line } = cursor;
  const column = cursor.column();
  const keyword = readKeyword(cursor);
  const language = readLanguage(cursor, atLine(line, column));
  const keys = readKeys(cursor);
  const values = readValues(cursor, atLine(line, column));
  return { keyword, ...(language === undefined ? {} : { language }), keys, values, line, column };
}

function readKeyword(cursor: PxCursor): string {
  const where = cursor.here();
  const start = cursor.at;
  while (cursor.at < cursor.text.length && !'[(=;"\n'.includes(cursor.peek())) cursor.at += 1;
  const raw = cursor.text.slice(start, cursor.at).trim();
  const keyword = raw.toUpperCase().replaceAll(".", "-");
  if (raw.includes(".") && pxKeywords.has(keyword)) cursor.report("px.keyword-dot", where, { keyword });
  else if (!/^[a-z][a-z0-9_-]*$/i.test(raw)) cursor.report("px.keyword-form", where, {});
  else if (raw !== raw.toUpperCase()) cursor.report("px.keyword-lower-case", where, {});
  if (raw.length > 20) cursor.report("px.keyword-long", where, {});
  cursor.statement = { keyword, isEssential: pxKeywords.get(keyword)?.isEssential ?? false };
  return keyword;
}

function readLanguage(cursor: PxCursor, where: string): string | undefined {
  let language: string | undefined;
  while (cursor.peek() === "[") {
    if (language !== undefined) cursor.report("px.language-twice", cursor.here(), {});
    const end = endOfBracket(cursor);
    language ??= cursor.text
      .slice(cursor.at + 1, end)
      .trim()
      .replaceAll('"', "");
    cursor.at = Math.min(end + 1, cursor.text.length);
    cursor.skipBlanks();
  }
  if (language !== undefined && !/^[a-z]{2,3}([_-][a-z0-9]{2,8})*$/i.test(language))
    cursor.report("px.language-form", where, {});
  return language;
}

/** Where the bracket is closed, at the latest at the end of the line. */
function endOfBracket(cursor: PxCursor): number {
  const { text, at } = cursor;
  const end = text.indexOf("]", at);
  const lineEnd = text.indexOf("\n", at);
  const limit = lineEnd < 0 ? text.length : lineEnd;
  if (end >= 0 && end < limit) return end;
  cursor.fault("px.bracket-open");
  const equals = text.indexOf("=", at);
  return equals >= 0 && equals < limit ? equals - 1 : limit - 1;
}

function readKeys(cursor: PxCursor): string[] {
  const keys: string[] = [];
  let isFirst = true;
  while (cursor.peek() === "(") {
    if (!isFirst) cursor.report("px.keys-twice", cursor.here(), {});
    isFirst = false;
    cursor.at += 1;
    readKeyList(cursor, keys);
    cursor.skipBlanks();
  }
  if (cursor.peek() === "[") {
    cursor.report("px.key-order", cursor.here(), {});
    readLanguage(cursor, cursor.here());
  }
  return keys;
}

function readKeyList(cursor: PxCursor, keys: string[]): void {
  for (;;) {
    cursor.skipSpace();
    const character = cursor.peek();
    if (character === '"') keys.push(cursor.readString());
    else if (character === ",") cursor.at += 1;
    else if (character === ")") {
      cursor.at += 1;
      return;
    } else if (character === "" || character === "=" || character === ";") {
      cursor.fault("px.bracket-open");
      return;
    } else {
      cursor.fault("px.key-unquoted");
      keys.push(cursor.readWord());
    }
  }
}

function readValues(cursor: PxCursor, start: string): PxValue[] {
  cursor.skipSpace();
  const values: PxValue[] = [];
  if (cursor.peek() !== "=") {
    cursor.fault("px.statement-without-value");
    cursor.skipStatement();
    return values;
  }
  cursor.at += 1;
  let separator: "" | "," | ":" | "-" = "";
  let needsSeparator = false;
  let isReported = false;
  for (;;) {
    cursor.skipSpace();
    const character = cursor.peek();
    if (character === ";") break;
    if (character === "" || (needsSeparator && isNextStatement(cursor))) {
      cursor.fault("px.statement-open", start);
      break;
    }
    if (character === "," || (character === ":" && needsSeparator) || (character === "-" && isRange(cursor, values))) {
      separator = character;
      needsSeparator = false;
      cursor.at += 1;
      continue;
    }
    const last = values.at(-1);
    // A text goes on in the next piece only from a line of its own; on the same line a comma is missing.
    const isContinued = needsSeparator && character === '"' && last?.isQuoted === true && cursor.isFirstOnLine();
    if (needsSeparator && !isContinued) {
      if (!isReported) cursor.fault("px.text-outside-quotes");
      isReported = true;
      if (character === '"') cursor.readString();
      else cursor.readWord();
      continue;
    }
    const joinedBy = separator === ":" || separator === "-" ? { joinedBy: separator } : {};
    if (isContinued && last) values[values.length - 1] = { ...last, text: last.text + cursor.readString() };
    else if (character === '"') values.push({ text: cursor.readString(), isQuoted: true, ...joinedBy });
    else values.push({ text: cursor.readWord(), isQuoted: false, ...joinedBy });
    needsSeparator = true;
    separator = "";
  }
  if (values.length === 0) cursor.fault("px.statement-without-value");
  else if (separator !== "") {
    cursor.report("px.trailing-comma", cursor.here(), { keyword: cursor.statement.keyword });
    values.push({ text: "", isQuoted: false });
  }
  if (cursor.peek() === ";") cursor.at += 1;
  return values;
}

/** True when a new statement begins on this line although the one before was never ended. */
function isNextStatement(cursor: PxCursor): boolean {
  if (!cursor.isFirstOnLine()) return false;
  return /^[A-Z][A-Z0-9-]+(\[[\w-]+\])?(\([^\n]*?\))?\s*=/.test(cursor.text.slice(cursor.at, cursor.at + 400));
}

/** True when the hyphen at the cursor stands between two texts: `"2000"-"2024"`. */
function isRange(cursor: PxCursor, values: readonly PxValue[]): boolean {
  return values.at(-1)?.isQuoted === true && /^-\s*"/.test(cursor.text.slice(cursor.at, cursor.at + 8));
}
