// The busiest trainer falls ill for ten working days: who is hit, who gets another time, what it costs, against solving
// from scratch.
import { readFileSync } from "node:fs";
import {
  diff,
  readCompact,
  replan,
  solve,
  type CompactProblem,
  type Score,
  type TrainingEvent,
} from "@milstolpe/training";

const file = new URL("../../../../shared/data/training/rollout-h1.json", import.meta.url);
const compact = readCompact(JSON.parse(readFileSync(file, "utf8")) as CompactProblem);
const problem = { ...compact, weights: { ...compact.weights, standIn: Number(process.argv[2] ?? 5) } };
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const { plan, score } = await solve(problem, { seed: 1, timeMs: 5000, now: cpuMs });
/** Points without those for stand-ins, of whom there are fewer when a trainer is away. */
const cost = (one: Score): number => one.soft - (one.byConstraint["stand-in"] ?? 0);
console.log(
  `${problem.people.length} people, ${plan.sessions.length} sessions, cost ${cost(score)}, and stand-ins ${score.soft - cost(score)}`,
);

/** The ten working days in which one trainer holds the most. */
function busiest(): { trainer: string; from: string; to: string; sessions: string[] } {
  const all = problem.trainers.flatMap(({ id }) =>
    problem.days.slice(0, -9).map((from, i) => {
      const to = problem.days[i + 9]!;
      const own = plan.sessions.filter((one) => one.trainer === id && one.day >= from && one.day <= to);
      return { trainer: id, from, to, sessions: own.map((one) => one.id) };
    }),
  );
  return all.reduce((a, b) => (b.sessions.length > a.sessions.length ? b : a));
}

const { sessions, ...away } = busiest();
const event: TrainingEvent = { type: "trainer.away", ...away };
const people = plan.assignments.filter((one) => sessions.includes(one.session)).length;
console.log(`${away.trainer} is away ${away.from} to ${away.to}: ${sessions.length} sessions, ${people} people`);

for (const iterations of [0, 100_000, 400_000]) {
  const before = cpuMs();
  const result = await replan(problem, plan, [event], { seed: 1, iterations });
  const ms = Math.round(cpuMs() - before);
  const percent = ((100 * (cost(result.score) - cost(score))) / cost(score)).toFixed(1);
  console.log(
    `replan, ${iterations} steps: ${result.hit} without a time after exchanging trainers, ${result.diff.moved} moved, ` +
      `${result.score.hard} hard, ${result.score.medium} unplaced, cost ${cost(result.score)} (${percent} %), ${ms} ms`,
  );
}
const scratch = await solve((await replan(problem, plan, [event], { seed: 1, iterations: 0 })).problem, {
  seed: 1,
  timeMs: 5000,
  now: cpuMs,
});
console.log(`from scratch, 5 s: ${diff(problem, plan, scratch.plan).moved} moved, cost ${cost(scratch.score)}`);
