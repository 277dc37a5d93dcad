import { dayNumber, type Ranks } from "./calendar.ts";
import type { Plan } from "./plan.ts";
import { place } from "./placement.ts";
import type { Schedule } from "./schedule.ts";

/** A schedule as it was agreed, kept to compare with. Plain data; a plan can have any number. */
export interface Baseline {
  readonly id: string;
  /** ISO 8601 instant at which it was set. */
  readonly at: string;
  readonly start: string;
  readonly end: string;
  readonly activities: Readonly<
    Record<string, { readonly start: string; readonly end: string; readonly weight: number }>
  >;
  readonly milestones: Readonly<Record<string, string>>;
}

/**
 * Keeps a schedule as a baseline.
 * @param weights - what each activity counts for in earned value, in any unit; default: its working days
 */
export function baseline(
  { start, end, activities, milestones }: Schedule,
  {
    id,
    at,
    weights = {},
  }: { readonly id: string; readonly at: string; readonly weights?: Readonly<Record<string, number>> },
): Baseline {
  return {
    id,
    at,
    start,
    end,
    activities: Object.fromEntries(
      activities.map((activity) => [
        activity.id,
        { start: activity.start, end: activity.end, weight: weights[activity.id] ?? activity.workingDays },
      ]),
    ),
    milestones: Object.fromEntries(milestones.map(({ id: milestone, date }) => [milestone, date])),
  };
}

/** How far something has moved since a baseline, in working days of the plan's own calendar; positive is later. */
export interface Variance {
  readonly activities: readonly { readonly id: string; readonly startDays: number; readonly endDays: number }[];
  readonly milestones: readonly { readonly id: string; readonly days: number }[];
  readonly endDays: number;
  /** What only the schedule has, and only the baseline. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** Compares a schedule with a baseline. */
export function variance(plan: Plan, before: Baseline, now: Schedule): Variance {
  const { own } = place(plan);
  const days = (from: string, to: string) => own.rank(dayNumber(to)) - own.rank(dayNumber(from));
  const ids = new Set(now.activities.map(({ id }) => id));
  return {
    activities: now.activities.flatMap(({ id, start, end }) => {
      const was = before.activities[id];
      return was ? [{ id, startDays: days(was.start, start), endDays: days(was.end, end) }] : [];
    }),
    milestones: now.milestones.flatMap(({ id, date }) => {
      const was = before.milestones[id];
      return was === undefined ? [] : [{ id, days: days(was, date) }];
    }),
    endDays: days(before.end, now.end),
    added: [...ids].filter((id) => before.activities[id] === undefined),
    removed: Object.keys(before.activities).filter((id) => !ids.has(id)),
  };
}

/**
 * Where a rollout stands against a baseline. Values are in the unit of the weights, times in working days from the
 * baseline's start.
 * @see Lipke (2003), Schedule is different; ANSI/EIA-748 for the terms
 */
export interface EarnedValue {
  /** Planned value: what should have been done by the end of the day. Earned: what has. */
  readonly plannedValue: number;
  readonly earnedValue: number;
  /** Earned minus planned, and earned by planned (1 when nothing was planned yet). */
  readonly scheduleVariance: number;
  readonly schedulePerformance: number;
  /** Day by which what has been done should have been: the earned schedule. */
  readonly earnedSchedule: number;
  readonly actualTime: number;
  /** Earned schedule minus actual time, and by it. Unlike the values these still tell lateness at the end. */
  readonly timeVariance: number;
  readonly timePerformance: number;
  /** Day on which it ends at this pace; absent while nothing has been earned. */
  readonly forecastEnd?: string;
}

/**
 * Earned value and earned schedule at the end of a day. Work is planned evenly over an activity's days.
 * @param progress - done share by activity, 0 to 1; absent is 0
 * @throws RangeError when a share is not between 0 and 1
 */
export function earnedValue(
  plan: Plan,
  { activities, start, end }: Baseline,
  { asOf, progress }: { readonly asOf: string; readonly progress: Readonly<Record<string, number>> },
): EarnedValue {
  const { own } = place(plan);
  const first = own.rank(dayNumber(start));
  const planned = plannedByDay(own, activities, first, own.rank(dayNumber(end) + 1) - first);
  const earned = Object.entries(activities).reduce((sum, [id, { weight }]) => {
    const share = progress[id] ?? 0;
    if (!(share >= 0 && share <= 1)) throw new RangeError(`progress of ${id} must be between 0 and 1, got ${share}`);
    return sum + weight * share;
  }, 0);
  const actualTime = Math.max(0, own.rank(dayNumber(asOf) + 1) - first);
  const plannedValue = planned[Math.min(actualTime, planned.length - 1)] ?? 0;
  const earnedSchedule = timeOf(planned, earned);
  const timePerformance = actualTime === 0 ? 1 : earnedSchedule / actualTime;
  const duration = timePerformance > 0 ? Math.ceil((planned.length - 1) / timePerformance - 1e-9) : undefined;
  return {
    plannedValue,
    earnedValue: earned,
    scheduleVariance: earned - plannedValue,
    schedulePerformance: plannedValue === 0 ? 1 : earned / plannedValue,
    earnedSchedule,
    actualTime,
    timeVariance: earnedSchedule - actualTime,
    timePerformance,
    ...(duration === undefined ? {} : { forecastEnd: own.text(first + Math.max(0, duration - 1)) }),
  };
}

/** Planned value after 0, 1, 2 … working days. */
function plannedByDay(
  own: Ranks,
  activities: Baseline["activities"],
  first: number,
  length: number,
): readonly number[] {
  const perDay = Array.from({ length: length + 1 }, () => 0);
  for (const { start, end, weight } of Object.values(activities)) {
    const from = own.rank(dayNumber(start)) - first;
    const days = Math.max(1, own.rank(dayNumber(end) + 1) - first - from);
    for (let day = from; day < from + days; day += 1) perDay[day + 1] = (perDay[day + 1] ?? 0) + weight / days;
  }
  let sum = 0;
  return perDay.map((value) => (sum += value));
}

/** The time at which so much was planned, between days by share. */
function timeOf(planned: readonly number[], earned: number): number {
  const total = planned.at(-1) ?? 0;
  if (earned >= total - 1e-9) return planned.findIndex((value) => value >= total - 1e-9);
  const after = planned.findIndex((value) => value > earned);
  const [low, high] = [planned[after - 1] ?? 0, planned[after] ?? 0];
  return after - 1 + (earned - low) / (high - low);
}
