import { isAway, isWithin, weekday, weekNumber } from "./calendar.ts";
import { defaultWeights, type Course, type FreeTime, type Problem, type Weights } from "./model.ts";
import { accessOpens, maxAway, needsOf, preparationOpens, type Need } from "./needs.ts";
import { rulesOf } from "./problem-rule.ts";

/** A limit nobody reaches. */
const NO_LIMIT = 1_000_000_000;

/** For every key, the run of entries `items[start[key]] … items[start[key + 1] - 1]`. */
export interface Runs {
  readonly start: Int32Array;
  readonly items: Int32Array;
}

/** A rule of order: `other` comes first (or last, seen from there) with at least so many days between. */
interface Order {
  readonly other: number;
  readonly gap: number;
}

/**
 * A problem as numbers. A time `t` is `day * K + slot`; a need is a place to find (person × course); a block is the needs
 * of one unit in one course.
 */
export interface Compiled {
  readonly problem: Problem;
  readonly needs: readonly Need[];
  readonly weights: Weights;
  readonly D: number;
  readonly K: number;
  readonly T: number;
  readonly unitOf: Int32Array;
  readonly courseOf: Int32Array;
  readonly blockOf: Int32Array;
  /** Needs with the same free times in the same course share a class. */
  readonly classOf: Int32Array;
  /** `[class * T + t]`: 1 when such a need can be met by a session that starts at t. */
  readonly open: Uint8Array;
  /** The person's other needs, for people with several. */
  readonly siblings: readonly (readonly number[] | undefined)[];
  /** By need: needs of the same person that must come first, and those that must come after. */
  readonly needBefore: readonly (readonly Order[] | undefined)[];
  readonly needAfter: readonly (readonly Order[] | undefined)[];
  readonly blocks: Runs;
  readonly blockUnit: Int32Array;
  readonly blockCourse: Int32Array;
  /** By block: blocks of the same unit that must come first, and those that must come after. */
  readonly blockBefore: readonly (readonly Order[] | undefined)[];
  readonly blockAfter: readonly (readonly Order[] | undefined)[];
  /** `[unit * K + slot]`: people away at most. */
  readonly awayLimit: Int32Array;
  readonly duration: Int32Array;
  /** `[course * T + t]`: 1 when a session may start at t as far as the course goes. */
  readonly courseOpen: Uint8Array;
  /** `[course * T + t]`: points per person. */
  readonly price: Int32Array;
  /** `[course * R + room]`: people at most; 0 when the course can't be held there. */
  readonly seats: Int32Array;
  /** Rooms the course can be held in, most places first. */
  readonly roomsOf: readonly (readonly number[])[];
  readonly trainersOf: readonly (readonly number[])[];
  /** `[room * T + t]`, `[trainer * T + t]`: 1 when there. */
  readonly roomFree: Uint8Array;
  readonly trainerFree: Uint8Array;
  readonly trainerPerDay: Int32Array;
  readonly trainerPerWeek: Int32Array;
  readonly hasWeekLimit: boolean;
  /** By day: its week, numbered from 0 in the order of the days, and the weeks in all. */
  readonly weekOf: Int32Array;
  readonly weeks: number;
}

