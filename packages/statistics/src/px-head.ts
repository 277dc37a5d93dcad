import type { Finding } from "./finding.ts";
import { finding } from "./messages.ts";
import type { PxStatement, PxValue } from "./px-file.ts";
import { pxKeywords } from "./px-keywords.ts";

/** The statements of a file, from a text without its DATA. */
export interface PxHead {
  readonly statements: readonly PxStatement[];
  readonly findings: readonly Finding[];
}

const isBlank = (character: string): boolean => character === " " || character === "\t" || character === "\r";

/** Where in a file something is, as findings say it. */
export const atLine = (line: number, column: number): string => `line ${line}, column ${column}`;

/**
 * Reads the statements of a PX file. A string ends with its line: where a quotation mark is missing or one too many, the
 * fault is reported and reading goes on with the next statement.
 * @param text - the file up to `DATA=`
 */
export function parseHead(text: string): PxHead {
  const scanner = new HeadScanner(text);
  const statements: PxStatement[] = [];
  for (let next = scanner.statement(); next; next = scanner.statement()) statements.push(next);
  return { statements, findings: scanner.findings };
}

/** Walks through the text once, keeping count of lines. */
class HeadScanner {
  readonly findings: Finding[] = [];
  private readonly text: string;
  private at = 0;
  private line = 1;
  private lineStart = 0;
  /** Of the statement being read. */
  private isEssential = false;
  private keyword = "";
  private start = "";

  constructor(text: string) {
    this.text = text;
  }

  /** The next statement, or `undefined` at the end. */
  statement(): PxStatement | undefined {
    this.skipBlank();
    while (this.peek() === ";") {
      this.at += 1;
      this.skipBlank();
    }
    if (this.at >= this.text.length) return undefined;
    const { line } = this;
    const column = this.column();
    this.start = atLine(line, column);
    const keyword = this.readKeyword();
    const language = this.readLanguage(line, column);
    const keys = this.readKeys();
    const values = this.readValues();
    return { keyword, ...(language === undefined ? {} : { language }), keys, values, line, column };
  }

  private peek(): string {
    return this.text.charAt(this.at);
  }

  private column(): number {
    return this.at - this.lineStart + 1;
  }

  private here(): string {
    return atLine(this.line, this.column());
  }

  private newLine(): void {
    this.at += 1;
    this.line += 1;
    this.lineStart = this.at;
  }

  private skipBlank(): void {
    for (;;) {
      const character = this.peek();
      if (character === "\n") this.newLine();
      else if (isBlank(character) || character === "\uFEFF") this.at += 1;
      else return;
    }
  }

  private readKeyword(): string {
    const start = this.at;
    while (this.at < this.text.length && !'[(=;"\n'.includes(this.peek())) this.at += 1;
    const raw = this.text.slice(start, this.at).trim();
    const where = atLine(this.line, start - this.lineStart + 1);
    const keyword = raw.toUpperCase().replaceAll(".", "-");
    if (raw.includes(".") && pxKeywords.has(keyword)) this.report("px.keyword-dot", where, { keyword });
    else if (!/^[a-z][a-z0-9_-]*$/i.test(raw)) this.report("px.keyword-form", where, {});
    else if (raw !== raw.toUpperCase()) this.report("px.keyword-lower-case", where, {});
    if (raw.length > 20) this.report("px.keyword-long", where, {});
    this.isEssential = pxKeywords.get(keyword)?.isEssential ?? false;
    this.keyword = keyword;
    return keyword;
  }

  private readLanguage(line: number, column: number): string | undefined {
    let language: string | undefined;
    while (this.peek() === "[") {
      if (language !== undefined) this.report("px.language-twice", this.here(), {});
      const end = this.endOf("]");
      language ??= this.text
        .slice(this.at + 1, end)
        .trim()
        .replaceAll('"', "");
      this.at = Math.min(end + 1, this.text.length);
      while (isBlank(this.peek())) this.at += 1;
    }
    if (language !== undefined && !/^[a-z]{2,3}([_-][a-z0-9]{2,8})*$/i.test(language))
      this.report("px.language-form", atLine(line, column), {});
    return language;
  }

  /** Where the bracket is closed, at the latest at the end of the line. */
  private endOf(bracket: string): number {
    const end = this.text.indexOf(bracket, this.at);
    const lineEnd = this.text.indexOf("\n", this.at);
    const limit = lineEnd < 0 ? this.text.length : lineEnd;
    if (end >= 0 && end < limit) return end;
    this.report("px.bracket-open", this.here(), { keyword: this.keyword, isEssential: this.isEssential });
    const equals = this.text.indexOf("=", this.at);
    return equals >= 0 && equals < limit ? equals - 1 : limit - 1;
  }

  private readKeys(): string[] {
    const keys: string[] = [];
    let isFirst = true;
    while (this.peek() === "(") {
      if (!isFirst) this.report("px.keys-twice", this.here(), {});
      isFirst = false;
      this.at += 1;
      for (;;) {
        this.skipBlank();
        const character = this.peek();
        if (character === '"') keys.push(this.readString());
        else if (character === ",") this.at += 1;
        else if (character === ")") {
          this.at += 1;
          break;
        } else if (character === "" || character === "=" || character === ";") {
          this.report("px.bracket-open", this.here(), { keyword: this.keyword, isEssential: this.isEssential });
          break;
        } else {
          this.report("px.key-unquoted", this.here(), { keyword: this.keyword, isEssential: this.isEssential });
          keys.push(this.readWord());
        }
      }
      while (isBlank(this.peek())) this.at += 1;
    }
    if (this.peek() === "[") {
      this.report("px.key-order", this.here(), {});
      this.readLanguage(this.line, this.column());
    }
    return keys;
  }

