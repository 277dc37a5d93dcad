import type { Layout, ScbRecord } from "./layout.ts";
import { encode } from "./text-encoding.ts";

/**
 * Rows as the bytes of a file, in the given order. The same rows and layout give the same bytes.
 * @throws RangeError when a value does not fit the carrier: check the rows first
 */
export function writeRows(rows: readonly ScbRecord[], { fields, carrier }: Layout): Uint8Array {
  const names = fields.map(({ name }) => name);
  const lines = rows.map((row) => names.map((name) => cell(row[name] ?? "", name)).join(carrier.delimiter));
  if (carrier.header) lines.unshift(names.join(carrier.delimiter));
  return encode(lines.map((line) => line + carrier.newline).join(""), carrier.encoding);
}

function cell(value: string, name: string): string {
  if (/[;\r\n]/.test(value)) throw new RangeError(`${name} holds a semicolon or a line break`);
  return value;
}
