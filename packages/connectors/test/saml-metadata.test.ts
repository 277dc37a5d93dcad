import { createHash } from "node:crypto";
import { env } from "node:process";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readSamlMetadata, type ReadSamlMetadataOptions, type SamlEntity, type SamlMetadata } from "../src/sso.ts";
import { aggregateXml, enveloped, exclusive, idpXml, signed, type SignOptions } from "./saml-metadata.ts";
import { selfSigned } from "./self-signed.ts";

const key = selfSigned();
const other = selfSigned();
const now = (): number => Date.parse("2026-11-25T12:00:00Z");
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (xml: string, options: Partial<ReadSamlMetadataOptions> = {}): Promise<SamlMetadata> =>
  readSamlMetadata({ document: bytes(xml), trust: [key.certificate], now, ...options });
const codes = ({ findings }: SamlMetadata): readonly string[] =>
  findings.map(({ code }) => code.replace("connectors.saml-", ""));

const idp = idpXml({ certificate: key.certificate });
const plain = aggregateXml([idp, idpXml({ id: "https://other.example/idp", certificate: key.certificate })]);
const good = signed(plain, key);

test("what the federation has signed is released, entity by entity", async () => {
  const metadata = await read(good);
  expect(metadata).toMatchObject({
    isVerified: true,
    isUsable: true,
    name: "urn:example:federation",
    validUntil: "2026-12-01T00:00:00.000Z",
    refreshBefore: "2026-11-25T18:00:00.000Z",
    createdAt: "2026-11-24T00:00:00.000Z",
    publisher: "https://federation.example",
    counts: { entities: 2, idp: 2, sp: 0, kept: 2 },
    findings: [],
  });
  expect(metadata.entities[0]).toMatchObject({
    entityID: "https://idp.odeby.example/saml",
    roles: ["idp"],
    displayNames: { sv: "Ödeby kommun & skolor" },
    entityCategorySupport: ["https://federation.example/category/school"],
    assurance: ["https://federation.example/loa2"],
    scopes: [{ value: "odeby.example", isPattern: false }],
    certificates: [{ use: "signing", key: { algorithm: "RSA", bits: 2048 }, notAfter: "2036-01-01T00:00:00.000Z" }],
    endpoints: [{ service: "SingleSignOnService", location: "https://idp.odeby.example/sso" }],
    registration: { authority: "https://federation.example" },
    contacts: [{ type: "technical", emails: ["it@odeby.example"] }],
  });
});

const more = "http://www.w3.org/2001/04/xmldsig-more#";
test.each<[string, SignOptions, "rsa" | "P-256" | "P-384" | "P-521"]>([
  ["RSA-SHA384 over SHA-384", { algorithm: `${more}rsa-sha384`, digest: `${more}sha384` }, "rsa"],
  [
    "RSA-SHA512 over SHA-512",
    { algorithm: `${more}rsa-sha512`, digest: "http://www.w3.org/2001/04/xmlenc#sha512" },
    "rsa",
  ],
  ["ECDSA-SHA256 on P-256", { algorithm: `${more}ecdsa-sha256` }, "P-256"],
  ["ECDSA-SHA384 on P-384", { algorithm: `${more}ecdsa-sha384` }, "P-384"],
  ["ECDSA-SHA512 on P-521", { algorithm: `${more}ecdsa-sha512` }, "P-521"],
  ["a list of prefixes", { inclusive: ["md", "xsi", "saml"] }, "rsa"],
  ["SignedInfo with comments", { canonicalization: `${exclusive}WithComments` }, "rsa"],
])("%s is accepted from xml-crypto", async (_, options, kind) => {
  const pair = kind === "rsa" ? key : selfSigned({ kind });
  expect(await read(signed(plain, pair, options), { trust: [pair.publicKey] })).toMatchObject({ isUsable: true });
});

