import { durationMoments } from "./distribution.ts";
import { normalShare } from "./normal.ts";
import { earliestStarts } from "./planned.ts";
import type { Network } from "./simulation-model.ts";

/** The answer of classic PERT: one critical path, taken for certain. */
export interface PertAnalysis {
  readonly finish: number;
  /** Of the activities on the critical path. */
  readonly variance: number;
  /** Ids without slack, in network order. */
  readonly critical: readonly string[];
  /** Working days that an activity may slip without moving the end. */
  readonly slack: Readonly<Record<string, number>>;
}

/**
 * Classic PERT: mean durations by (min + 4 · mode + max) / 6, the longest path of those, and the variance along it. Offered
 * for comparison: it knows of no second path that may turn out longer, so it promises more than can be kept.
 * @throws RangeError when the links go in a ring that can't be met
 * @example
 * const analysis = pertAnalysis(network);
 * pertChance(analysis, 53); // 0.74
 */
export function pertAnalysis(network: Network): PertAnalysis {
  const { activities } = network;
  const moments = activities.map(({ duration }) => durationMoments(duration));
  const days = moments.map(({ mean }) => mean);
  const starts = earliestStarts(network, days);
  if (!starts.ok) {
    const path = starts.ring.map((place) => activities[place]?.id).join(" > ");
    throw new RangeError(`links must be ones that can be met, got the ring ${path}`);
  }
  const finish = Math.max(0, ...starts.start.map((start, place) => start + days[place]!));
  // Late starts are early starts of the network turned round: what ends last begins first.
  const turned = earliestStarts(
    {
      activities: activities.map(({ id, duration }) => ({ id, duration })),
      milestones: [],
      links: network.links.map(({ from, to, type, lag, maxLag }) => ({
        from: to,
        to: from,
        type: type === "SS" ? "FF" : type === "FF" ? "SS" : type,
        lag,
        ...(maxLag === undefined ? {} : { maxLag }),
      })),
    },
    days,
  );
  const slack = activities.map((_, place) => {
    const after = turned.ok ? turned.start[place]! : 0;
    const room = finish - after - days[place]! - starts.start[place]!;
    return Math.abs(room) < 1e-9 ? 0 : room;
  });
  const critical = activities.filter((_, place) => slack[place] === 0).map(({ id }) => id);
  return {
    finish,
    variance: moments.reduce((sum, { variance }, place) => sum + (slack[place] === 0 ? variance : 0), 0),
    critical,
    slack: Object.fromEntries(activities.map(({ id }, place) => [id, slack[place]!])),
  };
}

/** Classic PERT's chance of being done by a day: the critical path's sum taken as normal. */
export function pertChance({ finish, variance }: Pick<PertAnalysis, "finish" | "variance">, day: number): number {
  if (variance === 0) return day >= finish ? 1 : 0;
  return normalShare((day - finish) / Math.sqrt(variance));
}
