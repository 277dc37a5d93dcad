import { sha256 } from "@noble/hashes/sha2.js";
import { writeUtf8 } from "./utf8.ts";

/** JSON with sorted names and without undefined: the same value gives the same text in every engine. */
export function canonical(value: unknown): string {
  if (isPlain(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${entries.map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`).join(",")}}`;
  }
  return JSON.stringify(value ?? null);
}

/** SHA-256 of the canonical form, 64 hexadecimal digits. */
export const digest = (value: unknown): string => digestOfText(canonical(value));

const shared = new Uint8Array(8192);
const hexCodes = Array.from({ length: 64 }, () => 0);

/** The 64 hexadecimal digits of a SHA-256: made at once, for digits joined one by one are slow to compare and to read. */
function toHex(hash: Uint8Array): string {
  for (let at = 0; at < 32; at += 1) {
    const byte = hash[at] ?? 0;
    hexCodes[at * 2] = hexCode(byte >> 4);
    hexCodes[at * 2 + 1] = hexCode(byte & 15);
  }
  return String.fromCharCode(...hexCodes);
}

const hexCode = (value: number): number => (value < 10 ? 48 : 87) + value;

/** SHA-256 of a text's UTF-8, for values whose canonical form is put together without an object in between. */
export function digestOfText(text: string): string {
  // A UTF-16 unit takes three bytes at most.
  const bytes = text.length * 3 <= shared.length ? shared : new Uint8Array(text.length * 3);
  return toHex(sha256(bytes.subarray(0, writeUtf8(text, bytes))));
}

/** SHA-256 of bytes. */
export const digestOfBytes = (bytes: Uint8Array): string => toHex(sha256(bytes));

/** SHA-256 of a text's UTF-8 and of digests, one after the other. */
export function digestOfDigests(text: string, digests: readonly string[]): string {
  const bytes = new Uint8Array(text.length * 3 + digests.length * 32);
  let at = writeUtf8(text, bytes);
  for (const one of digests)
    for (let index = 0; index < 64; index += 2, at += 1)
      bytes[at] = (hexValue(one.charCodeAt(index)) << 4) | hexValue(one.charCodeAt(index + 1));
  return toHex(sha256(bytes.subarray(0, at)));
}

const hexValue = (code: number): number => (code < 58 ? code - 48 : code - 87);

/** True for what JSON.stringify writes in canonical form as it is: most rows, and much faster. */
function isPlain(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value !== undefined;
  if (Array.isArray(value)) return false;
  let last = "";
  for (const name in value) {
    const inner = (value as Readonly<Record<string, unknown>>)[name];
    if (name < last || typeof inner === "object") return false;
    last = name;
  }
  return true;
}
