import { hex, readCertificate, type CertificateFacts } from "./saml-certificate.ts";
import { attributeOf, languageOf, nodesAt, type SamlNode, trimmed } from "./saml-tree.ts";
import { sha256 } from "@noble/hashes/sha2.js";
import { xmlInstant } from "./saml-time.ts";

export type SamlRole = "idp" | "sp" | "attribute-authority" | "other";

export interface SamlScope {
  readonly value: string;
  /** True for a regular expression, which is never run: whether it fits an identity is for a person to decide. */
  readonly isPattern: boolean;
}

export interface SamlCertificate extends Partial<CertificateFacts> {
  readonly role: SamlRole;
  /** What the entity uses it for; both when it does not say. */
  readonly use: "signing" | "encryption" | "both";
  /** As it stands in the metadata, base64 in one line. */
  readonly base64: string;
}

export interface SamlEndpoint {
  readonly role: SamlRole;
  /** `SingleSignOnService`, `AssertionConsumerService` … */
  readonly service: string;
  readonly binding: string;
  readonly location: string;
  readonly responseLocation?: string;
  readonly isDefault?: boolean;
}

export interface SamlContact {
  /** `technical`, `support`, `administrative`, `billing`, `other`. */
  readonly type: string;
  readonly emails: readonly string[];
}

/** One service or one organisation's login, as its federation vouches for it. */
export interface SamlEntity {
  readonly entityID: string;
  readonly roles: readonly SamlRole[];
  /** By language: the organisation's, or the service's own name. */
  readonly displayNames: Readonly<Record<string, string>>;
  readonly organisationNames: Readonly<Record<string, string>>;
  readonly entityCategories: readonly string[];
  readonly entityCategorySupport: readonly string[];
  readonly assurance: readonly string[];
  readonly scopes: readonly SamlScope[];
  readonly certificates: readonly SamlCertificate[];
  readonly endpoints: readonly SamlEndpoint[];
  readonly nameIdFormats: readonly string[];
  readonly registration?: { readonly authority: string; readonly instant?: string };
  readonly contacts: readonly SamlContact[];
  /** ISO 8601 instant, when the entity has an end of its own. */
  readonly validUntil?: string;
}

const roles: Readonly<Record<string, SamlRole>> = {
  "md:IDPSSODescriptor": "idp",
  "md:SPSSODescriptor": "sp",
  "md:AttributeAuthorityDescriptor": "attribute-authority",
};
const notRoles = new Set(["md:Extensions", "md:Organization", "md:ContactPerson", "md:AdditionalMetadataLocation"]);
const attributeNames = {
  entityCategories: "http://macedir.org/entity-category",
  entityCategorySupport: "http://macedir.org/entity-category-support",
  assurance: "urn:oasis:names:tc:SAML:attribute:assurance-certification",
} as const;

const saml2 = "urn:oasis:names:tc:SAML:2.0:protocol";

/** Why a part of an entity can't be used, by its role; only logins and services are looked at. */
export interface UnusableRole {
  readonly role: SamlRole;
  readonly reason: "expired" | "protocol";
}

/** An `md:EntityDescriptor` without the roles that have ended or do not speak SAML 2.0, and what those are. */
export function withoutUnusableRoles(
  node: SamlNode,
  hasEnded: (validUntil: string | undefined) => boolean,
): { readonly node: SamlNode; readonly unusable: readonly UnusableRole[] } {
  const unusable: UnusableRole[] = [];
  const children = node.children.filter((child) => {
    const role = roles[child.name];
    if (role === undefined) return true;
    const protocols = attributeOf(child, "protocolSupportEnumeration") ?? "";
    const isExpired = hasEnded(attributeOf(child, "validUntil"));
    if (!isExpired && protocols.split(/\s+/).includes(saml2)) return true;
    unusable.push({ role, reason: isExpired ? "expired" : "protocol" });
    return false;
  });
  return { node: { ...node, children }, unusable };
}

/**
 * Reads an `md:EntityDescriptor`. A scope is one of the entity or of its login; what another role may speak for is not the login's.
 * @see SAML 2.0 Metadata; MetaUI, MDRPI, entity attributes; shibmd:Scope
 */
