import { existsSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { smallTimetable } from "../test/small-timetable.ts";
import { evaluate, solve } from "./index.ts";
import { parseProblem } from "./schema.ts";
import { asTimetable, asTrainingPlan, asTrainingProblem } from "./timetable-as-training.ts";
import { evaluateTimetable, readCtt, solveTimetable } from "./timetable.ts";
import type { Lecture, TimetableProblem } from "./timetable.ts";

/** Both scores of a timetable, told the same way. */
const both = (timetable: TimetableProblem, lectures: readonly Lecture[]) => {
  const score = evaluate(asTrainingProblem(timetable), asTrainingPlan(lectures));
  const { hard, soft } = evaluateTimetable(timetable, lectures);
  return { training: { hard: score.hard + score.medium, soft: score.soft }, competition: { hard, soft } };
};

test("any timetable is worth the same in both models: lectures missing, too many, at once, in conflict", () => {
  const at = fc.record({ course: fc.nat(), room: fc.nat(), day: fc.nat(), period: fc.nat() });
  fc.assert(
    fc.property(smallTimetable, fc.array(at, { maxLength: 14 }), (timetable, some) => {
      const { courses, rooms, days, periodsPerDay } = timetable;
      fc.pre(courses.length > 0);
      const lectures = some.map(({ course, room, day, period }) => ({
        course: courses[course % courses.length]!.id,
        room: rooms[room % rooms.length]!.id,
        day: day % days,
        period: period % periodsPerDay,
      }));
      const { training, competition } = both(timetable, lectures);
      expect(training).toEqual(competition);
      expect(asTimetable(asTrainingProblem(timetable), asTrainingPlan(lectures))).toEqual(lectures);
    }),
    { numRuns: process.env["MILSTOLPE_LONG"] ? 5000 : 300 },
  );
});

test("the training solver finds a timetable, worth what the competition says", async () => {
  await fc.assert(
    fc.asyncProperty(smallTimetable, async (timetable) => {
      const problem = asTrainingProblem(timetable);
      const { plan, score } = await solve(problem, { seed: 1, iterations: 2000 });
      const { hard, soft } = evaluateTimetable(timetable, asTimetable(problem, plan));
      expect({ hard, soft }).toEqual({ hard: score.hard + score.medium, soft: score.soft });
    }),
    { numRuns: 40 },
  );
});

const published = (name: string) => new URL(`../../../../shared/data/timetabling/${name}.ctt`, import.meta.url);

describe.skipIf(!existsSync(published("comp01")))("published problems (ITC-2007)", () => {
  test.each(["comp01", "comp04", "comp05"])("%s is worth the same in both models", async (name) => {
    const read = readCtt(readFileSync(published(name), "utf8"));
    if (!read.ok) throw new Error(read.error[0]?.en);
    const { timetable } = await solveTimetable(read.value, { seed: 1, iterations: 300_000 });
    const { training, competition } = both(read.value, timetable);
    expect(training).toEqual(competition);
    expect(training.soft).toBeGreaterThan(0);
    const problem = asTrainingProblem(read.value);
    expect(parseProblem(JSON.parse(JSON.stringify(problem)))).toEqual({ ok: true, value: problem });
  });
});
