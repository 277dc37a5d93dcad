import { type ChangedRow, type CsvChange, type CsvDiffOptions, unmetRows, updatedRows } from "./csv-change.ts";
import { CsvFields, sameBytes, sameField } from "./csv-fields.ts";
import { type CsvHeader, readHeader } from "./csv-header.ts";
import { CsvBatch, CsvIndex, rowState } from "./csv-index.ts";
import { CsvKey } from "./csv-key.ts";
import { CsvRows } from "./csv-rows.ts";
import { CsvKept, CsvSide } from "./csv-side.ts";
import type { CsvDiff } from "./csv-diff.ts";
import type { Finding, Result } from "./finding.ts";
import { finding } from "./messages.ts";

/** A part of the rows: those whose key's hash, divided by `of`, leaves `index`. */
export interface CsvPartition {
  readonly index: number;
  readonly of: number;
  /** Bytes of the earlier file's rows that are to be expected. */
  readonly expectedBytes?: number;
}

export interface CsvComparisonOptions extends CsvDiffOptions {
  /** Look at a part of the rows only. The earlier file is then fed in chunks too, and its rows copied. */
  readonly partition?: CsvPartition;
}

type Which = "before" | "after";
/** Findings of one kind are told this many times, then counted only. */
const toldAtMost = 20;

/**
 * The comparison of two files that are fed in turn: the earlier one, then the later one in chunks of any size. Of the
 * later file only rows that differ are kept.
 */
export class CsvComparison {
  error: Finding | undefined;
  readonly #keyColumns: readonly string[];
  readonly #before = new CsvSide();
  readonly #after = new CsvSide();
  readonly #findings: Finding[] = [];
  readonly #told = new Map<string, number>();
  #index = new CsvIndex();
  #bytes: Uint8Array = new Uint8Array();
  #view = new DataView(this.#bytes.buffer);
  /** Added rows by key, and rows of the later file that had to be set aside. */
  readonly #added = new CsvIndex();
  readonly #kept = new CsvKept();
  readonly #changed = new Map<number, ChangedRow>();
  readonly #counts = { unchanged: 0, updated: 0, fieldChanges: 0, added: 0, setAside: 0 };
  /** Place in the earlier file of each column of the later one; -1 where it has none. */
  #places: readonly number[] = [];
  /** Whether equal bytes mean equal rows: the files have the same columns and the same delimiter. */
  #isComparable = false;
  readonly #partition: CsvPartition | undefined;
  /** Rows of the earlier file, when only a part of them is looked at. */
  readonly #copied: CsvKept | undefined;
  readonly #batch = new CsvBatch();
  readonly #fields = new CsvFields();
  readonly #otherFields = new CsvFields();

