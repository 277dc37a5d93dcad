export { prepareScim } from "./sync-scim.ts";
export type { AppliedScim, ApplyScimOptions, PreparedScim, PrepareScimOptions, ScimAbilities } from "./sync-scim.ts";
export type { ScimLimits, ScimOperation, ScimPlan } from "./plan-scim.ts";
export { coreScimProfile, egilScimProfile } from "./scim-profile.ts";
export type { DesiredResource, ScimPeopleOptions, ScimProfile } from "./scim-profile.ts";
export type { HttpOptions } from "./json-http.ts";
export { clientCredentials } from "./client-credentials.ts";
export type { ClientCredentials, Fetch, TokenSource } from "./client-credentials.ts";
export type { Json } from "./row-reader.ts";
