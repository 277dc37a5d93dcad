import type { Reference } from "./check-cell.ts";
import { checkRows } from "./check-report.ts";
import type { Finding } from "./finding.ts";
import type { Layout, ScbRecord, Variant } from "./layout.ts";
import { layouts } from "./layouts.ts";
import { fileFinding } from "./file-messages.ts";
import { closestLayout, fitsLayout, type Recognised, recogniseLayout, semicolonIn } from "./recognise-layout.ts";
import type { PlaceOfRow } from "./row-checker.ts";
import { byteLength, decodeLines, type FoundEncoding, type Line } from "./text-lines.ts";

/** A line that is no row of the layout. Personal data. */
export interface HeldLine {
  /** Line number, from 1. */
  readonly line: number;
  readonly text: string;
}

/** How a file is read. */
export interface ReadReportOptions {
  /** A layout, its id, or `auto` (default) to recognise it by its columns and what stands in them. */
  readonly layout?: Layout | string;
  /** The layouts that `auto` chooses from, such as imported ones. Default: those of this package that are no draft. */
  readonly candidates?: readonly Layout[];
  readonly reference?: Reference;
}

/** A file as it was read. */
export interface ReadReport {
  /** Absent when no layout fits: then there are no rows, and `findings` says why. */
  readonly layout?: Layout;
  /** The known variant of the layout that the file is: its rows lack the variant's fields. */
  readonly variant?: Variant;
  readonly encoding: FoundEncoding;
  readonly rows: readonly ScbRecord[];
  /** Lines that are no row of the layout, by line number from 1. Personal data. */
  readonly held: readonly HeldLine[];
  readonly findings: readonly Finding[];
}

/**
 * Reads and checks a report file. A line with another number of columns is kept aside and never shifted into place; the
 * layout and the encoding are recognised, not assumed; every finding says row, column and byte. Never throws on `bytes`.
 * @throws RangeError when `layout` is an id that no layout has
 * @example
 * readReport(bytes).findings.filter(({ severity }) => severity === "must").length;
 */
export function readReport(bytes: Uint8Array, options: ReadReportOptions = {}): ReadReport {
  const { layout = "auto", reference = {} } = options;
  const candidates =
    layout === "auto" ? (options.candidates ?? written) : [typeof layout === "string" ? named(layout) : layout];
  const { lines, encoding, mixedLines } = decodeLines(bytes);
  if (lines.every(({ text }) => text.trim() === ""))
    return { encoding, rows: [], held: [], findings: [fileFinding("scb.empty-file", "file", {})] };
  const findings = [...ofEncoding(encoding, mixedLines), ...garbled(lines), ...ofSeparators(lines)];
  const recognised = recogniseLayout(lines, candidates) ?? only(candidates);
  if (!recognised)
    return { encoding, rows: [], held: lines.map(held), findings: [...findings, unknown(lines, candidates)] };

  if (layout !== "auto") findings.push(...ofOtherLayout(lines, recognised.layout));
  const data = recognised.hasHeader ? lines.slice(1) : lines;
  const { fields } = recognised.asRead;
  const whole = data.filter((line) => line.columns === fields.length);
  const broken = data.filter((line) => line.columns !== fields.length);
  findings.push(
    ...ofForm(recognised),
    ...broken.map((line) => ofBroken(line, recognised.asRead, line === data.at(-1))),
  );
  const rows = whole.map((line) => toRecord(line.text, recognised.asRead));
  const checked = checkRows(rows, recognised.asRead, { reference, placeOf: bytePlace(whole, recognised.asRead) });
  findings.push(...ofExtracts(rows));
  for (const row of checked) findings.push(...row.findings);
  const { layout: found, variant } = recognised;
  return { layout: found, ...(variant ? { variant } : {}), encoding, rows, held: broken.map(held), findings };
}

/** Layouts that files are written in. */
const written: readonly Layout[] = /* @__PURE__ */ layouts.filter(({ status }) => status !== "draft");
const held = (line: Line): HeldLine => ({ line: line.number, text: line.text });

function named(id: string): Layout {
  const found = layouts.find((layout) => layout.id === id);
  if (!found) throw new RangeError(`layout must be auto or one of ${layouts.map((layout) => layout.id).join(", ")}`);
  return found;
}

/** The layout that the caller named is the file's, even when no line has its columns: then each line says so. */
function only([layout, ...others]: readonly Layout[]): Recognised | undefined {
  return layout && others.length === 0 ? { layout, asRead: layout, hasHeader: false } : undefined;
}