test("one of several trusted keys is enough, and says which it was", async () => {
  const metadata = await read(good, { trust: [other.certificate, key.certificate] });
  expect(metadata.isUsable).toBe(true);
  expect(metadata.signature?.certificate).toBe(
    createHash("sha256")
      .update(Buffer.from(key.certificate.replace(/-----[^-]+-----/g, ""), "base64"))
      .digest("hex"),
  );
});

test("a file of several certificates is several keys to trust", async () => {
  expect(await read(good, { trust: [`${other.certificate}\n${key.certificate}`] })).toMatchObject({ isUsable: true });
  expect(codes(await read(good, { trust: [key.privateKey] }))).toEqual(["trust", "signature"]);
});

test("a single entity's signed metadata is read the same way", async () => {
  const xml = aggregateXml([])
    .replace(/<md:Extensions>.*/s, "")
    .replace("EntitiesDescriptor", "EntityDescriptor");
  const entity = `${xml.replace(' Name="urn:example:federation"', ' entityID="https://one.example/idp"')}<md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"/></md:EntityDescriptor>`;
  const metadata = await read(signed(entity, key));
  expect(codes(metadata)).toEqual([]);
  expect(metadata.entities).toMatchObject([{ entityID: "https://one.example/idp", roles: ["sp"] }]);
});

test("what `keep` throws is the caller's to know of", async () => {
  const keep = (): boolean => {
    throw new Error("no such list");
  };
  await expect(read(good, { keep })).rejects.toThrow("no such list");
});

test("any pieces and any digest give the same verdict", async () => {
  async function* pieces(): AsyncGenerator<Uint8Array> {
    const whole = bytes(good);
    for (let at = 0; at < whole.length; at += 7) yield whole.subarray(at, at + 7);
  }
  expect(await read("", { document: pieces(), digest: (name) => createHash(name) })).toEqual(await read(good));
});

