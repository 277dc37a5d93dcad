import { checkLosses, diffSubmissions, type Decision } from "@milstolpe/scb";
import { layoutDetails, layoutOf, layoutOption, readReportFile } from "../layout-option.ts";
import { argument, exit, requiredOption, textOption, UsageError, type Call, type Verb } from "../verb.ts";

export const decisionOptions = {
  decided: { type: "string" },
  by: { type: "string" },
  reason: { type: "string" },
} as const;

/** Units whose loss is meant, with who says so and why: `--decided CODE,CODE --by NAME --reason TEXT`. */
export function decisionsOf(call: Call): readonly Decision[] {
  const units = (textOption(call, "decided") ?? "").split(",").filter(Boolean);
  if (units.length === 0) return [];
  const [by, reason] = [requiredOption(call, "by"), requiredOption(call, "reason")];
  const at = call.now().toISOString();
  return units.map((schoolUnit) => ({ schoolUnit, by, reason, at }));
}

export const scbDiff: Verb = {
  name: "scb diff",
  summary: {
    sv: "Jämför en ny fil till SCB med den förra: vad en ny sändning skulle ta bort",
    en: "Compares a new report file with the one before: what sending it would delete",
  },
  usage: "OLD NEW [--layout ID|FILE] [--decided UNIT,UNIT --by NAME --reason TEXT]",
  details: [
    {
      sv: "--decided: skolenhetskoder vars förlust är avsedd; kräver --by och --reason.",
      en: "--decided: codes of school units whose loss is meant; needs --by and --reason.",
    },
    ...layoutDetails,
  ],
  example: "scb diff demo-files/scb/betyg-ak9-vt2026-sent.txt betyg-ak9.txt",
  most: 2,
  options: { ...layoutOption, ...decisionOptions },
  run(call) {
    const layout = layoutOf(call);
    const before = readReportFile(argument(call, 0, "OLD"), layout);
    const after = readReportFile(argument(call, 1, "NEW"), layout ?? before.layout);
    for (const [index, { rows }] of [before, after].entries())
      if (rows.length === 0) {
        const path = call.positionals[index];
        throw new UsageError({
          sv: `${path} har inga läsbara rader. Pröva den med: milstolpe scb check ${path}`,
          en: `${path} has no readable rows. Try it with: milstolpe scb check ${path}`,
        });
      }
    const diff = diffSubmissions(before.rows, after.rows, after.layout ?? before.layout ?? {});
    const findings = checkLosses(diff, decisionsOf(call));
    const { terminal } = call;
    const { lostUnits, gone, added, changed } = diff;
    terminal.document({ layout: before.layout?.id, ...diff, findings });
    terminal.line(
      terminal.say({
        sv: `${gone} elever borta, ${added} nya, ${changed} ändrade; ${lostUnits.length} enheter borta.`,
        en: `${gone} pupils gone, ${added} new, ${changed} changed; ${lostUnits.length} units lost.`,
      }),
    );
    for (const unit of diff.units)
      if (unit.gone + unit.added > 0)
        terminal.line(
          terminal.say({
            sv: `  ${unit.schoolUnit}: ${unit.before} → ${unit.after} (${unit.gone} borta, ${unit.added} nya)`,
            en: `  ${unit.schoolUnit}: ${unit.before} → ${unit.after} (${unit.gone} gone, ${unit.added} new)`,
          }),
        );
    terminal.findings(findings, 50);
    return Promise.resolve(gone + added + changed === 0 ? exit.done : exit.found);
  },
};
