import { parseIdentity, parseOrganisationsnummer, parseSchoolUnitCode, type Identity } from "@milstolpe/swedish";
import type { Finding } from "./finding.ts";
import type { SamlScope } from "./saml-entity.ts";
import { ssoAttribute, ssoAttributes, type SsoAttribute, type SsoField } from "./sso-attributes.ts";
import { finding } from "./sso-messages.ts";
import { scopedValue } from "./sso-scope.ts";

/** A class or course that somebody belongs to or teaches. */
export interface SsoCourse {
  /** Skolenhetskod, where the value begins with one. */
  readonly schoolUnit?: string;
  readonly group: string;
}

/** Who logged in, as far as the identity provider says and may say. Personal data: never log it. */
export interface SsoIdentity {
  /** `user@scope`, its scope one that the identity provider may speak for. */
  readonly eppn?: string;
  readonly identityNumber?: Identity;
  readonly givenName?: string;
  readonly familyName?: string;
  readonly displayName?: string;
  readonly emails: readonly string[];
  /** Skolenhetskoder. */
  readonly schoolUnits: readonly string[];
  readonly grades: readonly string[];
  readonly departments: readonly string[];
  /** `role@scope`, checked as the EPPN is. */
  readonly affiliations: readonly string[];
  readonly entitlements: readonly string[];
  readonly studentCourses: readonly SsoCourse[];
  readonly teacherCourses: readonly SsoCourse[];
  /** Children that somebody is guardian for. */
  readonly guardianFor: readonly Identity[];
  readonly organisation?: string;
  /** Organisationsnummer, ten digits. */
  readonly organisationNumber?: string;
}

export interface ReadSsoIdentityOptions {
  /**
   * Attributes or claims by their name on the wire, values as text or lists of text: what a SAML library calls the profile,
   * what an OpenID Connect library calls the claims.
   */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Domains that the identity provider may speak for: `scopes` of its entity in verified metadata. */
  readonly scopes: readonly SamlScope[];
  /** What the service cannot do without. Default: the EPPN. */
  readonly required?: readonly SsoField[];
  /** What to call the login in findings. Default `login`. */
  readonly where?: string;
}

/** What a login said. */
export interface SsoReading {
  readonly identity: SsoIdentity;
  /** Attributes that were sent with a value, by friendly name; unknown ones are only counted. */
  readonly received: readonly string[];
  /** Attributes that were sent without a value. */
  readonly empty: readonly string[];
  readonly unknown: number;
  readonly findings: readonly Finding[];
}

/**
 * Reads who logged in from the attributes of a SAML assertion or the claims of an ID token. A value that is not in order is
 * left out with a finding; an EPPN or affiliation from a domain that the identity provider may not speak for is never
 * accepted. What was not sent is absent, and what was sent empty is told of.
 * @example
 * const { identity, findings } = readSsoIdentity({ attributes: profile, scopes: entity.scopes });
 */
