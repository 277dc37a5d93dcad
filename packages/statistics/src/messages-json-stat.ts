import { check, type MessagesFor, must } from "./message.ts";

/** Parameters of the findings on JSON-stat documents. */
export interface JsonStatParams {
  "jsonstat.parse-error": object;
  "jsonstat.structural-violation": { readonly expected: string };
  "jsonstat.not-a-dataset": object;
  "jsonstat.id-size-len-mismatch": object;
  "jsonstat.dim-key-id-mismatch": object;
  "jsonstat.value-len-mismatch": { readonly expected: number; readonly found: number };
  "jsonstat.value-text": { readonly cells: number };
  "jsonstat.sparse-key-out-of-range": { readonly cells: number };
  "jsonstat.role-id-unknown": object;
  "jsonstat.status-len-mismatch": { readonly expected: number; readonly found: number };
  "jsonstat.status-for-all": object;
  "jsonstat.status-key-out-of-range": { readonly cells: number };
  "jsonstat.metric-unit-missing": object;
  "jsonstat.index-count-mismatch": { readonly expected: number; readonly found: number };
  "jsonstat.index-positions-invalid": object;
  "jsonstat.label-key-unknown": object;
  "jsonstat.label-key-incomplete": object;
  "jsonstat.unit-key-unknown": object;
  "jsonstat.coord-key-unknown": object;
  "jsonstat.note-key-unknown": object;
  "jsonstat.child-id-unknown": object;
  "jsonstat.child-cycle": object;
  "jsonstat.recursion-limit": object;
  "jsonstat.bundle-deprecated": object;
  "jsonstat.cube-size-overflow": object;
}

const unknownKey = (sv: string, en: string) => () =>
  must(`${sv} nämner en kategori som inte finns i index.`, `${en} names a category that is not in the index.`);

/** The sentences of the findings on JSON-stat documents. */
export const jsonStatMessages: MessagesFor<JsonStatParams> = {
  "jsonstat.parse-error": () => must("Texten är inte JSON.", "The text is not JSON."),
  "jsonstat.structural-violation": ({ expected }) => must(`Här ska stå: ${expected}.`, `Expected here: ${expected}.`),
  "jsonstat.not-a-dataset": () =>
    must("Dokumentet är ingen tabell (class: dataset).", "The document is no table (class: dataset)."),
  "jsonstat.id-size-len-mismatch": () => must("id och size är olika långa.", "id and size differ in length."),
  "jsonstat.dim-key-id-mismatch": () =>
    must("Nycklarna i dimension är inte de i id.", "The keys of dimension are not those of id."),
  "jsonstat.value-len-mismatch": ({ expected, found }) =>
    must(`${found} värden, ska vara ${expected}.`, `${found} values, should be ${expected}.`),
  "jsonstat.value-text": ({ cells }) =>
    check(`${cells} celler har en text i stället för ett tal.`, `${cells} cells hold a text in place of a number.`),
  "jsonstat.sparse-key-out-of-range": ({ cells }) =>
    must(`value har nycklar utanför 0–${cells - 1}.`, `value has keys outside 0 to ${cells - 1}.`),
  "jsonstat.role-id-unknown": () => must("role nämner en okänd dimension.", "role names an unknown dimension."),
  "jsonstat.status-len-mismatch": ({ expected, found }) =>
    must(`${found} anmärkningar i status, ska vara ${expected}.`, `${found} remarks in status, should be ${expected}.`),
  "jsonstat.status-for-all": () =>
    check(
      "En lista med en enda anmärkning gäller alla celler; skriv den som text.",
      "A list of one remark goes for all cells; write it as a text.",
    ),
  "jsonstat.status-key-out-of-range": ({ cells }) =>
    must(`status har nycklar utanför 0–${cells - 1}.`, `status has keys outside 0 to ${cells - 1}.`),
  "jsonstat.metric-unit-missing": () => check("Innehållet saknar enhet.", "The metric has no unit."),
  "jsonstat.index-count-mismatch": ({ expected, found }) =>
    must(`${found} kategorier i index, ska vara ${expected}.`, `${found} categories in index, should be ${expected}.`),
  "jsonstat.index-positions-invalid": () =>
    must("Platserna i index är inte 0, 1, 2 … en gång var.", "The places in index are not 0, 1, 2 … once each."),
  "jsonstat.label-key-unknown": unknownKey("label", "label"),
  "jsonstat.label-key-incomplete": () => check("Alla kategorier har inte label.", "Not every category has a label."),
  "jsonstat.unit-key-unknown": unknownKey("unit", "unit"),
  "jsonstat.coord-key-unknown": unknownKey("coordinates", "coordinates"),
  "jsonstat.note-key-unknown": unknownKey("note", "note"),
  "jsonstat.child-id-unknown": unknownKey("child", "child"),
  "jsonstat.child-cycle": () => must("child går i cirkel.", "child goes round in a circle."),
  "jsonstat.recursion-limit": () =>
    check("Samlingar i samlingar läses inte så här djupt.", "Collections within collections are not read this deep."),
  "jsonstat.bundle-deprecated": () =>
    check("Äldre samling (bundle), inte JSON-stat 2.0.", "An older bundle, not JSON-stat 2.0."),
  "jsonstat.cube-size-overflow": () => must("Tabellen är för stor.", "The table is too large."),
};
