import type { Finding, Result } from "./finding.ts";
import { finding } from "./messages.ts";

/** The encodings of school registers' files. ISO-8859-1 is read as Windows-1252, which only adds to it. */
export type TextEncoding = "utf-8" | "iso-8859-1";

/** A file's text, and what it was written in. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: TextEncoding;
}

/**
 * Decodes the bytes of a text file as a whole: a piece of it may begin or end inside an å.
 * @param expected - the encoding agreed on, or `detect`: UTF-8 when the bytes are UTF-8, else ISO-8859-1
 * @returns a finding when the file is empty, UTF-16, binary, or not in the encoding agreed on
 */
export function decodeText(
  bytes: Uint8Array,
  file: string,
  expected: TextEncoding | "detect" = "detect",
): Result<DecodedText, Finding> {
  const refuse = (encoding: string): Result<DecodedText, Finding> => ({
    ok: false,
    error: finding("connectors.bad-encoding", file, { expected: encoding }),
  });
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  // A NUL is in no text of these encodings; in UTF-16 every other byte is one.
  if (isUtf16 || bytes.includes(0)) return refuse(expected === "iso-8859-1" ? "ISO-8859-1" : "UTF-8");
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  let decoded: DecodedText;
  if (expected === "iso-8859-1" && !hasMark) decoded = { text: latin1(bytes), encoding: "iso-8859-1" };
  else {
    const utf8 = strictUtf8(bytes);
    if (utf8 !== undefined) decoded = { text: utf8, encoding: "utf-8" };
    else if (expected === "utf-8" || hasMark) return refuse("UTF-8");
    else decoded = { text: latin1(bytes), encoding: "iso-8859-1" };
  }
  if (decoded.text.trim() === "") return { ok: false, error: finding("connectors.empty-file", file, {}) };
  return { ok: true, value: decoded };
}

function strictUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const latin1 = (bytes: Uint8Array): string => new TextDecoder("windows-1252").decode(bytes);

/** The bytes of a text; undefined when a character is not in the encoding. */
export function encodeText(text: string, encoding: TextEncoding): Uint8Array | undefined {
  if (encoding === "utf-8") return new TextEncoder().encode(text);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0xff || (code >= 0x80 && code < 0xa0)) return undefined;
    bytes[i] = code;
  }
  return bytes;
}
