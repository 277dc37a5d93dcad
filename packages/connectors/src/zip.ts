import { Inflate, zipSync } from "fflate";
import type { Finding } from "./finding.ts";
import { finding } from "./oneroster-messages.ts";
import type { NamedFile } from "./named-files.ts";

/** How much a zip file may make of itself. */
export interface ZipLimits {
  /** Default 200. */
  readonly maxEntries?: number;
  /** Bytes of all files together, unpacked. Default 512 MiB. */
  readonly maxBytes?: number;
  /** Unpacked bytes per packed byte, from 1 MiB on. Default 200: text rarely gets beyond 20. */
  readonly maxRatio?: number;
}

export interface ZipContent {
  readonly files: readonly NamedFile[];
  /** Any `must` means that a file is missing. */
  readonly findings: readonly Finding[];
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly flags: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly at: number;
  readonly isLink: boolean;
}

const u16 = (view: DataView, at: number): number => view.getUint16(at, true);
const u32 = (view: DataView, at: number): number => view.getUint32(at, true);

/**
 * Unpacks a zip file without trusting it: names that leave the folder, links, encrypted and overlapping entries and wrong
 * checksums are refused one by one, and unpacking stops at the limits whatever sizes the file claims. The names given
 * back have no folder, provided that all files lie in the same one.
 * @see PKWARE, APPNOTE 6.3.10 (zip64 and other methods than deflate are refused)
 */
export function readZip(bytes: Uint8Array, name: string, limits: ZipLimits = {}): ZipContent {
  const { maxEntries = 200, maxBytes = 512 * 1024 * 1024, maxRatio = 200 } = limits;
  const findings: Finding[] = [];
  const entries = directory(bytes, maxEntries);
  if (typeof entries === "string") return { files: [], findings: [finding(entries, name, {})] };
  const files: NamedFile[] = [];
  const seen = new Set<string>();
  let left = maxBytes;
  let packedEnd = 0;
  for (const entry of [...entries].sort((a, b) => a.at - b.at)) {
    if (entry.name.endsWith("/")) continue;
    const where = `${name}, entry ${entries.indexOf(entry) + 1}`;
    const data = packedBytes(bytes, entry);
    if (!isPlainPath(entry.name) || entry.isLink || seen.has(entry.name)) {
      findings.push(finding("connectors.zip-path", where, {}));
    } else if ((entry.flags & 1) !== 0 || (entry.method !== 0 && entry.method !== 8)) {
      findings.push(finding("connectors.zip-method", where, {}));
    } else if (data === undefined || entry.at < packedEnd) {
      findings.push(finding("connectors.zip-broken", where, {}));
    } else {
      packedEnd = data.byteOffset - bytes.byteOffset + data.length;
      const bound = Math.min(left, Math.max(1024 * 1024, data.length * maxRatio));
      const unpacked = entry.method === 0 ? stored(data, bound) : inflated(data, bound);
      if (unpacked === "too-large") {
        findings.push(finding("connectors.zip-too-large", where, {}));
        return { files: [], findings };
      }
      if (unpacked === undefined || unpacked.length !== entry.size || crc32(unpacked) !== entry.crc) {
        findings.push(finding("connectors.zip-broken", where, {}));
        continue;
      }
      seen.add(entry.name);
      left -= unpacked.length;
      files.push({ name: entry.name, bytes: unpacked });
    }
  }
  return withoutFolder(files, name, findings);
}

/** A zip file of these files; the same bytes for the same files, whenever it is made. */
export function writeZip(files: readonly NamedFile[]): Uint8Array {
  const mtime = new Date(1980, 0, 1); // the format has local time without a zone: its first moment is the same everywhere
  return zipSync(Object.fromEntries(files.map(({ name, bytes }) => [name, bytes])), { mtime });
}

/** The first bytes of a zip file with something in it. */
export const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;

type DirectoryFault = "connectors.zip-broken" | "connectors.zip-too-large" | "connectors.zip-method";

