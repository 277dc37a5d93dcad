import { findingsFrom, askSource, many, sendAgain, type Message } from "./message.ts";

/** What is said of rows and files by every source. */
export const messages = {
  "connectors.missing-field": (p: { field: string }): Message => ({
    severity: "must",
    sv: `Raden saknar ${p.field} och kan inte användas.`,
    en: `The row lacks ${p.field} and can't be used.`,
    fix: askSource,
  }),
  "connectors.bad-date": (p: { field: string }): Message => ({
    severity: "must",
    sv: `${p.field} är inte ett datum (ÅÅÅÅ-MM-DD); raden kan inte användas.`,
    en: `${p.field} is not a date (YYYY-MM-DD); the row can't be used.`,
    fix: askSource,
  }),
  "connectors.bad-value": (p: { field: string }): Message => ({
    severity: "check",
    sv: `${p.field} har inte väntad form och utelämnas.`,
    en: `${p.field} does not have the expected form and is left out.`,
    fix: askSource,
  }),
  "connectors.reversed-dates": (): Message => ({
    severity: "check",
    sv: "Slutdatum är före startdatum.",
    en: "The end date is before the start date.",
    fix: askSource,
  }),
  "connectors.invalid-identity": (p: { reason: string }): Message => ({
    severity: "check",
    sv: `Identitetsnumret går inte att använda (${p.reason}); personen behålls utan nummer.`,
    en: `The identity number can't be used (${p.reason}); the person is kept without it.`,
    fix: askSource,
  }),
  "connectors.unknown-value": (p: { field: string; value: string; count: number }): Message => ({
    severity: "check",
    sv: `Okänt värde "${p.value}" i ${p.field}, ${many(p.count, "rad", "rader")}. Värdet behålls.`,
    en: `Unknown value "${p.value}" in ${p.field}, ${many(p.count, "row", "rows")}. The value is kept.`,
  }),
  "connectors.unknown-marking": (p: { value: string; count: number }): Message => ({
    severity: "must",
    sv: `Okänd skyddsmarkering "${p.value}", ${many(p.count, "person", "personer")}: räkna dem som skyddade tills den är tolkad.`,
    en: `Unknown protection marking "${p.value}", ${many(p.count, "person", "people")}: treat them as protected until it is understood.`,
    fix: askSource,
  }),
  "connectors.duplicate-id": (p: { entity: string }): Message => ({
    severity: "must",
    sv: `Samma id kommer två gånger i ${p.entity}; den första raden gäller.`,
    en: `The same id comes twice in ${p.entity}; the first row counts.`,
    fix: askSource,
  }),
  "connectors.repeated-rows": (p: { entity: string; count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "rad", "rader")} i ${p.entity} säger samma sak som en annan och utelämnas.`,
    en: `${many(p.count, "row", "rows")} in ${p.entity} say the same as another and are left out.`,
  }),
  "connectors.dangling-reference": (p: { field: string; to: string; count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "rad", "rader")} i ${p.field} pekar på något som inte finns i ${p.to}.`,
    en: `${many(p.count, "row", "rows")} in ${p.field} refer to something that is not in ${p.to}.`,
  }),
  "connectors.rejected-rows": (p: { entity: string; count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "rad", "rader")} i ${p.entity} kunde inte användas; därför tas inget bort i ${p.entity}.`,
    en: `${many(p.count, "row", "rows")} in ${p.entity} could not be used; so nothing is removed in ${p.entity}.`,
    fix: { sv: "Rätta raderna och läs igen.", en: "Correct the rows and read again." },
  }),
  "connectors.more": (p: { code: string; count: number }): Message => ({
    severity: "check",
    sv: `Ytterligare ${many(p.count, "rad", "rader")} med ${p.code}.`,
    en: `${many(p.count, "more row", "more rows")} with ${p.code}.`,
  }),
  "connectors.no-files": (): Message => ({
    severity: "must",
    sv: "Inga filer att läsa.",
    en: "No files to read.",
  }),
  "connectors.empty-file": (): Message => ({
    severity: "must",
    sv: "Filen är tom, eller inget i den gäller.",
    en: "The file is empty, or nothing in it applies.",
    fix: sendAgain,
  }),
  "connectors.unknown-file": (): Message => ({
    severity: "check",
    sv: "Filen hör inte hit och läses inte.",
    en: "The file does not belong here and is not read.",
  }),
  "connectors.bad-encoding": (p: { expected: string }): Message => ({
    severity: "must",
    sv: `Filen är inte ${p.expected}: å, ä och ö skulle bli fel.`,
    en: `The file is not ${p.expected}: å, ä and ö would come out wrong.`,
    fix: sendAgain,
  }),
  "connectors.cut-file": (): Message => ({
    severity: "must",
    sv: "Filen slutar mitt i en rad.",
    en: "The file ends in the middle of a row.",
    fix: sendAgain,
  }),
  "connectors.open-quote": (): Message => ({
    severity: "must",
    sv: "Ett citattecken på raden stängs aldrig: resten av filen går inte att läsa.",
    en: "A quote on the row never closes: the rest of the file can't be read.",
    fix: sendAgain,
  }),
  "connectors.row-too-long": (): Message => ({
    severity: "must",
    sv: "Raden tar inte slut; resten av filen läses inte.",
    en: "The row does not end; the rest of the file is not read.",
    fix: sendAgain,
  }),
  "connectors.column-count": (p: { expected: number; columns: number }): Message => ({
    severity: "must",
    sv: `Raden har ${many(p.columns, "kolumn", "kolumner")}, väntat är ${p.expected}.`,
    en: `The row has ${many(p.columns, "column", "columns")}, expected are ${p.expected}.`,
    fix: askSource,
  }),
  "connectors.garbled-text": (p: { count: number }): Message => ({
    severity: "must",
    sv: `${many(p.count, "ställe", "ställen")} i texten är redan förvanskade av fel teckenkodning.`,
    en: `${many(p.count, "place", "places")} in the text are already garbled by a wrong encoding.`,
    fix: sendAgain,
  }),
  "connectors.guessed-century": (p: { count: number }): Message => ({
    severity: "check",
    sv: `${many(p.count, "identitetsnummer är skrivet", "identitetsnummer är skrivna")} utan århundrade, som är antaget.`,
    en: `${many(p.count, "identity number is", "identity numbers are")} written without a century, which is assumed.`,
    fix: askSource,
  }),
  "connectors.invalid-key": (p: { reason: string }): Message => ({
    severity: "must",
    sv: `Personens nyckel är inget identitetsnummer (${p.reason}); raden kan inte användas.`,
    en: `The person's key is no identity number (${p.reason}); the row can't be used.`,
    fix: askSource,
  }),
} as const;

export const finding = /* @__PURE__ */ findingsFrom(messages);
