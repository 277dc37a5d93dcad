import { checkContent } from "./check-px-content.ts";
import { checkStatements } from "./check-px-statements.ts";
import type { Finding, Result } from "./finding.ts";
import { finding } from "./messages.ts";
import { numberText } from "./number-text.ts";
import { indexPx, type PxEncoding, type PxFile, type PxIndex, type PxStatement, type PxValue } from "./px-file.ts";
import { pxFromTable } from "./px-from-table.ts";
import { isSymbol } from "./px-data.ts";
import { strides, type Table } from "./table.ts";
import { encodeText, unencodable } from "./text-encoding.ts";

/** How a PX file is written. */
export interface WritePxOptions {
  /** Default: that of the file, and `utf-8` for a table. CODEPAGE says the same. */
  readonly encoding?: PxEncoding;
  /** Default CRLF, as SCB's own programs write. */
  readonly newline?: "\r\n" | "\n";
}

/** A line is broken after a comma from here on, so that none has more than 256 characters. */
const lineLength = 120;
/** A text longer than the first is written in pieces of the second, as SCB's programs do. */
const longestText = 86;
const pieceLength = 79;

/**
 * Writes a table, or a file that was read, as PX. Equal input gives equal bytes. A table lacking what PX demands, a text
 * with quotation marks, a character the encoding has not: each is a finding, and then nothing is written.
 * @example
 * const written = writePx(table, { encoding: "windows-1252" });
 * if (written.ok) await writeFile("BE0101.px", written.value);
 */
export function writePx(
  source: Table | PxFile,
  { encoding, newline = "\r\n" }: WritePxOptions = {},
): Result<Uint8Array, readonly Finding[]> {
  const file = "statements" in source ? withEncoding(source, encoding) : pxFromTable(source, encoding);
  const findings = "statements" in source ? writable(file) : [...writable(file), ...complete(file)];
  const head = findings.length > 0 ? "" : headText(file, newline);
  const lacking = unencodable(head, file.encoding);
  if (lacking > 0) findings.push(finding("px.unencodable", "file", { characters: lacking, encoding: file.encoding }));
  if (findings.length > 0) return { ok: false, error: findings };
  return { ok: true, value: encodeText(`${head}DATA=${newline}${dataText(file, newline)};${newline}`, file.encoding) };
}

function withEncoding(file: PxFile, encoding: PxEncoding | undefined): PxFile {
  if (encoding === undefined || encoding === file.encoding) return file;
  const codepage: PxStatement = {
    keyword: "CODEPAGE",
    keys: [],
    values: [{ text: encoding, isQuoted: true }],
    line: 0,
    column: 0,
  };
  const others = file.statements.filter(({ keyword }) => keyword !== "CODEPAGE");
  const after = others.findIndex(({ keyword }) => keyword !== "CHARSET" && keyword !== "AXIS-VERSION");
  return { ...file, encoding, statements: others.toSpliced(Math.max(after, 0), 0, codepage) };
}

/** What stands in the way of any file: texts PX has no way to write. */
function writable({ statements, symbols }: PxFile): Finding[] {
  const findings = statements
    .filter(({ keys, values }) => [...keys, ...values.map(({ text }) => text)].some((text) => /["\r]/.test(text)))
    .filter(({ values }) => values.some(({ text, isQuoted }) => isQuoted || !text.startsWith("TLIST")))
    .map(({ keyword }) => finding("px.quote-in-text", keyword, {}));
  if (Object.values(symbols).some((symbol) => !isSymbol(symbol))) findings.push(finding("px.data-symbol", "DATA", {}));
  return findings;
}

/** What stands in the way of a table: facts that PX demands and the table lacks. */
function complete({ statements }: PxFile): Finding[] {
  return [...checkStatements(statements), ...checkContent(statements, indexPx(statements))].filter(
    ({ severity }) => severity === "must",
  );
}

function headText({ statements }: PxFile, newline: string): string {
  return statements.map((statement) => `${statementText(statement, newline)};${newline}`).join("");
}

function statementText({ keyword, language, keys, values }: PxStatement, newline: string): string {
  const inKeys = keys.length === 0 ? "" : `(${keys.map((key) => `"${key}"`).join(keys.length > 2 ? ", " : ",")})`;
  let text = `${keyword}${language === undefined ? "" : `[${language}]`}${inKeys}=`;
  let { length } = text;
  values.forEach((value, at) => {
    const written = valueText(value, keyword, newline);
    const isBroken = at > 0 && length + written.length > lineLength && value.joinedBy === undefined;
    const separator = at === 0 ? "" : (value.joinedBy ?? ",");
    text += `${separator}${isBroken ? newline : ""}${written}`;
    length = isBroken ? written.length : length + separator.length + written.length;
  });
  return text;
}

/** A long text is written in pieces on lines of their own; `#` is a new line in a note. */
function valueText({ text, isQuoted }: PxValue, keyword: string, newline: string): string {
  if (!isQuoted) return text;
  const line = text.replaceAll("\n", keyword.includes("NOTE") || keyword === "CONTACT" ? "#" : " ");
  if (line.length <= longestText) return `"${line}"`;
  const characters = Array.from(line);
  const pieces: string[] = [];
  for (let at = 0; at < characters.length; at += pieceLength)
    pieces.push(`"${characters.slice(at, at + pieceLength).join("")}"`);
  return pieces.join(newline);
}

function dataText({ statements, values, symbols }: PxFile, newline: string): string {
  const index = indexPx(statements);
  const sizeOf = (name: string): number => index.texts("VALUES", [name]).length;
  const rowLength = index.texts("HEADING").reduce((product, name) => product * sizeOf(name), 1);
  const keys = index.all("KEYS").length === 0 ? undefined : rowKeys(index);
  const lines: string[] = [];
  for (let at = 0, row = 0; at < values.length; at += rowLength, row += 1) {
    const cells = values.slice(at, at + rowLength).map((value, column) => {
      const symbol = symbols[at + column] ?? (value === null ? ".." : undefined);
      return symbol === undefined ? numberText(value ?? 0) : `"${symbol}"`;
    });
    lines.push((keys ? `${keys(row)},` : "") + cells.join(" "));
  }
  // A blank ends each line but the last: there are readers to whom a line break separates nothing.
  return lines.join(` ${newline}`);
}

/** The keys of a row, for a file where every row begins with them: in the order of the KEYS statements. */
function rowKeys(index: PxIndex): (row: number) => string {
  const stub = index.texts("STUB");
  const lists = stub.map((name) => {
    const codes = index.text("KEYS", [name])?.toUpperCase() === "CODES" ? index.texts("CODES", [name]) : [];
    return codes.length > 0 ? codes : index.texts("VALUES", [name]);
  });
  const steps = strides(lists.map(({ length }) => length));
  const order = index.all("KEYS").map(({ keys }) => stub.indexOf(keys[0] ?? ""));
  return (row) =>
    order
      .map((at) => `"${lists[at]?.[Math.floor(row / (steps[at] ?? 1)) % (lists[at]?.length ?? 1)] ?? ""}"`)
      .join(",");
}
