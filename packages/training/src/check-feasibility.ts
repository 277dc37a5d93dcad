import { compile, type Compiled } from "./compile.ts";
import type { Finding } from "./finding.ts";
import { finding } from "./messages.ts";
import type { Course, Day, Problem } from "./model.ts";
import { accessOpens, preparationOpens } from "./needs.ts";
import { ruleFaults } from "./rule-feasibility.ts";

/**
 * Checks by simple counting whether everybody can get a place: dates that pass each other, courses nobody can hold, too few
 * seats, units that may let too few go. Each finding stands for itself and names a course or unit and what to change.
 * @returns findings of severity `must`, in the order of courses. Empty does not prove that a full plan exists:
 *   `explainInfeasible` looks further
 */
export function checkFeasibility(problem: Problem): Finding[] {
  return feasibilityOf(compile(problem));
}

/** The same for a compiled problem. */
export function feasibilityOf(c: Compiled): Finding[] {
  if (c.needs.length === 0) return [finding("training.nothing-to-do", "courses", undefined)];
  const needs = c.problem.courses.map((): number[] => []);
  for (let n = 0; n < c.needs.length; n++) needs[c.courseOf[n]!]!.push(n);
  const perCourse = c.problem.courses.flatMap((course, index) => {
    const own = needs[index]!;
    if (own.length === 0) return [];
    const base = courseFaults(c, course, index, own);
    // What follows from a fault of the whole course is not said again person by person.
    if (base.length > 0) return base;
    // Those who can never come are told of once; the rest is about the others.
    const able = own.filter((n) => opensAtAll(c, n));
    return [
      ...peopleFaults(c, course, own),
      ...seatFaults(c, course, index, able),
      ...unitFaults(c, index),
      ...orderFaults(c, index),
    ];
  });
  return [...perCourse, ...ruleFaults(c)];
}

/** What bars a whole course. */
function courseFaults(c: Compiled, course: Course, index: number, own: readonly number[]): Finding[] {
  const { days, slots } = c.problem;
  const found: Finding[] = [];
  const { from, to } = course.window;
  const people = own.length;
  if (!days.some((day) => from <= day && day <= to)) found.push(finding("training.no-days", course.id, { from, to }));
  if (c.duration[index]! > slots.length)
    found.push(finding("training.too-long", course.id, { duration: c.duration[index]!, slots: slots.length }));
  if (course.gate && (c.problem.gates?.[course.gate.id] ?? null) === null)
    found.push(finding("training.access-unknown", course.id, { gate: course.gate.id, people }));
  const prepared = preparationOpens(course);
  if (prepared > to) found.push(finding("training.preparation-after-window", course.id, { opens: prepared, to }));
  if (course.capacity === 0 && (course.onlineCapacity ?? 0) === 0)
    found.push(finding("training.no-capacity", course.id, { people }));
  else if (c.roomsOf[index]!.length === 0)
    found.push(finding("training.no-room", course.id, { held: course.held ?? "room" }));
  const trainers = c.trainersOf[index]!;
  if (trainers.length === 0) found.push(finding("training.no-trainer", course.id, { people }));
  else if (found.length === 0 && seatsByDay(c, index).every((seats) => seats === 0))
    found.push(finding("training.trainer-never-free", course.id, { from, to, trainers: trainers.length }));
  return found;
}

/** People whose own dates leave no time. */
function peopleFaults(c: Compiled, course: Course, own: readonly number[]): Finding[] {
  const { from, to } = course.window;
  const late = new Map<Day, number>();
  let away = 0;
  for (const n of own) {
    const { person } = c.needs[n]!;
    const opens = accessOpens(c.problem, course, person, c.problem.units[c.unitOf[n]!]);
    if (opens !== null && opens > to) late.set(opens, (late.get(opens) ?? 0) + 1);
    else if (c.unitOf[n]! >= 0 && !opensAtAll(c, n)) away++;
  }
  return [
    ...[...late].map(([opens, people]) => finding("training.access-after-window", course.id, { opens, to, people })),
    ...(away > 0 ? [finding("training.person-never-free", course.id, { people: away, from, to })] : []),
  ];
}

const opensAtAll = (c: Compiled, n: number): boolean => {
  const from = c.classOf[n]! * c.T;
  return c.open.subarray(from, from + c.T).includes(1);
};

