import type { Reference } from "./check-cell.ts";
import type { Finding } from "./finding.ts";
import type { Layout, ScbRecord } from "./layout.ts";

/** A place in the file for a field of the row. */
export type Place = (field: string) => string;

/** A rule between the fields of a row: what it finds, or nothing. Each rule is a function of its own. */
export type Rule = (row: ScbRecord, layout: Layout, place: Place, reference: Reference) => readonly Finding[];

/** The text of a field; a field that is absent counts as blank. */
export const valueOf = (row: ScbRecord, field: string): string => row[field] ?? "";

/** The code of the unit that a row is about, as grade and staff files name it. */
export const unitOf = (row: ScbRecord): string => row["Skolenhetskod"] ?? row["SkolenhetsKod"] ?? "";

/** The identity number of the person that a row is about. */
export const personOf = (row: ScbRecord): string => row["PersonNr"] ?? "";

/** What names a row: its values in the fields of the layout's key. */
export const keyOf = (row: ScbRecord, key: readonly string[]): string =>
  key.length === 1 ? valueOf(row, key[0] ?? "") : key.map((name) => valueOf(row, name)).join(";");

/** Nothing found. */
export const none: readonly Finding[] = [];
