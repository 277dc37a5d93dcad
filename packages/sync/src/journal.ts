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

/** The journal is spoilt in the middle: what was done can't be known from it. */
export class JournalError extends Error {
  readonly code = "journal-damaged";
  constructor() {
    super("the journal is damaged before its end; what was done can't be known from it");
    this.name = "JournalError";
  }
}

export interface Decoded {
  readonly records: readonly JournalRecord[];
  /** Bytes up to the first frame that is not whole. */
  readonly wholeBytes: number;
  /** True when a whole frame follows one that is not: not a torn end, but a journal that something has spoilt. */
  readonly isDamaged: boolean;
}

/** The records up to the first frame that is not whole. */
export function decodeRecords(bytes: Uint8Array): Decoded {
  const records: JournalRecord[] = [];
  let at = 0;
  for (let body = frameAt(bytes, at); body !== undefined; body = frameAt(bytes, at)) {
    records.push(JSON.parse(String.fromCharCode(...body)) as JournalRecord);
    at += headerBytes + body.length;
  }
  let isDamaged = false;
  // A run that died leaves at most one frame that is not whole, and nothing after it.
  for (let after = at + 1; after < bytes.length && !isDamaged; after += 1)
    isDamaged = frameAt(bytes, after) !== undefined;
  return { records, wholeBytes: at, isDamaged };
}

/** A record is at most 1024 states long. */
const longestBody = 1 << 16;

/** The body of the whole frame that begins at a byte. */
function frameAt(bytes: Uint8Array, at: number): Uint8Array | undefined {
  if (at + headerBytes > bytes.length) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, headerBytes);
  const length = view.getUint32(0);
  // After a loss of power a file may end in zeros, of which a frame of nothing would be made.
  if (length === 0 || length > longestBody || at + headerBytes + length > bytes.length) return undefined;
  const body = bytes.subarray(at + headerBytes, at + headerBytes + length);
  return crc32(body) === view.getUint32(4) ? body : undefined;
}

/** A journal in memory, for tests and for targets whose loss does not matter. */
export function memoryJournal(initial: Uint8Array = new Uint8Array()): Journal & { readonly bytes: () => Uint8Array } {
  let kept: Uint8Array = initial;
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
