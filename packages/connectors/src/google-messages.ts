import { findingsFrom, many, type Message } from "./message.ts";
import { sendMessages } from "./send-messages.ts";

/** What is said of Google Workspace. */
const googleMessages = {
  ...sendMessages,
  "connectors.address-taken": (): Message => ({
    severity: "must",
    sv: "Adressen tillhör redan ett konto som inte är personens; inget av dem ändras.",
    en: "The address already belongs to an account that is not the person's; neither is changed.",
  }),
  "connectors.no-address": (p: { count: number }): Message => ({
    severity: "must",
    sv: `${many(p.count, "person saknar", "personer saknar")} adress eller namn och får inget konto.`,
    en: `${many(p.count, "person has", "people have")} no address or no name, and get no account.`,
  }),
  "connectors.course-without-teacher": (): Message => ({
    severity: "check",
    sv: "Gruppen har ingen lärare med konto; en kurs måste ha en ägare och skapas inte.",
    en: "The group has no teacher with an account; a course must have an owner, and is not created.",
  }),
} as const;

export const finding = /* @__PURE__ */ findingsFrom(googleMessages);
