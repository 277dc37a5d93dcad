import { describe, expect, test } from "vitest";
import { analyze, diff, evaluate, type Plan, type Problem, type ProblemRule, type RuleGroup } from "./index.ts";

const days = ["2027-03-01", "2027-03-02", "2027-03-03"];
const window = { from: days[0]!, to: days[2]! };
const courses = ["a", "b", "c"];

const problem: Problem = {
  days,
  slots: ["08", "10", "12", "14"].map((hour) => ({ id: hour, start: `${hour}:00`, end: `${Number(hour) + 1}:30` })),
  units: [{ id: "u", headcount: 20 }, { id: "v", headcount: 10 }, { id: "none" }],
  people: [
    { id: "p", unit: "u", roles: [], courses },
    { id: "q", unit: "v", roles: [], courses: ["a"] },
  ],
  courses: courses.map((id) => ({ id, capacity: 5, held: "either", window })),
  rooms: [
    { id: "west", seats: 5, site: "west" },
    { id: "east", seats: 9, site: "east" },
    { id: "net", seats: 50, site: "east", online: true },
  ],
  trainers: [
    { id: "t", qualifications: courses },
    { id: "s", qualifications: courses },
    { id: "other", qualifications: [] },
  ],
  weights: { session: 0, unitSplit: 0, lateEvery: 0 },
};

/** A plan from lines like `a 0 08 west t p q`: course, day, slot, room, trainer, people. */
const planOf = (...lines: string[]): Plan => {
  const held = lines.map((line, i) => ({ id: `s${i}`, fields: line.split(" ") }));
  return {
    sessions: held.map(({ id, fields: [course = "", day = "", slot = "", room = "", trainer = ""] }) => ({
      id,
      course,
      day: days[Number(day)]!,
      slot,
      room,
      trainer,
      status: "draft",
    })),
    assignments: held.flatMap(({ id, fields: [course = "", , , , , ...people] }) =>
      people.map((person) => ({ person, course, session: id, status: "planned" as const })),
    ),
  };
};

const travel = (more: object): ProblemRule => ({
  kind: "travel",
  times: [{ between: ["west", "east"], minutes: 31 }],
  ...more,
});

describe("each rule charges exactly this", () => {
  test.each<[string, ProblemRule, string[], Record<string, number>]>([
    [
      "a trainer with 30 minutes for a way of 31; the person who comes along too",
      travel({}),
      ["a 0 08 west t p", "b 0 10 east t p"],
      { "trainer-travel": 1, "person-travel": 1 },
    ],
    [
      "points in place of a ban",
      travel({ trainers: 4, people: 0 }),
      ["a 0 08 west t p", "b 0 10 east t p"],
      {
        "trainer-travel-cost": 4,
      },
    ],
    ["time enough", travel({}), ["a 0 08 west t p", "b 0 12 east t p"], {}],
    ["the next day", travel({}), ["a 0 14 west t p", "b 1 08 east t p"], {}],
    ["a meeting on the net is everywhere", travel({}), ["a 0 08 west t p", "b 0 10 net t p"], {}],
    [
      "two at once are a clash and no trip",
      travel({ people: 0 }),
      ["a 0 08 west t", "b 0 08 east t"],
      {
        "trainer-clash": 1,
      },
    ],
    ["no time given", { kind: "travel", times: [] }, ["a 0 08 west t p", "b 0 10 east t p"], {}],
    [
      "three sessions and one: (2 · (9 + 1) − 16) / 2 = 2",
      { kind: "fairness", of: "trainer-sessions", points: 5 },
      ["a 0 08 west t", "b 0 10 west t", "c 1 10 west t", "a 0 08 east s"],
      { "uneven-trainer-sessions": 10 },
    ],
    [
      "as many for both",
      { kind: "fairness", of: "trainer-sessions", points: 5 },
      ["a 0 08 west t", "a 0 08 east s"],
      {},
    ],
    ["one alone is even", { kind: "fairness", of: "trainer-sessions", points: 5, among: ["t"] }, ["a 0 08 west t"], {}],
    [
      "one unit two days late, the other none: (2 · 4 − 4) / 2 = 2",
      { kind: "fairness", of: "unit-lateness", points: 3 },
      ["a 2 08 west t p", "a 0 08 east s q"],
      { "uneven-unit-lateness": 6 },
    ],
    [
      "1 slot of 20 people and 1 of 10 per ten: 0 and 1, rounded down to nothing",
      { kind: "fairness", of: "unit-away", points: 3 },
      ["a 0 08 west t p", "a 0 08 east s q"],
      {},
    ],
    [
      "three days before use where ten are too many and one is not; on the day itself",
      { kind: "use-gap", begins: { u: "2027-03-14", v: "2027-03-01" }, atLeast: 1, atMost: 10, points: 2 },
      ["a 0 08 west t p q", "b 1 08 west t p"],
      { "use-gap": 2 * (2 + 1) },
    ],
    [
      "courses of a group at once; the same course twice is none of it",
      {
        kind: "no-overlap",
        groups: [
          ["a", "b"],
          ["a", "b", "c"],
        ],
      },
      ["a 0 08 west t", "b 0 08 east s", "a 1 08 west t", "a 1 08 east s", "c 2 08 west t", "b 2 10 west t"],
      { "group-overlap": 1 },
    ],
    [
      "alone in its group, counted once per group",
      { kind: "compact", groups: [["a", "b"], ["a"]], points: 7 },
      ["a 0 08 west t", "b 0 10 west t", "a 1 08 west t"],
      { compactness: 7 * (2 + 1) },
    ],
    [
      "two days where three are asked for, and none",
      { kind: "spread-days", days: { a: 3, b: 1 }, points: 5 },
      ["a 0 08 west t", "a 0 10 west t", "a 1 08 west t"],
      { "spread-days": 5 * (1 + 1) },
    ],
    [
      "a course in two rooms",
      { kind: "same-room", points: 3 },
      ["a 0 08 west t", "a 1 08 east t", "b 1 10 west t"],
      { "same-room": 3 },
    ],
    [
      "another course in two rooms",
      { kind: "same-room", courses: ["b"], points: 3 },
      ["a 0 08 west t", "a 1 08 east t"],
      {},
    ],
    [
      "seven in a room of five, and in one of nine",
      { kind: "class-seats", people: { a: 7 }, points: 2 },
      ["a 0 08 west t", "a 1 08 east t"],
      { "class-seats": 4 },
    ],
  ])("%s", (_, rule, lines, expected) => {
    const { byConstraint } = evaluate({ ...problem, rules: [rule] }, planOf(...lines));
    expect({ unplaced: expect.any(Number) as number, ...expected }).toEqual({ unplaced: 0, ...byConstraint });
  });
});

