import type { Finding } from "./finding.ts";
import { finding } from "./messages.ts";
import { isSymbol, type PxDataReader, pxDataReader } from "./px-data.ts";
import type { PxEncoding, PxIndex } from "./px-file.ts";
import { rowPlaces } from "./px-rows.ts";
import { decodeText } from "./text-encoding.ts";

/** Takes one cell: its place in the table, its number, and the sign in place of it or `-` for nil. */
export type CellTaker = (cell: number, value: number | null, symbol?: string) => void;

/** What has to be known of a file to read its cells. */
interface CellSource {
  readonly index: PxIndex;
  /** Sizes of the variables, rows first. */
  readonly sizes: readonly number[];
  readonly encoding: PxEncoding;
  /** Where the numbers begin. */
  readonly line: number;
  readonly column: number;
}

const mostFindings = 20;

/** Reads numbers and gives each to its cell, whether the rows are all there in order or named by keys. */
export function pxCellReader({ index, sizes, encoding, line, column }: CellSource, take: CellTaker): PxDataReader {
  const rows = rowPlaces(index, sizes);
  const expected = sizes.reduce((product, size) => product * size, sizes.length === 0 ? 0 : 1);
  const findings: Finding[] = [...(rows?.findings ?? [])];
  let at = 0;
  let found = 0;
  const put = (value: number | null, symbol?: string): void => {
    found += 1;
    if (at >= 0 && at < expected) take(at, value, symbol);
    if (at >= 0) at += 1;
    rows?.took();
  };
  const reader = pxDataReader(
    {
      number: (value) => {
        if (rows?.needsKey()) at = rows.key(`${value}`);
        else put(Number.isNaN(value) ? null : value);
      },
      text: (bytes) => {
        const text = decodeText(bytes, encoding);
        if (rows?.needsKey()) {
          at = rows.key(text);
          return;
        }
        if (!isSymbol(text) && findings.length < mostFindings)
          findings.push(finding("px.data-symbol", `DATA, cell ${found + 1}`, {}));
        put(text === "-" ? 0 : null, text);
      },
    },
    line,
    column,
  );
  return {
    push: (bytes) => {
      reader.push(bytes);
    },
    end: () => {
      findings.push(...reader.end(), ...(rows?.end() ?? []));
      if (!rows && found !== expected && sizes.every((size) => size > 0))
        findings.push(finding("px.data-count", "DATA", { expected, found }));
      return findings;
    },
  };
}