function directory(bytes: Uint8Array, maxEntries: number): readonly Entry[] | DirectoryFault {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  const earliest = Math.max(0, end - 0xffff);
  while (end >= earliest && u32(view, end) !== 0x06054b50) end -= 1;
  if (end < earliest || end < 0) return "connectors.zip-broken";
  const count = u16(view, end + 10);
  let at = u32(view, end + 16);
  if (count === 0xffff || at === 0xffffffff) return "connectors.zip-method";
  if (count > maxEntries) return "connectors.zip-too-large";
  const entries: Entry[] = [];
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > end || u32(view, at) !== 0x02014b50) return "connectors.zip-broken";
    const [nameLength, extra, comment] = [u16(view, at + 28), u16(view, at + 30), u16(view, at + 32)];
    if (at + 46 + nameLength > end) return "connectors.zip-broken";
    const attributes = u32(view, at + 38);
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)),
      flags: u16(view, at + 8),
      method: u16(view, at + 10),
      crc: u32(view, at + 16),
      packed: u32(view, at + 20),
      size: u32(view, at + 24),
      at: u32(view, at + 42),
      isLink: attributes >>> 28 === 0xa, // S_IFLNK of the file mode that Unix programs put here
    });
    at += 46 + nameLength + extra + comment;
  }
  return entries;
}

function packedBytes(bytes: Uint8Array, { at, packed }: Entry): Uint8Array | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (at + 30 > bytes.length || u32(view, at) !== 0x04034b50) return undefined;
  const start = at + 30 + u16(view, at + 26) + u16(view, at + 28);
  return start + packed > bytes.length ? undefined : bytes.subarray(start, start + packed);
}

function isPlainPath(path: string): boolean {
  if (path === "" || path.includes("\\") || path.includes("\0") || path.startsWith("/") || /^[a-z]:/i.test(path))
    return false;
  return path.split("/").every((part) => part !== ".." && part !== "." && part !== "");
}

const stored = (data: Uint8Array, bound: number): Uint8Array | "too-large" =>
  data.length > bound ? "too-large" : data.slice();

/** Bytes given to the decompressor at a time: what one piece can become is bounded, about a thousand times as much. */
const pieceSize = 16 * 1024;

function inflated(data: Uint8Array, bound: number): Uint8Array | "too-large" | undefined {
  const pieces: Uint8Array[] = [];
  let size = 0;
  let isWhole = false;
  const isTooLarge = (): boolean => size > bound;
  const inflate = new Inflate((piece, final) => {
    isWhole ||= final;
    size += piece.length;
    if (!isTooLarge()) pieces.push(piece);
  });
  try {
    for (let at = 0; at < data.length; at += pieceSize) {
      inflate.push(data.subarray(at, at + pieceSize), at + pieceSize >= data.length);
      if (isTooLarge()) return "too-large";
    }
  } catch {
    return undefined;
  }
  if (isTooLarge()) return "too-large";
  if (!isWhole) return undefined;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

let crcTable: Uint32Array | undefined;

function crc32(bytes: Uint8Array): number {
  crcTable ??= Uint32Array.from({ length: 256 }, (_, byte) => {
    let rest = byte;
    for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
    return rest;
  });
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Files that somebody packed with the folder they lay in: told of, and read. What macOS adds is dropped. */
function withoutFolder(files: readonly NamedFile[], name: string, findings: readonly Finding[]): ZipContent {
  const own = files.filter(({ name: path }) => !path.startsWith("__MACOSX/") && !path.endsWith(".DS_Store"));
  const folders = new Set(own.map(({ name: path }) => path.slice(0, path.lastIndexOf("/") + 1)));
  const [folder = ""] = folders;
  if (folders.size !== 1 || folder === "") return { files: own, findings };
  return {
    files: own.map(({ name: path, bytes }) => ({ name: path.slice(folder.length), bytes })),
    findings: [...findings, finding("connectors.zip-folder", name, {})],
  };
}
