import type { Entity } from "./batch.ts";
import { additions, fieldStorms, relationRemovals, removals, unitRemovals, updates } from "./change-guards.ts";
import { guardLimits, rolloverLimits } from "./guard-limits.ts";
import type { GuardResult } from "./guard-result.ts";
import { unlikeBefore } from "./history-guards.ts";
import { slowLeaks } from "./leak-guard.ts";
import type { Plan } from "./plan.ts";
import { type RunRecord, type SchoolCalendar, seasonOf } from "./run-record.ts";
import {
  delta,
  encoding,
  keys,
  municipality,
  order,
  protectedPeople,
  sourceRead,
  sourceSize,
  units,
  values,
} from "./source-guards.ts";

/** What was applied before, as far as the guards ask. */
export interface PlanHistory extends SchoolCalendar {
  /** Municipality whose units the source must have. */
  readonly municipalityCode?: string;
  /** `readAt` of the newest reading that was applied. */
  readonly appliedReadAt?: string;
  /** Rows per entity of that reading. */
  readonly rows?: Readonly<Partial<Record<Entity, number>>>;
  /** End of the `window` of the newest delta that was applied, or when the newest total was read. */
  readonly appliedTo?: string;
  /** What earlier runs did; see `noteRun`. With eight or more of a kind, a plan is compared with them, too. */
  readonly earlier?: readonly RunRecord[];
}

/**
 * Runs every guard over a plan, before anything is written. Pure: the same for a preview as for the real thing.
 * @example
 * const held = check(plan, { municipalityCode: "9901" }).filter(({ outcome }) => outcome === "hold");
 */
export function check(plan: Plan, history: PlanHistory = {}): readonly GuardResult[] {
  const season = seasonOf(plan.readAt, history);
  const unlike = unlikeBefore(plan, season, history.earlier ?? []);
  const limits = season === "rollover" ? rolloverLimits : guardLimits;
  return [
    sourceRead(plan),
    sourceSize(plan, history),
    encoding(plan),
    values(plan, limits),
    keys(plan),
    municipality(plan, history),
    units(plan, limits),
    protectedPeople(plan),
    removals(plan, limits),
    ...relationRemovals(plan, limits),
    additions(plan, limits),
    updates(plan, limits),
    ...fieldStorms(plan, limits),
    order(plan, history),
    delta(plan, history),
    ...unitRemovals(plan, limits),
    ...unlike,
    ...slowLeaks(plan, season, history.earlier ?? [], unlike),
  ];
}
