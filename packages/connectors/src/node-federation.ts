import { createPublicKey, type JsonWebKey, verify } from "node:crypto";
import { finding } from "./certificate-messages.ts";
import type { Finding, Result } from "./finding.ts";
import { isObject, type Json, listOf, textOf } from "./row-reader.ts";

/** A server of a member: where it is, and the keys it may have. */
export interface FederationServer {
  readonly baseUri: string;
  /** SHA-256 of public keys (SPKI), base64: for `clientCertificateFetch({ pins })`. */
  readonly pins: readonly string[];
  readonly tags: readonly string[];
}

/** A member of a federation. */
export interface FederationEntity {
  readonly entityId: string;
  readonly organisation?: string;
  readonly organisationId?: string;
  readonly servers: readonly FederationServer[];
  /** Keys that the member's clients may have: who calls with another one is somebody else. */
  readonly clientPins: readonly string[];
}

/** What a federation says of its members, verified. */
export interface Federation {
  /** The last moment at which it may be believed: ISO 8601 instant. */
  readonly expires: string;
  readonly entities: readonly FederationEntity[];
}

export interface ReadFederationOptions {
  /** The signed metadata as it is published: JWS in its JSON form, `{ payload, signatures: [{ protected, signature }] }`. */
  readonly metadata: string;
  /** The federation's keys, got by another way than the metadata (JWK). */
  readonly keys: readonly (JsonWebKey & { readonly kid?: string })[];
  /** The time, epoch milliseconds: `Date.now()`. */
  readonly now: number;
}

/** Signature algorithms that are accepted: asymmetric ones. A shared secret, or none, is no signature of a federation. */
const hashes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ES256: "sha256",
    ES384: "sha384",
    ES512: "sha512",
    RS256: "sha256",
    RS384: "sha384",
    RS512: "sha512",
  }),
);

/**
 * Reads the metadata of a federation for TLS (FedTLS, as Skolfederation's Moa publishes it for EGIL): who its members are,
 * where their servers are, and which keys they have. Believed only when one of the signatures is by one of the keys given and
 * it has not expired.
 * @see draft-halen-fedae (Federated TLS Authentication); RFC 7515, 7.2
 * @example
 * const read = readFederation({ metadata, keys: jwks.keys, now: Date.now() });
 * const pins = read.ok ? federationPins(read.value, "https://platform.example/scim/v2") : [];
 */
export function readFederation(options: ReadFederationOptions): Result<Federation, Finding> {
  const { metadata, keys, now } = options;
  const refuse = (error: Finding): Result<Federation, Finding> => ({ ok: false, error });
  const unreadable = refuse(finding("connectors.federation-unreadable", "metadata", {}));
  const jws = objectIn(metadata);
  const payload = jws === undefined ? undefined : textOf(jws["payload"]);
  if (jws === undefined || payload === undefined) return unreadable;
  const signatures = listOf(jws["signatures"]).filter(isObject);
  const header = signatures.map((signature) => headerOf(signature, payload, keys)).find((one) => one !== undefined);
  if (header === undefined) return refuse(finding("connectors.federation-signature", "metadata", {}));
  // A time that no calendar has is none.
  const expires = new Date(Number(header["exp"]) * 1000);
  if (!(expires.getTime() > now)) return refuse(finding("connectors.federation-expired", "metadata", {}));
  const content = objectIn(Buffer.from(payload, "base64url").toString("utf8"));
  if (content === undefined || !Array.isArray(content["entities"])) return unreadable;
  const entities = listOf(content["entities"]).flatMap((entity) => (isObject(entity) ? (entityOf(entity) ?? []) : []));
  return { ok: true, value: { expires: expires.toISOString(), entities } };
}

/** The keys of the server at an https address: those of the members' servers that the address is at or below. */
export function federationPins({ entities }: Federation, baseUrl: string): readonly string[] {
  const asked = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  // Outside https all origins are "null", or without keys: one says nothing of the other.
  if (asked?.protocol !== "https:") return [];
  const isBelow = ({ baseUri }: FederationServer): boolean => {
    const base = URL.canParse(baseUri) ? new URL(baseUri) : undefined;
    const path = `${base?.pathname.replace(/\/+$/, "")}/`;
    return base?.origin === asked.origin && `${asked.pathname}/`.startsWith(path);
  };
  return [...new Set(entities.flatMap(({ servers }) => servers.filter(isBelow).flatMap(({ pins }) => pins)))];
}

/** The protected header of a signature by one of the keys; undefined when it is by nobody we know. */
function headerOf(signature: Json, payload: string, keys: ReadFederationOptions["keys"]): Json | undefined {
  const head = textOf(signature["protected"]);
  const value = textOf(signature["signature"]);
  const header = head === undefined ? undefined : objectIn(Buffer.from(head, "base64url").toString("utf8"));
  const hash = hashes.get(textOf(header?.["alg"]) ?? "");
  // A header that must be understood, and is not, makes the signature one of something else.
  if (header === undefined || value === undefined || hash === undefined || header["crit"] !== undefined)
    return undefined;
  const isEc = textOf(header["alg"])?.startsWith("ES") === true;
  const kid = textOf(header["kid"]);
  const isSigned = keys
    .filter(
      (key) => key.kty === (isEc ? "EC" : "RSA") && (kid === undefined || key.kid === undefined || key.kid === kid),
    )
    .some((jwk) => {
      try {
        const key = createPublicKey({ key: jwk, format: "jwk" });
        const how = isEc ? { key, dsaEncoding: "ieee-p1363" as const } : key;
        return verify(hash, Buffer.from(`${head}.${payload}`), how, Buffer.from(value, "base64url"));
      } catch {
        return false;
      }
    });
  return isSigned ? header : undefined;
}

function objectIn(text: string): Json | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return isObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

const pinsOf = (holder: Json): readonly string[] =>
  listOf(holder["pins"])
    .filter(isObject)
    .filter((pin) => pin["alg"] === "sha256")
    .flatMap((pin) => textOf(pin["digest"]) ?? []);

function entityOf(entity: Json): FederationEntity | undefined {
  const entityId = textOf(entity["entity_id"]);
  if (entityId === undefined) return undefined;
  const organisation = textOf(entity["organization"]);
  const organisationId = textOf(entity["organization_id"]);
  const servers = listOf(entity["servers"])
    .filter(isObject)
    .flatMap((server) => {
      const baseUri = textOf(server["base_uri"]);
      const tags = listOf(server["tags"]).flatMap((tag) => textOf(tag) ?? []);
      return baseUri === undefined ? [] : [{ baseUri, pins: pinsOf(server), tags }];
    });
  return {
    entityId,
    ...(organisation === undefined ? {} : { organisation }),
    ...(organisationId === undefined ? {} : { organisationId }),
    servers,
    clientPins: listOf(entity["clients"]).filter(isObject).flatMap(pinsOf),
  };
}
