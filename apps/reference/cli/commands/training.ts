import { coverage, evaluate, solve } from "@milstolpe/training";
import { readProblem, writePlan } from "../training-files.ts";
import { argument, countOption, exit, numberOption, textOption, UsageError, type Verb } from "../verb.ts";

export const trainingSolve: Verb = {
  name: "training solve",
  summary: {
    sv: "Ger alla en plats: tillfällen, rum och utbildare, aldrig innan inloggningen fungerar",
    en: "Places everybody: sessions, rooms and trainers, never before access is live",
  },
  usage: "demo|PROBLEM.json [--seed N] [--iterations N | --seconds S] [--out FILE]",
  details: [
    {
      sv: "--iterations: steg i sökningen, normalt 4 000 000 (några sekunder). Samma --seed och steg ger samma plan.",
      en: "--iterations: steps of the search, 4,000,000 by default (some seconds). The same --seed and steps give the same plan.",
    },
    {
      sv: "--out: planen, för training check, replan och invite. Utan den sparas ingen.",
      en: "--out: the plan, for training check, replan and invite. Without it none is kept.",
    },
  ],
  example: "training solve demo-files/training-problem.json --seed 1 --iterations 500000 --out training-plan.json",
  most: 1,
  options: {
    seed: { type: "string" },
    iterations: { type: "string" },
    seconds: { type: "string" },
    out: { type: "string" },
  },
  async run(call) {
    const { terminal, signal } = call;
    const problem = readProblem(argument(call, 0, "PROBLEM"), terminal);
    if (problem === undefined) return exit.found;
    if (call.options["iterations"] !== undefined && call.options["seconds"] !== undefined)
      throw new UsageError({
        sv: "Ange --iterations eller --seconds, inte båda.",
        en: "Give --iterations or --seconds, not both.",
      });
    const title = { sv: "Lägger utbildningen", en: "Placing the training" };
    const began = process.cpuUsage();
    const solution = await solve(problem, {
      seed: countOption(call, "seed", 1),
      ...(call.options["seconds"] === undefined
        ? { iterations: countOption(call, "iterations", 4_000_000) }
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
    if (out !== undefined) writePlan(out, problem, plan);
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
