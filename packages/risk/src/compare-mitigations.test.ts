import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  bestPortfolio,
  compareMitigations,
  type ModelMitigation,
  simulate,
  type SimulationModel,
  withMitigations,
} from "./index.ts";
import { share } from "../test/networks.ts";

const model: SimulationModel = {
  network: {
    activities: [
      { id: "a", duration: { min: 5, mode: 8, max: 20 } },
      { id: "b", duration: { min: 4, mode: 9, max: 18 } },
      { id: "c", duration: { min: 2, mode: 3, max: 9 } },
      { id: "end", duration: 0 },
    ],
    links: [
      { from: "a", to: "c", type: "FS", lag: 0 },
      { from: "b", to: "end", type: "FS", lag: 0 },
      { from: "c", to: "end", type: "FS", lag: 0 },
    ],
    milestones: ["end"],
  },
  risks: [
    { id: "r", probability: 0.4, activities: ["a"], effect: { days: { min: 3, mode: 8, max: 15 } } },
    { id: "s", probability: 0.6, activities: ["b"], effect: { factor: { min: 1, mode: 1.4, max: 2.5 } } },
    { id: "t", probability: 0.3, activities: ["c"], effect: { days: 6 } },
    { id: "u", idle: "unscored" },
  ],
};
const mitigation = (
  id: string,
  risk: string,
  amount: number,
  probability: number,
  consequence = 1,
): ModelMitigation => ({
  id,
  treats: [{ risk, effect: { probability, consequence } }],
  cost: { amount, unit: "hours" },
});
const options = { iterations: 4000, seed: 3, target: "end" };
const value = <T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown },
): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

test("a mitigation leaves a share of the probability and of the consequence; several multiply", () => {
  const { risks } = withMitigations(model, [mitigation("m", "s", 1, 0.5, 0.5), mitigation("n", "s", 1, 0.5)]);
  expect(risks?.[1]).toMatchObject({ probability: 0.15, effect: { factor: { min: 1, mode: 1.2, max: 1.75 } } });
  expect(risks?.[3]).toEqual({ id: "u", idle: "unscored" });
});

test("what a mitigation is worth is the difference of two simulations on the same numbers", () => {
  const one = mitigation("m", "r", 10, 0.5);
  const { mitigations } = value(compareMitigations(model, [one], { ...options, deadlines: { end: 20 } }));
  const before = value(simulate(model, { ...options, deadlines: { end: 20 } })).end;
  const withDeadline = value(simulate(model, { ...options, deadlines: { end: 20 } })).milestones["end"];
  const after = value(simulate(withMitigations(model, [one]), { ...options, deadlines: { end: 20 } })).milestones[
    "end"
  ];
  const worth = mitigations[0]?.milestones["end"];
  expect(worth?.meanDays.value).toBeCloseTo(before.mean - (after?.mean ?? 0), 9);
  expect(worth?.p80Days.value).toBeCloseTo(before.p80 - (after?.p80 ?? 0), 9);
  expect(worth?.chance?.value).toBeCloseTo((after?.deadline?.chance ?? 0) - (withDeadline?.deadline?.chance ?? 0), 9);
  expect(mitigations[0]?.daysPerCost).toBeCloseTo((worth?.meanDays.value ?? 0) / 10, 12);
});

test("common random numbers: the error of the difference is many times smaller than that of two simulations", () => {
  const { mitigations } = value(compareMitigations(model, [mitigation("m", "t", 10, 0.5)], options));
  const { standardError } = value(simulate(model, options)).end;
  expect((mitigations[0]?.end.meanDays.standardError ?? 1) * 3).toBeLessThan(standardError * Math.SQRT2);
});

test("the standard error of a difference covers what other seeds give", () => {
  const one = mitigation("m", "r", 10, 0.3);
  const runs = Array.from(
    { length: 40 },
    (_, seed) => value(compareMitigations(model, [one], { iterations: 1000, seed })).mitigations[0]?.end,
  );
  const spread = (values: readonly number[]) => {
    const mean = values.reduce((sum, next) => sum + next, 0) / values.length;
    return Math.sqrt(values.reduce((sum, next) => sum + (next - mean) ** 2, 0) / (values.length - 1));
  };
  for (const kind of ["meanDays", "p80Days"] as const) {
    const said = runs.reduce((sum, run) => sum + (run?.[kind].standardError ?? 0), 0) / runs.length;
    const seen = spread(runs.map((run) => run?.[kind].value ?? 0));
    expect(seen / said).toBeGreaterThan(0.6);
    expect(seen / said).toBeLessThan(1.6);
  }
});

test("a mitigation that nobody has judged is listed, not counted as worthless", () => {
  const result = value(compareMitigations(model, [{ id: "m", treats: [{ risk: "r" }] }], options));
  expect(result).toMatchObject({ mitigations: [], unjudged: ["m"] });
});

test.each([
  ["for nothing", { id: "m", treats: [] }, "risk.mitigates-nothing"],
  ["for a risk that is not there", { id: "m", treats: [{ risk: "x" }] }, "risk.unknown-id"],
  ["that makes it worse", { id: "m", treats: [{ risk: "r", effect: { probability: 1.5 } }] }, "risk.probability"],
  [
    "of NaN cost",
    { id: "m", treats: [{ risk: "r" }], cost: { amount: Number.NaN, unit: "SEK" as const } },
    "risk.not-a-number",
  ],
])("a mitigation %s is refused", (_, one, code) => {
  expect(compareMitigations(model, [one], options)).toMatchObject({ ok: false, error: [{ code }] });
});

