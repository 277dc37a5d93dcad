export { prepareGoogle } from "./sync-google.ts";
export type { AppliedGoogle, ApplyGoogleOptions, PreparedGoogle, PrepareGoogleOptions } from "./sync-google.ts";
export { planGoogle } from "./google-plan.ts";
export type { GooglePlan, PlanGoogleOptions } from "./google-plan.ts";
export { googleProfile } from "./google-model.ts";
export type { GoogleOperation, GoogleProfile, GoogleState, GoogleUser } from "./google-model.ts";
export type { HttpOptions } from "./json-http.ts";
export type { Json } from "./row-reader.ts";
