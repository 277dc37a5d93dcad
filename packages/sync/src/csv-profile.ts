import { decodeCsv, type CsvEncoding } from "./csv-encoding.ts";
import { CsvFields } from "./csv-fields.ts";
import { readHeader } from "./csv-header.ts";
import { CsvRows } from "./csv-rows.ts";
import { digestOfBytes } from "./digest.ts";
import type { Finding, Result } from "./finding.ts";
import { finding } from "./table-messages.ts";

/** The forms a value can have, as far as they tell columns apart. */
export type ValueForm = "date" | "other date" | "number" | "power" | "address" | "text";

/** What a column looks like: shares of its values, 0 to 1. */
export interface ColumnProfile {
  readonly filled: number;
  /** Of the values there are: the share of each form. */
  readonly forms: Readonly<Partial<Record<ValueForm, number>>>;
  /** Of the values there are: how long numbers are, as shares by length. */
  readonly lengths: Readonly<Record<number, number>>;
}

/** What a file looks like: counts and shares, no values. Small enough to keep for every file there was. */
export interface CsvProfile {
  /** SHA-256 of the bytes. */
  readonly digest: string;
  readonly bytes: number;
  readonly rows: number;
  readonly encoding: CsvEncoding;
  readonly delimiter: string;
  readonly endsWithNewline: boolean;
  readonly columns: readonly string[];
  readonly byColumn: Readonly<Record<string, ColumnProfile>>;
  /** Rows with more or fewer fields than the header. */
  readonly unevenRows: number;
  /** Rows whose first column, or the key, is that of an earlier row. */
  readonly repeatedKeys: number;
  /** Values with a letter encoded twice, lost, or å, ä, ö. */
  readonly garbled: number;
  readonly lost: number;
  readonly nordic: number;
}

const garbledLetter = /[ÃÂ][\u0080-\u00bf\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026]/;
const lostLetter = /\ufffd|(?<![ÃÂ])[\u0080-\u009f]/;
const nordicLetter = /[åäöÅÄÖ]/;

/**
 * Describes a CSV file for `checkCsv`. O(bytes).
 * @param key - column that says which row is which; default the first
 * @returns an error for a file that can't be read: empty, cut inside a field, not decodable
 */
export function profileCsv(bytes: Uint8Array, { key }: { readonly key?: string } = {}): Result<CsvProfile, Finding> {
  if (bytes.length === 0) return { ok: false, error: finding("sync.empty-file", "file", {}) };
  const decoded = decodeCsv(bytes, "file");
  if (!decoded.ok) return decoded;
  const text = decoded.value.bytes;
  const header = readHeader(text, true);
  if (header === undefined) return { ok: false, error: finding("sync.empty-file", "file", {}) };
  const { delimiter } = header.dialect;
  const rows = new CsvRows(header.dialect);
  const fields = new CsvFields();
  const columns = header.columns.map(() => new ColumnCounts());
  const keys = new Set<string>();
  const keyAt = key === undefined ? 0 : header.columns.indexOf(key);
  const counts = { rows: 0, unevenRows: 0, repeatedKeys: 0, garbled: 0, lost: 0, nordic: 0 };
  rows.feed(text, true, header.bodyAt);
  while (rows.next()) {
    counts.rows += 1;
    fields.split(text, rows.start, rows.end, delimiter);
    if (fields.count !== columns.length) counts.unevenRows += 1;
    columns.forEach((column, at) => {
      const value = at < fields.count ? fields.text(text, at) : "";
      column.add(value);
      if (garbledLetter.test(value)) counts.garbled += 1;
      if (lostLetter.test(value)) counts.lost += 1;
      if (nordicLetter.test(value)) counts.nordic += 1;
      if (at !== keyAt) return;
      if (keys.has(value)) counts.repeatedKeys += 1;
      else keys.add(value);
    });
  }
  if (rows.isCut) return { ok: false, error: finding("sync.cut-file", `row ${counts.rows + 2}`, {}) };
  return {
    ok: true,
    value: {
      digest: digestOfBytes(bytes),
      bytes: bytes.length,
      encoding: decoded.value.encoding,
      delimiter: String.fromCharCode(delimiter),
      endsWithNewline: [10, 13].includes(text[text.length - 1] ?? 0),
      columns: header.columns,
      byColumn: Object.fromEntries(
        header.columns.map((name, at) => [name, columns[at]?.profile(counts.rows)]),
      ) as Record<string, ColumnProfile>,
      ...counts,
    },
  };
}

/** Counts of one column while the rows go by. */
class ColumnCounts {
  #filled = 0;
  readonly #forms = new Map<ValueForm, number>();
  readonly #lengths = new Map<number, number>();

  add(value: string): void {
    if (value === "") return;
    this.#filled += 1;
    const form = formOf(value);
    this.#forms.set(form, (this.#forms.get(form) ?? 0) + 1);
    if (form === "number") this.#lengths.set(value.length, (this.#lengths.get(value.length) ?? 0) + 1);
  }

  profile(rows: number): ColumnProfile {
    const shares = <Key extends string | number>(counts: ReadonlyMap<Key, number>): Record<Key, number> =>
      Object.fromEntries(Array.from(counts, ([key, count]) => [key, count / this.#filled])) as Record<Key, number>;
    return { filled: rows === 0 ? 0 : this.#filled / rows, forms: shares(this.#forms), lengths: shares(this.#lengths) };
  }
}

function formOf(value: string): ValueForm {
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return "date";
  if (/^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}$/.test(value)) return "other date";
  if (/^\d[\d ]*$/.test(value)) return "number";
  if (/^\d(?:[.,]\d+)?E[+-]?\d+$/i.test(value)) return "power";
  return value.includes("@") ? "address" : "text";
}
