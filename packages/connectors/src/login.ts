export { verifySamlLogin } from "./login-saml.ts";
export type { VerifySamlLoginOptions } from "./login-saml.ts";
export { BrowseError, formBrowser } from "./login-browser.ts";
export type { Browse, BrowseAnswer, BrowseRequest, FormBrowserOptions } from "./login-browser.ts";
export type { LoginEvidence, LoginRun, LoginStep } from "./login-evidence.ts";
export { loginSteps } from "./login-steps.ts";
export type { LoginReason, LoginStepId } from "./login-steps.ts";
export type { AccountMatch, LoginSubjectOptions } from "./login-subject.ts";
