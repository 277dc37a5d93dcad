import type { Text } from "./finding.ts";
import type { Layout } from "./layout.ts";
import type { Cell } from "./xlsx.ts";

/** What stands above the table of a sheet. */
export interface SheetHeading {
  readonly title: string;
  /** `VT2026`, or blank. */
  readonly term: string;
  /** Date of the description, ISO, or blank. */
  readonly date: string;
}

/** The collection, the term and the date, in whichever cells they stand. */
export function headingOf(above: readonly Cell[]): SheetHeading {
  const title = above.map(({ text }) => /^undersökning(?:en)?\s*:\s*(.+)$/i.exec(text)?.[1] ?? "").find(Boolean) ?? "";
  const term = /\b(vt|ht)\s*-?\s*(\d{4}|\d{2})\b/i.exec(title);
  const year = term?.[2]?.length === 2 ? `20${term[2]}` : (term?.[2] ?? "");
  const date = above.map(({ text }) => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? text : dayOfSerial(text))).find(Boolean);
  return { title: title.trim(), term: term ? `${term[1]?.toUpperCase()}${year}` : "", date: date ?? "" };
}

/** A date that the sheet holds as a number: days since 1899-12-30. Blank when it is none of this century. */
function dayOfSerial(text: string): string {
  const days = /^\d{5}(?:\.0+)?$/.test(text) ? Number(text) : 0;
  return days < 36_526 ? "" : new Date(Date.UTC(1899, 11, 30 + days)).toISOString().slice(0, 10);
}

/** The id of the layout it resembles, with its own term and year of school; else one made from the title. */
export function idOf({ title, term }: SheetHeading, base: Layout | undefined): string {
  const year = /årskurs\s*(\d{1,2})/i.exec(title)?.[1];
  const stem = (base?.id ?? slug(title)).replace(/-(?:vt|ht)\d{4}$/, "");
  return `${year === undefined ? stem : stem.replace(/ak\d+/, `ak${year}`)}-${term.toLowerCase() || "draft"}`;
}

const slug = (title: string): string =>
  title
    .toLowerCase()
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/(?:vt|ht)\s*\d+/g, "")
    .replaceAll(/[^a-z\d]+/g, "-")
    .replaceAll(/^-|-$/g, "") || "layout";

/** The title: its own in Swedish, that of the layout it resembles in English. */
export const titleOf = ({ title, term }: SheetHeading, base: Layout | undefined): Text => ({
  sv: title || (base?.title.sv ?? ""),
  en: base?.title.en.replace(/\d{4}/, term.slice(2)) ?? title,
});
