/** The encoding that a file shows. */
export type FoundEncoding = "ascii" | "utf-8" | "utf-16" | "windows-1252";

/** A line of a file that is not blank. */
export interface Line {
  /** From 1, blank lines counted. */
  readonly number: number;
  readonly text: string;
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
  /** Lines in UTF-8 in a file where others are not. */
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
  const ofLines = ranges.map(({ from, to }) => encodingOf(bytes.subarray(from, to)));
  const last = ranges.at(-1);
  // A file that is cut in the middle of a character is not another encoding.
  const isCut = last !== undefined && !last.isEnded && ofLines.at(-1) === "windows-1252";
  const count = (encoding: FoundEncoding): number => ofLines.filter((one) => one === encoding).length;
  const [inUtf8, inWindows] = [count("utf-8"), count("windows-1252")];
  const isUtf8 = start > 0 || (inUtf8 > 0 && inWindows - Number(isCut) === 0);
  const rest: FoundEncoding = isUtf8 ? "utf-8" : inWindows > 0 ? "windows-1252" : "ascii";
  const readers = { "utf-8": new TextDecoder("utf-8"), "windows-1252": new TextDecoder("windows-1252") };
  const lines = ranges.map(({ number, from, to, isEnded }, index): Line => {
    const own = ofLines[index];
    const encoding = own === "ascii" || (own === "windows-1252" && isUtf8 && !isEnded) ? rest : (own ?? rest);
    const reader = readers[encoding === "windows-1252" ? "windows-1252" : "utf-8"];
    return { number, text: reader.decode(bytes.subarray(from, to)), start: from, isEnded, encoding };
  });
  return { lines, encoding: rest, mixedLines: rest === "windows-1252" ? inUtf8 : 0 };
}

interface LineRange {
  readonly number: number;
  readonly from: number;
  readonly to: number;
  readonly isEnded: boolean;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Where the lines that are not blank begin and end: after LF, CR LF or CR. */
function lineRanges(bytes: Uint8Array, start: number): readonly LineRange[] {
  const ranges: LineRange[] = [];
  let number = 0;
  for (let from = start; from < bytes.length;) {
    let to = from;
    while (to < bytes.length && bytes[to] !== lineFeed && bytes[to] !== carriageReturn) to += 1;
    number += 1;
    if (to > from) ranges.push({ number, from, to, isEnded: to < bytes.length });
    from = to + (bytes[to] === carriageReturn && bytes[to + 1] === lineFeed ? 2 : 1);
  }
  return ranges;
}

/** `ascii`, valid UTF-8 with more than ASCII, or neither. */
function encodingOf(line: Uint8Array): FoundEncoding {
  if (line.every((byte) => byte < 0x80)) return "ascii";
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(line);
    return "utf-8";
  } catch {
    return "windows-1252";
  }
}

function utf16Lines(text: string): readonly Line[] {
  const lines: Line[] = [];
  let number = 0;
  for (let from = 0; from < text.length;) {
    let to = from;
    while (to < text.length && text[to] !== "\n" && text[to] !== "\r") to += 1;
    number += 1;
    const line = { number, text: text.slice(from, to), start: 2 + from * 2, encoding: "utf-16" } as const;
    if (to > from) lines.push({ ...line, isEnded: to < text.length });
    from = to + (text[to] === "\r" && text[to + 1] === "\n" ? 2 : 1);
  }
  return lines;
}

/** Bytes a text takes in a file of this encoding. */
export function byteLength(text: string, encoding: FoundEncoding): number {
  if (encoding === "utf-16") return text.length * 2;
  return encoding === "utf-8" ? new TextEncoder().encode(text).length : text.length;
}
