import type { CsvDiffOptions } from "./csv-change.ts";
import type { CsvDiff } from "./csv-diff.ts";
import { type CsvHeader, readHeader } from "./csv-header.ts";
import {
  type CsvColumnPairs,
  type CsvMatcher,
  type CsvMatching,
  type CsvPartition,
  plainMatcher,
} from "./csv-matcher.ts";
import { CsvOutcome } from "./csv-outcome.ts";
import { CsvSide } from "./csv-side.ts";
import type { Finding, Result } from "./finding.ts";
import { finding } from "./table-messages.ts";

export interface CsvComparisonOptions extends CsvDiffOptions, CsvMatching {
  /** Look at a part of the rows only. The plain matcher's earlier file may then be fed in chunks too. */
  readonly partition?: CsvPartition;
  /** Bytes of the earlier file's rows that are to be expected; only makes it faster. */
  readonly expectedBytes?: number;
}

/**
 * The comparison of two files that are fed in turn: the earlier one, then the later one in chunks of any size. Of the
 * later file only rows that differ are kept.
 */
export class CsvComparison {
  error: Finding | undefined;
  readonly #keyColumns: readonly string[];
  readonly #outcome = new CsvOutcome();
  readonly #matcher: CsvMatcher;
  #pairs: CsvColumnPairs = { places: [], isComparable: false };

  constructor({ key, partition, expectedBytes = 1 << 16, matcher = plainMatcher }: CsvComparisonOptions) {
    this.#keyColumns = typeof key === "string" ? [key] : key;
    if (this.#keyColumns.length === 0) throw new RangeError("key must name at least one column");
    this.#matcher = matcher(this.#outcome, expectedBytes, partition);
  }

  /**
   * Reads rows. The plain matcher wants all bytes of the earlier file at once, and keeps them, unless there is a partition;
   * the kernel copies what it needs of chunks of any size.
   * @param bytes - UTF-8 without byte order mark, from the beginning of a row
   * @param isLast - whether the file ends here
   * @returns how many bytes were used; the rest begins a row that is not whole
   */
  feed(which: "before" | "after", bytes: Uint8Array, isLast: boolean): number {
    let from = 0;
    if (this.#outcome[which] === undefined) {
      const header = readHeader(bytes, isLast);
      if (header === undefined) {
        if (isLast) this.error = finding(bytes.length === 0 ? "sync.empty-file" : "sync.cut-file", which, {});
        return 0;
      }
      if (!this.#open(which, header)) return 0;
      from = header.bodyAt;
    }
    const side = this.#outcome[which];
    if (side === undefined) return 0;
    const used =
      which === "before"
        ? this.#matcher.remember(side, bytes, from, isLast)
        : this.#matcher.compare(side, this.#pairs, bytes, from, isLast);
    if (this.#matcher.isCut) this.error = finding("sync.cut-file", `${which}, row ${side.row + 1}`, {});
    if (isLast && side.row === 1) this.#outcome.find("sync.header-only", which, {});
    return used;
  }

  #open(which: "before" | "after", header: CsvHeader): boolean {
    const columns = this.#keyColumns.map((name) => header.columns.indexOf(name));
    const missing = columns.indexOf(-1);
    if (missing !== -1) {
      this.error = finding("sync.key-missing", which, { column: this.#keyColumns[missing] ?? "" });
      return false;
    }
    if (new Set(header.columns).size < header.columns.length) {
      this.error = finding("sync.duplicate-column", which, {});
      return false;
    }
    this.#outcome[which] = new CsvSide(header, columns);
    const before = this.#outcome.before?.header;
    if (which === "after" && before !== undefined) {
      const places = header.columns.map((name) => before.columns.indexOf(name));
      const isSameSet = places.every((place) => place !== -1) && before.columns.length === header.columns.length;
      const isComparable =
        isSameSet &&
        before.dialect.delimiter === header.dialect.delimiter &&
        places.every((place, column) => place === column);
      this.#pairs = { places, isComparable };
      if (!isSameSet) this.#outcome.find("sync.columns-differ", which, {});
    }
    return true;
  }

  /** Closes the comparison: what of the earlier file was not met is removed. */
  result(): Result<CsvDiff, Finding> {
    if (this.error) return { ok: false, error: this.error };
    const outcome = this.#outcome;
    const { places } = this.#pairs;
    const columns = (outcome.after?.header.columns ?? []).filter((_, column) => (places[column] ?? -1) !== -1);
    const counts = outcome.close(this.#matcher);
    return {
      ok: true,
      value: {
        ...counts,
        columns,
        findings: outcome.findings,
        changes: () => outcome.changes(this.#matcher, places),
      },
    };
  }
}
