import type { CsvHeader } from "./csv-header.ts";
import type { CsvKey } from "./csv-key.ts";
import type { CsvRows } from "./csv-rows.ts";

/** One of the two files, while it is being read. */
export class CsvSide {
  header: CsvHeader | undefined;
  key: CsvKey | undefined;
  rows: CsvRows | undefined;
  /** Rows read, the header included. */
  row = 1;
}

/** The rows of the later file that differ, copied out of the chunks they came in. */
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
