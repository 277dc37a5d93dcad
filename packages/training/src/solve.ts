import { Board } from "./board.ts";
import { feasibilityOf } from "./check-feasibility.ts";
import { checkProblem } from "./check-problem.ts";
import { compile } from "./compile.ts";
import { construct } from "./construct.ts";
import { evaluate } from "./evaluate.ts";
import type { Finding } from "./finding.ts";
import type { Plan, Problem } from "./model.ts";
import { pause } from "./pause.ts";
import { Random } from "./random.ts";
import type { Score } from "./score.ts";
import { Search } from "./search.ts";
import { toPlan } from "./to-plan.ts";

/** How long to search. Steps are reproducible; time is what people have. */
export type Budget =
  | {
      /** Steps of the search, each one proposed change. A core does a few million in a second. */
      readonly iterations: number;
      readonly timeMs?: undefined;
      readonly now?: undefined;
    }
  | {
      readonly timeMs: number;
      /** The clock `timeMs` is measured by, in milliseconds, such as `Date.now`. */
      readonly now: () => number;
      readonly iterations?: undefined;
    };

/** The best plan so far. */
export interface Progress {
  /** People without a place, counted per course they need. */
  readonly unplaced: number;
  readonly soft: number;
  readonly sessions: number;
  readonly iterations: number;
  /** How much of the budget is used, 0-1. */
  readonly share: number;
}

export type SolveOptions = Budget & {
  /** Any integer. The same seed and `iterations` give the same plan, to the byte, on every machine. */
  readonly seed: number;
  /** Ends the search at its best plan so far. */
  readonly signal?: { readonly aborted: boolean };
  /** Called between steps, at most once per turn of the event loop, when there is a better plan. */
  readonly onImprove?: (progress: Progress) => void;
};

export interface Solution {
  /** What was found; in an impossible problem as much of it as can be had. */
  readonly plan: Plan;
  /** By `evaluate`, not by the search's own count. */
  readonly score: Score;
  readonly iterations: number;
  readonly seed: number;
  readonly stopped: "budget" | "signal";
  /** What makes the problem impossible, as far as simple counting shows; empty as a rule. */
  readonly findings: readonly Finding[];
}

/** Steps between looks at the clock, and between turns of the event loop: about 2 and 20 milliseconds. */
const CHUNK = 4096;
const CHUNKS_PER_TURN = 10;

/** Temperatures, in points, at the start and the end of the search. */
const HOT = 2.5;
const COLD = 0.2;

/**
 * Finds a plan: sessions with time, room and trainer, and a place for everybody who needs one. First a greedy plan, then
 * simulated annealing from it. Nothing that a hard constraint forbids is in the plan; who has no place is counted.
 * Gives way to the event loop, so that progress can be shown and the search ended.
 * @returns the best plan found; never rejects for what is wrong in the problem (see `findings`)
 * @throws RangeError when `iterations` or `timeMs` is negative or not a number
 * @example
 * const { plan, score } = await solve(problem, { seed: 1, iterations: 2_000_000 });
 */
export async function solve(problem: Problem, options: SolveOptions): Promise<Solution> {
  const { seed, signal, onImprove } = options;
  const budget = options.iterations ?? options.timeMs;
  if (!(budget >= 0)) throw new RangeError(`the budget must be 0 or more, got ${budget}`);
  const began = options.now?.() ?? 0;
  const compiled = compile(problem);
  const findings = [...checkProblem(problem), ...feasibilityOf(compiled)];
  const board = new Board(compiled);
  construct(board);
  const search = new Search(board, new Random(seed));

  const used = (): number => {
    if (budget === 0) return 1;
    return options.now ? (options.now() - began) / budget : search.steps / budget;
  };
  let shown = Infinity;
  const show = (): void => {
    search.settle();
    if (!onImprove || search.best.energy >= shown) return;
    shown = search.best.energy;
    const { unplaced, soft, course } = search.best;
    const sessions = course.reduce((sum, one) => sum + (one >= 0 ? 1 : 0), 0);
    onImprove({ unplaced, soft, sessions, iterations: search.steps, share: Math.min(1, used()) });
  };

  show();
  const isOver = (): boolean => used() >= 1 || signal?.aborted === true;
  for (let chunk = 1; !isOver(); chunk++) {
    const share = used();
    search.setTemperature(HOT * (COLD / HOT) ** share);
    search.run(options.iterations === undefined ? CHUNK : Math.min(CHUNK, options.iterations - search.steps));
    if (chunk % CHUNKS_PER_TURN === 0) {
      show();
      await pause();
    }
  }
  show();
  const plan = toPlan(board.c, search.best);
  return {
    plan,
    score: evaluate(problem, plan),
    iterations: search.steps,
    seed,
    stopped: signal?.aborted === true ? "signal" : "budget",
    findings,
  };
}
