/** How a row that is remembered stands to the other file. */
export const rowState = { unseen: 0, equal: 1, changed: 2, aside: 3 } as const;

/** Rows that are remembered, from 0 in their order: where they are in a run of bytes, and how they stand. */
export interface CsvRowTable {
  readonly count: number;
  start(row: number): number;
  end(row: number): number;
  state(row: number): number;
  setState(row: number, state: number): void;
}

/** Rows that wait to be looked up together. */
export class CsvBatch {
  count = 0;
  readonly starts = new Uint32Array(128);
  readonly ends = new Uint32Array(128);
  readonly numbers = new Uint32Array(128);
  readonly hashes = new Int32Array(128);

  get isFull(): boolean {
    return this.count === this.starts.length;
  }
  add(start: number, end: number, number: number, hash: number): void {
    this.starts[this.count] = start;
    this.ends[this.count] = end;
    this.numbers[this.count] = number;
    this.hashes[this.count] = hash;
    this.count += 1;
  }
}

/**
 * Rows by the hash of their key. 21 to 29 bytes a row. A hash only says where to look: the caller compares the keys
 * themselves.
 */
export class CsvIndex implements CsvRowTable {
  count = 0;
  #bounds: Uint32Array;
  #states: Uint8Array;
  /** Hash and row + 1, at 2n and 2n + 1; row + 1 is 0 where there is none. */
  #table: Int32Array;
  #mask: number;
  /** Places in `#bounds` of the rows of a batch. */
  readonly #places = new Uint32Array(128);

  constructor(expectedRows = 1024) {
    const size = 2 ** Math.ceil(Math.log2(Math.max(16, expectedRows * 1.6)));
    this.#bounds = new Uint32Array(expectedRows * 2);
    this.#states = new Uint8Array(expectedRows);
    this.#table = new Int32Array(size * 2);
    this.#mask = size - 1;
  }

  start(row: number): number {
    return this.#bounds[row * 2] ?? 0;
  }
  end(row: number): number {
    return this.#bounds[row * 2 + 1] ?? 0;
  }
  state(row: number): number {
    return this.#states[row] ?? 0;
  }
  setState(row: number, state: number): void {
    this.#states[row] = state;
  }

  /** Remembers a row; returns its number. Does not look whether its key is there already. */
  add(hash: number, start: number, end: number): number {
    if (this.count * 1.5 > this.#mask) this.#growTable();
    const row = this.addAside(start, end);
    this.#states[row] = rowState.unseen;
    this.#put(hash, row);
    return row;
  }

  /** Counts a row that is not to be found by its key. */
  addAside(start: number, end: number): number {
    if (this.count === this.#states.length) this.#growRows();
    const row = this.count;
    this.count += 1;
    this.#bounds[row * 2] = start;
    this.#bounds[row * 2 + 1] = end;
    this.#states[row] = rowState.aside;
    return row;
  }

  #put(hash: number, row: number): void {
    let slot = hash & this.#mask;
    while (this.#table[slot * 2 + 1] !== 0) slot = (slot + 1) & this.#mask;
    this.#table[slot * 2] = hash;
    this.#table[slot * 2 + 1] = row + 1;
  }

  /** The first slot from `slot` on that has a row with this hash, or -1. Begin with `hash`; go on with `slot + 1`. */
  slot(hash: number, from: number): number {
    const table = this.#table;
    for (let slot = from & this.#mask; ; slot = (slot + 1) & this.#mask) {
      if (table[slot * 2 + 1] === 0) return -1;
      if (table[slot * 2] === hash) return slot;
    }
  }
  rowAt(slot: number): number {
    return (this.#table[slot * 2 + 1] ?? 0) - 1;
  }

  /**
   * Reads where these hashes are kept, and nothing more: the reads do not wait for one another, so that what is needed
   * next is in the processor's cache. The loops are short for that reason, one for each thing that is fetched.
   */
  fetch(hashes: Int32Array, count: number): void {
    let seen = 0;
    for (let place = 0; place < count; place += 1) seen |= this.#table[((hashes[place] ?? 0) & this.#mask) * 2] ?? 0;
    this.fetched |= seen;
  }

  /** The same for the bytes of the rows with these hashes. */
  fetchRows(hashes: Int32Array, count: number, bytes: Uint8Array): void {
    const [places, bounds] = [this.#places, this.#bounds];
    let seen = 0;
    for (let place = 0; place < count; place += 1) {
      const hash = hashes[place] ?? 0;
      const slot = this.slot(hash, hash);
      places[place] = slot === -1 ? 0 : this.rowAt(slot) * 2;
    }
    for (let place = 0; place < count; place += 1) seen |= bounds[places[place] ?? 0] ?? 0;
    for (let place = 0; place < count; place += 1) {
      const start = bounds[places[place] ?? 0] ?? 0;
      const end = bounds[(places[place] ?? 0) + 1] ?? 0;
      seen |= (bytes[start] ?? 0) | (bytes[start + 64] ?? 0) | (bytes[start + 128] ?? 0) | (bytes[end] ?? 0);
    }
    this.fetched |= seen;
  }
  /** Keeps reads that only fetch from being optimised away. */
  fetched = 0;

  #growTable(): void {
    const old = this.#table;
    this.#table = new Int32Array(old.length * 2);
    this.#mask = this.#table.length / 2 - 1;
    for (let at = 0; at < old.length; at += 2) if (old[at + 1] !== 0) this.#put(old[at] ?? 0, (old[at + 1] ?? 0) - 1);
  }

  #growRows(): void {
    const rows = Math.ceil(this.count * 1.5) + 16;
    const bounds = new Uint32Array(rows * 2);
    bounds.set(this.#bounds);
    this.#bounds = bounds;
    const states = new Uint8Array(rows);
    states.set(this.#states);
    this.#states = states;
  }
}
