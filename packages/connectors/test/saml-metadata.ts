import { createHash, sign } from "node:crypto";
import { SignedXml } from "xml-crypto";
import type { SelfSigned } from "./self-signed.ts";

const certificateText = (certificate: string): string => certificate.replace(/-----[^-]+-----/g, "").trim();

export interface EntityParts {
  readonly id?: string;
  readonly scope?: string;
  readonly certificate?: string;
  readonly location?: string;
  readonly attributes?: string;
  /** XML put into the extensions of the entity. */
  readonly extra?: string;
}

/** An identity provider's metadata. */
export function idpXml(parts: EntityParts = {}): string {
  const {
    id = "https://idp.odeby.example/saml",
    scope = "odeby.example",
    certificate,
    attributes = "",
    extra = "",
  } = parts;
  const { location = "https://idp.odeby.example/sso" } = parts;
  return `<md:EntityDescriptor entityID="${id}"${attributes}>
    <md:Extensions><mdrpi:RegistrationInfo registrationAuthority="https://federation.example" registrationInstant="2025-01-01T00:00:00Z"/><mdattr:EntityAttributes><saml:Attribute Name="http://macedir.org/entity-category-support"><saml:AttributeValue>https://federation.example/category/school</saml:AttributeValue></saml:Attribute><saml:Attribute Name="urn:oasis:names:tc:SAML:attribute:assurance-certification"><saml:AttributeValue>https://federation.example/loa2</saml:AttributeValue></saml:Attribute></mdattr:EntityAttributes>${extra}</md:Extensions>
    <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
      <md:Extensions>${scope === "" ? "" : `<shibmd:Scope regexp="false">${scope}</shibmd:Scope>`}<mdui:UIInfo><mdui:DisplayName xml:lang="sv">Ödeby kommun &amp; skolor</mdui:DisplayName></mdui:UIInfo></md:Extensions>
      ${certificate === undefined ? "" : `<md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificateText(certificate)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`}
      <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${location}"/>
    </md:IDPSSODescriptor>
    <md:Organization><md:OrganizationDisplayName xml:lang="sv">Ödeby</md:OrganizationDisplayName></md:Organization>
    <md:ContactPerson contactType="technical"><md:GivenName>Maja</md:GivenName><md:EmailAddress>mailto:it@odeby.example</md:EmailAddress></md:ContactPerson>
  </md:EntityDescriptor>`;
}

const namespaces = [
  'xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"',
  'xmlns:ds="http://www.w3.org/2000/09/xmldsig#"',
  'xmlns:shibmd="urn:mace:shibboleth:metadata:1.0"',
  'xmlns:mdattr="urn:oasis:names:tc:SAML:metadata:attribute"',
  'xmlns:mdrpi="urn:oasis:names:tc:SAML:metadata:rpi"',
  'xmlns:mdui="urn:oasis:names:tc:SAML:metadata:ui"',
  'xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"',
].join(" ");

/** An aggregate that nobody has signed. */
export const aggregateXml = (
  entities: readonly string[],
  attributes = 'validUntil="2026-12-01T00:00:00Z" cacheDuration="PT6H"',
  before = '<md:Extensions><mdrpi:PublicationInfo publisher="https://federation.example" creationInstant="2026-11-24T00:00:00Z"/></md:Extensions>',
): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<md:EntitiesDescriptor ${namespaces} ID="_m1" Name="urn:example:federation" ${attributes}>${before}${entities.join("\n")}</md:EntitiesDescriptor>\n`;

export interface SignOptions {
  readonly algorithm?: string;
  readonly digest?: string;
  readonly transforms?: readonly string[];
  readonly inclusive?: readonly string[];
  readonly canonicalization?: string;
  readonly isEmptyUri?: boolean;
  readonly action?: "prepend" | "append";
}

export const exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";
export const enveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

const more = "http://www.w3.org/2001/04/xmldsig-more#";
/** Algorithms that xml-crypto lacks, made by Node. */
class Sha384 {
  getHash = (text: string): string => createHash("sha384").update(text, "utf8").digest("base64");
  getAlgorithmName = (): string => `${more}sha384`;
}
const signature = (name: string) =>
  class {
    getSignature = (text: string, key: string): string =>
      sign(name.slice(-6), Buffer.from(text), { key, dsaEncoding: "ieee-p1363" }).toString("base64");
    getAlgorithmName = (): string => more + name;
  };

/** Signs with xml-crypto, as somebody else's software does. */
export function signed(xml: string, key: SelfSigned, options: SignOptions = {}): string {
  const signer = new SignedXml({
    privateKey: key.privateKey,
    publicCert: key.certificate,
    signatureAlgorithm: options.algorithm ?? `${more}rsa-sha256`,
    canonicalizationAlgorithm: options.canonicalization ?? exclusive,
  });
  const xpath = "/*";
  Object.assign(signer.HashAlgorithms, { [`${more}sha384`]: Sha384 });
  for (const name of ["rsa-sha384", "ecdsa-sha256", "ecdsa-sha384", "ecdsa-sha512"])
    Object.assign(signer.SignatureAlgorithms, { [more + name]: signature(name) });
  signer.addReference({
    xpath,
    transforms: [...(options.transforms ?? [enveloped, exclusive])],
    digestAlgorithm: options.digest ?? "http://www.w3.org/2001/04/xmlenc#sha256",
    ...(options.inclusive === undefined ? {} : { inclusiveNamespacesPrefixList: [...options.inclusive] }),
    ...(options.isEmptyUri === true ? { uri: "", isEmptyUri: true } : {}),
  });
  signer.computeSignature(xml, { prefix: "ds", location: { reference: xpath, action: options.action ?? "prepend" } });
  return signer.getSignedXml();
}
