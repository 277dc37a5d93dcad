import { type FindingMaker, findingMaker, must } from "./message-table.ts";

/** Codes about a step that a report may not take. */
export interface SignOffParams {
  "scb.sign-off-order": { readonly status: string; readonly event: string };
  "scb.sign-off-unsigned": object;
  "scb.sign-off-incomplete": object;
  "scb.sign-off-digest": object;
  "scb.sign-off-itself": object;
}

/** What is said of a step that a report may not take. */
export const signOffFinding: FindingMaker<SignOffParams> = /* @__PURE__ */ findingMaker<SignOffParams>({
  "scb.sign-off-order": ({ status, event }) =>
    must(`Rapporten är ${status}: ${event} kan inte ske nu.`, `The report is ${status}: ${event} can't happen now.`),
  "scb.sign-off-unsigned": () =>
    must("Steget saknar namn på den som tog det.", "The step lacks the name of who took it."),
  "scb.sign-off-incomplete": () =>
    must(
      "Rapporten är inte fullständig: rader hålls tillbaka eller något är inte beslutat.",
      "The report is not complete: rows are held aside or something is not decided.",
    ),
  "scb.sign-off-digest": () =>
    must("Fingeravtrycket är inte den kontrollerade rapportens.", "The digest is not that of the validated report."),
  "scb.sign-off-itself": () =>
    must("En rapport kan inte ersättas av sig själv.", "A report can't be superseded by itself."),
});
