import type { CsvHeader } from "./csv-header.ts";
import { CsvKey } from "./csv-key.ts";

/** One of the two files, while it is being read. */
export class CsvSide {
  readonly header: CsvHeader;
  readonly keyColumns: readonly number[];
  readonly key: CsvKey;
  /** Rows read, the header included. */
  row = 1;

  /** @param keyColumns - places of the key's columns in the file */
  constructor(header: CsvHeader, keyColumns: readonly number[]) {
    this.header = header;
    this.keyColumns = keyColumns;
    this.key = new CsvKey(keyColumns, header.dialect.delimiter);
  }
}

/** Rows that are copied out of the chunks they came in. */
export class CsvKept {
  bytes: Uint8Array;
  length = 0;

  constructor(expectedBytes = 1 << 16) {
    this.bytes = new Uint8Array(expectedBytes);
  }

  /** Copies a row; returns where it begins. */
  add(bytes: Uint8Array, start: number, end: number): number {
    const at = this.length;
    if (at + end - start > this.bytes.length) {
      const larger = new Uint8Array(Math.max(Math.ceil(this.bytes.length * 1.5), at + end - start));
      larger.set(this.bytes);
      this.bytes = larger;
    }
    this.bytes.set(bytes.subarray(start, end), at);
    this.length += end - start;
    return at;
  }
}
