export { readSamlMetadata } from "./saml-metadata.ts";
export type { ReadSamlMetadataOptions, SamlMetadata } from "./saml-metadata.ts";
export type { SamlCertificate, SamlContact, SamlEndpoint, SamlEntity, SamlRole, SamlScope } from "./saml-entity.ts";
export type { CertificateFacts, PublicKeyKind } from "./saml-certificate.ts";
export type { DigestName, IncrementalDigest } from "./saml-algorithms.ts";
export type { XmlLimits } from "./saml-events.ts";