/** Seats a course can have per day at most: rooms and qualified trainers that are there, and the trainers' daily limits. */
export function seatsByDay(c: Compiled, course: number): number[] {
  const R = c.problem.rooms.length;
  const duration = c.duration[course]!;
  const isFree = (free: Uint8Array, i: number, t: number): boolean => {
    for (let x = i * c.T + t; x < i * c.T + t + duration; x++) if (free[x] === 0) return false;
    return true;
  };
  return Array.from({ length: c.D }, (_, day) => {
    const offers: number[] = [];
    const trainerStarts = new Map<number, number>();
    for (let t = day * c.K; t < (day + 1) * c.K; t++) {
      if (c.courseOpen[course * c.T + t] === 0) continue;
      const trainers = c.trainersOf[course]!.filter((i) => isFree(c.trainerFree, i, t));
      for (const i of trainers) trainerStarts.set(i, (trainerStarts.get(i) ?? 0) + 1);
      const rooms = c.roomsOf[course]!.filter((r) => isFree(c.roomFree, r, t));
      for (const r of rooms.slice(0, trainers.length)) offers.push(c.seats[course * R + r]!);
    }
    let most = 0;
    for (const [i, starts] of trainerStarts) most += Math.min(starts, c.trainerPerDay[i]!);
    return offers
      .sort((a, b) => b - a)
      .slice(0, most)
      .reduce((sum, seats) => sum + seats, 0);
  });
}

function seatFaults(c: Compiled, course: Course, index: number, own: readonly number[]): Finding[] {
  const seats = seatsByDay(c, index).reduce((sum, one) => sum + one, 0);
  if (seats >= own.length) return [];
  const most = Math.max(1, ...c.roomsOf[index]!.map((r) => c.seats[index * c.problem.rooms.length + r]!));
  const sessions = Math.ceil((own.length - seats) / most);
  return [finding("training.too-few-seats", course.id, { people: own.length, seats, ...course.window, sessions })];
}

/** Units that may let go of too few for a course, whatever the seats. */
function unitFaults(c: Compiled, course: number): Finding[] {
  return blocksOf(c, course).flatMap((b) => {
    const u = c.blockUnit[b]!;
    if (u < 0) return [];
    const own = membersOf(c, b).filter((n) => opensAtAll(c, n));
    let places = 0;
    let slots = 0;
    let cap = 0;
    for (let t = 0; t < c.T; t++) {
      const able = own.filter((n) => c.open[c.classOf[n]! * c.T + t] === 1).length;
      if (able === 0) continue;
      const limit = c.awayLimit[u * c.K + (t % c.K)]!;
      slots++;
      cap = Math.max(cap, limit);
      places += Math.min(able, limit);
    }
    const unit = c.problem.units[u]!.id;
    const people = own.length;
    return places >= people
      ? []
      : [finding("training.unit-cap", c.problem.courses[course]!.id, { unit, people, places, cap, slots })];
  });
}

const blocksOf = (c: Compiled, course: number): number[] =>
  [...c.blockCourse.keys()].filter((b) => c.blockCourse[b] === course);

const membersOf = (c: Compiled, b: number): number[] => [
  ...c.blocks.items.subarray(c.blocks.start[b], c.blocks.start[b + 1]),
];

/** First and last day a need can be met, by its own free times; `[D, -1]` when never. */
function daysOf(c: Compiled, n: number): [first: number, last: number] {
  const open = c.open.subarray(c.classOf[n]! * c.T, (c.classOf[n]! + 1) * c.T);
  const first = open.indexOf(1);
  return first < 0 ? [c.D, -1] : [Math.floor(first / c.K), Math.floor(open.lastIndexOf(1) / c.K)];
}

/** Requirements that end after the course does. */
function orderFaults(c: Compiled, course: number): Finding[] {
  const ready = new Map<string, { required: string; day: number; people: number }>();
  const late = (required: number, n: number, earliest: number, gap: number): void => {
    const [, last] = daysOf(c, n);
    if (earliest + gap <= last || last < 0) return;
    const id = c.problem.courses[required]!.id;
    const before = ready.get(id);
    ready.set(id, {
      required: id,
      day: Math.max(before?.day ?? 0, earliest + gap),
      people: (before?.people ?? 0) + 1,
    });
  };
  for (const b of blocksOf(c, course)) {
    for (const { other, gap } of c.blockBefore[b] ?? []) {
      // Who is never there is told of at their own course; nobody waits for them here.
      const earliest = membersOf(c, other).reduce((most, n) => Math.max(most, daysOf(c, n)[0] % c.D), 0);
      for (const n of membersOf(c, b)) late(c.blockCourse[other]!, n, earliest, gap);
    }
    for (const n of membersOf(c, b)) {
      for (const { other, gap } of c.needBefore[n] ?? []) {
        if (other >= 0) late(c.courseOf[other]!, n, daysOf(c, other)[0], gap);
      }
    }
  }
  const { id, window } = c.problem.courses[course]!;
  return [...ready.values()].map(({ required, day, people }) =>
    finding("training.precedence-window", id, {
      required,
      ready: c.problem.days[day] ?? `> ${c.problem.days.at(-1)}`,
      to: window.to,
      people,
    }),
  );
}