/** Every way in which a document may lie, and what is said of it. */
const attacks: [name: string, xml: string, code: string, options?: Partial<ReadSamlMetadataOptions>][] = [
  ["nothing at all", "", "empty"],
  ["blanks", " \n ", "empty"],
  ["not XML", "{}", "broken"],
  ["cut in the middle", good.slice(0, -400), "broken"],
  ["cut within the signature", good.slice(0, 900), "broken"],
  ["another document", "<html/>", "root"],
  ["another namespace", plain.replaceAll("urn:oasis:names:tc:SAML:2.0:metadata", "urn:evil"), "root"],
  ["no signature", plain, "unsigned"],
  ["another key", signed(plain, other), "signature"],
  ["a certificate that is none", good, "trust", { trust: ["not a certificate"] }],
  ["no key to trust", good, "signature", { trust: [] }],
  ["a value changed", good.replace("https://idp.odeby.example/sso", "https://evil.example/ssoxxxxxxxx"), "digest"],
  ["a scope changed by one letter", good.replace(">odeby.example<", ">0deby.example<"), "digest"],
  [
    "an entity added",
    good.replace("</md:EntitiesDescriptor>", `${idpXml({ id: "https://evil.example" })}</md:EntitiesDescriptor>`),
    "digest",
  ],
  ["an entity removed", good.replace(idp, ""), "digest"],
  ["a blank added", good.replace("</md:Extensions>", "</md:Extensions> "), "digest"],
  ["a namespace moved to another prefix", good.replaceAll("mdui:", "x:").replace("xmlns:mdui", "xmlns:x"), "digest"],
  ["a namespace swapped under the same prefix", good.replace("urn:mace:shibboleth:metadata:1.0", "urn:evil"), "digest"],
  [
    "the digest made to fit",
    good.replace(/<ds:DigestValue>[^<]+/, `<ds:DigestValue>${createHash("sha256").update("x").digest("base64")}`),
    "signature",
  ],
  ["the signature cut short", good.replace(/<ds:SignatureValue>..../, "<ds:SignatureValue>"), "signature"],
  [
    "a signature that is not base64",
    good.replace(/<ds:SignatureValue>.*?</s, "<ds:SignatureValue>%%%<"),
    "signature-form",
  ],
  ["an empty signature", good.replace(/<ds:SignatureValue>.*?</s, "<ds:SignatureValue><"), "signature-form"],
  ["an empty digest", good.replace(/<ds:DigestValue>.*?</s, "<ds:DigestValue><"), "signature-form"],
  [
    "SHA-1",
    signed(plain, key, {
      algorithm: "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
      digest: "http://www.w3.org/2000/09/xmldsig#sha1",
    }),
    "sha1",
  ],
  ["SHA-1 in the digest alone", signed(plain, key, { digest: "http://www.w3.org/2000/09/xmldsig#sha1" }), "sha1"],
  [
    "HMAC with the public key as its secret",
    good.replace(`${more}rsa-sha256`, "http://www.w3.org/2000/09/xmldsig#hmac-sha1"),
    "algorithm",
  ],
  ...["constructor", "__proto__"].flatMap((name): typeof attacks => [
    [`a digest called ${name}`, good.replace(/(<ds:DigestMethod Algorithm=")[^"]*/, `$1${name}`), "algorithm"],
    [`a signature called ${name}`, good.replace(/(<ds:SignatureMethod Algorithm=")[^"]*/, `$1${name}`), "algorithm"],
  ]),
  ["an algorithm for another kind of key", good.replace(`${more}rsa-sha256`, `${more}ecdsa-sha256`), "signature"],
  ["an empty reference", signed(plain, key, { isEmptyUri: true }), "reference"],
  ["a reference to another element", good.replace('URI="#_m1"', 'URI="#_m2"'), "reference"],
  ["a reference out into the world", good.replace('URI="#_m1"', 'URI="https://evil.example/a.xml"'), "reference"],
  ["a reference by XPointer", good.replace('URI="#_m1"', `URI="#xpointer(id('_m1'))"`), "reference"],
  ["two references", good.replace(/<ds:Reference.*<\/ds:Reference>/s, "$&$&"), "signature-form"],
  ["no canonicalization of the content", signed(plain, key, { transforms: [enveloped] }), "signature-form"],
  ["not enveloped", good.replace(`<ds:Transform Algorithm="${enveloped}"/>`, ""), "signature-form"],
  [
    "inclusive canonicalization",
    good.replaceAll(exclusive, "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"),
    "algorithm",
  ],
  [
    "XSLT",
    good.replace(
      `<ds:Transform Algorithm="${exclusive}"/>`,
      '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"/>',
    ),
    "algorithm",
  ],
  [
    "XPath",
    good.replace(
      `<ds:Transform Algorithm="${exclusive}"/>`,
      '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><ds:XPath>1</ds:XPath></ds:Transform>',
    ),
    "algorithm",
  ],
  ["a third transform", good.replace(`<ds:Transform Algorithm="${enveloped}"/>`, "$&$&"), "signature-form"],
  [
    "an object in the signature",
    good.replace("</ds:Signature>", `<ds:Object>${idp}</ds:Object></ds:Signature>`),
    "signature-form",
  ],
  ["a comment within the digest", good.replace(/<ds:DigestValue>..../, "$&<!-- x -->"), "signature-form"],
  ["an instruction within the signature", good.replace(/<ds:DigestValue>..../, "$&<?x?>"), "signature-form"],
  ["a child within the digest", good.replace(/<ds:DigestValue>/, "<ds:DigestValue><ds:x/>"), "signature-form"],
  ["two signatures", good.replace(/<ds:Signature .*<\/ds:Signature>/s, "$&$&"), "signatures"],
  ["a signature within an entity", good.replace("<md:Organization>", "<ds:Signature/><md:Organization>"), "signatures"],
  ["the signature last", signed(plain, key, { action: "append" }), "unsigned"],
  [
    "the signature behind an entity",
    good.replace(/(<ds:Signature .*<\/ds:Signature>)(.*<\/md:EntityDescriptor>)/s, "$2$1"),
    "unsigned",
  ],
  [
    "wrapped: the signed root inside another",
    `<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" ID="_evil">${idpless(good)}</md:EntitiesDescriptor>`,
    "unsigned",
  ],
  ["wrapped: the signature lifted out, its root beside the evil one", wrapped(good), "duplicate-id"],
  ["wrapped: the signed root hidden in the signature", hidden(good), "duplicate-id"],
  ["the root's ID twice", good.replace("<md:Organization>", '<md:Organization ID="_m1">'), "duplicate-id"],
  [
    "the root's ID as another kind of ID",
    good.replace("<md:Organization>", '<md:Organization xml:id="_m1">'),
    "duplicate-id",
  ],
  ["no ID", good.replace(' ID="_m1"', ""), "signature-form"],
  ["a document type", good.replace("<md:Ent", "<!DOCTYPE md:EntitiesDescriptor>\n<md:Ent"), "doctype"],
  [
    "billion laughs",
    `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>${good.slice(good.indexOf("<md:"))}`,
    "doctype",
  ],
  [
    "an external entity",
    `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${good.slice(good.indexOf("<md:")).replace("Ödeby<", "&x;<")}`,
    "doctype",
  ],
  ["an entity that nobody declared", good.replace(">Ödeby<", ">&odeby;<"), "broken"],
  [
    "a default attribute by a document type",
    good.replace("<md:Ent", '<!DOCTYPE a [<!ATTLIST md:x ID ID "_m1">]>\n<md:Ent'),
    "doctype",
  ],
  ["XML 1.1", good.replace('version="1.0"', 'version="1.1"'), "encoding"],
  ["another encoding", good.replace('encoding="UTF-8"', 'encoding="UTF-7"'), "encoding"],
  ["a character that XML has not", good.replace(">Ödeby<", ">&#0;<"), "broken"],
  ["half a surrogate pair", good.replace(">Ödeby<", ">&#xD800;<"), "broken"],
  ["a second root", `${good}<a/>`, "broken"],
  ["a prefix that is not declared", good.replace("<md:Organization>", "<evil:x/><md:Organization>"), "broken"],
  [
    "an attribute twice under two prefixes",
    good.replace("<md:Organization>", '<md:Organization xmlns:u="urn:u" xmlns:v="urn:u" u:a="1" v:a="2">'),
    "broken",
  ],
  [
    "too deep",
    good.replace("<md:Organization>", `${"<a>".repeat(100)}${"</a>".repeat(100)}<md:Organization>`),
    "too-large",
  ],
  [
    "too many attributes",
    good.replace(
      "<md:Organization>",
      `<md:Organization ${Array.from({ length: 200 }, (_, at) => `a${at}=""`).join(" ")}>`,
    ),
    "too-large",
  ],
  ["a text without end", good.replace("<md:Organization>", `${"x".repeat(2_000_000)}<md:Organization>`), "too-large"],
  ["too large", good, "too-large", { limits: { maxBytes: 1000 } }],
  ["too many entities", good, "too-large", { maxEntities: 1 }],
  ["expired", good, "expired", { now: () => Date.parse("2026-12-01T00:03:00Z") }],
  ["valid too long", good, "too-long-valid", { maxValidityDays: 5 }],
  ["valid for ever", signed(aggregateXml([idp], ""), key), "valid-until"],
  ["valid until no day", signed(aggregateXml([idp], 'validUntil="2026-13-01T00:00:00Z"'), key), "valid-until"],
  ["valid until no zone", signed(aggregateXml([idp], 'validUntil="2026-12-01T00:00:00"'), key), "valid-until"],
  ["made in the future", good, "not-yet", { now: () => Date.parse("2026-11-23T12:00:00Z") }],
];

