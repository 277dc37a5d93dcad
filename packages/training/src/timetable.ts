import { anneal, checkBudget, type Budget, type Stopped } from "./anneal.ts";
import { MeasuredCooling } from "./cooling.ts";
import { Random } from "./random.ts";
import { CONFLICT, TimetableBoard } from "./timetable-board.ts";
import { TimetableSearch } from "./timetable-search.ts";
import { evaluateTimetable, type Lecture, type TimetableProblem, type TimetableScore } from "./timetable-model.ts";

export { readCtt, writeCttSolution } from "./ctt.ts";
export { asTimetable, asTrainingPlan, asTrainingProblem } from "./timetable-as-training.ts";
export { evaluateTimetable } from "./timetable-model.ts";
export type { Lecture, TimetableCourse, TimetableProblem, TimetableScore } from "./timetable-model.ts";

/** The best timetable so far. */
export interface TimetableProgress {
  readonly conflicts: number;
  readonly soft: number;
  readonly iterations: number;
  readonly share: number;
}

export type TimetableOptions = Budget & {
  /** Any integer. The same seed and `iterations` give the same timetable on every machine. */
  readonly seed: number;
  readonly signal?: { readonly aborted: boolean };
  readonly onImprove?: (progress: TimetableProgress) => void;
};

export interface TimetableSolution {
  readonly timetable: readonly Lecture[];
  /** By `evaluateTimetable`. */
  readonly score: TimetableScore;
  readonly iterations: number;
  readonly seed: number;
  readonly stopped: Stopped;
}

/** Temperatures at the start and the end, in points: from where everything moves to where a single point counts. */
const HOT = 20;
const COLD = 0.08;

/**
 * Finds a curriculum-based timetable by simulated annealing: a step moves a lecture to another period and room, exchanges
 * it with the one there, or exchanges what belongs together in two periods (a Kempe chain).
 * @returns the best timetable found; `score.hard` is 0 unless the problem is very tight or the budget very small
 * @throws RangeError when the budget is no number, or there are more lectures than places
 * @see Bellio, Ceschia, Di Gaspero, Schaerf, Urli: Feature-based tuning of simulated annealing, Computers & OR 65 (2016)
 * @example
 * const read = readCtt(text);
 * if (read.ok) console.log((await solveTimetable(read.value, { seed: 1, iterations: 10_000_000 })).score.soft);
 */
export async function solveTimetable(problem: TimetableProblem, options: TimetableOptions): Promise<TimetableSolution> {
  checkBudget(options);
  const began = options.now?.() ?? 0;
  const { seed, onImprove } = options;
  const board = new TimetableBoard(problem);
  if (board.course.length > board.periods * board.rooms)
    throw new RangeError(`${board.course.length} lectures need as many places, got ${board.periods * board.rooms}`);
  const search = new TimetableSearch(board, new Random(seed));
  const improved =
    onImprove &&
    ((share: number): void => {
      const conflicts = search.bestConflicts;
      onImprove({ conflicts, soft: search.bestEnergy - CONFLICT * conflicts, iterations: search.steps, share });
    });
  const cooling = new MeasuredCooling(HOT, COLD);
  const stopped = await anneal(search, options, { cooling, began, improved });
  const timetable = board.lectures(search.bestPeriod, search.bestRoom);
  return {
    timetable,
    score: evaluateTimetable(problem, timetable),
    iterations: search.steps,
    seed,
    stopped,
  };
}
