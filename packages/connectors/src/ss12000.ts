export { readSs12000Changes } from "./read-ss12000-changes.ts";
export type { ReadSs12000ChangesOptions } from "./read-ss12000-changes.ts";
export { knownRows } from "./known-rows.ts";
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
export { readSs12000 } from "./read-ss12000.ts";
export type { ReadSs12000Options } from "./read-ss12000.ts";
export type { Ss12000Progress } from "./ss12000-lists.ts";
export { readSs12000Folder } from "./read-ss12000-folder.ts";
export type { ReadSs12000FolderOptions } from "./read-ss12000-folder.ts";
export type { NamedFile, NamedFiles } from "./named-files.ts";
export { dnpDialect, edlevoDialect, istDialect, standardDialect, withScopes } from "./ss12000-dialect.ts";
export type { Dialect, RequiredField, Ss12000Values } from "./ss12000-dialect.ts";
export { deletedIds } from "./ss12000-deleted.ts";
export type { Ss12000Deleted } from "./ss12000-deleted.ts";
export { ss12000Lists } from "./ss12000-model.ts";
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
export type { HttpOptions } from "./json-http.ts";
