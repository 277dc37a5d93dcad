import { type CsvEnd, type CsvOptions, csvReader } from "./csv.ts";
import type { TextEncoding } from "./text-bytes.ts";

export interface CsvBytesOptions extends CsvOptions {
  readonly encoding: TextEncoding;
}

/** Reads a delimited file in pieces of bytes as they come from a disk or a network. */
export interface CsvByteReader {
  push(bytes: Uint8Array): void;
  /** `badEncoding`: bytes were met that the encoding does not have; what came after them was not read. */
  end(): CsvEnd & { readonly badEncoding: boolean };
}

/**
 * Reads RFC 4180 as programs write it (LF or CRLF, quotes, ragged rows). One decoder lives through all the pieces: decoded piece by piece, an å on the border
 * between two of them would become two unknown characters.
 * @example
 * const reader = csvByteReader({ encoding: "utf-8", delimiter: ";", onRow: (row) => console.log(row.length) });
 * for await (const piece of stream) reader.push(piece);
 * reader.end().endsWithNewline;
 */
export function csvByteReader(options: CsvBytesOptions): CsvByteReader {
  const utf8 = options.encoding === "utf-8";
  const decoder = new TextDecoder(utf8 ? "utf-8" : "windows-1252", { fatal: utf8 });
  const reader = csvReader(options);
  let badEncoding = false;
  /** The text of the next bytes, or nothing from the first wrong byte on. */
  function decode(bytes?: Uint8Array): string {
    if (badEncoding) return "";
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch {
      badEncoding = true;
      return "";
    }
  }
  return {
    push(bytes) {
      reader.push(decode(bytes));
    },
    end() {
      reader.push(decode());
      return { ...reader.end(), badEncoding };
    },
  };
}