function unknown(lines: readonly Line[], candidates: readonly Layout[]): Finding {
  const where = `row ${lines[0]?.number ?? 1}`;
  const close = closestLayout(lines, candidates);
  if (!close) return fileFinding("scb.unknown-layout", where, { columns: lines[0]?.columns ?? 0 });
  const { layout, columns } = close;
  return fileFinding("scb.close-to-layout", where, {
    layout: layout.id,
    expected: layout.fields.length,
    found: columns,
  });
}

function ofEncoding(encoding: FoundEncoding, mixedLines: number): readonly Finding[] {
  return [
    ...(encoding === "utf-16" ? [fileFinding("scb.utf16", "file", {})] : []),
    ...(mixedLines > 0 ? [fileFinding("scb.mixed-encodings", "file", { rows: mixedLines })] : []),
  ];
}

/** The file does not fit the layout that was named, and fits another. */
function ofOtherLayout(lines: readonly Line[], named: Layout): readonly Finding[] {
  const other = fitsLayout(lines, named) ? undefined : recogniseLayout(lines, written)?.layout;
  if (!other || other.id === named.id) return [];
  return [fileFinding("scb.other-layout", "file", { named: named.id, shown: other.id })];
}

/** Rows of several extractions in one file: it may have been joined from parts, or a part of it be old. */
function ofExtracts(rows: readonly ScbRecord[]): readonly Finding[] {
  const extracts = new Set(rows.map((row) => [row["System"], row["Datum"], row["Version"]].join(";")));
  return extracts.size > 1 ? [fileFinding("scb.several-extracts", "file", { extracts: extracts.size })] : [];
}

/** A file of another kind: values in quotes, or other separators than semicolons, by its first line. */
function ofSeparators([first]: readonly Line[]): readonly Finding[] {
  if (!first) return [];
  const where = `row ${first.number}`;
  if (first.columns < 5)
    for (const [separator, name] of separators)
      if (first.text.split(separator).length > 5) return [fileFinding("scb.separator", where, { name })];
  const quoted = first.text.split(";").filter((cell) => /^".*"$/.test(cell)).length;
  return quoted > first.columns / 2 ? [fileFinding("scb.quoted", where, {})] : [];
}

const separators = [
  ["\t", { sv: "tabb", en: "tab" }],
  [",", { sv: "komma", en: "comma" }],
  ["|", { sv: "lodstreck", en: "vertical bar" }],
] as const;

/** What the file's form differs in from the layout: a header, columns that are missing or stand elsewhere. */
function ofForm({ layout, asRead, variant, hasHeader }: Recognised): readonly Finding[] {
  const findings = hasHeader ? [fileFinding("scb.header-row", "row 1", {})] : [];
  if (asRead === layout) return findings;
  const columns = { expected: layout.fields.length, found: asRead.fields.length };
  if (variant) return [...findings, fileFinding("scb.variant", "file", { ...columns, variant })];
  return [...findings, fileFinding("scb.columns-by-name", "row 1", columns)];
}

function ofBroken(line: Line, layout: Layout, isLast: boolean): Finding {
  const where = `row ${line.number}`;
  if (isLast && !line.isEnded) return fileFinding("scb.cut-file", where, {});
  const split = semicolonIn(line, layout).map(({ label }) => label);
  if (split.length > 0) return fileFinding("scb.semicolon-in-value", where, { labels: split });
  return fileFinding("scb.column-count", where, { expected: layout.fields.length, found: line.columns });
}

function toRecord(line: string, layout: Layout): ScbRecord {
  const cells = line.split(";");
  const row: Record<string, string> = {};
  for (const { name, position } of layout.fields) row[name] = cells[position - 1] ?? "";
  return row;
}

/** `row 12, column 9 (Bl), byte 345`: the byte is counted only when there is something to say of it. */
function bytePlace(lines: readonly Line[], layout: Layout): PlaceOfRow {
  return (index) => (name) => {
    const line = lines[index];
    const position = layout.fields.find((field) => field.name === name)?.position ?? 1;
    if (!line) return name;
    const before = line.text
      .split(";")
      .slice(0, position - 1)
      .map((cell) => `${cell};`)
      .join("");
    return `row ${line.number}, column ${position} (${name}), byte ${line.start + byteLength(before, line.encoding)}`;
  };
}

function garbled(lines: readonly Line[]): readonly Finding[] {
  const twice = lines.filter(({ text }) => /Ã[\u0080-\u00bf\u2018-\u201e…†‡ˆ‰Š‹ŒŽ˜™š›œžŸ–—•€]/.test(text)).length;
  const lost = lines.filter(({ text }) => text.includes("\ufffd")).length;
  return [
    ...(twice > 0 ? [fileFinding("scb.double-encoded", "file", { rows: twice })] : []),
    ...(lost > 0 ? [fileFinding("scb.unreadable-characters", "file", { rows: lost })] : []),
  ];
}
