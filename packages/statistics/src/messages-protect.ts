import { check, type MessagesFor, must } from "./message.ts";

/** Parameters of the findings of disclosure control. */
export interface ProtectParams {
  "protect.cell-exposed": object;
  "protect.cell-open": object;
  "protect.cell-narrow": { readonly width: number; readonly wanted: number };
  "protect.sum-does-not-hold": object;
  "protect.negative": object;
  "protect.no-sums": object;
  "protect.total-deviates": { readonly most: number };
}

/** The sentences of the findings of disclosure control. */
export const protectMessages: MessagesFor<ProtectParams> = {
  "protect.cell-exposed": () =>
    must("Cellen kan räknas ut av det som visas.", "The cell can be computed from what is shown.", {
      sv: "Slå ihop kategorier, eller visa inte summan.",
      en: "Merge categories, or do not show the sum.",
    }),
  "protect.cell-open": () =>
    check(
      "Inget bevis för att cellen är skyddad; granska med linjärprogrammering.",
      "No proof that the cell is protected; audit it by linear programming.",
    ),
  "protect.cell-narrow": ({ width, wanted }) =>
    check(
      `Cellen är skyddad, men bara med ${width} andra möjliga värden, ska ha ${wanted}.`,
      `The cell is protected, but with ${width} other possible values only, should have ${wanted}.`,
    ),
  "protect.sum-does-not-hold": () =>
    must("Summan är inte lika med sina delar.", "The sum is not equal to its parts.", {
      sv: "Se efter vilka kategorier som ingår i summan.",
      en: "See which categories the sum is made of.",
    }),
  "protect.negative": () =>
    must(
      "Cellen är negativ; skyddet räknar med antal och belopp från noll.",
      "The cell is negative; protection counts on numbers from zero up.",
    ),
  "protect.no-sums": () =>
    check(
      "Tabellen anger inga summor; bara enskilda celler skyddas.",
      "The table states no sums; single cells are protected and nothing more.",
      { sv: "Ange sums eller total för dimensionerna.", en: "Give the dimensions their sums or total." },
    ),
  "protect.total-deviates": ({ most }) =>
    check(`En summa avviker med ${most} från den sanna.`, `A sum deviates by ${most} from the true one.`),
};
