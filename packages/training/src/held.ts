import type { Person, Plan, Problem, Session } from "./model.ts";

/** Ids of the sessions that have taken place: those that say so, and those somebody has attended. */
export function heldIn(plan: Plan): ReadonlySet<string> {
  return new Set([
    ...plan.sessions.flatMap((one) => (one.status === "held" ? [one.id] : [])),
    ...plan.assignments.flatMap((one) => (one.status === "attended" ? [one.session] : [])),
  ]);
}

/** A problem and a plan of it, with what lies behind them counted as done. */
export interface Settled {
  /** The people's `completed` has the courses they went through in sessions outside the problem. */
  readonly problem: Problem;
  /** The plan without those sessions and the places in them. */
  readonly plan: Plan;
  /** Sessions that were held on a day, in a slot or room, or by a trainer the problem no longer has. */
  readonly outside: readonly Session[];
}

/**
 * Counts what was held outside the problem as done: days pass out of it, trainers leave and rooms are given up, and whoever
 * was there has still learnt the course. An absent person has not. O(people + plan).
 */
export function settle(problem: Problem, plan: Plan): Settled {
  const held = heldIn(plan);
  const isInside = insideOf(problem);
  const outside = plan.sessions.filter((one) => one.status !== "cancelled" && held.has(one.id) && !isInside(one));
  if (outside.length === 0) return { problem, plan, outside };
  const ids = new Set(outside.map((one) => one.id));
  const done = new Map<string, string[]>();
  for (const { person, course, session, status } of plan.assignments) {
    if (!ids.has(session) || status === "absent") continue;
    const own = done.get(person);
    if (own) own.push(course);
    else done.set(person, [course]);
  }
  const people = problem.people.map((one): Person => {
    const more = done.get(one.id);
    return more ? { ...one, completed: [...(one.completed ?? []), ...more] } : one;
  });
  return {
    problem: { ...problem, people },
    plan: {
      sessions: plan.sessions.filter((one) => !ids.has(one.id)),
      assignments: plan.assignments.filter((one) => !ids.has(one.session)),
    },
    outside,
  };
}

/** Whether the problem still has all that a session takes: its course, room, trainer, day, and slots to its end. */
function insideOf({ days, slots, courses, rooms, trainers }: Problem): (session: Session) => boolean {
  const ids = (items: readonly { readonly id: string }[]) => new Set(items.map((one) => one.id));
  const [known, slotAt] = [new Set(days), new Map(slots.map((slot, k) => [slot.id, k]))];
  const [roomIds, trainerIds] = [ids(rooms), ids(trainers)];
  const durations = new Map(courses.map((course) => [course.id, course.durationSlots ?? 1]));
  return ({ day, slot, room, trainer, course }) =>
    known.has(day) &&
    roomIds.has(room) &&
    trainerIds.has(trainer) &&
    // Of an unknown slot or course the sum is no number, and no number is within the day.
    (slotAt.get(slot) ?? NaN) + (durations.get(course) ?? NaN) <= slots.length;
}
