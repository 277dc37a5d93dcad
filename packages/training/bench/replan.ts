// The busiest trainer falls ill for ten working days, in several plans of several problems: who is hit, who gets another time,
// what it costs; and for the first, against solving from scratch.
//   node --conditions=milstolpe-source bench/replan.ts [POINTS FOR A STAND-IN]
import { existsSync, readFileSync } from "node:fs";
import {
  diff,
  readCompact,
  replan,
  solve,
  type CompactProblem,
  type Plan,
  type Problem,
  type Score,
  type TrainingEvent,
} from "@milstolpe/training";
import { rolloutProblem } from "@milstolpe/training/testing";

const standIn = Number(process.argv[2] ?? 5);
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
/** Points without those for stand-ins, of whom there are fewer when a trainer is away. */
const cost = (one: Score): number => one.soft - (one.byConstraint["stand-in"] ?? 0);

/** The ten working days in which one trainer holds the most, and those sessions. */
function busiest(problem: Problem, plan: Plan): { event: TrainingEvent; sessions: string[] } {
  const all = problem.trainers.flatMap(({ id }) =>
    problem.days.slice(0, -9).map((from, i) => {
      const to = problem.days[i + 9]!;
      const own = plan.sessions.filter((one) => one.trainer === id && one.day >= from && one.day <= to);
      return {
        event: { type: "trainer.away", trainer: id, from, to } as const,
        sessions: own.map((one) => one.id),
      };
    }),
  );
  return all.reduce((a, b) => (b.sessions.length > a.sessions.length ? b : a));
}

const file = new URL("../../../../shared/data/training/rollout-h1.json", import.meta.url);
const compact = existsSync(file) ? [readCompact(JSON.parse(readFileSync(file, "utf8")) as CompactProblem)] : [];
const cases = [
  ...compact.flatMap((problem) => [1, 2, 3].map((seed) => ({ name: `rollout-h1, seed ${seed}`, problem, seed }))),
  ...[1, 2, 3].map((seed) => ({ name: `made up ${seed}`, problem: rolloutProblem({ seed }), seed })),
].map((one) => ({ ...one, problem: { ...one.problem, weights: { ...one.problem.weights, standIn } } }));

const moved: number[] = [];
const dearer: number[] = [];
const times: number[] = [];
let scratch = "";
for (const { name, problem, seed } of cases) {
  const { plan, score } = await solve(problem, { seed, iterations: 6_000_000 });
  const { event, sessions } = busiest(problem, plan);
  const people = plan.assignments.filter((one) => sessions.includes(one.session)).length;
  const before = cpuMs();
  const result = await replan(problem, plan, [event], { seed: 1, iterations: 300_000 });
  times.push(cpuMs() - before);
  moved.push(result.diff.moved);
  dearer.push((100 * (cost(result.score) - cost(score))) / cost(score));
  console.log(
    `${name}: cost ${cost(score)}, ${sessions.length} sessions with ${people} people lose their trainer, ${result.hit} people ` +
      `also their time; ${result.diff.moved} moved, ${result.score.hard} hard, ${result.score.medium} unplaced, ` +
      `cost ${dearer.at(-1)!.toFixed(1)} % more, ${times.at(-1)!.toFixed(0)} ms`,
  );
  if (scratch === "") {
    const anew = await solve(result.problem, { seed: 1, iterations: 6_000_000 });
    scratch = `from scratch: ${diff(problem, plan, anew.plan).moved} moved, cost ${cost(anew.score)}`;
    console.log(`  ${scratch}`);
  }
}
const spread = (values: readonly number[], digits: number): string => {
  const sorted = values.toSorted((a, b) => a - b);
  return [sorted[0]!, sorted[Math.floor(sorted.length / 2)]!, sorted.at(-1)!]
    .map((one) => one.toFixed(digits))
    .join(" / ");
};
console.log(
  `${cases.length} plans, least / median / most: ${spread(moved, 0)} moved, ${spread(dearer, 1)} % dearer, ` +
    `${spread(times, 0)} ms CPU; points for a stand-in: ${standIn}`,
);
