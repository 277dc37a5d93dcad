import { type ChangedRow, type CsvChange, type CsvCounts, unmetRows, updatedRows } from "./csv-change.ts";
import { CsvIndex, rowState } from "./csv-index.ts";
import type { CsvMatcher } from "./csv-matcher.ts";
import { CsvKept, type CsvSide } from "./csv-side.ts";
import type { Finding } from "./finding.ts";
import { finding, type TableCode } from "./table-messages.ts";

/** Findings of one kind are told this many times, then counted only. */
const toldAtMost = 20;

/**
 * What became of the rows of two files: counts, findings, and the rows of the later file that differ, which are kept. A
 * matcher tells it of every row, in their order; what it returns is how the row then stands.
 */
export class CsvOutcome {
  before: CsvSide | undefined;
  after: CsvSide | undefined;
  readonly findings: Finding[] = [];
  readonly #told = new Map<string, number>();
  readonly #counts = { unchanged: 0, updated: 0, fieldChanges: 0, added: 0, removed: 0, setAside: 0 };
  /** Added rows by key, and rows of the later file that had to be set aside. */
  readonly #added = new CsvIndex();
  readonly #kept = new CsvKept();
  readonly #changed = new Map<number, ChangedRow>();

  /** Both files, once their headers have been read. */
  sides(): { readonly before: CsvSide; readonly after: CsvSide } {
    const { before, after } = this;
    if (before === undefined || after === undefined) throw new TypeError("the header of each file is fed first");
    return { before, after };
  }

  find(code: TableCode, where: string, params: object): void {
    const told = (this.#told.get(code) ?? 0) + 1;
    this.#told.set(code, told);
    if (told <= toldAtMost) this.findings.push(finding(code, where, params as never));
  }

  // In the earlier file.

  /** @param isFirst - whether this is the first repetition of its key */
  repeatedBefore(row: number, isFirst: boolean): void {
    this.find("sync.duplicate-key", `before, row ${row}`, { row });
    if (isFirst) this.#counts.setAside += 1;
  }
  emptyBefore(row: number): void {
    this.find("sync.key-empty", `before, row ${row}`, {});
    this.#counts.setAside += 1;
  }
  wrongBefore(row: number, found: number): number {
    return this.#wrong(this.before, `before, row ${row}`, found);
  }

  // In the later file.

  equal(rows: number): number {
    this.#counts.unchanged += rows;
    return rowState.equal;
  }
  /** @param row - the row of the earlier file that has its key */
  change(row: number, fields: number, bytes: Uint8Array, start: number, end: number): number {
    const at = this.#kept.add(bytes, start, end);
    this.#changed.set(row, { row, start: at, end: at + end - start, fields });
    this.#counts.updated += 1;
    this.#counts.fieldChanges += fields;
    return rowState.changed;
  }
  wrongAfter(row: number, found: number): number {
    return this.#wrong(this.after, `after, row ${row}`, found);
  }
  #wrong(side: CsvSide | undefined, where: string, found: number): number {
    this.find("sync.column-count", where, { expected: side?.header.columns.length ?? 0, found });
    this.#counts.setAside += 1;
    return rowState.aside;
  }

  /**
   * The key of a row of the earlier file is met a second time in the later one: which of them it is, nobody knows.
   * @param state - how the row stood until now
   */
  repeated(row: number, state: number, afterRow: number): number {
    this.find("sync.duplicate-key", `after, row ${afterRow}`, { row: afterRow });
    if (state === rowState.aside) return state;
    if (state === rowState.equal) this.#counts.unchanged -= 1;
    const changed = this.#changed.get(row);
    if (changed !== undefined) {
      this.#counts.updated -= 1;
      this.#counts.fieldChanges -= changed.fields;
      this.#changed.delete(row);
    }
    this.#counts.setAside += 1;
    return rowState.aside;
  }

  /** A row whose key the earlier file does not have, with so many fields. */
  add(hash: number, bytes: Uint8Array, start: number, end: number, fields: number, afterRow: number): void {
    const { header, key } = this.sides().after;
    const added = this.#added;
    const twin = key.lookup(added, this.#kept.bytes, hash, bytes, start, end);
    if (twin !== -1) {
      this.find("sync.duplicate-key", `after, row ${afterRow}`, { row: afterRow });
      if (added.state(twin) === rowState.aside) return;
      added.setState(twin, rowState.aside);
      this.#counts.added -= 1;
      this.#counts.setAside += 1;
      return;
    }
    const at = this.#kept.add(bytes, start, end);
    const row = added.add(hash, at, at + end - start);
    if (fields !== header.columns.length) added.setState(row, this.wrongAfter(afterRow, fields));
    else if (key.isEmpty(bytes, start, end)) {
      this.find("sync.key-empty", `after, row ${afterRow}`, {});
      this.#counts.setAside += 1;
      added.setState(row, rowState.aside);
    } else this.#counts.added += 1;
  }

  /** Counts what of the earlier file was not met: rows that are whole are removed, the others set aside. */
  close(matcher: CsvMatcher): CsvCounts {
    const { rows } = matcher;
    const columns = this.sides().before.header.columns.length;
    this.#counts.removed = 0;
    for (let row = 0; row < rows.count; row += 1) {
      if (rows.state(row) !== rowState.unseen) continue;
      const fields = matcher.fields(row);
      if (fields === columns) this.#counts.removed += 1;
      else rows.setState(row, this.wrongBefore(matcher.number(row), fields));
    }
    return { ...this.#counts };
  }

  /** The rows that differ, as text. */
  *changes({ rows, bytes }: CsvMatcher, places: readonly number[]): Generator<CsvChange> {
    const sides = this.sides();
    const before = { side: sides.before, index: rows, bytes };
    const after = { side: sides.after, index: this.#added, bytes: this.#kept.bytes };
    yield* updatedRows(this.#changed.values(), before, after, places);
    yield* unmetRows("added", after);
    yield* unmetRows("removed", before);
  }
}
