import type { ScoredId } from "./constraints.ts";
import { groupBy } from "./group-by.ts";
import { settle } from "./held.ts";
import type { Assignment, Course, Person, Plan, Problem, Room, Session, Trainer, Unit } from "./model.ts";

/** One place where a constraint has something to say. */
export interface Match {
  readonly constraint: ScoredId;
  /** Violations, people or points, by the constraint's level. Never 0. */
  readonly amount: number;
  readonly people: readonly string[];
  readonly sessions: readonly string[];
}

/** A session with everything it names looked up. */
export interface Held {
  readonly session: Session;
  readonly course: Course;
  readonly room: Room;
  readonly trainer: Trainer;
  /** Index of the day in `problem.days`. */
  readonly day: number;
  /** Index of the first slot. */
  readonly slot: number;
  readonly members: readonly Member[];
}

export interface Member {
  readonly person: Person;
  readonly unit: Unit;
  readonly assignment: Assignment;
}

export interface Facts {
  readonly problem: Problem;
  readonly held: readonly Held[];
  readonly broken: readonly Match[];
}

/** A match; people and sessions are ids. */
export const match = (
  constraint: ScoredId,
  amount: number,
  sessions: readonly string[],
  people: readonly string[] = [],
): Match => ({ constraint, amount, people, sessions });

/** Things with the same key together. */
export const groupsOf = <T>(items: readonly T[], key: (item: T) => string): T[][] => [...groupBy(items, key).values()];

const byId = <T extends { readonly id: string }>(items: readonly T[]) => new Map(items.map((item) => [item.id, item]));

/**
 * Looks everything up; what can't be looked up becomes a match and is left out of the other rules. What was held outside
 * the problem is done, and no rule has anything to say of it.
 */
export function look(given: Problem, whole: Plan): Facts {
  const { problem, plan } = settle(given, whole);
  const courses = byId(problem.courses);
  const rooms = byId(problem.rooms);
  const trainers = byId(problem.trainers);
  const people = byId(problem.people);
  const units = byId(problem.units);
  const days = new Map(problem.days.map((day, index) => [day, index]));
  const slots = new Map(problem.slots.map((slot, index) => [slot.id, index]));
  const broken: Match[] = [];
  const held: (Held & { members: Member[] })[] = [];
  const bySession = new Map<string, Held & { members: Member[] }>();
  const cancelled = new Set<string>();

  for (const session of plan.sessions) {
    if (session.status === "cancelled") {
      cancelled.add(session.id);
      continue;
    }
    const course = courses.get(session.course);
    const room = rooms.get(session.room);
    const trainer = trainers.get(session.trainer);
    const day = days.get(session.day);
    const slot = slots.get(session.slot);
    if (day === undefined && course && room && trainer && slot !== undefined) {
      broken.push(match("outside-day", 1, [session.id]));
    } else if (!course || !room || !trainer || day === undefined || slot === undefined || bySession.has(session.id)) {
      broken.push(match("unknown-reference", 1, [session.id]));
    } else {
      const one = { session, course, room, trainer, day, slot, members: [] };
      held.push(one);
      bySession.set(session.id, one);
    }
  }
  for (const assignment of plan.assignments) {
    if (assignment.status === "absent" || cancelled.has(assignment.session)) continue;
    const person = people.get(assignment.person);
    const unit = person && units.get(person.unit);
    const at = bySession.get(assignment.session);
    if (!person || !unit || !at || at.course.id !== assignment.course) {
      broken.push(match("unknown-reference", 1, [assignment.session], [assignment.person]));
    } else {
      at.members.push({ person, unit, assignment });
    }
  }
  return { problem, held, broken };
}

/** The days' slots a session takes, as text keys. */
export const takes = (one: Held): string[] =>
  Array.from({ length: one.course.durationSlots ?? 1 }, (_, i) => `${one.day}/${one.slot + i}`);

/** Ids of the slots a session takes. */
export const slotIds = ({ problem }: Facts, one: Held): string[] =>
  problem.slots.slice(one.slot, one.slot + (one.course.durationSlots ?? 1)).map((slot) => slot.id);

/** Working days from the opening of the course's window to a session; 0 on the first, and before it. */
export function lateDays({ problem }: Facts, one: Held): number {
  const opens = problem.days.findIndex((day) => day >= one.course.window.from);
  return opens < 0 ? 0 : Math.max(0, one.day - opens);
}
