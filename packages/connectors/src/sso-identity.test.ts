import { testIdentity } from "@milstolpe/swedish";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readSsoIdentity, type ReadSsoIdentityOptions } from "./sso-identity.ts";
import { ssoAttribute, ssoAttributes } from "./sso-attributes.ts";

const scopes = [{ value: "odeby.example", isPattern: false }];
const number = testIdentity("2013-01-01", 238);
const read = (attributes: Readonly<Record<string, unknown>>, more: Partial<ReadSsoIdentityOptions> = {}) =>
  readSsoIdentity({ attributes, scopes, required: [], ...more });
const codesOf = (attributes: Readonly<Record<string, unknown>>, more: Partial<ReadSsoIdentityOptions> = {}) =>
  read(attributes, more).findings.map(({ code }) => code.replace("connectors.sso-", ""));

test("everything that the federation's profile sends, by its name on the wire", () => {
  const { identity, findings, received } = read({
    "urn:oid:1.3.6.1.4.1.5923.1.1.1.6": "x7k2@odeby.example",
    "urn:oid:1.3.6.1.4.1.2428.90.1.5": number,
    "urn:oid:2.5.4.42": "Åsa",
    "urn:oid:2.5.4.4": "Ek",
    "urn:oid:0.9.2342.19200300.100.1.3": ["asa@odeby.example"],
    "urn:oid:1.2.752.194.10.2.4": ["74812345", "74812346", "74812345"],
    "urn:oid:1.2.752.194.10.2.5": ["74812345/6A", "urn:example:course:1"],
    "urn:oid:1.3.6.1.4.1.5923.1.1.1.9": ["student@odeby.example"],
    "urn:oid:1.2.752.194.10.2.2": "6",
  });
  expect(findings).toEqual([]);
  expect(identity).toEqual({
    eppn: "x7k2@odeby.example",
    identityNumber: expect.objectContaining({ kind: "personnummer", number }),
    givenName: "Åsa",
    familyName: "Ek",
    emails: ["asa@odeby.example"],
    schoolUnits: ["74812345", "74812346"],
    grades: ["6"],
    departments: [],
    affiliations: ["student@odeby.example"],
    entitlements: [],
    studentCourses: [{ schoolUnit: "74812345", group: "6A" }, { group: "urn:example:course:1" }],
    teacherCourses: [],
    guardianFor: [],
  });
  expect(received).toContain("sisSchoolUnitCode");
});

test.each([
  ["urn:oid:1.2.752.194.10.2.4", "sisSchoolUnitCode", false],
  ["1.2.752.194.10.2.4", "sisSchoolUnitCode", false],
  ["sisSchoolUnitCode", "sisSchoolUnitCode", false],
  ["sisschoolunitcode", "sisSchoolUnitCode", true],
  ["urn:mace:dir:attribute-def:eduPersonPrincipalName", "eduPersonPrincipalName", false],
  ["http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress", "mail", false],
  ["family_name", "sn", false],
])("%s means %s", (wire, name, isMisspelt) => {
  expect(ssoAttribute(wire)).toMatchObject({ attribute: { name }, isMisspelt });
});

test.each(["upn", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn", "uid", "", "__proto__", "constructor"])(
  "%s is not taken for anything",
  (name) => {
    expect(ssoAttribute(name)).toBeUndefined();
  },
);

const eppn = "eduPersonPrincipalName";
test.each([
  ["another domain", "a@evil.example", "scope"],
  ["a domain beneath", "a@skola.odeby.example", "scope"],
  ["a domain that ends alike", "a@xodeby.example", "scope"],
  ["a domain with more behind it", "a@odeby.example.evil.example", "scope"],
  ["a sign that looks like a letter", "a@odeby.exampl\u0435", "scope"],
  ["two signs at", "a@evil.example@odeby.example", "form"],
  ["no domain", "a", "form"],
  ["a line end", "a@odeby.example\nb", "form"],
  ["two values", ["a@odeby.example", "b@odeby.example"], "several"],
])("an EPPN with %s is never accepted", (_, value, code) => {
  const { identity } = read({ [eppn]: value });
  expect(identity.eppn).toBeUndefined();
  expect(codesOf({ [eppn]: value })).toContain(code);
});

test("without a scope, or with a pattern for one, no EPPN is accepted", () => {
  for (const scopes of [[], [{ value: ".*", isPattern: true }]])
    expect(read({ [eppn]: "a@odeby.example" }, { scopes }).identity.eppn).toBeUndefined();
});

test("a domain in another case is accepted and told of", () => {
  expect(read({ [eppn]: "a@Odeby.example" }).identity.eppn).toBe("a@Odeby.example");
  expect(codesOf({ [eppn]: "a@Odeby.example" })).toEqual(["scope-case"]);
});

test.each<[string, Record<string, unknown>, readonly string[]]>([
  ["sent under two names alike", { sn: "Ek", "urn:oid:2.5.4.4": ["Ek"] }, []],
  ["sent under two names differently", { sn: "Ek", "urn:oid:2.5.4.4": "Al" }, ["several"]],
  ["sent empty", { sn: "" }, ["empty"]],
  ["sent as an empty list", { sn: [] }, ["empty"]],
  ["of another type than text", { sn: [{ a: 1 }] }, ["value", "empty"]],
  ["with a wrong check digit", { norEduPersonNIN: "201301012380" }, ["value"]],
  ["with a separator", { norEduPersonNIN: `${number.slice(0, 8)}-${number.slice(8)}` }, ["separator"]],
  ["with the old nine-digit school code", { sisSchoolUnitCode: "148018601" }, ["value"]],
  ["under the name that is replaced", { norEduOrgUnitUniqueIdentifier: "74812345" }, ["replaced"]],
  ["an EPPN made from a number", { [eppn]: `${number}@odeby.example` }, ["telling-name"]],
  ["not known", { favouriteColour: "blue", shoeSize: "42" }, ["unknown"]],
])("an attribute %s", (_, attributes, expected) => {
  expect(codesOf(attributes)).toEqual(expected);
});

test("what is needed and not sent, or refused, is missing", () => {
  expect(codesOf({}, { required: ["eppn", "schoolUnits"] })).toEqual(["missing", "missing"]);
  expect(codesOf({ sisSchoolUnitCode: "" }, { required: ["schoolUnits"] })).toEqual(["empty", "missing"]);
  expect(codesOf({ sisSchoolUnitCode: "x" }, { required: ["schoolUnits"] })).toEqual(["value", "unusable"]);
  expect(codesOf({ sisSchoolUnitCode: ["x", "74812345"] }, { required: ["schoolUnits"] })).toEqual(["value"]);
  expect(codesOf({ norEduPersonNIN: "x" }, { required: ["identityNumber"] })).toEqual(["value", "unusable"]);
  expect(codesOf({ [eppn]: "a@evil.example" }, { required: ["eppn"] })).toEqual(["scope", "unusable"]);
});

test("whatever is sent, no value stands in a finding", () => {
  const secret = fc.stringMatching(/^[a-z0-9@. -]{6,20}$/).map((text) => `${text}Hemligsson`);
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.constantFrom(...ssoAttributes.map(({ name }) => name), "other"),
        fc.array(secret, { maxLength: 3 }),
      ),
      (attributes) => {
        const { findings, received, empty } = read(attributes);
        expect(JSON.stringify([findings, received, empty])).not.toContain("Hemligsson");
      },
    ),
  );
});
