import { type FindingMaker, check, findingMaker, must } from "./message-table.ts";

/** Codes about a layout that is imported from a sheet or read from JSON. */
export interface SheetParams {
  "scb.sheet-unreadable": object;
  "scb.sheet-without-table": object;
  "scb.sheet-term": object;
  "scb.sheet-characters": object;
  "scb.sheet-length": object;
  "scb.sheet-reference": object;
  "scb.sheet-erratum": object;
  "scb.sheet-name-twice": object;
  "scb.layout-form": object;
  "scb.layout-order": object;
  "scb.layout-name": object;
}

/** What is said of a sheet that is imported as a layout. */
export const sheetFinding: FindingMaker<SheetParams> = /* @__PURE__ */ findingMaker<SheetParams>({
  "scb.sheet-unreadable": () => must("Filen är ingen läsbar xlsx-fil.", "The file is no xlsx file that can be read."),
  "scb.sheet-without-table": () =>
    must(
      "Filen har ingen tabell med rubrikerna Variabel, Fältinnehåll, Tillåtna tecken och Längd.",
      "The file has no table with the headings Variabel, Fältinnehåll, Tillåtna tecken and Längd.",
    ),
  "scb.sheet-term": () =>
    must(
      "Bladets rubrik säger inte vilken termin det gäller (vt eller ht och år).",
      "The sheet's heading does not say which term it is for (vt or ht, and a year).",
    ),
  "scb.sheet-characters": () =>
    must(
      "Tillåtna tecken är något annat än A, B, BS eller S.",
      "The characters are something else than A, B, BS or S.",
    ),
  "scb.sheet-length": () => must("Längden är inget tal.", "The length is no number."),
  "scb.sheet-reference": () =>
    must(
      "Texten hänvisar till ett fält som saknas eller inte har några koder.",
      "The text refers to a field that is missing or has no codes.",
    ),
  "scb.sheet-erratum": () =>
    check(
      "Texten hänvisar till fältet självt eller nämner ett annat delprov; se errata.",
      "The text refers to its own field or names another part; see errata.",
    ),
  "scb.sheet-name-twice": () => must("Två fält har samma namn.", "Two fields have the same name."),
  "scb.layout-form": () =>
    must(
      "Postbeskrivningen har inte den form den ska ha här.",
      "The layout does not have the form it should have here.",
    ),
  "scb.layout-order": () =>
    must(
      "Fältets plats är inte dess plats i listan, eller så finns namnet redan.",
      "The field's position is not its place in the list, or its name is there already.",
    ),
  "scb.layout-name": () =>
    must("Här nämns ett fält som postbeskrivningen inte har.", "A field is named here that the layout does not have."),
});
