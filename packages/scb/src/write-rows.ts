import type { Carrier, Layout, ScbRecord } from "./layout.ts";
import { encodeInto } from "./text-encoding.ts";

/** Bytes of a chunk: many enough that writing them costs little, few enough that a million rows need no memory. */
const chunkBytes = 16_384;

/**
 * Rows as the bytes of a file, in the given order. The same rows and layout give the same bytes.
 * @throws RangeError when a value does not fit the carrier: check the rows first
 */
export function writeRows(rows: readonly ScbRecord[], layout: Layout): Uint8Array {
  const chunks = [...writeChunks(rows, layout)];
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/**
 * The same bytes, a chunk at a time, for files that should not stand in memory whole. Pulls the rows as it goes.
 * @throws RangeError when a value does not fit the carrier: check the rows first
 * @example
 * for (const chunk of writeChunks(rows, gradesYear9Vt2026)) await file.write(chunk);
 */
export function* writeChunks(rows: Iterable<ScbRecord>, layout: Layout): Generator<Uint8Array, void, undefined> {
  let buffer = new Uint8Array(chunkBytes);
  let at = 0;
  for (const line of linesOf(rows, layout)) {
    const most = line.length * 3;
    if (at + most > buffer.length) {
      if (at > 0) yield buffer.subarray(0, at);
      buffer = new Uint8Array(Math.max(chunkBytes, most));
      at = 0;
    }
    at += encodeInto(line, layout.carrier.encoding, buffer, at);
  }
  if (at > 0) yield buffer.subarray(0, at);
}

/**
 * The layout with another encoding, line end or header: what SCB's descriptions do not state and a recipient may ask for.
 * @example
 * prepareReport({ layout: withCarrier(gradesYear9Vt2026, { encoding: "utf-8" }), records });
 */
export function withCarrier(
  layout: Layout,
  carrier: Partial<Pick<Carrier, "encoding" | "newline" | "header">>,
): Layout {
  return { ...layout, carrier: { ...layout.carrier, ...carrier } };
}

function* linesOf(rows: Iterable<ScbRecord>, { fields, carrier }: Layout): Generator<string, void, undefined> {
  const names = fields.map(({ name }) => name);
  if (carrier.header) yield names.join(carrier.delimiter) + carrier.newline;
  for (const row of rows) yield lineOf(row, names) + carrier.newline;
}

function lineOf(row: ScbRecord, names: readonly string[]): string {
  let line = row[names[0] ?? ""] ?? "";
  for (let i = 1; i < names.length; i += 1) line += `;${row[names[i] ?? ""] ?? ""}`;
  if (countDelimiters(line) !== names.length - 1) refuse(row, names);
  return line;
}

/** Delimiters of a line; -1 when it holds a line break. */
function countDelimiters(line: string): number {
  let count = 0;
  for (let i = 0; i < line.length; i += 1) {
    const code = line.charCodeAt(i);
    if (code === 0x3b) count += 1;
    else if (code === 0x0a || code === 0x0d) return -1;
  }
  return count;
}

function refuse(row: ScbRecord, names: readonly string[]): never {
  const name = names.find((one) => /[;\r\n]/.test(row[one] ?? ""));
  throw new RangeError(`${name} holds a semicolon or a line break`);
}
