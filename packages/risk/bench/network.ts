import { uniformNumbers } from "../src/random.ts";
import type { Correlation, NetworkLink, SimulationModel } from "../src/index.ts";

/** A network of the size of a large rollout: triangular durations, finish-to-start links, correlated risks that multiply. */
export function benchModel({ activities = 120, links = 247, risks = 30, hits = 140, seed = 1 } = {}): SimulationModel {
  const numbers = uniformNumbers(seed, "bench", 65_536);
  let used = 0;
  const next = () => numbers[used++] ?? 0;
  const whole = (below: number) => Math.floor(next() * below);
  const pairs = new Map<string, NetworkLink>();
  const link = (from: number, to: number) =>
    pairs.set(`${from} ${to}`, { from: `a${from}`, to: `a${to}`, type: "FS", lag: 0 });
  for (let to = 1; to < activities; to += 1) link(Math.max(0, to - 1 - whole(8)), to);
  while (pairs.size < links) {
    const to = 1 + whole(activities - 1);
    link(Math.max(0, to - 1 - whole(25)), to);
  }
  const hit = new Map<number, Set<string>>(
    Array.from({ length: risks }, (_, index) => [index, new Set([`a${whole(activities)}`])]),
  );
  for (let count = risks; count < hits;) {
    const set = hit.get(whole(risks));
    const before = set?.size ?? 0;
    set?.add(`a${whole(activities)}`);
    if ((set?.size ?? 0) > before) count += 1;
  }
  // One common cause and one of each half: a matrix without a zero, and positive definite.
  const weights = Array.from({ length: risks }, () => [0.3 + 0.3 * next(), 0.4 * next()] as const);
  const correlation = weights.flatMap(([common, half], i) =>
    weights.slice(i + 1).map(([other, otherHalf], offset): Correlation => {
      const j = i + 1 + offset;
      return { a: `r${i}`, b: `r${j}`, rho: common * other + (i % 2 === j % 2 ? half * otherHalf : 0) };
    }),
  );
  return {
    network: {
      activities: Array.from({ length: activities }, (_, index) => {
        const mode = 5 + whole(20);
        return { id: `a${index}`, duration: { min: mode * 0.8, mode, max: mode * (1.2 + next()) } };
      }),
      links: [...pairs.values()],
      milestones: [`a${activities - 1}`],
    },
    risks: Array.from({ length: risks }, (_, index) => ({
      id: `r${index}`,
      probability: 0.1 + 0.4 * next(),
      activities: [...(hit.get(index) ?? [])],
      effect: { factor: { min: 1.05, mode: 1.1 + 0.2 * next(), max: 1.4 + 0.3 * next() } },
    })),
    correlation,
  };
}
