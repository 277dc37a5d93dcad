import type { LoginRecorder } from "./login-evidence.ts";
import type { SamlScope } from "./saml-entity.ts";
import { ssoAttributes, type SsoField } from "./sso-attributes.ts";
import { readSsoIdentity, type SsoIdentity } from "./sso-identity.ts";

/** What the register says of who logged in. */
export type AccountMatch = "one" | "none" | "several";

/** How a login is tied to the register. */
export interface LoginSubjectOptions {
  /** How many accounts of the register the identity belongs to. The identity is personal data: it stays in this call. */
  readonly account: (identity: SsoIdentity) => AccountMatch | Promise<AccountMatch>;
  /** Whether a skolenhetskod is in the register. */
  readonly isKnownUnit?: (schoolUnit: string) => boolean | Promise<boolean>;
  /** What the service cannot do without. Default: the EPPN. */
  readonly required?: readonly SsoField[];
}

/** Checks who logged in: what was sent, from which domain, and whether the register knows them. */
export async function checkSubject(
  recorder: LoginRecorder,
  attributes: Readonly<Record<string, unknown>>,
  scopes: readonly SamlScope[],
  { account, isKnownUnit, required = ["eppn"] }: LoginSubjectOptions,
): Promise<void> {
  const reading = readSsoIdentity({ attributes, scopes, required });
  recorder.read(reading);
  const has = (...codes: readonly string[]): boolean =>
    reading.findings.some(({ code }) => codes.includes(code.replace("connectors.sso-", "")));
  recorder.record("attributes", has("missing", "unusable", "several") ? "missing" : undefined);
  const { eppn, affiliations, schoolUnits } = reading.identity;
  if (has("scope", "no-scope", "form")) recorder.fail("scope", "not-among");
  else if (eppn === undefined && affiliations.length === 0) recorder.skip("scope", "not-sent");
  else recorder.pass("scope");
  const isUnitSent = ssoAttributes.some(
    ({ field, name }) => field === "schoolUnits" && reading.received.includes(name),
  );
  if (isKnownUnit === undefined) recorder.skip("unit", "not-asked");
  else if (schoolUnits.length === 0 && isUnitSent) recorder.fail("unit", "unknown");
  else if (schoolUnits.length === 0) recorder.skip("unit", "not-sent");
  else {
    const known = await Promise.all(schoolUnits.map(async (unit) => isKnownUnit(unit)));
    recorder.record("unit", known.every(Boolean) ? undefined : "unknown");
  }
  const match = await account(reading.identity);
  recorder.record("account", match === "one" ? undefined : match === "none" ? "unknown" : "several");
}
