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

const utf8 = new TextEncoder();

/**
 * Writes text as bytes into `target`, from `at` on, and says how many. In UTF-8 a character of the text takes up to three.
 * @throws RangeError when a character does not exist in the encoding: ask {@link isEncodable} first
 */
export function encodeInto(text: string, encoding: Carrier["encoding"], target: Uint8Array, at: number): number {
  if (encoding === "utf-8") return utf8.encodeInto(text, target.subarray(at)).written;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const byte = code < 0x80 || (code >= 0xa0 && code <= 0xff) ? code : byteOf.get(text.charAt(index));
    if (byte === undefined) throw new RangeError("text has a character that windows-1252 lacks");
    target[at + index] = byte;
  }
  return text.length;
}
