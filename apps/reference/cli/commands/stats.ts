import { checkJsonStat, checkPx } from "@milstolpe/statistics";
import { readBytes } from "../files.ts";
import { kindOf, readTable, report, textOf } from "../statistics-files.ts";
import { outDetails, outOptions, outputOf, outUsage } from "../statistics-out.ts";
import { argument, type Verb } from "../verb.ts";

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

export const statsConvert: Verb = {
  name: "stats convert",
  summary: {
    sv: "Gör om en tabell: PX eller JSON-stat till PX, JSON-stat, CSV, SDMX-CSV eller Parquet",
    en: "Converts a table: PX or JSON-stat to PX, JSON-stat, CSV, SDMX-CSV or Parquet",
  },
  usage: `demo|FILE.px|FILE.json ${outUsage}`,
  details: outDetails,
  example: "stats convert demo-files/grades.px --out grades.json --language sv",
  most: 1,
  options: outOptions,
  run(call) {
    const output = outputOf(call);
    const { table, file, findings } = readTable(argument(call, 0, "FILE"));
    if (table === undefined) return Promise.resolve(report(call, findings));
    const hindered = output.write(table, file);
    if (hindered.length > 0) return Promise.resolve(report(call, [...findings, ...hindered]));
    const cells = table.values.length;
    call.terminal.line(`${output.path}: ${cells} ${call.terminal.say({ sv: "celler", en: "cells" })}`);
    return Promise.resolve(report(call, findings, { file: output.path, cells }));
  },
};
