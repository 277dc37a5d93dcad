import { askSource, findingsFrom, many, type Message, sendAgain } from "./message.ts";
import { tableMessages } from "./table-messages.ts";

/** What is said of files that are read by a mapping profile. */
const mappingMessages = {
  ...tableMessages,
  "connectors.profile-shape": (p: { expected: string }): Message => ({
    severity: "must",
    sv: `Profilen är fel här; väntat är ${p.expected}.`,
    en: `The profile is wrong here; expected is ${p.expected}.`,
  }),
  "connectors.profile-column": (p: { column: string }): Message => ({
    severity: "must",
    sv: `Filen har ingen kolumn ${p.column}, som profilen läser.`,
    en: `The file has no column ${p.column}, which the profile reads.`,
    fix: { sv: "Kontrollera att profilen är för den här filen.", en: "Check that the profile is for this file." },
  }),
  "connectors.xlsx-broken": (): Message => ({
    severity: "must",
    sv: "Filen är ingen hel Excel-fil (xlsx).",
    en: "The file is no whole Excel file (xlsx).",
    fix: sendAgain,
  }),
  "connectors.xlsx-too-large": (): Message => ({
    severity: "must",
    sv: "Bladet har fler rader eller kolumner än vad som läses.",
    en: "The sheet has more rows or columns than are read.",
    fix: { sv: "Dela upp filen, eller spara som CSV.", en: "Split the file, or save it as CSV." },
  }),
  "connectors.file-expected": (): Message => ({
    severity: "must",
    sv: "Ingen fil med det namnet finns; profilen väntar sig den.",
    en: "There is no file of that name; the profile expects it.",
    fix: sendAgain,
  }),
  "connectors.code-refused": (p: { field: string }): Message => ({
    severity: "must",
    sv: `${p.field} har ett ord som profilen inte översätter; raden kan inte användas.`,
    en: `${p.field} has a word that the profile does not translate; the row can't be used.`,
    fix: { sv: "Lägg till ordet i profilen.", en: "Add the word to the profile." },
  }),
  "connectors.row-differs": (p: { entity: string }): Message => ({
    severity: "check",
    sv: `Samma id finns på en tidigare rad i ${p.entity} med andra uppgifter; den första raden gäller.`,
    en: `The same id is on an earlier row in ${p.entity} with other details; the first row counts.`,
    fix: askSource,
  }),
  "connectors.check-rows": (p: { least: number; count: number }): Message => ({
    severity: "must",
    sv: `Filen har ${many(p.count, "rad", "rader")}; minst ${p.least} väntades.`,
    en: `The file has ${many(p.count, "row", "rows")}; at least ${p.least} were expected.`,
    fix: sendAgain,
  }),
  "connectors.check-filled": (p: { column: string; percent: number; least: number }): Message => ({
    severity: "must",
    sv: `Kolumnen ${p.column} är ifylld på ${p.percent} % av raderna; minst ${p.least} % väntades.`,
    en: `The column ${p.column} is filled on ${p.percent} % of the rows; at least ${p.least} % were expected.`,
    fix: sendAgain,
  }),
  "connectors.check-unique": (p: { column: string; count: number }): Message => ({
    severity: "must",
    sv: `Kolumnen ${p.column} ska vara unik men ${many(p.count, "rad upprepar", "rader upprepar")} ett värde.`,
    en: `The column ${p.column} should be unique, but ${many(p.count, "row repeats", "rows repeat")} a value.`,
    fix: askSource,
  }),
} as const;

export const finding = /* @__PURE__ */ findingsFrom(mappingMessages);
