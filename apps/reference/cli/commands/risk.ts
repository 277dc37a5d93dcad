import { createPlan, rolloutTemplate, toNetwork } from "@milstolpe/phases";
import type { Register } from "@milstolpe/risk";
import { parseRegister } from "@milstolpe/risk/schema";
import { demoDecisions, demoStart, swedishHolidays } from "../../demo/rollout.ts";
import { demoRisks, forecastOf, simulatePlan, SimulationError } from "../../server/risk-job.ts";
import { readJson } from "../files.ts";
import { dayOption, exit, numberOption, type Call, type Verb } from "../verb.ts";

/** The register that the user named, or the demo's. What is wrong with the file is printed. */
function registerOf(call: Call): Register | undefined {
  const [file] = call.positionals;
  if (file === undefined) return demoRisks;
  const parsed = parseRegister(readJson(file));
  if (parsed.ok) return parsed.value;
  call.terminal.document({ findings: parsed.error });
  call.terminal.findings(parsed.error, 50);
  return undefined;
}

export const riskSimulate: Verb = {
  name: "risk simulate",
  summary: {
    sv: "Simulerar införandets plan med registrets risker: P50 och P80 för varje milstolpe",
    en: "Simulates the rollout's plan with the register's risks: P50 and P80 of every milestone",
  },
  usage: "[REGISTER.json] [--start YYYY-MM-DD] [--iterations N] [--seed N]",
  example: "risk simulate --iterations 100000 --seed 1",
  most: 1,
  options: { start: { type: "string" }, iterations: { type: "string" }, seed: { type: "string" } },
  run(call) {
    const register = registerOf(call);
    if (register === undefined) return Promise.resolve(exit.found);
    const { terminal } = call;
    const start = dayOption(call, "start") ?? demoStart;
    const calendar = { holidays: swedishHolidays(start) };
    const plan = createPlan(rolloutTemplate, { start, calendar, decisions: demoDecisions });
    const { network, dayToDate } = toNetwork(plan);
    const began = call.now().getTime();
    try {
      const simulation = simulatePlan(network, register, {
        iterations: numberOption(call, "iterations", 20_000),
        seed: numberOption(call, "seed", 1),
        signal: call.signal,
      });
      const { milestones, criticality, idle, iterations, seed, findings } = simulation;
      const dates = forecastOf(simulation, dayToDate).milestones;
      terminal.document({
        milestones: Object.fromEntries(
          Object.entries(milestones).map(([id, { p50, p80, mean, standardError, intervals }]) => [
            id,
            { p50, p80, mean, standardError, intervals, dates: dates[id] },
          ]),
        ),
        criticality,
        idle,
        iterations,
        seed,
        seconds: (call.now().getTime() - began) / 1000,
        findings,
      });
      for (const [id, { p50, p80, standardError }] of Object.entries(dates))
        terminal.line(`${id}  P50 ${p50}  P80 ${p80}  ±${standardError.toFixed(2)} d`);
      terminal.line(
        terminal.say({
          sv: `${iterations} genomlöpningar, frö ${seed}; ${idle.length} risker driver inget.`,
          en: `${iterations} runs, seed ${seed}; ${idle.length} risks drive nothing.`,
        }),
      );
      terminal.findings(findings);
      return Promise.resolve(exit.done);
    } catch (error) {
      if (!(error instanceof SimulationError)) throw error;
      terminal.document({ findings: error.findings });
      terminal.findings(error.findings, 50);
      return Promise.resolve(exit.found);
    }
  },
};
