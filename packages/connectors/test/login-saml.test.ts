import { createHash } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import { formBrowser, verifySamlLogin, type LoginRun, type VerifySamlLoginOptions } from "../src/login.ts";
import { samlProvider, signedAnew, type TestSamlProvider } from "./saml-provider.ts";
import { selfSigned } from "./self-signed.ts";

const key = selfSigned();
const other = selfSigned();
const eppn = "urn:oid:1.3.6.1.4.1.5923.1.1.1.6";
const unit = "urn:oid:1.2.752.194.10.2.4";
const attributes = {
  [eppn]: "hemlig7@odeby.example",
  [unit]: ["74812345"],
  "urn:oid:2.5.4.4": "Hemligsson",
  colour: "blue",
};

let provider: TestSamlProvider | undefined;
afterEach(async () => {
  await provider?.close();
  provider = undefined;
});

async function run(
  spoiled: Omit<Partial<Parameters<typeof samlProvider>[0]>, "key"> = {},
  options: Partial<VerifySamlLoginOptions> = {},
): Promise<LoginRun> {
  provider = await samlProvider({ key, attributes, ...spoiled });
  return verifySamlLogin({
    method: "staff",
    provider: provider.entity,
    service: { entityID: "https://service.example/sp", callbackUrl: "https://service.example/acs" },
    browse: formBrowser({ fill: { user: "test", password: "rätt & riktigt" } }),
    account: ({ eppn }) => (eppn === "hemlig7@odeby.example" ? "one" : "none"),
    isKnownUnit: (code) => code === "74812345",
    required: ["eppn", "schoolUnits"],
    now: Date.now,
    ...options,
  });
}
/** A provider that signs something else. */
const anew = (what: string | RegExp, by: string | ((found: string) => string)) => ({
  change: (xml: string) =>
    signedAnew(xml, key, (text) => (typeof by === "string" ? text.replace(what, by) : text.replace(what, by))),
});
const outcomes = ({ evidence }: LoginRun, outcome: string): readonly string[] =>
  evidence.steps
    .filter((step) => step.outcome === outcome)
    .map(({ id, reason }) => (reason === undefined ? id : `${id}: ${reason}`));

test("a login that is in order passes every step, its spoiled answers are refused, and no value is in the evidence", async () => {
  const result = await run();
  expect(outcomes(result, "failed")).toEqual([]);
  expect(outcomes(result, "skipped")).toEqual(["assurance: not-asked"]);
  expect(outcomes(result, "passed")).toHaveLength(17);
  const { evidence, text, sha256 } = result;
  expect(evidence).toMatchObject({
    method: "staff",
    protocol: "saml",
    provider: "https://idp.test.example/saml",
    isVerified: true,
    attributes: ["eduPersonPrincipalName", "sisSchoolUnitCode", "sn"],
    unknownAttributes: 1,
  });
  expect(text).not.toMatch(/hemlig|74812345|blue|opaque/i);
  expect(JSON.parse(text)).toEqual(evidence);
  expect(createHash("sha256").update(text).digest("hex")).toBe(sha256);
});

