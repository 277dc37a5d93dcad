/** A SAML answer as text; it travels as base64. */
const open = (response: string): string =>
  new TextDecoder().decode(Uint8Array.from(atob(response), (letter) => letter.charCodeAt(0)));
const close = (xml: string): string =>
  btoa(Array.from(new TextEncoder().encode(xml), (byte) => String.fromCharCode(byte)).join(""));

const value = /(<(?:[\w-]+:)?(?:AttributeValue|CipherValue|NameID)\b[^>]*>\s*)([^<\s])/g;
const signature = /<((?:[\w-]+:)?)Signature\b[\s\S]*?<\/\1Signature\s*>/g;
const assertion = /<((?:[\w-]+:)?)(Assertion|EncryptedAssertion)\b[\s\S]*?<\/\1\2\s*>/;

/** The answer with the first letter of every value changed. */
export const withValueChanged = (response: string): string =>
  close(open(response).replace(value, (_, start: string, letter: string) => `${start}${letter === "x" ? "y" : "x"}`));

/** The answer without its signatures. */
export const withoutSignatures = (response: string): string => close(open(response).replace(signature, ""));

/**
 * The answer with an invented assertion before the signed one, as in signature wrapping.
 * @returns undefined when the assertion is encrypted, which leaves nothing to invent from
 */
export function withInventedAssertion(response: string): string | undefined {
  const xml = open(response);
  const found = assertion.exec(xml);
  if (found === null || found[2] === "EncryptedAssertion") return undefined;
  const invented = found[0]
    .replace(signature, "")
    .replace(/\bID="[^"]*"/, 'ID="_invented"')
    .replace(value, (_, start: string, letter: string) => `${start}${letter === "x" ? "y" : "x"}`);
  return close(xml.slice(0, found.index) + invented + xml.slice(found.index));
}

const toBase64Url = (text: string): string => close(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
const fromBase64Url = (text: string): string => open(text.replaceAll("-", "+").replaceAll("_", "/"));

/** An ID token about somebody else, with the signature that it had. */
export function idTokenWithOtherSubject(token: string): string {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const claims = { ...(JSON.parse(fromBase64Url(payload)) as object), sub: "somebody-else" };
  return [header, toBase64Url(JSON.stringify(claims)), signature].join(".");
}

/** An ID token that says of itself that it has no signature, and has none. */
export function idTokenUnsigned(token: string): string {
  const [, payload = ""] = token.split(".");
  return [toBase64Url(JSON.stringify({ alg: "none" })), payload, ""].join(".");
}