export function samlEntity(node: SamlNode): SamlEntity {
  const descriptors = node.children.filter(({ name }) => name.startsWith("md:") && !notRoles.has(name));
  const valuesOf = (attribute: string): readonly string[] =>
    nodesAt(node, "md:Extensions", "mdattr:EntityAttributes", "saml:Attribute")
      .filter((one) => attributeOf(one, "Name") === attribute)
      .flatMap((one) => nodesAt(one, "saml:AttributeValue").map(trimmed));
  const [registration] = nodesAt(node, "md:Extensions", "mdrpi:RegistrationInfo");
  const authority = registration && attributeOf(registration, "registrationAuthority");
  const instant = registration && attributeOf(registration, "registrationInstant");
  const validUntil = xmlInstant(attributeOf(node, "validUntil") ?? "");
  return {
    entityID: attributeOf(node, "entityID") ?? "",
    roles: [...new Set(descriptors.map(roleOf))],
    displayNames: byLanguage(
      descriptors.flatMap((one) => nodesAt(one, "md:Extensions", "mdui:UIInfo", "mdui:DisplayName")),
    ),
    organisationNames: byLanguage(nodesAt(node, "md:Organization", "md:OrganizationDisplayName")),
    entityCategories: valuesOf(attributeNames.entityCategories),
    entityCategorySupport: valuesOf(attributeNames.entityCategorySupport),
    assurance: valuesOf(attributeNames.assurance),
    scopes: [node, ...descriptors.filter((one) => roleOf(one) === "idp")].flatMap((one) =>
      nodesAt(one, "md:Extensions", "shibmd:Scope").map(scopeOf),
    ),
    certificates: descriptors.flatMap(certificatesOf),
    endpoints: descriptors.flatMap(endpointsOf),
    nameIdFormats: descriptors.flatMap((one) => nodesAt(one, "md:NameIDFormat").map(trimmed)),
    ...(authority === undefined ? {} : { registration: { authority, ...(instant === undefined ? {} : { instant }) } }),
    contacts: nodesAt(node, "md:ContactPerson").map((one) => ({
      type: attributeOf(one, "contactType") ?? "other",
      emails: nodesAt(one, "md:EmailAddress").map((mail) => trimmed(mail).replace(/^mailto:/i, "")),
    })),
    ...(validUntil === undefined ? {} : { validUntil: new Date(validUntil).toISOString() }),
  };
}

const roleOf = ({ name }: SamlNode): SamlRole => roles[name] ?? "other";

const byLanguage = (nodes: readonly SamlNode[]): Readonly<Record<string, string>> =>
  Object.fromEntries(nodes.map((node) => [languageOf(node) ?? "", trimmed(node)]));

const scopeOf = (node: SamlNode): SamlScope => ({
  value: trimmed(node),
  isPattern: /^(?:true|1)$/.test(attributeOf(node, "regexp")?.trim() ?? ""),
});

function certificatesOf(descriptor: SamlNode): readonly SamlCertificate[] {
  return nodesAt(descriptor, "md:KeyDescriptor").flatMap((key) => {
    const use = attributeOf(key, "use");
    return nodesAt(key, "ds:KeyInfo", "ds:X509Data", "ds:X509Certificate").map((node): SamlCertificate => {
      const base64 = node.text.replace(/[ \t\r\n]+/g, "");
      const { spki: _spki, ...facts } = readCertificate(base64) ?? { spki: undefined };
      return {
        role: roleOf(descriptor),
        use: use === "signing" || use === "encryption" ? use : "both",
        base64,
        ...facts,
      };
    });
  });
}

function endpointsOf(descriptor: SamlNode): readonly SamlEndpoint[] {
  return descriptor.children.flatMap((node) => {
    const binding = attributeOf(node, "Binding");
    const location = attributeOf(node, "Location");
    if (!node.name.startsWith("md:") || binding === undefined || location === undefined) return [];
    const responseLocation = attributeOf(node, "ResponseLocation");
    const isDefault = /^(?:true|1)$/.test(attributeOf(node, "isDefault") ?? "");
    return [
      {
        role: roleOf(descriptor),
        service: node.tag.local,
        binding,
        location,
        ...(responseLocation === undefined ? {} : { responseLocation }),
        ...(isDefault ? { isDefault } : {}),
      },
    ];
  });
}

/** A short name for what has none that can be shown. */
export const entityLabel = (entityID: string): string =>
  /^[\x21-\x7e]{1,200}$/.test(entityID)
    ? entityID
    : `entity ${hex(sha256(new TextEncoder().encode(entityID))).slice(0, 12)}`;
