import { findingsFrom, many, type Message } from "./message.ts";
import { sendMessages } from "./send-messages.ts";
import { writeMessages } from "./write-messages.ts";

/** What is said of a SCIM service and of what is written to it. */
const scimMessages = {
  ...sendMessages,
  "connectors.scim-partial": (p: { seen: number; total: number }): Message => ({
    severity: "must",
    sv: `Tjänsten säger ${p.total} resurser men lämnade ${p.seen}; ingenting ändras.`,
    en: `The service says ${p.total} resources but delivered ${p.seen}; nothing is changed.`,
  }),
  "connectors.protected-left-out": writeMessages["connectors.protected-left-out"],
  "connectors.mass-renaming": (p: { count: number; of: number; limit: number }): Message => ({
    severity: "must",
    sv: `${p.count} av ${p.of} skulle få ett annat användarnamn; gränsen är ${p.limit} och ingenting ändras.`,
    en: `${p.count} of ${p.of} would get another user name; the limit is ${p.limit}, and nothing is changed.`,
    fix: {
      sv: "Se efter om källan har börjat lämna något annat, och tillåt planen uttryckligen om den stämmer.",
      en: "See whether the source has begun to deliver something else, and allow the plan expressly when it is right.",
    },
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
  "connectors.not-uuid": (p: { count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "id är", "id är")} inte uuid, som profilen kräver.`,
    en: `${many(p.count, "id is", "ids are")} no uuid, which the profile demands.`,
  }),
} as const;

export const finding = /* @__PURE__ */ findingsFrom(scimMessages);
