/** The encoding that a file shows. */
export type FoundEncoding = "ascii" | "utf-8" | "utf-16" | "windows-1252";

/** A line of a file that is not blank. */
export interface Line {
  /** From 1, blank lines counted. */
  readonly number: number;
  readonly text: string;
  /** Semicolons and one. */
  readonly columns: number;
  /** Byte at which it begins. */
  readonly start: number;
  /** True when a line end follows. */
  readonly isEnded: boolean;
  readonly encoding: FoundEncoding;
}

/** The lines of a file, each in the encoding it shows. */
export interface DecodedLines {
  readonly lines: readonly Line[];
  readonly encoding: FoundEncoding;
  /** Lines in windows-1252 in a file where others are in UTF-8. */
  readonly mixedLines: number;
}

/**
 * Bytes as lines, in the encoding they show: a byte order mark, else valid UTF-8, else windows-1252. Where UTF-8 and
 * windows-1252 are mixed, each line is read in its own, so that a row is not garbled by its neighbour.
 */
export function decodeLines(bytes: Uint8Array): DecodedLines {
  const [first, second, third] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    const text = new TextDecoder(first === 0xff ? "utf-16le" : "utf-16be").decode(bytes);
    return { lines: utf16Lines(text), encoding: "utf-16", mixedLines: 0 };
  }
  const start = first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0;
  const ranges = lineRanges(bytes, start);
  const ofLines = ranges.map(({ from, to, isAscii }): FoundEncoding => {
    if (isAscii) return "ascii";
    return isUtf8(bytes, from, to) ? "utf-8" : "windows-1252";
  });
  const isCutInALetter = ranges.at(-1)?.isEnded === false && ofLines.at(-1) === "windows-1252";
  const encoding = encodingOfFile(start > 0, ofLines, isCutInALetter);
  const count = (wanted: FoundEncoding): number => ofLines.filter((one) => one === wanted).length;
  const inWindows = count("windows-1252") - (encoding === "utf-8" && isCutInALetter ? 1 : 0);
  const isMixed = inWindows > 0 && (start > 0 || count("utf-8") > 0);
  // A cut letter at the end of a UTF-8 file is not another encoding, and ASCII is in every one.
  const encodingOf = (index: number): FoundEncoding => {
    const own = ofLines[index] ?? encoding;
    const isCut = encoding === "utf-8" && isCutInALetter && index === ranges.length - 1;
    return own === "ascii" || isCut ? encoding : own;
  };
  // One byte, one character: the lines are slices of one text. Else each is read for itself.
  const isOneToOne = encoding !== "utf-8" && !isMixed;
  const whole = isOneToOne ? new TextDecoder("windows-1252").decode(bytes) : undefined;
  const readers = { utf8: new TextDecoder("utf-8"), windows: new TextDecoder("windows-1252") };
  const lines = ranges.map(({ number, from, to, columns, isEnded }, index): Line => {
    const own = encodingOf(index);
    const reader = own === "windows-1252" ? readers.windows : readers.utf8;
    const text = whole?.slice(from, to) ?? reader.decode(bytes.subarray(from, to));
    return { number, text, columns, start: from, isEnded, encoding: own };
  });
  return { lines, encoding, mixedLines: isMixed ? inWindows : 0 };
}

/** UTF-8 when it says so, or when every line that is more than ASCII is; a cut last line is not counted. */
function encodingOfFile(hasMark: boolean, ofLines: readonly FoundEncoding[], isCut: boolean): FoundEncoding {
  const others = ofLines.filter((one) => one === "windows-1252").length;
  const isUtf8File = hasMark || (ofLines.includes("utf-8") && others === (isCut ? 1 : 0));
  if (isUtf8File) return "utf-8";
  return others > 0 ? "windows-1252" : "ascii";
}

interface LineRange {
  readonly number: number;
  readonly from: number;
  readonly to: number;
  readonly columns: number;
  readonly isAscii: boolean;
  readonly isEnded: boolean;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const semicolon = 0x3b;

/** Where the lines that are not blank begin and end: after LF, CR LF or CR. */
function lineRanges(bytes: Uint8Array, start: number): readonly LineRange[] {
  const ranges: LineRange[] = [];
  let number = 0;
  for (let from = start; from < bytes.length;) {
    let [to, columns, bits] = [from, 1, 0];
    for (; to < bytes.length; to += 1) {
      const byte = bytes[to] ?? 0;
      if (byte === lineFeed || byte === carriageReturn) break;
      if (byte === semicolon) columns += 1;
      bits |= byte;
    }
    number += 1;
    if (to > from) ranges.push({ number, from, to, columns, isAscii: bits < 0x80, isEnded: to < bytes.length });
    from = to + (bytes[to] === carriageReturn && bytes[to + 1] === lineFeed ? 2 : 1);
  }
  return ranges;
}

/** True when the bytes are UTF-8: no cut, overlong or surrogate sequence (Unicode, table 3-7). */
export function isUtf8(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to;) {
    const first = bytes[at] ?? 0;
    at += 1;
    if (first < 0x80) continue;
    if (first < 0xc2 || first > 0xf4) return false;
    const following = first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
    if (at + following > to) return false;
    const second = bytes[at] ?? 0;
    const least = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
    const most = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
    if (second < least || second > most) return false;
    for (let next = 1; next < following; next += 1) if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return false;
    at += following;
  }
  return true;
}

function utf16Lines(text: string): readonly Line[] {
  const lines: Line[] = [];
  let number = 0;
  for (let from = 0; from < text.length;) {
    let to = from;
    while (to < text.length && text[to] !== "\n" && text[to] !== "\r") to += 1;
    number += 1;
    const line = text.slice(from, to);
    const [columns, start] = [line.split(";").length, 2 + from * 2];
    if (line !== "") lines.push({ number, text: line, columns, start, isEnded: to < text.length, encoding: "utf-16" });
    from = to + (text[to] === "\r" && text[to + 1] === "\n" ? 2 : 1);
  }
  return lines;
}

/** Bytes a text takes in a file of this encoding. */
export function byteLength(text: string, encoding: FoundEncoding): number {
  if (encoding === "utf-16") return text.length * 2;
  return encoding === "utf-8" ? new TextEncoder().encode(text).length : text.length;
}
