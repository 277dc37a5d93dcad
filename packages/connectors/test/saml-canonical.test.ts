import { env } from "node:process";
import * as fc from "fast-check";
import { SignedXml } from "xml-crypto";
import { validateXML } from "xmllint-wasm";
import { expect, test } from "vitest";
import { exclusiveCanonical } from "../src/saml-canonical.ts";
import { xmlEvents } from "../src/saml-events.ts";
import { arbitraryXml } from "./arbitrary-xml.ts";
import { selfSigned } from "./self-signed.ts";

const long = env["MILSTOLPE_LONG"] === "1";

function canonical(
  xml: string,
  options: {
    readonly withComments?: boolean;
    readonly inclusivePrefixes?: readonly string[];
    readonly piece?: number;
  } = {},
): string {
  let text = "";
  const canonicaliser = exclusiveCanonical({ write: (piece) => (text += piece), ...options });
  const reader = xmlEvents((event) => canonicaliser.take(event));
  const bytes = new TextEncoder().encode(xml);
  const piece = options.piece ?? bytes.length;
  for (let at = 0; at < bytes.length; at += piece) reader.push(bytes.subarray(at, at + piece));
  reader.end();
  canonicaliser.end();
  expect(reader.refusal).toBeUndefined();
  return text;
}

/** What xml-crypto makes canonical, taken from what it hands to its digest. */
function byXmlCrypto(xml: string, inclusive: readonly string[], key: string): string {
  let text = "";
  const signer = new SignedXml({
    privateKey: key,
    signatureAlgorithm: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    canonicalizationAlgorithm: "http://www.w3.org/2001/10/xml-exc-c14n#",
  });
  Object.assign(signer.HashAlgorithms, {
    tap: class {
      getHash(of: string): string {
        text = of;
        return "";
      }
      getAlgorithmName = (): string => "tap";
    },
  });
  signer.addReference({
    xpath: "/*",
    transforms: ["http://www.w3.org/2001/10/xml-exc-c14n#"],
    digestAlgorithm: "tap",
    inclusiveNamespacesPrefixList: [...inclusive],
  });
  signer.computeSignature(xml);
  return text;
}

test.each([
  [
    "an unused namespace is left out",
    '<a xmlns:p="urn:p" xmlns:q="urn:q"><p:b/></a>',
    '<a><p:b xmlns:p="urn:p"></p:b></a>',
  ],
  [
    "a namespace is declared where it is used first",
    '<p:a xmlns:p="u"><p:b/></p:a>',
    '<p:a xmlns:p="u"><p:b></p:b></p:a>',
  ],
  ["the default namespace is undeclared", '<a xmlns="u"><b xmlns=""/></a>', '<a xmlns="u"><b xmlns=""></b></a>'],
  [
    "attributes by namespace, then by name",
    '<a xmlns:b="u1" xmlns:a="u2" a:z="1" b:y="2" z="3" b="4"/>',
    '<a xmlns:a="u2" xmlns:b="u1" b="4" z="3" b:y="2" a:z="1"></a>',
  ],
  [
    "beyond the basic plane in the order of Unicode",
    '<a \u{10000}="2" \uFA10="1"/>',
    '<a \uFA10="1" \u{10000}="2"></a>',
  ],
  [
    "line ends and blanks in values",
    "<a k='1\r\n2\t3&#9;&#10;&#13;'>x\r\ny\rz&#13;</a>",
    '<a k="1 2 3&#x9;&#xA;&#xD;">x\ny\nz&#xD;</a>',
  ],
  ["CDATA is text", "<a><![CDATA[<&>]]></a>", "<a>&lt;&amp;&gt;</a>"],
  ["comments are gone and what was around them is joined", "<a>x<!-- y -->z</a>", "<a>xz</a>"],
  ["instructions stay", "<?x?><a><?pi  b ?></a>", "<a><?pi b ?></a>"],
])("%s", (_, xml, expected) => {
  expect(canonical(xml)).toBe(expected);
});

test("what is before and after the element is not part of it", () => {
  expect(canonical("<!-- a --><?b?><c/><!-- d -->", { withComments: true })).toBe("<c></c>");
});

test("prefixes of the list are declared where they are in scope, used or not", () => {
  const xml = '<a xmlns="u" xmlns:p="v"><b xmlns:p="w"/><c xmlns=""/></a>';
  expect(canonical(xml, { inclusivePrefixes: ["p", "#default", "none"] })).toBe(
    '<a xmlns="u" xmlns:p="v"><b xmlns:p="w"></b><c xmlns=""></c></a>',
  );
});

test("xml-crypto makes the same of any document, with and without a list of prefixes", () => {
  const { privateKey } = selfSigned();
  fc.assert(
    fc.property(arbitraryXml(false), fc.subarray(["p", "q", "r"]), (xml, inclusive) => {
      expect(canonical(xml, { inclusivePrefixes: inclusive })).toBe(byXmlCrypto(xml, inclusive, privateKey));
    }),
    { numRuns: long ? 5000 : 60 },
  );
});

test("libxml2 makes the same of any document, comments, CDATA and blanks of all kinds included", async () => {
  // One call for many documents: each becomes a branch of one root.
  for (let round = 0; round < (long ? 200 : 1); round += 1) {
    const documents = fc.sample(arbitraryXml(true), 150).map((xml) => xml.slice(xml.indexOf("?>") + 2).trim());
    const xml = `<all>${documents.join("")}</all>`;
    const { normalized } = await validateXML({
      xml: [{ fileName: "a.xml", contents: xml }],
      normalization: "c14n",
      modifyArguments: (args) => args.map((one) => (one === "--c14n" ? "--exc-c14n" : one)),
      maxMemoryPages: 4096,
    });
    expect(canonical(xml, { withComments: true })).toBe(normalized.replace(/\n$/, ""));
  }
});

test("the pieces that a document comes in change nothing", () => {
  fc.assert(
    fc.property(arbitraryXml(true), fc.integer({ min: 1, max: 7 }), (xml, piece) => {
      expect(canonical(xml, { piece })).toBe(canonical(xml));
    }),
    { numRuns: long ? 5000 : 60 },
  );
});
