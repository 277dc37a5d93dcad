import { checkRows } from "./check-report.ts";
import type { Reference } from "./check-cell.ts";
import type { Finding } from "./finding.ts";
import { layouts } from "./layouts.ts";
import type { Layout, ScbRecord } from "./layout.ts";
import { finding } from "./messages.ts";
import type { PlaceOfRow } from "./row-checker.ts";
import { byteLength, decode, type FoundEncoding } from "./text-encoding.ts";

/** A line that is no row of the layout. Personal data. */
export interface HeldLine {
  /** Line number, from 1. */
  readonly line: number;
  readonly text: string;
}

/** How a file is read. */
export interface ReadReportOptions {
  /** A layout, its id, or `auto` (default) to recognise it by its columns. */
  readonly layout?: Layout | string;
  readonly reference?: Reference;
}

/** A file as it was read. */
export interface ReadReport {
  /** Absent when no layout fits: then there are no rows, and `findings` says why. */
  readonly layout?: Layout;
  readonly encoding: FoundEncoding;
  readonly rows: readonly ScbRecord[];
  /** Lines that are no row of the layout, by line number from 1. Personal data. */
  readonly held: readonly HeldLine[];
  readonly findings: readonly Finding[];
}

/**
 * Reads and checks a report file. A line with another number of columns is kept aside and never shifted into place; an
 * encoding is recognised, not assumed; every finding says row, column and byte.
 * @throws RangeError when `layout` is an id that no layout has
 * @example
 * readReport(bytes).findings.filter(({ severity }) => severity === "must").length;
 */
export function readReport(bytes: Uint8Array, { layout = "auto", reference = {} }: ReadReportOptions = {}): ReadReport {
  const { text, encoding, bomBytes } = decode(bytes);
  const findings: Finding[] = [];
  if (text.trim() === "") return { encoding, rows: [], held: [], findings: [finding("scb.empty-file", "file", {})] };
  if (encoding === "utf-16") findings.push(finding("scb.utf16", "file", {}));
  const lines = splitLines(text, encoding, bomBytes);
  const found = typeof layout === "string" ? (layout === "auto" ? recognise(lines) : named(layout)) : layout;
  if (found === undefined) {
    const columns = (lines[0]?.text.split(";") ?? []).length;
    return {
      encoding,
      rows: [],
      held: lines.map(held),
      findings: [...findings, finding("scb.unknown-layout", "row 1", { columns })],
    };
  }
  findings.push(...garbled(lines));
  const data = isHeader(lines[0]?.text ?? "", found) ? lines.slice(1) : lines;
  if (data.length < lines.length) findings.push(finding("scb.header-row", "row 1", {}));
  const expected = found.fields.length;
  const whole = data.filter((line) => columnsOf(line) === expected);
  for (const line of data) {
    if (columnsOf(line) === expected) continue;
    const isCut = line === data.at(-1) && !line.isEnded;
    findings.push(
      isCut
        ? finding("scb.cut-file", `row ${line.number}`, {})
        : finding("scb.column-count", `row ${line.number}`, { expected, found: columnsOf(line) }),
    );
  }
  const rows = whole.map((line) => toRecord(line.text, found));
  const checked = checkRows(rows, found, { reference, placeOf: bytePlace(whole, found, encoding) });
  findings.push(...checked.flatMap((row) => row.findings));
  return {
    layout: found,
    encoding,
    rows,
    held: data.filter((line) => columnsOf(line) !== expected).map(held),
    findings,
  };
}

interface Line {
  readonly number: number;
  readonly text: string;
  /** Byte at which it begins. */
  readonly start: number;
  /** True when a line end follows. */
  readonly isEnded: boolean;
}

const columnsOf = (line: Line): number => line.text.split(";").length;
const held = (line: Line) => ({ line: line.number, text: line.text });

function splitLines(text: string, encoding: FoundEncoding, bomBytes: number): readonly Line[] {
  const lines: Line[] = [];
  let start = bomBytes;
  let number = 0;
  for (const match of text.matchAll(/([^\r\n]*)(\r\n|\r|\n|$)/g)) {
    const [whole, line = "", end = ""] = match;
    if (whole === "") break;
    number += 1;
    if (line !== "") lines.push({ number, text: line, start, isEnded: end !== "" });
    start += byteLength(whole, encoding);
  }
  return lines;
}

function named(id: string): Layout {
  const found = layouts.find((layout) => layout.id === id);
  if (!found) throw new RangeError(`layout must be auto or one of ${layouts.map((layout) => layout.id).join(", ")}`);
  return found;
}

/** The layout whose column count most lines have; of several, the one in whose columns the grades are grades. */
function recognise(lines: readonly Line[]): Layout | undefined {
  const share = (layout: Layout) =>
    lines.filter((line) => columnsOf(line) === layout.fields.length).length / lines.length;
  const [best] = layouts.toSorted((a, b) => share(b) - share(a));
  return best && share(best) > 0 ? best : undefined;
}

const isHeader = (line: string, layout: Layout): boolean => {
  const cells = line.split(";").map((cell) => cell.trim().toLowerCase());
  return (
    layout.fields.filter(({ name }, index) => cells[index] === name.toLowerCase()).length > layout.fields.length / 2
  );
};

function toRecord(line: string, layout: Layout): ScbRecord {
  const cells = line.split(";");
  return Object.fromEntries(layout.fields.map(({ name, position }) => [name, cells[position - 1] ?? ""]));
}

/** `row 12, column 9 (Bl), byte 345`: the byte is counted only when there is something to say of it. */
function bytePlace(lines: readonly Line[], layout: Layout, encoding: FoundEncoding): PlaceOfRow {
  return (index) => (name) => {
    const line = lines[index];
    const position = layout.fields.find((field) => field.name === name)?.position ?? 1;
    if (!line) return name;
    const before = line.text
      .split(";")
      .slice(0, position - 1)
      .map((cell) => `${cell};`)
      .join("");
    return `row ${line.number}, column ${position} (${name}), byte ${line.start + byteLength(before, encoding)}`;
  };
}

function garbled(lines: readonly Line[]): readonly Finding[] {
  const twice = lines.filter(({ text }) => /Ã[\u0080-\u00bf\u2018-\u201e…†‡ˆ‰Š‹ŒŽ˜™š›œžŸ–—•€]/.test(text)).length;
  const lost = lines.filter(({ text }) => text.includes("\ufffd")).length;
  return [
    ...(twice > 0 ? [finding("scb.double-encoded", "file", { rows: twice })] : []),
    ...(lost > 0 ? [finding("scb.unreadable-characters", "file", { rows: lost })] : []),
  ];
}
