import type { Text } from "./finding.ts";
import { check, must, findingMaker, type FindingMaker } from "./message-table.ts";

/** Codes about a file that is read: its encoding, its columns, its layout. */
export interface FileParams {
  "scb.empty-file": object;
  "scb.cut-file": object;
  "scb.double-encoded": { readonly rows: number };
  "scb.unreadable-characters": { readonly rows: number };
  "scb.utf16": object;
  "scb.mixed-encodings": { readonly rows: number };
  "scb.header-row": object;
  "scb.unknown-layout": { readonly columns: number };
  "scb.other-layout": { readonly named: string; readonly shown: string };
  "scb.several-extracts": { readonly extracts: number };
  "scb.close-to-layout": { readonly layout: string; readonly expected: number; readonly found: number };
  "scb.variant": { readonly expected: number; readonly found: number; readonly variant: Text };
  "scb.columns-by-name": { readonly expected: number; readonly found: number };
  "scb.quoted": object;
  "scb.separator": { readonly name: Text };
  "scb.semicolon-in-value": { readonly labels: readonly Text[] };
  "scb.column-count": { readonly expected: number; readonly found: number };
}

/** What is said of a file that is read. */
export const fileFinding: FindingMaker<FileParams> = /* @__PURE__ */ findingMaker<FileParams>({
  "scb.empty-file": () => must("Filen är tom.", "The file is empty."),
  "scb.cut-file": () =>
    must(
      "Sista raden är avhuggen: filen slutar mitt i en rad.",
      "The last row is cut: the file ends in the middle of it.",
      {
        sv: "Gör om uttaget ur systemet.",
        en: "Extract the file again.",
      },
    ),
  "scb.double-encoded": ({ rows }) =>
    must(
      `Å, ä och ö är förvanskade på ${rows} rader (kodade två gånger).`,
      `å, ä and ö are garbled in ${rows} rows (encoded twice).`,
      {
        sv: "Spara om filen med en teckenkodning, UTF-8 eller Windows-1252.",
        en: "Save the file anew in one encoding, UTF-8 or Windows-1252.",
      },
    ),
  "scb.unreadable-characters": ({ rows }) =>
    must(`Tecken har gått förlorade på ${rows} rader.`, `Characters have been lost in ${rows} rows.`),
  "scb.utf16": () =>
    check(
      "Filen är i UTF-16; den läses, men ska skrivas om.",
      "The file is in UTF-16; it is read, but should be rewritten.",
    ),
  "scb.mixed-encodings": ({ rows }) =>
    must(
      `Rader i Windows-1252 i en fil med UTF-8: ${rows}. Varje rad läses i sin egen kodning.`,
      `Rows in Windows-1252 in a file with UTF-8: ${rows}. Each row is read in its own encoding.`,
      {
        sv: "Gör om uttaget i en teckenkodning; filer är kanske sammanfogade.",
        en: "Extract the file again in one encoding; files may have been joined.",
      },
    ),
  "scb.header-row": () =>
    check("Filen har en rubrikrad, som hoppas över.", "The file has a header row, which is skipped."),
  "scb.unknown-layout": ({ columns }) =>
    must(`Ingen känd postbeskrivning har ${columns} kolumner.`, `No known layout has ${columns} columns.`, {
      sv: "Ange postbeskrivning, eller se efter vilken termin filen gäller.",
      en: "Name the layout, or see which term the file is for.",
    }),
  "scb.other-layout": ({ named, shown }) =>
    must(
      `Filen läses som ${named} men ser ut att vara ${shown}.`,
      `The file is read as ${named} but looks like ${shown}.`,
      {
        sv: `Ange ${shown}, eller ta ut rätt fil.`,
        en: `Name ${shown}, or extract the right file.`,
      },
    ),
  "scb.several-extracts": ({ extracts }) =>
    check(
      `Raderna kommer från ${extracts} uttag (system, datum eller version skiljer sig).`,
      `The rows come from ${extracts} extractions (system, day or version differ).`,
    ),
  "scb.close-to-layout": ({ layout, expected, found }) =>
    must(
      `Filen liknar ${layout} men har ${found} kolumner, ska ha ${expected}; inga rader läses.`,
      `The file looks like ${layout} but has ${found} columns, should have ${expected}; no rows are read.`,
      {
        sv: "Be leverantören om ett uttag med alla kolumner; vilka som saknas går inte att avgöra säkert.",
        en: "Ask the vendor for an extract with all columns; which are missing cannot be told for certain.",
      },
    ),
  "scb.variant": ({ expected, found, variant }) =>
    must(
      `Filen har ${found} kolumner, SCB:s har ${expected} (${variant.sv}).`,
      `The file has ${found} columns, SCB's has ${expected} (${variant.en}).`,
      { sv: "Be leverantören om ett uttag med alla kolumner.", en: "Ask the vendor for an extract with all columns." },
    ),
  "scb.columns-by-name": ({ expected, found }) =>
    must(
      `Kolumnerna läses efter rubrikraden: ${found} av ${expected}, eller i annan ordning än SCB:s.`,
      `Columns are read by the header row: ${found} of ${expected}, or in another order than SCB's.`,
    ),
  "scb.quoted": () =>
    must(
      "Värdena står inom citattecken; i SCB:s filer ska de inte det.",
      "Values are in quotes; in SCB's files they are not.",
      {
        sv: "Gör om uttaget utan citattecken.",
        en: "Extract the file again without quotes.",
      },
    ),
  "scb.separator": ({ name }) =>
    must(
      `Värdena skiljs åt av ${name.sv}; i SCB:s filer av semikolon.`,
      `Values are separated by ${name.en}; in SCB's files by semicolon.`,
      { sv: "Gör om uttaget med semikolon.", en: "Extract the file again with semicolons." },
    ),
  "scb.semicolon-in-value": ({ labels }) =>
    must(
      `Raden har en kolumn för mycket: ett semikolon i ${labels.map(({ sv }) => sv).join(" eller ")}.`,
      `The row has a column too many: a semicolon in ${labels.map(({ en }) => en).join(" or ")}.`,
      { sv: "Ta bort semikolonet i systemet och gör om uttaget.", en: "Remove it in the system and extract again." },
    ),
  "scb.column-count": ({ expected, found }) =>
    must(`Raden har ${found} kolumner, ska ha ${expected}.`, `The row has ${found} columns, should have ${expected}.`),
});
