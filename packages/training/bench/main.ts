// Figures for the guide: quality by CPU time over seeds, speed, replanning and recommendations, and the solver against the
// plain way of doing it (moves scored by `evaluate`) in the same run.
//   node --conditions=milstolpe-source bench/main.ts [--long]
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import {
  evaluate,
  lowerBound,
  readCompact,
  recommender,
  solve,
  type CompactProblem,
  type Plan,
} from "@milstolpe/training";
import { jointBound } from "@milstolpe/training/exact";
import loadHighs from "highs";

const isLong = process.argv.includes("--long");
const file = new URL("../../../../shared/data/training/rollout-h1.json", import.meta.url);
const problem = readCompact(JSON.parse(readFileSync(file, "utf8")) as CompactProblem);
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

console.log(`${cpus()[0]?.model}, Node ${process.versions.node}`);
console.log(
  `rollout-h1: ${problem.people.length} people, ${problem.units.length} units, ${problem.courses.length} courses`,
);
const counted = lowerBound(problem).total;
const beforeBound = cpuMs();
const bound = jointBound(problem, { highs: await loadHighs() }).total;
console.log(
  `proved bound ${bound} in ${((cpuMs() - beforeBound) / 1000).toFixed(1)} s CPU, by counting alone ${counted}`,
);
for (const seconds of isLong ? [1, 10, 60] : [1, 5]) {
  const seeds = isLong ? 5 : 3;
  const costs: number[] = [];
  const speeds: number[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const before = cpuMs();
    const { score, iterations } = await solve(problem, { seed, timeMs: seconds * 1000, now: cpuMs });
    if (score.hard > 0 || score.medium > 0) throw new Error("not a full plan");
    costs.push(score.soft);
    speeds.push(iterations / (cpuMs() - before) / 1000);
  }
  console.log(
    `  ${seconds} s CPU, ${seeds} seeds: cost median ${median(costs)} (${Math.min(...costs)} to ${Math.max(...costs)}), ` +
      `at most ${((100 * (median(costs) - bound)) / median(costs)).toFixed(1)} % above the best there is (bound ${bound}), ` +
      `0 hard, 0 unplaced, ${median(speeds).toFixed(2)} M steps/s`,
  );
}

// The peer: hill climbing over single moves, each scored from the rules.
const budget = 5000;
const { plan } = await solve(problem, { seed: 1, iterations: 0 });
let best: Plan = plan;
let cost = evaluate(problem, plan).soft;
const first = cost;
let tried = 0;
const began = cpuMs();
while (cpuMs() - began < budget) {
  tried += 1;
  const i = (tried * 7919) % best.assignments.length;
  const one = best.assignments[i]!;
  const others = best.sessions.filter((session) => session.course === one.course && session.id !== one.session);
  const to = others[tried % Math.max(1, others.length)];
  if (!to) continue;
  const next = { ...best, assignments: best.assignments.with(i, { ...one, session: to.id }) };
  const score = evaluate(problem, next);
  if (score.hard > 0 || score.medium > 0 || score.soft > cost) continue;
  best = next;
  cost = score.soft;
}
const ours = await solve(problem, { seed: 1, timeMs: budget, now: cpuMs });
console.log(`From a greedy plan of ${first}, ${budget / 1000} s CPU each:`);
console.log(`  moves scored by evaluate  ${cost}, ${tried} moves`);
console.log(`  solve                     ${ours.score.soft}, ${ours.iterations} moves`);
console.log(`  ratio of moves ${(ours.iterations / tried).toFixed(0)}, of cost ${(ours.score.soft / cost).toFixed(3)}`);

const ask = recommender(problem, ours.plan);
const times = problem.people.map(({ id }) => {
  const before = performance.now();
  ask(id);
  return performance.now() - before;
});
console.log(
  `recommend, ${times.length} people: median ${median(times).toFixed(3)} ms, ` +
    `95 % within ${times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)]!.toFixed(3)} ms`,
);
