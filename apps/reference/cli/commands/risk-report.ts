import { resolve } from "node:path";
import { rolloutTemplate } from "@milstolpe/phases";
import { fiveByFive, riskReport, simulate } from "@milstolpe/risk";
import { writeText } from "../files.ts";
import { readRiskFile } from "../risk-files.ts";
import type { Language } from "../terminal.ts";
import { countOption, exit, textOption, UsageError, type Verb } from "../verb.ts";

/** What the rollout's milestones and activities are called. */
const namesIn = (language: Language): Readonly<Record<string, string>> =>
  Object.fromEntries(
    rolloutTemplate.phases.flatMap(({ activities, milestone }) =>
      [...activities, ...(milestone ? [milestone] : [])].map(({ id, title }) => [id, title[language]]),
    ),
  );

export const riskReportVerb: Verb = {
  name: "risk report",
  summary: {
    sv: "Skriver riskrapporten (Markdown): matris, rangordning, datum och vad som driver dem",
    en: "Writes the risk report (Markdown): matrix, ranks, dates and what drives them",
  },
  usage: "[REGISTER.json] [--start YYYY-MM-DD] [--iterations N] [--seed N] [--out FILE.md]",
  details: [
    {
      sv: "Språket är --lang. Utan --out skrivs rapporten på skärmen.",
      en: "The language is --lang. Without --out the report is written to the screen.",
    },
  ],
  example: "risk report demo-files/risk-register.json --lang sv --out risks.md",
  most: 1,
  options: {
    start: { type: "string" },
    iterations: { type: "string" },
    seed: { type: "string" },
    out: { type: "string" },
  },
  run(call) {
    const { terminal, signal } = call;
    const subject = readRiskFile(call);
    const iterations = countOption(call, "iterations", 20_000, 1);
    const seed = countOption(call, "seed", 1);
    const result = subject.ok ? simulate(subject.value.model, { iterations, seed, signal }) : subject;
    if (!subject.ok || !result.ok) {
      const findings = result.ok ? [] : result.error;
      terminal.document({ findings });
      terminal.findings(findings, 50);
      return Promise.resolve(exit.found);
    }
    const { register, dayToDate } = subject.value;
    if (register === undefined || dayToDate === undefined)
      throw new UsageError({
        sv: "En rapport görs av ett register, inte av en modell. Simulera den: milstolpe risk simulate.",
        en: "A report is made of a register, not of a model. Simulate it: milstolpe risk simulate.",
      });
    const { findings } = result.value;
    const markdown = riskReport(register, {
      language: terminal.language,
      scale: fiveByFive,
      simulation: result.value,
      dayToText: dayToDate,
      names: namesIn(terminal.language),
      findings,
    });
    const out = textOption(call, "out");
    if (out === undefined) terminal.line(markdown);
    else {
      writeText(out, `${markdown.trimEnd()}\n`);
      terminal.line(resolve(out));
    }
    terminal.document({ ...(out === undefined ? { markdown } : { file: resolve(out) }), findings });
    return Promise.resolve(findings.some(({ severity }) => severity === "must") ? exit.found : exit.done);
  },
};
