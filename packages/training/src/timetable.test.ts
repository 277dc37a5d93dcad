import { existsSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { smallTimetable } from "../test/small-timetable.ts";
import { tightTimetable } from "../test/tight-timetable.ts";
import { Random } from "./random.ts";
import { CONFLICT, TimetableBoard } from "./timetable-board.ts";
import { TimetableChain } from "./timetable-chain.ts";
import { evaluateTimetable } from "./timetable-model.ts";
import { TimetableSearch } from "./timetable-search.ts";
import { readCtt, solveTimetable, writeCttSolution } from "./timetable.ts";

describe("the running score", () => {
  test("counts conflicts and points as the rules do, at every step", () => {
    fc.assert(
      fc.property(smallTimetable, fc.nat(), fc.constantFrom(0.5, 10, 300), (problem, seed, temperature) => {
        const search = new TimetableSearch(new TimetableBoard(problem), new Random(seed));
        const { board } = search;
        search.setTemperature(temperature);
        for (let round = 0; round < 30; round++) {
          const before = board.energy;
          board.recount();
          expect(board.energy).toBe(before);
          const score = evaluateTimetable(problem, board.lectures());
          expect(score.roomOccupancy).toBe(0);
          // Without conflicts each rule counts the same; with them the competition counts some lectures twice.
          const counted = { conflicts: board.conflicts, soft: board.energy - CONFLICT * board.conflicts };
          const isClean = score.hard === 0;
          expect(isClean ? { conflicts: 0, soft: score.soft } : counted.conflicts > 0).toEqual(
            isClean ? counted : true,
          );
          search.run(5);
        }
      }),
      { numRuns: process.env["MILSTOLPE_LONG"] ? 3000 : 150 },
    );
  });
});

test("a chain costs what it said, brings no conflict, and gives every lecture a room", () => {
  let chains = 0;
  fc.assert(
    fc.property(smallTimetable, fc.nat(), (problem, seed) => {
      const random = new Random(seed);
      const { board } = new TimetableSearch(new TimetableBoard(problem), random);
      const chain = new TimetableChain(board);
      for (let i = 0; i < 40 && board.course.length > 0; i++) {
        const l = random.below(board.course.length);
        const p2 = random.below(board.periods);
        if (p2 === board.period[l] || board.conflictsAt[p2]! + board.conflictsAt[board.period[l]!]! > 0) continue;
        const { energy, conflicts } = board;
        const before = board.lectures();
        const delta = chain.delta(l, p2, 1e9);
        expect(board.lectures()).toEqual(before);
        if (delta === Infinity) continue;
        chains += 1;
        chain.apply();
        board.recount();
        expect(board.energy - energy).toBe(delta);
        expect(board.conflicts).toBe(conflicts);
        const { hard, roomOccupancy, soft } = evaluateTimetable(problem, board.lectures());
        expect(roomOccupancy).toBe(0);
        expect(conflicts > 0 || (hard === 0 && soft === board.energy)).toBe(true);
      }
    }),
    { numRuns: process.env["MILSTOLPE_LONG"] ? 5000 : 300 },
  );
  expect(chains).toBeGreaterThan(100);
});

test("the same seed and iterations give the same timetable; the best is what is returned", async () => {
  await fc.assert(
    fc.asyncProperty(smallTimetable, fc.nat(), async (problem, seed) => {
      const run = () => solveTimetable(problem, { seed, iterations: 2000 });
      const [a, b] = [await run(), await run()];
      expect(JSON.stringify(a)).toBe(JSON.stringify(b));
      expect(a.score).toEqual(evaluateTimetable(problem, a.timetable));
    }),
    { numRuns: 20 },
  );
});

const toy = `Name: Toy
Courses: 2
Rooms: 2
Days: 2
Periods_per_day: 3
Curricula: 1
Constraints: 1

COURSES:
SceCosC Ocra 2 2 30
ArcTec Indaco 2 2 42

ROOMS:
rA 32
rB 50

CURRICULA:
Cur1 2 SceCosC ArcTec

UNAVAILABILITY_CONSTRAINTS:
ArcTec 0 0

END.
`;

describe("a .ctt file", () => {
  test("is read, and its solution written line by line", async () => {
    const read = readCtt(toy);
    if (!read.ok) throw new Error("not read");
    expect(read.value.courses[1]).toEqual({
      id: "ArcTec",
      teacher: "Indaco",
      lectures: 2,
      minDays: 2,
      students: 42,
      unavailable: [0],
    });
    const { score, timetable } = await solveTimetable(read.value, { seed: 1, iterations: 20_000 });
    expect(score).toMatchObject({ hard: 0, soft: 0 });
    expect(writeCttSolution(timetable)).toMatch(/^(SceCosC|ArcTec) r[AB] [01] [012]\n/);
    expect(writeCttSolution(timetable).trim().split("\n")).toHaveLength(4);
  });

  test.each([
    ["no courses", toy.replace(/COURSES:[\s\S]*?\n\n/, ""), "line 1"],
    ["a course with letters for a number", toy.replace("Ocra 2 2", "Ocra two 2"), "line 10"],
    ["a curriculum of an unknown course", toy.replace("Cur1 2 SceCosC ArcTec", "Cur1 2 SceCosC Nope"), "line 18"],
    ["days of a thousand periods", toy.replace("Periods_per_day: 3", "Periods_per_day: 1000"), "line 1"],
    ["a period after the day's last", toy.replace("ArcTec 0 0", "ArcTec 0 3"), "line 21"],
    ["a day after the last", toy.replace("ArcTec 0 0", "ArcTec 2 0"), "line 21"],
    ["something else", "%PDF-1.7", "line 1"],
  ])("%s: said with its line", (_, text, where) => {
    const read = readCtt(text);
    expect(read.ok ? [] : read.error.map((one) => one.where)).toContain(where);
  });
});

test("each rule of the competition counts what it says", () => {
  const read = readCtt(toy);
  if (!read.ok) throw new Error("not read");
  const lecture = (course: string, room: string, day: number, period: number) => ({ course, room, day, period });
  const good = [
    lecture("SceCosC", "rA", 0, 1),
    lecture("ArcTec", "rB", 0, 2),
    lecture("SceCosC", "rA", 1, 0),
    lecture("ArcTec", "rB", 1, 1),
  ];
  const score = (changes: Record<number, Partial<(typeof good)[number]>>) =>
    evaluateTimetable(
      read.value,
      good.map((one, i) => ({ ...one, ...changes[i] })),
    );
  expect(score({})).toMatchObject({ hard: 0, soft: 0 });
  expect(score({ 0: { period: 2 } })).toMatchObject({ conflicts: 1 });
  expect(score({ 1: { period: 0 } })).toMatchObject({ availability: 1 });
  expect(score({ 1: { room: "rA" } })).toMatchObject({ roomCapacity: 10, roomStability: 1 });
  expect(score({ 0: { period: 0 } })).toMatchObject({ compactness: 4 });
  expect(score({ 2: { day: 0, period: 0 } })).toMatchObject({ minWorkingDays: 5, compactness: 2 });
  expect(score({ 0: { period: 2, room: "rB" } })).toMatchObject({ roomOccupancy: 1 });
  expect(evaluateTimetable(read.value, good.slice(1))).toMatchObject({ lectures: 1 });
});

test(
  "what can be held is held, however full the rooms and however seldom the courses can be",
  { timeout: 60_000 },
  async () => {
    const isLong = process.env["MILSTOLPE_LONG"] !== undefined;
    const tight = [
      { seed: 1, filled: 80, unavailable: 20, curricula: 60 },
      { seed: 4, filled: 100, unavailable: 30, curricula: 40 },
      { seed: 2, filled: 95, unavailable: 20, curricula: 60 },
      { seed: 3, filled: 90, unavailable: 40, curricula: 60 },
    ].slice(0, isLong ? undefined : 2);
    for (const one of tight) {
      const iterations = isLong ? 20_000_000 : 4_000_000;
      const { score } = await solveTimetable(tightTimetable(one), { seed: 1, iterations });
      expect({ ...one, hard: score.hard }).toEqual({ ...one, hard: 0 });
    }
  },
);

const folder = new URL("../../../../shared/data/timetabling/", import.meta.url);
const published = ["01", "03", "05"].filter((n) => existsSync(new URL(`comp${n}.ctt`, folder)));

test.skipIf(published.length === 0)(
  "published instances: nothing broken after two million steps",
  { timeout: 60_000 },
  async () => {
    for (const n of published) {
      const read = readCtt(readFileSync(new URL(`comp${n}.ctt`, folder), "utf8"));
      if (!read.ok) throw new Error(`comp${n} not read`);
      const { score } = await solveTimetable(read.value, { seed: 1, iterations: 2_000_000 });
      expect({ n, hard: score.hard }).toEqual({ n, hard: 0 });
    }
  },
);
