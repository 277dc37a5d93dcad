import { type DelimitedRows, delimitedRows } from "./delimited-rows.ts";
import type { Finding, Result } from "./finding.ts";
import type { FileMapping } from "./mapping-profile.ts";
import type { NamedFile } from "./named-files.ts";
import { decodeText, type TextEncoding } from "./text-bytes.ts";
import { xlsxRows } from "./xlsx-rows.ts";
import { isZip } from "./zip.ts";

/** The rows of a file before anybody asks what is in them, and how they were found. */
export interface FileRows extends DelimitedRows {
  /** A sheet leaves out the empty cells at the end of a row. */
  readonly isSheet: boolean;
  readonly encoding: TextEncoding;
  readonly delimiter: string;
}

/** Opens delimited text, or the first sheet of an Excel file. */
export function fileRows(
  file: NamedFile,
  { encoding, delimiter: agreed }: Pick<FileMapping, "encoding" | "delimiter">,
): Result<FileRows, Finding> {
  if (isZip(file.bytes)) {
    const sheet = xlsxRows(file);
    if (!sheet.ok) return sheet;
    const whole = { findings: [], endsWithNewline: true, isSheet: true, encoding: "utf-8", delimiter: "" } as const;
    return { ok: true, value: { rows: sheet.value, ...whole } };
  }
  const decoded = decodeText(file.bytes, file.name, encoding);
  if (!decoded.ok) return decoded;
  const { text, encoding: read } = decoded.value;
  const delimiter = agreed ?? likelyDelimiter(text);
  return {
    ok: true,
    value: { ...delimitedRows(text, delimiter, file.name), isSheet: false, encoding: read, delimiter },
  };
}

const delimiters = [";", ",", "\t", "|"] as const;

/** The delimiter that the first line has most of. */
function likelyDelimiter(text: string): string {
  const newline = text.indexOf("\n");
  const first = newline < 0 ? text : text.slice(0, newline);
  const count = (delimiter: string): number => first.split(delimiter).length;
  return delimiters.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}
