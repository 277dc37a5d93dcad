import { sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha384, sha512 } from "@noble/hashes/sha2.js";

export type DigestName = "SHA-1" | "SHA-256" | "SHA-384" | "SHA-512";

/** A digest that takes its input in pieces; `node:crypto`'s is one, and faster. */
export interface IncrementalDigest {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
}

/** How a signature is made. */
export interface SignatureAlgorithm {
  readonly key: "RSA" | "EC";
  readonly digest: DigestName;
}

/** What a signature may be made with, by its name in XML. Those with SHA-1 are known so that they can be refused by name. */
export const signatureAlgorithms: ReadonlyMap<string, SignatureAlgorithm> = new Map<string, SignatureAlgorithm>([
  ["http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", { key: "RSA", digest: "SHA-256" }],
  ["http://www.w3.org/2001/04/xmldsig-more#rsa-sha384", { key: "RSA", digest: "SHA-384" }],
  ["http://www.w3.org/2001/04/xmldsig-more#rsa-sha512", { key: "RSA", digest: "SHA-512" }],
  ["http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", { key: "EC", digest: "SHA-256" }],
  ["http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384", { key: "EC", digest: "SHA-384" }],
  ["http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512", { key: "EC", digest: "SHA-512" }],
  ["http://www.w3.org/2000/09/xmldsig#rsa-sha1", { key: "RSA", digest: "SHA-1" }],
  ["http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1", { key: "EC", digest: "SHA-1" }],
]);

export const digestAlgorithms: ReadonlyMap<string, DigestName> = new Map<string, DigestName>([
  ["http://www.w3.org/2001/04/xmlenc#sha256", "SHA-256"],
  ["http://www.w3.org/2001/04/xmldsig-more#sha384", "SHA-384"],
  ["http://www.w3.org/2001/04/xmlenc#sha512", "SHA-512"],
  ["http://www.w3.org/2000/09/xmldsig#sha1", "SHA-1"],
]);

export const canonicalAlgorithm = "http://www.w3.org/2001/10/xml-exc-c14n#";
export const canonicalWithComments = "http://www.w3.org/2001/10/xml-exc-c14n#WithComments";
export const envelopedTransform = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

const digests = { "SHA-1": sha1, "SHA-256": sha256, "SHA-384": sha384, "SHA-512": sha512 };

/** A digest in JavaScript, for wherever the platform has none that takes pieces. */
export const plainDigest = (name: DigestName): IncrementalDigest => digests[name].create();
