import { constraintOf, type ScoredId } from "./constraints.ts";
import type { Plan, Problem } from "./model.ts";
import { matchesOf } from "./rules.ts";
import type { Score } from "./score.ts";

/**
 * Scores a plan from the rules alone: slow, obvious, and independent of the solver, whose running score must agree with
 * it to the last point. Also the way to check a plan made by hand or by another program.
 * @param plan - may name things the problem lacks; each counts as a hard violation. Not so a session that was held (see
 * `SessionStatus`) on a day, in a slot or room, or by a trainer that has left the problem since: its course counts as
 * completed for everybody in it who was not absent, and it costs nothing
 * @returns whole numbers; O(problem + plan)
 * @example
 * evaluate(problem, { sessions: [], assignments: [] }).medium; // how many places there are to find
 */
export function evaluate(problem: Problem, plan: Plan): Score {
  const level = { hard: 0, medium: 0, soft: 0 };
  const byConstraint: Partial<Record<ScoredId, number>> = {};
  for (const { constraint, amount } of matchesOf(problem, plan)) {
    level[constraintOf(problem, constraint).level] += amount;
    byConstraint[constraint] = (byConstraint[constraint] ?? 0) + amount;
  }
  return { ...level, byConstraint };
}
