/**
 * A curriculum-based timetable, as the second international timetabling competition states it (ITC-2007, track 3): courses
 * with several lectures a week, curricula whose courses must not meet at once, rooms, teachers.
 */
export interface TimetableProblem {
  readonly name: string;
  readonly days: number;
  readonly periodsPerDay: number;
  readonly courses: readonly TimetableCourse[];
  readonly rooms: readonly { readonly id: string; readonly seats: number }[];
  readonly curricula: readonly { readonly id: string; readonly courses: readonly string[] }[];
}

export interface TimetableCourse {
  readonly id: string;
  readonly teacher: string;
  /** Lectures a week. */
  readonly lectures: number;
  /** Days over which they should be spread, at least. */
  readonly minDays: number;
  readonly students: number;
  /** Periods when it can't be held; `day * periodsPerDay + period`. */
  readonly unavailable: readonly number[];
}

/** One lecture. */
export interface Lecture {
  readonly course: string;
  readonly room: string;
  /** From 0. */
  readonly day: number;
  /** From 0, within the day. */
  readonly period: number;
}

/** What a timetable is worth, constraint by constraint. */
export interface TimetableScore {
  /** Violations of what must hold. */
  readonly hard: number;
  /** Points, as the competition counts them. */
  readonly soft: number;
  /** Lectures missing or too many, or two of a course at once. */
  readonly lectures: number;
  /** Pairs at once of one curriculum or teacher. */
  readonly conflicts: number;
  readonly availability: number;
  /** Lectures too many in a room. */
  readonly roomOccupancy: number;
  /** Students without a seat. */
  readonly roomCapacity: number;
  /** 5 for each day too few that a course is spread over. */
  readonly minWorkingDays: number;
  /** 2 for each lecture of a curriculum with no other next to it that day. */
  readonly compactness: number;
  /** 1 for each room more than one that a course uses. */
  readonly roomStability: number;
}

/**
 * Scores a timetable from the competition's rules: slow, obvious, and independent of the solver.
 * @see Di Gaspero, McCollum, Schaerf: The second international timetabling competition (ITC-2007), track 3, 2007
 */
export function evaluateTimetable(problem: TimetableProblem, timetable: readonly Lecture[]): TimetableScore {
  const { periodsPerDay, days } = problem;
  const courses = new Map(problem.courses.map((course) => [course.id, course]));
  const seats = new Map(problem.rooms.map((room) => [room.id, room.seats]));
  const at = (one: Lecture): number => one.day * periodsPerDay + one.period;
  const of = (id: string): Lecture[] => timetable.filter((one) => one.course === id);
  const sum = <T>(items: readonly T[], amount: (item: T) => number): number =>
    items.reduce((total, item) => total + amount(item), 0);
  const distinct = (items: readonly (string | number)[]): number => new Set(items).size;

  const unknown = timetable.filter(
    (one) =>
      !courses.has(one.course) ||
      !seats.has(one.room) ||
      !(one.day >= 0 && one.day < days && one.period >= 0 && one.period < periodsPerDay),
  );
  const lectures =
    unknown.length +
    sum(problem.courses, ({ id, lectures: wanted }) => {
      const own = of(id);
      return Math.abs(wanted - own.length) + own.length - distinct(own.map(at));
    });
  const together = (a: string, b: string): boolean =>
    courses.get(a)?.teacher === courses.get(b)?.teacher ||
    problem.curricula.some((one) => one.courses.includes(a) && one.courses.includes(b));
  const conflicts = sum(timetable, (one) =>
    sum(timetable, (other) =>
      one.course < other.course && at(one) === at(other) && together(one.course, other.course) ? 1 : 0,
    ),
  );
  const availability = timetable.filter((one) => courses.get(one.course)?.unavailable.includes(at(one))).length;
  const roomOccupancy = timetable.length - distinct(timetable.map((one) => `${one.room} ${at(one)}`));
  const roomCapacity = sum(timetable, (one) =>
    Math.max(0, (courses.get(one.course)?.students ?? 0) - (seats.get(one.room) ?? 0)),
  );
  const minWorkingDays = sum(
    problem.courses,
    ({ id, minDays }) => 5 * Math.max(0, minDays - distinct(of(id).map((one) => one.day))),
  );
  const compactness = sum(problem.curricula, (curriculum) => {
    const own = timetable.filter((one) => curriculum.courses.includes(one.course));
    const hasNeighbour = (one: Lecture): boolean =>
      own.some((other) => other.day === one.day && Math.abs(other.period - one.period) === 1);
    return 2 * own.filter((one) => !hasNeighbour(one)).length;
  });
  const roomStability = sum(problem.courses, ({ id }) => Math.max(0, distinct(of(id).map((one) => one.room)) - 1));
  return {
    hard: lectures + conflicts + availability + roomOccupancy,
    soft: roomCapacity + minWorkingDays + compactness + roomStability,
    lectures,
    conflicts,
    availability,
    roomOccupancy,
    roomCapacity,
    minWorkingDays,
    compactness,
    roomStability,
  };
}
