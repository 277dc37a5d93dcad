import { type MessagesFor, must } from "./message.ts";

/** Parameters of the findings on SDMX-CSV. */
export interface SdmxParams {
  "sdmx.dataflow": object;
  "sdmx.dimension-id": object;
  "sdmx.code": { readonly codes: number };
}

/** The sentences of the findings on SDMX-CSV. */
export const sdmxMessages: MessagesFor<SdmxParams> = {
  "sdmx.dataflow": () =>
    must("Dataflödet ska skrivas BYRÅ:NAMN(VERSION).", "The dataflow is written AGENCY:ID(VERSION)."),
  "sdmx.dimension-id": () =>
    must(
      "Dimensionens id ska börja med en bokstav a–z och bara ha bokstäver, siffror och understreck.",
      "The id of the dimension begins with a letter and has letters, digits and underscores only.",
    ),
  "sdmx.code": ({ codes }) =>
    must(
      `${codes} koder har tecken som SDMX inte tillåter; a–z, siffror och _ @ $ - går.`,
      `${codes} codes have characters SDMX does not allow; letters, digits and _ @ $ - do.`,
    ),
};
