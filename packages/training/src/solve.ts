import { anneal, checkBudget, progressOf, type SearchOptions, type Stopped } from "./anneal.ts";
import { feasibilityOf } from "./check-feasibility.ts";
import { checkProblem } from "./check-problem.ts";
import { compile } from "./compile.ts";
import { construct } from "./construct.ts";
import { geometricCooling } from "./cooling.ts";
import { evaluate } from "./evaluate.ts";
import type { Finding } from "./finding.ts";
import { settle } from "./held.ts";
import { loadPlan } from "./load-plan.ts";
import { finding, heldOutside } from "./messages.ts";
import type { Plan, Problem } from "./model.ts";
import { Random } from "./random.ts";
import type { Score } from "./score.ts";
import { Search } from "./search.ts";
import { copyOf } from "./snapshot.ts";
import { toPlan } from "./to-plan.ts";

export type SolveOptions = SearchOptions & {
  /**
   * A plan to begin from. What is pinned, held or attended in it stays; everything else may change. Use `replan` where
   * people have been told their times.
   */
  readonly start?: Plan;
  /**
   * For finding faults: after about so many steps, again and again, the running score is held against `evaluate`, and
   * `solve` rejects if they differ. Slow; changes nothing else. Default: never.
   */
  readonly auditEvery?: number;
};

export interface Solution {
  /** What was found; in an impossible problem as much of it as can be had. */
  readonly plan: Plan;
  /** By `evaluate`, not by the search's own count. */
  readonly score: Score;
  readonly iterations: number;
  readonly seed: number;
  readonly stopped: Stopped;
  /** Why somebody has no place, as far as simple counting shows; empty as a rule. */
  readonly findings: readonly Finding[];
}

/** Temperatures at the start and the end of the search, in parts of a session's weight (or of ten splits). */
const HOT = 0.125;
const COLD = 0.005;

/**
 * Finds a plan: sessions with time, room and trainer, and a place for everybody who needs one. First a greedy plan, then
 * simulated annealing from it. Nothing that a hard constraint forbids is in the plan (other than what `start` pins); who
 * has no place is counted. Gives way to the event loop, so that progress can be shown and the search ended.
 * @returns the best plan found; never rejects for what is wrong in the problem (see `findings`)
 * @throws RangeError when `iterations` or `timeMs` is negative or not a number
 * @example
 * const { plan, score } = await solve(problem, { seed: 1, iterations: 2_000_000 });
 */
export async function solve(problem: Problem, options: SolveOptions): Promise<Solution> {
  checkBudget(options);
  const began = options.now?.() ?? 0;
  const start = options.start ?? { sessions: [], assignments: [] };
  const { problem: open, outside } = settle(problem, start);
  const compiled = compile(open);
  const findings = [...checkProblem(problem), ...heldOutside(outside), ...feasibilityOf(compiled)];
  const { board, given } = loadPlan(compiled, start);
  construct(board);
  const search = new Search(board, new Random(options.seed));
  const scale = pointScale(compiled.weights);
  const { auditEvery } = options;
  let audited = 0;
  const audit = (): void => {
    if (auditEvery === undefined || search.steps - audited < auditEvery) return;
    audited = search.steps;
    const { medium, soft } = evaluate(problem, toPlan(compiled, copyOf(board), given));
    const missing = board.unplaced.items.length;
    const counted = board.soft + missing * compiled.weights.unplaced;
    if (medium !== missing || soft !== counted)
      throw new Error(`after ${audited} steps the search counts ${missing}/${counted}, the rules ${medium}/${soft}`);
  };
  const improved = progressOf(search, options.onImprove);
  const cooling = geometricCooling(scale * HOT, scale * COLD);
  const stopped = await anneal(search, options, { cooling, began, improved, audit });
  const plan = toPlan(compiled, search.best, given);
  const score = evaluate(problem, plan);
  return {
    plan,
    score,
    iterations: search.steps,
    seed: options.seed,
    stopped,
    findings: [...findings, ...unexplained(score, findings)],
  };
}

/** Says that places are missing where no finding says why. */
export function unexplained(score: Score, findings: readonly Finding[]): Finding[] {
  return score.medium === 0 || findings.some((one) => one.severity === "must")
    ? []
    : [finding("training.unplaced", "plan", { places: score.medium })];
}

/** What a larger change costs in the problem's own points: temperatures are stated in parts of it. */
export const pointScale = (weights: { readonly session: number; readonly unitSplit: number }): number =>
  Math.max(weights.session, 10 * weights.unitSplit, 1);
