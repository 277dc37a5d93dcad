import * as fc from "fast-check";
import { expect, test } from "vitest";
import { models, ringModels, twoPaths } from "../test/networks.ts";
import { slowRuns } from "../test/slow-simulator.ts";
import { simulate, type Simulation, type SimulationModel } from "./index.ts";

const run = (model: SimulationModel, iterations = 1000, seed = 1): Simulation => {
  const result = simulate(model, { iterations, seed });
  if (!result.ok) throw new Error(result.error.map(({ en, where }) => `${where}: ${en}`).join("; "));
  return result.value;
};

/** Milestones and criticality as the slow simulator has them. */
function expectSlow(model: SimulationModel, iterations: number, seed: number): void {
  const fast = run(model, iterations, seed);
  const slow = slowRuns(model, iterations, seed);
  for (const [id, { mean, min, max }] of Object.entries(fast.milestones)) {
    const finishes = slow.map(({ finish }) => finish[id] ?? Number.NaN);
    expect(min).toBeCloseTo(Math.min(...finishes), 7);
    expect(max).toBeCloseTo(Math.max(...finishes), 7);
    expect(mean).toBeCloseTo(finishes.reduce((sum, finish) => sum + finish, 0) / iterations, 7);
  }
  expect(fast.end.max).toBeCloseTo(Math.max(...slow.map(({ end }) => end)), 7);
  for (const [id, share] of Object.entries(fast.criticality))
    expect([id, share * iterations]).toEqual([id, slow.filter(({ critical }) => critical.has(id)).length]);
}

// oxlint-disable-next-line vitest/expect-expect -- expectSlow does
test("each run is what a slow and obvious simulator says it is", () => {
  fc.assert(
    fc.property(models, fc.nat(), (model, seed) => expectSlow(model, 40, seed)),
    { numRuns: 150 },
  );
});

/** Whether the slow simulator comes to an end. */
function isMet(model: SimulationModel, seed: number): boolean {
  try {
    return slowRuns(model, 20, seed).length === 20;
  } catch {
    return false;
  }
}

test("with rings of greatest lags, too, where they can be met; where they can't, it says so", () => {
  let met = 0;
  fc.assert(
    fc.property(ringModels, fc.nat(), (model, seed) => {
      const result = simulate(model, { iterations: 20, seed });
      const said = result.ok ? "met" : (result.error.at(-1)?.code ?? "");
      // A ring that can't be met in the plan is refused, whatever some run might make of it.
      expect(said === "risk.cyclic-links" || isMet(model, seed) === (said === "met")).toBe(true);
      if (said !== "met") return;
      met += 1;
      expectSlow(model, 20, seed);
    }),
    { numRuns: 150 },
  );
  expect(met).toBeGreaterThan(30);
});

test("correlated runs, too", () => {
  const slow = slowRuns(twoPaths, 300, 7).map(({ finish }) => finish["c"] ?? 0);
  const fast = run(twoPaths, 300, 7).milestones["c"];
  expect(fast?.mean).toBeCloseTo(slow.reduce((sum, finish) => sum + finish, 0) / 300, 8);
  expect(fast?.max).toBeCloseTo(Math.max(...slow), 8);
});

test("the same seed gives the same bits, and another seed others", () => {
  fc.assert(
    fc.property(models, (model) => {
      expect(run(model, 500, 3)).toEqual(run(model, 500, 3));
    }),
    { numRuns: 20 },
  );
  const model: SimulationModel = {
    network: { activities: [{ id: "a", duration: { min: 0, mode: 1, max: 9 } }], links: [], milestones: ["a"] },
  };
  expect(run(model, 500, 3).end.mean).not.toBe(run(model, 500, 4).end.mean);
});

test("without uncertainty every percentile is the plan, and the plan is kept", () => {
  const { end, findings } = run({
    network: {
      activities: [
        { id: "a", duration: 3 },
        { id: "b", duration: 2, notBefore: 7 },
      ],
      links: [{ from: "a", to: "b", type: "FS", lag: 1 }],
      milestones: ["b"],
    },
  });
  expect(end).toMatchObject({ p10: 9, p50: 9, p95: 9, mean: 9, standardError: 0, mergeBias: 0 });
  expect(end.planned).toMatchObject({ day: 9, chance: 1 });
  expect(findings).toEqual([]);
});