  private readValues(): PxValue[] {
    this.skipBlank();
    const values: PxValue[] = [];
    if (this.peek() !== "=") {
      this.report("px.statement-without-value", this.here(), { keyword: this.keyword, isEssential: this.isEssential });
      this.toEndOfStatement();
      return values;
    }
    this.at += 1;
    let needsSeparator = false;
    let separator: "" | "," | ":" | "-" = "";
    let isReported = false;
    for (;;) {
      this.skipBlank();
      const character = this.peek();
      if (character === ";") break;
      if (character === "" || this.isNextStatement(needsSeparator)) {
        this.report("px.statement-open", this.start, { keyword: this.keyword, isEssential: this.isEssential });
        break;
      }
      if (character === "," || (character === ":" && needsSeparator) || (character === "-" && this.isRange(values))) {
        separator = character;
        needsSeparator = false;
        this.at += 1;
        continue;
      }
      if (needsSeparator && !this.isContinued(character, values)) {
        if (!isReported)
          this.report("px.text-outside-quotes", this.here(), { keyword: this.keyword, isEssential: this.isEssential });
        isReported = true;
        if (character === '"') this.readString();
        else this.readWord();
        continue;
      }
      const joinedBy = separator === ":" || separator === "-" ? { joinedBy: separator } : {};
      if (character === '"') {
        const text = this.readString();
        const last = values.at(-1);
        if (needsSeparator && last) values[values.length - 1] = { ...last, text: last.text + text };
        else values.push({ text, isQuoted: true, ...joinedBy });
      } else values.push({ text: this.readWord(), isQuoted: false, ...joinedBy });
      needsSeparator = true;
      separator = "";
    }
    if (values.length === 0)
      this.report("px.statement-without-value", this.here(), { keyword: this.keyword, isEssential: this.isEssential });
    else if (separator !== "") {
      this.report("px.trailing-comma", this.here(), { keyword: this.keyword });
      values.push({ text: "", isQuoted: false });
    }
    if (this.peek() === ";") this.at += 1;
    return values;
  }

  /** A string goes on in the next piece only from a line of its own; on the same line a comma is missing. */
  private isContinued(character: string, values: readonly PxValue[]): boolean {
    if (character !== '"' || !values.at(-1)?.isQuoted) return false;
    return this.text.slice(this.lineStart, this.at).trim() === "";
  }

  /** True when a new statement begins on this line although the one before was never ended. */
  private isNextStatement(needsSeparator: boolean): boolean {
    if (!needsSeparator || this.text.slice(this.lineStart, this.at).trim() !== "") return false;
    return /^[A-Z][A-Z0-9-]+(\[[\w-]+\])?(\([^\n]*?\))?\s*=/.test(this.text.slice(this.at, this.at + 400));
  }

  private isRange(values: readonly PxValue[]): boolean {
    return values.at(-1)?.isQuoted === true && /^-\s*"/.test(this.text.slice(this.at, this.at + 8));
  }

  private readWord(): string {
    const start = this.at;
    let depth = 0;
    while (this.at < this.text.length) {
      const character = this.peek();
      if (character === "(") depth += 1;
      if (character === ")") {
        if (depth === 0) break;
        depth -= 1;
      }
      if (';"\n='.includes(character) && !(character === '"' && depth > 0)) break;
      if (character === "," && depth === 0) break;
      this.at += 1;
    }
    if (this.at === start) this.at += 1;
    return this.text.slice(start, this.at).trim();
  }

  private readString(): string {
    const start = this.at + 1;
    let { line } = this;
    for (let at = start; ; at += 1) {
      const character = this.text.charAt(at);
      if (character === '"') {
        this.at = at + 1;
        return this.text.slice(start, at).replaceAll(/\r?\n/g, "");
      }
      if (character === "" || (character === "\n" && endsStatement(this.text, start, at))) {
        this.report("px.string-open", this.here(), { keyword: this.keyword, isEssential: this.isEssential });
        return this.cutString(start, at);
      }
      if (character === "\n") {
        if (line === this.line) this.report("px.line-break-in-string", this.here(), {});
        line += 1;
        this.line = line;
        this.lineStart = at + 1;
      }
    }
  }

  /** A string that was never closed ends before the sign that ends its line. */
  private cutString(start: number, end: number): string {
    const text = this.text.slice(start, end).trimEnd();
    const cut = text.endsWith(";") || text.endsWith(",") ? text.slice(0, -1) : text;
    this.at = start + cut.length;
    return cut;
  }

  private toEndOfStatement(): void {
    for (let quoted = false; this.at < this.text.length;) {
      const character = this.peek();
      if (character === "\n") {
        quoted = false;
        this.newLine();
        continue;
      }
      if (character === '"') quoted = !quoted;
      this.at += 1;
      if (character === ";" && !quoted) return;
    }
  }

  private report(...found: Parameters<typeof finding>): void {
    this.findings.push(finding(...found));
  }
}

/** True when the line, up to its end at `at`, looks as if the string was to be closed on it. */
function endsStatement(text: string, start: number, at: number): boolean {
  let last = at - 1;
  while (last >= start && isBlank(text.charAt(last))) last -= 1;
  return last < start || ";,".includes(text.charAt(last));
}
