import { decodeCsv } from "./csv-encoding.ts";
import type { CsvChange, CsvCounts, CsvDiffOptions } from "./csv-change.ts";
import { CsvComparison } from "./csv-comparison.ts";
import type { CsvMatching } from "./csv-matcher.ts";
import type { Finding, Result } from "./finding.ts";

/** What differs between two CSV files. */
export interface CsvDiff extends CsvCounts {
  /** Columns that both files have, in the order of the later one. */
  readonly columns: readonly string[];
  readonly findings: readonly Finding[];
  /** The rows that differ: changed and added ones as they stand in the later file, then the removed ones. */
  changes(): Iterable<CsvChange>;
}

/**
 * Compares two CSV files row by row and field by field, by a key. Works on bytes: strings are made only of what differs,
 * and only when `changes` is asked. A hash says where to look; what is called equal has been compared byte for byte.
 *
 * Each file may be UTF-8, UTF-16 or Windows-1252, with comma, semicolon, tab or bar, CRLF, LF or CR, columns in any order.
 * Fields are compared as text: `"a"` and `a` are equal, an empty field and `""` are equal, and nothing else is
 * normalised. A key that occurs twice in a file is set aside: it is neither added, removed nor changed.
 *
 * Time O(bytes); memory: both files, about 25 bytes per row of the earlier one, and the rows that differ.
 * @param before - the earlier file, whole
 * @param after - the later file, whole
 * @returns an error when the files can't be compared: empty, cut inside a field, not decodable, without the key
 * @example
 * const result = diffCsv(before, after, { key: "id" });
 * if (result.ok) for (const { kind, key } of result.value.changes()) show(kind, key);
 */
export function diffCsv(
  before: Uint8Array,
  after: Uint8Array,
  options: CsvDiffOptions & CsvMatching,
): Result<CsvDiff, Finding> {
  const comparison = new CsvComparison(options);
  for (const [which, bytes] of [
    ["before", before],
    ["after", after],
  ] as const) {
    const decoded = decodeCsv(bytes, which);
    if (!decoded.ok) return decoded;
    comparison.feed(which, decoded.value.bytes, true);
    if (comparison.error) return { ok: false, error: comparison.error };
  }
  return comparison.result();
}
