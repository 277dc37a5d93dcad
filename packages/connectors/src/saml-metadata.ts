import type { Finding } from "./finding.ts";
import { findingLog, type FindingLog } from "./finding-log.ts";
import { plainDigest, type DigestName, type IncrementalDigest } from "./saml-algorithms.ts";
import { certificateTexts, readCertificate, type Certificate } from "./saml-certificate.ts";
import { signedDocument } from "./saml-document.ts";
import type { SamlEntity } from "./saml-entity.ts";
import { entityReader } from "./saml-entities.ts";
import { xmlEvents, type XmlLimits } from "./saml-events.ts";
import { finding } from "./saml-messages.ts";
import { signatureMatches, type SignatureClaims } from "./saml-signature.ts";
import { defaultSkewMs, isWeak, verdict } from "./saml-verdict.ts";

export interface ReadSamlMetadataOptions {
  /** The document: its bytes, or pieces of them as they come (a file stream, the body of an answer). */
  readonly document: Uint8Array | AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /**
   * Certificates or public keys (PEM) of the federation, got another way than the document; several, in one text or more,
   * while it changes keys.
   * What the document brings itself is never trusted. `"nobody"` reads without checking who wrote it, and says so.
   */
  readonly trust: readonly string[] | "nobody";
  /** The time, epoch milliseconds: `Date.now`. */
  readonly now: () => number;
  /** How wrong our clock or theirs may be. Default 180,000 ms. */
  readonly clockSkewMs?: number;
  /** Days ahead that `validUntil` may lie. Default 31: a bound of ours; your federation's rules may say less. */
  readonly maxValidityDays?: number;
  /** What to do with SHA-1. Default `refuse`. */
  readonly sha1?: "refuse" | "accept";
  /** Which entities to keep in the result; the others are checked and counted. Default all. */
  readonly keep?: (entity: SamlEntity) => boolean;
  /** Default 50,000. */
  readonly maxEntities?: number;
  readonly limits?: XmlLimits;
  /** A faster digest than the one in JavaScript: `(name) => createHash(name)` of `node:crypto`. */
  readonly digest?: (name: DigestName) => IncrementalDigest;
  readonly signal?: AbortSignal;
}

/** What metadata says, and whether to believe it. */
export interface SamlMetadata {
  /** True when one signature over the whole document was made with a trusted key and nothing was changed since. */
  readonly isVerified: boolean;
  /** True when it is verified, read to its end, and in time. */
  readonly isUsable: boolean;
  /** `Name` of the aggregate. */
  readonly name?: string;
  /** ISO 8601 instants. */
  readonly validUntil?: string;
  /** When to fetch it again, by `cacheDuration` and `validUntil`. */
  readonly refreshBefore?: string;
  readonly createdAt?: string;
  readonly publisher?: string;
  readonly signature?: {
    readonly algorithm: "RSA" | "EC";
    readonly digest: DigestName;
    /** SHA-256 of the trusted certificate that it was checked with; absent when none fitted. */
    readonly certificate?: string;
  };
  readonly counts: {
    readonly bytes: number;
    readonly entities: number;
    readonly idp: number;
    readonly sp: number;
    readonly kept: number;
  };
  /** Empty unless `isUsable`, or nobody was to be trusted. In document order. */
  readonly entities: readonly SamlEntity[];
  readonly findings: readonly Finding[];
}

/**
 * Reads and verifies SAML metadata, a federation's aggregate or a single entity, as a stream: whatever its size, one entity
 * is in memory at a time beside those that are kept. The signature itself is checked as soon as it has come, the digest when
 * the document has ended; only then are entities released. Never rejects for what the document holds.
 * @throws whatever `signal` was aborted with, what `keep` and `digest` throw, and what reading the document rejects with
 * @see SAML 2.0 Metadata; XML Signature; Exclusive XML Canonicalization
 * @example
 * const metadata = await readSamlMetadata({ document: createReadStream("metadata.xml"), trust: [pem], now: Date.now });
 * if (metadata.isUsable) for (const { entityID, scopes } of metadata.entities) console.log(entityID, scopes);
 */
export async function readSamlMetadata(options: ReadSamlMetadataOptions): Promise<SamlMetadata> {
  const { document, trust, signal, maxEntities = 50_000, keep = () => true, digest = plainDigest } = options;
  const now = options.now();
  const log = findingLog();
  const keys = trust === "nobody" ? [] : trustedKeys(trust, now, log);
  // What is said of entities counts only when it is known who wrote of them.
  const entityLog = findingLog();
  const entities = entityReader({
    now,
    skewMs: options.clockSkewMs ?? defaultSkewMs,
    keep,
    maxEntities,
    log: entityLog,
  });
  const signed = signedDocument({
    isChecked: trust !== "nobody",
    digest,
    onEvent: (event, line) => entities.take(event, line),
  });
  const reader = xmlEvents((event) => signed.take(event, reader.line), options.limits);
  let bytes = 0;
  let verifiedWith: Certificate | undefined;
  let isAsked = false;

  const isOver = (): boolean =>
    reader.refusal !== undefined || signed.refusal !== undefined || entities.excess !== undefined;
  async function take(piece: Uint8Array): Promise<boolean> {
    bytes += piece.byteLength;
    reader.push(piece);
    if (!isOver() && signed.claims !== undefined && !isAsked) {
      isAsked = true;
      if (!isWeak(signed.claims) || options.sha1 === "accept") verifiedWith = await signer(signed.claims, keys);
    }
    return isOver() || (isAsked && verifiedWith === undefined);
  }

  for await (const piece of document instanceof Uint8Array ? pieces(document) : document) {
    signal?.throwIfAborted();
    if (await take(piece)) break;
  }
  if (!isOver() && !(isAsked && verifiedWith === undefined)) {
    reader.end();
    // A document shorter than one piece may have its signature in the last of it.
    await take(new Uint8Array());
  }
  return verdict({ options, now, log, entityLog, signed, entities, reader, bytes, verifiedWith });
}

/** A whole document in pieces, so that a bad signature stops the reading early. */
function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 256 * 1024) yield bytes.subarray(at, at + 256 * 1024);
}

function trustedKeys(trust: readonly string[], now: number, log: FindingLog): readonly Certificate[] {
  return trust.flatMap(certificateTexts).flatMap((text, at) => {
    const certificate = readCertificate(text);
    const where = `certificate ${at + 1}`;
    if (certificate?.key === undefined) {
      log.add(finding("connectors.saml-trust", where, { number: at + 1 }));
      return [];
    }
    const { notAfter } = certificate;
    if (notAfter !== undefined && Date.parse(notAfter) < now)
      log.add(finding("connectors.saml-trust-expired", where, { on: notAfter.slice(0, 10) }));
    return [certificate];
  });
}

async function signer(claims: SignatureClaims, keys: readonly Certificate[]): Promise<Certificate | undefined> {
  for (const key of keys) if (await signatureMatches(claims, key)) return key;
  return undefined;
}