test("the best portfolio is the best of all that the budget buys", () => {
  const some = fc
    .array(fc.tuple(fc.constantFrom("r", "s", "t"), fc.integer({ min: 0, max: 9 }), share, share), {
      minLength: 1,
      maxLength: 5,
    })
    .map((rows) => rows.map(([risk, cost, p, c], index) => mitigation(`m${index}`, risk, cost, p, c)));
  fc.assert(
    fc.property(some, fc.integer({ min: 0, max: 25 }), fc.boolean(), (mitigations, budget, hasDeadline) => {
      const small = { iterations: 200, seed: 1, target: "end", ...(hasDeadline ? { deadlines: { end: 18 } } : {}) };
      const gain = (chosen: readonly ModelMitigation[]) => {
        const { end } = value(simulate(withMitigations(model, chosen), { ...small, measures: "dates" })).milestones;
        return hasDeadline ? (end?.deadline?.chance ?? 0) : -(end?.mean ?? 0);
      };
      const subsets = Array.from({ length: 2 ** mitigations.length }, (_, bits) =>
        mitigations.filter((__, index) => (bits >> index) & 1),
      );
      const affordable = subsets.filter(
        (chosen) => chosen.reduce((sum, { cost }) => sum + (cost?.amount ?? 0), 0) <= budget,
      );
      const found = value(bestPortfolio(model, mitigations, { ...small, budget }));
      expect(found.isProved).toBe(true);
      expect(found.cost).toBeLessThanOrEqual(budget);
      const chosen = mitigations.filter(({ id }) => found.chosen.includes(id));
      expect(gain(chosen)).toBeCloseTo(Math.max(...affordable.map(gain)), 9);
    }),
    { numRuns: 25 },
  );
});

test("a portfolio says when its simulations ran out", () => {
  const mitigations = ["r", "s", "t", "r", "s", "t"].map((risk, index) =>
    mitigation(`m${index}`, risk, 3, 0.9 - index / 50),
  );
  const result = value(bestPortfolio(model, mitigations, { ...options, iterations: 200, budget: 10, simulations: 8 }));
  expect(result.isProved).toBe(false);
});

test.each<[string, SimulationModel, readonly ModelMitigation[], string]>([
  ["a mitigation without a cost", model, [{ id: "m", treats: [{ risk: "r", effect: {} }] }], "risk.not-costed"],
  [
    "two units",
    model,
    [mitigation("m", "r", 1, 0.5), { ...mitigation("n", "r", 1, 0.5), cost: { amount: 1, unit: "SEK" } }],
    "risk.units-differ",
  ],
  [
    "a risk that saves days",
    { ...model, risks: [{ id: "r", probability: 0.5, activities: ["a"], effect: { days: -2 } }] },
    [mitigation("m", "r", 1, 0.5)],
    "risk.not-monotone",
  ],
  [
    "a domino that falls on what saves days",
    {
      ...model,
      risks: [
        { id: "r", probability: 0.5, activities: ["a"], effect: { days: 1 } },
        { id: "not ordered", probability: 0, activities: ["b"], effect: { skips: true } },
      ],
      dominoes: [{ from: "r", to: "not ordered", strength: 1 }],
    },
    [mitigation("m", "r", 1, 0)],
    "risk.not-monotone",
  ],
  [
    "ties that work backwards",
    { ...model, network: { ...model.network, links: [{ from: "a", to: "b", type: "FF", lag: 0 }] } },
    [mitigation("m", "r", 1, 0.5)],
    "risk.not-monotone",
  ],
])("%s: no best portfolio is claimed", (_, given, mitigations, code) => {
  expect(bestPortfolio(given, mitigations, { ...options, budget: 5 })).toMatchObject({ ok: false, error: [{ code }] });
});

test.each([12.3, 12.4, 12.6, 12.7])(
  "day %d is kept here as in a simulation, to the hair by which runs are rounded",
  (day) => {
    const network = { activities: [{ id: "a", duration: day }], links: [], milestones: ["a"] };
    const late: SimulationModel = {
      network,
      risks: [{ id: "r", probability: 0.4, activities: ["a"], effect: { days: 1 } }],
    };
    const kept = { iterations: 1000, seed: 1, deadlines: { a: day } };
    const before = value(simulate(late, kept)).milestones["a"]?.deadline?.chance ?? 0;
    expect(before).toBeGreaterThan(0.5);
    const stopped = [mitigation("m", "r", 1, 0)];
    const { mitigations } = value(compareMitigations(late, stopped, kept));
    expect(mitigations[0]?.milestones["a"]?.chance?.value).toBeCloseTo(1 - before, 9);
    const best = value(bestPortfolio(late, stopped, { ...kept, target: "a", budget: 1 }));
    expect(best.chance?.value).toBeCloseTo(1 - before, 9);
  },
);

test.each([1, 2, 9, 60, 124])("%d runs have errors that are numbers", (iterations) => {
  const { together } = value(compareMitigations(model, [mitigation("m", "r", 1, 0.5)], { iterations, seed: 1 }));
  expect(
    Object.values(together.end)
      .flatMap((gain) => Object.values(gain))
      .every(Number.isFinite),
  ).toBe(true);
});
