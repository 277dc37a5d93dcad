import { keyText } from "./csv-change.ts";
import { CsvFields, sameField } from "./csv-fields.ts";
import type { CsvIndex } from "./csv-index.ts";
import { closingQuote } from "./csv-rows.ts";

const quote = 34;

/** The key of a row: one column or several. Says its hash and compares it, byte for byte, without making strings. */
export class CsvKey {
  readonly #columns: readonly number[];
  readonly #delimiter: number;
  /** How many fields have to be found. */
  readonly #most: number;
  readonly #fields = new CsvFields();
  /** What `hash` gives for a key without a value. */
  readonly emptyHash: number;
  #from = 0;
  #to = 0;

  /** @param columns - places of the key's columns in the file */
  constructor(columns: readonly number[], delimiter: number) {
    this.#columns = columns;
    this.#delimiter = delimiter;
    this.#most = Math.max(...columns) + 1;
    const none = new Uint8Array(this.#most).fill(delimiter);
    this.emptyHash = this.hash(none, 0, none.length);
  }

  /** 32 bits of the key of the row `[start, end)`. */
  hash(bytes: Uint8Array, start: number, end: number): number {
    const from = this.#columns.length > 1 ? -1 : this.#startOfKey(bytes, start, end);
    if (from === -1) return this.#hashOfFields(bytes, start, end);
    const delimiter = this.#delimiter;
    let hash: number = seed;
    for (let at = from; at < end; at += 1) {
      const byte = bytes[at];
      if (byte === undefined || byte === delimiter) break;
      hash = Math.imul(hash ^ byte, prime);
    }
    return finish(hash);
  }

  #hashOfFields(bytes: Uint8Array, start: number, end: number): number {
    const fields = this.#fields.split(bytes, start, end, this.#delimiter, this.#most);
    let hash: number = seed;
    this.#columns.forEach((column, place) => {
      if (place > 0) hash = Math.imul(hash ^ 0x1f, prime);
      if (column < fields.count) hash = hashField(bytes, fields.from(column), fields.to(column), hash);
    });
    return finish(hash);
  }

  /** Whether this file's row has the key of another file's row. */
  isSame(
    bytes: Uint8Array,
    start: number,
    end: number,
    other: CsvKey,
    otherBytes: Uint8Array,
    otherStart: number,
    otherEnd: number,
  ): boolean {
    const quick =
      this.#columns.length > 1
        ? undefined
        : this.#isSameQuick(bytes, start, end, other, otherBytes, otherStart, otherEnd);
    if (quick !== undefined) return quick;
    for (let place = 0; place < this.#columns.length; place += 1) {
      this.#find(place, bytes, start, end);
      const [from, to] = [this.#from, this.#to];
      other.#find(place, otherBytes, otherStart, otherEnd);
      if (!sameField(bytes, from, to, otherBytes, other.#from, other.#to)) return false;
    }
    return true;
  }

  /** The same for a single column without quotes in or before it; undefined when there are some. */
  #isSameQuick(
    bytes: Uint8Array,
    start: number,
    end: number,
    other: CsvKey,
    otherBytes: Uint8Array,
    otherStart: number,
    otherEnd: number,
  ): boolean | undefined {
    let at = this.#startOfKey(bytes, start, end);
    let otherAt = other.#startOfKey(otherBytes, otherStart, otherEnd);
    if (at === -1 || otherAt === -1) return undefined;
    for (; ; at += 1, otherAt += 1) {
      const isEnd = at >= end || bytes[at] === this.#delimiter;
      const isOtherEnd = otherAt >= otherEnd || otherBytes[otherAt] === other.#delimiter;
      if (isEnd || isOtherEnd) return isEnd && isOtherEnd;
      if (bytes[at] !== otherBytes[otherAt]) return false;
    }
  }

  /** Where the key's first column begins; -1 when there is a quote on the way. */
  #startOfKey(bytes: Uint8Array, start: number, end: number): number {
    let at = start;
    for (let left = this.#columns[0] ?? 0; left > 0 && at < end; at += 1) {
      if (bytes[at] === quote) return -1;
      if (bytes[at] === this.#delimiter) left -= 1;
    }
    return at < end && bytes[at] === quote ? -1 : at;
  }

  #find(place: number, bytes: Uint8Array, start: number, end: number): void {
    const fields = this.#fields.split(bytes, start, end, this.#delimiter, this.#most);
    const column = this.#columns[place] ?? 0;
    this.#from = column < fields.count ? fields.from(column) : end;
    this.#to = column < fields.count ? fields.to(column) : end;
  }

  /** The key as text; see `keyText`. */
  text(bytes: Uint8Array, start: number, end: number): string {
    const fields = this.#fields.split(bytes, start, end, this.#delimiter, this.#most);
    return keyText(this.#columns.map((column) => (column < fields.count ? fields.text(bytes, column) : "")));
  }

  /** True when no column of the key has a value. */
  isEmpty(bytes: Uint8Array, start: number, end: number): boolean {
    const fields = this.#fields.split(bytes, start, end, this.#delimiter, this.#most);
    return this.#columns.every((column) => {
      const length = column < fields.count ? fields.to(column) - fields.from(column) : 0;
      return length === 0 || (length === 2 && fields.text(bytes, column) === "");
    });
  }

  /** The row in an index of this file's rows that has the key of the row `[start, end)`; -1 when there is none. */
  lookup(index: CsvIndex, indexed: Uint8Array, hash: number, bytes: Uint8Array, start: number, end: number): number {
    for (let slot = index.slot(hash, hash); slot !== -1; slot = index.slot(hash, slot + 1)) {
      const row = index.rowAt(slot);
      if (this.isSame(bytes, start, end, this, indexed, index.start(row), index.end(row))) return row;
    }
    return -1;
  }
}

const seed = 0x811c9dc5 | 0;
const prime = 0x01000193;

/** The field's text, as UTF-8, whether or not it is quoted. */
function hashField(bytes: Uint8Array, from: number, to: number, hash: number): number {
  const isQuoted = from < to && bytes[from] === quote;
  const close = isQuoted ? closingQuote(bytes, from, to) : -1;
  for (let at = isQuoted ? from + 1 : from; at < to; at += 1) {
    if (at === close) continue;
    hash = Math.imul(hash ^ (bytes[at] ?? 0), prime);
    // A doubled quote inside is one.
    if (at < close && bytes[at] === quote) at += 1;
  }
  return hash;
}

/** Spreads what the last bytes changed over all bits (MurmurHash3's finalizer). */
function finish(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
