import { httpMessages } from "./http-messages.ts";
import { findingsFrom, type Message } from "./message.ts";
import { writeMessages } from "./write-messages.ts";

/** What is said of a service and of what is written to it. */
export const sendMessages = {
  ...httpMessages,
  ...writeMessages,
  "connectors.answer-shape": (): Message => ({
    severity: "must",
    sv: "Svaret har inte den form som tjänsten ska ge.",
    en: "The answer does not have the form that the service should give.",
    fix: { sv: "Kontrollera adressen till tjänsten.", en: "Check the address of the service." },
  }),
  "connectors.outcome-unknown": (): Message => ({
    severity: "must",
    sv: "Svaret kom inte fram; om resursen skapades visar nästa läsning.",
    en: "The answer did not arrive; whether the resource was created the next reading shows.",
  }),
  "connectors.mass-removal": (p: { count: number; of: number; limit: number }): Message => ({
    severity: "must",
    sv: `${p.count} av ${p.of} skulle stängas av eller tas bort; gränsen är ${p.limit} och ingenting ändras.`,
    en: `${p.count} of ${p.of} would be deactivated or removed; the limit is ${p.limit}, and nothing is changed.`,
    fix: { sv: "Granska planen och tillåt den uttryckligen.", en: "Review the plan, and allow it expressly." },
  }),
  "connectors.change-refused": (p: { status: number; reason: string }): Message => ({
    severity: "must",
    sv: `Tjänsten vägrade ändringen (${p.status} ${p.reason}).`,
    en: `The service refused the change (${p.status} ${p.reason}).`,
  }),
  "connectors.change-conflict": (): Message => ({
    severity: "must",
    sv: "Resursen har ändrats av någon annan eller namnet är upptaget; den lämnas som den är.",
    en: "The resource was changed by somebody else, or its name is taken; it is left as it is.",
    fix: { sv: "Läs tjänsten igen och planera på nytt.", en: "Read the service again and plan anew." },
  }),
} as const;

export const finding = /* @__PURE__ */ findingsFrom(sendMessages);
