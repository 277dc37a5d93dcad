import { resolve } from "node:path";
import {
  fromJsonStat,
  readPx,
  toJsonStat,
  writePx,
  type Finding,
  type PxEncoding,
  type PxFile,
  type Table,
} from "@milstolpe/statistics";
import { writeWhole } from "../server/scb-job.ts";
import type { Text } from "../server/status.ts";
import { readBytes, writeText } from "./files.ts";
import { exit, textOption, UsageError, type Call, type ExitCode } from "./verb.ts";

/** What a file of statistics is, by its name. @throws UsageError when the name does not say */
export function kindOf(path: string): "px" | "json-stat" {
  const name = path.toLowerCase();
  if (name.endsWith(".px")) return "px";
  if (name.endsWith(".json")) return "json-stat";
  throw new UsageError({
    sv: `${path}: namnet ska sluta på .px (PX) eller .json (JSON-stat).`,
    en: `${path}: the name must end in .px (PX) or .json (JSON-stat).`,
  });
}

export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Prints what was found, and says by the exit code whether something has to be done. */
export function report(call: Call, findings: readonly Finding[], more: object = {}): ExitCode {
  const { terminal } = call;
  terminal.document({ ...more, findings });
  terminal.findings(findings, 50);
  if (findings.length === 0) terminal.line(terminal.say({ sv: "Inga anmärkningar.", en: "No findings." }));
  return findings.some(({ severity }) => severity === "must") ? exit.found : exit.done;
}

const encodings = ["utf-8", "windows-1252", "iso-8859-1", "iso-8859-15"] as const satisfies readonly PxEncoding[];

function encodingOf(call: Call): PxEncoding | undefined {
  const given = textOption(call, "encoding");
  const found = encodings.find((one) => one === given);
  if (given !== undefined && found === undefined)
    throw new UsageError({
      sv: `--encoding ska vara ett av ${encodings.join(", ")}.`,
      en: `--encoding takes one of ${encodings.join(", ")}.`,
    });
  return found;
}

/** How a table is written: options, as they stand in a usage, and what they mean. */
export const outOptions = {
  out: { type: "string" },
  language: { type: "string" },
  encoding: { type: "string" },
  unit: { type: "string" },
} as const;
export const outUsage = "--out FILE.px|FILE.json [--language CODE] [--encoding ENCODING] [--unit TEXT]";
export const outDetails: readonly Text[] = [
  {
    sv: "--language: JSON-stat har ett språk; annars tabellens första.",
    en: "--language: JSON-stat has one language; by default the table's first.",
  },
  {
    sv: "--unit: vad som räknas, när JSON-stat-dokumentet inte säger det och PX kräver det.",
    en: "--unit: what is counted, when the JSON-stat document does not say and PX demands it.",
  },
  { sv: `--encoding: ${encodings.join(", ")} (PX).`, en: `--encoding: ${encodings.join(", ")} (PX).` },
];

/** A table as it was read; of a PX file also what the table has no place for. */
export function readTable(path: string): {
  readonly source?: Table | PxFile;
  readonly table?: Table;
  readonly findings: readonly Finding[];
} {
  if (kindOf(path) === "json-stat") {
    const { table, findings } = fromJsonStat(textOf(readBytes(path)));
    return { ...(table ? { source: table, table } : {}), findings };
  }
  const { file, table, findings } = readPx(readBytes(path));
  return { ...(table ? { source: file, table } : {}), findings };
}

/** The table with a unit, when one was named and it has none. A PX file has what it needs. */
function withUnit(source: Table | PxFile, unit: string | undefined): Table | PxFile {
  if (unit === undefined || "statements" in source) return source;
  const given = Object.fromEntries(source.languages.map((language) => [language, unit]));
  return { ...source, facts: { ...source.facts, unit: source.facts.unit ?? given } };
}

/**
 * Writes a table in the format that the file's name says, in the language and encoding that the user named.
 * @returns what stood in the way: then nothing was written
 */
export function writeTable(
  call: Call,
  source: Table | PxFile,
  languages: readonly string[],
  out: string,
): readonly Finding[] {
  const language = textOption(call, "language");
  const encoding = encodingOf(call);
  if (language !== undefined && !languages.includes(language))
    throw new UsageError({
      sv: `Tabellen har inte språket ${language}; den har ${languages.join(", ")}.`,
      en: `The table has no language ${language}; it has ${languages.join(", ")}.`,
    });
  if (kindOf(out) === "json-stat") {
    writeText(out, JSON.stringify(toJsonStat(source, language === undefined ? {} : { language })));
    return [];
  }
  const written = writePx(withUnit(source, textOption(call, "unit")), encoding === undefined ? {} : { encoding });
  if (!written.ok) return written.error;
  writeWhole(resolve(out), written.value);
  return [];
}
