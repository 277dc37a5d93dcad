import { describe, expect, test } from "vitest";
import {
  compareScores,
  constraints,
  evaluate,
  type Assignment,
  type ConstraintId,
  type Plan,
  type Problem,
  type Session,
} from "./index.ts";

const monday = "2027-03-01";
const tuesday = "2027-03-02";
const friday = "2027-03-05";

const problem: Problem = {
  days: [monday, tuesday, "2027-03-03", "2027-03-04", friday],
  slots: [
    { id: "am", start: "08:30", end: "11:00" },
    { id: "pm", start: "13:00", end: "15:30" },
  ],
  units: [{ id: "u", headcount: 10, maxAway: { am: { share: 0.2 } } }],
  people: [
    { id: "key", unit: "u", roles: [], courses: ["first"] },
    { id: "a", unit: "u", roles: [], courses: ["second"], freeTime: [{ weekday: 4, slots: ["am"] }] },
    { id: "b", unit: "u", roles: [], courses: ["second"], absences: [{ from: "2027-03-03", to: "2027-03-03" }] },
    { id: "c", unit: "u", roles: [], courses: ["second"] },
  ],
  courses: [
    { id: "first", capacity: 5, window: { from: monday, to: friday }, slotCost: { pm: 3 } },
    {
      id: "second",
      capacity: 3,
      onlineCapacity: 4,
      held: "either",
      window: { from: tuesday, to: friday },
      requires: [{ course: "first", minWorkingDays: 1, scope: "unit" }],
      gate: { id: "access", liveWithinDays: 1 },
      preparation: { material: "film", availableFrom: monday, leadDays: 1 },
    },
  ],
  rooms: [
    { id: "r1", seats: 5 },
    { id: "r2", seats: 2, busy: [{ day: friday, slot: "pm" }] },
    { id: "net", seats: 9, online: true },
  ],
  trainers: [
    { id: "t1", qualifications: ["first", "second"], maxPerDay: 2 },
    { id: "t2", qualifications: ["first"], absences: [{ from: friday, to: friday }] },
  ],
  gates: { access: "2027-03-03" },
  weights: { lateEvery: 2 },
};

const session = (id: string, course: string, day: string, slot: string, room = "r1", trainer = "t1"): Session => ({
  id,
  course,
  day,
  slot,
  room,
  trainer,
  status: "draft",
});
const place = (person: string, course: string, at: string): Assignment => ({
  person,
  course,
  session: at,
  status: "planned",
});

const first = session("s1", "first", monday, "am");
const second = session("s2", "second", tuesday, "pm");
const good: Plan = {
  sessions: [first, second],
  assignments: [place("key", "first", "s1"), ...["a", "b", "c"].map((person) => place(person, "second", "s2"))],
};
const withSecond = (change: Partial<Session>): Plan => ({ ...good, sessions: [first, { ...second, ...change }] });
const withMore = (...more: Session[]): Plan => ({ ...good, sessions: [...good.sessions, ...more] });

/** What a plan is charged for beyond the good plan, level hard only. */
function hardOf(plan: Plan, changed: Partial<Problem> = {}): Partial<Record<ConstraintId, number>> {
  const { byConstraint } = evaluate({ ...problem, ...changed }, plan);
  return Object.fromEntries(
    Object.entries(byConstraint).filter(([id]) => constraints[id as ConstraintId].level === "hard"),
  );
}

test("a good plan breaks nothing, and its points are these", () => {
  expect(evaluate(problem, good)).toEqual({
    hard: 0,
    medium: 0,
    soft: 44,
    byConstraint: { sessions: 40, "unit-splits": 4 },
  });
});

