import * as fc from "fast-check";

interface Shape {
  readonly prefix: string;
  readonly name: string;
  readonly declare: readonly (readonly [string, string])[];
  readonly attributes: readonly (readonly [string, string, string])[];
  readonly content: readonly (Shape | string)[];
}

const prefixes = ["", "p", "q", "r"];
const uris = ["urn:a", "urn:b", "https://c.example/ns"];
const plainTexts = ["text", " ", "åäö", "𝄞", "&amp;", "&lt;", "&gt;", "&#13;", '"', "'", "\n"];
/** What parsers are known to treat differently: only for an oracle that is right about it. */
const subtleTexts = [
  "<?pi some body ?>",
  "<?empty?>",
  "<![CDATA[<&]]>",
  "<![CDATA[]]>",
  "<!-- note -->",
  "<!---->",
  "\r\n",
  "\t",
  "]]&gt;",
  "&#x9;",
];
const plainValues = ["v", "å &amp; &lt;", "&quot;'", "", " two  blanks "];
const subtleValues = ["a\n\tb\r\nc", "&#9;&#10;&#13;", "&#x10348;", "&gt;>"];

/** Documents with every turn of namespaces: declared again, hidden, undeclared, declared and not used. */
export function arbitraryXml(isSubtle: boolean): fc.Arbitrary<string> {
  const text = fc.constantFrom(...plainTexts, ...(isSubtle ? subtleTexts : []));
  const value = fc.constantFrom(...plainValues, ...(isSubtle ? subtleValues : []));
  const name = fc.constantFrom("a", "b", "ö", "x.y-z");
  const { shape } = fc.letrec<{ shape: Shape }>((tie) => ({
    shape: fc.record({
      prefix: fc.constantFrom(...prefixes),
      name,
      declare: fc.uniqueArray(fc.tuple(fc.constantFrom(...prefixes), fc.constantFrom(...uris)), {
        selector: ([prefix]) => prefix,
        maxLength: 3,
      }),
      attributes: fc.array(fc.tuple(fc.constantFrom("", "p", "q", "xml"), fc.constantFrom("k", "l", "M"), value), {
        maxLength: 4,
      }),
      content: fc.array(fc.oneof({ depthSize: "small" }, text, tie("shape")), { maxLength: 4 }),
    }),
  }));
  return shape.map((root) => `<?xml version="1.0" encoding="UTF-8"?>\n${written(root, new Map(), "root")}`);
}

function written(shape: Shape, outer: ReadonlyMap<string, string>, id?: string): string {
  const scope = new Map(outer);
  const declared = new Map(shape.declare);
  if (shape.prefix === "" && shape.name === "a" && outer.has("") && !declared.has("")) declared.set("", "");
  for (const [prefix, uri] of declared) scope.set(prefix, uri);
  const bind = (prefix: string): void => {
    if (prefix === "" || prefix === "xml" || scope.has(prefix)) return;
    scope.set(prefix, "urn:a");
    declared.set(prefix, "urn:a");
  };
  bind(shape.prefix);
  const attributes = new Map<string, string>();
  for (const [prefix, local, value] of shape.attributes) {
    bind(prefix);
    const expanded = `${prefix === "xml" ? "xml" : prefix === "" ? "" : scope.get(prefix)} ${local}`;
    if (!attributes.has(expanded)) attributes.set(expanded, `${prefix === "" ? "" : `${prefix}:`}${local}="${value}"`);
  }
  const name = `${shape.prefix === "" ? "" : `${shape.prefix}:`}${shape.name}`;
  const parts = [
    name,
    ...attributes.values(),
    ...[...declared].map(([prefix, uri]) => `xmlns${prefix === "" ? "" : `:${prefix}`}="${uri}"`),
    ...(id === undefined ? [] : [`ID="${id}"`]),
  ];
  const content = shape.content.map((part) => (typeof part === "string" ? part : written(part, scope))).join("");
  return content === "" ? `<${parts.join(" ")}/>` : `<${parts.join("  ")}>${content}</${name} >`;
}
