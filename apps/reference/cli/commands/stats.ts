import {
  checkJsonStat,
  checkPx,
  fromJsonStat,
  readPx,
  toJsonStat,
  writePx,
  type Finding,
  type PxEncoding,
  type PxFile,
  type Table,
} from "@milstolpe/statistics";
import { resolve } from "node:path";
import { writeWhole } from "../../server/scb-job.ts";
import { readBytes, writeText } from "../files.ts";
import {
  argument,
  exit,
  requiredOption,
  textOption,
  UsageError,
  type Call,
  type ExitCode,
  type Verb,
} from "../verb.ts";

/** What a file of statistics is, by its name. @throws UsageError when the name does not say */
function kindOf(path: string): "px" | "json-stat" {
  const name = path.toLowerCase();
  if (name.endsWith(".px")) return "px";
  if (name.endsWith(".json")) return "json-stat";
  throw new UsageError({
    sv: `${path}: namnet ska sluta på .px (PX) eller .json (JSON-stat).`,
    en: `${path}: the name must end in .px (PX) or .json (JSON-stat).`,
  });
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Prints what was found, and says by the exit code whether something has to be done. */
function report(call: Call, findings: readonly Finding[], more: object = {}): ExitCode {
  const { terminal } = call;
  terminal.document({ ...more, findings });
  terminal.findings(findings, 50);
  if (findings.length === 0) terminal.line(terminal.say({ sv: "Inga anmärkningar.", en: "No findings." }));
  return findings.some(({ severity }) => severity === "must") ? exit.found : exit.done;
}

export const statsCheck: Verb = {
  name: "stats check",
  summary: {
    sv: "Prövar en PX-fil eller ett JSON-stat-dokument: varje fel med rad och kolumn eller sökväg",
    en: "Checks a PX file or a JSON-stat document: every fault with line and column, or path",
  },
  usage: "FILE.px|FILE.json [--advice]",
  details: [
    {
      sv: "--advice: också vad som är tillåtet men oklokt i en PX-fil.",
      en: "--advice: also what is allowed but unwise in a PX file.",
    },
  ],
  example: "stats check demo-files/grades.px",
  most: 1,
  options: { advice: { type: "boolean" } },
  run(call) {
    const path = argument(call, 0, "FILE");
    const kind = kindOf(path);
    const bytes = readBytes(path);
    const findings =
      kind === "px" ? checkPx(bytes, { withAdvice: call.options["advice"] === true }) : checkJsonStat(textOf(bytes));
    return Promise.resolve(report(call, findings, { format: kind }));
  },
};

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

/** A table as it was read; of a PX file also what the table has no place for. */
function readTable(path: string): {
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

export const statsConvert: Verb = {
  name: "stats convert",
  summary: {
    sv: "Gör om en tabell: PX till JSON-stat, JSON-stat till PX, eller PX i en annan teckenkodning",
    en: "Converts a table: PX to JSON-stat, JSON-stat to PX, or PX in another encoding",
  },
  usage: "FILE.px|FILE.json --out FILE.px|FILE.json [--language CODE] [--encoding ENCODING] [--unit TEXT]",
  details: [
    {
      sv: "--language: JSON-stat har ett språk; annars tabellens första.",
      en: "--language: JSON-stat has one language; by default the table's first.",
    },
    {
      sv: "--unit: vad som räknas, när JSON-stat-dokumentet inte säger det och PX kräver det.",
      en: "--unit: what is counted, when the JSON-stat document does not say and PX demands it.",
    },
    { sv: `--encoding: ${encodings.join(", ")} (PX).`, en: `--encoding: ${encodings.join(", ")} (PX).` },
  ],
  example: "stats convert demo-files/grades.px --out grades.json --language sv",
  most: 1,
  options: {
    out: { type: "string" },
    language: { type: "string" },
    encoding: { type: "string" },
    unit: { type: "string" },
  },
  run(call) {
    const out = requiredOption(call, "out");
    const to = kindOf(out);
    const encoding = encodingOf(call);
    const { source, table, findings } = readTable(argument(call, 0, "FILE"));
    if (source === undefined || table === undefined) return Promise.resolve(report(call, findings));
    const language = textOption(call, "language");
    if (to === "json-stat") {
      if (language !== undefined && !table.languages.includes(language))
        throw new UsageError({
          sv: `Tabellen har inte språket ${language}; den har ${table.languages.join(", ")}.`,
          en: `The table has no language ${language}; it has ${table.languages.join(", ")}.`,
        });
      writeText(out, JSON.stringify(toJsonStat(source, language === undefined ? {} : { language })));
    } else {
      const written = writePx(withUnit(source, textOption(call, "unit")), encoding === undefined ? {} : { encoding });
      if (!written.ok) return Promise.resolve(report(call, [...findings, ...written.error]));
      writeWhole(resolve(out), written.value);
    }
    const cells = table.values.length;
    call.terminal.line(`${resolve(out)}: ${cells} ${call.terminal.say({ sv: "celler", en: "cells" })}`);
    return Promise.resolve(report(call, findings, { file: resolve(out), cells }));
  },
};
