import type { Text } from "./finding.ts";

/** What a run of a login method goes through, in the order of the checklist, with what each step claims when it passes. */
export const loginSteps = {
  provider: {
    sv: "Inloggningstjänsten är känd: adress, nycklar och metod är i ordning.",
    en: "The provider is known: its address, keys and method are in order.",
  },
  answer: {
    sv: "En inloggning gjordes, och svaret kom till tjänstens adress.",
    en: "A login was made, and the answer came to the service's address.",
  },
  accepted: {
    sv: "Svaret godtogs: underskrift, mottagare, tider och vilken fråga det svarar på.",
    en: "The answer was accepted: signature, audience, times, and which request it answers.",
  },
  issuer: { sv: "Svaret är utfärdat av den väntade tjänsten.", en: "The answer is issued by the expected provider." },
  recipient: {
    sv: "Svaret är ställt till just tjänstens adress.",
    en: "The answer is addressed to the service's address itself.",
  },
  assurance: {
    sv: "Inloggningen skedde på den tillitsnivå som krävs.",
    en: "The login was made at the level of assurance that is demanded.",
  },
  attributes: {
    sv: "Alla uppgifter som behövs kom med och går att använda.",
    en: "All attributes that are needed were sent and can be used.",
  },
  scope: {
    sv: "Användarnamnets domän är en som inloggningstjänsten får uttala sig om.",
    en: "The domain of the user name is one that the provider may speak for.",
  },
  unit: { sv: "Skolenhetskoderna finns i registret.", en: "The school unit codes are in the register." },
  account: {
    sv: "Inloggningen hör till exakt ett konto i registret.",
    en: "The login belongs to exactly one account of the register.",
  },
  "refuses-tampered": { sv: "Ett ändrat svar avvisas.", en: "A changed answer is refused." },
  "refuses-unsigned": { sv: "Ett svar utan underskrift avvisas.", en: "An answer without a signature is refused." },
  "refuses-wrapped": {
    sv: "Ett svar med ett påhittat intyg bredvid det undertecknade avvisas.",
    en: "An answer with an invented assertion beside the signed one is refused.",
  },
  "refuses-other-key": {
    sv: "Ett svar undertecknat med en annan nyckel avvisas.",
    en: "An answer signed with another key is refused.",
  },
  "refuses-other-audience": {
    sv: "Ett svar avsett för en annan tjänst avvisas.",
    en: "An answer meant for another service is refused.",
  },
  "refuses-other-issuer": {
    sv: "Ett svar från en annan utfärdare avvisas.",
    en: "An answer from another issuer is refused.",
  },
  "refuses-expired": { sv: "Ett dygn gammalt svar avvisas.", en: "An answer that is a day old is refused." },
  "refuses-unasked": {
    sv: "Ett svar som ingen har frågat efter avvisas.",
    en: "An answer that nobody has asked for is refused.",
  },
  "refuses-other-session": {
    sv: "Ett svar till en annan webbläsares inloggning avvisas.",
    en: "An answer to the login of another browser is refused.",
  },
  "refuses-replay": { sv: "Samma svar en gång till avvisas.", en: "The same answer once more is refused." },
  "refuses-other-verifier": {
    sv: "En kod inlöst av någon annan än den som bad om den avvisas (PKCE).",
    en: "A code redeemed by another than the one who asked for it is refused (PKCE).",
  },
} as const satisfies Readonly<Record<string, Text>>;

export type LoginStepId = keyof typeof loginSteps;

/** Why a step failed or was not taken. A code and never a text from the provider, which could hold a person's data. */
export type LoginReason =
  | "no-entry-point"
  | "no-key"
  | "provider-findings"
  | "browser"
  | "status"
  | "signature"
  | "weak"
  | "audience"
  | "time"
  | "in-response-to"
  | "encrypted"
  | "state"
  | "nonce"
  | "token-request"
  | "other"
  | "accepted"
  | "missing"
  | "not-among"
  | "unknown"
  | "several"
  | "not-sent"
  | "not-asked"
  | "single-login"
  | "not-reached";
