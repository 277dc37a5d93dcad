import type { Finding, Result } from "./finding.ts";
import { finding } from "./table-messages.ts";
import { checkUtf8, type Utf8Check, writeCode } from "./utf8.ts";

export type CsvEncoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/** A file as UTF-8 without byte order mark, and what it was. */
export interface DecodedCsv {
  readonly bytes: Uint8Array;
  readonly encoding: CsvEncoding;
}

/** Windows-1252 from 0x80 to 0x9f; the rest of it is Latin-1. Five places are empty and read as controls. */
const windows = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/**
 * Says how a file is encoded and gives it back as UTF-8: by its byte order mark; by zero bytes (UTF-16); as UTF-8 when it
 * is valid; else as Windows-1252, of which Latin-1 is a part. UTF-8 is given back as it is, not copied.
 * @param where - what findings call the file
 * @param isUtf8 - a faster validator, where the platform has one
 * @returns an error for a file that is partly UTF-8 and partly not: it was damaged or put together wrongly
 */
export function decodeCsv(
  bytes: Uint8Array,
  where: string,
  isUtf8: (bytes: Uint8Array) => boolean = (all) => checkUtf8(all).invalid === 0,
): Result<DecodedCsv, Finding> {
  const wide = wideEncoding(bytes);
  if (wide !== undefined) {
    if (bytes.length % 2 === 1) return { ok: false, error: finding("sync.cut-file", where, {}) };
    return { ok: true, value: { encoding: wide, bytes: fromUtf16(bytes.subarray(hasWideMark(bytes) ? 2 : 0), wide) } };
  }
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const body = hasMark ? bytes.subarray(3) : bytes;
  if (isUtf8(body)) return { ok: true, value: { encoding: "utf-8", bytes: body } };
  const found = checkUtf8(body);
  if (hasMark || isMixed(found)) return { ok: false, error: finding("sync.not-utf8", where, { byte: found.at }) };
  return { ok: true, value: { encoding: "windows-1252", bytes: fromWindows1252(body) } };
}

/**
 * Whether a text that is not UTF-8 is so in part. In Windows-1252 a few letters form UTF-8 by chance, as a capital before a dash
 * does (`Ö–`), but not the letters from À to ÿ: those begin with `Ã`.
 */
export const isMixed = ({ letters, latin, invalid }: Omit<Utf8Check, "at">): boolean =>
  letters > invalid || latin > 10 + invalid / 100;

/** How many bytes of a file say whether it is UTF-16. */
export const tellingBytes = 100;

/** UTF-16 by its mark, or by a zero in every other byte of the first hundred. */
export function wideEncoding(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const first = bytes.subarray(0, tellingBytes);
  const zeros = [0, 1].map((parity) => first.filter((byte, at) => byte === 0 && at % 2 === parity).length);
  if ((zeros[1] ?? 0) > first.length * 0.4) return "utf-16le";
  return (zeros[0] ?? 0) > first.length * 0.4 ? "utf-16be" : undefined;
}

export function fromWindows1252(bytes: Uint8Array): Uint8Array {
  let extra = 0;
  for (const byte of bytes) if (byte >= 0x80) extra += byte < 0xa0 ? 2 : 1;
  const result = new Uint8Array(bytes.length + extra);
  let at = 0;
  for (const byte of bytes)
    at = writeCode(result, at, byte < 0x80 || byte >= 0xa0 ? byte : windows.charCodeAt(byte - 0x80));
  return result.subarray(0, at);
}

export const hasWideMark = (bytes: Uint8Array): boolean =>
  (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);

/** @param bytes - without a mark, whole code units; half of one at the end is the caller's to refuse */
export function fromUtf16(bytes: Uint8Array, encoding: "utf-16le" | "utf-16be"): Uint8Array {
  const isLittle = encoding === "utf-16le";
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const result = new Uint8Array(Math.floor(bytes.length / 2) * 3);
  let at = 0;
  for (let from = 0; from + 2 <= bytes.length; from += 2) {
    let code = view.getUint16(from, isLittle);
    if (code >= 0xd800 && code < 0xe000) {
      const low = code < 0xdc00 && from + 4 <= bytes.length ? view.getUint16(from + 2, isLittle) : 0;
      const isPair = low >= 0xdc00 && low < 0xe000;
      code = isPair ? 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00) : 0xfffd;
      if (isPair) from += 2;
    }
    at = writeCode(result, at, code);
  }
  return result.subarray(0, at);
}
