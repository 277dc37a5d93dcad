import { askSource, findingsFrom, many, sendAgain, type Message } from "./message.ts";
import { messages } from "./messages.ts";

/** What is said of files with a header row. */
export const tableMessages = {
  ...messages,
  "connectors.missing-column": (p: { columns: string }): Message => ({
    severity: "must",
    sv: `Filens rubrikrad saknar ${p.columns}; filen kan inte läsas.`,
    en: `The file's header row lacks ${p.columns}; the file can't be read.`,
    fix: {
      sv: "Kontrollera att det är rätt fil och att rubrikerna är med.",
      en: "Check that it is the right file, with its header.",
    },
  }),
  "connectors.duplicate-column": (p: { column: string }): Message => ({
    severity: "must",
    sv: `Kolumnen ${p.column} finns två gånger; den första läses.`,
    en: `The column ${p.column} is there twice; the first is read.`,
    fix: sendAgain,
  }),
  "connectors.unknown-column": (p: { columns: string; count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "kolumn", "kolumner")} känns inte igen och läses inte: nummer ${p.columns}.`,
    en: `${many(p.count, "column is", "columns are")} not known and not read: number ${p.columns}.`,
  }),
  "connectors.header-case": (): Message => ({
    severity: "check",
    sv: "Rubriker är skrivna med andra stora och små bokstäver än formatet säger; de läses ändå.",
    en: "Column names are written in another case than the format says; they are read all the same.",
  }),
  "connectors.header-skipped": (): Message => ({
    severity: "check",
    sv: "Första raden är rubriker och läses inte som data.",
    en: "The first row is a header and is not read as data.",
  }),
  "connectors.protected-row": (): Message => ({
    severity: "check",
    sv: "Raden är skyddsmarkerad och läggs åt sidan.",
    en: "The row is marked as protected and is put aside.",
    fix: { sv: "Hantera personen för hand enligt rutinen.", en: "Handle the person by hand, by your routine." },
  }),
  "connectors.core-missing": (p: { files: string }): Message => ({
    severity: "must",
    sv: `${p.files} lästes inte, och utan dem finns inget register.`,
    en: `${p.files} were not read, and without them there is no register.`,
    fix: sendAgain,
  }),
  "connectors.person-differs": (): Message => ({
    severity: "check",
    sv: "Personen finns på en tidigare rad med andra uppgifter; den första raden gäller.",
    en: "The person is on an earlier row with other details; the first row counts.",
    fix: askSource,
  }),
} as const;

export const finding = /* @__PURE__ */ findingsFrom(tableMessages);
