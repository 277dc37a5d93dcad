import { SaxesParser, type SaxesTagNS } from "saxes";

/** An attribute with its namespace resolved; the empty text when it has none. */
export interface XmlAttribute {
  readonly name: string;
  readonly prefix: string;
  readonly local: string;
  readonly uri: string;
  readonly value: string;
}

/** A start tag with its namespaces resolved. */
export interface XmlTag {
  readonly name: string;
  readonly prefix: string;
  readonly local: string;
  readonly uri: string;
  /** Without declarations of namespaces. */
  readonly attributes: readonly XmlAttribute[];
  /** Namespaces declared on this element, by prefix; the empty text is the default one. */
  readonly declared: readonly (readonly [prefix: string, uri: string])[];
}

export type XmlEvent =
  | { readonly kind: "open"; readonly tag: XmlTag }
  | { readonly kind: "close" }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "comment"; readonly text: string }
  | { readonly kind: "instruction"; readonly target: string; readonly body: string };

/** How large a document, and a part of it, may be. All have defaults. */
export interface XmlLimits {
  /** Default 256 MiB. */
  readonly maxBytes?: number;
  /** Elements within each other. Default 40. */
  readonly maxDepth?: number;
  /** Attributes and declarations of one element. Default 100. */
  readonly maxAttributes?: number;
  /** Characters of one tag or one stretch of text. Default 1 Mi. */
  readonly maxTokenLength?: number;
}

/** Why reading stopped. */
export interface XmlRefusal {
  readonly reason: "broken" | "doctype" | "encoding" | "version" | "empty" | "bytes" | "depth" | "attributes" | "token";
  readonly line: number;
}

/** Takes a document in pieces of bytes. After the first refusal nothing more is taken. */
export interface XmlEventReader {
  push(bytes: Uint8Array): void;
  end(): void;
  /** Where the reader is, from 1. */
  readonly line: number;
  readonly refusal: XmlRefusal | undefined;
}

const pieceLength = 32 * 1024;

/**
 * Reads UTF-8 XML 1.0 as events, in constant memory. A document type declaration is refused as such: general and external
 * entities, and the attacks through them, exist only there. Text comes with line ends and references resolved, as
 * canonical XML wants it; a CDATA section is text.
 */
export function xmlEvents(onEvent: (event: XmlEvent) => void, limits: XmlLimits = {}): XmlEventReader {
  const { maxBytes = 256 * 1024 * 1024, maxDepth = 40, maxAttributes = 100, maxTokenLength = 1024 * 1024 } = limits;
  const parser = new SaxesParser({ xmlns: true });
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let refusal: XmlRefusal | undefined;
  let bytesRead = 0;
  let depth = 0;
  let lastEventAt = 0;
  let isBlank = true;

  const refuse = (reason: XmlRefusal["reason"]): void => {
    refusal ??= { reason, line: parser.line };
  };
  const emit = (event: XmlEvent): void => {
    lastEventAt = parser.position;
    if (refusal === undefined) onEvent(event);
  };
  parser.on("error", () => refuse("broken"));
  parser.on("doctype", () => refuse("doctype"));
  parser.on("xmldecl", ({ version, encoding }) => {
    if (version !== "1.0") refuse("version");
    if (encoding !== undefined && !/^utf-?8$/i.test(encoding)) refuse("encoding");
  });
  parser.on("opentag", (tag) => {
    depth += 1;
    if (depth > maxDepth) return refuse("depth");
    emit({ kind: "open", tag: resolved(tag) });
  });
  let attributesOfTag = 0;
  parser.on("opentagstart", () => (attributesOfTag = 0));
  parser.on("attribute", () => {
    attributesOfTag += 1;
    if (attributesOfTag > maxAttributes) refuse("attributes");
  });
  parser.on("closetag", () => {
    depth -= 1;
    emit({ kind: "close" });
  });
  const onText = (text: string): void => {
    if (depth > 0) emit({ kind: "text", text });
  };
  parser.on("text", onText);
  parser.on("cdata", onText);
  parser.on("comment", (text) => emit({ kind: "comment", text }));
  parser.on("processinginstruction", ({ target, body }) => emit({ kind: "instruction", target, body }));

  const isRefused = (): boolean => refusal !== undefined;
  function write(text: string): void {
    if (isBlank) isBlank = /^\uFEFF?\s*$/.test(text);
    // In pieces, so that what comes after a refusal stays unread and no token outgrows its limit by much.
    for (let at = 0; at < text.length && !isRefused(); at += pieceLength) {
      parser.write(text.slice(at, at + pieceLength));
      if (parser.position - lastEventAt > maxTokenLength) refuse("token");
    }
  }
  function decode(bytes: Uint8Array | undefined): void {
    let text: string;
    try {
      text = bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch {
      return refuse("encoding");
    }
    // What `onEvent` throws is the caller's, and not a fault of the document.
    write(text);
  }

  return {
    push(bytes) {
      if (isRefused()) return;
      bytesRead += bytes.byteLength;
      if (bytesRead > maxBytes) return refuse("bytes");
      decode(bytes);
    },
    end() {
      if (!isRefused()) decode(undefined);
      if (!isRefused() && isBlank) refuse("empty");
      if (!isRefused()) parser.close();
    },
    get line() {
      return parser.line;
    },
    get refusal() {
      return refusal;
    },
  };
}

const namespaceOfDeclarations = "http://www.w3.org/2000/xmlns/";

function resolved(tag: SaxesTagNS): XmlTag {
  const attributes: XmlAttribute[] = [];
  const declared: (readonly [string, string])[] = [];
  for (const key in tag.attributes) {
    const attribute = tag.attributes[key];
    if (attribute === undefined) continue;
    if (attribute.uri !== namespaceOfDeclarations) attributes.push(attribute);
    else declared.push([attribute.prefix === "" ? "" : attribute.local, attribute.value]);
  }
  return { name: tag.name, prefix: tag.prefix, local: tag.local, uri: tag.uri, attributes, declared };
}
