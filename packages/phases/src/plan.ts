import { type CalendarData, dayNumber } from "./calendar.ts";
import type { Template } from "./template.ts";

/** What is known of an activity or milestone from outside the plan. Days are `YYYY-MM-DD`. */
export interface KnownDate {
  /** It can't begin before this day: access is live, a window opens. */
  readonly notBefore?: string;
  /** It has to begin by this day, or on it. */
  readonly startBy?: string;
  readonly startOn?: string;
  /** It can't be finished before this day; has to be by it, or on it. */
  readonly finishNotBefore?: string;
  readonly finishBy?: string;
  readonly finishOn?: string;
  /** As late as it can be without moving anything else. */
  readonly isLate?: boolean;
  /** It was begun on this day. */
  readonly started?: string;
  /** Working days that are left of it from `asOf` on, once it has begun. */
  readonly remaining?: number;
  /** It was, or will be, finished on this day. A fact: what it waits for does not move it. */
  readonly done?: string;
}

export interface PlanOptions {
  /** First day, `YYYY-MM-DD`; its year is the year of the template's months. */
  readonly start: string;
  readonly calendar: CalendarData;
  /** Further calendars, by the names that activities and links use: the supplier's, the school's. */
  readonly calendars?: Readonly<Record<string, CalendarData>>;
  readonly decisions?: Readonly<Record<string, boolean>>;
  /** Days that are known, by id of activity or milestone. */
  readonly dates?: Readonly<Record<string, KnownDate>>;
  /** The day the plan is looked at: what has not begun can't begin before it. Absent: nothing is forecast. */
  readonly asOf?: string;
}

/** A template with a start, calendars, decisions and known days. */
export interface Plan extends PlanOptions {
  readonly template: Template;
}

/**
 * Puts a template on a calendar. The plan is plain data; nothing is computed yet.
 * @throws RangeError when `start` or `asOf` is no calendar day
 * @example
 * schedule(createPlan(rolloutTemplate, { start: "2027-03-01", calendar: { holidays } })).milestones[0].date;
 */
export function createPlan(template: Template, options: PlanOptions): Plan {
  for (const day of [options.start, options.asOf]) if (day !== undefined) dayNumber(day);
  return { ...options, template };
}