/** States a problem as numbers for the solver. O(needs + classes × times). */
export function compile(problem: Problem): Compiled {
  const { days, slots, units, courses, rooms, trainers } = problem;
  const [D, K, C, R] = [days.length, slots.length, courses.length, rooms.length];
  const T = D * K;
  const weights = { ...defaultWeights, ...problem.weights };
  const needs = needsOf(problem);
  const unitIndex = new Map(units.map((unit, i) => [unit.id, i]));
  const courseIndex = new Map(courses.map((course, i) => [course.id, i]));
  const weekNumbers = [...new Set(days.map(weekNumber))];
  const dayIndex = new Map(days.map((day, i) => [day, i]));
  const slotIndex = new Map(slots.map((slot, i) => [slot.id, i]));
  const unitOf = Int32Array.from(needs, (need) => unitIndex.get(need.person.unit) ?? -1);
  const courseOf = Int32Array.from(needs, (need) => courseIndex.get(need.course.id)!);
  const duration = Int32Array.from(courses, (course) => course.durationSlots ?? 1);

  const courseOpen = new Uint8Array(C * T);
  const price = new Int32Array(C * T);
  for (const [c, course] of courses.entries()) {
    const prepared = preparationOpens(course);
    const opens = days.findIndex((day) => day >= course.window.from);
    for (let d = 0; d < D; d++) {
      const isOpen = isWithin(course.window, days[d]!) && days[d]! >= prepared;
      const late = weights.lateEvery === 0 || opens < 0 || d < opens ? 0 : Math.floor((d - opens) / weights.lateEvery);
      for (let k = 0; k < K; k++) {
        const t = c * T + d * K + k;
        courseOpen[t] = isOpen && k + duration[c]! <= K ? 1 : 0;
        price[t] = late + (course.slotCost?.[slots[k]!.id] ?? 0);
      }
    }
  }

  const { classOf, open } = classes(problem, needs, courseOf, courseOpen, unitIndex);
  const order = orders(needs, unitOf, courseOf, courseIndex);

  const staff = new Map<string, number>();
  for (const person of problem.people) staff.set(person.unit, (staff.get(person.unit) ?? 0) + 1);
  const awayLimit = Int32Array.from({ length: units.length * K }, (_, i) => {
    const unit = units[Math.floor(i / K)]!;
    return Math.min(NO_LIMIT, maxAway(unit, slots[i % K]!.id, staff.get(unit.id) ?? 0));
  });

  const seats = Int32Array.from({ length: C * R }, (_, i) => placesIn(courses[Math.floor(i / R)]!, rooms[i % R]!));
  const classRules = rulesOf(problem, "class-seats");
  const standing = (course: number, room: number): number =>
    classRules.reduce(
      (sum, { people }) => sum + Math.max(0, (people[courses[course]!.id] ?? 0) - rooms[room]!.seats),
      0,
    );
  const free = (
    all: readonly {
      readonly busy?: readonly { readonly day: string; readonly slot: string }[];
    }[],
    away: (i: number, day: string, slot: string) => boolean,
  ): Uint8Array => {
    const mask = Uint8Array.from({ length: all.length * T }, (_, x) =>
      away(Math.floor(x / T), days[Math.floor((x % T) / K)]!, slots[x % K]!.id) ? 0 : 1,
    );
    for (const [i, { busy = [] }] of all.entries()) {
      for (const { day, slot } of busy) {
        const [d, k] = [dayIndex.get(day), slotIndex.get(slot)];
        if (d !== undefined && k !== undefined) mask[i * T + d * K + k] = 0;
      }
    }
    return mask;
  };

  return {
    problem,
    needs,
    weights,
    D,
    K,
    T,
    unitOf,
    courseOf,
    classOf,
    open,
    ...order,
    awayLimit,
    duration,
    courseOpen,
    price,
    seats,
    roomsOf: courses.map((_, c) =>
      rooms
        .map((_, r) => r)
        .filter((r) => seats[c * R + r]! > 0)
        // Of rooms that seat as many of the course, the smallest: the larger ones are left to courses that fill them.
        .sort(
          (a, b) =>
            seats[c * R + b]! - seats[c * R + a]! ||
            standing(c, a) - standing(c, b) ||
            rooms[a]!.seats - rooms[b]!.seats ||
            a - b,
        ),
    ),
    trainersOf: courses.map((course) =>
      trainers.map((_, i) => i).filter((i) => trainers[i]!.qualifications.includes(course.id)),
    ),
    roomFree: free(rooms, (r, day) => (rooms[r]!.absences ?? []).some((range) => isWithin(range, day))),
    trainerFree: free(trainers, (i, day, slot) => isAway(trainers[i]!, day, slot)),
    trainerPerDay: Int32Array.from(trainers, (trainer) => trainer.maxPerDay ?? NO_LIMIT),
    trainerPerWeek: Int32Array.from(trainers, (trainer) => trainer.maxPerWeek ?? NO_LIMIT),
    hasWeekLimit: trainers.some((trainer) => trainer.maxPerWeek !== undefined),
    weekOf: Int32Array.from(days, (day) => weekNumbers.indexOf(weekNumber(day))),
    weeks: weekNumbers.length,
  };
}

/** Takes the days before `day` out of a compiled problem: what is past can be kept, and nothing new can happen in it. */
export function closeBefore(c: Compiled, day: string): void {
  const first = c.problem.days.findIndex((one) => one >= day);
  const past = (first < 0 ? c.D : first) * c.K;
  for (const open of [c.courseOpen, c.open])
    for (let from = 0; from < open.length; from += c.T) open.fill(0, from, from + past);
}

function placesIn(course: Course, room: Problem["rooms"][number]): number {
  const held = course.held ?? "room";
  if (held !== "either" && held !== (room.online ? "online" : "room")) return 0;
  return Math.min(room.seats, room.online ? (course.onlineCapacity ?? course.capacity) : course.capacity);
}

