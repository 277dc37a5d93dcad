import { Random } from "../src/random.ts";
import type { TimetableProblem } from "../src/timetable-model.ts";

/** How tight a made-up timetable is. */
export interface Tightness {
  readonly seed: number;
  /** Of 100 places (room and period), how many are needed. */
  readonly filled: number;
  /** Of 100 periods in which a course is not held, how many it can't be held in. */
  readonly unavailable: number;
  readonly curricula: number;
}

/**
 * Makes up a timetable of the competition's size around a hidden solution: courses, teachers and curricula are chosen so that
 * it holds, and everything else is made as tight as asked for. What must hold can be met, then, and nothing says how.
 */
export function tightTimetable({ seed, filled, unavailable, curricula: wanted }: Tightness): TimetableProblem {
  const random = new Random(seed);
  const [days, periodsPerDay, R] = [5, 5 + random.below(2), 8 + random.below(10)];
  const P = days * periodsPerDay;
  const free = Array.from({ length: P }, () => R);
  let left = Math.floor((P * R * filled) / 100);
  const held: number[][] = [];
  while (left > 0) {
    const periods = Array.from({ length: P }, (_, p) => p).filter((p) => free[p]! > 0);
    const own: number[] = [];
    for (let i = Math.min(left, 1 + random.below(6), periods.length); i > 0; i--)
      own.push(...periods.splice(random.below(periods.length), 1));
    for (const p of own) free[p]! -= 1;
    left -= own.length;
    held.push(own);
  }
  const meet = (a: number, b: number): boolean => held[a]!.some((p) => held[b]!.includes(p));
  /** Adds a course to the first of the groups in which it meets nobody. */
  const join = (groups: number[][], c: number): number => {
    let g = groups.findIndex((group) => group.every((other) => !meet(c, other)));
    if (g < 0) g = groups.push([]) - 1;
    groups[g]!.push(c);
    return g;
  };
  const staff: number[][] = [];
  const teacher = held.map((_, c) => (random.below(3) === 0 ? join(staff, c) : staff.push([c]) - 1));
  const curricula = Array.from({ length: wanted }, (_, q) => {
    const own: number[] = [];
    for (let tries = 0; tries < 40 && own.length < 6; tries++) {
      const c = random.below(held.length);
      if (!own.includes(c) && own.every((other) => !meet(c, other))) own.push(c);
    }
    return { id: `q${q}`, courses: own.map((c) => `c${c}`) };
  });
  return {
    name: `tight ${seed}`,
    days,
    periodsPerDay,
    courses: held.map((own, c) => ({
      id: `c${c}`,
      teacher: `t${teacher[c]}`,
      lectures: own.length,
      minDays: 1 + random.below(Math.min(days, own.length)),
      students: 5 + random.below(150),
      unavailable: Array.from({ length: P }, (_, p) => p).filter(
        (p) => !own.includes(p) && random.below(100) < unavailable,
      ),
    })),
    rooms: Array.from({ length: R }, (_, r) => ({ id: `r${r}`, seats: 20 + random.below(150) })),
    curricula,
  };
}
