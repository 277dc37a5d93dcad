import { findingsFrom, type Message } from "./message.ts";
import type { Text } from "./finding.ts";

const distrust: Text = {
  sv: "Använd inte metadatan; hämta den igen och fråga federationen om felet består.",
  en: "Do not use the metadata; fetch it again, and ask the federation if the fault remains.",
};
const askOperator: Text = {
  sv: "Be den som driver tjänsten rätta sin metadata.",
  en: "Ask the operator of the service to correct its metadata.",
};

/** What is said of SAML metadata. */
const samlMessages = {
  "connectors.saml-broken": (p: { line: number }): Message => ({
    severity: "must",
    sv: `Metadatan är avbruten eller inte välformad XML, rad ${p.line}; inget av den används.`,
    en: `The metadata is cut or not well-formed XML, line ${p.line}; none of it is used.`,
    fix: distrust,
  }),
  "connectors.saml-doctype": (): Message => ({
    severity: "must",
    sv: "Metadatan deklarerar en dokumenttyp. Det tillåts inte: entiteter, och angrepp genom dem, finns bara där.",
    en: "The metadata declares a document type. That is not allowed: entities, and attacks through them, exist only there.",
    fix: distrust,
  }),
  "connectors.saml-encoding": (): Message => ({
    severity: "must",
    sv: "Metadatan är inte XML 1.0 i UTF-8.",
    en: "The metadata is not XML 1.0 in UTF-8.",
    fix: distrust,
  }),
  "connectors.saml-empty": (): Message => ({
    severity: "must",
    sv: "Det finns ingen metadata att läsa.",
    en: "There is no metadata to read.",
  }),
  "connectors.saml-too-large": (p: { what: string; line: number }): Message => ({
    severity: "must",
    sv: `Metadatan överskrider gränsen (${p.what}), rad ${p.line}; inget av den används.`,
    en: `The metadata exceeds the limit (${p.what}), line ${p.line}; none of it is used.`,
    fix: { sv: "Höj gränsen om storleken är väntad.", en: "Raise the limit if the size is expected." },
  }),
  "connectors.saml-root": (): Message => ({
    severity: "must",
    sv: "Dokumentet är inte SAML-metadata: rotelementet är varken EntitiesDescriptor eller EntityDescriptor.",
    en: "The document is not SAML metadata: its root is neither EntitiesDescriptor nor EntityDescriptor.",
  }),
  "connectors.saml-trust": (p: { number: number }): Message => ({
    severity: "must",
    sv: `Certifikat ${p.number} som metadatan ska prövas mot går inte att läsa.`,
    en: `Certificate ${p.number} to check the metadata against can't be read.`,
    fix: {
      sv: "Ange federationens certifikat eller publika nyckel som PEM: RSA, eller en kurva P-256, P-384 eller P-521.",
      en: "Give the federation's certificate or public key as PEM: RSA, or a curve P-256, P-384 or P-521.",
    },
  }),
  "connectors.saml-trust-expired": (p: { on: string }): Message => ({
    severity: "check",
    sv: `Certifikatet som metadatan prövas mot gick ut ${p.on}: federationen kan ha bytt nyckel.`,
    en: `The certificate that the metadata is checked against expired on ${p.on}: the federation may have changed its key.`,
  }),
  "connectors.saml-unverified": (): Message => ({
    severity: "must",
    sv: "Ingen underskrift har prövats: vem som helst kan ha skrivit metadatan.",
    en: "No signature has been checked: anybody may have written the metadata.",
    fix: { sv: "Ange federationens certifikat.", en: "Give the federation's certificate." },
  }),
  "connectors.saml-unsigned": (): Message => ({
    severity: "must",
    sv: "Metadatan är inte undertecknad: en underskrift ska vara det första i rotelementet.",
    en: "The metadata is not signed: a signature has to be the first thing in the root element.",
    fix: distrust,
  }),
  "connectors.saml-signatures": (p: { line: number }): Message => ({
    severity: "must",
    sv: `Metadatan har mer än en underskrift, eller en på fel plats, rad ${p.line}: det kan vara ett försök att få något annat än det undertecknade läst.`,
    en: `The metadata has more than one signature, or one in the wrong place, line ${p.line}: it may be an attempt to have something else read than what is signed.`,
    fix: distrust,
  }),
  "connectors.saml-signature-form": (p: { part: string }): Message => ({
    severity: "must",
    sv: `Underskriften är inte byggd som SAML kräver (${p.part}).`,
    en: `The signature is not made up as SAML demands (${p.part}).`,
    fix: distrust,
  }),
  "connectors.saml-algorithm": (p: { part: string; algorithm: string }): Message => ({
    severity: "must",
    sv: `Underskriften använder en metod som inte tillåts: ${p.algorithm} (${p.part}).`,
    en: `The signature uses a method that is not allowed: ${p.algorithm} (${p.part}).`,
    fix: distrust,
  }),
  "connectors.saml-sha1": (): Message => ({
    severity: "must",
    sv: "Underskriften bygger på SHA-1, som går att förfalska.",
    en: "The signature rests on SHA-1, which can be forged.",
    fix: { sv: "Hämta federationens flöde med SHA-256.", en: "Fetch the federation's feed with SHA-256." },
  }),
  "connectors.saml-reference": (): Message => ({
    severity: "must",
    sv: "Underskriften gäller något annat än rotelementet.",
    en: "The signature is about something else than the root element.",
    fix: distrust,
  }),
  "connectors.saml-duplicate-id": (p: { line: number }): Message => ({
    severity: "must",
    sv: `Rotelementets ID finns en gång till, rad ${p.line}: vad som är undertecknat är då inte entydigt.`,
    en: `The ID of the root element is there once more, line ${p.line}: what is signed is then not certain.`,
    fix: distrust,
  }),
  "connectors.saml-signature": (): Message => ({
    severity: "must",
    sv: "Underskriften är inte gjord med federationens nyckel.",
    en: "The signature was not made with the federation's key.",
    fix: distrust,
  }),
  "connectors.saml-digest": (): Message => ({
    severity: "must",
    sv: "Innehållet är ändrat efter att det undertecknades.",
    en: "The content was changed after it was signed.",
    fix: distrust,
  }),
  "connectors.saml-valid-until": (): Message => ({
    severity: "must",
    sv: "Metadatan säger inte hur länge den gäller (validUntil saknas eller är ingen tid).",
    en: "The metadata does not say how long it is valid (validUntil is not there, or no time).",
    fix: distrust,
  }),
  "connectors.saml-expired": (p: { at: string }): Message => ({
    severity: "must",
    sv: `Metadatan gällde till ${p.at}.`,
    en: `The metadata was valid until ${p.at}.`,
    fix: { sv: "Hämta den igen; kontrollera klockan.", en: "Fetch it again; check the clock." },
  }),
  "connectors.saml-too-long-valid": (p: { days: number; limit: number }): Message => ({
    severity: "must",
    sv: `Metadatan säger sig gälla i ${p.days} dygn, mer än ${p.limit}: så länge skulle en stulen kopia gå att använda.`,
    en: `The metadata claims to be valid for ${p.days} days, more than ${p.limit}: that long a stolen copy could be used.`,
    fix: {
      sv: "Höj gränsen bara om federationens regler säger det.",
      en: "Raise the limit only if the federation's rules say so.",
    },
  }),
  "connectors.saml-not-yet": (p: { at: string }): Message => ({
    severity: "must",
    sv: `Metadatan säger sig vara skapad ${p.at}, vilket inte har inträffat.`,
    en: `The metadata claims to be created at ${p.at}, which has not happened yet.`,
    fix: { sv: "Kontrollera klockan.", en: "Check the clock." },
  }),
  "connectors.saml-entity-id": (p: { line: number }): Message => ({
    severity: "must",
    sv: `Tjänsten saknar entityID eller har ett som är längre än 1024 tecken, rad ${p.line}; den utelämnas.`,
    en: `The service lacks an entityID or has one longer than 1,024 characters, line ${p.line}; it is left out.`,
    fix: askOperator,
  }),
  "connectors.saml-duplicate-entity": (): Message => ({
    severity: "must",
    sv: "Samma entityID finns två gånger; ingen av dem används.",
    en: "The same entityID is there twice; neither is used.",
    fix: askOperator,
  }),
  "connectors.saml-entity-expired": (): Message => ({
    severity: "must",
    sv: "Tjänstens egen metadata har gått ut, eller har en tid som inte går att läsa; den utelämnas.",
    en: "The service's own metadata has expired, or has a time that can't be read; it is left out.",
    fix: askOperator,
  }),
  "connectors.saml-endpoint": (p: { service: string }): Message => ({
    severity: "must",
    sv: `Adressen till ${p.service} är inte https; den utelämnas.`,
    en: `The address of ${p.service} is not https; it is left out.`,
    fix: askOperator,
  }),
  "connectors.saml-no-sign-on": (): Message => ({
    severity: "must",
    sv: "Inloggningstjänsten har ingen adress att logga in på.",
    en: "The identity provider has no address to log in at.",
    fix: askOperator,
  }),
  "connectors.saml-no-key": (p: { role: string }): Message => ({
    severity: "must",
    sv: `Inget certifikat för underskrifter (${p.role}): det den sänder går inte att pröva.`,
    en: `No certificate for signatures (${p.role}): what it sends can't be checked.`,
    fix: askOperator,
  }),
  "connectors.saml-certificate": (): Message => ({
    severity: "must",
    sv: "Ett certifikat går inte att läsa eller har en nyckel som inte kan användas.",
    en: "A certificate can't be read, or has a key that can't be used.",
    fix: askOperator,
  }),
  "connectors.saml-certificate-expired": (p: { on: string }): Message => ({
    severity: "check",
    sv: `Ett certifikat gick ut ${p.on}. SAML litar på nyckeln och inte på datumet, men alla programvaror gör det inte.`,
    en: `A certificate expired on ${p.on}. SAML trusts the key and not the date, but not all software does.`,
    fix: askOperator,
  }),
  "connectors.saml-certificate-expires": (p: { on: string }): Message => ({
    severity: "check",
    sv: `Ett certifikat går ut ${p.on}.`,
    en: `A certificate expires on ${p.on}.`,
    fix: { sv: "Planera bytet.", en: "Plan its replacement." },
  }),
  "connectors.saml-weak-key": (p: { bits: number }): Message => ({
    severity: "check",
    sv: `En RSA-nyckel har bara ${p.bits} bitar.`,
    en: `An RSA key has only ${p.bits} bits.`,
    fix: askOperator,
  }),
  "connectors.saml-role": (p: { role: string; reason: "expired" | "protocol" }): Message => ({
    severity: "check",
    sv: `Rollen ${p.role} ${p.reason === "expired" ? "har gått ut" : "talar inte SAML 2.0"} och utelämnas.`,
    en: `The role ${p.role} ${p.reason === "expired" ? "has expired" : "does not speak SAML 2.0"} and is left out.`,
    fix: askOperator,
  }),
  "connectors.saml-no-scope": (): Message => ({
    severity: "check",
    sv: "Inloggningstjänsten har inget scope: dess användarnamn (EPPN) kan inte knytas till den och godtas inte.",
    en: "The identity provider has no scope: its user names (EPPN) can't be tied to it and are not accepted.",
    fix: askOperator,
  }),
  "connectors.saml-scope-pattern": (): Message => ({
    severity: "check",
    sv: "Ett scope är ett reguljärt uttryck; det tolkas inte, och inga användarnamn (EPPN) godtas genom det.",
    en: "A scope is a regular expression; it is not run, and no user names (EPPN) are accepted by it.",
    fix: askOperator,
  }),
  "connectors.saml-scope": (): Message => ({
    severity: "check",
    sv: "Ett scope är inte ett domännamn.",
    en: "A scope is not a domain name.",
    fix: askOperator,
  }),
} as const;

export const finding = /* @__PURE__ */ findingsFrom(samlMessages);