/** The signed root as it is, its declaration of XML taken off. */
function idpless(xml: string): string {
  return xml.slice(xml.indexOf("<md:EntitiesDescriptor"));
}
/** An evil root with the signature of the good one, and the good one within. */
function wrapped(xml: string): string {
  const signature = /<ds:Signature .*<\/ds:Signature>/s.exec(xml)?.[0] ?? "";
  const inner = idpless(xml).replace(signature, "");
  const start = /<md:EntitiesDescriptor[^>]*>/.exec(xml)?.[0] ?? "";
  return `${start}${signature}${idpXml({ id: "https://evil.example" })}${inner}</md:EntitiesDescriptor>`;
}
/** An evil root whose signature holds the good one as an object. */
function hidden(xml: string): string {
  const signature = /<ds:Signature .*<\/ds:Signature>/s.exec(xml)?.[0] ?? "";
  const inner = idpless(xml).replace(signature, "");
  const start = /<md:EntitiesDescriptor[^>]*>/.exec(xml)?.[0] ?? "";
  const filled = signature.replace("</ds:Signature>", `<ds:Object>${inner}</ds:Object></ds:Signature>`);
  return `${start}${filled}${idpXml({ id: "https://evil.example" })}</md:EntitiesDescriptor>`;
}

test.each(attacks)("%s: nothing is released, and a finding says why", async (_name, xml, code, options) => {
  const metadata = await read(xml, options);
  expect(metadata.isUsable).toBe(false);
  expect(metadata.entities).toEqual([]);
  expect(codes(metadata)).toContain(code);
  for (const { severity, sv, en } of metadata.findings) {
    expect(["must", "check"]).toContain(severity);
    expect(sv).not.toBe(en);
  }
});

