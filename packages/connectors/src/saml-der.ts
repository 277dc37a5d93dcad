/** One value of DER: its tag, its content, and the bytes of both with the length. */
export interface DerValue {
  readonly tag: number;
  readonly content: Uint8Array<ArrayBuffer>;
  readonly whole: Uint8Array<ArrayBuffer>;
}

/**
 * The values that follow each other in DER bytes; undefined when the bytes are not that. Single-byte tags and definite
 * lengths, which is all that certificates and keys have.
 * @see ITU-T X.690
 */
export function derValues(bytes: Uint8Array<ArrayBuffer>): readonly DerValue[] | undefined {
  const values: DerValue[] = [];
  let at = 0;
  while (at < bytes.length) {
    const tag = bytes[at] ?? 0;
    const first = bytes[at + 1];
    if (first === undefined || (tag & 0x1f) === 0x1f) return undefined;
    let start = at + 2;
    let length = first;
    if (first >= 0x80) {
      const count = first & 0x7f;
      if (count === 0 || count > 4) return undefined;
      length = 0;
      for (; start < at + 2 + count; start += 1) length = length * 256 + (bytes[start] ?? Number.NaN);
    }
    const end = start + length;
    if (!(end <= bytes.length)) return undefined;
    values.push({ tag, content: bytes.subarray(start, end), whole: bytes.subarray(at, end) });
    at = end;
  }
  return values;
}

/** An object identifier with its numbers and dots. */
export function derObjectId(content: Uint8Array): string {
  const numbers: number[] = [];
  let number = 0;
  for (const byte of content) {
    number = number * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    if (numbers.length === 0)
      numbers.push(Math.min(Math.floor(number / 40), 2), number - Math.min(Math.floor(number / 40), 2) * 40);
    else numbers.push(number);
    number = 0;
  }
  return numbers.join(".");
}

/** UTCTime or GeneralizedTime in epoch milliseconds; undefined when it is neither. */
export function derTime({ tag, content }: DerValue): number | undefined {
  if (content.length > 15) return undefined;
  const text = String.fromCharCode(...content);
  const parts = (
    tag === 0x17 ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/ : /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/
  ).exec(text);
  if (parts === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number);
  // RFC 5280, 4.1.2.5.1: two digits mean 1950 to 2049.
  const full = tag === 0x17 ? (year < 50 ? 2000 + year : 1900 + year) : year;
  return Date.UTC(full, month - 1, day, hour, minute, second);
}
