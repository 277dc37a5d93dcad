// Solves a problem in the compact form by the public calls, and checks and writes the answer in that form.
//   node --conditions=milstolpe-source bench/rollout.ts FILE [--seconds S | --iterations N] [--seed N] [--out ANSWER]
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { evaluate, fromCompactAnswer, solve, toCompactAnswer, type Budget } from "@milstolpe/training";
import { parseProblem } from "@milstolpe/training/schema";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: "string", default: "10" },
    iterations: { type: "string" },
    seed: { type: "string", default: "1" },
    out: { type: "string" },
  },
});
const file = positionals[0] ?? new URL("../../../../shared/data/training/rollout-h1.json", import.meta.url);
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const read = parseProblem(JSON.parse(readFileSync(file, "utf8")));
if (!read.ok) {
  for (const { where, en } of read.error) console.error(`${where}: ${en}`);
  process.exit(1);
}
const problem = read.value;
const budget: Budget =
  values.iterations === undefined
    ? { timeMs: Number(values.seconds) * 1000, now: cpuMs }
    : { iterations: Number(values.iterations) };
const before = cpuMs();
const { plan, iterations } = await solve(problem, { seed: Number(values.seed), ...budget });
const cpuSeconds = Math.round(cpuMs() - before) / 1000;

// What is reported is the answer as others will read it, scored by the rules.
const answer = toCompactAnswer(problem, plan);
const { hard, medium, soft } = evaluate(problem, fromCompactAnswer(problem, answer));
const sessions = answer.sessions.length;
if (values.out !== undefined) writeFileSync(values.out, JSON.stringify(answer));
console.log(JSON.stringify({ hard, unplaced: medium, cost: soft, sessions, iterations, cpuSeconds }));
