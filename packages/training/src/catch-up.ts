import { dayNumber } from "./calendar.ts";
import { diff } from "./diff.ts";
import { evaluate } from "./evaluate.ts";
import type { Day, Plan, Problem } from "./model.ts";
import { replan, type Replan, type ReplanOptions } from "./replan.ts";

/** Whether somebody came. */
export interface Attendance {
  readonly person: string;
  readonly session: string;
  readonly attended: boolean;
}

/**
 * Writes attendance into a plan: places become `attended` or `absent`, and sessions with a record `held`. Who has no record
 * is left as they were. Records of people without that place change nothing.
 */
export function recordAttendance(plan: Plan, records: readonly Attendance[]): Plan {
  const known = new Map(records.map((one) => [key(one.person, one.session), one.attended]));
  const held = new Set(records.map((one) => one.session));
  return {
    sessions: plan.sessions.map((one) =>
      held.has(one.id) && one.status !== "cancelled" ? { ...one, status: "held" as const } : one,
    ),
    assignments: plan.assignments.map((one) => {
      const attended = known.get(key(one.person, one.session));
      return attended === undefined ? one : { ...one, status: attended ? ("attended" as const) : ("absent" as const) };
    }),
  };
}

export type CatchUpOptions = ReplanOptions & {
  readonly today: Day;
  /** People for whom a session is opened at least; fewer wait, until the last call. Default 1. */
  readonly minGroup?: number;
  /** Calendar days before the course's window closes from which a session is opened for anybody. Default 14. */
  readonly lastCallDays?: number;
};

/** Somebody for whom no session is opened yet. */
export interface Waiting {
  readonly person: string;
  readonly course: string;
}

export interface CatchUp extends Replan {
  readonly waiting: readonly Waiting[];
}

/**
 * Gives everybody who missed their session, or never had one, another: a free seat in a session to come, or a session opened
 * for them once there are enough. Others keep their times.
 * @param plan - with attendance recorded
 * @example
 * const next = await catchUp(problem, recordAttendance(plan, records), { today, seed: 1, iterations: 100_000 });
 */
export async function catchUp(problem: Problem, plan: Plan, options: CatchUpOptions): Promise<CatchUp> {
  const { today, minGroup = 1, lastCallDays = 14 } = options;
  const found = await replan(problem, plan, [], options);
  const windows = new Map(problem.courses.map((course) => [course.id, course.window.to]));
  const hadTime = new Set(found.diff.people.flatMap((one) => (one.from ? [key(one.person, one.course)] : [])));
  const tooSmall = new Set<string>();
  for (const { id, course } of found.diff.opened) {
    const there = found.plan.assignments.filter((one) => one.session === id);
    const closes = windows.get(course);
    const isLastCall = closes !== undefined && dayNumber(closes) - dayNumber(today) <= lastCallDays;
    // Somebody who had a time and was moved here stays: only people who had none can wait.
    const canWait = there.every((one) => !hadTime.has(key(one.person, one.course)));
    if (there.length < minGroup && !isLastCall && canWait) tooSmall.add(id);
  }
  const trimmed: Plan = {
    sessions: found.plan.sessions.filter((one) => !tooSmall.has(one.id)),
    assignments: found.plan.assignments.filter((one) => !tooSmall.has(one.session)),
  };
  const score = evaluate(found.problem, trimmed);
  // Where a later course builds on such a place, the session is opened however few they are.
  if (tooSmall.size === 0 || score.hard > found.score.hard) return { ...found, waiting: [] };
  const waiting = found.plan.assignments.flatMap(({ person, course, session }) =>
    tooSmall.has(session) ? [{ person, course }] : [],
  );
  return { ...found, plan: trimmed, score, diff: diff(found.problem, plan, trimmed), waiting };
}

const key = (...ids: readonly string[]): string => JSON.stringify(ids);
