import { CsvFields, sameBytes, sameField } from "./csv-fields.ts";
import { CsvBatch, CsvIndex, type CsvRowTable, rowState } from "./csv-index.ts";
import type { CsvOutcome } from "./csv-outcome.ts";
import { CsvRows } from "./csv-rows.ts";
import { CsvKept, type CsvSide } from "./csv-side.ts";

/** A part of the rows: of `of` equal ranges of their keys' hashes, the one that is `index`. */
export interface CsvPartition {
  readonly index: number;
  readonly of: number;
}

/** How the columns of two files correspond. */
export interface CsvColumnPairs {
  /** Place in the earlier file of each column of the later one; -1 where it has none. */
  readonly places: readonly number[];
  /** Whether equal bytes mean equal rows: the files have the same columns and the same delimiter. */
  readonly isComparable: boolean;
}

/**
 * Finds which row of the later file belongs to which of the earlier one, and tells the outcome of every row that is not
 * the same in both, in the order of the rows.
 */
export interface CsvMatcher {
  /** The rows of the earlier file, and the bytes they are in. */
  readonly rows: CsvRowTable;
  readonly bytes: Uint8Array;
  /** True when the file that was read last ended inside a quoted field. */
  readonly isCut: boolean;
  /** The place in its file of a row of the earlier one, the header being 1. */
  number(row: number): number;
  /** How many fields a row of the earlier file has. */
  fields(row: number): number;
  /**
   * Reads rows of the earlier file from `from` on.
   * @returns how many bytes were used; the rest begins a row that is not whole
   */
  remember(side: CsvSide, bytes: Uint8Array, from: number, isLast: boolean): number;
  /** Reads rows of the later file. */
  compare(side: CsvSide, pairs: CsvColumnPairs, bytes: Uint8Array, from: number, isLast: boolean): number;
}

/** What makes the matcher, where it is not the plain one. */
export interface CsvMatching {
  /** `kernelMatcher` of `@milstolpe/sync/csv-kernel`, or the default, which is plain TypeScript. */
  readonly matcher?: CsvMatcherMaker;
}

/** Makes a matcher: `plainMatcher`, or `kernelMatcher` of `@milstolpe/sync/csv-kernel`. */
export type CsvMatcherMaker = (outcome: CsvOutcome, expectedBytes: number, partition?: CsvPartition) => CsvMatcher;

/** The matcher in plain TypeScript. It takes the earlier file whole, and keeps its bytes; of a partition it copies the rows. */
export const plainMatcher: CsvMatcherMaker = (outcome, expectedBytes, partition) =>
  new PlainMatcher(outcome, expectedBytes, partition);

/** From how many rows out of place on the file counts as shuffled; each weighs three, one in place takes one away. */
const tooManyMisses = 90;

class PlainMatcher implements CsvMatcher {
  rows = new CsvIndex();
  bytes: Uint8Array = new Uint8Array();
  isCut = false;
  readonly #outcome: CsvOutcome;
  readonly #partition: CsvPartition | undefined;
  readonly #expectedBytes: number;
  /** Rows of the earlier file and their places in it, when only a part of them is looked at. */
  readonly #copied: CsvKept | undefined;
  readonly #numbers: number[] = [];
  #view = new DataView(this.bytes.buffer);
  #before: CsvSide | undefined;
  #beforeRows: CsvRows | undefined;
  #afterRows: CsvRows | undefined;
  readonly #batch = new CsvBatch();
  readonly #fields = new CsvFields();
  readonly #otherFields = new CsvFields();
  /** While the later file comes in the order of the earlier one: the row that should be next. */
  #isInOrder = true;
  #expected = 0;
  #misses = 0;

  constructor(outcome: CsvOutcome, expectedBytes: number, partition?: CsvPartition) {
    this.#outcome = outcome;
    this.#expectedBytes = expectedBytes;
    this.#partition = partition;
    if (partition) this.#copied = new CsvKept(expectedBytes);
  }

  number(row: number): number {
    return this.#copied === undefined ? row + 2 : (this.#numbers[row] ?? 0);
  }

  fields(row: number): number {
    const { delimiter } = this.#outcome.sides().before.header.dialect;
    return this.#fields.split(this.bytes, this.rows.start(row), this.rows.end(row), delimiter).count;
  }

