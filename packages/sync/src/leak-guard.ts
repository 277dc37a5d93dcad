import type { Entity } from "./batch.ts";
import { type GuardResult, heldApart, type HistoryEvidence, orPass, pass, say, smallRegister } from "./guard-result.ts";
import { finding } from "./messages.ts";
import type { Plan } from "./plan.ts";
import { countChanges, type Counts, countsWithout, type RunRecord, type Season } from "./run-record.ts";

/** What is added up over runs: more gone than come, of rows or of the values of a field. */
interface Loss {
  readonly what: string;
  /** The counts that are losses, and those that make up for them. */
  readonly gone: readonly string[];
  readonly come: readonly string[];
  /** As many as may always be lost: a number, and a share of what there was. */
  readonly floor: readonly [count: number, share: number];
}

const ofRows = (entities: readonly Entity[], floor: Loss["floor"]): Loss => ({
  what: `removed ${entities.join(" and ")}`,
  gone: entities.map((entity) => `removed ${entity}`),
  come: entities.map((entity) => `added ${entity}`),
  floor,
});
const ofField = (field: string, floor: Loss["floor"]): Loss => ({
  what: `emptied ${field}`,
  gone: [`emptied ${field}`],
  come: [`filled ${field}`],
  floor,
});
const sum = (counts: Counts, names: readonly string[]): number =>
  names.reduce((all, name) => all + (counts[name] ?? 0), 0);

const inRegister: readonly Loss[] = [
  ofRows(["persons"], [20, 0.05]),
  ofRows(["duties"], [10, 0.15]),
  ofRows(["guardianships"], [20, 0.05]),
];
const inUnit: readonly Loss[] = [ofRows(["enrolments", "placements"], [8, 0.1]), ofRows(["guardianships"], [10, 0.3])];

/** How far back a leak is looked for. */
const longestDays = 60;
const leastRuns = 3;

/**
 * Losses that are small every time and great together: rows, or the values of a field, that go and do not come back over the
 * runs of the last two months, in the register or in one unit. Counted from the last run outside term, or from where a
 * person has let it through; where as many come as go nothing is lost, however many they are.
 * @param told - what `unlikeBefore` holds already: it is not told twice
 */
export function slowLeaks(
  plan: Plan,
  season: Season,
  earlier: readonly RunRecord[],
  told: readonly GuardResult[],
): readonly GuardResult[] {
  const { active, pupilsByUnit } = plan.basis;
  if (season !== "term" || active.persons < smallRegister) return [pass("leak")];
  const runs = recentTerm(plan, earlier);
  const now = countChanges(plan.operations);
  const toldUnits = new Set(told.flatMap(({ unit }) => unit ?? []));
  const single = Object.keys(now.units)
    .sort()
    .filter((unit) => !toldUnits.has(unit))
    .flatMap((unit) => {
      const counts = now.units[unit] ?? {};
      return leaks(
        [...inUnit, ...fieldLosses(counts, [5, 0.2])],
        since(runs, ({ reviewed }) => reviewed.plan || reviewed.units.includes(unit)),
        { counts, countsOf: ({ units }) => units[unit] ?? {}, of: () => pupilsByUnit[unit] ?? 0 },
      ).map((evidence) => ({ unit, ...say("leak", "hold", leak(evidence, `unit ${unit}`)), evidence }));
    });
  if (told.some(({ outcome, unit }) => outcome === "hold" && unit === undefined)) return orPass("leak", single);
  const apart = heldApart([...told, ...single], active.units);
  const counts = countsWithout(now, apart);
  const whole = leaks(
    [...inRegister, ...fieldLosses(counts, [20, 0.05])],
    since(runs, ({ reviewed }) => reviewed.plan),
    { counts, countsOf: (run) => countsWithout(run, apart), of: ({ what }) => active[entityOf(what)] },
  ).map((evidence) => ({ ...say("leak", "hold", leak(evidence, evidence.what)), evidence }));
  return orPass("leak", [...whole, ...single]);
}

/** The fields that a plan empties. */
function fieldLosses(counts: Counts, floor: Loss["floor"]): readonly Loss[] {
  return Object.keys(counts)
    .filter((what) => what.startsWith("emptied ") && !/ (groups|memberships)\./.test(what))
    .sort()
    .map((what) => ofField(what.slice("emptied ".length), floor));
}

const entityOf = (what: string): Entity => (/ (\w+)/.exec(what)?.[1] ?? "persons") as Entity;

/** The runs of this term that are recent, totals and deltas, the newest last. */
function recentTerm({ readAt }: Plan, earlier: readonly RunRecord[]): readonly RunRecord[] {
  const from = Date.parse(readAt) - longestDays * 86_400_000;
  const recent = earlier.filter((run) => Date.parse(run.readAt) >= from);
  return recent.slice(recent.findLastIndex((run) => run.season !== "term") + 1);
}

/** The runs after the last one that a person has looked at. */
const since = (runs: readonly RunRecord[], isReviewed: (run: RunRecord) => boolean): readonly RunRecord[] =>
  runs.slice(runs.findLastIndex(isReviewed) + 1);

function leaks(
  losses: readonly Loss[],
  runs: readonly RunRecord[],
  {
    counts,
    countsOf,
    of,
  }: {
    readonly counts: Counts;
    readonly countsOf: (run: RunRecord) => Counts;
    readonly of: (loss: Loss) => number;
  },
): readonly HistoryEvidence[] {
  return losses.flatMap((loss): readonly HistoryEvidence[] => {
    const { what, gone, come, floor } = loss;
    // A register or a unit that is being filled makes up for nothing.
    const filled = runs.findLastIndex((run) => sum(countsOf(run), come) > Math.max(floor[0], of(loss) / 4));
    const counted = runs.slice(filled + 1);
    const [first] = counted;
    if (first === undefined || counted.length < leastRuns) return [];
    // Only a plan that takes more away is held.
    const lostNow = sum(counts, gone) - sum(counts, come);
    if (lostNow <= 0) return [];
    const all = [...counted.map(countsOf), counts];
    const arrived = all.reduce((total, one) => total + sum(one, come), 0);
    const lost = all.reduce((total, one) => total + sum(one, gone), 0) - arrived;
    const before = of(loss) + lost - lostNow;
    // Where many come and go, chance alone makes the two differ: three times the spread of the difference.
    const limit = Math.max(floor[0], floor[1] * before, 3 * Math.sqrt(2 * arrived));
    if (lost <= limit) return [];
    return [{ what, count: lost, of: before, limit: Math.floor(limit), runs: all.length, since: first.readAt }];
  });
}

const leak = ({ what, count, of, since: from = "" }: HistoryEvidence, where: string) =>
  finding("sync.slow-leak", where, { what, lost: count, of, since: from.slice(0, 10) });