test("greatest lags pull an activity's predecessor with them", () => {
  const { milestones } = run({
    network: {
      activities: [
        { id: "training", duration: 2 },
        { id: "access", duration: { min: 10, mode: 12, max: 20 } },
        { id: "live", duration: 0 },
      ],
      links: [
        { from: "access", to: "live", type: "FS", lag: 0 },
        { from: "training", to: "live", type: "FS", lag: 0, maxLag: 3 },
      ],
      milestones: ["training", "live"],
    },
  });
  expect((milestones["live"]?.mean ?? 0) - (milestones["training"]?.mean ?? 0)).toBeCloseTo(3, 10);
});

test("greatest lags that can't be kept in some runs are an error, with how many", () => {
  const result = simulate(
    {
      network: {
        activities: [
          { id: "a", duration: { min: 1, mode: 2, max: 10 } },
          { id: "b", duration: 1 },
        ],
        links: [
          { from: "a", to: "b", type: "FS", lag: 0 },
          { from: "a", to: "b", type: "SS", lag: 0, maxLag: 5 },
        ],
        milestones: ["b"],
      },
    },
    { iterations: 1000, seed: 1 },
  );
  expect(result).toMatchObject({ ok: false, error: [{ code: "risk.ties-unmet", severity: "must" }] });
});

test("a risk without a probability drives nothing, and the result says so", () => {
  const network = { activities: [{ id: "a", duration: 3 }], links: [], milestones: ["a"] };
  const { idle, end } = run({ network, risks: [{ id: "R01", idle: "unscored" }] });
  expect(idle).toEqual([{ id: "R01", idle: "unscored" }]);
  expect(end.max).toBe(3);
});

test("progress is told, and a cancelled run throws the signal's reason", () => {
  const model: SimulationModel = {
    network: { activities: [{ id: "a", duration: 3 }], links: [], milestones: ["a"] },
  };
  const seen: number[] = [];
  simulate(model, { iterations: 9000, seed: 1, onProgress: ({ done }) => seen.push(done) });
  expect(seen).toEqual([4096, 8192, 9000]);
  const controller = new AbortController();
  const reason = new Error("enough");
  expect(() =>
    simulate(model, {
      iterations: 9000,
      seed: 1,
      signal: controller.signal,
      onProgress: () => controller.abort(reason),
    }),
  ).toThrow(reason);
});

test.each([
  [{ iterations: 0, seed: 1 }],
  [{ iterations: 1.5, seed: 1 }],
  [{ iterations: 10, seed: -1 }],
  [{ iterations: 10, seed: Number.NaN }],
])("%j is refused", (options) => {
  const network = { activities: [{ id: "a", duration: 3 }], links: [], milestones: ["a"] };
  expect(() => simulate({ network }, options)).toThrow(RangeError);
});

test("the dates are the same bits, however much is measured", () => {
  fc.assert(
    fc.property(models, (model) => {
      const dates = (measures: "dates" | "criticality" | "all") => {
        const result = simulate(model, { iterations: 300, seed: 1, measures });
        return result.ok
          ? Object.values(result.value.milestones).map(({ mean, percentiles }) => [mean, ...percentiles])
          : [];
      };
      expect(dates("dates")).toEqual(dates("all"));
      expect(dates("criticality")).toEqual(dates("all"));
    }),
    { numRuns: 30 },
  );
});

test("an activity that may not take place: no time, no first day, and what waits for it waits for what it waited for", () => {
  const { milestones, tornado } = run({
    network: {
      activities: [
        { id: "a", duration: 5 },
        { id: "migration", duration: 20, notBefore: 30 },
        { id: "live", duration: 0 },
      ],
      links: [
        { from: "a", to: "migration", type: "FS", lag: 0 },
        { from: "migration", to: "live", type: "FS", lag: 0 },
      ],
      milestones: ["live"],
    },
    risks: [
      { id: "not ordered", probability: 0.4, activities: ["migration"], effect: { skips: true } },
      { id: "late", probability: 1, activities: ["migration"], effect: { days: 3 } },
    ],
  });
  expect(milestones["live"]).toMatchObject({ min: 5, max: 53, p10: 5, p80: 53 });
  expect(tornado.find(({ id }) => id === "not ordered")).toMatchObject({ low: 53, high: 5, swing: -48 });
});

