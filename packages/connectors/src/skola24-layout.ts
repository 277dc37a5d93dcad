import type { TextEncoding } from "./text-bytes.ts";

/** Columns of each file, in order; the first are obligatory. */
export const skola24Layouts = {
  children: ["school", "department", "personnummer", "givenName", "familyName", "protected"],
  staff: ["school", "department", "personnummer", "givenName", "familyName", "signature", "email", "protected"],
  guardians: ["child", "guardian", "givenName", "familyName", "email", "mobile"],
} as const;

export type Skola24File = keyof typeof skola24Layouts;

/** Columns without which a row can't be used: trailing empty ones may be dropped. */
export const leastColumns: Readonly<Record<Skola24File, number>> = { children: 5, staff: 5, guardians: 4 };

/** What the published description leaves open. Data: settle it with the system's own example files. */
export interface Skola24Profile {
  readonly readEncoding: TextEncoding | "detect";
  readonly writeEncoding: TextEncoding;
  /** What in this profile is an assumption. */
  readonly unverified: readonly string[];
}

export const skola24Profile: Skola24Profile = {
  readEncoding: "detect",
  writeEncoding: "iso-8859-1",
  unverified: [
    "writeEncoding: the description says CSV from Excel, which on Swedish Windows is Windows-1252",
    "schedule and attendance feeds: their layouts are not published and not read",
  ],
};
