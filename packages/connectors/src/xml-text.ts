/** An element to be written; text and children in order. */
export interface XmlElement {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly content: string | readonly XmlElement[];
}

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\r": "&#13;",
};
// Control characters are not allowed in XML 1.0, not even escaped.
const forbidden =
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** Text as it stands in XML. Characters that XML has no way to write are dropped. */
const xmlEscaped = (text: string): string =>
  text.replace(forbidden, "").replace(/[&<>"\r]/g, (letter) => escapes[letter] ?? letter);

/** An element as text, one line. */
export function xmlText({ name, attributes = {}, content }: XmlElement): string {
  const start = Object.entries(attributes).reduce(
    (text, [key, value]) => `${text} ${key}="${xmlEscaped(value)}"`,
    name,
  );
  if (content.length === 0) return `<${start}/>`;
  return `<${start}>${typeof content === "string" ? xmlEscaped(content) : content.map(xmlText).join("")}</${name}>`;
}

/** An element with text; none when there is no text. */
export const leaf = (
  name: string,
  text: string | undefined,
  attributes?: Readonly<Record<string, string>>,
): readonly XmlElement[] =>
  text === undefined || text === ""
    ? []
    : [{ name, content: text, ...(attributes === undefined ? {} : { attributes }) }];

/** An element with children; none when there are none. */
export const branch = (name: string, ...children: readonly (readonly XmlElement[])[]): readonly XmlElement[] => {
  const content = children.flat();
  return content.length === 0 ? [] : [{ name, content }];
};
