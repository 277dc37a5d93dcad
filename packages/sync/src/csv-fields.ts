import { closingQuote } from "./csv-rows.ts";
import { decodeUtf8 } from "./utf8.ts";

const quote = 34;

/** Where the fields of a row are, quotes included: `[from, to)` of field n at 2n and 2n + 1. Grows as needed. */
export class CsvFields {
  count = 0;
  bounds = new Uint32Array(128);

  /** Splits the row `[start, end)`, or finds its first `most` fields. */
  split(bytes: Uint8Array, start: number, end: number, delimiter: number, most = Number.MAX_SAFE_INTEGER): this {
    let count = 0;
    let from = start;
    for (let at = start; ; at += 1) {
      if (at < end && at === from && bytes[at] === quote) at = Math.min(closingQuote(bytes, at, end), end);
      if (at < end && bytes[at] !== delimiter) continue;
      if (count * 2 === this.bounds.length) this.#grow();
      this.bounds[count * 2] = from;
      this.bounds[count * 2 + 1] = Math.min(at, end);
      count += 1;
      if (at >= end || count === most) break;
      from = at + 1;
    }
    this.count = count;
    return this;
  }

  #grow(): void {
    const larger = new Uint32Array(this.bounds.length * 2);
    larger.set(this.bounds);
    this.bounds = larger;
  }

  from(field: number): number {
    return this.bounds[field * 2] ?? 0;
  }
  to(field: number): number {
    return this.bounds[field * 2 + 1] ?? 0;
  }
  text(bytes: Uint8Array, field: number): string {
    return fieldText(bytes, this.from(field), this.to(field));
  }
}

/**
 * Whether two runs of bytes are the same. Compares eight at a time, as doubles: two that differ in a bit differ as numbers,
 * but for the two zeros, and one that is not a number differs from itself. Both are looked at again.
 */
export function sameBytes(
  one: DataView,
  oneFrom: number,
  oneTo: number,
  other: DataView,
  otherFrom: number,
  otherTo: number,
): boolean {
  const length = oneTo - oneFrom;
  if (length !== otherTo - otherFrom) return false;
  let at = 0;
  for (; at + 8 <= length; at += 8) {
    const value = one.getFloat64(oneFrom + at, true);
    if (value !== other.getFloat64(otherFrom + at, true) || value === 0) break;
  }
  for (; at + 4 <= length; at += 4)
    if (one.getInt32(oneFrom + at, true) !== other.getInt32(otherFrom + at, true)) return false;
  for (; at < length; at += 1) if (one.getUint8(oneFrom + at) !== other.getUint8(otherFrom + at)) return false;
  return true;
}

/** Whether two fields hold the same text: `"a"` and `a` do. */
export function sameField(
  one: Uint8Array,
  oneFrom: number,
  oneTo: number,
  other: Uint8Array,
  otherFrom: number,
  otherTo: number,
): boolean {
  const oneIsQuoted = oneFrom < oneTo && one[oneFrom] === quote;
  const otherIsQuoted = otherFrom < otherTo && other[otherFrom] === quote;
  if (oneIsQuoted || otherIsQuoted) {
    // Rare: one of ten fields, of one of thirty rows.
    return fieldText(one, oneFrom, oneTo) === fieldText(other, otherFrom, otherTo);
  }
  if (oneTo - oneFrom !== otherTo - otherFrom) return false;
  for (let at = 0; oneFrom + at < oneTo; at += 1) if (one[oneFrom + at] !== other[otherFrom + at]) return false;
  return true;
}

/** The text of a field: quotes around it taken away, doubled ones made single. */
function fieldText(bytes: Uint8Array, from: number, to: number): string {
  if (from >= to || bytes[from] !== quote) return decodeUtf8(bytes, from, to);
  const close = closingQuote(bytes, from, to);
  // What stands after the closing quote belongs to the field, as spreadsheets read it.
  return (
    decodeUtf8(bytes, from + 1, Math.min(close, to)).replaceAll('""', '"') +
    decodeUtf8(bytes, Math.min(close + 1, to), to)
  );
}