test.each([
  [
    "comments are not signed, and say nothing",
    (xml: string) => xml.replaceAll("</md:Extensions>", "</md:Extensions><!-- evil -->"),
  ],
  [
    "a comment within a value does not cut it",
    (xml: string) => xml.replace(">odeby.example<", ">odeby<!-- -->.example<"),
  ],
  ["CDATA is the text that it holds", (xml: string) => xml.replace(">odeby.example<", "><![CDATA[odeby]]>.example<")],
  [
    "a character by its number is that character",
    (xml: string) => xml.replace(">odeby.example<", ">&#111;deby.example<"),
  ],
  [
    "other quotes and blanks within tags are the same document",
    (xml: string) => xml.replace('contactType="technical"', "contactType = 'technical' "),
  ],
  [
    "a certificate brought along is not looked at",
    (xml: string) =>
      xml
        .replace(
          "</ds:Signature>",
          `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${"A".repeat(400)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>`,
        )
        .replace(/<ds:KeyInfo>.*?<\/ds:KeyInfo>(?=<ds:KeyInfo>)/s, ""),
  ],
])("%s", async (_, change) => {
  const changed = change(good);
  expect(changed).not.toBe(good);
  const metadata = await read(changed);
  expect(codes(metadata)).toEqual([]);
  expect(metadata.entities).toEqual((await read(good)).entities);
});

test("SHA-1 is taken where it is expressly accepted", async () => {
  const xml = signed(plain, key, { algorithm: "http://www.w3.org/2000/09/xmldsig#rsa-sha1" });
  expect(await read(xml, { sha1: "accept" })).toMatchObject({ isUsable: true });
});

test("a clock that is wrong by less than the skew does no harm", async () => {
  expect(await read(good, { now: () => Date.parse("2026-12-01T00:02:59Z") })).toMatchObject({ isUsable: true });
});

test("without anybody to trust the entities are shown, and never called verified", async () => {
  const metadata = await read(plain, { trust: "nobody" });
  expect(metadata).toMatchObject({ isVerified: false, isUsable: false, counts: { kept: 2 } });
  expect(codes(metadata)).toEqual(["unverified"]);
});

