import { compile, type Compiled } from "./compile.ts";
import type { LinearSolver } from "./exact.ts";
import { lowerBound } from "./lower-bound.ts";
import type { Problem } from "./model.ts";

export interface JointBoundOptions {
  /** From `await (await import("highs")).default()`, or another with its call. */
  readonly highs: LinearSolver;
  /** Seconds at most. Default 60. The call blocks: `jointBoundInThread` (in `/exact-worker`) runs it where it can be ended. */
  readonly seconds?: number;
}

export interface JointBound {
  /** Points no full plan can do without. At least `lowerBound(problem).total`. */
  readonly total: number;
  /** `counted`: the linear program was not solved in time, and this is what counting shows. */
  readonly by: "program" | "counted";
}

/** Starts that are alike: of one slot of the day, and of the same price to every course. */
interface Cell {
  readonly slot: number;
  readonly times: readonly number[];
}

/** What a linear program's objective may be off by; the truth is a whole number. */
const TOLERANCE = 1e-5;

/**
 * A proven lower bound on the soft score of every full plan, by a linear program of all courses together: they share rooms,
 * trainers and what each unit can spare, so not everybody gets the cheapest time. Tighter than `lowerBound`, and slower.
 * @example
 * const highs = await (await import("highs")).default();
 * const gap = (score.soft - jointBound(problem, { highs }).total) / score.soft;
 */
export function jointBound(problem: Problem, { highs, seconds = 60 }: JointBoundOptions): JointBound {
  const counted = lowerBound(problem).total;
  const model = relaxation(compile(problem));
  if (model === null) return { total: counted, by: "counted" };
  const { Status, ObjectiveValue } = highs.solve(model, { time_limit: seconds, output_flag: false });
  if (Status !== "Optimal" || ObjectiveValue === undefined) return { total: counted, by: "counted" };
  return { total: Math.max(counted, Math.ceil(ObjectiveValue - TOLERANCE)), by: "program" };
}

/** Starts by price; courses that are closed then have none. */
function cellsOf(c: Compiled): Cell[] {
  const cells = new Map<string, { slot: number; times: number[] }>();
  for (let t = 0; t < c.T; t++) {
    const prices = c.problem.courses.map((_, i) => (c.courseOpen[i * c.T + t] === 1 ? c.price[i * c.T + t] : "-"));
    if (prices.every((price) => price === "-")) continue;
    const key = `${t % c.K} ${prices.join(" ")}`;
    const own = cells.get(key);
    if (own) own.times.push(t);
    else cells.set(key, { slot: t % c.K, times: [t] });
  }
  return [...cells.values()];
}

/** Rooms that every course sees alike. */
function roomKinds(c: Compiled): number[][] {
  const R = c.problem.rooms.length;
  const kinds = new Map<string, number[]>();
  for (let r = 0; r < R; r++) {
    const key = c.problem.courses.map((_, i) => c.seats[i * R + r]).join(" ");
    const own = kinds.get(key);
    if (own) own.push(r);
    else kinds.set(key, [r]);
  }
  return [...kinds.values()];
}

/**
 * The linear program, in CPLEX LP form; `null` when there is nothing in it. Per block (unit and course) and cell, `x` people
 * and `z` starts they use; per course, cell and kind of room, `y` sessions. Every row holds for every full plan.
 */
