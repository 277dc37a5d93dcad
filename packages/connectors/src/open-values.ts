import type { Finding } from "./finding.ts";
import { finding } from "./messages.ts";

/** Distinct values that are listed; a field with more is free text, not an enum with additions. */
const listedValues = 40;

/** Shows a value without what may be an identity number or a long free text. */
const shown = (value: string): string => value.replace(/\d[\d\s+-]{4,}/g, "…").slice(0, 40);

/** Counts the values that an open enum did not foresee: one finding per distinct value, with how many rows have it. */
export interface OpenValues {
  note(field: string, value: string, known: ReadonlySet<string>): void;
  findings(): readonly Finding[];
}

/**
 * @param shownFrom - rows that must have a value before it is shown. Default 1; more where columns may be shifted, since a
 *   name that stands in the place of a role is in few rows and a role in many
 */
export function openValues(shownFrom = 1): OpenValues {
  const counts = new Map<string, Map<string, number>>();
  return {
    note(field, value, known) {
      if (known.has(value)) return;
      const values = counts.get(field) ?? new Map<string, number>();
      const key = values.has(value) || values.size < listedValues ? value : "…";
      values.set(key, (values.get(key) ?? 0) + 1);
      counts.set(field, values);
    },
    findings() {
      return [...counts].flatMap(([field, values]) =>
        [...values].map(([text, count]) => {
          const value = count < shownFrom ? "…" : shown(text);
          return field === "securityMarking"
            ? finding("connectors.unknown-marking", field, { value, count })
            : finding("connectors.unknown-value", field, { field, value, count });
        }),
      );
    },
  };
}
