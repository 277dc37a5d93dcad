import type { RuleSession } from "./problem-rule.ts";

/** A session with what it is ordered by: its time, room, course and trainer, as the problem numbers them. */
export interface Placed {
  readonly order: readonly number[];
  readonly session: RuleSession;
}

/** The order in which a rule of the caller's own sees sessions, whoever asks it; of clashing ones, by who is there. */
export function bySessionOrder(a: Placed, b: Placed): number {
  for (const [i, one] of a.order.entries()) if (one !== b.order[i]) return one - b.order[i]!;
  const [first, second] = [a, b].map(({ session }) => JSON.stringify(session.people));
  return first! < second! ? -1 : first! > second! ? 1 : 0;
}
