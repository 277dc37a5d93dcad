import { findingsFrom, askSource, many, sendAgain, type Message } from "./message.ts";
import { messages } from "./messages.ts";

/** What is said of the platform's import files. */
const importMessages = {
  ...messages,
  "connectors.delimiter-unknown": (): Message => ({
    severity: "must",
    sv: "Ingen av avgränsarna tabb, semikolon och komma ger kända rader.",
    en: "None of the delimiters tab, semicolon and comma gives known rows.",
    fix: { sv: "Kontrollera att det är rätt fil.", en: "Check that it is the right file." },
  }),
  "connectors.header-row": (): Message => ({
    severity: "check",
    sv: "Första raden är rubriker och läses inte som data.",
    en: "The first row is a header and is not read as data.",
  }),
  "connectors.header-only": (): Message => ({
    severity: "must",
    sv: "Filen har rubriker men inga rader.",
    en: "The file has a header but no rows.",
    fix: sendAgain,
  }),
  "connectors.unknown-row": (p: { columns: number }): Message => ({
    severity: "must",
    sv: `Raden med ${many(p.columns, "kolumn", "kolumner")} är ingen känd radtyp.`,
    en: `The row with ${many(p.columns, "column", "columns")} is of no known kind.`,
    fix: askSource,
  }),
  "connectors.person-again": (): Message => ({
    severity: "check",
    sv: "Personen finns redan på en tidigare rad med andra uppgifter; den sista raden gäller.",
    en: "The person is on an earlier row with other details; the last row counts.",
    fix: askSource,
  }),
  "connectors.two-schools": (): Message => ({
    severity: "check",
    sv: "Klassen läggs i två skolor; den första gäller.",
    en: "The class is put in two schools; the first one counts.",
    fix: askSource,
  }),
  "connectors.relations-not-carried": (p: { type: string; count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "relation", "relationer")} av typen ${p.type} har ingen motsvarighet och läses inte.`,
    en: `${many(p.count, "relation", "relations")} of type ${p.type} have no counterpart and are not read.`,
  }),
  "connectors.removals-not-carried": (p: { count: number }): Message => ({
    severity: "must",
    sv: `${many(p.count, "borttagning", "borttagningar")} i en förändringsfil kan inte läsas som ett register.`,
    en: `${many(p.count, "removal", "removals")} in a file of changes can't be read as a register.`,
    fix: { sv: "Läs en totalfil i stället.", en: "Read a total file instead." },
  }),
} as const;

export const finding = /* @__PURE__ */ findingsFrom(importMessages);
