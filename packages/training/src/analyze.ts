import { constraintOf, type Constraint, type ScoredId } from "./constraints.ts";
import { evaluate } from "./evaluate.ts";
import { groupBy } from "./group-by.ts";
import type { Plan, Problem } from "./model.ts";
import type { Match } from "./facts.ts";
import { matchesOf } from "./rules.ts";
import type { Score } from "./score.ts";

/** What one constraint has to say about a plan. */
export interface ConstraintAnalysis extends Constraint {
  readonly id: ScoredId;
  readonly amount: number;
  /** Where, the heaviest first. The amounts add up to `amount`. */
  readonly matches: readonly Match[];
}

/** A score, and where every part of it comes from. */
export interface Analysis {
  readonly score: Score;
  /** Constraints with something to say: hard, medium, soft, and the heaviest first within a level. */
  readonly constraints: readonly ConstraintAnalysis[];
}

const levels = ["hard", "medium", "soft"];

/**
 * Takes a plan's score apart: for every constraint the people and sessions it counts.
 * @example
 * analyze(problem, plan).constraints.find((one) => one.id === "unit-splits")?.matches[0]?.sessions;
 */
export function analyze(problem: Problem, plan: Plan): Analysis {
  const found = groupBy(matchesOf(problem, plan), (match) => match.constraint);
  const all = [...found.values()].map((matches): ConstraintAnalysis => {
    const id = matches[0]!.constraint;
    return {
      id,
      ...constraintOf(problem, id),
      amount: matches.reduce((sum, one) => sum + one.amount, 0),
      matches: matches.sort((a, b) => b.amount - a.amount),
    };
  });
  return {
    score: evaluate(problem, plan),
    constraints: all.sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level) || b.amount - a.amount),
  };
}
