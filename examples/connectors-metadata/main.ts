// A federation signs its metadata. What is changed on the way is not believed, whoever brings it, and a user name counts only
// from a domain that the metadata lets its provider speak for.
import { generateKeyPairSync } from "node:crypto";
import { readSamlMetadata, readSsoIdentity } from "@milstolpe/connectors/sso";
import { SignedXml } from "xml-crypto";

const federation = generateKeyPairSync("rsa", { modulusLength: 2048 });
const trust = [federation.publicKey.export({ type: "spki", format: "pem" }).toString()];
const now = (): number => Date.parse("2026-11-25T12:00:00Z");

const metadata = `<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:shibmd="urn:mace:shibboleth:metadata:1.0"
    ID="_1" Name="https://federation.example" validUntil="2026-11-30T00:00:00Z">
  <md:EntityDescriptor entityID="https://login.odeby.example/saml">
    <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
      <md:Extensions><shibmd:Scope regexp="false">odeby.example</shibmd:Scope></md:Extensions>
      <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://login.odeby.example/sso"/>
    </md:IDPSSODescriptor>
  </md:EntityDescriptor>
</md:EntitiesDescriptor>`;

const signer = new SignedXml({
  privateKey: federation.privateKey.export({ type: "pkcs8", format: "pem" }),
  signatureAlgorithm: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
  canonicalizationAlgorithm: "http://www.w3.org/2001/10/xml-exc-c14n#",
});
signer.addReference({
  xpath: "/*",
  transforms: ["http://www.w3.org/2000/09/xmldsig#enveloped-signature", "http://www.w3.org/2001/10/xml-exc-c14n#"],
  digestAlgorithm: "http://www.w3.org/2001/04/xmlenc#sha256",
});
signer.computeSignature(metadata, { location: { reference: "/*", action: "prepend" } });
const genuine = signer.getSignedXml();

async function show(title: string, xml: string): Promise<void> {
  const { isUsable, entities, findings } = await readSamlMetadata({
    document: new TextEncoder().encode(xml),
    trust,
    now,
  });
  console.log(`\n${title}: ${isUsable ? "usable" : "not usable"}, ${entities.length} released`);
  for (const { severity, where, en } of findings) console.log(`  ${severity} ${where}: ${en}`);
}

await show("As the federation signed it", genuine);
await show("With another domain", genuine.replace(">odeby.example<", ">evil.example<"));
await show("With its signature about another part", genuine.replace('URI="#_1"', 'URI="#_2"'));
await show("With an entity declared", genuine.replace("<md:Ent", '<!DOCTYPE a [<!ENTITY b "c">]><md:Ent'));

const { entities } = await readSamlMetadata({ document: new TextEncoder().encode(genuine), trust, now });
const scopes = entities.flatMap((entity) => entity.scopes);
for (const eppn of ["x7k2@odeby.example", "x7k2@evil.example"]) {
  const { identity, findings } = readSsoIdentity({ attributes: { "urn:oid:1.3.6.1.4.1.5923.1.1.1.6": eppn }, scopes });
  console.log(`\nA login as ${eppn}: ${identity.eppn === undefined ? "not accepted" : "accepted"}`);
  for (const { severity, en } of findings) console.log(`  ${severity}: ${en}`);
}
