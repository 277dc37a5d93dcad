import { findingsFrom, type Message } from "./message.ts";
import { sendMessages } from "./send-messages.ts";

/** What is said of subscriptions and of what comes from them. */
const subscriptionMessages = {
  ...sendMessages,
  "connectors.not-told": (p: { list: string }): Message => ({
    severity: "check",
    sv: `Källan säger inte till om ändringar i ${p.list}; de syns vid de regelbundna läsningarna.`,
    en: `The source does not tell of changes in ${p.list}; they show in the regular readings.`,
  }),
  "connectors.subscription-lapsed": (): Message => ({
    severity: "check",
    sv: "Prenumerationen hade gått ut och är tecknad på nytt; under tiden har inget sagts till om.",
    en: "The subscription had run out and is made anew; in the meantime nothing was told.",
    fix: { sv: "Läs ändringarna sedan sist.", en: "Read the changes since the last time." },
  }),
  "connectors.notification-refused": (p: { status: number }): Message => ({
    severity: "check",
    sv: `Ett anrop till adressen för notiser är inte en notis från källan (svar ${p.status}); inget läses för dess skull.`,
    en: `A call to the address of notifications is not one from the source (answer ${p.status}); nothing is read for it.`,
  }),
} as const;

export const finding = /* @__PURE__ */ findingsFrom(subscriptionMessages);
