/** An element of a document: its name without prefix, its text, its children. */
export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

/** Text that is no well-formed document, or has what we do not read. `offset`: characters from the start. */
export class XmlError extends Error {
  readonly offset: number;
  constructor(problem: string, offset: number) {
    super(problem);
    this.offset = offset;
  }
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/**
 * Reads a document of elements and text. Attributes, comments and instructions are passed over; a document type is refused,
 * since no project file has one and entities can be made to explode.
 * @throws XmlError
 */
export function readXml(text: string): XmlElement {
  interface Open {
    readonly name: string;
    text: string;
    readonly children: XmlElement[];
  }
  const root: Open = { name: "", text: "", children: [] };
  const stack: Open[] = [root];
  const token =
    /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<(\/?)([^\s<>/!?]+)((?:"[^"]*"|'[^']*'|[^<>"'])*)>|([^<]+)/gy;
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  while (at < text.length) {
    token.lastIndex = at;
    const found = token.exec(text);
    if (!found) throw new XmlError("this is not XML, or has a document type", at);
    const [whole, data, closing, fullName, attributes = "", plain] = found;
    const top = stack.at(-1) ?? root;
    if (data !== undefined) top.text += data;
    else if (plain !== undefined) top.text += decoded(plain, at);
    else if (fullName !== undefined) {
      const name = fullName.slice(fullName.indexOf(":") + 1);
      if (closing === "/") {
        const element = stack.pop();
        if (!element || element.name !== name || stack.length === 0)
          throw new XmlError(`</${name}> closes nothing`, at);
        stack.at(-1)?.children.push(element);
      } else if (attributes.trimEnd().endsWith("/")) top.children.push({ name, text: "", children: [] });
      else stack.push({ name, text: "", children: [] });
    }
    at += whole.length;
  }
  const [only] = root.children;
  if (stack.length > 1) throw new XmlError(`<${stack.at(-1)?.name}> is not closed`, at);
  if (!only || root.children.length > 1 || root.text.trim() !== "")
    throw new XmlError("there is not one root element", 0);
  return only;
}

function decoded(text: string, at: number): string {
  return text.replaceAll(/&([^;\s]*);?/g, (whole, name: string) => {
    const code = /^#(?:x([\da-f]+)|(\d+))$/i.exec(name);
    const number = code ? Number.parseInt(code[1] ?? code[2] ?? "", code[1] === undefined ? 10 : 16) : undefined;
    const character = number !== undefined && number <= 0x10ffff ? String.fromCodePoint(number) : entities[name];
    if (character === undefined || !whole.endsWith(";")) throw new XmlError(`${whole} is no known character`, at);
    return character;
  });
}

/** Text as it may stand in a document. */
export const xmlText = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
