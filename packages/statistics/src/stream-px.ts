import { checkContent } from "./check-px-content.ts";
import { checkStatements } from "./check-px-statements.ts";
import type { Finding } from "./finding.ts";
import { finding } from "./messages.ts";
import { type CellTaker, pxCellReader } from "./px-cells.ts";
import { findData, type PxDataReader } from "./px-data.ts";
import { variableNames } from "./px-file.ts";
import { tableFromPx } from "./px-table.ts";
import { openPx, type ReadPxOptions } from "./read-px.ts";
import type { Table } from "./table.ts";

/** How a stream of a PX file ended. */
export interface StreamedPx {
  /** The table without its numbers; absent when a finding of severity `must` in the statements stands in the way. */
  readonly table?: Table;
  readonly findings: readonly Finding[];
}

const largestHead = 256 * 1024 * 1024;

/**
 * Reads a PX file of any size from pieces: memory holds the statements and one piece, never the numbers. Nothing is taken
 * of a file whose statements make no table.
 * @param open - gets the table without numbers and returns what takes each cell, in the order of the file
 * @example
 * let sum = 0;
 * await streamPx(createReadStream("large.px"), () => (_, value) => { sum += value ?? 0; });
 */
export async function streamPx(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  open: (table: Table) => CellTaker,
  { encoding }: ReadPxOptions = {},
): Promise<StreamedPx> {
  const head: Uint8Array[] = [];
  let headSize = 0;
  let scannedSize = 0;
  let reader: PxDataReader | undefined;
  let result: StreamedPx | undefined;
  const begin = (bytes: Uint8Array): void => {
    const opened = openPx(bytes, encoding);
    const { file, index, data } = opened;
    const findings = [...opened.findings, ...checkStatements(file.statements), ...checkContent(file.statements, index)];
    if (!data && bytes.length > 0) findings.push(finding("px.data-missing", "file", {}));
    const isTable = findings.every(({ severity }) => severity !== "must");
    result = { ...(isTable ? { table: tableFromPx(file) } : {}), findings };
    if (!data || !result.table) return;
    const sizes = variableNames(index).map((name) => index.texts("VALUES", [name]).length);
    const source = { index, sizes, encoding: file.encoding, line: data.line, column: data.column };
    reader = pxCellReader(source, open(result.table));
    reader.push(data.bytes);
  };
  for await (const piece of pieces) {
    if (result) {
      reader?.push(piece);
      continue;
    }
    head.push(piece);
    headSize += piece.length;
    if (headSize < scannedSize * 2 && headSize < largestHead) continue;
    scannedSize = headSize;
    const bytes = joined(head, headSize);
    if (findData(bytes) || headSize >= largestHead) begin(bytes);
  }
  if (!result) begin(joined(head, headSize));
  const { table, findings = [] } = result ?? {};
  return { ...(table ? { table } : {}), findings: [...findings, ...(reader?.end() ?? [])] };
}

function joined(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
