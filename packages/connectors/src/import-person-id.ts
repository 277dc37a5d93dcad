import { sha256 } from "@noble/hashes/sha2.js";

/**
 * The id that a person of the import files gets, since the files know people by identity number alone: `person-` and 32
 * hex digits of the number's SHA-256. The same number always gives the same id. It keeps numbers out of ids, and thereby
 * out of plans and findings, but whoever has the id can find the number by trying all of them: treat it as personal data.
 * Where ids leave the municipality, give the reader a keyed hash of your own.
 * @param key - twelve characters, or the platform's own alternative id
 */
export function importPersonId(key: string): string {
  const digest = sha256(new TextEncoder().encode(key)).subarray(0, 16);
  return `person-${Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
