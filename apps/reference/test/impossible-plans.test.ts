import { criticalPath } from "@milstolpe/phases";
import { gradesYear9Vt2026, prepareReport, readReport } from "@milstolpe/scb";
import { checkProblem, evaluate, type Problem, solve } from "@milstolpe/training";
import { describe, expect, test } from "vitest";
import { demoMunicipality, trainingProblem } from "../demo/index.ts";

// What can't be done is said, with what to change; what can be done of it is done.

const demo = demoMunicipality(3, { scale: 0.1 });
const problem = trainingProblem(demo, { accessFrom: "2026-08-10" });

describe("a training that can't be placed", () => {
  const impossible: readonly (readonly [string, Problem, string])[] = [
    ["access is not known", { ...problem, gates: { platform: null } }, "training.access-unknown"],
    ["there are no trainers", { ...problem, trainers: [] }, "training.no-trainer"],
    ["there are no rooms", { ...problem, rooms: [] }, "training.no-room"],
    ["there are no days", { ...problem, days: [] }, "training.no-days"],
  ];

  test.each(impossible)("because %s: says so, and trains nobody too early", async (_, wanted, code) => {
    const { plan, findings } = await solve(wanted, { seed: 1, iterations: 1000 });
    expect(findings.map((one) => one.code)).toContain(code);
    expect(findings.filter(({ sv, en, severity }) => sv === en || severity !== "must")).toEqual([]);
    expect(plan.assignments).toEqual([]);
    expect(evaluate(wanted, plan)).toMatchObject({ hard: 0, medium: wanted.people.length });
  });

  test("because courses wait for each other", () => {
    const [first, second] = problem.courses;
    if (!first || !second) throw new Error("the problem has courses");
    const waitsFor = (course: string) => [{ course, minWorkingDays: 1, scope: "person" as const }];
    const courses = [
      { ...first, requires: waitsFor(second.id) },
      { ...second, requires: waitsFor(first.id) },
    ];
    expect(checkProblem({ ...problem, courses }).map(({ code }) => code)).toContain("training.circular");
  });

  test("for a unit whose people get in too late: the others are trained", async () => {
    const unit = demo.units.find(({ kind }) => kind === "primary")?.row.id ?? "";
    const late = trainingProblem(demo, { accessFrom: "2026-08-10", unitAccess: { [unit]: "2027-06-01" } });
    const people = late.people.filter((person) => person.unit === unit).length;
    const { plan } = await solve(late, { seed: 1, iterations: 20_000 });
    expect(people).toBeGreaterThan(0);
    expect(evaluate(late, plan)).toMatchObject({ hard: 0, medium: people });
  });
});

test("a schedule whose activities wait for each other is refused, not computed", () => {
  const activities = [
    { id: "import", duration: 5 },
    { id: "verify", duration: 10 },
  ];
  const links = [
    { from: "import", to: "verify", type: "FS" as const, lag: 0 },
    { from: "verify", to: "import", type: "FS" as const, lag: 0 },
  ];
  expect(() => criticalPath({ activities, links })).toThrow(RangeError);
});

describe("a file for SCB", () => {
  const [, report] = demo.grades;
  if (!report) throw new Error("the demo has grades of year 9");
  const { header, reference, previous } = report;
  const { report: written } = prepareReport({ layout: report.layout, records: previous, header, reference });
  const whole = written?.bytes ?? new Uint8Array();
  const codesOf = (bytes: Uint8Array): readonly string[] =>
    readReport(bytes, { layout: gradesYear9Vt2026, reference }).findings.map(({ code }) => code);

  test("that is whole has nothing that must be changed", () => {
    const { findings } = readReport(whole, { layout: gradesYear9Vt2026, reference });
    expect(whole.length).toBeGreaterThan(1000);
    expect(findings.filter(({ severity }) => severity === "must")).toEqual([]);
  });

  test.each([
    ["that is empty", new Uint8Array()],
    ["that was cut in the middle of a row", whole.slice(0, whole.length - 40)],
    [
      "with a column too few",
      new TextEncoder().encode(new TextDecoder("latin1").decode(whole).replaceAll(/;[^;\r]*\r\n/g, "\r\n")),
    ],
  ])("%s is found out", (_, bytes) => {
    const { findings } = readReport(bytes, { layout: gradesYear9Vt2026, reference });
    expect(codesOf(bytes).length).toBeGreaterThan(0);
    expect(findings.some(({ severity }) => severity === "must")).toBe(true);
  });
});
