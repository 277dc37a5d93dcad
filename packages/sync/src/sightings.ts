import type { Plan } from "./plan.ts";
import { protectedAside } from "./protection.ts";
import type { Register } from "./register.ts";

/** Since when a row of the target has not been in the source. */
export interface Unseen {
  /** `readAt` of the first complete reading that did not have it. */
  readonly since: string;
  /** Complete readings that did not have it, one after the other. */
  readonly runs: number;
}

/** One complete reading, and how many rows in use it did not have. */
export interface SightingRun {
  readonly readAt: string;
  readonly stale: number;
  /** It did not speak for all of the entities that have rows in use: that it misses none proves nothing. */
  readonly isPartial?: true;
}

/** What the complete readings of a source have seen of the target: kept from run to run. No names or numbers. */
export interface Sightings {
  readonly runs: readonly SightingRun[];
  /** By `entity/id` of the target's row; in use or not. */
  readonly unseen: Readonly<Record<string, Unseen>>;
  /** Source ids of people set aside as protected, of whom the target may know nothing. */
  readonly protectedPersons?: readonly string[];
}

export const noSightings: Sightings = { runs: [], unseen: {} };

/** Runs that are kept: a reading a night for more than a year. */
const keptRuns = 400;

/**
 * Notes a reading: `plan` as reconciled against `target`, the register as it was read for it. A reading that was not
 * complete, and a delta, prove nothing and change nothing; but who is protected in one is remembered.
 */
export function noteSightings(before: Sightings, plan: Plan, target: Register): Sightings {
  const { basis, readAt, operations } = plan;
  const sightings = noteProtected(before, plan);
  if (!basis.isComplete || basis.kind !== "total" || basis.mustFindings.length > 0) return sightings;
  if (sightings.runs.some((run) => run.readAt === readAt)) return sightings;
  const gone = [
    ...operations.flatMap(({ kind, entity, id }) => (kind === "deactivate" ? [`${entity}/${id}`] : [])),
    ...plan.leaving,
  ];
  const back = new Set(
    operations.flatMap(({ kind, entity, id }) => (kind === "reactivate" ? [`${entity}/${id}`] : [])),
  );
  const complete = new Set<string>(basis.complete);
  const resting = target.inactive.filter((key) => !back.has(key) && complete.has(key.slice(0, key.indexOf("/"))));
  const unseen = Object.fromEntries(
    [...gone, ...resting].map((key): [string, Unseen] => {
      const earlier = sightings.unseen[key];
      return [key, { since: earlier?.since ?? readAt, runs: (earlier?.runs ?? 0) + 1 }];
    }),
  );
  const isPartial = Object.entries(basis.active).some(([entity, rows]) => rows > 0 && !complete.has(entity));
  const run: SightingRun = { readAt, stale: gone.length, ...(isPartial ? { isPartial } : {}) };
  return { ...sightings, runs: [...sightings.runs, run].slice(-keptRuns), unseen };
}

/** Only a reading of all people and guardianships says that somebody is protected no more. */
function noteProtected(sightings: Sightings, { aside, basis }: Plan): Sightings {
  const now = aside.flatMap(({ sourceId, why }) =>
    sourceId !== undefined && why === protectedAside ? [sourceId] : [],
  );
  const isWhole = basis.complete.includes("persons") && basis.complete.includes("guardianships");
  const { protectedPersons: earlier = [], ...rest } = sightings;
  const all = isWhole ? now : [...new Set([...earlier, ...now])];
  if (all.length === 0) return earlier.length === 0 ? sightings : rest;
  return { ...rest, protectedPersons: all };
}

/** Whether it is shown that nothing stale is left, and what is still wanting. */
export interface StaleProof {
  readonly isProved: boolean;
  /** Rows in use that the last complete reading did not have. */
  readonly stale: number;
  /** Complete readings in a row, up to the last, without a stale row. */
  readonly runs: number;
  /** Days from the first of those to the last. */
  readonly days: number;
  /** `readAt` of the first of those. */
  readonly since?: string;
  /** Rows that have been stale longest first: `entity/id`. */
  readonly oldest: readonly string[];
}

/**
 * No stale data: in the last `runs` complete readings of the source, over at least `days` days, no row in use was
 * without its row in the source. Readings that were not complete neither prove nor disprove; nor do those that do not speak
 * for all people, all enrolments and so on, such as one with a row that could not be read, prove.
 * @example
 * const { isProved, runs, days } = staleProof(sightings, { runs: 20, days: 28 });
 */
export function staleProof(
  { runs: all, unseen }: Sightings,
  wanted: { readonly runs: number; readonly days: number } = { runs: 20, days: 28 },
): StaleProof {
  const runs = all.filter(({ stale, isPartial }) => isPartial !== true || stale > 0);
  const lastStale = runs.findLastIndex(({ stale }) => stale > 0);
  const clean = runs.slice(lastStale + 1);
  const [first, last] = [clean[0], clean.at(-1)];
  const days = first && last ? Math.floor((Date.parse(last.readAt) - Date.parse(first.readAt)) / 86_400_000) : 0;
  const stale = runs.at(-1)?.stale ?? 0;
  const oldest = Object.entries(unseen).sort(([, a], [, b]) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0));
  return {
    isProved: clean.length >= wanted.runs && days >= wanted.days,
    stale,
    runs: clean.length,
    days,
    ...(first ? { since: first.readAt } : {}),
    oldest: stale === 0 ? [] : oldest.slice(0, 20).map(([key]) => key),
  };
}
