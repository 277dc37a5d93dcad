import type { Course, Day, Person, Plan, Problem, Room, Session, Trainer, Unit } from "./model.ts";

/** Whose calendar: everything, or what concerns one of them. */
export type Whose =
  | { readonly person: string }
  | { readonly unit: string }
  | { readonly trainer: string }
  | { readonly room: string }
  | { readonly course: string };

/** A session as a calendar shows it. */
export interface AgendaEntry {
  readonly session: Session;
  readonly course: Course;
  readonly room: Room;
  readonly trainer: Trainer;
  readonly day: Day;
  /** Local wall-clock times, `HH:MM`. */
  readonly start: string;
  readonly end: string;
  /** Those who have a place and concern `whose`: a unit's agenda holds the unit's people. */
  readonly people: readonly { readonly person: Person; readonly unit: Unit }[];
}

/**
 * The sessions of a plan in the order of time, for everybody or for one person, unit, trainer, room or course. Cancelled
 * sessions, people who were absent, and what the problem does not know are left out.
 * @example
 * agenda(problem, plan, { unit: "north" }).map(({ day, start, people }) => [day, start, people.length]);
 */
export function agenda(problem: Problem, plan: Plan, whose?: Whose): AgendaEntry[] {
  const byId = <T extends { readonly id: string }>(items: readonly T[]): Map<string, T> =>
    new Map(items.map((one) => [one.id, one]));
  const [courses, rooms, trainers] = [byId(problem.courses), byId(problem.rooms), byId(problem.trainers)];
  const [people, units] = [byId(problem.people), byId(problem.units)];
  const slots = new Map(problem.slots.map((slot, index) => [slot.id, index]));

  const members = new Map<string, { person: Person; unit: Unit }[]>();
  for (const one of plan.assignments) {
    const person = people.get(one.person);
    const unit = person && units.get(person.unit);
    if (!unit || one.status === "absent" || !concerns(person, whose)) continue;
    const there = members.get(one.session);
    if (there) there.push({ person, unit });
    else members.set(one.session, [{ person, unit }]);
  }
  const isForPeople = whose !== undefined && ("person" in whose || "unit" in whose);
  return plan.sessions
    .flatMap((session): AgendaEntry[] => {
      const course = courses.get(session.course);
      const room = rooms.get(session.room);
      const trainer = trainers.get(session.trainer);
      const first = slots.get(session.slot);
      if (session.status === "cancelled" || !course || !room || !trainer || first === undefined) return [];
      const there = members.get(session.id) ?? [];
      if (isForPeople ? there.length === 0 : !isOf(session, whose)) return [];
      const last = Math.min(first + (course.durationSlots ?? 1), problem.slots.length) - 1;
      const { start } = problem.slots[first]!;
      const { end } = problem.slots[last]!;
      return [{ session, course, room, trainer, day: session.day, start, end, people: there }];
    })
    .sort((a, b) => compare(a.day, b.day) || compare(a.start, b.start) || compare(a.session.id, b.session.id));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const concerns = (person: Person, whose: Whose | undefined): boolean => {
  if (whose === undefined) return true;
  if ("person" in whose) return person.id === whose.person;
  return !("unit" in whose) || person.unit === whose.unit;
};

const isOf = (session: Session, whose: Whose | undefined): boolean => {
  if (whose === undefined) return true;
  if ("trainer" in whose) return session.trainer === whose.trainer;
  if ("room" in whose) return session.room === whose.room;
  return "course" in whose && session.course === whose.course;
};
