import type * as NodeSaml from "@node-saml/node-saml";
import type { LoginRecorder } from "./login-evidence.ts";
import { digestAlgorithms, signatureAlgorithms } from "./saml-algorithms.ts";

/** What an accepted answer is measured by. */
export interface ExpectedAnswer {
  readonly issuer: string;
  readonly callbackUrl: string;
  readonly assurance?: readonly string[] | undefined;
}

const bearer = "urn:oasis:names:tc:SAML:2.0:cm:bearer";

/** Checks what node-saml leaves to the service: who issued, to whom it is addressed, who may show it, how sure the login was. */
export function checkAnswer(
  recorder: LoginRecorder,
  profile: NodeSaml.Profile,
  { issuer, callbackUrl, assurance }: ExpectedAnswer,
): void {
  const assertion = profile.getAssertion?.() ?? {};
  const answer = profile.getSamlResponseXml?.() ?? "";
  const [, attributes = "", , outerIssuer] = responseStart.exec(answer) ?? [];
  const issuers = [profile.issuer, ...(outerIssuer === undefined ? [] : [plain(outerIssuer)])];
  recorder.record("issuer", issuers.every((one) => one === issuer) ? undefined : "not-among");

  const [, , destination] = /\bDestination\s*=\s*(["'])(.*?)\1/s.exec(attributes) ?? [];
  const confirmation = ["Assertion", "Subject", "SubjectConfirmation"];
  const methods = valuesAt(assertion, ...confirmation, "$", "Method");
  const recipients = valuesAt(assertion, ...confirmation, "SubjectConfirmationData", "$", "Recipient");
  const addresses = [...recipients, ...(destination === undefined ? [] : [plain(destination)])];
  if (recipients.length === 0) recorder.fail("recipient", "missing");
  else if (methods.some((method) => method !== bearer)) recorder.fail("recipient", "other");
  else recorder.record("recipient", addresses.every((one) => one === callbackUrl) ? undefined : "not-among");

  // Without a statement of it nobody has logged in: the assertion is about somebody, and no more.
  const isStated = at(assertion, "Assertion", "AuthnStatement").length > 0;
  if (assurance === undefined && isStated) return recorder.skip("assurance", "not-asked");
  const levels = valuesAt(assertion, "Assertion", "AuthnStatement", "AuthnContext", "AuthnContextClassRef", "_");
  if (levels.length === 0 || assurance === undefined) recorder.fail("assurance", "missing");
  else recorder.record("assurance", levels.every((one) => assurance.includes(one)) ? undefined : "not-among");
}

/** The start of an answer: its own attributes, and its issuer, who comes first where there is one. */
const responseStart =
  /<(?:[\w-]+:)?Response\b((?:[^>"']|"[^"]*"|'[^']*')*)>(?:\s*<((?:[\w-]+:)?)Issuer\b[^>]*>([^<]*)<)?/;
const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const plain = (text: string): string =>
  text.trim().replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => entities[name] ?? "");

const signedInfo = /<((?:[\w-]+:)?)SignedInfo\b[\s\S]*?<\/\1SignedInfo\s*>/g;
const method = /<(?:[\w-]+:)?(SignatureMethod|DigestMethod)\b[^>]*?\bAlgorithm\s*=\s*["']([^"']*)["']/g;
/** The digest that a method is made with; undefined when it is not known. */
const digestOf = (kind: string | undefined, name: string): string | undefined =>
  kind === "SignatureMethod" ? signatureAlgorithms.get(name)?.digest : digestAlgorithms.get(name);

/** Whether a signature of an answer, or of its assertion that was opened, is made with SHA-1 or something unknown. */
export function isWeaklySigned(profile: NodeSaml.Profile): boolean {
  const texts = [profile.getSamlResponseXml?.() ?? "", profile.getAssertionXml?.() ?? ""];
  return texts
    .flatMap((text) => [...text.matchAll(signedInfo)])
    .flatMap(([info]) => [...info.matchAll(method)])
    .map(([, kind, name = ""]) => digestOf(kind, name))
    .some((digest) => digest === undefined || digest === "SHA-1");
}

/** The attributes of an answer by name, all values of those that are sent more than once: which one counts is not ours to choose. */
export function attributesOf(profile: NodeSaml.Profile): Readonly<Record<string, unknown>> {
  const values = new Map<string, unknown[]>();
  for (const attribute of at(profile.getAssertion?.() ?? {}, "Assertion", "AttributeStatement", "Attribute")) {
    const [name] = valuesAt(attribute, "$", "Name");
    if (name === undefined) continue;
    values.set(name, [...(values.get(name) ?? []), ...at(attribute, "AttributeValue").map(valueOf)]);
  }
  return Object.fromEntries(values);
}

/** The text of a value; what holds elements is no text, and what holds nothing an empty one. */
function valueOf(value: unknown): unknown {
  if (!isRecord(value)) return value;
  return Object.keys(value).every((key) => key === "_" || key === "$") ? (value["_"] ?? "") : value;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What is at a path of an XML document read into objects and lists. */
function at(value: unknown, ...path: readonly string[]): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((one: unknown) => at(one, ...path));
  const [name, ...rest] = path;
  if (name === undefined) return value === undefined ? [] : [value];
  return isRecord(value) ? at(value[name], ...rest) : [];
}

const valuesAt = (value: unknown, ...path: readonly string[]): readonly string[] =>
  at(value, ...path).filter((one): one is string => typeof one === "string");
