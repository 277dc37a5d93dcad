// Municipalities side by side with shared trainers: how many people a core plans in how long.
//   node --conditions=milstolpe-source bench/scale.ts MUNICIPALITIES [STEPS EACH]
import { solveParts } from "@milstolpe/training";
import { rolloutProblems } from "@milstolpe/training/testing";

const count = Number(process.argv[2] ?? 10);
const iterations = Number(process.argv[3] ?? 300_000);
const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
const parts = rolloutProblems(count, { seed: 1 });
const people = parts.reduce((sum, part) => sum + part.people.length, 0);
const before = cpuSeconds();
const { hard, medium, soft, parts: solutions } = await solveParts(parts, { seed: 1, iterations });
const seconds = cpuSeconds() - before;

// Shared trainers must be in one municipality on any day.
const days = new Map<string, Set<number>>();
for (const [p, one] of solutions.entries())
  for (const { trainer, day } of one?.plan.sessions ?? []) {
    const key = `${trainer} ${day}`;
    days.set(key, (days.get(key) ?? new Set()).add(p));
  }
const split = [...days.values()].filter((set) => set.size > 1).length;
console.log(
  `${count} municipalities, ${people} people, ${iterations} steps each: ${seconds.toFixed(1)} s CPU, ${hard} hard, ` +
    `${medium} unplaced (${((100 * (people - medium)) / people).toFixed(3)} % placed), ${((soft / people) * 2707).toFixed(0)} points ` +
    `per 2,707 people, ${split} trainer days in two places, ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`,
);