export function readSsoIdentity(options: ReadSsoIdentityOptions): SsoReading {
  const { attributes, scopes, required = ["eppn"], where = "login" } = options;
  const findings: Finding[] = [];
  const sent = valuesOf(attributes, where, findings);
  const of = (field: SsoField): readonly SentAttribute[] =>
    sent.known.filter(({ attribute }) => attribute.field === field);
  const checked = <T>(field: SsoField, check: (value: string, name: string) => T | Finding | undefined): readonly T[] =>
    of(field).flatMap(({ attribute, values }) =>
      values.flatMap((value) => {
        const read = check(value, attribute.name);
        if (!isFinding(read)) return read === undefined ? [] : [read];
        findings.push(read);
        return [];
      }),
    );
  const one = (field: SsoField): string | undefined => checked(field, (value) => value)[0];
  const wrong = (attribute: string, reason: string): Finding =>
    finding("connectors.sso-value", where, { attribute, reason });
  const scoped = (value: string, name: string): string | Finding => {
    const read = scopedValue(value, name, scopes, where);
    findings.push(...read.findings);
    return read.value ?? read.refusal;
  };
  const person = (value: string, name: string): Identity | Finding => {
    const read = parseIdentity(value);
    if (!read.ok) return wrong(name, read.error);
    if (!/^\d{12}$/.test(value) && read.value.kind !== "tf")
      findings.push(finding("connectors.sso-separator", where, { attribute: name }));
    return read.value;
  };
  const [eppn] = checked("eppn", scoped);
  const [identityNumber] = checked("identityNumber", person);
  const [organisationNumber] = checked("organisationNumber", (value, name) => {
    const read = parseOrganisationsnummer(value);
    return read.ok ? read.value : wrong(name, read.error);
  });
  const schoolUnits = checked("schoolUnits", (value, name) => {
    const read = parseSchoolUnitCode(value);
    return read.ok ? read.value : wrong(name, read.error);
  });
  const names = {
    givenName: one("givenName"),
    familyName: one("familyName"),
    displayName: one("displayName"),
    organisation: one("organisation"),
  };
  const identity: SsoIdentity = {
    ...(eppn === undefined ? {} : { eppn }),
    ...(identityNumber === undefined ? {} : { identityNumber }),
    ...(Object.fromEntries(Object.entries(names).filter(([, value]) => value !== undefined)) as Partial<SsoIdentity>),
    emails: checked("emails", (value, name) => (/^[^\s@]+@[^\s@]+$/.test(value) ? value : wrong(name, "format"))),
    schoolUnits: [...new Set<string>(schoolUnits)],
    grades: checked("grades", (value) => value),
    departments: checked("departments", (value) => value),
    affiliations: checked("affiliations", scoped),
    entitlements: checked("entitlements", (value) => value),
    studentCourses: checked("studentCourses", course),
    teacherCourses: checked("teacherCourses", course),
    guardianFor: checked("guardianFor", person),
    ...(organisationNumber === undefined ? {} : { organisationNumber }),
  };
  for (const field of required) {
    const read = identity[field];
    if (read !== undefined && !(Array.isArray(read) && read.length === 0)) continue;
    const isSent = of(field).some(({ values }) => values.length > 0);
    findings.push(
      finding(isSent ? "connectors.sso-unusable" : "connectors.sso-missing", where, {
        attribute: ssoAttributes.find((one) => one.field === field)?.name ?? field,
      }),
    );
  }
  return {
    identity,
    received: sent.known
      .filter(({ values }) => values.length > 0)
      .map(({ attribute }) => attribute.name)
      .sort(),
    empty: sent.known
      .filter(({ isEmpty }) => isEmpty)
      .map(({ attribute }) => attribute.name)
      .sort(),
    unknown: sent.unknown,
    findings,
  };
}

const isFinding = (value: unknown): value is Finding =>
  typeof value === "object" && value !== null && "severity" in value;

function course(value: string): SsoCourse {
  const [, schoolUnit, group = value] = /^(\d{8})\/(.+)$/s.exec(value) ?? [];
  return schoolUnit === undefined ? { group } : { schoolUnit, group };
}

interface SentAttribute {
  readonly attribute: SsoAttribute;
  readonly values: readonly string[];
  readonly isEmpty: boolean;
}

/** The known attributes with their values, however named and however often sent; what cannot be one thing is left out. */
function valuesOf(attributes: Readonly<Record<string, unknown>>, where: string, findings: Finding[]) {
  const sent = new Map<SsoAttribute, string[][]>();
  let unknown = 0;
  for (const [name, value] of Object.entries(attributes)) {
    const found = ssoAttribute(name);
    if (found === undefined) {
      unknown += 1;
      continue;
    }
    const { attribute, isMisspelt } = found;
    if (isMisspelt) findings.push(finding("connectors.sso-spelling", where, { attribute: attribute.name }));
    const list = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
    if (list.some((one) => typeof one !== "string"))
      findings.push(finding("connectors.sso-value", where, { attribute: attribute.name, reason: "type" }));
    const texts = list.flatMap((one) => (typeof one === "string" ? [one.trim()] : []));
    sent.set(attribute, [...(sent.get(attribute) ?? []), [...new Set(texts.filter((text) => text !== ""))]]);
  }
  if (unknown > 0) findings.push(finding("connectors.sso-unknown", where, { count: unknown }));
  const known = [...sent].map(([attribute, lists]): SentAttribute => {
    const values = [...new Set(lists.flat())];
    const { name, replacedBy } = attribute;
    if (replacedBy !== undefined)
      findings.push(finding("connectors.sso-replaced", where, { attribute: name, by: replacedBy }));
    if (values.length === 0) findings.push(finding("connectors.sso-empty", where, { attribute: name }));
    const isAmbiguous = attribute.isSingle === true && values.length > 1;
    if (isAmbiguous) findings.push(finding("connectors.sso-several", where, { attribute: name }));
    return { attribute, values: isAmbiguous ? [] : values, isEmpty: values.length === 0 };
  });
  return { known, unknown };
}
