import type { PxEncoding } from "./px-file.ts";

const names: Readonly<Record<string, PxEncoding>> = {
  "utf-8": "utf-8",
  utf8: "utf-8",
  "windows-1252": "windows-1252",
  cp1252: "windows-1252",
  "1252": "windows-1252",
  ansi: "windows-1252",
  "us-ascii": "windows-1252",
  "iso-8859-1": "iso-8859-1",
  "iso8859-1": "iso-8859-1",
  latin1: "iso-8859-1",
  "iso-8859-15": "iso-8859-15",
  "iso8859-15": "iso-8859-15",
};

/** The encoding a CODEPAGE names, or `undefined` when we have none of that name. */
export function encodingNamed(codepage: string): PxEncoding | undefined {
  return names[codepage.trim().toLowerCase().replaceAll("_", "-")];
}

/** True when bytes are UTF-8 with at least one character outside ASCII; false for any that are not UTF-8. */
export function isUtf8(bytes: Uint8Array): boolean {
  if (!bytes.some((byte) => byte > 0x7f)) return false;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Bytes as text. ISO-8859-1 is taken at its word: 0x80 to 0x9F are control characters, not those of Windows-1252. */
export function decodeText(bytes: Uint8Array, encoding: PxEncoding): string {
  if (encoding !== "iso-8859-1") return new TextDecoder(encoding).decode(bytes);
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192) pieces.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return pieces.join("");
}

const byteTables = new Map<PxEncoding, ReadonlyMap<string, number>>();

function bytesOf(encoding: PxEncoding): ReadonlyMap<string, number> {
  const known = byteTables.get(encoding);
  if (known) return known;
  const text = decodeText(
    Uint8Array.from({ length: 256 }, (_, byte) => byte),
    encoding,
  );
  const table = new Map(Array.from(text).map((character, byte) => [character, byte]));
  byteTables.set(encoding, table);
  return table;
}

/** How many characters of the text the encoding lacks. */
export function unencodable(text: string, encoding: PxEncoding): number {
  if (encoding === "utf-8") return text.match(/\p{Surrogate}/gu)?.length ?? 0;
  const table = bytesOf(encoding);
  let lacking = 0;
  for (const character of text) if (!table.has(character)) lacking += 1;
  return lacking;
}

/**
 * Text as bytes.
 * @throws RangeError when the encoding lacks a character: ask {@link unencodable} first
 */
export function encodeText(text: string, encoding: PxEncoding): Uint8Array {
  if (encoding === "utf-8") return new TextEncoder().encode(text);
  const table = bytesOf(encoding);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) {
    const byte = table.get(text.charAt(at));
    if (byte === undefined) throw new RangeError(`text has a character that ${encoding} lacks`);
    bytes[at] = byte;
  }
  return bytes;
}
