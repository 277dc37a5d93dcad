import { parseIdentity } from "@milstolpe/swedish";
import type { Finding } from "./finding.ts";
import type { SamlScope } from "./saml-entity.ts";
import { finding } from "./sso-messages.ts";

/** What became of a value with a domain: itself, or why it is refused, and what else there is to say. */
export type ScopedValue =
  | { readonly value: string; readonly refusal?: undefined; readonly findings: readonly Finding[] }
  | { readonly value?: undefined; readonly refusal: Finding; readonly findings: readonly Finding[] };

/**
 * Checks a value such as an EPPN, `user@scope`, against the domains that the identity provider may speak for. The whole
 * domain has to be equal, in any case; a scope that is a pattern accepts nothing.
 */
export function scopedValue(
  value: string,
  attribute: string,
  scopes: readonly SamlScope[],
  where: string,
): ScopedValue {
  const parts = /^([^\s@]+)@([^\s@]+)$/.exec(value);
  if (parts === null) return { refusal: finding("connectors.sso-form", where, { attribute }), findings: [] };
  const [, user = "", domain = ""] = parts;
  const domains = scopes.filter(({ isPattern }) => !isPattern).map((scope) => scope.value);
  if (domains.length === 0) return { refusal: finding("connectors.sso-no-scope", where, {}), findings: [] };
  if (!domains.some((one) => asciiLower(one) === asciiLower(domain)))
    return { refusal: finding("connectors.sso-scope", where, { attribute }), findings: [] };
  const findings: Finding[] = [];
  if (!domains.includes(domain)) findings.push(finding("connectors.sso-scope-case", where, { attribute }));
  if (parseIdentity(user).ok) findings.push(finding("connectors.sso-telling-name", where, { attribute }));
  return { value, findings };
}

/** Letters of ASCII in lower case and no others: `K` for kelvin is not `k`. */
const asciiLower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
