const quote = 34;
const lineFeed = 10;
const carriageReturn = 13;

/** How a file separates fields and rows: bytes of its UTF-8. */
export interface CsvDialect {
  readonly delimiter: number;
  /** 10, or 13 in files whose header ends so; a 10 after it belongs to it. */
  readonly terminator: number;
}

/**
 * Finds the rows of a CSV file, chunk by chunk, without making strings: `start` and `end` of the row, its line ending left
 * out. A quote opens a quoted field only where a field begins (RFC 4180); elsewhere it is a letter. Blank lines are no
 * rows. Rows without a quote are found by two searches; only the others are walked through byte by byte.
 */
export class CsvRows {
  start = 0;
  end = 0;
  /** True when the file ended inside a quoted field. */
  isCut = false;
  readonly #dialect: CsvDialect;
  #bytes: Uint8Array = new Uint8Array();
  #at = 0;
  #to = 0;
  #isLast = false;
  /** The next quote from `#at` on. */
  #quote = -1;

  constructor(dialect: CsvDialect) {
    this.#dialect = dialect;
  }

  /** The bytes to look at next; they begin where a row does. */
  feed(bytes: Uint8Array, isLast: boolean, from = 0): void {
    this.#bytes = bytes;
    this.#at = from;
    this.#to = bytes.length;
    this.#isLast = isLast;
    this.#quote = -1;
  }

  /** Where the row begins that is not whole yet. */
  get rest(): number {
    return this.#at;
  }

  /** Goes to the next whole row; false when there is none in what was fed. */
  next(): boolean {
    const bytes = this.#bytes;
    while (this.#at < this.#to) {
      const isAfterReturn = this.#dialect.terminator === carriageReturn && bytes[this.#at] === lineFeed;
      const start = isAfterReturn ? this.#at + 1 : this.#at;
      if (this.#quote < start) this.#quote = orNever(bytes.indexOf(quote, start));
      const newline = bytes.indexOf(this.#dialect.terminator, start);
      let end = this.#quote < orNever(newline) ? this.#endOfQuoted(start, newline) : newline;
      if (end === -1) {
        if (!this.#isLast || this.isCut) return false;
        end = this.#to;
      }
      this.#at = end + 1;
      if (end > start && bytes[end - 1] === carriageReturn && this.#dialect.terminator !== carriageReturn) end -= 1;
      if (end === start) continue;
      this.start = start;
      this.end = end;
      return true;
    }
    return false;
  }

  /** The end of a row that has a quote, of which the first possible one is known; -1 when it is not in these bytes. */
  #endOfQuoted(start: number, firstNewline: number): number {
    const bytes = this.#bytes;
    const { delimiter, terminator } = this.#dialect;
    let newline = firstNewline;
    let at = this.#quote;
    while (at < orNever(newline)) {
      let after = at + 1;
      if (at === start || bytes[at - 1] === delimiter) {
        const close = closingQuote(bytes, at, this.#to);
        if (close >= this.#to) {
          this.isCut = this.#isLast;
          return -1;
        }
        after = close + 1;
        if (newline !== -1 && newline < close) newline = bytes.indexOf(terminator, after);
      }
      at = orNever(bytes.indexOf(quote, after));
    }
    this.#quote = at;
    return newline;
  }
}

const orNever = (at: number): number => (at === -1 ? Number.MAX_SAFE_INTEGER : at);

/** The quote that closes the field whose quote opens at `at`; `to` or more when it is not there. */
export function closingQuote(bytes: Uint8Array, at: number, to: number): number {
  for (let place = at + 1; place < to; place += 1) {
    if (bytes[place] !== quote) continue;
    if (bytes[place + 1] !== quote || place + 1 >= to) return place;
    place += 1;
  }
  return to;
}
