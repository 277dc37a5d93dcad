import type { Finding } from "./finding.ts";
import { finding } from "./oidc-messages.ts";
import { isObject, type Json } from "./row-reader.ts";

const privateParts = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];
const curves: Readonly<Record<string, readonly string[]>> = {
  EC: ["P-256", "P-384", "P-521"],
  OKP: ["Ed25519", "Ed448"],
};

/** Keys that are looked at one by one; of those after them only whether any is secret. */
const mostKeys = 200;

/**
 * What is wrong with a list of keys (JWKS), and how many of them can check a signature.
 * @param algorithms - those that signatures may be made with; empty when none is known
 */
export function checkKeys(
  jwks: Json,
  where: string,
  algorithms: readonly string[],
): { readonly signing: number; readonly findings: readonly Finding[] } {
  const keys: readonly unknown[] = Array.isArray(jwks["keys"]) ? jwks["keys"] : [];
  const findings: Finding[] = [];
  const names: string[] = [];
  let signing = 0;
  for (const [at, key] of keys.slice(0, mostKeys).entries()) {
    const place = `${where} key ${at + 1}`;
    if (!isObject(key)) {
      findings.push(finding("connectors.oidc-key", place, { reason: "type" }));
      continue;
    }
    if (isSecret(key)) findings.push(finding("connectors.oidc-private-key", place, {}));
    if (isForEncryption(key)) continue;
    const found = checkKey(key, place);
    findings.push(...found);
    if (found.length === 0 && fits(key, algorithms)) signing += 1;
    names.push(typeof key["kid"] === "string" ? key["kid"] : "");
  }
  const late = keys.slice(mostKeys).findIndex((key) => isObject(key) && isSecret(key));
  if (late >= 0) findings.push(finding("connectors.oidc-private-key", `${where} key ${mostKeys + late + 1}`, {}));
  if (signing === 0) findings.push(finding("connectors.oidc-no-key", where, {}));
  if (new Set(names).size < names.length) findings.push(finding("connectors.oidc-key-id", where, {}));
  return { signing, findings };
}

const isSecret = (key: Json): boolean => privateParts.some((part) => key[part] !== undefined);

/** Whether a key says that signatures are not what it is for. */
function isForEncryption({ use, alg, key_ops: uses }: Json): boolean {
  if (use === "enc" || (typeof alg === "string" && /^(?:RSA|ECDH)/.test(alg))) return true;
  return Array.isArray(uses) && !uses.includes("verify");
}

const families: Readonly<Record<string, RegExp>> = { RSA: /^[RP]S/, EC: /^ES/, OKP: /^Ed/ };

/** Whether one of the algorithms is for keys of this kind. */
function fits({ kty }: Json, algorithms: readonly string[]): boolean {
  const family = families[String(kty)];
  return family !== undefined && (algorithms.length === 0 || algorithms.some((name) => family.test(name)));
}

function checkKey(key: Json, where: string): readonly Finding[] {
  const { kty } = key;
  const wrong = (reason: string): readonly Finding[] => [finding("connectors.oidc-key", where, { reason })];
  const has = (...fields: readonly string[]): boolean =>
    fields.every((field) => typeof key[field] === "string" && /^[\w-]+$/.test(key[field]));
  if (kty === "RSA") {
    const bits = has("n", "e") ? bitsOf(String(key["n"])) : undefined;
    const exponent = bits === undefined ? undefined : bitsOf(String(key["e"]));
    // With 1 for an exponent anything is its own signature.
    if (bits === undefined || exponent === undefined || exponent < 2) return wrong("RSA");
    return bits < 2048 ? [finding("connectors.oidc-weak-key", where, { bits })] : [];
  }
  if (kty === "EC" || kty === "OKP") {
    const isKnown = typeof key["crv"] === "string" && curves[kty]?.includes(key["crv"]) === true;
    return isKnown && has("x") && (kty === "OKP" || has("y")) ? [] : wrong(kty);
  }
  return kty === "oct" ? [] : wrong("kty");
}

/** Bits of a number in base64url; undefined when it is not that. */
function bitsOf(text: string): number | undefined {
  if (text.length % 4 === 1) return undefined;
  const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  let at = 0;
  while (at < letters.length && letters.charCodeAt(at) === 0) at += 1;
  return at === letters.length ? 0 : (letters.length - at) * 8 - Math.clz32(letters.charCodeAt(at)) + 24;
}
