/** What an identity from a login can hold. */
export type SsoField =
  | "eppn"
  | "identityNumber"
  | "givenName"
  | "familyName"
  | "displayName"
  | "emails"
  | "schoolUnits"
  | "grades"
  | "departments"
  | "affiliations"
  | "entitlements"
  | "studentCourses"
  | "teacherCourses"
  | "guardianFor"
  | "organisation"
  | "organisationNumber";

/** An attribute that login systems of Swedish schools send. */
export interface SsoAttribute {
  /** Its friendly name. */
  readonly name: string;
  /** Its name on the wire, `urn:oid:` before it; absent where none is published. */
  readonly oid?: string;
  readonly field: SsoField;
  readonly isSingle?: boolean;
  /** Used still, but replaced by another. */
  readonly replacedBy?: string;
  /** What has not been found in a published text at hand. */
  readonly unverified?: "oid" | "attribute";
}

const eduPerson = "1.3.6.1.4.1.5923.1.1.1.";
const norEdu = "1.3.6.1.4.1.2428.90.1.";
const sis = "1.2.752.194.10.2.";

/**
 * Attributes of Skolfederation's profile (SIS, version 4.2) and what is often sent beside them. The profile itself is not
 * public in full; `unverified` says what rests on other software's tables, or on the name alone.
 */
export const ssoAttributes: readonly SsoAttribute[] = [
  { name: "eduPersonPrincipalName", oid: `${eduPerson}6`, field: "eppn", isSingle: true },
  { name: "norEduPersonNIN", oid: `${norEdu}5`, field: "identityNumber", isSingle: true },
  { name: "givenName", oid: "2.5.4.42", field: "givenName", isSingle: true },
  { name: "sn", oid: "2.5.4.4", field: "familyName", isSingle: true },
  { name: "displayName", oid: "2.16.840.1.113730.3.1.241", field: "displayName", isSingle: true },
  { name: "mail", oid: "0.9.2342.19200300.100.1.3", field: "emails" },
  { name: "sisSchoolUnitCode", oid: `${sis}4`, field: "schoolUnits" },
  { name: "sisSchoolCourseStudent", oid: `${sis}5`, field: "studentCourses" },
  { name: "sisSchoolCourseTeacher", oid: `${sis}6`, field: "teacherCourses" },
  { name: "sisSchoolGrade", oid: `${sis}2`, field: "grades", unverified: "oid" },
  { name: "sisLegalGuardianFor", oid: `${sis}1`, field: "guardianFor", unverified: "oid" },
  { name: "sisOrgDepartment", oid: `${sis}3`, field: "departments", unverified: "oid" },
  { name: "eduPersonScopedAffiliation", oid: `${eduPerson}9`, field: "affiliations", unverified: "oid" },
  { name: "eduPersonEntitlement", oid: `${eduPerson}7`, field: "entitlements", unverified: "oid" },
  { name: "norEduOrgUnitUniqueIdentifier", oid: `${norEdu}8`, field: "schoolUnits", replacedBy: "sisSchoolUnitCode" },
  { name: "o", oid: "2.5.4.10", field: "organisation", isSingle: true, unverified: "oid" },
  { name: "sisOrgNo", field: "organisationNumber", isSingle: true, unverified: "attribute" },
];

/** Other names for the same: claims of OpenID Connect, and of software that knows no federation. */
const otherNames: Readonly<Record<string, string>> = {
  given_name: "givenName",
  family_name: "sn",
  surname: "sn",
  name: "displayName",
  email: "mail",
  emailaddress: "mail",
  eppn: "eduPersonPrincipalName",
  eduperson_principal_name: "eduPersonPrincipalName",
  eduperson_scoped_affiliation: "eduPersonScopedAffiliation",
  eduperson_entitlement: "eduPersonEntitlement",
};
const wrappings =
  /^(?:urn:oid:|urn:mace:dir:attribute-def:|https?:\/\/schemas\.xmlsoap\.org\/ws\/2005\/05\/identity\/claims\/)/i;

const byName = new Map(ssoAttributes.map((attribute) => [attribute.name, attribute]));
const byOid = new Map(ssoAttributes.map((attribute) => [attribute.oid, attribute]));
const byLowerCase = new Map(ssoAttributes.map((attribute) => [attribute.name.toLowerCase(), attribute]));

/**
 * The attribute that a name on the wire means: an OID with or without `urn:oid:`, a friendly name, or one of the names by
 * which others send it.
 * @returns undefined for a name that is not known; `isMisspelt` when only the case differs
 * @example
 * ssoAttribute("urn:oid:1.2.752.194.10.2.4"); // sisSchoolUnitCode
 */
export function ssoAttribute(
  nameOnWire: string,
): { readonly attribute: SsoAttribute; readonly isMisspelt: boolean } | undefined {
  const bare = nameOnWire.trim().replace(wrappings, "");
  const exact = byOid.get(bare) ?? byName.get(bare) ?? byName.get(otherNames[bare.toLowerCase()] ?? "");
  if (exact !== undefined) return { attribute: exact, isMisspelt: false };
  const attribute = byLowerCase.get(bare.toLowerCase());
  return attribute === undefined ? undefined : { attribute, isMisspelt: true };
}
