import type { XmlAttribute, XmlEvent, XmlTag } from "./saml-events.ts";

export interface CanonicalOptions {
  /** Takes the canonical text in pieces. */
  readonly write: (text: string) => void;
  readonly withComments?: boolean;
  /** `PrefixList` of InclusiveNamespaces: declared where they are in scope, used or not. `#default` is the default one. */
  readonly inclusivePrefixes?: readonly string[];
  /** Namespaces in scope outside the part that is made canonical, by prefix. */
  readonly scope?: ReadonlyMap<string, string>;
}

/** Makes a part of a document canonical while it is read. */
export interface Canonicaliser {
  take(event: XmlEvent): void;
  end(): void;
}

const batchLength = 64 * 1024;

/**
 * Exclusive XML Canonicalization 1.0 of one element and what is in it, from events, in memory that grows with the depth
 * alone.
 * @see https://www.w3.org/TR/xml-exc-c14n/
 */
export function exclusiveCanonical(options: CanonicalOptions): Canonicaliser {
  const { write, withComments = false, inclusivePrefixes = [], scope } = options;
  const inclusive = inclusivePrefixes.map((prefix) => (prefix === "#default" ? "" : prefix));
  const inScope = inclusive.length === 0 ? undefined : bindings(scope);
  const rendered = bindings();
  const names: string[] = [];
  let batch = "";

  function open(tag: XmlTag): void {
    names.push(tag.name);
    rendered.enter();
    inScope?.enter();
    if (inScope !== undefined) for (const [prefix, uri] of tag.declared) inScope.set(prefix, uri);
    const declare: (readonly [string, string])[] = [];
    const need = (prefix: string, uri: string): void => {
      if (prefix === "xml" || (rendered.get(prefix) ?? "") === uri) return;
      rendered.set(prefix, uri);
      declare.push([prefix, uri]);
    };
    need(tag.prefix, tag.uri);
    for (const { prefix, uri } of tag.attributes) if (prefix !== "") need(prefix, uri);
    for (const prefix of inclusive) {
      const uri = inScope?.get(prefix) ?? (prefix === "" ? "" : undefined);
      if (uri !== undefined) need(prefix, uri);
    }
    batch += `<${tag.name}`;
    if (declare.length > 1) declare.sort(([a], [b]) => byCodePoint(a, b));
    for (const [prefix, uri] of declare) batch += ` xmlns${prefix === "" ? "" : `:${prefix}`}="${attributeText(uri)}"`;
    const { attributes } = tag;
    const ordered = attributes.length > 1 ? [...attributes].sort(byNamespaceThenName) : attributes;
    for (const { name, value } of ordered) batch += ` ${name}="${attributeText(value)}"`;
    batch += ">";
  }
  function close(): void {
    batch += `</${names.pop() ?? ""}>`;
    rendered.leave();
    inScope?.leave();
  }
  const flush = (): void => {
    if (batch !== "") write(batch);
    batch = "";
  };

  return {
    take(event) {
      if (event.kind === "open") open(event.tag);
      else if (names.length === 0) return;
      else if (event.kind === "close") close();
      else if (event.kind === "text") batch += contentText(event.text);
      else if (event.kind === "comment") batch += withComments ? `<!--${event.text}-->` : "";
      else batch += `<?${event.target}${event.body === "" ? "" : ` ${event.body}`}?>`;
      if (batch.length > batchLength) flush();
    },
    end: flush,
  };
}

/** Values by prefix that are taken back when the element that set them is left. */
function bindings(outer?: ReadonlyMap<string, string>) {
  const values = new Map(outer);
  const undo: (readonly [string, string | undefined])[] = [];
  const marks: number[] = [];
  return {
    get: (prefix: string) => values.get(prefix),
    set(prefix: string, uri: string): void {
      undo.push([prefix, values.get(prefix)]);
      values.set(prefix, uri);
    },
    enter: () => void marks.push(undo.length),
    leave(): void {
      const mark = marks.pop() ?? 0;
      while (undo.length > mark) {
        const [prefix, before] = undo.pop() ?? ["", undefined];
        if (before === undefined) values.delete(prefix);
        else values.set(prefix, before);
      }
    },
  };
}

const byNamespaceThenName = (a: XmlAttribute, b: XmlAttribute): number =>
  byCodePoint(a.uri, b.uri) || byCodePoint(a.local, b.local);

/** The order of Unicode: beyond the basic plane it is another than that of UTF-16, which `<` gives. */
function byCodePoint(a: string, b: string): number {
  if (a === b) return 0;
  for (let at = 0; ; at += 1) {
    const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (x === y) continue;
    if (Number.isNaN(x)) return -1;
    if (Number.isNaN(y)) return 1;
    const [isHighX, isHighY] = [x >= 0xd800 && x <= 0xdfff, y >= 0xd800 && y <= 0xdfff];
    return isHighX === isHighY ? x - y : isHighX ? 1 : -1;
  }
}

const contentEscapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;" };
const attributeEscapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  '"': "&quot;",
  "\t": "&#x9;",
  "\n": "&#xA;",
  "\r": "&#xD;",
};
const contentText = (text: string): string =>
  /[&<>\r]/.test(text) ? text.replace(/[&<>\r]/g, (letter) => contentEscapes[letter] ?? letter) : text;
const attributeText = (text: string): string =>
  /[&<"\t\n\r]/.test(text) ? text.replace(/[&<"\t\n\r]/g, (letter) => attributeEscapes[letter] ?? letter) : text;
