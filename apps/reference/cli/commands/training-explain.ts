import { explainInfeasible } from "@milstolpe/training";
import { readProblem, writePlan } from "../training-files.ts";
import { argument, countOption, exit, textOption, type Verb } from "../verb.ts";

const verdicts = {
  possible: {
    sv: "Möjligt: en plan där alla har plats hittades.",
    en: "Possible: a plan with a place for everybody was found.",
  },
  impossible: { sv: "Omöjligt, bevisat.", en: "Impossible, proved." },
  unknown: {
    sv: "Ingen full plan hittades, och inget bevis för att det inte går.",
    en: "No full plan was found, and no proof that there is none.",
  },
} as const;

export const trainingExplain: Verb = {
  name: "training explain",
  summary: {
    sv: "Säger varför inte alla får plats: vad som är i vägen, och vilka ändringar som hjälper",
    en: "Says why not everybody gets a place: what is in the way, and which changes help",
  },
  usage: "demo|PROBLEM.json [--seed N] [--iterations N] [--out PLAN.json]",
  details: [
    {
      sv: "--iterations: steg för varje försök till en full plan (30 000). --out: den bästa plan som hittades.",
      en: "--iterations: steps for each attempt at a full plan (30,000). --out: the best plan that was found.",
    },
  ],
  example: "training explain demo-files/training-problem.json",
  most: 1,
  options: { seed: { type: "string" }, iterations: { type: "string" }, out: { type: "string" } },
  async run(call) {
    const { terminal, signal } = call;
    const problem = readProblem(argument(call, 0, "PROBLEM"), terminal);
    if (problem === undefined) return exit.found;
    const explained = await explainInfeasible(problem, {
      seed: countOption(call, "seed", 1),
      iterations: countOption(call, "iterations", 30_000),
      signal,
    });
    const { verdict, unplaced, plan, findings, core, isCoreVerified, isCoreProved, relaxations } = explained;
    const out = textOption(call, "out");
    if (out !== undefined) writePlan(out, problem, plan);
    terminal.document({ verdict, unplaced, findings, core, isCoreVerified, isCoreProved, relaxations });
    terminal.line(terminal.say(verdicts[verdict]));
    terminal.findings(findings, 50);
    if (core.length > 0) terminal.heading({ sv: "Kan inte uppfyllas tillsammans", en: "Can't be met together" });
    for (const one of core) terminal.line(`  ${one.where}: ${terminal.say(one)}`);
    if (relaxations.length > 0) terminal.heading({ sv: "Ändringar som hjälper", en: "Changes that help" });
    for (const one of relaxations)
      terminal.line(
        `  ${one.where}: ${terminal.say(one)} (${terminal.say({ sv: "utan plats", en: "without a place" })}: ${one.unplaced})`,
      );
    return verdict === "possible" ? exit.done : exit.found;
  },
};
