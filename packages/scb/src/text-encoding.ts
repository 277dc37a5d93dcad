import type { Carrier } from "./layout.ts";

/** The characters of windows-1252 at 0x80 to 0x9F; a blank is a place that has none. */
const high = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";
const byteOf = new Map<string, number>();
for (let index = 0; index < high.length; index += 1)
  if (high.charAt(index) !== " ") byteOf.set(high.charAt(index), 0x80 + index);

/** True when every character of the text exists in the encoding. */
export function isEncodable(text: string, encoding: Carrier["encoding"]): boolean {
  if (encoding === "utf-8") return !/\p{Surrogate}/u.test(text);
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if ((code >= 0x80 && code < 0xa0) || code > 0xff) {
      if (!byteOf.has(character)) return false;
    }
  }
  return true;
}

/**
 * Text as bytes.
 * @throws RangeError when a character does not exist in the encoding: ask {@link isEncodable} first
 */
export function encode(text: string, encoding: Carrier["encoding"]): Uint8Array {
  if (encoding === "utf-8") return new TextEncoder().encode(text);
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const byte = code < 0x80 || (code >= 0xa0 && code <= 0xff) ? code : byteOf.get(text.charAt(index));
    if (byte === undefined) throw new RangeError("text has a character that windows-1252 lacks");
    bytes[index] = byte;
  }
  return bytes;
}

export type FoundEncoding = "ascii" | "utf-8" | "utf-16" | "windows-1252";

/** Bytes as text, in the encoding they show: a byte order mark, else valid UTF-8, else windows-1252. */
export function decode(bytes: Uint8Array): {
  readonly text: string;
  readonly encoding: FoundEncoding;
  readonly bomBytes: number;
} {
  const [first, second, third] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    const text = new TextDecoder(first === 0xff ? "utf-16le" : "utf-16be").decode(bytes);
    return { text, encoding: "utf-16", bomBytes: 2 };
  }
  const bomBytes = first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return { text, encoding: bomBytes === 0 && text.length === bytes.length ? "ascii" : "utf-8", bomBytes };
  } catch {
    return { text: new TextDecoder("windows-1252").decode(bytes), encoding: "windows-1252", bomBytes: 0 };
  }
}

/** Bytes a text takes in a file of this encoding. */
export function byteLength(text: string, encoding: FoundEncoding): number {
  if (encoding === "utf-16") return text.length * 2;
  return encoding === "utf-8" ? new TextEncoder().encode(text).length : text.length;
}