describe("a rule of one's own", () => {
  const lines = ["a 1 10 east s q p", "a 0 08 west t", "b 0 10 west t p"];
  const title = { sv: "Egen regel", en: "A rule of one's own" };

  test.each<[string, string[]]>([
    ["session", ["a: a0 ", "b: b0 p", "a: a1 pq"]],
    ["person", ["p: b0 p,a1 p", "q: a1 q"]],
    ["unit", ["u: b0 p,a1 p", "v: a1 q"]],
    ["trainer", ["t: a0 ,b0 p", "s: a1 pq"]],
    ["room", ["west: a0 ,b0 p", "east: a1 pq"]],
    ["course", ["a: a0 ,a1 pq", "b: b0 p"]],
    ["day", ["2027-03-01: a0 ,b0 p", "2027-03-02: a1 pq"]],
    ["plan", [": a0 ,b0 p,a1 pq"]],
  ])("per %s sees these sessions, in the order of time, with people in the order of the problem", (per, expected) => {
    const seen: string[] = [];
    const points = ({ id, sessions }: RuleGroup): number => {
      const told = sessions.map((one) => `${one.course}${days.indexOf(one.day)} ${one.people.join("")}`);
      seen.push(`${id}: ${told.join(",")}`);
      return 0;
    };
    evaluate({ ...problem, rules: [{ kind: "custom", id: "x", title, per, points } as ProblemRule] }, planOf(...lines));
    expect(seen.sort(byText)).toEqual([...expected].sort(byText));
  });

  test("is in the score, the analysis and the difference under its id and title", () => {
    const rules: ProblemRule[] = [
      {
        kind: "custom",
        id: "mornings",
        title,
        per: "session",
        points: ({ sessions }) => (sessions[0]!.slot < "10" ? 3 : 0),
      },
    ];
    const own = { ...problem, rules };
    expect(evaluate(own, planOf(...lines)).byConstraint["custom:mornings"]).toBe(3);
    const found = analyze(own, planOf(...lines)).constraints.find((one) => one.id === "custom:mornings");
    expect(found).toMatchObject({ level: "soft", ...title, amount: 3, matches: [{ sessions: ["s1"], people: [] }] });
    expect(diff(own, planOf(...lines), planOf(...lines, "c 2 08 west t")).score["custom:mornings"]).toBe(3);
  });

  test.each([0.5, -1, Number.NaN, Infinity])("that answers with %s broke its contract", (points) => {
    const rules: ProblemRule[] = [{ kind: "custom", id: "x", title, per: "plan", points: () => points }];
    expect(() => evaluate({ ...problem, rules }, planOf(...lines))).toThrow(RangeError);
  });
});

const byText = (a: string, b: string): number => (a < b ? -1 : 1);