test.each<[string, (xml: string) => string, SamlEntity["roles"], readonly string[]]>([
  [
    "that has ended",
    (xml) => xml.replace("<md:IDPSSODescriptor", '$& validUntil="2020-01-01T00:00:00Z"'),
    [],
    ["role"],
  ],
  ["whose end can't be read", (xml) => xml.replace("<md:IDPSSODescriptor", '$& validUntil="soon"'), [], ["role"]],
  [
    "that ends later",
    (xml) => xml.replace("<md:IDPSSODescriptor", '$& validUntil="2030-01-01T00:00:00Z"'),
    ["idp"],
    [],
  ],
  ["of SAML 1.1 alone", (xml) => xml.replace("SAML:2.0:protocol", "SAML:1.1:protocol"), [], ["role"]],
  [
    "of both",
    (xml) =>
      xml.replace(
        '"urn:oasis:names:tc:SAML:2.0:protocol',
        '"urn:oasis:names:tc:SAML:1.1:protocol urn:oasis:names:tc:SAML:2.0:protocol',
      ),
    ["idp"],
    [],
  ],
])("a role %s", async (_, change, roles, expected) => {
  const metadata = await read(signed(aggregateXml([change(idp)]), key));
  expect(metadata.isUsable).toBe(true);
  expect(metadata.entities.map((entity) => entity.roles)).toEqual([roles]);
  expect(metadata.entities[0]?.endpoints).toHaveLength(roles.length);
  expect(codes(metadata)).toEqual(expected);
});

test("what another role may speak for, the login may not", async () => {
  const scope = "<md:Extensions><shibmd:Scope>other.example</shibmd:Scope></md:Extensions>";
  const others = ["SPSSODescriptor", "AttributeAuthorityDescriptor"].map(
    (name) => `<md:${name} protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">${scope}</md:${name}>`,
  );
  const xml = aggregateXml([idp.replace("<md:Organization>", `${others.join("")}$&`)]);
  const { entities } = await read(signed(xml, key));
  expect(entities[0]?.roles).toEqual(["idp", "sp", "attribute-authority"]);
  expect(entities[0]?.scopes.map(({ value }) => value)).toEqual(["odeby.example"]);
});

test("of a document that is not verified nothing is told, not even who says that they published it", async () => {
  for (const xml of [plain, signed(plain, other), good.replace("Maja", "Anna")]) {
    const metadata = await read(xml);
    expect(metadata.isVerified).toBe(false);
    expect(JSON.stringify(metadata)).not.toMatch(/federation\.example|urn:example|2026-12-01/);
  }
});

test.each([
  ["Z", true],
  ["+14:00", true],
  ["-14:00", true],
  ["+14:01", false],
  ["+02:60", false],
  ["+99:99", false],
])("a time with the zone %s is one: %s", async (zone, isOne) => {
  const xml = signed(aggregateXml([idp], `validUntil="2026-12-01T00:00:00${zone}"`), key);
  expect((await read(xml)).isUsable).toBe(isOne);
});

test("nothing is said of entities that nobody known has written of", async () => {
  const xml = signed(aggregateXml([idpXml({ scope: "", certificate: key.certificate })]), key);
  expect(codes(await read(xml))).toEqual(["no-scope"]);
  expect(codes(await read(xml.replace("Maja", "Anna")))).toEqual(["digest"]);
});

test("a bad signature stops the reading before the rest has come", async () => {
  let given = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    yield bytes(signed(plain, other).slice(0, -30));
    for (; given < 1000; given += 1) yield bytes(idp);
  }
  expect(codes(await read("", { document: endless() }))).toEqual(["signature"]);
  expect(given).toBe(0);
});

