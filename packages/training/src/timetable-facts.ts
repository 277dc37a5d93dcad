import type { Runs } from "./compile.ts";
import type { TimetableProblem } from "./timetable-model.ts";

/** What does not change about a timetable, as numbers. A period `p` is `day * perDay + slot`. */
export class TimetableFacts {
  readonly problem: TimetableProblem;
  readonly courses: number;
  readonly rooms: number;
  readonly periods: number;
  readonly perDay: number;
  readonly days: number;
  /** Per period: its day, and its place in the day. */
  readonly dayOf: Int32Array;
  readonly slotOf: Int32Array;
  /** Per lecture: its course. */
  readonly course: Int32Array;
  /** `[course * periods + period]`: 1 when the course can be held. Per course: those periods. */
  readonly open: Uint8Array;
  readonly openPeriods: Runs;
  /** `[course * courses + course]`: 1 when they must not meet; a course and itself too. Per course: those courses. */
  readonly clash: Uint8Array;
  readonly clashes: Runs;
  /** `[course * rooms + room]`: students without a seat. */
  readonly tooSmall: Int32Array;
  /** Per course: days it should be spread over. */
  readonly minDays: Int32Array;
  /** Per curriculum: its weight. Equal curricula are one here, and weigh as much as they do together. */
  readonly weight: Int32Array;
  /** Per course: its curricula. `[curriculum * courses + course]`: 1 when it is one of them. */
  readonly curricula: Runs;
  readonly isIn: Uint8Array;
  /** By the periods of a day in use, as bits: points for lectures without a neighbour. */
  readonly isolated: Uint8Array;

  constructor(problem: TimetableProblem) {
    const { days, periodsPerDay, rooms, courses } = problem;
    const [C, P] = [courses.length, days * periodsPerDay];
    this.problem = problem;
    this.courses = C;
    this.rooms = rooms.length;
    this.periods = P;
    this.perDay = periodsPerDay;
    this.days = days;
    this.dayOf = Int32Array.from({ length: P }, (_, p) => Math.floor(p / periodsPerDay));
    this.slotOf = Int32Array.from({ length: P }, (_, p) => p % periodsPerDay);
    this.course = Int32Array.from(courses.flatMap(({ lectures }, c) => Array.from({ length: lectures }, () => c)));
    this.open = new Uint8Array(C * P).fill(1);
    for (const [c, course] of courses.entries())
      for (const p of course.unavailable) if (p < P) this.open[c * P + p] = 0;
    const periods = Array.from({ length: P }, (_, p) => p);
    this.openPeriods = runsOf(courses.map((_, c) => periods.filter((p) => this.open[c * P + p] === 1)));

    const curricula = distinctCurricula(problem);
    this.weight = Int32Array.from(curricula, ({ weight }) => weight);
    this.isIn = new Uint8Array(curricula.length * C);
    for (const [q, { own }] of curricula.entries()) for (const c of own) this.isIn[q * C + c] = 1;
    const ownCurricula = courses.map((_, c) => [...curricula.keys()].filter((q) => this.isIn[q * C + c] === 1));
    this.curricula = runsOf(ownCurricula);
    this.clash = Uint8Array.from({ length: C * C }, (_, i) => {
      const [a, b] = [Math.floor(i / C), i % C];
      const isSameTeacher = courses[a]!.teacher === courses[b]!.teacher;
      return a === b || isSameTeacher || ownCurricula[a]!.some((q) => this.isIn[q * C + b] === 1) ? 1 : 0;
    });
    this.clashes = runsOf(courses.map((_, c) => [...courses.keys()].filter((b) => this.clash[c * C + b] === 1)));
    this.tooSmall = Int32Array.from({ length: C * rooms.length }, (_, i) =>
      Math.max(0, courses[Math.floor(i / rooms.length)]!.students - rooms[i % rooms.length]!.seats),
    );
    this.minDays = Int32Array.from(courses, (course) => course.minDays);
    // Long days would need a long table; the bits are counted then.
    this.isolated = Uint8Array.from({ length: 1 << Math.min(12, periodsPerDay) }, (_, bits) => countIsolated(bits));
  }

  /** Points for the periods of a day that have no neighbour. */
  isolatedIn(bits: number): number {
    return bits < this.isolated.length ? this.isolated[bits]! : countIsolated(bits);
  }
}

/** Curricula as course indexes; those with the same courses are one, which weighs as much as they do together. */
function distinctCurricula({ courses, curricula }: TimetableProblem): { own: readonly number[]; weight: number }[] {
  const index = new Map(courses.map((course, c) => [course.id, c]));
  const found = new Map<string, { own: readonly number[]; weight: number }>();
  for (const curriculum of curricula) {
    const own = [...new Set(curriculum.courses.map((id) => index.get(id)!))].sort((a, b) => a - b);
    const same = found.get(own.join());
    if (same) same.weight += 1;
    else found.set(own.join(), { own, weight: 1 });
  }
  return [...found.values()];
}

function runsOf(lists: readonly (readonly number[])[]): Runs {
  const start = new Int32Array(lists.length + 1);
  for (const [i, list] of lists.entries()) start[i + 1] = start[i]! + list.length;
  return { start, items: Int32Array.from(lists.flat()) };
}

function countIsolated(bits: number): number {
  const alone = bits & ~(bits << 1) & ~(bits >>> 1);
  let points = 0;
  for (let rest = alone; rest !== 0; rest &= rest - 1) points += 2;
  return points;
}
