import type { Text } from "./finding.ts";
import type { Carrier, CharClass, Field, FieldKind } from "./layout.ts";

/** A field before it has its place in the row. */
export type DraftField = Omit<Field, "position">;

/** A field of a layout table; what is not in the call is as in most fields. */
export function field(
  name: string,
  label: Text,
  kind: FieldKind,
  charClass: CharClass,
  maxLength: number,
  more: Partial<DraftField> = {},
): DraftField {
  return { name, label, kind, charClass, maxLength, required: true, ...more };
}

/** Fields with their places, from 1 in the given order. */
export function numbered(drafts: readonly DraftField[]): readonly Field[] {
  return drafts.map((draft, index) => ({ position: index + 1, ...draft }));
}

/** The fields that every file begins with: who made it, when, whom it is about and where. */
export const headFields = (): readonly DraftField[] => [
  field("System", { sv: "System som gjort filen", en: "System that made the file" }, "text", "A", 15),
  field("Datum", { sv: "Uttagsdatum", en: "Date of extraction" }, "date", "S-", 10),
  field("Version", { sv: "Systemets version", en: "Version of the system" }, "text", "A", 15),
  field("PersonNr", { sv: "Personnummer", en: "Identity number" }, "identity", "BS", 12),
  field("Skolenhetskod", { sv: "Skolenhetskod", en: "School unit code" }, "school-unit", "S", 8),
];

/** SCB's descriptions state the delimiter alone; the rest is what systems are seen to write. */
export const usualCarrier: Carrier = {
  delimiter: ";",
  header: false,
  newline: "\r\n",
  encoding: "windows-1252",
  unstated: ["header", "newline", "encoding"],
};
