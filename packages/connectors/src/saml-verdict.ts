import type { Finding } from "./finding.ts";
import type { FindingLog } from "./finding-log.ts";
import type { Certificate } from "./saml-certificate.ts";
import type { DocumentRefusal, SignedDocument } from "./saml-document.ts";
import type { entityReader } from "./saml-entities.ts";
import type { XmlRefusal } from "./saml-events.ts";
import { finding } from "./saml-messages.ts";
import type { ReadSamlMetadataOptions, SamlMetadata } from "./saml-metadata.ts";
import type { SignatureClaims } from "./saml-signature.ts";
import { xmlDuration, xmlInstant } from "./saml-time.ts";
import { attributeOf } from "./saml-tree.ts";

export const defaultSkewMs = 180_000;
const dayMs = 86_400_000;

export const isWeak = ({ algorithm, digest }: SignatureClaims): boolean =>
  algorithm.digest === "SHA-1" || digest === "SHA-1";

/** What a reading came to. */
interface Reading {
  readonly options: ReadSamlMetadataOptions;
  readonly now: number;
  readonly log: FindingLog;
  readonly entityLog: FindingLog;
  readonly signed: SignedDocument;
  readonly entities: ReturnType<typeof entityReader>;
  readonly reader: { readonly refusal: XmlRefusal | undefined; readonly line: number };
  readonly bytes: number;
  readonly verifiedWith: Certificate | undefined;
}

/** Draws the conclusion of a reading. */
export function verdict(reading: Reading): SamlMetadata {
  const { options, log, entityLog, signed, entities, reader, bytes, verifiedWith } = reading;
  const { claims, root } = signed;
  const isChecked = options.trust !== "nobody";
  const where = "metadata";
  let isVerified = false;
  const isRead = reader.refusal === undefined && signed.refusal === undefined && entities.excess === undefined;

  if (reader.refusal !== undefined) log.add(xmlFinding(reader.refusal, where));
  else if (signed.refusal !== undefined) log.add(signatureFinding(signed.refusal, where));
  else if (entities.excess !== undefined)
    log.add(finding("connectors.saml-too-large", where, { what: entities.excess, line: reader.line }));
  else if (!isChecked) log.add(finding("connectors.saml-unverified", where, {}));
  else if (claims === undefined) log.add(finding("connectors.saml-unsigned", where, {}));
  else if (isWeak(claims) && options.sha1 !== "accept") log.add(finding("connectors.saml-sha1", where, {}));
  else if (verifiedWith === undefined) log.add(finding("connectors.saml-signature", where, {}));
  else if (!signed.digestMatches()) log.add(finding("connectors.saml-digest", where, {}));
  else isVerified = true;

  const times = timesOf(reading);
  const untimely = isRead ? timeFindings(reading, times) : [];
  for (const found of untimely) log.add(found);
  const isUsable = isVerified && untimely.length === 0;
  const released = isRead && (isUsable || !isChecked) ? entities.kept() : [];
  // What nobody known has written is not repeated, not even the name of who says that they wrote it.
  const isTold = isVerified || !isChecked;
  const name = isTold && root ? attributeOf(root, "Name") : undefined;
  const publisher = isTold ? entities.publication?.publisher : undefined;
  return {
    isVerified,
    isUsable,
    ...(name === undefined ? {} : { name }),
    ...(isTold ? instants(times) : {}),
    ...(publisher === undefined ? {} : { publisher }),
    ...(claims === undefined
      ? {}
      : {
          signature: {
            algorithm: claims.algorithm.key,
            digest: claims.digest,
            ...(verifiedWith === undefined ? {} : { certificate: verifiedWith.sha256 }),
          },
        }),
    counts: { bytes, ...entities.counts(), kept: released.length },
    entities: released,
    findings: isTold ? [...log.list(), ...entityLog.list()] : log.list(),
  };
}

interface Times {
  readonly validUntil?: number;
  readonly refreshBefore?: number;
  readonly createdAt?: number;
}

function timesOf({ signed: { root }, entities, now }: Reading): Times {
  const validUntil = xmlInstant((root && attributeOf(root, "validUntil")) ?? "");
  const cache = xmlDuration((root && attributeOf(root, "cacheDuration")) ?? "");
  const createdAt = xmlInstant(entities.publication?.created ?? "");
  const refresh = Math.min(validUntil ?? Infinity, cache === undefined ? Infinity : now + cache);
  return {
    ...(validUntil === undefined ? {} : { validUntil }),
    ...(refresh > 8.64e15 ? {} : { refreshBefore: refresh }),
    ...(createdAt === undefined ? {} : { createdAt }),
  };
}

const instants = (times: Times): { readonly [K in keyof Times]?: string } =>
  Object.fromEntries(Object.entries(times).map(([key, at]: [string, number]) => [key, new Date(at).toISOString()]));

function timeFindings({ options, now }: Reading, { validUntil, createdAt }: Times): readonly Finding[] {
  const { clockSkewMs = defaultSkewMs, maxValidityDays: limit = 31 } = options;
  const where = "metadata";
  const findings: Finding[] = [];
  if (validUntil === undefined) findings.push(finding("connectors.saml-valid-until", where, {}));
  else if (validUntil + clockSkewMs <= now)
    findings.push(finding("connectors.saml-expired", where, { at: new Date(validUntil).toISOString() }));
  else if (validUntil - now > limit * dayMs + clockSkewMs)
    findings.push(
      finding("connectors.saml-too-long-valid", where, { days: Math.ceil((validUntil - now) / dayMs), limit }),
    );
  if (createdAt !== undefined && createdAt - clockSkewMs > now)
    findings.push(finding("connectors.saml-not-yet", where, { at: new Date(createdAt).toISOString() }));
  return findings;
}

function xmlFinding({ reason, line }: XmlRefusal, where: string): Finding {
  switch (reason) {
    case "doctype":
      return finding("connectors.saml-doctype", where, {});
    case "encoding":
    case "version":
      return finding("connectors.saml-encoding", where, {});
    case "empty":
      return finding("connectors.saml-empty", where, {});
    case "broken":
      return finding("connectors.saml-broken", where, { line });
    case "bytes":
    case "depth":
    case "attributes":
    case "token":
      return finding("connectors.saml-too-large", where, { what: reason, line });
  }
}

function signatureFinding(refusal: DocumentRefusal, where: string): Finding {
  switch (refusal.reason) {
    case "root":
      return finding("connectors.saml-root", where, {});
    case "unsigned":
      return finding("connectors.saml-unsigned", where, {});
    case "signatures":
      return finding("connectors.saml-signatures", where, { line: refusal.line });
    case "duplicate-id":
      return finding("connectors.saml-duplicate-id", where, { line: refusal.line });
    case "reference":
      return finding("connectors.saml-reference", where, {});
    case "form":
      return finding("connectors.saml-signature-form", where, { part: refusal.part });
    case "algorithm":
      return finding("connectors.saml-algorithm", where, { part: refusal.part, algorithm: refusal.algorithm });
  }
}
