import { expect, test } from "vitest";
import { finishDistribution } from "./finish-distribution.ts";
import { simulate, type SimulationModel } from "./index.ts";

const iterations = 50_000;
/** Three activities after each other: uniform over 10, 20 and 40 days, so of spreads 1 : 2 : 4; and one beside them. */
const uniform = (width: number) => ({
  observed: Array.from({ length: 1000 }, (_, index) => 100 + (width * (index + 0.5)) / 1000),
});
const model: SimulationModel = {
  network: {
    activities: [
      { id: "narrow", duration: uniform(10) },
      { id: "middle", duration: uniform(20) },
      { id: "wide", duration: uniform(40) },
      { id: "beside", duration: 7 },
      { id: "end", duration: 0 },
    ],
    links: [
      { from: "narrow", to: "middle", type: "FS", lag: 0 },
      { from: "middle", to: "wide", type: "FS", lag: 0 },
      { from: "wide", to: "end", type: "FS", lag: 0 },
      { from: "beside", to: "end", type: "FS", lag: 0 },
    ],
    milestones: ["middle", "end"],
  },
  risks: [{ id: "r", probability: 0.25, activities: ["narrow"], effect: { days: 8 } }],
};
const result = simulate(model, { iterations, seed: 11 });
if (!result.ok) throw new Error("refused");
const { criticality, sensitivity, tornado, end } = result.value;

test("what is always critical is so in every one of many runs, what never is in none", () => {
  expect(criticality).toEqual({ narrow: 1, middle: 1, wide: 1, beside: 0, end: 1 });
});

test("in series, cruciality and significance are an activity's share of the spread", () => {
  // Variances of the uniforms, and of the risk: 64 · 0.25 · 0.75.
  const risk = 64 * 0.25 * 0.75;
  const total = (100 + 400 + 1600) / 12 + risk;
  for (const [id, variance] of [
    ["narrow", 100 / 12 + risk],
    ["middle", 400 / 12],
    ["wide", 1600 / 12],
  ] as const) {
    const { cruciality = 0, crucialityError = 0, significance = 0 } = sensitivity[id] ?? {};
    expect(Math.abs(cruciality - Math.sqrt(variance / total))).toBeLessThan(4 * crucialityError);
    expect(Math.abs(significance - Math.sqrt(variance / total))).toBeLessThan(0.02);
  }
  expect(sensitivity["beside"]).toMatchObject({ cruciality: 0, significance: 0, meanDays: 7 });
  expect(sensitivity["narrow"]?.meanDays).toBeCloseTo(107, 0);
});

test("significance is less where the activity is not always critical", () => {
  const either: SimulationModel = {
    network: {
      activities: ["a", "b"].map((id) => ({ id, duration: uniform(10) })),
      links: [],
      milestones: ["a"],
    },
  };
  const run = simulate(either, { iterations, seed: 11 });
  if (!run.ok) throw new Error("refused");
  // The later of two uniforms has a variance of 100 / 18; each is the later in half of the runs.
  const { significance = 0 } = run.value.sensitivity["a"] ?? {};
  expect(significance).toBeCloseTo(0.5 * Math.sqrt(18 / 12), 1);
});

test("a bar goes from the mean of the shortest tenth to that of the longest; a risk's from without to with", () => {
  for (const [id, width] of [
    ["narrow", 10],
    ["middle", 20],
    ["wide", 40],
  ] as const) {
    const { swing = 0, standardError = 0, low = 0 } = tornado.find((bar) => bar.id === id) ?? {};
    expect(Math.abs(swing - 0.9 * width)).toBeLessThan(4 * standardError);
    expect(low).toBeLessThan(end.mean);
  }
  const { swing = 0, standardError = 0, happened = 0 } = tornado.find(({ id }) => id === "r") ?? {};
  expect(Math.abs(swing - 8)).toBeLessThan(4 * standardError);
  expect(Math.abs(happened - 0.25)).toBeLessThan(4 * Math.sqrt(0.1875 / iterations));
  expect(tornado.map(({ id }) => id)).toEqual(["wide", "middle", "narrow", "r"]);
});

test("about an earlier milestone, what comes after it is neither critical nor in the tornado's width", () => {
  const run = simulate(model, { iterations: 20_000, seed: 11, target: "middle" });
  if (!run.ok) throw new Error("refused");
  expect(run.value.criticality).toEqual({ narrow: 1, middle: 1, wide: 0, beside: 0, end: 0 });
  const wide = run.value.tornado.find(({ id }) => id === "wide");
  expect(Math.abs(wide?.swing ?? 9)).toBeLessThan(4 * (wide?.standardError ?? 0));
});

test("a percentile is the least day by which its share of the runs is done, whatever the share is in binary", () => {
  const observed = Array.from({ length: 100 }, (_, index) => index + 1);
  const days = finishDistribution(Float64Array.from(observed), 0);
  expect(days.percentiles).toEqual([1, ...observed]);
  expect([days.p10, days.p50, days.p80, days.p90, days.p95]).toEqual([10, 50, 80, 90, 95]);
});
