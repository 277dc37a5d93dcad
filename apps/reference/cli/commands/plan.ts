import { createPlan, lintTemplate, rolloutTemplate, schedule, verifyTemplate, type Template } from "@milstolpe/phases";
import { parseTemplate } from "@milstolpe/phases/schema";
import { demoDecisions, swedishHolidays } from "../../demo/rollout.ts";
import { readStatus } from "../../server/status-store.ts";
import { readJson, storeOf } from "../files.ts";
import { planOutDetails, planOutput } from "../plan-out.ts";
import { dayOption, exit, textOption, UsageError, type Call, type Verb } from "../verb.ts";

/** The template that the user named, or the rollout template. What is wrong with the file's form is printed. */
function templateOf(call: Call): Template | undefined {
  const [file] = call.positionals;
  if (file === undefined) return rolloutTemplate;
  const parsed = parseTemplate(readJson(file));
  if (parsed.ok) return parsed.value;
  call.terminal.document({ findings: parsed.error });
  call.terminal.findings(parsed.error, 50);
  return undefined;
}

export const planLint: Verb = {
  name: "plan lint",
  summary: {
    sv: "Visar vad en mall lämnar öppet eller säger emot sig själv om",
    en: "Shows what a template leaves open or contradicts",
  },
  usage: "[TEMPLATE.json]",
  example: "plan lint",
  most: 1,
  run(call) {
    const template = templateOf(call);
    if (template === undefined) return Promise.resolve(exit.found);
    const findings = lintTemplate(template);
    call.terminal.document({ template: template.id, findings });
    call.terminal.findings(findings, 100);
    if (findings.length === 0) call.terminal.line(call.terminal.say({ sv: "Inga anmärkningar.", en: "No findings." }));
    return Promise.resolve(findings.some(({ severity }) => severity === "must") ? exit.found : exit.done);
  },
};

export const planVerify: Verb = {
  name: "plan verify",
  summary: {
    sv: "Bevisar att en mall inte kan släppa en milstolpe fel, eller visar kortaste vägen dit",
    en: "Proves that a template can't pass a milestone wrongly, or shows the shortest way to do so",
  },
  usage: "[TEMPLATE.json]",
  example: "plan verify",
  most: 1,
  run(call) {
    const template = templateOf(call);
    if (template === undefined) return Promise.resolve(exit.found);
    const { terminal } = call;
    const result = verifyTemplate(template);
    terminal.document(result);
    if (result.holds) {
      terminal.line(
        terminal.say({
          sv: `Bevisat: ingen milstolpe kan passeras fel (${result.statesChecked} tillstånd prövade).`,
          en: `Proved: no milestone can be passed wrongly (${result.statesChecked} states checked).`,
        }),
      );
      return Promise.resolve(exit.done);
    }
    terminal.line(`${result.property} ${result.about}: ${terminal.say(result.text)}`);
    for (const command of result.trace) terminal.line(`  ${JSON.stringify(command)}`);
    return Promise.resolve(exit.found);
  },
};

export const planStatus: Verb = {
  name: "plan status",
  summary: {
    sv: "Visar hur införandet i lagret står: milstolparna och vad som är öppet före dem",
    en: "Shows how the rollout in the store stands: its milestones and what is open before them",
  },
  usage: "",
  example: "plan status",
  run(call) {
    const store = storeOf(call);
    try {
      const { plan } = readStatus(store);
      const { terminal } = call;
      if (plan === undefined)
        throw new UsageError({
          sv: "Lagret har inget införande än. Kör: milstolpe demo --once",
          en: "The store holds no rollout yet. Run: milstolpe demo --once",
        });
      const milestones = plan.phases.flatMap(({ milestone }) => (milestone ? [milestone] : []));
      terminal.document({ start: plan.start, end: plan.end, milestones });
      for (const { title, date, p80, state, open } of milestones) {
        const stands = state === "passed" ? terminal.say({ sv: "passerad", en: "passed" }) : `P80 ${p80 ?? "–"}`;
        terminal.line(`${date}  ${terminal.say(title)} (${stands})`);
        for (const { title: what, by } of open) terminal.line(`    ${terminal.say(what)} (${by.join(", ")})`);
      }
      return Promise.resolve(milestones.some(({ open }) => open.length > 0) ? exit.found : exit.done);
    } finally {
      store.close();
    }
  },
};

export const planSchedule: Verb = {
  name: "plan schedule",
  summary: {
    sv: "Lägger en mall i tiden med svenska arbetsdagar",
    en: "Puts a template in time with Swedish working days",
  },
  usage: "[TEMPLATE.json] [--start YYYY-MM-DD] [--decisions ID=yes,ID=no] [--out FILE]",
  details: planOutDetails,
  example: "plan schedule --start 2027-03-01 --out plan.html",
  most: 1,
  options: { start: { type: "string" }, decisions: { type: "string" }, out: { type: "string" } },
  run(call) {
    const template = templateOf(call);
    if (template === undefined) return Promise.resolve(exit.found);
    const start = dayOption(call, "start") ?? `${call.now().getUTCFullYear() + 1}-03-01`;
    const write = planOutput(call);
    const decisions = decisionsOf(textOption(call, "decisions")) ?? demoDecisions;
    const plan = createPlan(template, { start, calendar: { holidays: swedishHolidays(start) }, decisions });
    const result = schedule(plan);
    const lost = write?.(plan, result) ?? [];
    const findings = [...result.findings, ...lost];
    const { terminal } = call;
    terminal.document({ ...result, findings });
    const titles = new Map(
      template.phases.flatMap(({ activities, milestone }) =>
        [...activities, ...(milestone ? [milestone] : [])].map(({ id, title }) => [id, title] as const),
      ),
    );
    const say = (id: string) => terminal.say(titles.get(id) ?? { sv: id, en: id });
    for (const phase of template.phases) {
      terminal.heading(phase.title);
      for (const { id, start: from, end, isCritical, totalFloat } of result.activities.filter(
        (activity) => activity.phase === phase.id,
      )) {
        const slack = isCritical
          ? terminal.say({ sv: "kritisk", en: "critical" })
          : `${totalFloat} ${terminal.say({ sv: "dagars spel", en: "days of float" })}`;
        terminal.line(`  ${from} – ${end}  ${say(id)} (${slack})`);
      }
      for (const milestone of result.milestones.filter((one) => one.phase === phase.id))
        terminal.line(`  ${milestone.date}               ◆ ${say(milestone.id)}`);
    }
    if (findings.length > 0) terminal.heading({ sv: "Anmärkningar", en: "Findings" });
    terminal.findings(findings, 50);
    return Promise.resolve(findings.some(({ severity }) => severity === "must") ? exit.found : exit.done);
  },
};

function decisionsOf(text: string | undefined): Readonly<Record<string, boolean>> | undefined {
  if (text === undefined) return undefined;
  return Object.fromEntries(
    text.split(",").map((part) => {
      const [id = "", value] = part.split("=");
      if (id === "" || (value !== "yes" && value !== "no"))
        throw new UsageError({
          sv: "--decisions ska vara ID=yes eller ID=no, med komma emellan.",
          en: "--decisions takes ID=yes or ID=no, with commas between.",
        });
      return [id, value === "yes"];
    }),
  );
}
