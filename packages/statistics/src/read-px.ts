import type { Finding } from "./finding.ts";
import { finding } from "./messages.ts";
import { pxCellReader } from "./px-cells.ts";
import { findData } from "./px-data.ts";
import { indexPx, type PxEncoding, type PxFile, type PxIndex, variableNames } from "./px-file.ts";
import { checkContent } from "./check-px-content.ts";
import { checkStatements } from "./check-px-statements.ts";
import { parseHead } from "./px-head.ts";
import { tableFromPx } from "./px-table.ts";
import type { Table } from "./table.ts";
import { decodeText, encodingNamed, isUtf8 } from "./text-encoding.ts";

/** How a PX file is read. */
export interface ReadPxOptions {
  /** Encoding of the file, when it is known better than its CODEPAGE says. */
  readonly encoding?: PxEncoding;
}

/** A PX file as it was read. */
export interface ReadPx {
  /** What stands in the file; always there, however wrong the file is. */
  readonly file: PxFile;
  /** The table it tells of; absent when a finding of severity `must` stands in the way. */
  readonly table?: Table;
  readonly findings: readonly Finding[];
}

/** No table of more cells is taken into memory at once; `streamPx` reads them. */
const mostCells = 50_000_000;

/**
 * Reads a PX file: statements, table and everything that is wrong with it, by line and column. Nothing is thrown for bad
 * input, and reading goes on after a fault.
 * @example
 * const { table, findings } = readPx(bytes);
 */
export function readPx(bytes: Uint8Array, { encoding: wanted }: ReadPxOptions = {}): ReadPx {
  const opened = openPx(bytes, wanted);
  const { file: head, index } = opened;
  const findings = [...opened.findings];
  const names = variableNames(index);
  const sizes = names.map((name) => index.texts("VALUES", [name]).length);
  const expected = sizes.reduce((product, size) => product * size, names.length === 0 ? 0 : 1);
  const isReadable = expected <= mostCells;
  if (!isReadable) findings.push(finding("px.too-large", "DATA", { cells: expected }));
  const cells = opened.data && isReadable ? readCells(opened, sizes, expected) : noCells;
  findings.push(...cells.findings);
  const file = { ...head, values: cells.values, symbols: cells.symbols };
  findings.push(...checkStatements(file.statements), ...checkContent(file.statements, index));
  if (opened.data === undefined && opened.findings.every(({ code }) => code !== "px.empty-file"))
    findings.push(finding("px.data-missing", "file", {}));
  const isWhole = findings.every(({ severity }) => severity !== "must");
  return { file, ...(isWhole ? { table: tableFromPx(file) } : {}), findings };
}

/** A file whose statements are read and whose numbers are not yet. */
interface OpenedPx {
  readonly file: PxFile;
  readonly index: PxIndex;
  /** What follows `DATA=`, with the place it begins at. */
  readonly data?: { readonly bytes: Uint8Array; readonly line: number; readonly column: number };
  readonly findings: readonly Finding[];
}

/** Reads the statements before DATA. */
export function openPx(bytes: Uint8Array, wanted?: PxEncoding): OpenedPx {
  if (bytes.every((byte) => byte <= 0x20)) {
    const file: PxFile = { statements: [], encoding: wanted ?? "utf-8", values: [], symbols: {} };
    return { file, index: indexPx([]), findings: [finding("px.empty-file", "file", {})] };
  }
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isUtf16) {
    const text = new TextDecoder(bytes[0] === 0xff ? "utf-16le" : "utf-16be").decode(bytes);
    const opened = openPx(new TextEncoder().encode(text), "utf-8");
    return { ...opened, findings: [finding("px.utf16", "file", {}), ...opened.findings] };
  }
  const found = findData(bytes);
  const headBytes = bytes.subarray(0, found?.headEnd ?? bytes.length);
  const { encoding, findings } = chooseEncoding(headBytes, wanted);
  const head = decodeText(headBytes, encoding);
  const { statements, findings: faults } = parseHead(head);
  const file: PxFile = { statements, encoding, values: [], symbols: {} };
  const all = [...findings, ...faults];
  if (!found) return { file, index: indexPx(statements), findings: all };
  const before = head.split("\n");
  return {
    file,
    index: indexPx(statements),
    data: {
      bytes: bytes.subarray(found.dataStart),
      line: before.length,
      column: (before.at(-1)?.length ?? 0) + found.dataStart - found.headEnd + 1,
    },
    findings: all,
  };
}

/** A byte order mark, else CODEPAGE when the bytes agree, else what the bytes show. */
function chooseEncoding(bytes: Uint8Array, wanted?: PxEncoding): { encoding: PxEncoding; findings: Finding[] } {
  if (wanted) return { encoding: wanted, findings: [] };
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const declared = /^CODEPAGE\s*=\s*"?([^";\n]*)/im.exec(decodeText(bytes.subarray(0, 20_000), "windows-1252"))?.[1];
  const named = declared === undefined ? undefined : encodingNamed(declared);
  const isUnicode = hasMark || isUtf8(bytes);
  if (declared !== undefined && !named)
    return {
      encoding: isUnicode ? "utf-8" : "windows-1252",
      findings: [finding("px.codepage-unknown", "CODEPAGE", {})],
    };
  if (isUnicode)
    return {
      encoding: "utf-8",
      findings: named !== undefined && named !== "utf-8" ? [finding("px.codepage-contradicted", "CODEPAGE", {})] : [],
    };
  const isAscii = bytes.every((byte) => byte < 0x80);
  if (named === "utf-8" && !isAscii)
    return { encoding: "windows-1252", findings: [finding("px.codepage-contradicted", "CODEPAGE", {})] };
  if (named === "iso-8859-1" && bytes.some((byte) => byte > 0x7f && byte < 0xa0))
    return { encoding: "windows-1252", findings: [finding("px.codepage-contradicted", "CODEPAGE", {})] };
  return { encoding: named ?? "windows-1252", findings: [] };
}

type Cells = Pick<PxFile, "values" | "symbols"> & { readonly findings: readonly Finding[] };

const noCells: Cells = { values: [], symbols: {}, findings: [] };

function readCells({ file, index, data }: OpenedPx, sizes: readonly number[], expected: number): Cells {
  const values: (number | null)[] = [];
  if (index.all("KEYS").length > 0) while (values.length < expected) values.push(0);
  const symbols: Record<number, string> = {};
  const reader = pxCellReader(
    { index, sizes, encoding: file.encoding, line: data?.line ?? 1, column: data?.column ?? 1 },
    (cell, value, symbol) => {
      values[cell] = value;
      if (symbol !== undefined) symbols[cell] = symbol;
    },
  );
  reader.push(data?.bytes ?? new Uint8Array(0));
  const findings = reader.end();
  while (values.length < expected) values.push(null);
  return { values, symbols, findings };
}
