import type { CsvRowTable } from "./csv-index.ts";
import { kernelCode } from "./csv-kernel-code.ts";
import { type KernelExports, KernelMemory, type WasmMemory } from "./csv-kernel-memory.ts";
import type { CsvColumnPairs, CsvMatcher, CsvMatcherMaker, CsvPartition } from "./csv-matcher.ts";
import type { CsvOutcome } from "./csv-outcome.ts";
import type { CsvSide } from "./csv-side.ts";

/**
 * The matcher in WebAssembly (`kernel/*.ts`, with SIMD): the same outcome as the plain one, row by row, and faster, most so
 * for files in another order. It holds a copy of the earlier file in its own memory of at most 4 GiB.
 * @throws RangeError when what is fed does not fit in that
 * @example
 * const result = diffCsv(before, after, { key: "id", matcher: kernelMatcher });
 */
export const kernelMatcher: CsvMatcherMaker = (outcome, expectedBytes, partition) =>
  new KernelMatcher(outcome, expectedBytes, partition);

/** Bytes that are looked at in one go: they stay in the processor's cache. */
const pieceBytes = 1 << 18;
const mostRows = 8192;
const eventWords = 7;
/** What the kernel tells of a row (`kernel/csv-kernel.ts`). */
const event = { added: 0, changed: 1, repeated: 2, wrongBefore: 3, wrongAfter: 4, withoutKey: 5 } as const;

declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (pages: { readonly initial: number; readonly maximum: number }) => WasmMemory;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
};
let compiled: object | undefined;

class KernelMatcher implements CsvMatcher {
  readonly rows: CsvRowTable;
  isCut = false;
  readonly #outcome: CsvOutcome;
  readonly #partition: CsvPartition | undefined;
  readonly #memory: KernelMemory;
  readonly #kernel: KernelExports;
  /** Where the kernel notes rows and events. */
  readonly #found: number;
  readonly #events: number;
  /** The piece that is looked at, and rooms for the texts of two of its fields. */
  #piece = 0;
  #pieceRoom = 0;
  #unchanged = 0;
  /** The sides as the kernel reads them; 0 before they are known. */
  #before = 0;
  #after = 0;

  constructor(outcome: CsvOutcome, expectedBytes: number, partition?: CsvPartition) {
    this.#outcome = outcome;
    this.#partition = partition;
    compiled ??= new WebAssembly.Module(fromBase64(kernelCode));
    const memory = new WebAssembly.Memory({ initial: 2, maximum: 65536 });
    this.#kernel = new WebAssembly.Instance(compiled, { env: { memory } }).exports as KernelExports;
    this.#memory = new KernelMemory(memory, this.#kernel, expectedBytes, partition !== undefined);
    this.rows = this.#memory;
    this.#found = this.#memory.room(mostRows * 8);
    this.#events = this.#memory.room(mostRows * eventWords * 4);
    this.#kernel.setBuffers(this.#found, this.#events, this.#memory.room(128 * 12));
    if (partition) this.#kernel.setPartition(partition.index, partition.of);
  }

  get bytes(): Uint8Array {
    return this.#memory.bytes;
  }
  number(row: number): number {
    return this.#partition === undefined ? row + 2 : this.#memory.number(row);
  }

  fields(row: number): number {
    return this.#kernel.fieldsOf(row);
  }

