import {
  canonicalAlgorithm,
  canonicalWithComments,
  digestAlgorithms,
  envelopedTransform,
  signatureAlgorithms,
  type DigestName,
  type SignatureAlgorithm,
} from "./saml-algorithms.ts";
import { exclusiveCanonical } from "./saml-canonical.ts";
import { base64Bytes, type Certificate } from "./saml-certificate.ts";
import type { XmlEvent } from "./saml-events.ts";
import { attributeOf, knownName, samlNode, type SamlNode } from "./saml-tree.ts";

/** What a signature says of itself; none of it is believed before {@link signatureMatches}. */
export interface SignatureClaims {
  readonly algorithm: SignatureAlgorithm;
  readonly digest: DigestName;
  readonly digestValue: Uint8Array<ArrayBuffer>;
  /** `PrefixList` of the transform. */
  readonly inclusivePrefixes: readonly string[];
  readonly signature: Uint8Array<ArrayBuffer>;
  /** What was signed: the canonical form of SignedInfo. */
  readonly signedBytes: Uint8Array<ArrayBuffer>;
}

export type SignatureRefusal =
  | { readonly reason: "form"; readonly part: string }
  | { readonly reason: "algorithm"; readonly part: string; readonly algorithm: string }
  | { readonly reason: "reference" };

/**
 * Reads a `ds:Signature` that may sign one thing alone: the element with `id`, enveloped, by exclusive canonicalization.
 * Whatever else the standard allows (several references, XPath, XSLT, objects, an empty reference, HMAC) is refused, and so
 * is everything in it that is not expected there.
 * @param events - the element from its start tag to its end
 * @param scope - namespaces in scope around it
 * @see XML Signature Syntax and Processing; SAML 2.0 Core, 5.4
 */
export function readSignature(
  events: readonly XmlEvent[],
  id: string,
  scope: ReadonlyMap<string, string>,
): SignatureClaims | SignatureRefusal {
  const read = treeOf(events);
  if (read === undefined) return { reason: "form", part: "Signature" };
  const { root, signedInfo, scopeOfSignedInfo } = read(scope);
  const parts = root.children.map(({ name }) => name).join(" ");
  if (parts !== "ds:SignedInfo ds:SignatureValue" && parts !== "ds:SignedInfo ds:SignatureValue ds:KeyInfo")
    return { reason: "form", part: "Signature" };
  const [info, value] = root.children;
  const children = exactly(info, "ds:CanonicalizationMethod", "ds:SignatureMethod", "ds:Reference");
  if (children === undefined) return { reason: "form", part: "SignedInfo" };
  const [canonicalisation, method, reference] = children;
  const ofInfo = canonicalMethod(canonicalisation);
  if ("reason" in ofInfo) return ofInfo;
  const algorithm = signatureAlgorithms.get(attributeOf(method, "Algorithm") ?? "");
  if (algorithm === undefined) return unknownAlgorithm(method);
  if (method.children.length > 0) return { reason: "form", part: "SignatureMethod" };

  const inReference = exactly(reference, "ds:Transforms", "ds:DigestMethod", "ds:DigestValue");
  if (inReference === undefined) return { reason: "form", part: "Reference" };
  if (attributeOf(reference, "URI") !== `#${id}`) return { reason: "reference" };
  const [transforms, digestMethod, digestValue] = inReference;
  for (const transform of transforms.children) {
    const name = attributeOf(transform, "Algorithm") ?? "";
    if (![envelopedTransform, canonicalAlgorithm, canonicalWithComments].includes(name))
      return unknownAlgorithm(transform);
  }
  const [enveloped, canonical] = exactly(transforms, "ds:Transform", "ds:Transform") ?? [];
  // Some software gives every transform a list of prefixes; this one has no use for it.
  const isEnveloped = enveloped !== undefined && attributeOf(enveloped, "Algorithm") === envelopedTransform;
  if (
    !isEnveloped ||
    canonical === undefined ||
    enveloped.children.some(({ tag }) => tag.local !== "InclusiveNamespaces")
  )
    return { reason: "form", part: "Transforms" };
  const ofContent = canonicalMethod(canonical);
  if ("reason" in ofContent) return ofContent;
  const digest = digestAlgorithms.get(attributeOf(digestMethod, "Algorithm") ?? "");
  if (digest === undefined) return unknownAlgorithm(digestMethod);
  const wanted = leafBytes(digestValue);
  const signature = leafBytes(value);
  if (wanted === undefined) return { reason: "form", part: "DigestValue" };
  if (signature === undefined) return { reason: "form", part: "SignatureValue" };

  let signed = "";
  const canonicaliser = exclusiveCanonical({
    write: (text) => (signed += text),
    withComments: ofInfo.withComments,
    inclusivePrefixes: ofInfo.prefixes,
    scope: scopeOfSignedInfo,
  });
  for (const event of signedInfo) canonicaliser.take(event);
  canonicaliser.end();
  return {
    algorithm,
    digest,
    digestValue: wanted,
    inclusivePrefixes: ofContent.prefixes,
    signature,
    signedBytes: new TextEncoder().encode(signed),
  };
}

