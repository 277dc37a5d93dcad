import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hasRollout, rollout, smallProblem } from "../test/problems.ts";
import { ruledProblem } from "../test/ruled-problem.ts";
import { solve, toCompactAnswer, fromCompactAnswer, evaluate } from "./index.ts";
import { parsePlan, parseProblem } from "./schema.ts";

const minimal = {
  days: ["2027-03-01"],
  slots: [{ id: "am", start: "08:30", end: "11:00" }],
  units: [{ id: "u" }],
  people: [{ id: "p", unit: "u", roles: ["teacher"] }],
  courses: [{ id: "c", capacity: 5, window: { from: "2027-03-01", to: "2027-03-01" } }],
  rooms: [{ id: "r", seats: 5 }],
  trainers: [{ id: "t", qualifications: ["c"] }],
};

test("any problem survives being written and read", () => {
  fc.assert(
    fc.property(smallProblem, (problem) => {
      const read = parseProblem(JSON.parse(JSON.stringify(problem)));
      expect(read).toEqual({ ok: true, value: problem });
    }),
  );
});

test("its own rules survive too, all but functions", () => {
  fc.assert(
    fc.property(ruledProblem, (problem) => {
      const rules = problem.rules!.filter((one) => one.kind !== "custom");
      const read = parseProblem(JSON.parse(JSON.stringify({ ...problem, rules })));
      const isOdd = (code: string): boolean => code === "training.unknown-id" || code === "training.empty-gap";
      // What is found wrong is what the rules name or say, never their form.
      const got = read.ok
        ? read.value
        : read.error.filter((one) => !isOdd(one.code) || !one.where.startsWith("rules["));
      expect(got).toEqual(read.ok ? { ...problem, rules } : []);
      expect(parseProblem({ ...problem, rules: [{ kind: "custom", id: "x", per: "day" }] }).ok).toBe(false);
    }),
  );
});

describe("what is wrong is said, with its place", () => {
  const codes = (json: unknown) => {
    const read = parseProblem(json);
    return read.ok ? [] : read.error.map((one) => `${one.code} ${one.where}`);
  };
  test.each<[string, unknown, string[]]>([
    ["no document", null, ["training.shape "]],
    ["no days", { ...minimal, days: [] }, ["training.shape days"]],
    ["a day that does not exist", { ...minimal, days: ["2027-02-29"] }, ["training.shape days[0]"]],
    [
      "a person at no unit",
      { ...minimal, people: [{ id: "p", unit: "x", roles: [] }] },
      ["training.unknown-id people[0].unit"],
    ],
    [
      "an unknown course",
      { ...minimal, people: [{ id: "p", unit: "u", roles: [], courses: ["x"] }] },
      ["training.unknown-id people[0].courses"],
    ],
    [
      "two people with one id",
      { ...minimal, people: [...minimal.people, ...minimal.people] },
      ["training.duplicate-id people[1]"],
    ],
    [
      "a range that ends before it begins",
      { ...minimal, courses: [{ ...minimal.courses[0], window: { from: "2027-03-02", to: "2027-03-01" } }] },
      ["training.empty-range courses[0].window"],
    ],
    [
      "requirements in a ring",
      {
        ...minimal,
        courses: ["a", "b"].map((id, i) => ({
          ...minimal.courses[0],
          id,
          requires: [{ course: i === 0 ? "b" : "a", minWorkingDays: 1, scope: "person" }],
        })),
        trainers: [{ id: "t", qualifications: ["a"] }],
      },
      ["training.circular a"],
    ],
    [
      "a gate nobody defined",
      { ...minimal, courses: [{ ...minimal.courses[0], gate: { id: "x" } }] },
      ["training.unknown-id courses[0].gate"],
    ],
    [
      "rules about what there is not",
      {
        ...minimal,
        rules: [
          { kind: "no-overlap", groups: [["c", "x"], ["x"]] },
          { kind: "fairness", of: "trainer-sessions", points: 1, among: ["y"] },
          { kind: "travel", times: [{ between: ["here", "here"], minutes: 5 }] },
          { kind: "use-gap", begins: { z: "2027-04-01" }, atLeast: 9, atMost: 3, points: 1 },
        ],
      },
      [
        "training.unknown-id rules[0]",
        "training.unknown-id rules[1]",
        "training.unknown-id rules[2]",
        "training.unknown-id rules[3]",
        "training.empty-gap rules[3]",
      ],
    ],
    ["a rule nobody knows", { ...minimal, rules: [{ kind: "magic", points: 1 }] }, ["training.shape rules[0].kind"]],
    ["a plan in its place", { sessions: [], assignments: [] }, ["training.mistaken document"]],
    ["days out of order", { ...minimal, days: ["2027-03-02", "2027-03-01"] }, ["training.days-order days"]],
  ])("%s", (_, json, expected) => {
    expect(codes(json)).toEqual(expected);
  });

  test("a million people by mistake: one finding, at once", () => {
    const people = Array.from({ length: 1_000_000 }, () => minimal.people[0]);
    expect(codes({ ...minimal, people })).toEqual(["training.too-large people"]);
  });

  test("no finding repeats a value that should not be there", () => {
    const read = parseProblem({ ...minimal, people: [{ id: "p", unit: 19121212, roles: "Test Person" }] });
    expect(JSON.stringify(read)).not.toMatch(/19121212|Test Person/);
  });
});

