import { sha256 } from "@noble/hashes/sha2.js";
import { derObjectId, derTime, derValues } from "./saml-der.ts";

/** What a public key is. */
export interface PublicKeyKind {
  readonly algorithm: "RSA" | "EC";
  /** Bits of the modulus or of the curve. */
  readonly bits: number;
  /** Only for EC. */
  readonly curve?: "P-256" | "P-384" | "P-521";
}

/** What of a certificate says who signs and for how long. Nobody has vouched for it here: trust comes from elsewhere. */
export interface CertificateFacts {
  /** SHA-256 of the certificate, hexadecimal, as fingerprints are published; of the key when there is none around it. */
  readonly sha256: string;
  /** Absent when the key cannot be used: another algorithm, another curve. */
  readonly key?: PublicKeyKind;
  /** ISO 8601 instants; absent for a bare key. */
  readonly notBefore?: string;
  readonly notAfter?: string;
}

/** A certificate, or a bare public key, with the key as `crypto.subtle.importKey("spki")` takes it. */
export interface Certificate extends CertificateFacts {
  readonly spki: Uint8Array<ArrayBuffer>;
}

/** The certificates and public keys of a text, which may be a file of several PEM blocks; the text itself when it has none. */
export const certificateTexts = (text: string): readonly string[] =>
  text.match(/-----BEGIN [A-Z ]+-----[^-]*-----END [A-Z ]+-----/g) ?? [text];

/**
 * Reads the first certificate or public key of a text: PEM, or the base64 alone as it stands in metadata.
 * @returns undefined when there is none
 */
export function readCertificate(text: string): Certificate | undefined {
  const block = /-----BEGIN (?:CERTIFICATE|PUBLIC KEY)-----([^-]*)-----END/.exec(text);
  const bytes = base64Bytes(block?.[1] ?? text);
  const [outer, ...more] = (bytes && derValues(bytes)) ?? [];
  if (bytes === undefined || outer?.tag !== 0x30 || more.length > 0) return undefined;
  const parts = derValues(outer.content) ?? [];
  // A key alone: { algorithm, bits }. A certificate: { to be signed, algorithm, signature }.
  const sha = hex(sha256(bytes));
  if (parts.length === 2 && parts[1]?.tag === 0x03) return { sha256: sha, spki: bytes, ...withKey(keyKind(bytes)) };
  const [signed] = parts;
  if (parts.length !== 3 || signed?.tag !== 0x30) return undefined;
  const fields = derValues(signed.content) ?? [];
  const [, , , validity, , spki] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
  const [from, to] = (validity && derValues(validity.content)?.map(derTime)) ?? [];
  if (spki?.tag !== 0x30 || from === undefined || to === undefined) return undefined;
  return {
    sha256: sha,
    spki: spki.whole,
    notBefore: new Date(from).toISOString(),
    notAfter: new Date(to).toISOString(),
    ...withKey(keyKind(spki.whole)),
  };
}

const withKey = (key: PublicKeyKind | undefined) => (key === undefined ? {} : { key });

const curves: Readonly<Record<string, PublicKeyKind>> = {
  "1.2.840.10045.3.1.7": { algorithm: "EC", bits: 256, curve: "P-256" },
  "1.3.132.0.34": { algorithm: "EC", bits: 384, curve: "P-384" },
  "1.3.132.0.35": { algorithm: "EC", bits: 521, curve: "P-521" },
};

function keyKind(spki: Uint8Array<ArrayBuffer>): PublicKeyKind | undefined {
  const [outer] = derValues(spki) ?? [];
  const [algorithm, key] = (outer && derValues(outer.content)) ?? [];
  const [id, parameter] = (algorithm && derValues(algorithm.content)) ?? [];
  if (id === undefined || key === undefined) return undefined;
  const name = derObjectId(id.content);
  if (name === "1.2.840.10045.2.1") return parameter === undefined ? undefined : curves[derObjectId(parameter.content)];
  if (name !== "1.2.840.113549.1.1.1") return undefined;
  // The bit string begins with the number of unused bits; in it { modulus, exponent }.
  const [pair] = derValues(key.content.subarray(1)) ?? [];
  const [modulus] = (pair && derValues(pair.content)) ?? [];
  if (modulus === undefined) return undefined;
  const digits = modulus.content[0] === 0 ? modulus.content.subarray(1) : modulus.content;
  return { algorithm: "RSA", bits: digits.length * 8 - Math.clz32(digits[0] ?? 0) + 24 };
}

/** Base64 with blanks in it; undefined when it is not that. */
export function base64Bytes(text: string): Uint8Array<ArrayBuffer> | undefined {
  const compact = text.replace(/[ \t\r\n]+/g, "");
  if (compact === "" || !/^[A-Za-z0-9+/]+={0,2}$/.test(compact) || compact.length % 4 !== 0) return undefined;
  const letters = atob(compact);
  const bytes = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at += 1) bytes[at] = letters.charCodeAt(at);
  return bytes;
}

export const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
