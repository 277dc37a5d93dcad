import type { Cooling } from "./cooling.ts";
import { pause } from "./pause.ts";
import type { Search } from "./search.ts";

/** How long to search. Steps are reproducible; time is what people have. */
export type Budget =
  | {
      /** Steps of the search, each one proposed change. A core does two to three million in a second. */
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

export type SearchOptions = Budget & {
  /** Any integer. The same seed and `iterations` give the same plan, to the byte, on every machine. */
  readonly seed: number;
  /** Ends the search at its best plan so far. */
  readonly signal?: { readonly aborted: boolean };
  /** Called between steps, at most once per turn of the event loop, when there is a better plan. */
  readonly onImprove?: (progress: Progress) => void;
};

/** Why a search ended. */
export type Stopped = "budget" | "signal";

/** A search that can be cooled: one of people's places, or of a timetable's lectures. */
export interface Annealable {
  readonly steps: number;
  /** Of these, how many changed something. */
  readonly accepted: number;
  readonly energy: number;
  readonly bestEnergy: number;
  run(steps: number): void;
  setTemperature(points: number): void;
  /** Copies the present state if it is the best so far. */
  settle(): void;
}

/** How a search is run. */
interface Course {
  readonly cooling: Cooling;
  /** The clock's reading from which `timeMs` counts. */
  readonly began: number;
  /** Called with the share of the budget that is used when there is a better state, once per turn of the event loop. */
  readonly improved?: ((share: number) => void) | undefined;
  /** Called after every chunk. */
  readonly audit?: () => void;
}

/** Steps between turns of the event loop, at least: about 10 milliseconds. */
const STEPS_PER_TURN = 20_000;

/** @throws RangeError when `iterations` or `timeMs` is negative or not a number */
export function checkBudget(budget: Budget): number {
  const size = budget.iterations ?? budget.timeMs;
  if (!(size >= 0)) throw new RangeError(`the budget must be 0 or more, got ${size}`);
  return size;
}

/** Runs a search through its budget while the temperature falls, giving way to the event loop. */
export async function anneal(
  search: Annealable,
  options: Budget & Pick<SearchOptions, "signal">,
  { cooling, began, improved, audit }: Course,
): Promise<Stopped> {
  const size = checkBudget(options);
  const used = (): number => {
    if (size === 0) return 1;
    return options.now ? (options.now() - began) / size : search.steps / size;
  };
  const isEnded = (): boolean => options.signal?.aborted === true;
  const chunk = chunkOf(options);
  let shown = Infinity;
  const show = (share: number): void => {
    search.settle();
    if (search.bestEnergy >= shown) return;
    shown = search.bestEnergy;
    improved?.(Math.min(1, share));
  };

  let share = used();
  show(share);
  let turned = search.steps;
  while (share < 1 && !isEnded()) {
    search.setTemperature(cooling.temperature(share));
    const { steps, accepted } = search;
    search.run(options.iterations === undefined ? chunk : Math.min(chunk, options.iterations - steps));
    cooling.note?.(share, search.energy, (search.accepted - accepted) / (search.steps - steps));
    audit?.();
    share = used();
    if (search.steps - turned >= STEPS_PER_TURN) {
      turned = search.steps;
      show(share);
      await pause();
    }
  }
  show(share);
  return isEnded() ? "signal" : "budget";
}

/** Tells who listens of a search's best plan. */
export function progressOf(search: Search, onImprove: SearchOptions["onImprove"]): Course["improved"] {
  return (
    onImprove &&
    ((share) => {
      const { unplaced, soft, course } = search.best;
      const sessions = course.reduce((sum, one) => sum + (one >= 0 ? 1 : 0), 0);
      onImprove({ unplaced, soft, sessions, iterations: search.steps, share });
    })
  );
}

/**
 * Steps between looks at the clock, and between changes of temperature: some milliseconds, for a clock can be slow to read; of
 * a small budget a 512th.
 */
const chunkOf = ({ iterations }: Budget): number =>
  Math.min(8192, Math.max(256, Math.ceil((iterations ?? Infinity) / 512)));
