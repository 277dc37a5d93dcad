import type { CsvRowTable } from "./csv-index.ts";
import type { CsvSide } from "./csv-side.ts";

/** WebAssembly, as far as it is used here: neither the language's own types nor a browser's are asked for. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
export interface WasmGlobal {
  readonly value: number;
}

/** What the kernel offers (`kernel/csv-kernel.ts`). Numbers are addresses in its memory, and counts. */
export interface KernelExports {
  setSides(before: number, after: number, places: number, isComparable: boolean): void;
  setPartition(index: number, of: number): void;
  setBuffers(rows: number, events: number, batch: number): void;
  setFields(before: number, after: number): void;
  setRooms(one: number, other: number): void;
  setIndex(table: number, slots: number, bounds: number, states: number, numbers: number): void;
  setPicked(at: number): void;
  findRows(side: number, from: number, to: number, isLast: boolean, rows: number, most: number): number;
  remember(found: number, first: number): number;
  compare(found: number): number;
  fieldsOf(row: number): number;
  readonly rest: WasmGlobal;
  readonly isCut: WasmGlobal;
  readonly count: WasmGlobal;
  readonly picked: WasmGlobal;
  readonly unchanged: WasmGlobal;
}

const pageBytes = 1 << 16;
const segmentBytes = 1 << 24;
/** The kernel fetches this far behind what it looks at, and more. */
const slack = 256;

/**
 * The kernel's memory: rooms are given one after another and never taken back, the bytes of the earlier file in segments.
 * It is also the table of that file's rows, and gives it room as rows come.
 */
export class KernelMemory implements CsvRowTable {
  bytes: Uint8Array;
  #words: Uint32Array;
  readonly #memory: WasmMemory;
  readonly #kernel: KernelExports;
  readonly #hasNumbers: boolean;
  #top = pageBytes;
  #segment = 0;
  #segmentEnd = 0;
  #capacity = 0;
  #bounds = 0;
  #states = 0;
  #numbers = 0;
  readonly #expectedBytes: number;

  constructor(memory: WasmMemory, kernel: KernelExports, expectedBytes: number, hasNumbers: boolean) {
    this.#memory = memory;
    this.#kernel = kernel;
    this.#expectedBytes = expectedBytes;
    this.#hasNumbers = hasNumbers;
    this.bytes = new Uint8Array(memory.buffer);
    this.#words = new Uint32Array(memory.buffer);
  }

  /** The address of so many bytes, all zero. */
  room(size: number): number {
    const at = this.#top;
    const top = Math.ceil((at + size + slack) / 64) * 64;
    const pages = Math.ceil((top - this.bytes.length) / pageBytes);
    if (pages > 0) {
      this.#memory.grow(pages);
      this.bytes = new Uint8Array(this.#memory.buffer);
      this.#words = new Uint32Array(this.#memory.buffer);
    }
    this.#top = top;
    return at;
  }
  view(at: number, words: number): Uint32Array {
    return new Uint32Array(this.#memory.buffer, at, words);
  }
  words(values: readonly number[]): number {
    const at = this.room(values.length * 4);
    new Int32Array(this.#memory.buffer, at, values.length).set(values);
    return at;
  }
  /** A side as the kernel reads it. */
  side({ header, keyColumns }: CsvSide): number {
    const { delimiter, terminator } = header.dialect;
    return this.words([delimiter, terminator, header.columns.length, keyColumns.length, ...keyColumns]);
  }

  /** Where the next so many bytes of the earlier file go; `keep` says where they ended. */
  store(size: number): number {
    if (this.#segment + size + slack > this.#segmentEnd) {
      const bytes = Math.max(segmentBytes, size + slack);
      this.#segment = this.room(bytes);
      this.#segmentEnd = this.#segment + bytes;
    }
    return this.#segment;
  }
  keep(end: number): void {
    this.#segment = end;
  }

  /**
   * Makes sure that there is room for so many more rows.
   * @param bytes - how many bytes they take: the first ones say how many rows there will be
   */
  roomForRows(found: number, bytes: number): void {
    const rows = this.count + found;
    if (rows <= this.#capacity) return;
    const expected = this.#capacity === 0 ? (found * this.#expectedBytes * 1.05) / Math.max(1, bytes) : rows * 2;
    const capacity = Math.ceil(Math.max(1024, rows, expected));
    const slots = 2 ** Math.ceil(Math.log2(capacity * 1.5));
    const [table, bounds, states] = [this.room(slots * 8), this.room(capacity * 8), this.room(capacity)];
    const numbers = this.#hasNumbers ? this.room(capacity * 4) : 0;
    this.bytes.copyWithin(bounds, this.#bounds, this.#bounds + this.count * 8);
    this.bytes.copyWithin(states, this.#states, this.#states + this.count);
    if (this.#hasNumbers) this.bytes.copyWithin(numbers, this.#numbers, this.#numbers + this.count * 4);
    this.#kernel.setIndex(table, slots, bounds, states, numbers);
    [this.#capacity, this.#bounds, this.#states, this.#numbers] = [capacity, bounds, states, numbers];
  }

  get count(): number {
    return this.#kernel.count.value >>> 0;
  }
  start(row: number): number {
    return this.#words[this.#bounds / 4 + row * 2] ?? 0;
  }
  end(row: number): number {
    return this.#words[this.#bounds / 4 + row * 2 + 1] ?? 0;
  }
  state(row: number): number {
    return this.bytes[this.#states + row] ?? 0;
  }
  setState(row: number, state: number): void {
    this.bytes[this.#states + row] = state;
  }
  /** The place in its file of a row of a partition. */
  number(row: number): number {
    return this.#words[this.#numbers / 4 + row] ?? 0;
  }
}
