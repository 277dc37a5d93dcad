import type { Finding } from "./finding.ts";
import { finding } from "./messages.ts";
import { atLine } from "./px-cursor.ts";

/** What a reader of DATA tells as it goes. */
export interface PxDataHandler {
  /** `NaN` for what is no number; it is in the findings too. */
  number(value: number): void;
  /** A sign or the key of a row, without quotation marks, in the bytes of the file. */
  text(bytes: Uint8Array): void;
}

/** Reads the numbers of a PX file from bytes that arrive in pieces of any size. */
export interface PxDataReader {
  push(bytes: Uint8Array): void;
  /** Says that there is no more, and returns what was found wrong. */
  end(): readonly Finding[];
}

type DataFault = "px.data-token" | "px.data-symbol-unquoted" | "px.data-string-open" | "px.data-semicolon";

const powers = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);
const mostFindings = 20;

/** True for the signs that may stand for a cell: up to six dots, or a hyphen. */
export const isSymbol = (text: string): boolean => /^(\.{1,6}|-)$/.test(text);

/**
 * Makes a reader of what follows `DATA=`. Works on bytes, so that a file of any size and encoding is read at the speed of
 * its digits; a number takes no memory of its own.
 * @param firstLine - line the first byte stands on, from 1
 * @param firstColumn - its column, from 1
 */
export function pxDataReader(handler: PxDataHandler, firstLine = 1, firstColumn = 1): PxDataReader {
  let rest: Uint8Array = new Uint8Array(0);
  let line = firstLine;
  /** Place of the start of the line in the present piece; negative when the line began before it. */
  let lineStart = 1 - firstColumn;
  let isEnded = false;
  let hasMore = false;
  let isSplit = false;
  const findings: Finding[] = [];
  const report = (code: DataFault, at: number): void => {
    if (findings.length < mostFindings) findings.push(finding(code, atLine(line, at - lineStart + 1), {}));
  };

  function word(bytes: Uint8Array, start: number, end: number): void {
    const text = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 64)));
    if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) {
      handler.number(Number(text));
      return;
    }
    report(isSymbol(text) ? "px.data-symbol-unquoted" : "px.data-token", start);
    if (isSymbol(text)) handler.text(bytes.subarray(start, end));
    else handler.number(Number.NaN);
  }

  /** Reads all that is complete and returns where the first incomplete sign begins. */
  function scan(bytes: Uint8Array, isLast: boolean): number {
    const { length } = bytes;
    let at = 0;
    while (at < length) {
      const byte = bytes[at] ?? 0;
      if (byte === 0x0a) {
        line += 1;
        at += 1;
        lineStart = at;
        continue;
      }
      if (byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === 0x2c) {
        at += 1;
        continue;
      }
      if (isEnded && !isCellStart(byte)) {
        hasMore = true;
        return length;
      }
      // Some agencies end every row of DATA in a semicolon.
      if (isEnded && byte !== 0x3b && !isSplit) report("px.data-semicolon", at);
      isSplit ||= isEnded && byte !== 0x3b;
      isEnded = false;
      if (byte === 0x3b) {
        isEnded = true;
        at += 1;
        continue;
      }
      const start = at;
      if (byte === 0x22) {
        at += 1;
        while (at < length && bytes[at] !== 0x22 && bytes[at] !== 0x0a) at += 1;
        if (at >= length && !isLast) return start;
        if (bytes[at] !== 0x22) report("px.data-string-open", start);
        handler.text(bytes.subarray(start + 1, at));
        if (bytes[at] === 0x22) at += 1;
        continue;
      }
      // The usual case by far: digits, perhaps with a sign and a decimal point, up to 15 of them, which is exact.
      let digits = 0;
      let decimals = -1;
      let sum = 0;
      if (byte === 0x2d) at += 1;
      for (; at < length; at += 1) {
        const digit = (bytes[at] ?? 0) - 0x30;
        if (digit >= 0 && digit <= 9) {
          sum = sum * 10 + digit;
          digits += 1;
          if (decimals >= 0) decimals += 1;
        } else if (digit === -2 && decimals < 0) decimals = 0;
        else break;
      }
      if (at >= length && !isLast) return start;
      if (digits > 0 && digits <= 15 && (at >= length || isEndOfWord(bytes[at] ?? 0))) {
        const value = decimals > 0 ? sum / (powers[decimals] ?? 1) : sum;
        handler.number(byte === 0x2d && value !== 0 ? -value : value);
        continue;
      }
      while (at < length && !isEndOfWord(bytes[at] ?? 0)) at += 1;
      if (at >= length && !isLast) return start;
      word(bytes, start, at);
    }
    return length;
  }

  function push(bytes: Uint8Array, isLast = false): void {
    const piece = rest.length === 0 ? bytes : joined(rest, bytes);
    const done = scan(piece, isLast);
    rest = done < piece.length ? piece.slice(done) : new Uint8Array(0);
    lineStart -= done;
  }

  return {
    push: (bytes) => {
      push(bytes);
    },
    end: () => {
      push(new Uint8Array(0), true);
      if (hasMore) findings.push(finding("px.data-not-last", atLine(line, 1), {}));
      else if (!isEnded) findings.push(finding("px.data-not-ended", atLine(line, 1), {}));
      return findings;
    },
  };
}

/** A digit, a quotation mark, a sign, a point, or one more semicolon. */
function isCellStart(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x22 || byte === 0x2d || byte === 0x2e || byte === 0x3b;
}

function isEndOfWord(byte: number): boolean {
  return (
    byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x3b || byte === 0x09 || byte === 0x2c || byte === 0x22
  );
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}

/** Where the numbers of a file begin: the place of the word DATA and of what follows its `=`. */
export function findData(bytes: Uint8Array): { readonly headEnd: number; readonly dataStart: number } | undefined {
  let quoted = false;
  let isStart = true;
  let last = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x0a) {
      if (last === 0x3b || last === 0x2c || last === 0x22) quoted = false;
      isStart ||= !quoted;
      continue;
    }
    if (byte === 0x20 || byte === 0x09 || byte === 0x0d) continue;
    if (!quoted && isStart && (byte | 0x20) === 0x64) {
      const dataStart = afterDataWord(bytes, at);
      if (dataStart > 0) return { headEnd: at, dataStart };
    }
    if (byte === 0x22) quoted = !quoted;
    isStart = !quoted && byte === 0x3b;
    last = byte;
  }
  return undefined;
}

/** The place after `DATA =` when that is what stands at `at`, else 0. */
function afterDataWord(bytes: Uint8Array, at: number): number {
  const word = String.fromCharCode(...bytes.subarray(at, at + 4)).toUpperCase();
  if (word !== "DATA") return 0;
  let next = at + 4;
  while (bytes[next] === 0x20 || bytes[next] === 0x09) next += 1;
  return bytes[next] === 0x3d ? next + 1 : 0;
}
