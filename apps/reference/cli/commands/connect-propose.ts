import { proposeProfile } from "@milstolpe/connectors/mapping";
import { basename } from "node:path";
import { readBytes, writeText } from "../files.ts";
import { argument, exit, textOption, type Verb } from "../verb.ts";

export const connectPropose: Verb = {
  name: "connect propose",
  summary: {
    sv: "Föreslår hur en fil som ingen har beskrivit ska läsas, och säger hur säkert det är",
    en: "Proposes how a file that nobody has described is to be read, and says how sure that is",
  },
  usage: "FILE.csv|FILE.xlsx [--out PROFILE.json]",
  details: [
    {
      sv: "Profilen är till för en människa att rätta, och anges sedan som --source-format PROFIL.json.",
      en: "The profile is for a person to correct, and is then given as --source-format PROFILE.json.",
    },
  ],
  example: "connect propose demo-files/register.csv --out profile.json",
  most: 1,
  options: { out: { type: "string" } },
  run(call) {
    const { terminal } = call;
    const path = argument(call, 0, "FILE");
    const proposed = proposeProfile({ name: basename(path), bytes: readBytes(path) });
    if (!proposed.ok) {
      terminal.document({ findings: [proposed.error] });
      terminal.findings([proposed.error]);
      return Promise.resolve(exit.found);
    }
    const { profile, columns, confidence, assumed, encoding, delimiter } = proposed.value;
    const out = textOption(call, "out");
    if (out !== undefined) writeText(out, `${JSON.stringify(profile, null, 2)}\n`);
    terminal.document({ ...proposed.value, findings: [] });
    const form = delimiter === "" ? "Excel" : `${encoding}, ${JSON.stringify(delimiter)}`;
    terminal.line(`${form}, ${(confidence * 100).toFixed(0)} %`);
    for (const { column, kind, confidence: sure, alternatives } of columns) {
      const others = alternatives.map((one) => one.kind).join(", ");
      terminal.line(
        `  ${String(column).padEnd(24)} ${kind ?? "?"} ${(sure * 100).toFixed(0)} %${others === "" ? "" : `  (${others})`}`,
      );
    }
    for (const what of assumed)
      terminal.line(`  ${terminal.say({ sv: "Antaget, att bekräfta", en: "Assumed, to be confirmed" })}: ${what}`);
    return Promise.resolve(exit.done);
  },
};
