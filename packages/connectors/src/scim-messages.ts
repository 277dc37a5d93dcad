import { httpMessages } from "./http-messages.ts";
import { findingsFrom, many, type Message } from "./message.ts";
import { writeMessages } from "./write-messages.ts";

/** What is said of a SCIM service and of what is written to it. */
export const scimMessages = {
  ...httpMessages,
  ...writeMessages,
  "connectors.scim-shape": (): Message => ({
    severity: "must",
    sv: "Svaret är ingen SCIM-lista eller -resurs.",
    en: "The answer is no SCIM list or resource.",
    fix: { sv: "Kontrollera adressen till tjänsten.", en: "Check the address of the service." },
  }),
  "connectors.scim-partial": (p: { seen: number; total: number }): Message => ({
    severity: "must",
    sv: `Tjänsten säger ${p.total} resurser men lämnade ${p.seen}; ingenting ändras.`,
    en: `The service says ${p.total} resources but delivered ${p.seen}; nothing is changed.`,
  }),
  "connectors.scim-refused": (p: { status: number; scimType: string }): Message => ({
    severity: "must",
    sv: `Tjänsten vägrade ändringen (${p.status} ${p.scimType}).`,
    en: `The service refused the change (${p.status} ${p.scimType}).`,
  }),
  "connectors.scim-conflict": (): Message => ({
    severity: "must",
    sv: "Resursen har ändrats av någon annan eller namnet är upptaget; den lämnas som den är.",
    en: "The resource was changed by somebody else, or its name is taken; it is left as it is.",
    fix: { sv: "Läs tjänsten igen och planera på nytt.", en: "Read the service again and plan anew." },
  }),
  "connectors.scim-unknown": (): Message => ({
    severity: "must",
    sv: "Svaret kom inte fram; om resursen skapades visar nästa läsning.",
    en: "The answer did not arrive; whether the resource was created the next reading shows.",
  }),
  "connectors.scim-name-taken": (): Message => ({
    severity: "must",
    sv: "Användarnamnet tillhör en resurs med ett annat externt id; ingen av dem ändras.",
    en: "The user name belongs to a resource with another external id; neither is changed.",
  }),
  "connectors.scim-missing-reference": (p: { count: number }): Message => ({
    severity: "must",
    sv: `${many(p.count, "medlem finns", "medlemmar finns")} inte i tjänsten och läggs inte till.`,
    en: `${many(p.count, "member is", "members are")} not in the service, and not added.`,
  }),
  "connectors.mass-removal": (p: { count: number; of: number; limit: number }): Message => ({
    severity: "must",
    sv: `${p.count} av ${p.of} skulle stängas av eller tas bort; gränsen är ${p.limit} och ingenting ändras.`,
    en: `${p.count} of ${p.of} would be deactivated or removed; the limit is ${p.limit}, and nothing is changed.`,
    fix: { sv: "Granska planen och tillåt den uttryckligen.", en: "Review the plan, and allow it expressly." },
  }),
  "connectors.not-uuid": (p: { count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "id är", "id är")} inte uuid, som profilen kräver.`,
    en: `${many(p.count, "id is", "ids are")} no uuid, which the profile demands.`,
  }),
} as const;

export const finding = /* @__PURE__ */ findingsFrom(scimMessages);
