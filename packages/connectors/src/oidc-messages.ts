import { findingsFrom, type Message } from "./message.ts";
import type { Text } from "./finding.ts";

const askIssuer: Text = {
  sv: "Be den som driver inloggningstjänsten rätta dess inställningar.",
  en: "Ask the operator of the identity provider to correct its settings.",
};

/** What is said of an OpenID Connect provider. */
const oidcMessages = {
  "connectors.oidc-address": (): Message => ({
    severity: "must",
    sv: "Utfärdarens adress är inte https, eller har sökdel, fragment eller användarnamn.",
    en: "The issuer's address is not https, or has a query, a fragment or a user name.",
  }),
  "connectors.oidc-unreachable": (): Message => ({
    severity: "must",
    sv: "Inget svar kom.",
    en: "No answer came.",
    fix: { sv: "Kontrollera adressen och brandväggen.", en: "Check the address and the firewall." },
  }),
  "connectors.oidc-status": (p: { status: number }): Message => ({
    severity: "must",
    sv: `Svaret är ${p.status} och inte 200; en omdirigering följs inte.`,
    en: `The answer is ${p.status} and not 200; a redirect is not followed.`,
    fix: askIssuer,
  }),
  "connectors.oidc-answer": (): Message => ({
    severity: "must",
    sv: "Svaret är inte ett JSON-objekt i UTF-8 av rimlig storlek.",
    en: "The answer is not a JSON object in UTF-8 of a reasonable size.",
    fix: askIssuer,
  }),
  "connectors.oidc-media-type": (): Message => ({
    severity: "check",
    sv: "Svaret säger inte att det är JSON.",
    en: "The answer does not say that it is JSON.",
    fix: askIssuer,
  }),
  "connectors.oidc-issuer": (): Message => ({
    severity: "must",
    sv: "Utfärdaren i svaret är en annan än den som frågades, tecken för tecken: svaret kan gälla en annan inloggningstjänst.",
    en: "The issuer in the answer is another than the one asked, letter by letter: the answer may be about another provider.",
    fix: { sv: "Använd adressen som utfärdaren själv anger.", en: "Use the address that the issuer itself gives." },
  }),
  "connectors.oidc-missing": (p: { field: string }): Message => ({
    severity: "must",
    sv: `${p.field} saknas eller har fel form.`,
    en: `${p.field} is missing or has the wrong form.`,
    fix: askIssuer,
  }),
  "connectors.oidc-endpoint": (p: { field: string }): Message => ({
    severity: "must",
    sv: `${p.field} är inte en https-adress.`,
    en: `${p.field} is not an https address.`,
    fix: askIssuer,
  }),
  "connectors.oidc-other-origin": (p: { field: string }): Message => ({
    severity: "check",
    sv: `${p.field} ligger på en annan värd än utfärdaren.`,
    en: `${p.field} is at another host than the issuer.`,
    fix: { sv: "Kontrollera att det är avsett.", en: "Check that it is intended." },
  }),
  "connectors.oidc-unsigned-tokens": (): Message => ({
    severity: "must",
    sv: "ID-token kan ges ut utan underskrift (none).",
    en: "ID tokens may be issued without a signature (none).",
    fix: { sv: "Godta aldrig none.", en: "Never accept none." },
  }),
  "connectors.oidc-no-algorithm": (): Message => ({
    severity: "must",
    sv: "ID-token undertecknas inte med någon av RS256, PS256, ES256, EdDSA eller starkare.",
    en: "ID tokens are signed with none of RS256, PS256, ES256, EdDSA or stronger.",
    fix: askIssuer,
  }),
  "connectors.oidc-shared-secret": (): Message => ({
    severity: "check",
    sv: "ID-token kan undertecknas med klientens hemlighet (HS): den som har hemligheten kan då skriva dem själv.",
    en: "ID tokens may be signed with the client's secret (HS): whoever has the secret can then write them.",
    fix: { sv: "Registrera klienten med RS256 eller ES256.", en: "Register the client with RS256 or ES256." },
  }),
  "connectors.oidc-no-code": (): Message => ({
    severity: "must",
    sv: "Inloggning med kod (response_type code) stöds inte.",
    en: "Login by code (response_type code) is not supported.",
    fix: askIssuer,
  }),
  "connectors.oidc-implicit": (): Message => ({
    severity: "check",
    sv: "Token kan ges ut i adressfältet (response_type token eller id_token).",
    en: "Tokens may be issued in the address (response_type token or id_token).",
    fix: { sv: "Registrera klienten för enbart code.", en: "Register the client for code alone." },
  }),
  "connectors.oidc-no-pkce": (): Message => ({
    severity: "must",
    sv: "PKCE med S256 stöds inte, eller sägs inte stödjas.",
    en: "PKCE with S256 is not supported, or not said to be.",
    fix: askIssuer,
  }),
  "connectors.oidc-plain-pkce": (): Message => ({
    severity: "check",
    sv: "PKCE utan hash (plain) godtas också.",
    en: "PKCE without a hash (plain) is accepted as well.",
    fix: askIssuer,
  }),
  "connectors.oidc-clock": (p: { seconds: number }): Message => ({
    severity: "check",
    sv: `Inloggningstjänstens klocka skiljer ${p.seconds} sekunder från vår: inloggningar kan avvisas som för gamla eller för tidiga.`,
    en: `The provider's clock differs from ours by ${p.seconds} seconds: logins may be refused as too old or too early.`,
    fix: { sv: "Ställ klockan efter en tidsserver.", en: "Set the clock by a time server." },
  }),
  "connectors.oidc-no-key": (): Message => ({
    severity: "must",
    sv: "Det finns ingen nyckel att pröva underskrifter med.",
    en: "There is no key to check signatures with.",
    fix: askIssuer,
  }),
  "connectors.oidc-private-key": (): Message => ({
    severity: "must",
    sv: "Nyckellistan innehåller en hemlig nyckel: vem som helst kan skriva inloggningar.",
    en: "The list of keys holds a secret key: anybody can write logins.",
    fix: { sv: "Larma den som driver tjänsten genast.", en: "Alert the operator of the service at once." },
  }),
  "connectors.oidc-key": (p: { reason: string }): Message => ({
    severity: "check",
    sv: `En nyckel har inte väntad form (${p.reason}).`,
    en: `A key does not have the expected form (${p.reason}).`,
    fix: askIssuer,
  }),
  "connectors.oidc-weak-key": (p: { bits: number }): Message => ({
    severity: "must",
    sv: `En RSA-nyckel har bara ${p.bits} bitar.`,
    en: `An RSA key has only ${p.bits} bits.`,
    fix: askIssuer,
  }),
  "connectors.oidc-key-id": (): Message => ({
    severity: "check",
    sv: "Nycklar har samma namn (kid), eller saknar namn fast de är flera: vid ett nyckelbyte kan fel nyckel prövas.",
    en: "Keys have the same name (kid), or none though there are several: at a change of keys the wrong one may be tried.",
    fix: askIssuer,
  }),
} as const;

export const finding = /* @__PURE__ */ findingsFrom(oidcMessages);
