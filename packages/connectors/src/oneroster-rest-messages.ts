import { listMessages } from "./list-messages.ts";
import { askSource, findingsFrom, many, readAgain, type Message } from "./message.ts";

/** What is said of a OneRoster service. */
const oneRosterRestMessages = {
  ...listMessages,
  "connectors.source-error": (p: { status: number; reason: string }): Message => ({
    severity: "must",
    sv: `Källan vägrade frågan (${p.status} ${p.reason}).`,
    en: `The source refused the request (${p.status} ${p.reason}).`,
  }),
  "connectors.filter-refused": (): Message => ({
    severity: "must",
    sv: "Källan kan inte visa bara det som ändrats (dateLastModified).",
    en: "The source can't show only what has changed (dateLastModified).",
    fix: { sv: "Läs en total.", en: "Read a total." },
  }),
  "connectors.option-refused": (p: { option: string }): Message => ({
    severity: "check",
    sv: `Källan tar inte ${p.option}; listan läses utan.`,
    en: `The source does not take ${p.option}; the list is read without it.`,
  }),
  "connectors.repeated-page": (): Message => ({
    severity: "must",
    sv: "Källan gav samma sida en gång till; läsningen skulle aldrig ta slut.",
    en: "The source gave the same page once more; the reading would never end.",
    fix: { sv: "Anmäl felet till källan.", en: "Report it to the source." },
  }),
  "connectors.fewer-than-told": (p: { told: number; count: number }): Message => ({
    severity: "must",
    sv: `Källan säger att listan har ${many(p.told, "rad", "rader")} men gav ${p.count}.`,
    en: `The source says that the list has ${many(p.told, "row", "rows")} but gave ${p.count}.`,
    fix: readAgain,
  }),
  "connectors.foreign-link": (): Message => ({
    severity: "check",
    sv: "Källan hänvisar till en annan server för nästa sida; den frågas inte.",
    en: "The source refers to another server for the next page; it is not asked.",
    fix: askSource,
  }),
} as const;

export const finding = /* @__PURE__ */ findingsFrom(oneRosterRestMessages);

/**
 * The source's own code for a refusal (`invalid_filter_field`), in whichever envelope a version and a source put it
 * (`imsx_codeMinor`, `imsx_CodeMinor.imsx_codeMinorField[].imsx_codeMinorFieldValue`); the empty text when there is none.
 */
export function imsxReason(body: unknown, depth = 6): string {
  if (typeof body !== "object" || body === null || depth === 0) return "";
  const entries = Object.entries(body);
  const own = entries.find(([name, value]) => /codeminor(fieldvalue)?$/i.test(name) && typeof value === "string");
  if (own !== undefined) return String(own[1]);
  for (const [, value] of entries) {
    const inner = imsxReason(value, depth - 1);
    if (inner !== "") return inner;
  }
  return "";
}
