import type { XmlTag } from "./saml-events.ts";

/** A small part of a document: elements of known namespaces by a name such as `md:EntityDescriptor`. */
export interface SamlNode {
  readonly name: string;
  readonly tag: XmlTag;
  text: string;
  readonly children: SamlNode[];
}

const prefixes: Readonly<Record<string, string>> = {
  "urn:oasis:names:tc:SAML:2.0:metadata": "md",
  "urn:oasis:names:tc:SAML:2.0:assertion": "saml",
  "urn:oasis:names:tc:SAML:metadata:attribute": "mdattr",
  "urn:oasis:names:tc:SAML:metadata:rpi": "mdrpi",
  "urn:oasis:names:tc:SAML:metadata:ui": "mdui",
  "urn:mace:shibboleth:metadata:1.0": "shibmd",
  "http://www.w3.org/2000/09/xmldsig#": "ds",
  "http://www.w3.org/2001/10/xml-exc-c14n#": "ec",
};

/** An element's name with the usual prefix of its namespace, whatever prefix the document has; `?` for an unknown one. */
export const knownName = ({ uri, local }: XmlTag): string => `${prefixes[uri] ?? "?"}:${local}`;

export const samlNode = (tag: XmlTag): SamlNode => ({ name: knownName(tag), tag, text: "", children: [] });

/** An attribute without namespace; undefined when it is not there. */
export const attributeOf = ({ tag }: SamlNode, local: string): string | undefined =>
  tag.attributes.find(({ name }) => name === local)?.value;

/** `xml:lang`. */
export const languageOf = ({ tag }: SamlNode): string | undefined =>
  tag.attributes.find(({ name }) => name === "xml:lang")?.value;

/** All nodes at a path of names below a node. */
export function nodesAt(node: SamlNode, ...path: readonly string[]): readonly SamlNode[] {
  let nodes: readonly SamlNode[] = [node];
  for (const name of path) nodes = nodes.flatMap(({ children }) => children.filter((child) => child.name === name));
  return nodes;
}

const isBlank = (letter: number): boolean => letter === 0x20 || letter === 0x09 || letter === 0x0a || letter === 0x0d;

/** The text of a node without blanks around it. By hand, since a pattern for the end of a text takes quadratic time. */
export function trimmed({ text }: SamlNode): string {
  let [start, end] = [0, text.length];
  while (start < end && isBlank(text.charCodeAt(start))) start += 1;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}