test.each([
  ["an address that is not https", { location: "http://idp.odeby.example/sso" }, ["endpoint", "no-sign-on"]],
  ["an address that is a script", { location: "javascript:alert(1)" }, ["endpoint", "no-sign-on"]],
  ["no scope", { scope: "" }, ["no-scope"]],
  ["a scope that is no domain", { scope: "odeby" }, ["scope"]],
  [
    "a scope that is a pattern",
    { scope: "", extra: '<shibmd:Scope regexp="true">^(a+)+$</shibmd:Scope>' },
    ["scope-pattern"],
  ],
  ["no certificate", { certificate: "" }, ["certificate", "no-key"]],
  [
    "a certificate that ran out",
    { certificate: selfSigned({ to: "2026-10-01T00:00:00Z" }).certificate },
    ["certificate-expired"],
  ],
  [
    "a certificate that runs out soon",
    { certificate: selfSigned({ to: "2026-12-10T00:00:00Z" }).certificate },
    ["certificate-expires"],
  ],
  ["a weak key", { certificate: selfSigned({ bits: 1024 }).certificate }, ["weak-key"]],
  ["a key on a curve", { certificate: selfSigned({ kind: "P-384" }).certificate }, []],
  ["an entityID that is none", { id: "" }, ["entity-id"]],
  ["an end of its own that has passed", { attributes: ' validUntil="2026-11-01T00:00:00Z"' }, ["entity-expired"]],
  ["an end of its own that is no time", { attributes: ' validUntil="soon"' }, ["entity-expired"]],
])("%s is told of", async (_, parts, expected) => {
  const xml = signed(aggregateXml([idpXml({ certificate: key.certificate, ...parts })]), key);
  expect([...codes(await read(xml))].sort()).toEqual([...expected].sort());
});

test("the same entityID twice: neither is released", async () => {
  const metadata = await read(
    signed(aggregateXml([idp, idp, idpXml({ id: "https://b.example", certificate: key.certificate })]), key),
  );
  expect(codes(metadata)).toEqual(["duplicate-entity"]);
  expect(metadata.entities.map(({ entityID }) => entityID)).toEqual(["https://b.example"]);
});

test("an aggregate within the aggregate that has expired takes its entities with it", async () => {
  const inner = `<md:EntitiesDescriptor validUntil="2026-11-01T00:00:00Z">${idp}</md:EntitiesDescriptor>`;
  const metadata = await read(
    signed(aggregateXml([inner, idpXml({ id: "https://b.example", certificate: key.certificate })]), key),
  );
  expect(codes(metadata)).toEqual(["entity-expired"]);
  expect(metadata.entities).toHaveLength(1);
});

test("findings hold no person's name or address", async () => {
  const { findings } = await read(signed(aggregateXml([idpXml({ location: "http://x", scope: "" })]), key));
  expect(findings.length).toBeGreaterThan(2);
  expect(JSON.stringify(findings)).not.toMatch(/Maja|it@/);
});

const long = env["MILSTOLPE_LONG"] === "1";
test("no spoiled document is ever released with anything in it changed", async () => {
  const honest = JSON.stringify((await read(good)).entities);
  const whole = bytes(good);
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }), fc.constantFrom("set", "cut", "double")),
        { minLength: 1, maxLength: 3 },
      ),
      async (changes) => {
        let spoiled = whole.slice();
        for (const [at, byte, kind] of changes) {
          const place = at % spoiled.length;
          if (kind === "set") spoiled[place] = byte;
          else if (kind === "cut") spoiled = spoiled.slice(0, place);
          else spoiled = new Uint8Array([...spoiled.subarray(0, place), ...spoiled.subarray(Math.max(place - 40, 0))]);
          if (spoiled.length === 0) break;
        }
        const metadata = await readSamlMetadata({ document: spoiled, trust: [key.certificate], now });
        const { isUsable, entities, findings } = metadata;
        expect(JSON.stringify(entities)).toBe(isUsable ? honest : "[]");
        expect(isUsable || findings.some(({ severity }) => severity === "must")).toBe(true);
      },
    ),
    { numRuns: long ? 100_000 : 150 },
  );
}, 600_000);

test("a value that is nothing but blanks with a letter at its end takes no longer than another", async () => {
  const blanks = " ".repeat(900_000);
  const xml = signed(aggregateXml([idpXml({ scope: `${blanks}x${blanks}y`, certificate: key.certificate })]), key);
  expect(codes(await read(xml, { limits: { maxTokenLength: 4_000_000 } }))).toEqual(["scope"]);
}, 20_000);