test("a plan is read, and what is no plan is refused", () => {
  const plan = { sessions: [], assignments: [] };
  expect(parsePlan(plan)).toEqual({ ok: true, value: plan });
  expect(parsePlan({ sessions: [] })).toMatchObject({ ok: false, error: [{ code: "training.shape" }] });
});

describe.skipIf(!hasRollout)("the compact form (rollout-h1.json)", () => {
  test("is recognised, and an answer in it is worth what the plan is", async () => {
    const read = parseProblem(rollout());
    if (!read.ok) throw new Error("not read");
    const { plan, score } = await solve(read.value, { seed: 1, iterations: 10_000 });
    const answer = toCompactAnswer(read.value, plan);
    expect(answer.person).toHaveLength(2707);
    expect(evaluate(read.value, fromCompactAnswer(read.value, answer))).toEqual(score);
  });

  test("a weekday that the calendar does not have is noted, a person at no unit refused", () => {
    const compact = rollout();
    expect(parseProblem({ ...compact, people: [{ u: 999, c: 0, part: null, leave: null }] })).toMatchObject({
      ok: false,
    });
    expect(parseProblem({ ...compact, D: 3 })).toMatchObject({ ok: false, error: [{ where: "D" }] });
  });
});

test("the main entry does not load the parser", () => {
  const sources = readFileSync(new URL("index.ts", import.meta.url), "utf8");
  expect(sources).not.toContain("schema");
});

test("what was expected is told in signs, not in a parser's words, and without what was there", () => {
  const told = (json: object) => {
    const read = parseProblem({ ...minimal, ...json });
    return read.ok ? [] : read.error.map((one) => one.en);
  };
  expect(told({ days: [] })).toEqual(["days does not have the expected shape ([…] ≥ 1)."]);
  expect(told({ slots: [{ id: "am", start: "8.30", end: "11:00" }] })[0]).toContain("(HH:MM)");
  expect(told({ rooms: [{ id: "r", seats: -5 }] })[0]).toContain("(≥ 0)");
  expect(told({ rooms: [{ id: "", seats: 5 }] })[0]).toContain("(“…” ≥ 1)");
  expect(told({ courses: [{ ...minimal.courses[0], held: "outdoors" }] })[0]).toContain("(room | online | either)");
});

test("a problem in a plan's place is told as that", () => {
  const read = parsePlan(minimal);
  expect(read.ok ? [] : read.error.map((one) => one.code)).toEqual(["training.mistaken"]);
});
