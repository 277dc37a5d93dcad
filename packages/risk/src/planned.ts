import { type Arc, arcsOf, topologicalOrder } from "./compile-model.ts";
import { plannedDays } from "./distribution.ts";
import type { Network } from "./simulation-model.ts";

/** Earliest starts by place, or the ring of places that no times can meet. */
export type EarliestStarts =
  | { readonly ok: true; readonly start: Float64Array }
  | { readonly ok: false; readonly ring: readonly number[] };

/** Earliest starts for given durations: rounds over all arcs until nothing moves (Bellman–Ford). */
export function earliestStarts(network: Network, days: ArrayLike<number>): EarliestStarts {
  const { activities, links } = network;
  const arcs = inOrder(activities.length, arcsOf(links, new Map(activities.map(({ id }, place) => [id, place]))));
  const start = Float64Array.from(activities, ({ notBefore }) => Math.max(0, notBefore ?? 0));
  const before = new Int32Array(activities.length).fill(-1);
  for (let round = 0; round <= activities.length; round += 1) {
    let moved = -1;
    for (const arc of arcs) {
      const earliest = arcTime(arc, start, days);
      // Sums of fractions wobble in their last bits; a wobble is no ring.
      if (earliest <= start[arc.to]! + 1e-9) continue;
      start[arc.to] = earliest;
      before[arc.to] = arc.from;
      moved = arc.to;
    }
    if (moved === -1) return { ok: true, start };
    if (round === activities.length) return { ok: false, ring: ringBefore(before, moved) };
  }
  return { ok: true, start };
}

/** Arcs in the order of what they come from, as far as there is one: then the first round finds nearly everything. */
function inOrder(count: number, arcs: readonly Arc[]): readonly Arc[] {
  const { order, rest } = topologicalOrder(count, arcs);
  const rank = new Int32Array(count);
  for (const [index, place] of [...order, ...rest].entries()) rank[place] = index;
  return arcs.toSorted((a, b) => rank[a.from]! - rank[b.from]!);
}

const arcTime = ({ from, to, fromFinish, toFinish, lag }: Arc, start: Float64Array, days: ArrayLike<number>): number =>
  start[from]! + (fromFinish ? days[from]! : 0) + lag - (toFinish ? days[to]! : 0);

/** Goes back from a place until one comes again: that is on the ring. */
function ringBefore(before: Int32Array, place: number): readonly number[] {
  const seen: number[] = [];
  let at = place;
  while (!seen.includes(at)) {
    seen.push(at);
    at = before[at]!;
  }
  const ring = seen.slice(seen.indexOf(at));
  return [at, ...ring.toReversed()];
}

/** Days that every activity is planned to take. */
export const plannedDurations = (network: Network): Float64Array =>
  Float64Array.from(network.activities, ({ duration }) => plannedDays(duration));
