// Shared by every source
export type { Finding, Result, Text } from "./finding.ts";
export type { NamedFile, NamedFiles } from "./named-files.ts";
export type { Json } from "./row-reader.ts";
export { knownRows } from "./known-rows.ts";

// SS 12000
export { readSs12000 } from "./read-ss12000.ts";
export type { ReadSs12000Options } from "./read-ss12000.ts";
export type { Ss12000Progress } from "./ss12000-lists.ts";
export { readSs12000Folder } from "./read-ss12000-folder.ts";
export type { ReadSs12000FolderOptions } from "./read-ss12000-folder.ts";
export { readSs12000Changes } from "./read-ss12000-changes.ts";
export type { ReadSs12000ChangesOptions } from "./read-ss12000-changes.ts";
export { lookUpSs12000 } from "./lookup-ss12000.ts";
export type { LookUpSs12000Options } from "./lookup-ss12000.ts";
export { reportSs12000 } from "./report-ss12000.ts";
export type { ReportedSs12000, ReportSs12000Options, Ss12000Counts } from "./report-ss12000.ts";
export { subscribeSs12000, unsubscribeSs12000 } from "./subscribe-ss12000.ts";
export type { SubscribedSs12000, SubscribeSs12000Options, Ss12000Subscription } from "./subscribe-ss12000.ts";
export { readSs12000Notification } from "./ss12000-notification.ts";
export type {
  ReadSs12000NotificationOptions,
  ReceivedSs12000Notification,
  Ss12000Notification,
} from "./ss12000-notification.ts";
export { ss12000Due } from "./ss12000-due.ts";
export type { Ss12000Due, Ss12000Patience, Ss12000Standing } from "./ss12000-due.ts";
export { clientCredentials } from "./client-credentials.ts";
export type { ClientCredentials, Fetch, TokenSource } from "./client-credentials.ts";
export { ConnectorError } from "./connector-error.ts";
export type { RetryPolicy } from "./back-off.ts";
export { dnpDialect, edlevoDialect, istDialect, standardDialect, withScopes } from "./ss12000-dialect.ts";
export type { Dialect, RequiredField, Ss12000Values } from "./ss12000-dialect.ts";
export { deletedIds } from "./ss12000-deleted.ts";
export type { Ss12000Deleted } from "./ss12000-deleted.ts";
export type {
  Ss12000Activity,
  Ss12000Dataset,
  Ss12000Duty,
  Ss12000Enrolment,
  Ss12000Group,
  Ss12000GroupMembership,
  Ss12000List,
  Ss12000Meta,
  Ss12000Organisation,
  Ss12000Person,
  Ss12000PersonReference,
  Ss12000Placement,
  Ss12000Reference,
} from "./ss12000-model.ts";

// The platform's import files
export { readImportFiles } from "./read-import-files.ts";
export type { ReadImportFilesOptions } from "./read-import-files.ts";
export { writeImportFiles } from "./write-import-files.ts";
export type { ImportFiles, WriteImportFilesOptions } from "./write-import-files.ts";
export { defaultImportProfile, importLayouts, relationTypes } from "./import-profile.ts";
export type { ImportProfile, ImportRowType, RelationColumn, RelationType } from "./import-profile.ts";
export { importPersonId } from "./import-person-id.ts";

// OneRoster
export { readOneRoster } from "./read-oneroster.ts";
export type { ReadOneRosterOptions } from "./read-oneroster.ts";
export { oneRosterScopes, readOneRosterRest, readOneRosterRestChanges } from "./read-oneroster-rest.ts";
export type { ReadOneRosterRestChangesOptions } from "./read-oneroster-rest.ts";
export type { ReadOneRosterRestOptions } from "./oneroster-service.ts";
export { writeOneRoster } from "./write-oneroster.ts";
export type { OneRosterPackage, WriteOneRosterOptions } from "./write-oneroster.ts";
export { cedsGrades } from "./school-grades.ts";
export type { GradeTable, SchoolGrade } from "./school-grades.ts";
export type { ZipLimits } from "./zip.ts";

// Microsoft School Data Sync
export { readSds } from "./read-sds.ts";
export type { ReadSdsOptions } from "./read-sds.ts";
export { writeSds } from "./write-sds.ts";
export type { SdsFiles, WriteSdsOptions } from "./write-sds.ts";

