import { anneal, checkBudget, progressOf, type SearchOptions, type Stopped } from "./anneal.ts";
import { feasibilityOf } from "./check-feasibility.ts";
import { closeBefore, compile, type Compiled } from "./compile.ts";
import { construct } from "./construct.ts";
import { geometricCooling } from "./cooling.ts";
import { dayNumber } from "./calendar.ts";
import { diff, type PlanDiff } from "./diff.ts";
import { evaluate } from "./evaluate.ts";
import { applyEvent, type TrainingEvent } from "./event.ts";
import type { Finding } from "./finding.ts";
import { settle } from "./held.ts";
import { loadPlan } from "./load-plan.ts";
import { finding, heldOutside } from "./messages.ts";
import type { Assignment, Day, Plan, Problem, Session } from "./model.ts";
import { Random } from "./random.ts";
import type { Score } from "./score.ts";
import { Search, type Mix } from "./search.ts";
import { pointScale, unexplained } from "./solve.ts";
import { toPlan } from "./to-plan.ts";

/** What it costs, in points, to give somebody another time than the one they have. */
export interface ChangeCost {
  /** For a place that is only planned. Default 10. */
  readonly planned?: number;
  /** For a person who has been invited. Default 30. */
  readonly invited?: number;
  /** Times within so many calendar days after `today` cost twice as much. Default 14. */
  readonly soonDays?: number;
}

export type ReplanOptions = SearchOptions & {
  /** The day it is: nothing before it changes, and what is near costs more to change. */
  readonly today?: Day;
  /** Sessions before this day stay, unless an event makes them impossible. Default `today`. */
  readonly freezeUntil?: Day;
  readonly changeCost?: ChangeCost;
  /** People who may get another time at most. More than this only if they would otherwise have none; a finding says so. */
  readonly maxMoved?: number;
};

export interface Replan {
  /** The problem after the events. */
  readonly problem: Problem;
  readonly plan: Plan;
  readonly score: Score;
  /** From the plan before to this one: people to tell, sessions to open, change and close. */
  readonly diff: PlanDiff;
  /** People whose time the events took away, with no way to hold their session then. */
  readonly hit: number;
  readonly iterations: number;
  readonly stopped: Stopped;
  readonly findings: readonly Finding[];
}

/** Temperatures in parts of a session's weight: a plan in use is repaired, not stirred. */
const WARM = 0.03;
const COLD = 0.008;

/** Where to hold the sessions of those who lost theirs is what there is to find out. */
const repairing: Mix = { group: 60, chain: 10, relocate: 60, close: 5, scatter: 20, pull: 30, insert: 60 };

/**
 * Repairs a plan after something happened, moving few people. Sessions that can't be held as planned first get another
 * trainer or room at the same time, along a chain of exchanges if need be; whoever is still without a place is placed
 * anew; then a search improves the plan while every person with a time pays for another one.
 * @param plan - the plan in use; pinned, held and attended parts stay. What was held on a day, in a slot or room, or by a
 * trainer that is no longer in the problem counts as done, and a finding names those sessions
 * @returns the new plan and what changed; never rejects for an impossible situation (see `score.medium` and `findings`)
 * @throws RangeError when `iterations` or `timeMs` is negative or not a number
 * @example
 * const ill = { type: "trainer.away", trainer: "t3", from: "2027-05-10", to: "2027-05-21" } as const;
 * const { diff } = await replan(problem, plan, [ill], { seed: 1, iterations: 300_000 });
 */
export async function replan(
  problem: Problem,
  plan: Plan,
  events: readonly TrainingEvent[],
  options: ReplanOptions,
): Promise<Replan> {
  checkBudget(options);
  const began = options.now?.() ?? 0;
  const after = events.reduce(applyEvent, problem);
  const { problem: open, outside } = settle(after, plan);
  const compiled = compile(open);
  const findings = [...heldOutside(outside), ...feasibilityOf(compiled)];
  const freezeUntil = options.freezeUntil ?? options.today;
  if (freezeUntil !== undefined) closeBefore(compiled, freezeUntil);
  const first = await repair(compiled, plan, options, began, 1);
  const needed = new Set(compiled.needs.map(({ person, course }) => JSON.stringify([person.id, course.id])));
  // Who has left, or needs the course no more, is not moved.
  const movedIn = ({ people }: PlanDiff): number =>
    new Set(
      people.flatMap(({ person, course, from, to, isNewTime }) =>
        from && isNewTime && (to || needed.has(JSON.stringify([person, course]))) ? [person] : [],
      ),
    ).size;
  const isOver = (one: PlanDiff): boolean => options.maxMoved !== undefined && movedIn(one) > options.maxMoved;
  // Too many moved: the same again, with times so dear that nobody moves for the sake of a better plan.
  const best = isOver(first.diff) ? await repair(compiled, plan, options, began, 20) : first;
  const score = evaluate(after, best.plan);
  return {
    problem: after,
    ...best,
    score,
    findings: [
      ...findings,
      ...unexplained(score, findings),
      ...(isOver(best.diff)
        ? [finding("training.more-moved", "plan", { moved: movedIn(best.diff), most: options.maxMoved ?? 0 })]
        : []),
    ],
  };
}

async function repair(
  compiled: Compiled,
  plan: Plan,
  options: ReplanOptions,
  began: number,
  factor: number,
): Promise<Pick<Replan, "plan" | "diff" | "hit" | "iterations" | "stopped">> {
  const freezeUntil = options.freezeUntil ?? options.today;
  const { board, given } = loadPlan(compiled, plan, {
    ...(freezeUntil === undefined ? {} : { freezeUntil }),
    changeCost: (assignment, session) => factor * changeCost(options, assignment, session),
  });
  const lost = board.unplaced.items.filter((n) => board.home[n]! >= 0);
  new Search(board, new Random(options.seed)).placeInSessions();
  construct(board);
  const search = new Search(board, new Random(options.seed), { mix: repairing, needs: lost });
  const scale = pointScale(compiled.weights);
  const improved = progressOf(search, options.onImprove);
  const cooling = geometricCooling(scale * WARM, scale * COLD);
  const stopped = await anneal(search, options, { cooling, began, improved });
  const next = toPlan(compiled, search.best, given);
  return { plan: next, diff: diff(compiled.problem, plan, next), hit: lost.length, iterations: search.steps, stopped };
}

function changeCost({ changeCost = {}, today }: ReplanOptions, assignment: Assignment, session: Session): number {
  const { planned = 10, invited = 30, soonDays = 14 } = changeCost;
  const base = assignment.status === "invited" ? invited : planned;
  const isSoon = today !== undefined && dayNumber(session.day) - dayNumber(today) <= soonDays;
  return isSoon ? 2 * base : base;
}
