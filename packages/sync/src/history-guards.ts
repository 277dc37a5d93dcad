import type { Entity } from "./batch.ts";
import { type GuardResult, heldApart, type HistoryEvidence, orPass, pass, say, smallRegister } from "./guard-result.ts";
import { finding } from "./messages.ts";
import { leastRuns, type OwnLimit, ownLimit } from "./own-limit.ts";
import type { Plan } from "./plan.ts";
import { countChanges, type Counts, countsWithout, type RunRecord, type Season } from "./run-record.ts";

/** As many as may always be, whatever is usual: a number, and a share of those there are. */
type Floor = readonly [count: number, share: number];

/** In the whole register, of the rows in use. */
const floors: Readonly<Record<string, Floor>> = {
  "removed units": [2, 0.1],
  "removed persons": [10, 0.02],
  "removed enrolments": [10, 0.04],
  "removed placements": [10, 0.04],
  "removed duties": [10, 0.08],
  "removed guardianships": [10, 0.04],
  "removed groups": [10, 0.15],
  "removed memberships": [50, 0.15],
  "added persons": [20, 0.05],
  "updated persons": [20, 0.1],
};
/** In one unit, of its children and pupils. */
const unitFloors: Readonly<Record<string, Floor>> = {
  "removed enrolments": [3, 0.15],
  "removed placements": [3, 0.15],
  "removed duties": [4, 0.1],
  "removed guardianships": [6, 0.3],
};

/** Classes and who is in them are made anew at any time: their fields say little. */
const isVolatile = (what: string): boolean => / (groups|memberships)\./.test(what);

/** One field, by what happens to it. */
function fieldFloor(what: string, isUnit: boolean): Floor | undefined {
  if (isVolatile(what)) return undefined;
  if (what.startsWith("emptied ")) return isUnit ? [4, 0.2] : [10, 0.02];
  if (what.startsWith("changed ")) return isUnit ? [10, 0.5] : [20, 0.1];
  return undefined;
}

/** The entity that a count is of: the last word, up to its field. */
const entityOf = (what: string): Entity => (/ (\w+)/.exec(what)?.[1] ?? "persons") as Entity;

/**
 * What a plan does that earlier runs did not: far more rows removed, added or changed, or one field of far more, in the
 * whole register or in one unit, than in runs of the same kind at the same time of the school year. Says nothing while
 * there are too few of them: the fixed limits are always there.
 */
export function unlikeBefore(plan: Plan, season: Season, earlier: readonly RunRecord[]): readonly GuardResult[] {
  const alike = earlier.filter((run) => run.kind === plan.basis.kind && run.season === season);
  const limitOf = season === "term" ? termLimit(alike) : seasonLimit(alike, plan.readAt);
  if (limitOf === undefined || plan.basis.active.persons < smallRegister) return [pass("history")];
  const { active, pupilsByUnit } = plan.basis;
  const changes = countChanges(plan.operations);
  const single = Object.keys(changes.units)
    .sort()
    .flatMap((unit) =>
      exceeding(changes.units[unit] ?? {}, {
        floorOf: (what) => unitFloors[what] ?? fieldFloor(what, true),
        of: () => pupilsByUnit[unit] ?? 0,
        limitOf: (what, floor) => limitOf((run) => run.units[unit]?.[what] ?? 0, floor),
      }).map((evidence) => ({ unit, ...say("history", "hold", unlike(evidence, `unit ${unit}`)), evidence })),
    );
  const apart = heldApart(single, active.units);
  const whole = exceeding(countsWithout(changes, apart), {
    floorOf: (what) => floors[what] ?? fieldFloor(what, false),
    of: (what) => active[entityOf(what)],
    limitOf: (what, floor) => limitOf((run) => run.counts[what] ?? 0, floor),
  }).map((evidence) => ({ ...say("history", "hold", unlike(evidence, evidence.what)), evidence }));
  return orPass("history", [...whole, ...single]);
}

type LimitOf = (countOf: (run: RunRecord) => number, floor: number) => OwnLimit;

/** In term a run is compared with those before it; as many as say what is usual now. */
function termLimit(alike: readonly RunRecord[]): LimitOf | undefined {
  const recent = alike.slice(-60);
  if (recent.length < leastRuns) return undefined;
  return (countOf, floor) => ownLimit(recent.map(countOf), floor);
}

/**
 * Rollover and the start of a term come in bursts: a run is compared with the largest of another year, half as much again and
 * what chance adds (three times its root), and twice the floor.
 */
function seasonLimit(alike: readonly RunRecord[], readAt: string): LimitOf | undefined {
  const days = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;
  const others = alike.filter((run) => days(run.readAt, readAt) > 180);
  const [first, last] = [others[0], others.at(-1)];
  // Of a few days nobody knows whether the great change was among them.
  if (first === undefined || last === undefined || days(first.readAt, last.readAt) < 14) return undefined;
  return (countOf, floor) => {
    const { usual, runs } = ownLimit(others.map(countOf), floor);
    const largest = Math.max(...others.map(countOf));
    return { usual, runs, limit: Math.max(2 * floor, 1.5 * largest + 3 * Math.sqrt(largest)) };
  };
}

function exceeding(
  counts: Counts,
  {
    floorOf,
    of,
    limitOf,
  }: {
    readonly floorOf: (what: string) => Floor | undefined;
    readonly of: (what: string) => number;
    readonly limitOf: (what: string, floor: number) => OwnLimit;
  },
): readonly HistoryEvidence[] {
  return Object.keys(counts)
    .sort()
    .flatMap((what): readonly HistoryEvidence[] => {
      const floor = floorOf(what);
      if (floor === undefined) return [];
      const [count, all] = [counts[what] ?? 0, of(what)];
      const { usual, limit, runs } = limitOf(what, Math.max(floor[0], floor[1] * all));
      return count > limit ? [{ what, count, of: all, usual, limit: Math.floor(limit), runs }] : [];
    });
}

const unlike = ({ what, count, usual = 0, limit, runs }: HistoryEvidence, where: string) =>
  finding("sync.unlike-before", where, { what, count, usual: Math.round(usual), limit, runs });