test.each<[string, Parameters<typeof run>[0], Partial<VerifySamlLoginOptions>, readonly string[]]>([
  ["an assertion that is not signed", { spoil: { signAssertion: false } }, {}, ["accepted: signature"]],
  [
    "another key than the federation's",
    { spoil: { key: other.privateKey, cert: other.certificate } },
    {},
    ["accepted: signature"],
  ],
  ["an answer meant for another service", { spoil: { audience: "https://other.example" } }, {}, ["accepted: audience"]],
  ["an answer to another request", { spoil: { inResponseTo: "_other" } }, {}, ["accepted: in-response-to"]],
  [
    "an answer to no request",
    { change: (xml) => xml.replaceAll(/ InResponseTo="[^"]*"/g, "") },
    {},
    ["accepted: in-response-to"],
  ],
  ["a clock far ahead of theirs", {}, { now: () => Date.now() + 3_600_000 }, ["accepted: time"]],
  ["a clock far behind theirs", {}, { now: () => Date.now() - 3_600_000 }, ["accepted: time"]],
  ["another issuer than the metadata's", { spoil: { issuer: "https://evil.example" } }, {}, ["issuer: not-among"]],
  [
    "an assertion that does not say which request it answers",
    {
      change: (xml) =>
        signedAnew(xml, key, (plain) =>
          plain
            .replace(/(<SubjectConfirmationData.*?) InResponseTo="[^"]*"/, "$1")
            .replace(/(<saml:SubjectConfirmationData.*?) InResponseTo="[^"]*"/, "$1"),
        ),
    },
    {},
    ["refuses-replay: accepted"],
  ],
  [
    "an assertion without an end",
    { change: (xml) => signedAnew(xml, key, (plain) => plain.replaceAll(/ NotOnOrAfter="[^"]*"/g, "")) },
    {},
    ["accepted: time"],
  ],
  [
    "an assertion without a recipient",
    { change: (xml) => signedAnew(xml, key, (plain) => plain.replace(/ Recipient="[^"]*"/, "")) },
    {},
    ["recipient: missing"],
  ],
  [
    "an assertion for anybody",
    {
      change: (xml) =>
        signedAnew(xml, key, (plain) => plain.replace(/<(saml:)?AudienceRestriction.*AudienceRestriction>/s, "")),
    },
    {},
    ["accepted: audience"],
  ],
  ["SHA-1", { spoil: { signatureAlgorithm: "rsa-sha1", digestAlgorithm: "sha1" } }, {}, ["accepted: weak"]],
  ["a digest by SHA-1", { spoil: { digestAlgorithm: "sha1" } }, {}, ["accepted: weak"]],
  ["an assertion for years", anew(/NotOnOrAfter="\d{4}/g, 'NotOnOrAfter="2099'), {}, ["refuses-expired: accepted"]],
  ["an assertion that others vouch for", anew("cm:bearer", "cm:sender-vouches"), {}, ["recipient: other"]],
  ["an assertion for whoever holds a key", anew("cm:bearer", "cm:holder-of-key"), {}, ["recipient: other"]],
  [
    "an assertion that nobody logged in for",
    anew(/<saml:AuthnStatement.*<\/saml:AuthnStatement>/s, ""),
    {},
    ["assurance: missing"],
  ],
  [
    "an answer sent to another address",
    { change: (xml) => xml.replace(/Destination="[^"]*"/, 'Destination="https://evil.example/acs"') },
    {},
    ["recipient: not-among"],
  ],
  [
    "an answer that another has issued",
    { change: (xml) => xml.replace(/(<samlp:Response.*?<saml:Issuer[^>]*>)[^<]*/s, "$1https://evil.example") },
    {},
    ["issuer: not-among"],
  ],
  [
    "an attribute that is sent twice",
    anew(
      /<saml:Attribute Name="urn:oid:1.3.6.1.4.1.5923.*?<\/saml:Attribute>/s,
      (one) => `${one.replace("hemlig7", "x")}${one}`,
    ),
    {},
    ["attributes: missing", "account: unknown"],
  ],
  ["another recipient", { spoil: { recipient: "https://evil.example/acs" } }, {}, ["recipient: not-among"]],
  [
    "another domain",
    { attributes: { ...attributes, [eppn]: "a@evil.example" } },
    {},
    ["attributes: missing", "scope: not-among", "account: unknown"],
  ],
  ["no unit", { attributes: { [eppn]: "hemlig7@odeby.example" } }, {}, ["attributes: missing"]],
  [
    "a unit that is none",
    { attributes: { ...attributes, [unit]: "notacode" } },
    {},
    ["attributes: missing", "unit: unknown"],
  ],
  [
    "a unit that is none, where none is needed",
    { attributes: { ...attributes, [unit]: "notacode" } },
    { required: ["eppn"] },
    ["unit: unknown"],
  ],
  ["a unit that is not in the register", { attributes: { ...attributes, [unit]: "74812346" } }, {}, ["unit: unknown"]],
  ["an account that is there twice", {}, { account: () => "several" }, ["account: several"]],
  ["a level of assurance that is too low", {}, { assurance: ["https://loa.example/3"] }, ["assurance: not-among"]],
  ["a wrong password", {}, { browse: formBrowser({ fill: { user: "test", password: "fel" } }) }, ["answer: browser"]],
  [
    "a browser that is stopped at a foreign host",
    {},
    { browse: () => Promise.reject(new Error("secret")) },
    ["answer: browser"],
  ],
])("%s fails the step that it is about", async (_, spoiled, options, expected) => {
  const result = await run(spoiled, options);
  expect(outcomes(result, "failed")).toEqual(expected);
  expect(result.evidence.isVerified).toBe(false);
  expect(result.text).not.toMatch(/hemlig|secret/i);
});

test("a signature around the whole answer is enough where that is what is asked for", async () => {
  const result = await run({ spoil: { signAssertion: false, signResponse: true } }, { signed: "response" });
  expect(outcomes(result, "failed")).toEqual([]);
});

test("a provider without an address or a key is not asked", async () => {
  provider = await samlProvider({ key, attributes });
  for (const part of ["endpoints", "certificates"] as const) {
    const result = await run({}, { provider: { ...provider.entity, [part]: [] } });
    expect(outcomes(result, "failed")).toHaveLength(1);
    await provider.close();
  }
});