  constructor({ key, partition }: CsvComparisonOptions) {
    this.#partition = partition;
    if (partition) this.#copied = new CsvKept(partition.expectedBytes);
    this.#keyColumns = typeof key === "string" ? [key] : key;
    if (this.#keyColumns.length === 0) throw new RangeError("key must name at least one column");
  }

  /**
   * Reads rows. Of the earlier file all bytes are fed at once, and are kept, not copied, unless there is a partition.
   * @param bytes - UTF-8 without byte order mark; of the later file from the beginning of a row
   * @param isLast - whether the file ends here
   * @returns how many bytes were used; the rest begins a row that is not whole
   */
  feed(which: Which, bytes: Uint8Array, isLast: boolean): number {
    const side = which === "before" ? this.#before : this.#after;
    let from = 0;
    if (side.header === undefined) {
      const header = readHeader(bytes, isLast);
      if (header === undefined) {
        if (isLast) this.error = finding(bytes.length === 0 ? "sync.empty-file" : "sync.cut-file", which, {});
        return 0;
      }
      if (!this.#open(which, side, header)) return 0;
      from = header.bodyAt;
    }
    const { rows, key } = side;
    if (rows === undefined || key === undefined) return 0;
    rows.feed(bytes, isLast, from);
    if (which === "before") this.#remember(bytes, rows, key);
    else this.#compare(bytes, rows, key);
    if (rows.isCut) this.error = finding("sync.cut-file", `${which}, row ${side.row + 1}`, {});
    if (isLast && side.row === 1) this.#find("sync.header-only", which, {});
    return rows.rest;
  }

  #open(which: Which, side: CsvSide, header: CsvHeader): boolean {
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
    side.header = header;
    side.key = new CsvKey(columns, header.dialect.delimiter);
    side.rows = new CsvRows(header.dialect);
    const before = this.#before.header;
    if (which === "after" && before !== undefined) {
      this.#places = header.columns.map((name) => before.columns.indexOf(name));
      const isSameSet = this.#places.every((place) => place !== -1) && before.columns.length === header.columns.length;
      this.#isComparable =
        isSameSet &&
        before.dialect.delimiter === header.dialect.delimiter &&
        this.#places.every((place, column) => place === column);
      if (!isSameSet) this.#find("sync.columns-differ", which, {});
    }
    return true;
  }

  /** Puts the rows of the earlier file in the index, a batch at a time. */
  #remember(bytes: Uint8Array, rows: CsvRows, key: CsvKey): void {
    const batch = this.#batch;
    while (rows.next()) {
      if (this.#before.row === 1)
        this.#index = new CsvIndex(
          Math.ceil((this.#partition?.expectedBytes ?? bytes.length) / Math.max(8, rows.end - rows.start)) + 16,
        );
      this.#before.row += 1;
      const hash = key.hash(bytes, rows.start, rows.end);
      if (this.#copied === undefined) batch.add(rows.start, rows.end, this.#before.row, hash);
      else if (this.#isOurs(hash)) {
        const at = this.#copied.add(bytes, rows.start, rows.end);
        batch.add(at, at + rows.end - rows.start, this.#before.row, hash);
      }
      if (batch.isFull) this.#rememberBatch(this.#copied?.bytes ?? bytes, key);
    }
    this.#bytes = this.#copied?.bytes ?? bytes;
    this.#view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength);
    this.#rememberBatch(this.#bytes, key);
  }

  #isOurs(hash: number): boolean {
    return this.#partition === undefined || (hash >>> 8) % this.#partition.of === this.#partition.index;
  }

  #rememberBatch(bytes: Uint8Array, key: CsvKey): void {
    const batch = this.#batch;
    const index = this.#index;
    index.touch(batch.hashes, batch.count);
    for (let place = 0; place < batch.count; place += 1) {
      const hash = batch.hashes[place] ?? 0;
      const start = batch.starts[place] ?? 0;
      const end = batch.ends[place] ?? 0;
      const twin = this.#lookup(index, bytes, key, hash, bytes, start, end, key);
      const row = batch.rows[place] ?? 0;
      if (twin === -1) {
        const added = index.add(hash, start, end);
        if (!key.isEmpty(hash, bytes, start, end)) continue;
        this.#find("sync.key-empty", `before, row ${row}`, {});
        index.setState(added, rowState.aside);
        this.#counts.setAside += 1;
        continue;
      }
      this.#find("sync.duplicate-key", `before, row ${row}`, { row });
      if (index.state(twin) !== rowState.aside) this.#counts.setAside += 1;
      index.setState(twin, rowState.aside);
    }
    batch.count = 0;
  }

  /** The remembered row that has this key; -1 when there is none. */
  #lookup(
    index: CsvIndex,
    indexed: Uint8Array,
    indexedKey: CsvKey,
    hash: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    key: CsvKey,
  ): number {
    for (let slot = index.slot(hash, hash); slot !== -1; slot = index.slot(hash, slot + 1)) {
      const row = index.rowAt(slot);
      if (key.isSame(bytes, start, end, indexedKey, indexed, index.start(row), index.end(row))) return row;
    }
    return -1;
  }

  /**
   * Compares rows of the later file with those of the earlier one. Most exports come in the order of the one before: a
   * row is then the one after the last that was found, or the one after that. Others wait for a batch.
   */
  #compare(bytes: Uint8Array, rows: CsvRows, key: CsvKey): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const batch = this.#batch;
    const beforeKey = this.#before.key ?? key;
    let expected = 0;
    while (rows.next()) {
      this.#after.row += 1;
      const { start, end } = rows;
      if (this.#isComparable) {
        if (this.#isNext(expected, view, start, end)) {
          expected += 1;
          continue;
        }
        if (this.#isNext(expected + 1, view, start, end)) {
          expected += 2;
          continue;
        }
        if (expected < this.#index.count && this.#hasKeyOf(expected, bytes, start, end, key, beforeKey)) {
          this.#meet(expected, false, bytes, start, end, this.#after.row);
          expected += 1;
          continue;
        }
      }
      const hash = key.hash(bytes, start, end);
      if (!this.#isOurs(hash)) continue;
      batch.add(start, end, this.#after.row, hash);
      if (batch.isFull) expected = this.#compareBatch(bytes, view, key, beforeKey);
    }
    this.#compareBatch(bytes, view, key, beforeKey);
  }

  /** Whether a row equals a certain one of the earlier file; notes it when it does. */
  #isNext(row: number, view: DataView, start: number, end: number): boolean {
    const index = this.#index;
    if (row >= index.count || index.state(row) !== rowState.unseen) return false;
    if (!sameBytes(view, start, end, this.#view, index.start(row), index.end(row))) return false;
    this.#counts.unchanged += 1;
    index.setState(row, rowState.equal);
    return true;
  }

  #hasKeyOf(row: number, bytes: Uint8Array, start: number, end: number, key: CsvKey, beforeKey: CsvKey): boolean {
    const index = this.#index;
    return key.isSame(bytes, start, end, beforeKey, this.#bytes, index.start(row), index.end(row));
  }

  /** Compares the rows that wait; returns the row of the earlier file after the last one found. */
  #compareBatch(bytes: Uint8Array, view: DataView, key: CsvKey, beforeKey: CsvKey): number {
    const batch = this.#batch;
    const index = this.#index;
    let expected = 0;
    // Many rows are fetched at once, so that the processor waits for memory once and not a thousand times.
    index.touch(batch.hashes, batch.count);
    index.touchRows(batch.hashes, batch.count, this.#view);
    for (let place = 0; place < batch.count; place += 1) {
      const hash = batch.hashes[place] ?? 0;
      const start = batch.starts[place] ?? 0;
      const end = batch.ends[place] ?? 0;
      let found = -1;
      for (let slot = index.slot(hash, hash); slot !== -1 && found === -1; slot = index.slot(hash, slot + 1)) {
        const row = index.rowAt(slot);
        const isEqual = this.#isComparable && sameBytes(view, start, end, this.#view, index.start(row), index.end(row));
        if (!isEqual && !this.#hasKeyOf(row, bytes, start, end, key, beforeKey)) continue;
        this.#meet(row, isEqual, bytes, start, end, batch.rows[place] ?? 0);
        found = row;
      }
      if (found === -1) this.#add(hash, bytes, start, end, key, batch.rows[place] ?? 0);
      else expected = found + 1;
    }
    batch.count = 0;
    return expected;
  }

  /** Notes how a row of the later file stands to the one of the earlier file with its key. */
  #meet(row: number, isEqual: boolean, bytes: Uint8Array, start: number, end: number, afterRow: number): void {
    const index = this.#index;
    if (index.state(row) !== rowState.unseen) this.#again(row, afterRow);
    else if (isEqual) {
      this.#counts.unchanged += 1;
      index.setState(row, rowState.equal);
    } else this.#differ(row, bytes, start, end, afterRow);
  }

  /** The key of a row of the earlier file is met a second time in the later one: which of them it is, nobody knows. */
  #again(row: number, afterRow: number): void {
    const index = this.#index;
    const state = index.state(row);
    this.#find("sync.duplicate-key", `after, row ${afterRow}`, { row: afterRow });
    if (state === rowState.aside) return;
    if (state === rowState.equal) this.#counts.unchanged -= 1;
    const changed = this.#changed.get(row);
    if (changed !== undefined) {
      this.#counts.updated -= 1;
      this.#counts.fieldChanges -= changed.fields;
      this.#changed.delete(row);
    }
    index.setState(row, rowState.aside);
    this.#counts.setAside += 1;
  }

  /** Compares field by field. */
  #differ(row: number, bytes: Uint8Array, start: number, end: number, afterRow: number): void {
    const [before, after] = [this.#before.header, this.#after.header];
    if (before === undefined || after === undefined) return;
    const index = this.#index;
    const one = this.#otherFields.split(this.#bytes, index.start(row), index.end(row), before.dialect.delimiter);
    const other = this.#fields.split(bytes, start, end, after.dialect.delimiter);
    if (one.count !== before.columns.length || other.count !== after.columns.length) {
      const isBefore = one.count !== before.columns.length;
      const params = isBefore
        ? { expected: before.columns.length, found: one.count }
        : { expected: after.columns.length, found: other.count };
      this.#find("sync.column-count", isBefore ? "before" : `after, row ${afterRow}`, params);
      index.setState(row, rowState.aside);
      this.#counts.setAside += 1;
      return;
    }
    let fields = 0;
    for (let column = 0; column < other.count; column += 1) {
      const place = this.#places[column] ?? -1;
      if (place === -1) continue;
      const isSame = sameField(
        bytes,
        other.from(column),
        other.to(column),
        this.#bytes,
        one.from(place),
        one.to(place),
      );
      if (!isSame) fields += 1;
    }
    if (fields === 0) {
      // Written otherwise, the same text.
      this.#counts.unchanged += 1;
      index.setState(row, rowState.equal);
      return;
    }
    const at = this.#kept.add(bytes, start, end);
    this.#changed.set(row, { row, start: at, end: at + end - start, fields });
    this.#counts.updated += 1;
    this.#counts.fieldChanges += fields;
    index.setState(row, rowState.changed);
  }

  #add(hash: number, bytes: Uint8Array, start: number, end: number, key: CsvKey, afterRow: number): void {
    const added = this.#added;
    const twin = this.#lookup(added, this.#kept.bytes, key, hash, bytes, start, end, key);
    if (twin !== -1) {
      this.#find("sync.duplicate-key", `after, row ${afterRow}`, { row: afterRow });
      if (added.state(twin) !== rowState.aside) {
        added.setState(twin, rowState.aside);
        this.#counts.added -= 1;
        this.#counts.setAside += 1;
      }
      return;
    }
    const header = this.#after.header;
    const found = header && this.#fields.split(bytes, start, end, header.dialect.delimiter).count;
    if (header === undefined || found === undefined) return;
    const at = this.#kept.add(bytes, start, end);
    const row = added.add(hash, at, at + end - start);
    const isWhole = found === header.columns.length;
    if (!isWhole) this.#find("sync.column-count", `after, row ${afterRow}`, { expected: header.columns.length, found });
    if (isWhole && !key.isEmpty(hash, bytes, start, end)) {
      this.#counts.added += 1;
      return;
    }
    if (isWhole) this.#find("sync.key-empty", `after, row ${afterRow}`, {});
    added.setState(row, rowState.aside);
    this.#counts.setAside += 1;
  }

  #find(code: Parameters<typeof finding>[0], where: string, params: object): void {
    const told = (this.#told.get(code) ?? 0) + 1;
    this.#told.set(code, told);
    if (told <= toldAtMost) this.#findings.push(finding(code, where, params as never));
  }

  /** Closes the comparison: what of the earlier file was not met is removed. */
  result(): Result<CsvDiff, Finding> {
    if (this.error) return { ok: false, error: this.error };
    const { unchanged, updated, fieldChanges, added, setAside } = this.#counts;
    let removed = 0;
    for (let row = 0; row < this.#index.count; row += 1) if (this.#index.state(row) === rowState.unseen) removed += 1;
    const columns = (this.#after.header?.columns ?? []).filter((_, column) => (this.#places[column] ?? -1) !== -1);
    const counts = { added, removed, updated, fieldChanges, unchanged, setAside };
    return {
      ok: true,
      value: { ...counts, columns, findings: this.#findings, changes: () => this.#changes() },
    };
  }

  *#changes(): Generator<CsvChange> {
    const before = { side: this.#before, index: this.#index, bytes: this.#bytes };
    const after = { side: this.#after, index: this.#added, bytes: this.#kept.bytes };
    yield* updatedRows(this.#changed.values(), before, after, this.#places);
    yield* unmetRows("added", after);
    yield* unmetRows("removed", before);
  }
}
