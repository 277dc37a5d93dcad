import { findingsFrom, many, type Message } from "./message.ts";
import type { Text } from "./finding.ts";

const askLogin: Text = {
  sv: "Be den som driver inloggningstjänsten rätta vad som sänds.",
  en: "Ask the operator of the identity provider to correct what is sent.",
};

/** What is said of the attributes of a login: their names, never their values. */
const ssoMessages = {
  "connectors.sso-missing": (p: { attribute: string }): Message => ({
    severity: "must",
    sv: `Attributet ${p.attribute} sänds inte.`,
    en: `The attribute ${p.attribute} is not sent.`,
    fix: askLogin,
  }),
  "connectors.sso-unusable": (p: { attribute: string }): Message => ({
    severity: "must",
    sv: `Attributet ${p.attribute} behövs och sänds, men inget värde i det går att använda.`,
    en: `The attribute ${p.attribute} is needed and sent, but no value of it can be used.`,
    fix: askLogin,
  }),
  "connectors.sso-empty": (p: { attribute: string }): Message => ({
    severity: "check",
    sv: `Attributet ${p.attribute} sänds tomt: det är något annat än att det inte sänds.`,
    en: `The attribute ${p.attribute} is sent empty: that is something else than not sent.`,
    fix: askLogin,
  }),
  "connectors.sso-unknown": (p: { count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "attribut sänds som inte är känt och inte används", "attribut sänds som inte är kända och inte används")}.`,
    en: `${many(p.count, "attribute is sent that is not known and not used", "attributes are sent that are not known and not used")}.`,
    fix: { sv: "Sänd inte fler uppgifter än tjänsten behöver.", en: "Do not send more than the service needs." },
  }),
  "connectors.sso-spelling": (p: { attribute: string }): Message => ({
    severity: "check",
    sv: `Attributet ${p.attribute} sänds med andra stora och små bokstäver än det heter.`,
    en: `The attribute ${p.attribute} is sent with its letters in another case.`,
    fix: askLogin,
  }),
  "connectors.sso-replaced": (p: { attribute: string; by: string }): Message => ({
    severity: "check",
    sv: `Attributet ${p.attribute} är ersatt av ${p.by}.`,
    en: `The attribute ${p.attribute} is replaced by ${p.by}.`,
    fix: askLogin,
  }),
  "connectors.sso-several": (p: { attribute: string }): Message => ({
    severity: "must",
    sv: `Attributet ${p.attribute} får ha ett värde men har flera, eller sänds två gånger olika; det används inte.`,
    en: `The attribute ${p.attribute} may have one value but has several, or is sent twice differently; it is not used.`,
    fix: askLogin,
  }),
  "connectors.sso-value": (p: { attribute: string; reason: string }): Message => ({
    severity: "check",
    sv: `Ett värde i ${p.attribute} har inte väntad form (${p.reason}) och används inte.`,
    en: `A value of ${p.attribute} does not have the expected form (${p.reason}) and is not used.`,
    fix: askLogin,
  }),
  "connectors.sso-form": (p: { attribute: string }): Message => ({
    severity: "must",
    sv: `Värdet i ${p.attribute} är inte ett användarnamn med domän; det används inte.`,
    en: `The value of ${p.attribute} is not a user name with a domain; it is not used.`,
    fix: askLogin,
  }),
  "connectors.sso-scope": (p: { attribute: string }): Message => ({
    severity: "must",
    sv: `Domänen i ${p.attribute} är inte en av dem som inloggningstjänsten får uttala sig om; värdet används inte.`,
    en: `The domain of ${p.attribute} is not one of those that the identity provider may speak for; the value is not used.`,
    fix: {
      sv: "Jämför med scope i federationens metadata. Rätta det ena eller det andra; godta aldrig värdet ändå.",
      en: "Compare with the scope in the federation's metadata. Correct one or the other; never accept the value anyway.",
    },
  }),
  "connectors.sso-no-scope": (): Message => ({
    severity: "must",
    sv: "Det är inte känt vilka domäner inloggningstjänsten får uttala sig om, så inget användarnamn godtas.",
    en: "It is not known which domains the identity provider may speak for, so no user name is accepted.",
    fix: {
      sv: "Ange scope, eller be federationen skriva in det i metadatan.",
      en: "Give the scope, or ask the federation to put it into the metadata.",
    },
  }),
  "connectors.sso-scope-case": (p: { attribute: string }): Message => ({
    severity: "check",
    sv: `Domänen i ${p.attribute} har andra stora och små bokstäver än scope; annan programvara kan avvisa den.`,
    en: `The domain of ${p.attribute} differs from the scope in case; other software may refuse it.`,
    fix: askLogin,
  }),
  "connectors.sso-telling-name": (p: { attribute: string }): Message => ({
    severity: "check",
    sv: `Användarnamnet i ${p.attribute} är byggt på ett personnummer: det syns då överallt där namnet syns.`,
    en: `The user name in ${p.attribute} is made from an identity number, which then shows wherever the name shows.`,
    fix: askLogin,
  }),
  "connectors.sso-separator": (p: { attribute: string }): Message => ({
    severity: "check",
    sv: `${p.attribute} ska vara tolv siffror utan skiljetecken.`,
    en: `${p.attribute} should be twelve digits without a separator.`,
    fix: askLogin,
  }),
} as const;

export const finding = /* @__PURE__ */ findingsFrom(ssoMessages);
