import type { Finding } from "./finding.ts";
import { entityLabel, type SamlEntity } from "./saml-entity.ts";
import { finding } from "./saml-messages.ts";

/** How long before its end an expiring certificate is told of. */
const noticeMs = 30 * 86_400_000;

const isHttps = (address: string): boolean => /^https:\/\/[^/?#\s@]+(?:[/?#]\S*)?$/i.test(address);
const isDomain = (text: string): boolean =>
  /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/i.test(text);

/**
 * What is wrong with an entity, and the entity without what must not be used: addresses that are not https.
 * @param now - epoch milliseconds
 */
export function checkedEntity(
  entity: SamlEntity,
  now: number,
): { readonly entity: SamlEntity; readonly findings: readonly Finding[] } {
  const where = entityLabel(entity.entityID);
  const findings: Finding[] = [];
  const endpoints = entity.endpoints.filter(({ location, responseLocation, service }) => {
    const isSafe = isHttps(location) && (responseLocation === undefined || isHttps(responseLocation));
    if (!isSafe) findings.push(finding("connectors.saml-endpoint", where, { service: serviceName(service) }));
    return isSafe;
  });
  const isIdp = entity.roles.includes("idp");
  if (isIdp && !endpoints.some(({ role, service }) => role === "idp" && service === "SingleSignOnService"))
    findings.push(finding("connectors.saml-no-sign-on", where, {}));
  if (
    isIdp &&
    !entity.certificates.some(({ role, use, key }) => role === "idp" && use !== "encryption" && key !== undefined)
  )
    findings.push(finding("connectors.saml-no-key", where, { role: "idp" }));
  for (const certificate of entity.certificates) findings.push(...certificateFindings(certificate, where, now));
  if (isIdp && entity.scopes.length === 0) findings.push(finding("connectors.saml-no-scope", where, {}));
  if (entity.scopes.some(({ isPattern }) => isPattern))
    findings.push(finding("connectors.saml-scope-pattern", where, {}));
  if (entity.scopes.some(({ value, isPattern }) => !isPattern && !isDomain(value)))
    findings.push(finding("connectors.saml-scope", where, {}));
  return { entity: { ...entity, endpoints }, findings };
}

const serviceName = (service: string): string => (/^[A-Za-z]{1,40}$/.test(service) ? service : "?");

function certificateFindings(
  { key, notAfter }: SamlEntity["certificates"][number],
  where: string,
  now: number,
): readonly Finding[] {
  if (key === undefined) return [finding("connectors.saml-certificate", where, {})];
  const findings: Finding[] = [];
  if (key.algorithm === "RSA" && key.bits < 2048)
    findings.push(finding("connectors.saml-weak-key", where, { bits: key.bits }));
  if (notAfter === undefined) return findings;
  const left = Date.parse(notAfter) - now;
  const on = notAfter.slice(0, 10);
  if (left < 0) findings.push(finding("connectors.saml-certificate-expired", where, { on }));
  else if (left < noticeMs) findings.push(finding("connectors.saml-certificate-expires", where, { on }));
  return findings;
}
