import { SaxesParser, type SaxesTagPlain } from "saxes";

/** An element with what is in it. Names without namespace prefix. */
export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** All text directly in the element, blanks around it dropped. */
  readonly text: string;
  readonly children: readonly XmlNode[];
}

export interface XmlRecordsOptions {
  /** Takes each record as soon as it is closed. */
  readonly onRecord: (record: XmlNode) => void;
  /** How deep records lie: 1 for the children of the root element (default), 2 for their children. */
  readonly recordDepth?: number;
  /** Default 64. */
  readonly maxDepth?: number;
  /** Characters that one record may have. Default 32 Mi. */
  readonly maxRecordLength?: number;
}

/** Why a document was not read to its end, and where. */
export interface XmlFault {
  readonly reason: "broken" | "doctype" | "too-deep" | "too-long" | "encoding" | "empty";
  readonly line: number;
}

/** Reads a document in pieces of bytes as they come. */
export interface XmlRecordReader {
  push(bytes: Uint8Array): void;
  end(): { readonly root?: string; readonly fault?: XmlFault };
}

interface OpenNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
  children: XmlNode[];
}

const localName = (name: string): string => name.slice(name.indexOf(":") + 1);

/**
 * Reads XML record by record, holding one record in memory. A document type declaration is refused as such: entities, and
 * with them all attacks through entities, exist only there. Reading stops at the first fault, after which nothing more
 * is taken.
 */
export function xmlRecords(options: XmlRecordsOptions): XmlRecordReader {
  const { onRecord, recordDepth = 1, maxDepth = 64, maxRecordLength = 32 * 1024 * 1024 } = options;
  const parser = new SaxesParser<{ xmlns: false }>({ xmlns: false });
  const open: OpenNode[] = [];
  let root: string | undefined;
  let fault: XmlFault | undefined;
  let decoder: TextDecoder | undefined;
  let head: Uint8Array = new Uint8Array();
  let lengthBefore = 0;

  const hasFault = (): boolean => fault !== undefined;
  const fail = (reason: XmlFault["reason"]): void => {
    fault ??= { reason, line: parser.line };
  };
  parser.on("error", () => fail("broken"));
  parser.on("doctype", () => fail("doctype"));
  parser.on("opentag", (tag: SaxesTagPlain) => {
    if (fault !== undefined) return;
    if (root === undefined) root = localName(tag.name);
    if (open.length <= recordDepth) lengthBefore = parser.position;
    if (open.length >= maxDepth) fail("too-deep");
    open.push({ name: localName(tag.name), attributes: tag.attributes, text: "", children: [] });
  });
  const addText = (text: string): void => {
    const last = open.at(-1);
    if (last !== undefined && open.length > recordDepth) last.text += text;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    const closed = open.pop();
    if (closed === undefined || fault !== undefined) return;
    const node: XmlNode = { ...closed, text: closed.text.trim() };
    if (open.length <= recordDepth) lengthBefore = parser.position;
    if (open.length === recordDepth) onRecord(node);
    else if (open.length > recordDepth) open.at(-1)?.children.push(node);
  });

  function write(text: string): void {
    // Pieces, so that what a fault leaves unread stays unread.
    for (let at = 0; at < text.length; at += pieceLength) {
      if (hasFault()) return;
      parser.write(text.slice(at, at + pieceLength));
      if (parser.position - lengthBefore > maxRecordLength) fail("too-long");
    }
  }

  function decode(bytes: Uint8Array, isLast: boolean): void {
    if (decoder === undefined) {
      const encoding = encodingOf(bytes);
      if (encoding === undefined) return fail("encoding");
      decoder = new TextDecoder(encoding, { fatal: true });
    }
    let text: string;
    try {
      text = decoder.decode(bytes, { stream: !isLast });
    } catch {
      return fail("encoding");
    }
    write(text);
  }

  return {
    push(bytes) {
      if (fault !== undefined) return;
      if (decoder !== undefined) return decode(bytes, false);
      // The declaration says the encoding: wait until it is there.
      const joined = new Uint8Array(head.length + bytes.length);
      joined.set(head);
      joined.set(bytes, head.length);
      head = joined;
      if (head.length >= declarationLength) decode(head, false);
    },
    end() {
      if (fault === undefined) {
        if (decoder === undefined && head.every((byte) => byte <= 0x20)) fail("empty");
        else if (decoder === undefined) decode(head, true);
        else decode(new Uint8Array(), true);
      }
      if (fault === undefined) parser.close();
      if (fault === undefined && root === undefined) fail("broken");
      return { ...(root === undefined ? {} : { root }), ...(fault === undefined ? {} : { fault }) };
    },
  };
}

const pieceLength = 64 * 1024;
const declarationLength = 200;

/** The encoding that the first bytes say; undefined for one that is not read. */
function encodingOf(bytes: Uint8Array): string | undefined {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff) || bytes[0] === 0)
    return undefined;
  const start = String.fromCharCode(...bytes.subarray(0, declarationLength));
  const named = /^(?:\u00EF\u00BB\u00BF)?\s*<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']/
    .exec(start)?.[1]
    ?.toLowerCase();
  if (named === undefined || named === "utf-8" || named === "utf8" || named === "us-ascii") return "utf-8";
  return /^(iso-8859-1|latin1|windows-1252)$/.test(named) ? "windows-1252" : undefined;
}

/** The first child with a name. */
export const childOf = (node: XmlNode | undefined, name: string): XmlNode | undefined =>
  node?.children.find((child) => child.name === name);

/** The text at a path of names; undefined when it is not there or empty. */
export function textAt(node: XmlNode, ...path: readonly string[]): string | undefined {
  let at: XmlNode | undefined = node;
  for (const name of path) at = childOf(at, name);
  return at?.text === "" ? undefined : at?.text;
}

/** All children with a name. */
export const childrenOf = (node: XmlNode, name: string): readonly XmlNode[] =>
  node.children.filter((child) => child.name === name);