  remember(side: CsvSide, bytes: Uint8Array, from: number, isLast: boolean): number {
    const rows = (this.#beforeRows ??= new CsvRows(side.header.dialect));
    const batch = this.#batch;
    this.#before = side;
    rows.feed(bytes, isLast, from);
    while (rows.next()) {
      const { start, end } = rows;
      if (side.row === 1) {
        const expectedBytes = this.#copied === undefined ? bytes.length : this.#expectedBytes;
        this.rows = new CsvIndex(Math.ceil(expectedBytes / Math.max(8, end - start)) + 16);
      }
      side.row += 1;
      const hash = side.key.hash(bytes, start, end);
      if (this.#copied === undefined) batch.add(start, end, side.row, hash);
      else if (this.#isOurs(hash)) {
        const at = this.#copied.add(bytes, start, end);
        batch.add(at, at + end - start, side.row, hash);
        this.#numbers.push(side.row);
      }
      if (batch.isFull) this.#rememberBatch(this.#copied?.bytes ?? bytes, side);
    }
    this.bytes = this.#copied?.bytes ?? bytes;
    this.#view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength);
    this.#rememberBatch(this.bytes, side);
    this.isCut = rows.isCut;
    return rows.rest;
  }

  #isOurs(hash: number): boolean {
    if (this.#partition === undefined) return true;
    // By the upper bits: the lower ones choose the slot.
    return ((hash >>> 16) * this.#partition.of) >>> 16 === this.#partition.index;
  }

  #rememberBatch(bytes: Uint8Array, { key }: CsvSide): void {
    const { rows: index } = this;
    const batch = this.#batch;
    index.fetch(batch.hashes, batch.count);
    for (let place = 0; place < batch.count; place += 1) {
      const hash = batch.hashes[place] ?? 0;
      const start = batch.starts[place] ?? 0;
      const end = batch.ends[place] ?? 0;
      const number = batch.numbers[place] ?? 0;
      const twin = key.lookup(index, bytes, hash, bytes, start, end);
      if (twin === -1) {
        const row = index.add(hash, start, end);
        if (hash !== key.emptyHash || !key.isEmpty(bytes, start, end)) continue;
        index.setState(row, rowState.aside);
        this.#outcome.emptyBefore(number);
        continue;
      }
      index.addAside(start, end);
      this.#outcome.repeatedBefore(number, index.state(twin) !== rowState.aside);
      index.setState(twin, rowState.aside);
    }
    batch.count = 0;
  }

  /**
   * Most exports come in the order of the one before: a row is then the one after the last that was found, or the one
   * after that. Rows of a shuffled file are looked up a batch at a time.
   */
  compare(side: CsvSide, pairs: CsvColumnPairs, bytes: Uint8Array, from: number, isLast: boolean): number {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const rows = (this.#afterRows ??= new CsvRows(side.header.dialect));
    const batch = this.#batch;
    rows.feed(bytes, isLast, from);
    while (rows.next()) {
      const { start, end } = rows;
      side.row += 1;
      // Of a partition only its own rows are in order.
      if (this.#partition !== undefined && !this.#isOurs(side.key.hash(bytes, start, end))) continue;
      const isExpected = this.#isInOrder && pairs.isComparable;
      if (isExpected && this.#isNext(this.#expected, view, start, end)) {
        this.#expected += 1;
        if (this.#misses > 0) this.#misses -= 1;
        continue;
      }
      if (isExpected && this.#isNext(this.#expected + 1, view, start, end)) {
        this.#expected += 2;
        continue;
      }
      const hash = side.key.hash(bytes, start, end);
      if (this.#isInOrder) this.#follow(this.#resolve(side, pairs, bytes, view, start, end, side.row, hash));
      else {
        batch.add(start, end, side.row, hash);
        if (batch.isFull) this.#compareBatch(side, pairs, bytes, view);
      }
    }
    this.#compareBatch(side, pairs, bytes, view);
    this.isCut = rows.isCut;
    return rows.rest;
  }

  /** Whether a row equals a certain one of the earlier file; notes it when it does. */
  #isNext(row: number, view: DataView, start: number, end: number): boolean {
    const index = this.rows;
    if (row >= index.count || index.state(row) !== rowState.unseen) return false;
    if (!sameBytes(view, start, end, this.#view, index.start(row), index.end(row))) return false;
    this.#outcome.equal(1);
    index.setState(row, rowState.equal);
    return true;
  }

  /** Takes note of where a row was found. */
  #follow(row: number): void {
    this.#misses = row !== -1 && row === this.#expected ? Math.max(0, this.#misses - 1) : this.#misses + 3;
    if (row !== -1) this.#expected = row + 1;
    if (this.#misses >= tooManyMisses) this.#isInOrder = false;
  }

  #compareBatch(side: CsvSide, pairs: CsvColumnPairs, bytes: Uint8Array, view: DataView): void {
    const batch = this.#batch;
    if (batch.count === 0) return;
    this.rows.fetch(batch.hashes, batch.count);
    this.rows.fetchRows(batch.hashes, batch.count, this.bytes);
    let last = -1;
    let sequential = 0;
    for (let place = 0; place < batch.count; place += 1) {
      const start = batch.starts[place] ?? 0;
      const end = batch.ends[place] ?? 0;
      const [number, hash] = [batch.numbers[place] ?? 0, batch.hashes[place] ?? 0];
      const row = this.#resolve(side, pairs, bytes, view, start, end, number, hash);
      if (row !== -1 && row === last + 1) sequential += 1;
      last = row;
    }
    batch.count = 0;
    if (sequential * 4 < batch.starts.length * 3) return;
    this.#isInOrder = true;
    this.#misses = 0;
    this.#expected = last + 1;
  }

  /** Says how one row stands to the earlier file; returns the row there that has its key, or -1. */
  #resolve(
    { key, header }: CsvSide,
    pairs: CsvColumnPairs,
    bytes: Uint8Array,
    view: DataView,
    start: number,
    end: number,
    number: number,
    hash: number,
  ): number {
    const index = this.rows;
    const beforeKey = this.#before?.key ?? key;
    for (let slot = index.slot(hash, hash); slot !== -1; slot = index.slot(hash, slot + 1)) {
      const row = index.rowAt(slot);
      const [from, to] = [index.start(row), index.end(row)];
      const isEqual = pairs.isComparable && sameBytes(view, start, end, this.#view, from, to);
      if (!isEqual && !key.isSame(bytes, start, end, beforeKey, this.bytes, from, to)) continue;
      const state = index.state(row);
      if (state !== rowState.unseen) {
        this.#outcome.repeated(row, state, number);
        index.setState(row, rowState.aside);
      } else if (isEqual) {
        this.#outcome.equal(1);
        index.setState(row, rowState.equal);
      } else index.setState(row, this.#differ(row, pairs, bytes, start, end, number));
      return row;
    }
    const { count } = this.#fields.split(bytes, start, end, header.dialect.delimiter);
    this.#outcome.add(hash, bytes, start, end, count, number);
    return -1;
  }

  /** Compares field by field; returns how the row stands. */
  #differ(row: number, { places }: CsvColumnPairs, bytes: Uint8Array, start: number, end: number, at: number): number {
    const { before, after } = this.#outcome.sides();
    const one = this.#otherFields.split(
      this.bytes,
      this.rows.start(row),
      this.rows.end(row),
      before.header.dialect.delimiter,
    );
    const other = this.#fields.split(bytes, start, end, after.header.dialect.delimiter);
    if (one.count !== before.header.columns.length) return this.#outcome.wrongBefore(this.number(row), one.count);
    if (other.count !== after.header.columns.length) return this.#outcome.wrongAfter(at, other.count);
    let fields = 0;
    for (let column = 0; column < other.count; column += 1) {
      const place = places[column] ?? -1;
      if (place === -1) continue;
      const [from, to] = [other.from(column), other.to(column)];
      if (!sameField(bytes, from, to, this.bytes, one.from(place), one.to(place))) fields += 1;
    }
    // None: written otherwise, the same text.
    return fields === 0 ? this.#outcome.equal(1) : this.#outcome.change(row, fields, bytes, start, end);
  }
}
