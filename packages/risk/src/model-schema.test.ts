import { expect, test } from "vitest";
import type { SimulationModel } from "./index.ts";
import { parseModel } from "./schema.ts";

const model = {
  network: {
    activities: [
      { id: "a", duration: { min: 2, mode: 3, max: 7 } },
      { id: "b", duration: { min: 1, mode: 2, max: 4, distribution: "pert" }, notBefore: 1 },
      {
        id: "c",
        duration: {
          values: [
            { days: 1, probability: 0.5 },
            { days: 3, probability: 0.5 },
          ],
        },
      },
      { id: "d", duration: { observed: [1, 1, 2] } },
      { id: "live", duration: 0 },
    ],
    links: [
      { from: "a", to: "b", type: "FS", lag: 1 },
      { from: "b", to: "live", type: "FF", lag: 0, maxLag: 5 },
    ],
    milestones: ["live"],
  },
  risks: [
    { id: "R01", probability: 0.3, activities: ["a"], effect: { factor: { min: 1, mode: 1.2, max: 2 } } },
    { id: "R02", probability: 0.1, activities: ["b"], effect: { days: 5 } },
    { id: "R03", idle: "unscored" },
    { id: "not ordered", probability: 0.4, activities: ["c"], effect: { skips: true } },
  ],
  correlation: [{ a: "R01", b: "R02", rho: 0.4 }],
  dominoes: [{ from: "R01", to: "R02", strength: 0.5 }],
} satisfies SimulationModel;

const codes = (value: unknown) => {
  const parsed = parseModel(value);
  return parsed.ok ? [] : parsed.error.map(({ code, where }) => `${code} ${where}`);
};

test("a model survives JSON, with every form of duration and effect", () => {
  expect(parseModel(JSON.parse(JSON.stringify(model)))).toEqual({ ok: true, value: model });
});

test("a network alone is a model", () => {
  expect(codes({ network: model.network })).toEqual([]);
});

const activity = (duration: unknown) => ({
  network: { ...model.network, activities: [{ id: "live", duration }], links: [] },
});

test.each([
  ["no object", null, ["risk.invalid /"]],
  ["no network", { risks: [] }, ["risk.invalid /network"]],
  ["a text for a duration", activity("3 days"), ["risk.invalid /network/activities/0/duration"]],
  [
    "a distribution that is misspelt",
    activity({ min: 1, mode: 2, max: 3, distrbution: "pert" }),
    ["risk.invalid /network/activities/0/duration"],
  ],
  [
    "a greatest lag that is misspelt",
    { network: { ...model.network, links: [{ from: "a", to: "b", type: "FS", lag: 0, maxlag: 2 }] } },
    ["risk.invalid /network/links/0"],
  ],
  ["a least above the likeliest", activity({ min: 5, mode: 3, max: 7 }), ["risk.range-order activity live"]],
  [
    "a correlation above 1",
    { ...model, correlation: [{ a: "R01", b: "R02", rho: 2 }] },
    ["risk.invalid /correlation/0/rho"],
  ],
  [
    "a link to nowhere",
    { network: { ...model.network, links: [{ from: "a", to: "x", type: "FS", lag: 0 }] } },
    ["risk.unknown-id link a > x"],
  ],
  [
    "a ring of links",
    { network: { ...model.network, links: [...model.network.links, { from: "b", to: "a", type: "FS", lag: 0 }] } },
    ["risk.cyclic-links links"],
  ],
  [
    "a domino of a risk that there is not",
    { ...model, dominoes: [{ from: "R01", to: "R99", strength: 1 }] },
    ["risk.unknown-id domino R01 > R99"],
  ],
])("%s is refused", (_, value, expected) => {
  expect(codes(value)).toEqual(expected);
});