/**
 * Whether the signature was made with the key. Never with a key that the document itself brings.
 */
export async function signatureMatches(claims: SignatureClaims, { spki, key }: Certificate): Promise<boolean> {
  const { algorithm, signature, signedBytes } = claims;
  if (key?.algorithm !== algorithm.key) return false;
  const { subtle } = globalThis.crypto;
  const hash = algorithm.digest;
  try {
    if (key.algorithm === "RSA") {
      const imported = await subtle.importKey("spki", spki, { name: "RSASSA-PKCS1-v1_5", hash }, false, ["verify"]);
      return await subtle.verify("RSASSA-PKCS1-v1_5", imported, signature, signedBytes);
    }
    const namedCurve = key.curve ?? "P-256";
    const imported = await subtle.importKey("spki", spki, { name: "ECDSA", namedCurve }, false, ["verify"]);
    return await subtle.verify({ name: "ECDSA", hash }, imported, signature, signedBytes);
  } catch {
    return false; // A key that can't be imported has signed nothing.
  }
}

/** The tree of the events, and the events of SignedInfo; undefined when comments or instructions are among them. */
function treeOf(events: readonly XmlEvent[]) {
  const [first] = events;
  if (first?.kind !== "open" || events.some(({ kind }) => kind === "comment" || kind === "instruction"))
    return undefined;
  const root = samlNode(first.tag);
  const open: SamlNode[] = [];
  const signedInfo: XmlEvent[] = [];
  for (const event of events) {
    const isInfo =
      open.length > 1
        ? open[1]?.name === "ds:SignedInfo"
        : event.kind === "open" && open.length === 1 && knownName(event.tag) === "ds:SignedInfo";
    if (isInfo) signedInfo.push(event);
    if (event.kind === "open") {
      const node = open.length === 0 ? root : samlNode(event.tag);
      open.at(-1)?.children.push(node);
      open.push(node);
    } else if (event.kind === "close") open.pop();
    else if (event.kind === "text") {
      const last = open.at(-1);
      if (last !== undefined) last.text += event.text;
    }
  }
  return (scope: ReadonlyMap<string, string>) => ({
    root,
    signedInfo,
    scopeOfSignedInfo: new Map([...scope, ...first.tag.declared]),
  });
}

const leafBytes = (node: SamlNode | undefined): Uint8Array<ArrayBuffer> | undefined =>
  node?.children.length === 0 ? base64Bytes(node.text) : undefined;

/** The children when they are these and no others. */
function exactly<const Names extends readonly string[]>(
  node: SamlNode | undefined,
  ...names: Names
): { readonly [K in keyof Names]: SamlNode } | undefined {
  if (node?.children.length !== names.length) return undefined;
  return names.every((name, at) => node.children[at]?.name === name)
    ? (node.children as unknown as { readonly [K in keyof Names]: SamlNode })
    : undefined;
}

function canonicalMethod(
  node: SamlNode,
): { readonly withComments: boolean; readonly prefixes: readonly string[] } | SignatureRefusal {
  const name = attributeOf(node, "Algorithm");
  if (name !== canonicalAlgorithm && name !== canonicalWithComments) return unknownAlgorithm(node);
  const [inclusive, ...more] = node.children;
  if (more.length > 0 || (inclusive !== undefined && inclusive.name !== "ec:InclusiveNamespaces"))
    return { reason: "form", part: node.tag.local };
  const list = inclusive === undefined ? "" : (attributeOf(inclusive, "PrefixList") ?? "");
  return { withComments: name === canonicalWithComments, prefixes: list.split(/[ \t\r\n]+/).filter(Boolean) };
}

/** The name of an algorithm goes into a finding: only what looks like one. */
function unknownAlgorithm(node: SamlNode): SignatureRefusal {
  const name = attributeOf(node, "Algorithm") ?? "";
  return { reason: "algorithm", part: node.tag.local, algorithm: /^[\w:/.#-]{1,100}$/.test(name) ? name : "?" };
}
