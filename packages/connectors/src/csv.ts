/** A row of a delimited file, its fields as text. */
export type CsvRow = readonly string[];

/** What was wrong with the form of the file, apart from what is in it. */
export interface CsvEnd {
  /** Line on which a quote was opened that never closes: the file is cut, or a quote is missing. */
  readonly openQuote?: number;
  /** Line on which a row grew past the limit. */
  readonly tooLong?: number;
  /** False when the last row has no line end after it: normal for some programs, and what a cut file looks like. */
  readonly endsWithNewline: boolean;
}

export interface CsvOptions {
  /** One character: `\t`, `,` or `;`. */
  readonly delimiter: string;
  /** Takes each row that is not blank, with the line it begins on, from 1. */
  readonly onRow: (row: CsvRow, line: number) => void;
  /** Characters after which a row counts as endless. Default 1,000,000. */
  readonly maxRowLength?: number;
}

/** Reads delimited text in pieces of any size. */
export interface CsvReader {
  push(text: string): void;
  end(): CsvEnd;
}

/**
 * A reader for RFC 4180 as programs write it: LF or CRLF, quotes around fields with delimiters, quotes or line ends in
 * them, doubled quotes inside. A quote inside an unquoted field is text. Rows may have any number of fields. Holds one
 * row in memory.
 */
export function csvReader(options: CsvOptions): CsvReader {
  const { delimiter, onRow, maxRowLength = 1_000_000 } = options;
  let rest = "";
  let line = 1;
  let tooLong: number | undefined;

  function row(fields: CsvRow, at: number): void {
    if (fields.length > 1 || fields[0] !== "") onRow(fields, at);
  }

  /** Takes whole rows off the text; what is left waits for more, unless this is the end. */
  function consume(text: string, atEnd: boolean): { readonly left: string; readonly openQuote?: number } {
    let start = 0;
    let quote = text.indexOf('"');
    while (start < text.length) {
      const newline = text.indexOf("\n", start);
      if (quote >= 0 && quote < start) quote = text.indexOf('"', start);
      if (newline < 0 && !atEnd) return { left: text.slice(start) };
      const end = newline < 0 ? text.length : newline;
      if (quote < 0 || quote > end) {
        const stop = text.charCodeAt(end - 1) === 13 && end > start ? end - 1 : end;
        row(text.slice(start, stop).split(delimiter), line);
        line += 1;
        start = end + 1;
        continue;
      }
      const parsed = quotedRow(text, start, delimiter);
      if (parsed === undefined) {
        if (!atEnd) return { left: text.slice(start) };
        row(text.slice(start).split(delimiter), line);
        return { left: "", openQuote: line };
      }
      if (parsed.next > text.length && !atEnd) return { left: text.slice(start) };
      row(parsed.fields, line);
      line += parsed.lines;
      start = parsed.next;
    }
    return { left: "" };
  }

  return {
    push(text) {
      if (tooLong !== undefined) return;
      rest = consume(rest + text, false).left;
      if (rest.length > maxRowLength) {
        tooLong = line;
        rest = "";
      }
    },
    end() {
      const endsWithNewline = rest === "";
      const { openQuote } = consume(rest, true);
      rest = "";
      return {
        endsWithNewline,
        ...(openQuote === undefined ? {} : { openQuote }),
        ...(tooLong === undefined ? {} : { tooLong }),
      };
    },
  };
}

interface QuotedRow {
  readonly fields: readonly string[];
  /** Where the next row begins; beyond the text when this row's line end is not in it. */
  readonly next: number;
  readonly lines: number;
}

/** A row with quotes in it, from `start`; undefined when a quote does not close within the text. */
function quotedRow(text: string, start: number, delimiter: string): QuotedRow | undefined {
  const fields: string[] = [];
  let lines = 1;
  let at = start;
  for (;;) {
    let field = "";
    if (text.charCodeAt(at) === 34) {
      at += 1;
      for (;;) {
        const close = text.indexOf('"', at);
        if (close < 0) return undefined;
        field += text.slice(at, close);
        at = close + 1;
        if (text.charCodeAt(at) !== 34) break;
        field += '"';
        at += 1;
      }
      lines += field.split("\n").length - 1;
    }
    // What follows the closing quote, or the whole field when it was not quoted.
    const nextDelimiter = text.indexOf(delimiter, at);
    const newline = text.indexOf("\n", at);
    const end = newline < 0 ? text.length : newline;
    if (nextDelimiter >= 0 && nextDelimiter < end) {
      fields.push(field + text.slice(at, nextDelimiter));
      at = nextDelimiter + 1;
      continue;
    }
    const stop = end > at && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
    fields.push(field + text.slice(at, stop));
    return { fields, next: end + 1, lines };
  }
}

/** A row as text: fields are quoted where they have to be. */
export function csvLine(fields: readonly string[], delimiter: string, newline: string): string {
  const quoted = fields.map((field) =>
    field.includes('"') || field.includes(delimiter) || field.includes("\n") || field.includes("\r")
      ? `"${field.replaceAll('"', '""')}"`
      : field,
  );
  return quoted.join(delimiter) + newline;
}
