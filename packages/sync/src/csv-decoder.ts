import {
  fromUtf16,
  fromWindows1252,
  type CsvEncoding,
  hasWideMark,
  isMixed,
  tellingBytes,
  wideEncoding,
} from "./csv-encoding.ts";
import type { Finding, Result } from "./finding.ts";
import { finding } from "./table-messages.ts";
import { checkUtf8, type Utf8Check } from "./utf8.ts";

/** A piece of a file as UTF-8. */
export interface DecodedPiece {
  readonly bytes: Uint8Array;
  /** How many bytes of the file are used when so many of these are. */
  usedOf(count: number): number;
}

/** What the platform does faster than this package. */
export interface NativeChecks {
  readonly isUtf8: (bytes: Uint8Array) => boolean;
  readonly isAscii: (bytes: Uint8Array) => boolean;
}

const nothingYet: DecodedPiece = { bytes: new Uint8Array(), usedOf: () => 0 };

/**
 * Reads a file in pieces, each cut after its last line ending. The encoding is settled by the beginning (byte order mark,
 * zero bytes) or else by the first piece with a letter beyond ASCII: before it, UTF-8 and Windows-1252 are the same.
 */
export class CsvDecoder {
  #encoding: CsvEncoding | undefined;
  #isFirst = true;
  /** Bytes that came before this piece. */
  #passed = 0;
  /** What speaks for UTF-8, and against it, in what is read as Windows-1252. */
  #weighed: Utf8Check = { at: -1, letters: 0, latin: 0, invalid: 0 };
  readonly #where: string;
  readonly #native: NativeChecks;

  constructor(where: string, native: NativeChecks) {
    this.#where = where;
    this.#native = native;
  }

  /** @param bytes - the file from the first byte that was not used */
  decode(bytes: Uint8Array, isLast: boolean): Result<DecodedPiece, Finding> {
    let start = 0;
    if (this.#isFirst && bytes.length < tellingBytes && !isLast) return { ok: true, value: nothingYet };
    if (this.#isFirst) {
      this.#encoding = wideEncoding(bytes);
      if (this.#encoding === undefined && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
        this.#encoding = "utf-8";
        start = 3;
      } else if (this.#encoding !== undefined && bytes.length >= 2) start = hasWideMark(bytes) ? 2 : 0;
    }
    const isWide = this.#encoding === "utf-16le" || this.#encoding === "utf-16be";
    const end = isLast
      ? bytes.length
      : isWide
        ? lastWideLine(bytes, start, this.#encoding === "utf-16le")
        : lastLine(bytes);
    if (end <= start && !isLast) return { ok: true, value: nothingYet };
    this.#isFirst = false;
    const body = bytes.subarray(start, end);
    const decoded = this.#toUtf8(body, start);
    if (!decoded.ok) return decoded;
    if (isLast) {
      this.#weigh(body, start);
      const { at } = this.#weighed;
      if (isMixed(this.#weighed)) return { ok: false, error: finding("sync.not-utf8", this.#where, { byte: at }) };
    }
    this.#passed += end;
    const isAsItIs = decoded.value === body;
    // A piece ends with a line; where a quoted field goes on after it, the row is asked for again.
    const passed = this.#passed;
    return {
      ok: true,
      value: {
        bytes: decoded.value,
        usedOf: (count) => {
          const used = isAsItIs
            ? start + count
            : count === decoded.value.length
              ? end
              : start + this.#width(body, decoded.value, count);
          this.#passed = passed - end;
          if (used > start) this.#weigh(body.subarray(0, used - start), start);
          this.#passed += used;
          return used;
        },
      },
    };
  }

  /** A file that is read as Windows-1252 may have been put together wrongly: what of a piece is UTF-8 is counted. */
  #weigh(body: Uint8Array, start: number): void {
    if (this.#encoding !== "windows-1252" || this.#native.isAscii(body)) return;
    const { at, ...counts } = checkUtf8(body);
    const before = this.#weighed;
    this.#weighed = {
      at: before.at === -1 && at !== -1 ? this.#passed + start + at : before.at,
      letters: before.letters + counts.letters,
      latin: before.latin + counts.latin,
      invalid: before.invalid + counts.invalid,
    };
  }

  /** Bytes of the file that so many bytes of its UTF-8 stand for. */
  #width(body: Uint8Array, decoded: Uint8Array, count: number): number {
    let units = 0;
    for (let at = 0; at < count; at += 1) {
      const byte = decoded[at] ?? 0;
      if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1;
    }
    return this.#encoding === "windows-1252" ? Math.min(units, body.length) : units * 2;
  }

  #toUtf8(body: Uint8Array, start: number): Result<Uint8Array, Finding> {
    if (this.#encoding === "utf-16le" || this.#encoding === "utf-16be") {
      // Pieces end with a line: only the end of a file can be half a character.
      if (body.length % 2 === 1) return { ok: false, error: finding("sync.cut-file", this.#where, {}) };
      return { ok: true, value: fromUtf16(body, this.#encoding) };
    }
    if (this.#encoding === "windows-1252") return { ok: true, value: fromWindows1252(body) };
    if (this.#native.isUtf8(body)) {
      if (this.#encoding === undefined && !this.#native.isAscii(body)) this.#encoding = "utf-8";
      return { ok: true, value: body };
    }
    const found = checkUtf8(body);
    if (this.#encoding === "utf-8" || isMixed(found))
      return { ok: false, error: finding("sync.not-utf8", this.#where, { byte: this.#passed + start + found.at }) };
    this.#encoding = "windows-1252";
    return { ok: true, value: fromWindows1252(body) };
  }
}

/** After the last line ending; 0 when there is none. A carriage return at the very end may be half of one. */
function lastLine(bytes: Uint8Array): number {
  const newline = bytes.lastIndexOf(10) + 1;
  return newline + bytes.subarray(newline, -1).lastIndexOf(13) + 1;
}

function lastWideLine(bytes: Uint8Array, start: number, isLittle: boolean): number {
  const last = bytes.length - (bytes.length % 2) - 2;
  for (let at = last; at >= start; at -= 2) {
    const [low, high] = isLittle ? [bytes[at], bytes[at + 1]] : [bytes[at + 1], bytes[at]];
    if (high === 0 && (low === 10 || (low === 13 && at < last))) return at + 2;
  }
  return 0;
}
