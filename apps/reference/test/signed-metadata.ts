import { createHash, generateKeyPairSync, sign } from "node:crypto";

const dsig = "http://www.w3.org/2000/09/xmldsig#";
const exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";
const namespace = ` xmlns:ds="${dsig}"`;
const empty = (name: string, algorithm: string): string => `<ds:${name} Algorithm="${algorithm}"></ds:${name}>`;

/** A federation with a key of its own and the metadata of its one member, written as canonical XML and so signed simply. */
export function signedMetadata(validUntil: string): { readonly certificate: string; readonly xml: string } {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const start = `<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" ID="_1" Name="federation" validUntil="${validUntil}">`;
  const rest =
    `<md:EntityDescriptor entityID="https://login.odeby.example/saml"><md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">` +
    `<md:Extensions><shibmd:Scope xmlns:shibmd="urn:mace:shibboleth:metadata:1.0" regexp="false">odeby.example</shibmd:Scope></md:Extensions>` +
    `<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://login.odeby.example/sso"></md:SingleSignOnService>` +
    `</md:IDPSSODescriptor><md:ContactPerson contactType="technical"><md:EmailAddress>mailto:hemlig@odeby.example</md:EmailAddress></md:ContactPerson></md:EntityDescriptor></md:EntitiesDescriptor>`;
  const digest = createHash("sha256")
    .update(start + rest)
    .digest("base64");
  const info = (declared: string): string =>
    `<ds:SignedInfo${declared}>${empty("CanonicalizationMethod", exclusive)}${empty("SignatureMethod", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256")}` +
    `<ds:Reference URI="#_1"><ds:Transforms>${empty("Transform", `${dsig}enveloped-signature`)}${empty("Transform", exclusive)}</ds:Transforms>` +
    `${empty("DigestMethod", "http://www.w3.org/2001/04/xmlenc#sha256")}<ds:DigestValue>${digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>`;
  const value = sign("sha256", Buffer.from(info(namespace)), privateKey).toString("base64");
  const signature = `<ds:Signature${namespace}>${info("")}<ds:SignatureValue>${value}</ds:SignatureValue></ds:Signature>`;
  return {
    certificate: publicKey.export({ type: "spki", format: "pem" }).toString(),
    xml: start + signature + rest,
  };
}
