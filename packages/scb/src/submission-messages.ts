import type { Text } from "./finding.ts";
import { check, must, findingMaker, type FindingMaker } from "./message-table.ts";

/** Codes about a report that is prepared, against the file before and the year before. */
export interface SubmissionParams {
  "scb.draft-layout": { readonly layout: string };
  "scb.secondary-layout": { readonly layout: string };
  "scb.rows-held": { readonly rows: number };
  "scb.no-rows": object;
  "scb.lost-unit": { readonly pupils: number };
  "scb.lost-pupils": { readonly before: number; readonly after: number; readonly gone: number };
  "scb.protected-name": object;
  "scb.year-change": { readonly before: Text; readonly after: Text };
  "scb.year-explained": { readonly before: Text; readonly after: Text };
  "scb.decided": { readonly about: string };
}

/** What is said of a report that is prepared. */
export const submissionFinding: FindingMaker<SubmissionParams> = /* @__PURE__ */ findingMaker<SubmissionParams>({
  "scb.draft-layout": ({ layout }) =>
    must(
      `Postbeskrivningen ${layout} är ett utkast: en fil till SCB kan inte skrivas efter den.`,
      `Layout ${layout} is a draft: no file for SCB can be written with it.`,
    ),
  "scb.secondary-layout": ({ layout }) =>
    check(
      `Postbeskrivningen ${layout} är känd i andra hand: jämför med SCB:s egen innan filen skickas.`,
      `Layout ${layout} is known second-hand: compare with SCB's own before the file is sent.`,
    ),
  "scb.rows-held": ({ rows }) =>
    must(
      `Rader som hålls tillbaka: ${rows}. Filen är inte fullständig.`,
      `Rows held aside: ${rows}. The file is not complete.`,
      {
        sv: "En ny fil ersätter allt som skickats förut: rätta raderna innan den skickas.",
        en: "A new file replaces all that was sent before: correct the rows before it is sent.",
      },
    ),
  "scb.no-rows": () => must("Det finns inga rader att skriva.", "There are no rows to write."),
  "scb.lost-unit": ({ pupils }) =>
    must(
      `Skolenheten finns inte i den nya filen; elever i den förra: ${pupils}.`,
      `The unit is not in the new file; pupils in the previous one: ${pupils}.`,
      {
        sv: "En ny fil tar bort det som saknas. Ta med enheten, eller lämna ett undertecknat beslut.",
        en: "A new file removes what it lacks. Add the unit, or give a signed decision.",
      },
    ),
  "scb.lost-pupils": ({ before, after, gone }) =>
    must(
      `Elever i förra filen som saknas i den nya: ${gone} (enheten går från ${before} till ${after}).`,
      `Pupils of the previous file that the new one lacks: ${gone} (the unit goes from ${before} to ${after}).`,
      {
        sv: "Ta med de elever som saknas, eller lämna ett undertecknat beslut.",
        en: "Add the missing pupils, or give a signed decision.",
      },
    ),
  "scb.protected-name": () =>
    must(
      "Eleven har skyddad identitet och ingen har beslutat vilket namn som ska stå i filen.",
      "The pupil has a protected identity and nobody has decided which name the file is to hold.",
      {
        sv: "Lämna ett undertecknat beslut: namnet som i registret, eller en text i dess ställe.",
        en: "Give a signed decision: the name as in the register, or a text in its place.",
      },
    ),
  "scb.year-change": ({ before, after }) =>
    must(
      `Från ${before.sv} förra året till ${after.sv}: kräver en kommentar.`,
      `From ${before.en} last year to ${after.en}: needs a comment.`,
    ),
  "scb.year-explained": ({ before, after }) =>
    check(
      `Från ${before.sv} förra året till ${after.sv}: kommenterat.`,
      `From ${before.en} last year to ${after.en}: commented.`,
    ),
  "scb.decided": ({ about }) => check(`Beslutat och undertecknat: ${about}.`, `Decided and signed: ${about}.`),
});
