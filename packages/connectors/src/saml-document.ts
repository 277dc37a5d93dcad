import type { DigestName, IncrementalDigest } from "./saml-algorithms.ts";
import { exclusiveCanonical, type Canonicaliser } from "./saml-canonical.ts";
import type { XmlEvent, XmlTag } from "./saml-events.ts";
import { readSignature, type SignatureClaims, type SignatureRefusal } from "./saml-signature.ts";
import { attributeOf, knownName, samlNode, type SamlNode } from "./saml-tree.ts";

export type DocumentRefusal =
  | SignatureRefusal
  | { readonly reason: "root" | "unsigned" }
  | { readonly reason: "signatures" | "duplicate-id"; readonly line: number };

export interface SignedDocument {
  take(event: XmlEvent, line: number): void;
  /** The root element, without what is in it. */
  readonly root: SamlNode | undefined;
  readonly claims: SignatureClaims | undefined;
  readonly refusal: DocumentRefusal | undefined;
  /** Whether what was read is what was signed; to be asked when the document has ended. */
  digestMatches(): boolean;
}

export interface SignedDocumentOptions {
  /** False to pass signatures over without looking at them. */
  readonly isChecked: boolean;
  readonly digest: (name: DigestName) => IncrementalDigest;
  /** Takes everything but signatures. Nothing is verified yet. */
  readonly onEvent: (event: XmlEvent, line: number) => void;
}

/** Events and characters that may stand between the root's start tag and the signature, and that the signature may have. */
const maxBefore = { events: 100, length: 64 * 1024 };
const maxSignature = { events: 2000, length: 1024 * 1024 };
const idNames = new Set(["ID", "Id", "id", "iD", "xml:id"]);

/**
 * Follows a document whose root element holds its own signature, first of all (as SAML's schema has it), and digests the
 * canonical form of everything else as it passes. What is handed on and what is digested are the same events: there is no
 * second look at the document by which something else could be found.
 */
export function signedDocument({ isChecked, digest, onEvent }: SignedDocumentOptions): SignedDocument {
  const encoder = new TextEncoder();
  let root: SamlNode | undefined;
  let id: string | undefined;
  let depth = 0;
  let signatureDepth = 0;
  let signature: XmlEvent[] | undefined;
  let claims: SignatureClaims | undefined;
  let refusal: DocumentRefusal | undefined;
  let before: XmlEvent[] = [];
  let length = 0;
  let canonical: Canonicaliser | undefined;
  let digested: IncrementalDigest | undefined;

  function open(tag: XmlTag, line: number): void {
    const name = knownName(tag);
    if (depth === 0) {
      root = samlNode(tag);
      id = attributeOf(root, "ID");
      if (name !== "md:EntitiesDescriptor" && name !== "md:EntityDescriptor") refusal = { reason: "root" };
      else if (isChecked && (id === undefined || id === "")) refusal = { reason: "form", part: "ID" };
      return;
    }
    if (isChecked && tag.attributes.some((one) => one.value === id && idNames.has(one.name)))
      refusal = { reason: "duplicate-id", line };
    if (signature !== undefined || signatureDepth > 0) return;
    const isSignature = name === "ds:Signature";
    if (isSignature && (!isChecked || (depth === 1 && claims === undefined))) {
      signatureDepth = depth + 1;
      length = 0;
      signature = [];
    } else if (isSignature) refusal = { reason: "signatures", line };
    else if (isChecked && claims === undefined) refusal = { reason: "unsigned" };
  }

  function closeSignature(events: readonly XmlEvent[]): void {
    signature = undefined;
    signatureDepth = 0;
    if (!isChecked || root === undefined || id === undefined) return;
    const read = readSignature(events, id, new Map(root.tag.declared));
    if ("reason" in read) return void (refusal = read);
    claims = read;
    const hash = digest(read.digest);
    digested = hash;
    canonical = exclusiveCanonical({
      write: (text) => hash.update(encoder.encode(text)),
      inclusivePrefixes: read.inclusivePrefixes,
    });
    for (const event of before) canonical.take(event);
    before = [];
  }

  function pass(event: XmlEvent, line: number): void {
    if (canonical !== undefined) canonical.take(event);
    else if (isChecked && event.kind !== "comment") {
      before.push(event);
      length += lengthOf(event);
      if (before.length > maxBefore.events || length > maxBefore.length) refusal = { reason: "unsigned" };
    }
    onEvent(event, line);
  }

  return {
    take(event, line) {
      if (refusal !== undefined) return;
      if (event.kind === "open") {
        open(event.tag, line);
        depth += 1;
      } else if (event.kind === "close") depth -= 1;
      if (signature === undefined) return depth > 0 || root !== undefined ? pass(event, line) : undefined;
      if (isChecked) signature.push(event);
      length += lengthOf(event);
      if (isChecked && (signature.length > maxSignature.events || length > maxSignature.length))
        refusal = { reason: "form", part: "Signature" };
      else if (event.kind === "close" && depth < signatureDepth) closeSignature(signature);
    },
    get root() {
      return root;
    },
    get claims() {
      return claims;
    },
    get refusal() {
      return refusal;
    },
    digestMatches() {
      canonical?.end();
      const found = digested?.digest();
      const wanted = claims?.digestValue;
      return found?.length === wanted?.length && found?.every((byte, at) => byte === wanted?.[at]) === true;
    },
  };
}

function lengthOf(event: XmlEvent): number {
  if (event.kind === "text" || event.kind === "comment") return event.text.length;
  if (event.kind === "instruction") return event.body.length;
  return event.kind === "open" ? event.tag.attributes.reduce((sum, { value }) => sum + value.length, 0) : 0;
}