// Tieto Education (Edlevo), IMS Enterprise 1.1
export { readTieto } from "./read-tieto.ts";
export type { ReadTietoOptions, TietoBatch } from "./read-tieto.ts";
export type { Merge } from "./tieto-person.ts";
export { completeDelta } from "./complete-delta.ts";
export { writeTieto } from "./write-tieto.ts";
export type { TietoFile, WriteTietoOptions } from "./write-tieto.ts";
export { xmlRecords } from "./xml-records.ts";
export type { XmlFault, XmlNode, XmlRecordReader, XmlRecordsOptions } from "./xml-records.ts";

// Skola24
export { readSkola24 } from "./read-skola24.ts";
export type { ReadSkola24Options } from "./read-skola24.ts";
export { writeSkola24 } from "./write-skola24.ts";
export type { Skola24Files, WriteSkola24Options } from "./write-skola24.ts";
export { skola24Layouts, skola24Profile } from "./skola24-layout.ts";
export type { Skola24File, Skola24Profile } from "./skola24-layout.ts";

// Mapping profiles for files that nobody has described
export { readWithProfile } from "./read-with-profile.ts";
export type { ReadWithProfileOptions } from "./read-with-profile.ts";
export { parseMappingProfile } from "./mapping-profile.ts";
export type {
  DayFormat,
  FieldMapping,
  FieldType,
  FileCheck,
  FileMapping,
  MappingProfile,
  RowMapping,
} from "./mapping-profile.ts";
export { proposeProfile } from "./propose-profile.ts";
export type { ColumnProposal, ProposedProfile } from "./propose-profile.ts";
export type { ColumnKind } from "./column-kinds.ts";

// SCIM 2.0 and EGIL
export { prepareScim } from "./sync-scim.ts";
export type { PreparedScim, PrepareScimOptions } from "./sync-scim.ts";
export type { AppliedScim, ApplyScimOptions, ScimAbilities } from "./apply-scim.ts";
export type { ScimLimits, ScimOperation, ScimPlan } from "./plan-scim.ts";
export { coreScimProfile, egilScimProfile } from "./scim-profile.ts";
export type { DesiredResource, ScimPeopleOptions, ScimProfile } from "./scim-profile.ts";
export type { HttpOptions } from "./json-http.ts";

// Google Workspace for Education
export { prepareGoogle } from "./sync-google.ts";
export type { AppliedGoogle, ApplyGoogleOptions, PreparedGoogle, PrepareGoogleOptions } from "./sync-google.ts";
export { planGoogle } from "./google-plan.ts";
export type { GooglePlan, PlanGoogleOptions } from "./google-plan.ts";
export { googleProfile } from "./google-model.ts";
export type { GoogleOperation, GoogleProfile, GoogleState, GoogleUser } from "./google-model.ts";

// Files
export { csvByteReader } from "./csv-bytes.ts";
export type { CsvByteReader, CsvBytesOptions } from "./csv-bytes.ts";
export type { CsvEnd, CsvOptions, CsvRow } from "./csv.ts";
export type { TextEncoding } from "./text-bytes.ts";

// Login (SSO)
export { readSamlMetadata } from "./saml-metadata.ts";
export type { ReadSamlMetadataOptions, SamlMetadata } from "./saml-metadata.ts";
export type { SamlCertificate, SamlContact, SamlEndpoint, SamlEntity, SamlRole, SamlScope } from "./saml-entity.ts";
export type { CertificateFacts, PublicKeyKind } from "./saml-certificate.ts";
export type { DigestName, IncrementalDigest } from "./saml-algorithms.ts";
export type { XmlLimits } from "./saml-events.ts";
export { readSsoIdentity } from "./sso-identity.ts";
export type { ReadSsoIdentityOptions, SsoCourse, SsoIdentity, SsoReading } from "./sso-identity.ts";
export { ssoAttribute, ssoAttributes } from "./sso-attributes.ts";
export type { SsoAttribute, SsoField } from "./sso-attributes.ts";
export { checkOidcProvider } from "./oidc-check.ts";
export type { CheckOidcOptions, OidcCheck } from "./oidc-check.ts";