test("either one or the other: what leaves work out may bring other work in", () => {
  const { end, tornado } = run(
    {
      network: {
        activities: [
          { id: "own", duration: 10 },
          { id: "bought", duration: 0 },
          { id: "live", duration: 1 },
        ],
        links: ["own", "bought"].map((from) => ({ from, to: "live", type: "FS", lag: 0 })),
        milestones: ["live"],
      },
      risks: [
        { id: "is bought", probability: 0.25, activities: ["own"], effect: { skips: true } },
        { id: "then", probability: 0, activities: ["bought"], effect: { days: 4 } },
      ],
      dominoes: [{ from: "is bought", to: "then", strength: 1 }],
    },
    4000,
  );
  expect([end.min, end.max]).toEqual([5, 11]);
  expect(end.percentiles.filter((day) => day === 5).length).toBeCloseTo(25, -1);
  expect(tornado[0]).toMatchObject({ low: 11, high: 5 });
});

test("a first day before the plan begins binds nothing", () => {
  const { end } = run({
    network: { activities: [{ id: "a", duration: 3, notBefore: -5 }], links: [], milestones: ["a"] },
  });
  expect(end).toMatchObject({ min: 3, max: 3, planned: { day: 3 } });
});

test("a risk that saves more days than the work has leaves none, not fewer", () => {
  const { end } = run({
    network: {
      activities: [
        { id: "a", duration: 3 },
        { id: "b", duration: 4 },
      ],
      links: [{ from: "a", to: "b", type: "FS", lag: 0 }],
      milestones: ["b"],
    },
    risks: [
      { id: "saves", probability: 0.5, activities: ["a"], effect: { days: -10 } },
      { id: "saves too", probability: 0.5, activities: ["a"], effect: { days: { min: -9, mode: -8, max: -7 } } },
    ],
  });
  expect([end.min, end.max]).toEqual([4, 7]);
});

test("standard errors are what other seeds show, for every estimate that has one", () => {
  const model: SimulationModel = {
    network: {
      activities: [
        { id: "a", duration: { min: 2, mode: 5, max: 9 } },
        { id: "b", duration: { min: 1, mode: 5, max: 12 } },
        { id: "end", duration: 0 },
      ],
      links: [
        { from: "a", to: "end", type: "FS", lag: 0 },
        { from: "b", to: "end", type: "FS", lag: 0 },
      ],
      milestones: ["end"],
    },
    risks: [{ id: "r", probability: 0.3, activities: ["a"], effect: { days: { min: 1, mode: 2, max: 6 } } }],
  };
  const truth = run(model, 400_000, 999).end.p80;
  const runs = Array.from({ length: 200 }, (_, seed) => run(model, 400, seed));
  const spread = (values: readonly number[]) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
  };
  const checks: readonly (readonly [value: (one: Simulation) => number, error: (one: Simulation) => number])[] = [
    [({ end }) => end.mean, ({ end }) => end.standardError],
    [({ criticality }) => criticality["a"] ?? 0, ({ sensitivity }) => sensitivity["a"]?.criticalityError ?? 0],
    [
      ({ sensitivity }) => sensitivity["b"]?.cruciality ?? 0,
      ({ sensitivity }) => sensitivity["b"]?.crucialityError ?? 0,
    ],
    [
      ({ tornado }) => tornado.find(({ id }) => id === "r")?.swing ?? 0,
      ({ tornado }) => tornado.find(({ id }) => id === "r")?.standardError ?? 0,
    ],
  ];
  for (const [value, error] of [
    ...checks,
    [({ end }) => end.mergeBias ?? 0, ({ end }) => end.mergeBiasError ?? 0],
    [
      ({ sensitivity }) => sensitivity["b"]?.significance ?? 0,
      ({ sensitivity }) => sensitivity["b"]?.significanceError ?? 0,
    ],
    [({ sensitivity }) => sensitivity["a"]?.meanDays ?? 0, ({ sensitivity }) => sensitivity["a"]?.meanDaysError ?? 0],
  ] satisfies typeof checks) {
    const said = runs.reduce((sum, one) => sum + error(one), 0) / runs.length;
    expect(spread(runs.map(value)) / said).toBeGreaterThan(0.75);
    expect(spread(runs.map(value)) / said).toBeLessThan(1.2);
  }
  const covered = runs.filter(({ end }) => end.intervals.p80[0] <= truth && truth <= end.intervals.p80[1]).length;
  expect(covered).toBeGreaterThanOrEqual(180);
});
