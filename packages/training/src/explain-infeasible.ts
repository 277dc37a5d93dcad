import { feasibilityOf } from "./check-feasibility.ts";
import { checkProblem } from "./check-problem.ts";
import { compile } from "./compile.ts";
import { Board } from "./board.ts";
import { construct } from "./construct.ts";
import type { ConstraintId } from "./constraints.ts";
import type { Finding, Text } from "./finding.ts";
import type { Plan, Problem } from "./model.ts";
import { groupBy } from "./group-by.ts";
import { pause } from "./pause.ts";
import { Random } from "./random.ts";
import { conditionsOf, optionsOf, type Condition } from "./relax.ts";
import { Search } from "./search.ts";
import { shortagesOf } from "./shortage.ts";
import { pointScale } from "./solve.ts";
import { toPlan } from "./to-plan.ts";

/** A condition of a conflict: together with the others it can't be met. */
export interface Conflict extends Text {
  readonly constraint: ConstraintId;
  /** Course or unit id, a pair of sites, the courses of a group; `*`: everything else in the problem. */
  readonly where: string;
}

/** A change that lets more people have a place, tried out. */
export interface Relaxation extends Conflict {
  /** Places still missing with the change, by a plan that was found. 0: it is enough. */
  readonly unplaced: number;
}

export interface Explanation {
  /** `possible`: a full plan was found. `impossible`: proved by a finding. `unknown`: none was found, none ruled out. */
  readonly verdict: "possible" | "impossible" | "unknown";
  /** Places missing in the best plan found. */
  readonly unplaced: number;
  /** The best plan found. */
  readonly plan: Plan;
  /** Proofs of impossibility, with culprits; and what is wrong with the document. */
  readonly findings: readonly Finding[];
  /**
   * A smallest set of conditions that can't be met together: with any one of them lifted a full plan was found. Empty when
   * the problem is possible, or when lifting all of them does not help.
   */
  readonly core: readonly Conflict[];
  /** True when each condition of the core was lifted by itself and a full plan was found every time. */
  readonly isCoreVerified: boolean;
  /** True when the core alone, everything else lifted, is proved impossible by counting or flows. */
  readonly isCoreProved: boolean;
  /** Single changes that help, those that are enough first, then the easiest. */
  readonly relaxations: readonly Relaxation[];
}

export interface ExplainOptions {
  /** Any integer; the same seed gives the same answer. */
  readonly seed: number;
  /** Steps for each attempt at a full plan. Default 30,000. */
  readonly iterations?: number;
  readonly signal?: { readonly aborted: boolean };
}

const CHUNK = 2000;

/** Changes that are enough by themselves, after which no more are tried; and units that are offered one. */
const ENOUGH = 5;
const MOST_UNITS = 6;

/**
 * Says why not everybody can get a place: proofs by counting and by flows, a smallest set of conditions in conflict, and
 * the changes that would help, each tried out by solving again.
 * @example
 * const { findings, core, relaxations } = await explainInfeasible(problem, { seed: 1 });
 * console.log(findings[0]?.en, core.map((one) => one.en), relaxations[0]?.en);
 */
export async function explainInfeasible(problem: Problem, options: ExplainOptions): Promise<Explanation> {
  const findings = proofsFor(problem);
  const attempt = attemptAt(problem, options);
  const { unplaced, plan } = attempt;
  const base = { unplaced, plan, findings };
  if (unplaced === 0)
    return { verdict: "possible", ...base, core: [], isCoreVerified: false, isCoreProved: false, relaxations: [] };

  const verdict = findings.some(isMust) ? "impossible" : "unknown";
  const { courses, units } = attempt;
  const core = await minimalCore(problem, conditionsOf(problem, courses), options);
  const relaxations: Relaxation[] = [];
  for (const option of optionsOf(problem, courses, units.slice(0, MOST_UNITS))) {
    if (options.signal?.aborted || relaxations.filter((one) => one.unplaced === 0).length >= ENOUGH) break;
    await pause();
    const left = attemptAt(option.apply(problem), options).unplaced;
    const { constraint, where, sv, en } = option;
    if (left < unplaced) relaxations.push({ constraint, where, sv, en, unplaced: left });
  }
  return {
    verdict,
    ...base,
    core: core.conditions.map(({ constraint, where, sv, en }) => ({ constraint, where, sv, en })),
    isCoreVerified: core.isVerified,
    isCoreProved: core.isProved,
    relaxations: relaxations.sort((a, b) => a.unplaced - b.unplaced),
  };
}

/** What counting shows; where it shows nothing, what flows show. */
function proofsFor(problem: Problem): Finding[] {
  const compiled = compile(problem);
  const counted = [...checkProblem(problem), ...feasibilityOf(compiled)];
  return counted.some(isMust) ? counted : [...counted, ...shortagesOf(compiled)];
}

const isMust = (one: Finding): boolean => one.severity === "must";

/** Looks for a full plan and stops as soon as there is one. */
function attemptAt(problem: Problem, { seed, iterations = 30_000, signal }: ExplainOptions) {
  const c = compile(problem);
  const board = new Board(c);
  construct(board);
  const search = new Search(board, new Random(seed));
  const hot = pointScale(c.weights) / 10;
  const isOver = (): boolean => board.unplaced.items.length === 0 || signal?.aborted === true;
  for (let share = 0; share < 1 && !isOver(); share += CHUNK / iterations) {
    search.setTemperature(hot * 0.1 ** share);
    search.run(CHUNK);
  }
  search.settle();
  const missing = c.needs.filter((_, n) => search.best.place[n]! < 0);
  return {
    unplaced: search.best.unplaced,
    plan: toPlan(c, search.best),
    courses: [...new Set(missing.map((need) => need.course.id))],
    /** Those with the most people without a place first. */
    units: [...groupBy(missing, (need) => need.person.unit)]
      .sort((a, b) => b[1].length - a[1].length)
      .map(([id]) => id),
  };
}

/**
 * Deletion filter by halves: conditions that can be lifted together without a full plan appearing are lifted for good; a set
 * that can't is halved, down to single conditions, which are the core. Then every condition of the core is lifted alone, to
 * see that a full plan appears. O(core × log conditions) attempts.
 */
async function minimalCore(
  problem: Problem,
  conditions: readonly Condition[],
  options: ExplainOptions,
): Promise<{ conditions: readonly Condition[]; isVerified: boolean; isProved: boolean }> {
  const isPossible = async (one: Problem): Promise<boolean> => {
    await pause();
    return attemptAt(one, options).unplaced === 0;
  };
  const none = { conditions: [], isVerified: false, isProved: false };
  if (!(await isPossible(conditions.reduce((one, { lift }) => lift(one), problem)))) return none;
  let rest = problem;
  const core: Condition[] = [];
  const shrink = async (some: readonly Condition[], isNeeded: boolean): Promise<void> => {
    if (some.length === 0 || options.signal?.aborted) return;
    const lifted = some.reduce((one, { lift }) => lift(one), rest);
    if (!isNeeded && !(await isPossible(lifted))) {
      rest = lifted;
    } else if (some.length === 1) {
      core.push(...some);
    } else {
      const half = some.length >> 1;
      const before = core.length;
      await shrink(some.slice(0, half), false);
      // If nothing of the first half is needed, something of the second must be.
      await shrink(some.slice(half), core.length === before);
    }
  };
  await shrink(conditions, true);
  if (options.signal?.aborted) return none;
  let isVerified = true;
  for (const condition of core) isVerified &&= await isPossible(condition.lift(rest));
  return { conditions: core, isVerified, isProved: proofsFor(rest).some(isMust) };
}