function relaxation(c: Compiled): string | null {
  const { T, K, weights } = c;
  const { courses, rooms, trainers, units } = c.problem;
  const cells = cellsOf(c);
  const kinds = roomKinds(c);
  const goal: string[] = [];
  const rows: string[] = [];
  const bounds: string[] = [];
  const sum = (terms: readonly string[]): string =>
    terms.map((term, i) => (i > 0 && i % 10 === 0 ? `\n   ${term}` : term)).join(" + ");
  const least = (terms: readonly string[], least: number): void => {
    if (terms.length > 0 && least > 0) rows.push(`${sum(terms)} >= ${least}`);
  };
  const most = (terms: readonly string[], most: number): void => {
    if (terms.length > 0) rows.push(`${sum(terms)} <= ${most}`);
  };

  // Sessions: within the rooms and the trainers there are.
  const priceIn = (course: number, cell: Cell): number => c.price[course * T + cell.times[0]!]!;
  const isOpen = (course: number, cell: Cell): boolean => c.courseOpen[course * T + cell.times[0]!] === 1;
  const freeIn = (free: Uint8Array, i: number, cell: Cell): number =>
    cell.times.reduce((count, t) => count + free[i * T + t]!, 0);
  const people = new Int32Array(courses.length);
  for (const course of c.courseOf) people[course]!++;
  const needed = courses.map((_, i) => i).filter((course) => people[course]! > 0);
  const seatsOf = (course: number, kind: readonly number[]): number => c.seats[course * rooms.length + kind[0]!]!;
  const sessions = (course: number, g: number): { name: string; seats: number; kind: number }[] =>
    isOpen(course, cells[g]!)
      ? kinds.flatMap((kind, k) => {
          const seats = seatsOf(course, kind);
          return seats > 0 ? [{ name: `y${course}_${g}_${k}`, seats, kind: k }] : [];
        })
      : [];
  for (const course of needed) {
    const all = cells.flatMap((_, g) => sessions(course, g).map((one) => one.name));
    for (const name of all) goal.push(`${weights.session} ${name}`);
    const largest = Math.max(0, ...kinds.map((kind) => seatsOf(course, kind)));
    if (largest > 0) least(all, Math.ceil(people[course]! / largest));
  }
  for (const [g, cell] of cells.entries()) {
    const held = needed.map((course) => sessions(course, g));
    for (const [k, kind] of kinds.entries()) {
      const free = kind.reduce((count, r) => count + freeIn(c.roomFree, r, cell), 0);
      most(
        held.flatMap((own) => own.flatMap((one) => (one.kind === k ? [one.name] : []))),
        free,
      );
    }
    const able = trainers.reduce((count, _, i) => count + freeIn(c.trainerFree, i, cell), 0);
    most(
      held.flatMap((own) => own.map((one) => one.name)),
      able,
    );
    for (const [i, course] of needed.entries()) {
      const own = c.trainersOf[course]!.reduce((count, one) => count + freeIn(c.trainerFree, one, cell), 0);
      most(
        held[i]!.map((one) => one.name),
        own,
      );
    }
  }
  // A trainer's day: over the cells of the same days.
  const bands = new Map<string, number[]>();
  for (const [g, cell] of cells.entries()) {
    const key = cell.times.map((t) => Math.floor(t / K)).join(" ");
    bands.set(key, [...(bands.get(key) ?? []), g]);
  }
  for (const [key, band] of bands) {
    const days = key.split(" ").map(Number);
    const capacity = (some: readonly number[]): number =>
      some.reduce((total, i) => {
        const perDay = days.map((day) => {
          let free = 0;
          for (const g of band) free += c.trainerFree[i * T + day * K + cells[g]!.slot]!;
          return Math.min(free, c.trainerPerDay[i]!);
        });
        return total + perDay.reduce((a, b) => a + b, 0);
      }, 0);
    const inBand = (course: number): string[] => band.flatMap((g) => sessions(course, g).map((one) => one.name));
    most(needed.flatMap(inBand), capacity(trainers.map((_, i) => i)));
    for (const course of needed) most(inBand(course), capacity(c.trainersOf[course]!));
  }

  // People: everybody somewhere, within what the unit can spare and the sessions seat.
  const inCell = new Map<string, string[]>();
  const ofUnit = new Map<string, string[]>();
  const add = (map: Map<string, string[]>, key: string, name: string): void => {
    map.set(key, [...(map.get(key) ?? []), name]);
  };
  for (const [b, course] of c.blockCourse.entries()) {
    const unit = c.blockUnit[b]!;
    const members = [...c.blocks.items.subarray(c.blocks.start[b], c.blocks.start[b + 1])];
    const placed: string[] = [];
    const groups: string[] = [];
    let largest = 0;
    for (const [g, cell] of cells.entries()) {
      if (unit < 0 || !isOpen(course, cell)) continue;
      const able = members.filter((n) => cell.times.some((t) => c.open[c.classOf[n]! * T + t] === 1)).length;
      const limit = Math.min(c.awayLimit[unit * K + cell.slot]!, members.length);
      if (able === 0 || limit === 0) continue;
      largest = Math.max(largest, limit);
      const [x, z] = [`x${b}_${g}`, `z${b}_${g}`];
      placed.push(x);
      groups.push(z);
      goal.push(`${priceIn(course, cell)} ${x}`, `${weights.unitSplit} ${z}`);
      rows.push(`${x} - ${limit} ${z} <= 0`);
      bounds.push(`${x} <= ${able}`, `${z} <= ${cell.times.length}`);
      add(inCell, `${course} ${g}`, x);
      add(ofUnit, `${unit} ${g}`, x);
    }
    // Who can never come leaves the problem without a full plan, and any bound is true of none.
    if (placed.length === 0) return null;
    rows.push(`${sum(placed)} = ${members.length}`);
    least(groups, Math.ceil(members.length / largest));
  }
  for (const [key, names] of inCell) {
    const [course = 0, g = 0] = key.split(" ").map(Number);
    const seats = sessions(course, g).map((one) => `- ${one.seats} ${one.name}`);
    rows.push(`${sum(names)} ${seats.map((one, i) => (i % 10 === 9 ? `\n ${one}` : one)).join(" ")} <= 0`);
  }
  for (const [key, names] of ofUnit) {
    const [unit = 0, g = 0] = key.split(" ").map(Number);
    const limit = Math.min(c.awayLimit[unit * K + cells[g]!.slot]!, c.needs.length);
    most(names, limit * cells[g]!.times.length);
  }
  if (goal.length === 0 || units.length === 0) return null;
  return [
    "Minimize",
    ` obj: ${sum(goal)}`,
    "Subject To",
    ...rows.map((row, i) => ` r${i}: ${row}`),
    "Bounds",
    ...bounds.map((one) => ` ${one}`),
    "End",
  ].join("\n");
}