describe("each hard constraint counts its own violations and no others", () => {
  const cases: readonly [string, ConstraintId, number, Plan, Partial<Problem>?][] = [
    ["a session of a course that does not exist", "unknown-reference", 1, withMore(session("s3", "x", friday, "pm"))],
    ["two sessions with one id", "unknown-reference", 1, withMore(session("s2", "first", friday, "pm", "r1", "t1"))],
    [
      "a place in a session that does not exist",
      "unknown-reference",
      1,
      { ...good, assignments: [...good.assignments, place("a", "second", "nowhere")] },
    ],
    [
      "a place on a course the person does not need",
      "not-needed",
      1,
      { ...good, assignments: [...good.assignments, place("c", "first", "s1")] },
    ],
    [
      "two places on the same course",
      "not-needed",
      1,
      {
        sessions: [...good.sessions, session("s3", "second", "2027-03-04", "pm")],
        assignments: [...good.assignments, place("c", "second", "s3")],
      },
    ],
    ["a room used twice", "room-clash", 1, withMore(session("s3", "first", monday, "am", "r1", "t2"))],
    ["a trainer in two rooms", "trainer-clash", 1, withMore(session("s3", "first", monday, "am", "r2"))],
    ["a trainer who is not qualified", "qualification", 1, withSecond({ trainer: "t2" })],
    ["a trainer who is away", "trainer-away", 1, withMore(session("s3", "first", friday, "am", "r1", "t2"))],
    [
      "two days with two sessions for a trainer who holds one a day",
      "trainer-per-day",
      2,
      withMore(
        session("s3", "first", tuesday, "am", "r2"),
        session("s4", "first", "2027-03-03", "am"),
        session("s5", "first", "2027-03-03", "pm"),
      ),
      { trainers: [{ ...problem.trainers[0]!, maxPerDay: 1 }, problem.trainers[1]!] },
    ],
    [
      "three sessions in a week for a trainer who holds two",
      "trainer-per-week",
      1,
      withMore(session("s3", "first", friday, "am")),
      { trainers: [{ ...problem.trainers[0]!, maxPerWeek: 2 }, problem.trainers[1]!] },
    ],
    ["a room that is taken", "room-away", 1, withMore(session("s3", "first", friday, "pm", "r2"))],
    ["a course online that is held in a room", "held-where", 1, withMore(session("s3", "first", friday, "pm", "net"))],
    ["three people on two seats", "capacity", 1, withSecond({ room: "r2" })],
    ["three people on a course for two", "capacity", 1, good, { courses: shrunk() }],
    ["a day that is not offered", "outside-day", 1, withMore(session("s3", "first", "2027-03-06", "am"))],
    ["a long session late in the day", "outside-day", 1, good, { courses: lengthened() }],
    [
      "a session before the window",
      "window",
      1,
      withMore(session("s3", "second", monday, "pm")),
      { courses: unprepared() },
    ],
    ["a person who is away", "person-away", 1, withSecond({ day: "2027-03-03" })],
    ["three away from a unit that lets two go", "unit-away", 1, withSecond({ slot: "am" })],
    [
      "a colleague before the unit's key person is through",
      "precedence",
      3,
      { ...good, sessions: [{ ...first, day: tuesday }, second] },
    ],
  ];
  test.each(cases)("%s: %s %i", (_, id, amount, plan, changed) => {
    expect(hardOf(plan, changed)).toEqual({ [id]: amount });
  });

  function unprepared(): Problem["courses"] {
    const preparation = { material: "film", availableFrom: monday, leadDays: 0 };
    return problem.courses.map((course) => (course.preparation ? { ...course, preparation } : course));
  }
  function shrunk(): Problem["courses"] {
    return problem.courses.map((course) => (course.id === "second" ? { ...course, capacity: 2 } : course));
  }
  function lengthened(): Problem["courses"] {
    return problem.courses.map((course) => (course.id === "second" ? { ...course, durationSlots: 2 } : course));
  }
});

