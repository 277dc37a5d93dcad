import { simulate, type FinishDistribution } from "@milstolpe/risk";
import { wasmKernel } from "@milstolpe/risk/wasm";
import { readRiskFile } from "../risk-files.ts";
import { countOption, exit, type Verb } from "../verb.ts";

export const riskSimulate: Verb = {
  name: "risk simulate",
  summary: {
    sv: "Simulerar en plan med dess risker: P50 och P80 för varje milstolpe",
    en: "Simulates a plan with its risks: P50 and P80 of every milestone",
  },
  usage: "[MODEL.json|REGISTER.json] [--start YYYY-MM-DD] [--iterations N] [--seed N]",
  details: [
    {
      sv: "MODEL.json: { network, risks, correlation, dominoes }, i arbetsdagar från dag 0.",
      en: "MODEL.json: { network, risks, correlation, dominoes }, in working days from day 0.",
    },
    {
      sv: "REGISTER.json: ett riskregister, lagt på införandets plan; utan fil demons. --start gäller den planen.",
      en: "REGISTER.json: a risk register, put on the rollout's plan; without a file the demo's. --start is that plan's.",
    },
  ],
  example: "risk simulate demo-files/risk-model.json --iterations 20000 --seed 1",
  most: 1,
  options: { start: { type: "string" }, iterations: { type: "string" }, seed: { type: "string" } },
  async run(call) {
    const { terminal, signal } = call;
    const subject = readRiskFile(call);
    const title = { sv: "Simulerar", en: "Simulating" };
    const began = call.now().getTime();
    const result = subject.ok
      ? simulate(subject.value.model, {
          iterations: countOption(call, "iterations", 20_000, 1),
          seed: countOption(call, "seed", 1),
          signal,
          kernel: await wasmKernel(),
          onProgress: ({ done, of }) => terminal.step({ id: "risk", title, state: "running", progress: done / of }),
        })
      : subject;
    if (!subject.ok || !result.ok) {
      const findings = result.ok ? [] : result.error;
      terminal.document({ findings });
      terminal.findings(findings, 50);
      return exit.found;
    }
    const seconds = (call.now().getTime() - began) / 1000;
    terminal.step({ id: "risk", title, state: "done", seconds });
    const { dayToDate } = subject.value;
    const { milestones, end, criticality, idle, iterations, seed, findings } = result.value;
    const view = ({ p50, p80, mean, standardError, intervals }: FinishDistribution) => ({
      p50,
      p80,
      mean,
      standardError,
      intervals,
      ...(dayToDate ? { dates: { p50: dayToDate(p50), p80: dayToDate(p80) } } : {}),
    });
    terminal.document({
      milestones: Object.fromEntries(Object.entries(milestones).map(([id, one]) => [id, view(one)])),
      end: view(end),
      criticality,
      idle,
      iterations,
      seed,
      seconds,
      findings,
    });
    const shown = (day: number) => (dayToDate ? dayToDate(day) : day.toFixed(1));
    for (const [id, { p50, p80, standardError }] of Object.entries({ ...milestones, ...(dayToDate ? {} : { end }) }))
      terminal.line(`${id}  P50 ${shown(p50)}  P80 ${shown(p80)}  ±${standardError.toFixed(2)} d`);
    terminal.line(
      terminal.say({
        sv: `${iterations} genomlöpningar, frö ${seed}; ${idle.length} risker driver inget.`,
        en: `${iterations} runs, seed ${seed}; ${idle.length} risks drive nothing.`,
      }),
    );
    terminal.findings(findings);
    return findings.some(({ severity }) => severity === "must") ? exit.found : exit.done;
  },
};
