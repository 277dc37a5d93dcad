import { expect, test } from "vitest";
import { checkProblem, solve, solveParts, type PartsSolution, type Problem } from "./index.ts";
import { rolloutProblem, rolloutProblems } from "./testing.ts";

const parts = rolloutProblems(4, { seed: 1, people: 150 });
const options = { seed: 1, iterations: 4000 };

/** Shared trainers' days with the parts they are in. */
function whereabouts({ parts: solutions }: PartsSolution): number[] {
  const days = new Map<string, Set<number>>();
  for (const [p, one] of solutions.entries()) {
    for (const { trainer, day } of one?.plan.sessions ?? []) {
      const key = `${trainer} ${day}`;
      days.set(key, (days.get(key) ?? new Set()).add(p));
    }
  }
  return [...days.values()].map((set) => set.size);
}

test("a made-up rollout is a sound problem of the size asked for, the same for the same seed", () => {
  const problem = rolloutProblem({ seed: 3, people: 800 });
  expect(checkProblem(problem)).toEqual([]);
  expect(problem.people).toHaveLength(800);
  expect(rolloutProblem({ seed: 3, people: 800 })).toEqual(problem);
  expect(rolloutProblem({ seed: 4, people: 800 })).not.toEqual(problem);
});

test.each([100, 900, 2710])("everybody in a made-up rollout of %i gets a place", async (people) => {
  const { score, findings } = await solve(rolloutProblem({ seed: 1, people }), { seed: 1, iterations: 2000 });
  expect({ hard: score.hard, medium: score.medium, findings }).toEqual({ hard: 0, medium: 0, findings: [] });
});

test("municipalities that share trainers: everybody placed, each trainer in one of them a day", async () => {
  const found = await solveParts(parts, options);
  expect(found).toMatchObject({ hard: 0, medium: 0, stopped: "budget" });
  expect(Math.max(...whereabouts(found))).toBe(1);
});

test("how many work at once does not change the plans", async () => {
  const [one, three] = await Promise.all([1, 3].map((concurrency) => solveParts(parts, { ...options, concurrency })));
  expect(JSON.stringify(one)).toBe(JSON.stringify(three));
});

test("who got no place in the weeks dealt out gets one in days nobody used", async () => {
  // Two parts whose people are there in one and the same week only: its trainer is dealt to one of them.
  const week = ["2027-03-01", "2027-03-02", "2027-03-03"];
  const part = (id: string): Problem => ({
    days: week,
    slots: [{ id: "pm", start: "13:00", end: "15:30" }],
    units: [{ id: `${id}-u` }],
    people: [{ id: `${id}-p`, unit: `${id}-u`, roles: [] }],
    courses: [{ id: `${id}-c`, capacity: 5, window: { from: week[0]!, to: week[2]! } }],
    rooms: [{ id: `${id}-r`, seats: 5 }],
    trainers: [{ id: "shared", qualifications: ["a-c", "b-c"] }],
  });
  const found = await solveParts([part("a"), part("b")], { seed: 1, iterations: 100 });
  expect(found).toMatchObject({ hard: 0, medium: 0 });
  expect(whereabouts(found)).toEqual([1, 1]);
});

test("a signal ends it; what was solved is kept", async () => {
  const controller = new AbortController();
  const found = await solveParts(parts, { ...options, signal: controller.signal, onPart: () => controller.abort() });
  expect(found.stopped).toBe("signal");
  expect(found.parts.map((one) => one !== null)).toEqual([true, false, false, false]);
});
