import type { Finding } from "./finding.ts";
import { finding } from "./messages.ts";

/** Where in a file something is, as findings say it. */
export const atLine = (line: number, column: number): string => `line ${line}, column ${column}`;

/** The faults that weigh by the statement they are in. */
export type StatementFault =
  | "px.bracket-open"
  | "px.key-unquoted"
  | "px.statement-open"
  | "px.statement-without-value"
  | "px.string-open"
  | "px.text-outside-quotes";

const isBlank = (character: string): boolean => character === " " || character === "\t" || character === "\r";

/** A place in the text of a PX file that moves forward, keeps count of lines and collects what it finds wrong. */
export class PxCursor {
  readonly findings: Finding[] = [];
  readonly text: string;
  at = 0;
  line = 1;
  lineStart = 0;
  /** The statement the cursor is in, and whether a table can be read without it. */
  statement = { keyword: "", isEssential: false };

  constructor(text: string) {
    this.text = text;
  }

  /** The character at the cursor; empty at the end. */
  peek(): string {
    return this.text.charAt(this.at);
  }

  column(): number {
    return this.at - this.lineStart + 1;
  }

  here(): string {
    return atLine(this.line, this.column());
  }

  /** True when nothing but blanks stands before the cursor on its line. */
  isFirstOnLine(): boolean {
    return this.text.slice(this.lineStart, this.at).trim() === "";
  }

  report(...found: Parameters<typeof finding>): void {
    this.findings.push(finding(...found));
  }

  fault(code: StatementFault, where: string = this.here()): void {
    this.findings.push(finding(code, where, this.statement));
  }

  skipBlanks(): void {
    while (isBlank(this.peek())) this.at += 1;
  }

  /** Skips blanks and line breaks. */
  skipSpace(): void {
    for (;;) {
      const character = this.peek();
      if (character === "\n") this.newLine();
      else if (isBlank(character) || character === "\uFEFF") this.at += 1;
      else return;
    }
  }

  /** Skips to the semicolon that ends the statement, or past it when a line break comes between. */
  skipStatement(): void {
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

  /** A word, number or TLIST(…) without quotation marks. Moves by one character at least. */
  readWord(): string {
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

  /** A text within quotation marks. One that is not closed ends with its line, before the sign that ends the line. */
  readString(): string {
    const where = this.here();
    const start = this.at + 1;
    let breaks = 0;
    for (let at = start; ; at += 1) {
      const character = this.text.charAt(at);
      if (character === '"') {
        this.at = at + 1;
        return this.text.slice(start, at).replaceAll(/\r?\n/g, "");
      }
      if (character === "" || (character === "\n" && endsStatement(this.text, start, at))) {
        this.fault("px.string-open", where);
        const text = this.text.slice(start, at).trimEnd();
        const cut = text.endsWith(";") || text.endsWith(",") ? text.slice(0, -1) : text;
        this.at = start + cut.length;
        return cut;
      }
      if (character === "\n") {
        if (breaks === 0) this.report("px.line-break-in-string", where, {});
        breaks += 1;
        this.line += 1;
        this.lineStart = at + 1;
      }
    }
  }

  private newLine(): void {
    this.at += 1;
    this.line += 1;
    this.lineStart = this.at;
  }
}

/** True when the line, up to its end at `at`, looks as if the string was to be closed on it. */
function endsStatement(text: string, start: number, at: number): boolean {
  let last = at - 1;
  while (last >= start && isBlank(text.charAt(last))) last -= 1;
  return last < start || ";,".includes(text.charAt(last));
}
