/** Where the journal is kept: an append-only run of bytes. */
export interface Journal {
  /** Everything that was appended, also by a process that died. */
  read(): Promise<Uint8Array>;
  /** Appends and returns when the bytes will survive a loss of power. */
  append(bytes: Uint8Array): Promise<void>;
  /** Cuts the journal: what a process that died left half written is taken away before anything is appended. */
  truncate(length: number): Promise<void>;
}

/** What the journal says. Operations are told by their place in the run's list. */
export type JournalRecord =
  /** A run of a plan begins: digest of the plan and of the operations that may be made. */
  | { readonly type: "begin"; readonly plan: string; readonly run: string; readonly count: number }
  /** Operations from (inclusive) to (exclusive) are about to be made. */
  | { readonly type: "intent"; readonly from: number; readonly to: number }
  /** What became of them. */
  | { readonly type: "result"; readonly from: number; readonly states: readonly OperationState[] }
  | { readonly type: "end" };

/** `done`; `conflict`: the target's row was not as planned, and was left; `dead`: the target refused it for good. */
export type OperationState = "done" | "conflict" | "dead";

const headerBytes = 8;

const table = new Uint32Array(256).map((_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 (ISO 3309), as in zip files. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (table[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** A record as a frame: length, CRC-32, then JSON. */
export function encodeRecord(record: JournalRecord): Uint8Array {
  const json = JSON.stringify(record);
  const body = new Uint8Array(json.length);
  // The records hold digests and numbers: ASCII.
  for (let index = 0; index < json.length; index += 1) body[index] = json.charCodeAt(index);
  const frame = new Uint8Array(headerBytes + body.length);
  const view = new DataView(frame.buffer);
  view.setUint32(0, body.length);
  view.setUint32(4, crc32(body));
  frame.set(body, headerBytes);
  return frame;
}

/** The records up to the first frame that is not whole, and how many bytes they take. */
export function decodeRecords(bytes: Uint8Array): {
  readonly records: readonly JournalRecord[];
  readonly wholeBytes: number;
} {
  const records: JournalRecord[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at + headerBytes <= bytes.length) {
    const length = view.getUint32(at);
    const body = bytes.subarray(at + headerBytes, at + headerBytes + length);
    if (body.length < length || crc32(body) !== view.getUint32(at + 4)) break;
    records.push(JSON.parse(String.fromCharCode(...body)) as JournalRecord);
    at += headerBytes + length;
  }
  return { records, wholeBytes: at };
}

/** A journal in memory, for tests and for targets whose loss does not matter. */
export function memoryJournal(initial = new Uint8Array()): Journal & { readonly bytes: () => Uint8Array } {
  let kept = initial;
  return {
    bytes: () => kept,
    read: () => Promise.resolve(kept),
    append(bytes) {
      const next = new Uint8Array(kept.length + bytes.length);
      next.set(kept);
      next.set(bytes, kept.length);
      kept = next;
      return Promise.resolve();
    },
    truncate(length) {
      kept = kept.slice(0, length);
      return Promise.resolve();
    },
  };
}
