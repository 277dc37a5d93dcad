import { resolve } from "node:path";
import { coverage, evaluate, solve, toCompactAnswer, type Problem } from "@milstolpe/training";
import { parseProblem } from "@milstolpe/training/schema";
import { demoMunicipality, trainingProblem } from "../../demo/index.ts";
import { writeWhole } from "../../server/scb-job.ts";
import { readJson } from "../files.ts";
import { argument, exit, numberOption, textOption, UsageError, type Call, type Verb } from "../verb.ts";

/** The problem that the user named: the demo's, or a file's. What is wrong with the file's form is printed. */
function problemOf(call: Call): Problem | undefined {
  const from = argument(call, 0, "PROBLEM");
  if (from === "demo") {
    const demo = demoMunicipality();
    return trainingProblem(demo, { accessFrom: demo.days.today });
  }
  const parsed = parseProblem(readJson(from));
  if (parsed.ok) return parsed.value;
  call.terminal.document({ findings: parsed.error });
  call.terminal.findings(parsed.error, 50);
  return undefined;
}

export const trainingSolve: Verb = {
  name: "training solve",
  summary: {
    sv: "Ger alla en plats: tillfällen, rum och utbildare, aldrig innan inloggningen fungerar",
    en: "Places everybody: sessions, rooms and trainers, never before access is live",
  },
  usage: "demo|PROBLEM.json [--seed N] [--iterations N | --seconds S] [--out FILE]",
  example: "training solve demo --seed 1 --iterations 8000000",
  options: {
    seed: { type: "string" },
    iterations: { type: "string" },
    seconds: { type: "string" },
    out: { type: "string" },
  },
  async run(call) {
    const problem = problemOf(call);
    if (problem === undefined) return exit.found;
    const { terminal, signal } = call;
    if (call.options["iterations"] !== undefined && call.options["seconds"] !== undefined)
      throw new UsageError({
        sv: "Ange --iterations eller --seconds, inte båda.",
        en: "Give --iterations or --seconds, not both.",
      });
    const title = { sv: "Lägger utbildningen", en: "Placing the training" };
    const began = process.cpuUsage();
    const solution = await solve(problem, {
      seed: numberOption(call, "seed", 1),
      ...(call.options["seconds"] === undefined
        ? { iterations: numberOption(call, "iterations", 4_000_000) }
        : { timeMs: numberOption(call, "seconds", 10) * 1000, now: () => call.now().getTime() }),
      signal,
      onImprove: ({ share, sessions, unplaced }) =>
        terminal.step({
          id: "training",
          title,
          state: "running",
          progress: share,
          detail: {
            sv: `${sessions} tillfällen, ${unplaced} utan plats`,
            en: `${sessions} sessions, ${unplaced} unplaced`,
          },
        }),
    });
    const { user, system } = process.cpuUsage(began);
    const { plan, iterations, findings } = solution;
    // The score that is reported is counted from the rules, not by the solver.
    const { hard, medium, soft } = evaluate(problem, plan);
    const { people, peopleDone, trainedBy } = coverage(problem, plan);
    const out = textOption(call, "out");
    if (out !== undefined) {
      const answer = problem.form === "compact" ? toCompactAnswer(problem, plan) : plan;
      writeWhole(resolve(out), new TextEncoder().encode(JSON.stringify(answer)));
    }
    const cpuSeconds = (user + system) / 1e6;
    terminal.step({ id: "training", title, state: "done", seconds: cpuSeconds });
    terminal.document({
      hard,
      medium,
      soft,
      unplaced: people - peopleDone,
      sessions: plan.sessions.length,
      iterations,
      cpuSeconds,
      findings,
    });
    terminal.line(
      terminal.say({
        sv: `${peopleDone} av ${people} personer i ${plan.sessions.length} tillfällen, alla klara ${trainedBy ?? "–"}; ${hard} regelbrott, ${soft} poäng.`,
        en: `${peopleDone} of ${people} people in ${plan.sessions.length} sessions, all trained by ${trainedBy ?? "–"}; ${hard} violations, ${soft} points.`,
      }),
    );
    terminal.findings(findings);
    return hard > 0 || medium > 0 || findings.some(({ severity }) => severity === "must") ? exit.found : exit.done;
  },
};
