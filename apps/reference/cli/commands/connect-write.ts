import { join, resolve } from "node:path";
import { whyNotWhole } from "../../server/whole-register.ts";
import { writeFormats, type WriteFormat } from "../../server/write-format.ts";
import { writeWhole } from "../../server/write-whole.ts";
import { formatDetails, formatOption, readWithProgress, sourceOf } from "../source-options.ts";
import { argument, dayOption, exit, requiredOption, textOption, UsageError, type Call, type Verb } from "../verb.ts";

function formatOf(call: Call): WriteFormat {
  const id = requiredOption(call, "to");
  const found = writeFormats.find((one) => one.id === id);
  if (found) return found;
  const ids = writeFormats.map((one) => one.id).join(", ");
  throw new UsageError({
    sv: `--to ${id}: formatet skrivs inte. Kända: ${ids}.`,
    en: `--to ${id}: that format is not written. Known: ${ids}.`,
  });
}

export const connectWrite: Verb = {
  name: "connect write",
  summary: {
    sv: "Skriver ett register i ett annat systems format; skyddade personer lämnas utanför",
    en: "Writes a register in another system's format; protected people are left out",
  },
  usage:
    "demo|URL|FOLDER|FILE --to FORMAT --out FOLDER [--source-format FORMAT] [--on DAY] [--unit ID] [--school-form CODE]",
  details: [
    { sv: "Format att skriva (--to):", en: "Formats to write (--to):" },
    ...writeFormats.map(({ id, title }) => ({
      sv: `  ${id.padEnd(16)} ${title.sv}`,
      en: `  ${id.padEnd(16)} ${title.en}`,
    })),
    {
      sv: "--on är dagen filerna gäller; idag om inget anges.",
      en: "--on is the day the files are for; today by default.",
    },
    ...formatDetails,
  ],
  example: "connect write demo-files/register --to sds --out sds-files",
  most: 1,
  options: {
    to: { type: "string" },
    out: { type: "string" },
    on: { type: "string" },
    unit: { type: "string" },
    "school-form": { type: "string" },
    ...formatOption,
  },
  async run(call) {
    const format = formatOf(call);
    const source = sourceOf(call, argument(call, 0, "SOURCE"));
    const out = resolve(requiredOption(call, "out"));
    const writtenAt = call.now().toISOString();
    const what = {
      on: dayOption(call, "on") ?? writtenAt.slice(0, 10),
      writtenAt,
      unit: format.needs === "unit" ? requiredOption(call, "unit") : (textOption(call, "unit") ?? ""),
      schoolForm:
        format.needs === "schoolForm" ? requiredOption(call, "school-form") : (textOption(call, "school-form") ?? ""),
    };
    if (source.kind === "folder" && resolve(source.path) === out)
      throw new UsageError({
        sv: `--out är mappen som läses: ${out}. Ange en annan.`,
        en: `--out is the folder that is read: ${out}. Give another.`,
      });
    const batch = await readWithProgress(call, source);
    const { terminal } = call;
    const { complete, findings: faults } = batch.health;
    const partial = whyNotWhole(batch);
    if (partial) {
      terminal.document({ files: [], complete, findings: faults });
      terminal.line(
        terminal.say({
          sv: `Inget skrevs, för en mottagare tar bort den som saknas i filerna: ${partial.sv}`,
          en: `Nothing was written, for a receiver removes whom the files lack: ${partial.en}`,
        }),
      );
      terminal.findings(faults, 20);
      return exit.found;
    }
    if (what.unit !== "" && !batch.units.some(({ id }) => id === what.unit))
      throw new UsageError({
        sv: `--unit ${what.unit}: ingen enhet i registret har det id:t.`,
        en: `--unit ${what.unit}: no unit of the register has that id.`,
      });
    const { files, findings } = format.write(batch, what);
    for (const { name, bytes } of files) writeWhole(join(out, name), bytes);
    terminal.document({
      format: format.id,
      files: files.map(({ name, bytes }) => ({ path: join(out, name), bytes: bytes.length })),
      complete,
      findings,
    });
    for (const { name, bytes } of files) terminal.line(`  ${String(bytes.length).padStart(10)}  ${join(out, name)}`);
    terminal.findings(findings, 20);
    return findings.some(({ severity }) => severity === "must") ? exit.found : exit.done;
  },
};