  remember(side: CsvSide, bytes: Uint8Array, from: number, isLast: boolean): number {
    if (this.#before === 0) {
      this.#before = this.#memory.side(side);
      this.#kernel.setSides(this.#before, this.#before, 0, false);
    }
    // Rows of a partition are picked out of a piece; else pieces are kept where they are put.
    const place = (size: number): number => (this.#partition ? this.#roomForPiece(size) : this.#memory.store(size));
    return this.#eachPiece(bytes, from, isLast, place, (start, end, isEnd) => {
      this.#roomForPiece(end - start);
      if (this.#partition) this.#kernel.setPicked(this.#memory.store(end - start));
      const rest = this.#eachRows(this.#before, start, end, isEnd, (found, taken) => {
        this.#memory.roomForRows(found, taken);
        const events = this.#kernel.remember(found, side.row + 1);
        this.#tellBefore(events, side.row + 1);
        side.row += found;
      });
      this.#memory.keep(this.#partition ? this.#kernel.picked.value >>> 0 : rest);
      return rest;
    });
  }

  compare(side: CsvSide, pairs: CsvColumnPairs, bytes: Uint8Array, from: number, isLast: boolean): number {
    if (this.#after === 0) {
      this.#after = this.#memory.side(side);
      this.#kernel.setSides(this.#before, this.#after, this.#memory.words(pairs.places), pairs.isComparable);
      const { before } = this.#outcome.sides();
      this.#kernel.setFields(
        this.#memory.room(before.header.columns.length * 8),
        this.#memory.room(side.header.columns.length * 8),
      );
      this.#memory.roomForRows(1, 1);
    }
    return this.#eachPiece(
      bytes,
      from,
      isLast,
      (size) => this.#roomForPiece(size),
      (start, end, isEnd) =>
        this.#eachRows(this.#after, start, end, isEnd, (found) => {
          this.#tellAfter(this.#kernel.compare(found), side.row + 1);
          side.row += found;
        }),
    );
  }

  /**
   * Copies bytes into the memory, a piece at a time, and has it looked at.
   * @param place - says where to put a piece
   * @param look - says where the rest of it begins
   */
  #eachPiece(
    bytes: Uint8Array,
    from: number,
    isLast: boolean,
    place: (size: number) => number,
    look: (start: number, end: number, isEnd: boolean) => number,
  ): number {
    let size = pieceBytes;
    let at = from;
    while (at < bytes.length) {
      const end = Math.min(at + size, bytes.length);
      const start = place(end - at);
      this.#memory.bytes.set(bytes.subarray(at, end), start);
      const used = look(start, start + end - at, isLast && end === bytes.length) - start;
      at += used;
      if (end === bytes.length) break;
      // A row longer than a piece.
      size = used === 0 ? size * 2 : pieceBytes;
    }
    return at;
  }

  #eachRows(
    side: number,
    from: number,
    to: number,
    isLast: boolean,
    see: (found: number, bytes: number) => void,
  ): number {
    let at = from;
    for (;;) {
      const found = this.#kernel.findRows(side, at, to, isLast, this.#found, mostRows);
      const rest = this.#kernel.rest.value >>> 0;
      if (found > 0) see(found, rest - at);
      at = rest;
      if (found < mostRows) break;
    }
    this.isCut = this.#kernel.isCut.value !== 0;
    return at;
  }

  #roomForPiece(size: number): number {
    if (size > this.#pieceRoom) {
      this.#pieceRoom = Math.max(size, pieceBytes);
      this.#piece = this.#memory.room(this.#pieceRoom);
      this.#kernel.setRooms(this.#memory.room(this.#pieceRoom), this.#memory.room(this.#pieceRoom));
    }
    return this.#piece;
  }

  #tellBefore(events: number, first: number): void {
    const words = this.#memory.view(this.#events, events * eventWords);
    for (let at = 0; at < words.length; at += eventWords) {
      const number = first + (words[at + 4] ?? 0);
      if (words[at] === event.withoutKey) this.#outcome.emptyBefore(number);
      else this.#outcome.repeatedBefore(number, words[at + 6] === 1);
    }
  }

  #tellAfter(events: number, first: number): void {
    const outcome = this.#outcome;
    const unchanged = this.#kernel.unchanged.value;
    outcome.equal(unchanged - this.#unchanged);
    this.#unchanged = unchanged;
    const words = this.#memory.view(this.#events, events * eventWords);
    for (let at = 0; at < words.length; at += eventWords) {
      const [row, start, end] = [words[at + 1] ?? 0, words[at + 2] ?? 0, words[at + 3] ?? 0];
      const number = first + (words[at + 4] ?? 0);
      const count = words[at + 6] ?? 0;
      switch (words[at]) {
        case event.added:
          outcome.add((words[at + 5] ?? 0) | 0, this.bytes, start, end, count, number);
          break;
        case event.changed:
          outcome.change(row, count, this.bytes, start, end);
          break;
        case event.repeated:
          this.rows.setState(row, outcome.repeated(row, this.rows.state(row), number));
          break;
        case event.wrongBefore:
          outcome.wrongBefore(this.number(row), count);
          break;
        default:
          outcome.wrongAfter(number, count);
      }
    }
  }
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function fromBase64(text: string): Uint8Array {
  const bytes = new Uint8Array((text.length * 3) / 4);
  let [at, bits, held] = [0, 0, 0];
  for (const letter of text) {
    held = (held << 6) | letters.indexOf(letter);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at] = (held >> bits) & 0xff;
    at += 1;
  }
  return bytes;
}
