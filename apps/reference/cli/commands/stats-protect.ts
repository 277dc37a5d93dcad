import { auditProtection, protect, type Cube, type Policy, type Table } from "@milstolpe/statistics";
import { demoMunicipality } from "../../demo/index.ts";
import { gradeCube } from "../../server/grade-table.ts";
import { readTable, report } from "../statistics-files.ts";
import { outDetails, outOptions, outputOf, outUsage } from "../statistics-out.ts";
import { argument, countOption, pairsOption, textOption, UsageError, type Call, type Verb } from "../verb.ts";

/** The policy that the user asks for. */
function policyOf(call: Call, table: Table): Policy {
  const method = textOption(call, "method") ?? "suppression";
  if (method === "rounding") {
    const base = countOption(call, "base", 3, 2);
    return { method, base, only: call.options["all"] === true ? "all" : "small" };
  }
  if (method !== "suppression")
    throw new UsageError({
      sv: "--method ska vara suppression eller rounding.",
      en: "--method takes suppression or rounding.",
    });
  const groups = (textOption(call, "groups") ?? "").split(",").filter(Boolean);
  const ids = table.dimensions.map(({ id }) => id);
  const unknown = groups.find((group) => !ids.includes(group));
  if (unknown !== undefined)
    throw new UsageError({
      sv: `--groups: tabellen har ingen dimension ${unknown}; den har ${ids.join(", ")}.`,
      en: `--groups: the table has no dimension ${unknown}; it has ${ids.join(", ")}.`,
    });
  return {
    method,
    threshold: countOption(call, "threshold", 5),
    ...(groups.length > 0 ? { groups } : {}),
    ...(call.options["zeros"] === true ? { zeros: true } : {}),
  };
}

/** `--totals school=T,grade=T`: which category of a dimension is the sum of the others, where the file does not say. */
function withTotals(call: Call, table: Table): Table {
  const given = pairsOption(call, "totals");
  for (const [id, total] of Object.entries(given))
    if (!table.dimensions.some((one) => one.id === id && one.categories.some(({ code }) => code === total)))
      throw new UsageError({
        sv: `--totals: ${id}=${total} finns inte i tabellen.`,
        en: `--totals: the table has no ${id}=${total}.`,
      });
  const dimensions = table.dimensions.map((dimension) => {
    const total = given[dimension.id] ?? dimension.total;
    if (total === undefined || (dimension.sums ?? []).length > 0) return dimension;
    const parts = dimension.categories.flatMap(({ code }) => (code === total ? [] : [code]));
    return { ...dimension, total, sums: [{ total, parts }] };
  });
  return { ...table, dimensions };
}

export const statsProtect: Verb = {
  name: "stats protect",
  summary: {
    sv: "Gör en tabell möjlig att publicera: ingen elev ska kunna räknas ut; resultatet angrips och prövas",
    en: "Makes a table fit for publication: no pupil can be computed out of it; the result is attacked and tried",
  },
  usage: `demo|FILE.px|FILE.json ${outUsage} [--method suppression|rounding] [--threshold N] [--zeros] [--groups DIMENSION,…] [--base N] [--all] [--totals DIMENSION=CODE,…]`,
  details: [
    {
      sv: "suppression: celler under --threshold (5) visas inte, och så många till att de inte kan räknas ut;",
      en: "suppression: cells below --threshold (5) are not shown, and as many more that they can't be computed;",
    },
    {
      sv: "  --groups: ingen ska heller få veta att en hel grupp har samma värde. rounding: till --base (3).",
      en: "  --groups: nor may anybody learn that a whole group has the same value. rounding: to --base (3).",
    },
    {
      sv: "--totals: vilken kategori som är summan av de andra, när filen inte säger det.",
      en: "--totals: which category is the sum of the others, when the file does not say.",
    },
    ...outDetails,
  ],
  example: "stats protect demo-files/grades.px --threshold 5 --groups grade --out published.px",
  most: 1,
  options: {
    ...outOptions,
    method: { type: "string" },
    threshold: { type: "string" },
    zeros: { type: "boolean" },
    groups: { type: "string" },
    base: { type: "string" },
    all: { type: "boolean" },
    totals: { type: "string" },
  },
  run(call) {
    const output = outputOf(call);
    const from = argument(call, 0, "FILE");
    let source: Cube | Table;
    if (from === "demo") source = gradeCube(demoMunicipality());
    else {
      const read = readTable(from);
      if (read.table === undefined) return Promise.resolve(report(call, read.findings));
      source = withTotals(call, read.table);
    }
    const original = "table" in source ? source.table : source;
    const { table, cells, findings, explanation } = protect(source, policyOf(call, original));
    const audit = auditProtection(table, { original });
    const all = [
      ...findings,
      ...audit.findings.filter(({ code, where }) => !findings.some((one) => one.code === code && one.where === where)),
    ];
    const isFit = all.every(({ severity }) => severity !== "must");
    // What is not for publication is not written: the file would be published.
    const hindered = isFit ? output.write(table) : [];
    const isWritten = isFit && hindered.length === 0;
    const { terminal } = call;
    terminal.line(terminal.say(explanation));
    terminal.line(
      isWritten
        ? `${output.path}: ${table.values.length} ${terminal.say({ sv: "celler", en: "cells" })}`
        : terminal.say({ sv: "Ingen fil skrevs.", en: "No file was written." }),
    );
    return Promise.resolve(
      report(call, [...all, ...hindered], {
        ...(isWritten ? { file: output.path } : {}),
        cells: table.values.length,
        changed: cells.length,
        audit: audit.counts,
        explanation,
      }),
    );
  },
};
