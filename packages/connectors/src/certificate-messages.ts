import { findingsFrom, many, type Message } from "./message.ts";

const newOne = { sv: "Skaffa ett nytt och anmäl det hos källan.", en: "Get a new one and register it at the source." };

/** What is said of client certificates before they are used, and of the metadata of a federation. */
const certificateMessages = {
  "connectors.certificate-unreadable": (): Message => ({
    severity: "must",
    sv: "Klientcertifikatet eller dess nyckel går inte att läsa.",
    en: "The client certificate or its key can't be read.",
    fix: { sv: "Ange dem som PEM, med rätt lösenord.", en: "Give them as PEM, with the right passphrase." },
  }),
  "connectors.certificate-key": (): Message => ({
    severity: "must",
    sv: "Nyckeln hör inte till klientcertifikatet.",
    en: "The key does not belong to the client certificate.",
  }),
  "connectors.certificate-use": (): Message => ({
    severity: "check",
    sv: "Certifikatet är inte utfärdat för klienter; källan kan vägra det.",
    en: "The certificate is not issued for clients; the source may refuse it.",
  }),
  "connectors.certificate-expired": (p: { day: string }): Message => ({
    severity: "must",
    sv: `Klientcertifikatet gick ut ${p.day}.`,
    en: `The client certificate ran out on ${p.day}.`,
    fix: newOne,
  }),
  "connectors.certificate-early": (p: { day: string }): Message => ({
    severity: "must",
    sv: `Klientcertifikatet gäller först från ${p.day}.`,
    en: `The client certificate is not valid before ${p.day}.`,
  }),
  "connectors.certificate-expiring": (p: { day: string; days: number }): Message => ({
    severity: "check",
    sv: `Klientcertifikatet går ut ${p.day}, om ${many(p.days, "dag", "dagar")}.`,
    en: `The client certificate runs out on ${p.day}, in ${many(p.days, "day", "days")}.`,
    fix: newOne,
  }),
  "connectors.federation-unreadable": (): Message => ({
    severity: "must",
    sv: "Federationens metadata går inte att läsa.",
    en: "The federation's metadata can't be read.",
  }),
  "connectors.federation-signature": (): Message => ({
    severity: "must",
    sv: "Federationens metadata är inte undertecknat med någon av de kända nycklarna; det är inte trott.",
    en: "The federation's metadata is not signed with any of the known keys; it is not believed.",
    fix: { sv: "Hämta nyckeln från federationen på annan väg.", en: "Get the key from the federation by another way." },
  }),
  "connectors.federation-expired": (): Message => ({
    severity: "must",
    sv: "Federationens metadata har gått ut.",
    en: "The federation's metadata has run out.",
    fix: { sv: "Hämta det på nytt.", en: "Get it anew." },
  }),
} as const;

export const finding = /* @__PURE__ */ findingsFrom(certificateMessages);
