/** Writes a code point as UTF-8; returns where the next one goes. */
export function writeCode(bytes: Uint8Array, start: number, code: number): number {
  let at = start;
  if (code < 0x80) bytes[at++] = code;
  else {
    if (code < 0x800) bytes[at++] = 0xc0 | (code >> 6);
    else {
      if (code < 0x10000) bytes[at++] = 0xe0 | (code >> 12);
      else {
        bytes[at++] = 0xf0 | (code >> 18);
        bytes[at++] = 0x80 | ((code >> 12) & 0x3f);
      }
      bytes[at++] = 0x80 | ((code >> 6) & 0x3f);
    }
    bytes[at++] = 0x80 | (code & 0x3f);
  }
  return at;
}

/** Writes a text as UTF-8 and says how many bytes it took. A lone surrogate becomes U+FFFD, as everywhere. */
export function writeUtf8(text: string, bytes: Uint8Array): number {
  let at = 0;
  for (let index = 0; index < text.length; index += 1) {
    let code = text.charCodeAt(index);
    if (code >= 0xd800 && code < 0xe000) {
      const pair = text.codePointAt(index) ?? code;
      if (pair > 0xffff) index += 1;
      code = pair > 0xffff ? pair : 0xfffd;
    }
    at = writeCode(bytes, at, code);
  }
  return at;
}

/** UTF-8 as a string; each byte that is not UTF-8 becomes U+FFFD. */
export function decodeUtf8(bytes: Uint8Array, from: number, to: number): string {
  let text = "";
  for (let at = from; at < to;) {
    const byte = bytes[at] ?? 0;
    const length = byte < 0x80 ? 1 : sequenceLength(bytes, at, to);
    let code = length < 2 ? byte : byte & (0xff >> (length + 1));
    for (let place = 1; place < length; place += 1) code = (code << 6) | ((bytes[at + place] ?? 0) & 0x3f);
    text += length === 0 ? "\ufffd" : String.fromCodePoint(code);
    at += Math.max(1, length);
  }
  return text;
}

/**
 * The first byte that is not UTF-8 (-1: none), how many letters beyond ASCII there are and are not, and how many of them are
 * from À to ÿ.
 */
export interface Utf8Check {
  readonly at: number;
  readonly letters: number;
  readonly latin: number;
  readonly invalid: number;
}

export function checkUtf8(bytes: Uint8Array): Utf8Check {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const lastWord = bytes.length - 4;
  let [first, letters, latin, invalid] = [-1, 0, 0, 0];
  for (let at = 0; at < bytes.length;) {
    if (at <= lastWord && (view.getInt32(at) & -0x7f7f7f80) === 0) {
      at += 4;
      continue;
    }
    if ((bytes[at] ?? 0) < 0x80) {
      at += 1;
      continue;
    }
    const length = sequenceLength(bytes, at, bytes.length);
    if (length > 0) {
      letters += 1;
      if (bytes[at] === 0xc3) latin += 1;
    } else {
      invalid += 1;
      if (first === -1) first = at;
    }
    at += Math.max(1, length);
  }
  return { at: first, letters, latin, invalid };
}

/** Bytes of the well-formed sequence beyond ASCII that begins here; 0 when there is none (Unicode, table 3-7). */
function sequenceLength(bytes: Uint8Array, at: number, to: number): number {
  const first = bytes[at] ?? 0;
  const second = bytes[at + 1] ?? 0;
  const length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  if (length === 0 || at + length > to) return 0;
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let place = 2; place < length; place += 1) if (((bytes[at + place] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}
