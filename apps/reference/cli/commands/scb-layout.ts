import { diffLayouts, layoutById, layouts } from "@milstolpe/scb";
import { importLayout } from "@milstolpe/scb/import";
import { readBytes, writeText } from "../files.ts";
import { layoutNamed } from "../layout-option.ts";
import { argument, exit, textOption, type Verb } from "../verb.ts";

export const scbLayoutImport: Verb = {
  name: "scb layout import",
  summary: {
    sv: "Läser SCB:s datafilsbeskrivning för en termin och visar vad som har ändrats",
    en: "Reads SCB's description of a term's file, and shows what has changed",
  },
  usage: "SHEET.xlsx [--against ID|FILE] [--out FILE.json]",
  details: [
    {
      sv: "--against: layouten att jämföra med; annars den kända med samma id.",
      en: "--against: the layout to compare with; by default the known one of the same id.",
    },
    {
      sv: "Arket, eller --out, kan sedan anges som --layout i ”scb check” och ”scb write”.",
      en: "The sheet, or --out, can then be given as --layout to “scb check” and “scb write”.",
    },
  ],
  example: "scb layout import datafilsbeskrivning-betyg-ak9.xlsx --against betyg-ak9-vt2026",
  most: 1,
  options: { against: { type: "string" }, out: { type: "string" } },
  run(call) {
    const { terminal } = call;
    const against = textOption(call, "against");
    const imported = importLayout(readBytes(argument(call, 0, "SHEET.xlsx")));
    if (!imported.ok) {
      terminal.document({ findings: [imported.error] });
      terminal.findings([imported.error]);
      return Promise.resolve(exit.found);
    }
    const { layout, findings } = imported.value;
    const other = against === undefined ? layoutById(layout.id) : layoutNamed(against);
    const changes = other ? diffLayouts(other, layout) : undefined;
    const out = textOption(call, "out");
    if (out !== undefined) writeText(out, `${JSON.stringify(layout, null, 2)}\n`);
    const { id, term, status, fields } = layout;
    terminal.document({ id, term, status, fields: fields.length, against: other?.id, changes, findings });
    terminal.line(
      terminal.say({
        sv: `${id}, ${term}: ${fields.length} fält, ${status}.`,
        en: `${id}, ${term}: ${fields.length} fields, ${status}.`,
      }),
    );
    if (changes === undefined)
      terminal.line(
        terminal.say({
          sv: `Ingen känd layout att jämföra med; ange --against (${layouts.map((one) => one.id).join(", ")}).`,
          en: `No known layout to compare with; give --against (${layouts.map((one) => one.id).join(", ")}).`,
        }),
      );
    else if (changes.length === 0)
      terminal.line(terminal.say({ sv: `Samma som ${other?.id}.`, en: `The same as ${other?.id}.` }));
    for (const { field, what, before, after } of changes ?? [])
      terminal.line(what === "rules" ? `  ${field}` : `  ${field}: ${what} ${before || "–"} → ${after || "–"}`);
    terminal.findings(findings, 50);
    const isFound = (changes ?? []).length > 0 || findings.some(({ severity }) => severity === "must");
    return Promise.resolve(isFound ? exit.found : exit.done);
  },
};
