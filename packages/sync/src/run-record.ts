import { type Approval, permitted } from "./approve.ts";
import type { GuardResult } from "./guard-result.ts";
import type { Operation, Plan } from "./plan.ts";

/** Times of the school year in which registers change in ways of their own; `term` is all other time. */
export type Season = "term" | "rollover" | "term-start";

/** The weeks that are not `term`, as dates, both ends inclusive. */
export interface SchoolCalendar {
  /** Weeks in which classes are made anew and a year's pupils change school. There the limits are `rolloverLimits`. */
  readonly rollover?: readonly { readonly from: string; readonly to: string }[];
  /** Weeks in which terms begin, and more people than usual come, go and move. */
  readonly termStarts?: readonly { readonly from: string; readonly to: string }[];
}

/** Counts that are not 0, by what was done: `removed enrolments`, `added persons`, `emptied persons.email`. */
export type Counts = Readonly<Record<string, number>>;

/**
 * What a run did, in counts: what later runs are compared with. Plain data without anybody in it; the caller keeps a list
 * of them (`noteRun`) and gives it to `check`.
 */
export interface RunRecord {
  /** Of the plan. */
  readonly digest: string;
  readonly readAt: string;
  readonly kind: "total" | "delta";
  readonly season: Season;
  readonly counts: Counts;
  /** The same by unit, target ids, where there is any. */
  readonly units: Readonly<Record<string, Counts>>;
  /** What a guard held and a person let through: the whole plan, or units. A leak is counted from there on. */
  readonly reviewed: { readonly plan: boolean; readonly units: readonly string[] };
}

/** Runs that are kept of each kind and season: four months of nights, or two years of weeks. */
const keptRuns = 120;

/** The time of the school year at an instant. */
export function seasonOf(readAt: string, { rollover = [], termStarts = [] }: SchoolCalendar): Season {
  const day = readAt.slice(0, 10);
  const isIn = (weeks: typeof rollover): boolean => weeks.some(({ from, to }) => from <= day && day <= to);
  return isIn(rollover) ? "rollover" : isIn(termStarts) ? "term-start" : "term";
}

/**
 * Notes a run that has been applied, for the guards of those that follow. What was not let through is not learnt from: a
 * plan that is held or rejected and not approved leaves `earlier` as it is, and a held unit that is not approved by name is
 * left out. The same plan is noted once. When a run is undone, its record is to be taken away again, by its digest.
 * @param earlier - what earlier calls returned, the oldest first
 * @example
 * runs = noteRun(runs, plan, { guards, approval, calendar });
 */
export function noteRun(
  earlier: readonly RunRecord[],
  plan: Plan,
  {
    guards,
    approval,
    calendar = {},
  }: {
    readonly guards: readonly GuardResult[];
    readonly approval: Approval;
    readonly calendar?: SchoolCalendar;
  },
): readonly RunRecord[] {
  const allowed = permitted(plan, guards, approval, approval.at);
  if (!allowed.ok || earlier.some(({ digest }) => digest === plan.digest)) return earlier;
  const holds = guards.filter(({ outcome }) => outcome === "hold");
  const named = new Set(approval.heldUnits ?? []);
  const record: RunRecord = {
    digest: plan.digest,
    readAt: plan.readAt,
    kind: plan.basis.kind,
    season: seasonOf(plan.readAt, calendar),
    ...countChanges(allowed.value.operations),
    reviewed: {
      plan: holds.some(({ unit }) => unit === undefined),
      units: [...new Set(holds.flatMap(({ unit }) => (unit !== undefined && named.has(unit) ? [unit] : [])))],
    },
  };
  const isAlike = ({ kind, season }: RunRecord): boolean => kind === record.kind && season === record.season;
  const surplus = earlier.filter((one) => isAlike(one)).length + 1 - keptRuns;
  const oldest = new Set(earlier.filter((one) => isAlike(one)).slice(0, Math.max(0, surplus)));
  return [...earlier.filter((one) => !oldest.has(one)), record];
}

/** How many rows of each kind operations add, remove and change, and in which fields; in all, and by unit. */
export function countChanges(operations: readonly Operation[]): Pick<RunRecord, "counts" | "units"> {
  const counts: Record<string, number> = {};
  const units: Record<string, Record<string, number>> = {};
  for (const { entity, kind, unit, changes } of operations) {
    if (entity === "links") continue;
    const ofUnit = unit === undefined ? undefined : (units[unit] ??= {});
    const add = (what: string): void => {
      counts[what] = (counts[what] ?? 0) + 1;
      if (ofUnit) ofUnit[what] = (ofUnit[what] ?? 0) + 1;
    };
    if (kind === "deactivate" || kind === "delete") add(`removed ${entity}`);
    else if (kind === "create" || kind === "reactivate") add(`added ${entity}`);
    else {
      add(`updated ${entity}`);
      for (const { field, before, after } of changes) {
        if ((after ?? "") === "") add(`emptied ${entity}.${field}`);
        else if ((before ?? "") === "") add(`filled ${entity}.${field}`);
        else add(`changed ${entity}.${field}`);
      }
    }
  }
  return { counts, units };
}

/** Counts of the register without those of some units. */
export function countsWithout(
  { counts, units }: Pick<RunRecord, "counts" | "units">,
  apart: ReadonlySet<string>,
): Counts {
  if (apart.size === 0) return counts;
  const rest: Record<string, number> = { ...counts };
  for (const unit of apart)
    for (const [what, count] of Object.entries(units[unit] ?? {})) rest[what] = (rest[what] ?? 0) - count;
  return rest;
}
