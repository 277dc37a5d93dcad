import { basename, dirname, resolve } from "node:path";
import {
  prepareReport,
  type Layout,
  type PrepareReportOptions,
  type ReportHeader,
  type ScbRecord,
} from "@milstolpe/scb";
import { demoMunicipality } from "../../demo/index.ts";
import { writeWhole } from "../../server/write-whole.ts";
import { readJson } from "../files.ts";
import { layoutDetails, layoutOf, layoutOption, readReportFile, requiredLayout } from "../layout-option.ts";
import { argument, exit, requiredOption, UsageError, type Verb } from "../verb.ts";

export const scbCheck: Verb = {
  name: "scb check",
  summary: {
    sv: "Läser en fil till SCB och prövar den som SCB gör",
    en: "Reads a report file to SCB and checks it as SCB does",
  },
  usage: "FILE [--layout ID|FILE]",
  details: layoutDetails,
  example: "scb check demo-files/scb/betyg-ak9-vt2026-sent.txt",
  most: 1,
  options: layoutOption,
  run(call) {
    const read = readReportFile(argument(call, 0, "FILE"), layoutOf(call));
    const { terminal } = call;
    const { findings, rows, held, encoding } = read;
    terminal.document({ layout: read.layout?.id, encoding, rows: rows.length, held: held.length, findings });
    terminal.line(
      terminal.say({
        sv: `${read.layout?.id ?? "ingen känd layout"}, ${encoding}: ${rows.length} rader, ${held.length} som inte kunde läsas.`,
        en: `${read.layout?.id ?? "no known layout"}, ${encoding}: ${rows.length} rows, ${held.length} that could not be read.`,
      }),
    );
    terminal.findings(findings, 50);
    return Promise.resolve(findings.some(({ severity }) => severity === "must") ? exit.found : exit.done);
  },
};

/** What a report is made of: the demo's grades, a JSON document, or a file in the layout that is to be put right. */
function materialOf(from: string, layout: Layout): Omit<PrepareReportOptions, "layout"> {
  if (from === "demo") {
    const report = demoMunicipality().grades.find((one) => one.layout === layout.id);
    if (report) return report;
    throw new UsageError({ sv: `Demon har inga ${layout.id}.`, en: `The demo has no ${layout.id}.` });
  }
  if (!from.endsWith(".json")) return { records: readReportFile(from, layout).rows };
  const document = readJson(from);
  const { records, header, previous } = Array.isArray(document) ? { records: document } : fieldsOf(document);
  if (!Array.isArray(records) || (previous !== undefined && !Array.isArray(previous)))
    throw new UsageError({
      sv: "JSON-filen ska vara en lista med rader, eller { records: [ … ], header, previous: [ … ] }.",
      en: "The JSON file must be a list of rows, or { records: [ … ], header, previous: [ … ] }.",
    });
  return {
    records: records.map(recordOf),
    ...(header === undefined ? {} : { header: headerOf(header) }),
    ...(previous === undefined ? {} : { previous: previous.map(recordOf) }),
  };
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? { ...value } : {};

/** Which system made the file, and when. */
function headerOf(value: unknown): ReportHeader {
  const { System, Datum, Version } = fieldsOf(value);
  if (typeof System === "string" && typeof Datum === "string" && typeof Version === "string")
    return { System, Datum, Version };
  throw new UsageError({
    sv: "header ska ha System, Datum och Version som text.",
    en: "header must have System, Datum and Version as texts.",
  });
}

/** A row of JSON as a record: texts and numbers by field, nothing in place of null. */
function recordOf(row: unknown, index: number): ScbRecord {
  const refuse = (where: string): never => {
    throw new UsageError({
      sv: `Rad ${index + 1}${where}: en rad ska vara ett objekt med text eller tal i varje fält.`,
      en: `Row ${index + 1}${where}: a row must be an object with text or numbers in each field.`,
    });
  };
  if (typeof row !== "object" || row === null || Array.isArray(row)) return refuse("");
  return Object.fromEntries(
    Object.entries(row).map(([name, value]: [string, unknown]) => {
      if (value === null) return [name, ""];
      return typeof value === "string" || typeof value === "number" ? [name, `${value}`] : refuse(`, ${name}`);
    }),
  );
}

export const scbWrite: Verb = {
  name: "scb write",
  summary: {
    sv: "Skriver en fil till SCB; rader med fel hålls utanför, och filen skrivs hel eller inte alls",
    en: "Writes a report file to SCB; rows with errors are kept out, and the file is written whole or not at all",
  },
  usage: "demo|RECORDS.json|FILE --layout ID|FILE --out FILE",
  details: [
    {
      sv: "RECORDS.json: en lista med rader efter SCB:s fältnamn, eller { records, header, previous }.",
      en: "RECORDS.json: a list of rows by SCB's names of the fields, or { records, header, previous }.",
    },
    ...layoutDetails,
  ],
  example: "scb write demo-files/scb/betyg-ak9-vt2026-records.json --layout betyg-ak9-vt2026 --out betyg-ak9.txt",
  most: 1,
  options: { ...layoutOption, out: { type: "string" } },
  run(call) {
    const layout = requiredLayout(call);
    const out = resolve(requiredOption(call, "out"));
    const { report, held, findings } = prepareReport({ layout, ...materialOf(argument(call, 0, "SOURCE"), layout) });
    if (report) writeWhole(out, report.bytes);
    const { terminal } = call;
    terminal.document({
      file: report ? out : undefined,
      rows: report?.rows.length ?? 0,
      held: held.length,
      isComplete: report?.isComplete ?? false,
      findings,
    });
    terminal.line(
      report
        ? terminal.say({
            sv: `${basename(out)} i ${dirname(out)}: ${report.rows.length} rader, ${held.length} utanför.`,
            en: `${basename(out)} in ${dirname(out)}: ${report.rows.length} rows, ${held.length} kept out.`,
          })
        : terminal.say({ sv: "Ingen fil skrevs.", en: "No file was written." }),
    );
    terminal.findings(findings, 20);
    return Promise.resolve(report?.isComplete ? exit.done : exit.found);
  },
};