/** Needs that can be met at the same times, and those times. */
function classes(
  problem: Problem,
  needs: readonly Need[],
  courseOf: Int32Array,
  courseOpen: Uint8Array,
  unitIndex: ReadonlyMap<string, number>,
): { classOf: Int32Array; open: Uint8Array } {
  const { days, slots } = problem;
  const K = slots.length;
  const T = days.length * K;
  const known = new Map<string, number>();
  const examples: number[] = [];
  const opens = needs.map(({ course, person }) =>
    // Somebody without a known unit can't be given a place: nobody knows whom it would leave alone.
    unitIndex.has(person.unit)
      ? accessOpens(problem, course, person, problem.units[unitIndex.get(person.unit)!])
      : null,
  );
  const classOf = Int32Array.from(needs, ({ person }, n) => {
    const away = person.freeTime || person.absences ? JSON.stringify([person.freeTime, person.absences]) : "";
    const key = `${courseOf[n]} ${opens[n]} ${away}`;
    const found = known.get(key) ?? examples.length;
    if (found === examples.length) {
      known.set(key, found);
      examples.push(n);
    }
    return found;
  });
  const open = new Uint8Array(examples.length * T);
  const weekdays = days.map(weekday);
  const slotIndex = new Map(slots.map((slot, k) => [slot.id, k]));
  for (const [cls, n] of examples.entries()) {
    const { person, course } = needs[n]!;
    const live = opens[n]!;
    if (live === null) continue;
    const c = courseOf[n]!;
    const duration = course.durationSlots ?? 1;
    const weeks = Array.from({ length: 8 }, (_, one) => freeMask(person.freeTime ?? [], one, slotIndex, K));
    const absences = person.absences ?? [];
    for (let d = 0; d < days.length; d++) {
      const day = days[d]!;
      const free = weeks[weekdays[d]!]!;
      if (day < live || absences.some((range) => isWithin(range, day))) continue;
      for (let k = 0; k < K; k++) {
        const t = d * K + k;
        let isOpen = courseOpen[c * T + t]!;
        for (let i = 0; i < duration && isOpen === 1; i++) if (free[k + i] === 1) isOpen = 0;
        open[cls * T + t] = isOpen;
      }
    }
  }
  return { classOf, open };
}

/** `[slot]`: 1 when these weekly free times take it on this weekday. */
function freeMask(
  freeTime: readonly FreeTime[],
  weekday: number,
  slotIndex: ReadonlyMap<string, number>,
  K: number,
): Uint8Array {
  const mask = new Uint8Array(K);
  for (const free of freeTime) {
    if (free.weekday !== weekday) continue;
    if (free.slots) for (const slot of free.slots) mask[slotIndex.get(slot) ?? K] = 1;
    else mask.fill(1);
  }
  return mask;
}

/** Blocks, siblings and what comes before what. */
function orders(
  needs: readonly Need[],
  unitOf: Int32Array,
  courseOf: Int32Array,
  courseIndex: ReadonlyMap<string, number>,
) {
  const blockIds = new Map<string, number>();
  const members: number[][] = [];
  const byPerson = new Map<string, number[]>();
  const blockOf = new Int32Array(needs.length);
  for (const [n, need] of needs.entries()) {
    const key = `${unitOf[n]} ${courseOf[n]}`;
    let block = blockIds.get(key);
    if (block === undefined) {
      block = members.length;
      blockIds.set(key, block);
      members.push([]);
    }
    members[block]!.push(n);
    blockOf[n] = block;
    const own = byPerson.get(need.person.id);
    if (own) own.push(n);
    else byPerson.set(need.person.id, [n]);
  }

  const empty = <T>(length: number): (T[] | undefined)[] => Array.from<T[] | undefined>({ length });
  const add = (lists: (Order[] | undefined)[], i: number, order: Order): void => {
    (lists[i] ??= []).push(order);
  };
  const blockBefore = empty<Order>(members.length);
  const blockAfter = empty<Order>(members.length);
  const needBefore = empty<Order>(needs.length);
  const needAfter = empty<Order>(needs.length);
  const siblings = empty<number>(needs.length);
  for (const [block, [n]] of members.entries()) {
    for (const required of needs[n!]!.course.requires ?? []) {
      const other = blockIds.get(`${unitOf[n!]} ${courseIndex.get(required.course)}`);
      if (required.scope !== "unit" || other === undefined) continue;
      add(blockBefore, block, { other, gap: required.minWorkingDays });
      add(blockAfter, other, { other: block, gap: required.minWorkingDays });
    }
  }
  for (const [n, { person, course }] of needs.entries()) {
    const own = byPerson.get(person.id)!;
    if (own.length > 1) siblings[n] = own.filter((other) => other !== n);
    for (const required of course.requires ?? []) {
      if (required.scope !== "person" || person.completed?.includes(required.course)) continue;
      const other = own.find((one) => needs[one]!.course.id === required.course);
      // A requirement the person can never meet: -1 bars the need for good.
      add(needBefore, n, { other: other ?? -1, gap: required.minWorkingDays });
      if (other !== undefined) add(needAfter, other, { other: n, gap: required.minWorkingDays });
    }
  }

  const start = new Int32Array(members.length + 1);
  for (const [block, own] of members.entries()) start[block + 1] = start[block]! + own.length;
  return {
    blockOf,
    blocks: { start, items: Int32Array.from(members.flat()) },
    blockUnit: Int32Array.from(members, ([n]) => unitOf[n!]!),
    blockCourse: Int32Array.from(members, ([n]) => courseOf[n!]!),
    blockBefore,
    blockAfter,
    needBefore,
    needAfter,
    siblings,
  };
}
