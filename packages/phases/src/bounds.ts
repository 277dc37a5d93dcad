import { dayNumber, monthStart, type Ranks } from "./calendar.ts";
import type { KnownDate } from "./plan.ts";
import type { Activity } from "./template.ts";

/** What is known of a place before anything it waits for is looked at; starts are ranks in its own calendar. */
export interface Bounds {
  readonly duration: number;
  readonly earliest: number;
  readonly latest: number;
  /** It has been done or begun: it is where it is. */
  readonly isFact: boolean;
}

/** A latest start that is none. */
export const unbounded = 2 ** 30;

const nothing: KnownDate = {};

/** The bounds of an activity, or of a milestone when there is none, from its month and the days that are known. */
export function boundsOf(
  activity: Activity | undefined,
  known: KnownDate = nothing,
  { rank }: Ranks,
  plan: { readonly year: number; readonly startDay: number; readonly asOf: number | undefined },
): Bounds {
  const mode = activity?.duration.mode ?? 0;
  const fact = factOf(known, mode, rank, plan.asOf);
  if (fact) return fact;
  // What takes no time is at the end of its day.
  const late = mode === 0 ? 1 : 0;
  let earliest = rank(plan.startDay);
  let latest = unbounded;
  // A month with a question mark is a wish: it binds nothing.
  if (activity?.window && !activity.window.isTentative)
    earliest = Math.max(earliest, rank(monthStart(plan.year, activity.window.from)) + late);
  if (plan.asOf !== undefined) earliest = Math.max(earliest, rank(plan.asOf) + late);
  if (known === nothing) return { duration: mode, earliest, latest, isFact: false };
  for (const day of [known.notBefore, known.startOn])
    if (day !== undefined) earliest = Math.max(earliest, rank(dayNumber(day)) + late);
  for (const day of [known.startBy, known.startOn])
    if (day !== undefined) latest = Math.min(latest, rank(dayNumber(day) + late));
  for (const day of [known.finishNotBefore, known.finishOn])
    if (day !== undefined) earliest = Math.max(earliest, rank(dayNumber(day) + 1) - mode);
  for (const day of [known.finishBy, known.finishOn])
    if (day !== undefined) latest = Math.min(latest, rank(dayNumber(day) + 1) - mode);
  return { duration: mode, earliest, latest, isFact: false };
}

function factOf(
  { started, done, remaining }: KnownDate,
  mode: number,
  rank: Ranks["rank"],
  asOf: number | undefined,
): Bounds | undefined {
  if (started === undefined && done === undefined) return undefined;
  const end = done === undefined ? undefined : rank(dayNumber(done) + 1);
  const begun = started === undefined ? (end ?? mode) - mode : rank(dayNumber(started));
  const passed = asOf === undefined ? 0 : Math.max(0, rank(asOf) - begun);
  const expected = remaining === undefined ? Math.max(mode, passed) : passed + remaining;
  const duration = end === undefined ? expected : Math.max(0, end - begun);
  return { duration, earliest: begun, latest: begun, isFact: true };
}
