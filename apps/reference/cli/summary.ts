import type { Status } from "../server/status.ts";
import type { Terminal } from "./terminal.ts";

/** What the main job came to: counts, what is held, days with P80, findings. */
export function printSummary(terminal: Terminal, status: Status): void {
  const { say, line, heading } = terminal;
  const { municipality, sync, plan, training, risk, scb } = status;
  heading({ sv: `${municipality.name} i korthet`, en: `${municipality.name} in short` });
  if (sync) {
    const people = sync.received["persons"] ?? 0;
    const verified = (sync.verification ?? []).filter(({ state }) => state === "verified").length;
    line(
      say({
        sv: `Registret: ${people} personer lästa, ${sync.applied?.done ?? 0} ändringar gjorda, ${verified} av ${sync.verification?.length ?? 0} enheter stämmer helt.`,
        en: `Register: ${people} people read, ${sync.applied?.done ?? 0} changes made, ${verified} of ${sync.verification?.length ?? 0} units agree completely.`,
      }),
    );
    for (const { name, operations } of sync.waiting?.units ?? [])
      line(
        say({
          sv: `  Hålls: ${name}, ${operations} ändringar väntar på ett godkännande.`,
          en: `  Held: ${name}, ${operations} changes wait for an approval.`,
        }),
      );
    for (const { text, rows } of sync.waiting?.aside ?? [])
      line(`  ${say({ sv: `Satta åt sidan: ${rows} rader`, en: `Set aside: ${rows} rows` })}, ${say(text)}.`);
  }
  if (training)
    line(
      say({
        sv: `Utbildning: ${training.placed} av ${training.people} personer i ${training.sessions} tillfällen från ${training.accessFrom}, alla klara ${training.trainedBy ?? "–"}, ${training.hardViolations} regelbrott.`,
        en: `Training: ${training.placed} of ${training.people} people in ${training.sessions} sessions from ${training.accessFrom}, all trained by ${training.trainedBy ?? "–"}, ${training.hardViolations} violations.`,
      }),
    );
  if (plan) {
    line(say({ sv: "Milstolpar (planerad, P50, P80):", en: "Milestones (planned, P50, P80):" }));
    const width = Math.max(...plan.phases.map(({ milestone }) => (milestone ? say(milestone.title).length : 0)));
    for (const { milestone } of plan.phases) {
      if (!milestone) continue;
      const { title, date, p50, p80, standardError, state, open } = milestone;
      const days = `${date}  ${p50 ?? "–".padEnd(10)}  ${p80 ?? "–".padEnd(10)}`;
      const error = standardError === undefined ? "" : ` ±${standardError.toFixed(2)} d`;
      const stands =
        state === "passed"
          ? say({ sv: "passerad", en: "passed" })
          : say({ sv: `öppet: ${open.length}`, en: `open: ${open.length}` });
      line(`  ${say(title).padEnd(width)}  ${days}${error}  ${stands}`);
    }
    const next = plan.phases.find(({ milestone }) => milestone?.state === "open")?.milestone;
    if (next)
      line(
        `${say({ sv: "Nästa milstolpe passeras inte förrän", en: "The next milestone is not passed before" })}: ${next.open.map(({ title }) => say(title)).join("; ")}.`,
      );
    line(
      say({
        sv: `Planen: ${plan.findings.length} anmärkningar.`,
        en: `The plan: ${plan.findings.length} findings.`,
      }),
    );
  }
  if (risk) {
    const scored = risk.risks.filter(({ score }) => score !== undefined).length;
    line(
      say({
        sv: `Risker: ${risk.risks.length}, varav ${scored} poängsatta; ${risk.iterations} genomlöpningar.`,
        en: `Risks: ${risk.risks.length}, of which ${scored} scored; ${risk.iterations} runs.`,
      }),
    );
  }
  for (const { layout, rows, held, bytes, findings } of scb ?? []) {
    const must = findings.filter(({ severity }) => severity === "must").length;
    line(
      say({
        sv: `SCB ${layout}: ${rows} rader (${bytes} byte), ${held} utanför, ${must} måste rättas, ${findings.length - must} att se över.`,
        en: `SCB ${layout}: ${rows} rows (${bytes} bytes), ${held} kept out, ${must} to correct, ${findings.length - must} to check.`,
      }),
    );
  }
}