describe("dates from outside", () => {
  test.each([
    ["2027-03-03", {}],
    ["2027-03-04", { "access-live": 3 }],
    [null, { "access-live": 3 }],
  ])("access live %s, one day's grace, session on Tuesday", (access, expected) => {
    expect(hardOf(good, { gates: { access } })).toEqual(expected);
  });

  test("a unit's and a person's own access dates count on top", () => {
    expect(hardOf(good, { units: [{ ...problem.units[0]!, accessFrom: "2027-03-04" }] })).toEqual({ "access-live": 4 });
    const people = problem.people.map((one) => (one.id === "c" ? { ...one, accessFrom: "2027-03-05" } : one));
    expect(hardOf(good, { people })).toEqual({ "access-live": 1 });
  });

  test("preparation takes its days", () => {
    const courses = problem.courses.map((course) =>
      course.preparation ? { ...course, preparation: { ...course.preparation, leadDays: 2 } } : course,
    );
    expect(hardOf(good, { courses })).toEqual({ preparation: 1 });
  });
});

test("somebody who must be in two places at once is counted", () => {
  const people = problem.people.map((one) => (one.id === "key" ? { ...one, courses: ["first", "third"] } : one));
  const courses = [...problem.courses, { id: "third", capacity: 5, window: { from: monday, to: friday } }];
  const trainers = [{ ...problem.trainers[0]! }, { ...problem.trainers[1]!, qualifications: ["third"] }];
  const plan = {
    sessions: [...good.sessions, session("s3", "third", monday, "am", "r2", "t2")],
    assignments: [...good.assignments, place("key", "third", "s3")],
  };
  expect(hardOf(plan, { people, courses, trainers })).toEqual({ "person-clash": 1 });
});

test("a requirement of the person's own is met by an earlier place or by a course already done", () => {
  const courses = problem.courses.map((course) => ({
    ...course,
    ...(course.requires ? { requires: [{ course: "first", minWorkingDays: 1, scope: "person" as const }] } : {}),
  }));
  expect(hardOf(good, { courses })).toEqual({ precedence: 3 });
  const people = problem.people.map((one) => ({ ...one, ...(one.id === "key" ? {} : { completed: ["first"] }) }));
  expect(hardOf(good, { courses, people })).toEqual({});
});

test("absent people and cancelled sessions take no place, and leave somebody without one", () => {
  const absent = { ...good, assignments: good.assignments.map((one) => ({ ...one, status: "absent" as const })) };
  expect(evaluate(problem, absent)).toMatchObject({ hard: 0, medium: 4, soft: 40 });
  const cancelled = { ...good, sessions: [first, { ...second, status: "cancelled" as const }] };
  expect(evaluate(problem, cancelled)).toMatchObject({ hard: 0, medium: 3, soft: 22 });
});

test("points: late by whole steps of working days, and by the slot", () => {
  const late = { ...good, sessions: [{ ...first, day: friday, slot: "pm" }] };
  const { byConstraint } = evaluate(problem, { ...late, assignments: [place("key", "first", "s1")] });
  expect(byConstraint).toMatchObject({ lateness: 2, "time-of-day": 3, unplaced: 3 });
});

test("a share of the headcount rounds up, without a rounding error making it one more", () => {
  const people = Array.from({ length: 6 }, (_, i) => ({ id: `p${i}`, unit: "u", roles: [], courses: ["first"] }));
  const units = [{ id: "u", headcount: 25, maxAway: { am: { share: 0.2 } } }];
  const plan = { sessions: [first], assignments: people.map((one) => place(one.id, "first", "s1")) };
  const courses = [{ id: "first", capacity: 9, window: { from: monday, to: friday } }];
  const rooms = [{ id: "r1", seats: 9 }];
  expect(hardOf(plan, { people, units, courses, rooms })).toEqual({ "unit-away": 1 });
});

test("hard comes before places, places before points", () => {
  const score = (hard: number, medium: number, soft: number) => ({ hard, medium, soft, byConstraint: {} });
  const sorted = [score(1, 0, 0), score(0, 1, 0), score(0, 0, 9), score(0, 0, 8)].sort(compareScores);
  expect(sorted.map((one) => one.soft + 10 * one.medium + 100 * one.hard)).toEqual([8, 9, 10, 100]);
});
