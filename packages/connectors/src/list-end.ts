import type { Finding } from "./finding.ts";

/** How the reading of a list ended. */
export type ListEnd =
  | { readonly state: "complete"; readonly pages: number }
  | { readonly state: "withheld" }
  | { readonly state: "broken"; readonly finding: Finding };
