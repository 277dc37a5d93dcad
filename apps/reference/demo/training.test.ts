import { checkProblem, coverage, evaluate, type Plan, type Problem, solve } from "@milstolpe/training";
import { describe, expect, test } from "vitest";
import { demoMunicipality, trainingProblem } from "./index.ts";

const accessFrom = "2026-08-10";
const full = demoMunicipality(1);
const small = demoMunicipality(2, { scale: 0.1 });

/** First and last day on which people of a unit have a place on courses whose id begins so. */
function daysOf(problem: Problem, plan: Plan, unit: string, course: string): readonly string[] {
  const people = new Set(problem.people.flatMap((person) => (person.unit === unit ? [person.id] : [])));
  const dayOf = new Map(plan.sessions.map(({ id, day }) => [id, day]));
  return plan.assignments
    .filter((one) => people.has(one.person) && one.course.startsWith(course))
    .map(({ session }) => dayOf.get(session) ?? "")
    .toSorted();
}

describe("the problem", () => {
  const problem = trainingProblem(full, { accessFrom });

  test("has everybody, and nothing that points nowhere", () => {
    expect(problem.people).toHaveLength(2710);
    expect(problem.units).toHaveLength(78);
    expect(checkProblem(problem)).toEqual([]);
  });

  test("gives each person exactly one course, by role and school form, and no course is for nobody", () => {
    const { needed, people, courses } = coverage(problem, { sessions: [], assignments: [] });
    expect([needed, people]).toEqual([2710, 2710]);
    expect(courses.filter((course) => course.needed === 0)).toEqual([]);
  });

  test("every course has a trainer, online preparation, and is behind the access date", () => {
    for (const { id, gate, preparation } of problem.courses) {
      expect(problem.trainers.some(({ qualifications }) => qualifications.includes(id))).toBe(true);
      expect(gate).toEqual({ id: "platform" });
      expect(preparation?.material).toBe(`online/${id}`);
    }
    expect(problem.gates).toEqual({ platform: accessFrom });
  });
});

test.each([
  ["2026-08-10", "a Monday", true],
  ["2026-08-15", "a Saturday", false],
  ["2026-10-28", "the autumn break", false],
  ["2026-11-06", "the Friday before All Saints", true],
  ["2026-12-23", "Christmas", false],
  ["2027-03-03", "the winter break", false],
  ["2027-03-26", "Good Friday", false],
  ["2027-03-31", "the days after Easter", false],
  ["2027-05-06", "Ascension Day", false],
  ["2027-06-25", "the summer", false],
])("%s, %s: training %s", (day, _, isTrained) => {
  const { days } = trainingProblem(small, { accessFrom, weeks: 60 });
  expect(days.includes(day)).toBe(isTrained);
});

test.each([7, 61, 8.5])("%d weeks are refused", (weeks) => {
  expect(() => trainingProblem(small, { accessFrom, weeks })).toThrow(RangeError);
});

test("at full scale everybody finds a place, in 250 to 400 sessions and before Christmas", async () => {
  const problem = trainingProblem(full, { accessFrom });
  const { plan, findings } = await solve(problem, { seed: 1, iterations: 100_000 });
  expect(evaluate(problem, plan)).toMatchObject({ hard: 0, medium: 0 });
  expect(findings).toEqual([]);
  expect(plan.assignments).toHaveLength(2710);
  expect(plan.sessions.length).toBeGreaterThanOrEqual(250);
  expect(plan.sessions.length).toBeLessThanOrEqual(400);
});

test("nobody is trained before access, and key persons come a week before their colleagues", async () => {
  const problem = trainingProblem(small, { accessFrom });
  const { plan } = await solve(problem, { seed: 1, iterations: 50_000 });
  expect(plan.sessions.filter(({ day }) => day < accessFrom)).toEqual([]);
  const headStarts = problem.units.flatMap(({ id }) => {
    const last = daysOf(problem, plan, id, "key-persons/").at(-1);
    const next = daysOf(problem, plan, id, "teachers/")[0];
    return last && next ? [problem.days.indexOf(next) - problem.days.indexOf(last)] : [];
  });
  expect(headStarts.length).toBeGreaterThan(5);
  expect(Math.min(...headStarts)).toBeGreaterThanOrEqual(5);
});

test("a unit whose people can log in later is trained later", async () => {
  const unit = small.units[0]?.row.id ?? "";
  const problem = trainingProblem(small, { accessFrom, unitAccess: { [unit]: "2026-09-21" } });
  const { plan } = await solve(problem, { seed: 1, iterations: 20_000 });
  expect(evaluate(problem, plan)).toMatchObject({ hard: 0, medium: 0 });
  const days = daysOf(problem, plan, unit, "");
  expect(days.length).toBeGreaterThan(0);
  expect(days.filter((day) => day < "2026-09-21")).toEqual([]);
});
