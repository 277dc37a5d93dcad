import { check, findingMaker, type FindingMaker, must } from "./message-table.ts";

/** Codes about the school unit register. */
export interface RegisterParams {
  "scb.register-unreachable": { readonly attempts: number };
  "scb.register-refused": { readonly status: number };
  "scb.register-answer": object;
  "scb.register-stale": { readonly takenAt: string };
  "scb.register-snapshot": object;
}

/** What is said of the school unit register. */
export const registerFinding: FindingMaker<RegisterParams> = /* @__PURE__ */ findingMaker<RegisterParams>({
  "scb.register-unreachable": ({ attempts }) =>
    must(
      `Skolenhetsregistret svarar inte (${attempts} försök).`,
      `The school unit register does not answer (${attempts} attempts).`,
      { sv: "Försök senare, eller läs en sparad kopia.", en: "Try later, or read a snapshot." },
    ),
  "scb.register-refused": ({ status }) =>
    must(`Skolenhetsregistret svarar ${status}.`, `The school unit register answers ${status}.`),
  "scb.register-answer": () =>
    must(
      "Skolenhetsregistrets svar har inte den form som API v2 beskriver.",
      "The register's answer does not have the shape that API v2 describes.",
    ),
  "scb.register-stale": ({ takenAt }) =>
    check(
      `Skolenhetsregistret svarar inte; kopian från ${takenAt} används.`,
      `The school unit register does not answer; the copy of ${takenAt} is used.`,
    ),
  "scb.register-snapshot": () =>
    must("Filen är ingen kopia av skolenhetsregistret.", "The file is no snapshot of the school unit register."),
});
