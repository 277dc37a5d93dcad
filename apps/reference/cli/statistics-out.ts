import { resolve } from "node:path";
import {
  toCsv,
  toJsonStat,
  toSdmxCsv,
  writePx,
  type Finding,
  type PxEncoding,
  type PxFile,
  type Table,
} from "@milstolpe/statistics";
import { toParquet } from "@milstolpe/statistics/parquet";
import { writeWhole } from "../server/write-whole.ts";
import type { Text } from "../server/status.ts";
import { requiredOption, textOption, UsageError, type Call } from "./verb.ts";

const encodings = ["utf-8", "windows-1252", "iso-8859-1", "iso-8859-15"] as const satisfies readonly PxEncoding[];
const ends = [".px", ".json", ".csv", ".parquet"] as const;

/** How a table is written: options, as they stand in a usage, and what they mean. */
export const outOptions = {
  out: { type: "string" },
  language: { type: "string" },
  encoding: { type: "string" },
  unit: { type: "string" },
  dataflow: { type: "string" },
} as const;
export const outUsage =
  "--out FILE.px|.json|.csv|.parquet [--language CODE] [--encoding ENCODING] [--unit TEXT] [--dataflow AGENCY:ID(VERSION)]";
export const outDetails: readonly Text[] = [
  {
    sv: "--language: alla format utom PX har ett språk; annars tabellens första.",
    en: "--language: every format but PX has one language; by default the table's first.",
  },
  {
    sv: "--unit: vad som räknas, när dokumentet inte säger det och PX kräver det.",
    en: "--unit: what is counted, when the document does not say and PX demands it.",
  },
  { sv: "--dataflow: .csv skrivs som SDMX-CSV 2.0.", en: "--dataflow: .csv is written as SDMX-CSV 2.0." },
  { sv: `--encoding: ${encodings.join(", ")} (PX).`, en: `--encoding: ${encodings.join(", ")} (PX).` },
];

/** Where and how the user wants a table written. @throws UsageError for what can't be done, before anything is computed */
export interface Output {
  readonly path: string;
  /**
   * Writes the table, whole or not at all; a PX file that was read keeps what the table has no place for.
   * @returns what stood in the way: then nothing was written
   */
  readonly write: (table: Table, file?: PxFile) => readonly Finding[];
}

export function outputOf(call: Call): Output {
  const path = resolve(requiredOption(call, "out"));
  const end = ends.find((one) => path.toLowerCase().endsWith(one));
  if (end === undefined)
    throw new UsageError({
      sv: `--out ska sluta på ${ends.join(", ")}.`,
      en: `--out must end in ${ends.join(", ")}.`,
    });
  const given = textOption(call, "encoding");
  const encoding = encodings.find((one) => one === given);
  if (given !== undefined && encoding === undefined)
    throw new UsageError({
      sv: `--encoding ska vara ett av ${encodings.join(", ")}.`,
      en: `--encoding takes one of ${encodings.join(", ")}.`,
    });
  const bytesOf = (table: Table, file: PxFile | undefined): Uint8Array | readonly Finding[] => {
    const language = languageOf(call, table);
    switch (end) {
      case ".json":
        return encode(JSON.stringify(toJsonStat(file ?? table, language)));
      case ".parquet":
        return toParquet(table, language);
      case ".csv":
        return csvOf(table, language, textOption(call, "dataflow"));
      case ".px": {
        const source = file ?? withUnit(table, textOption(call, "unit"));
        const written = writePx(source, encoding === undefined ? {} : { encoding });
        return written.ok ? written.value : written.error;
      }
    }
  };
  return {
    path,
    write(table, file) {
      const made = bytesOf(table, file);
      if (!(made instanceof Uint8Array)) return made;
      writeWhole(path, made);
      return [];
    },
  };
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function languageOf(call: Call, { languages }: Table): { readonly language?: string } {
  const language = textOption(call, "language");
  if (language === undefined || languages.includes(language)) return language === undefined ? {} : { language };
  throw new UsageError({
    sv: `Tabellen har inte språket ${language}; den har ${languages.join(", ")}.`,
    en: `The table has no language ${language}; it has ${languages.join(", ")}.`,
  });
}

function csvOf(
  table: Table,
  language: { readonly language?: string },
  dataflow: string | undefined,
): Uint8Array | readonly Finding[] {
  // A spreadsheet in Swedish takes a file without a mark for Windows-1252.
  if (dataflow === undefined) return encode(`\ufeff${toCsv(table, language)}`);
  const made = toSdmxCsv(table, { dataflow });
  return made.ok ? encode(made.value) : made.error;
}

/** The table with a unit, when one was named and it has none. */
function withUnit(table: Table, unit: string | undefined): Table {
  if (unit === undefined) return table;
  const given = Object.fromEntries(table.languages.map((language) => [language, unit]));
  return { ...table, facts: { ...table.facts, unit: table.facts.unit ?? given } };
}
