import { expect, test } from "vitest";
import { checkModel, type Correlation, nearestCorrelations, simulate, type SimulationModel } from "./index.ts";
import { cholesky } from "./correlation.ts";
import { correlationMatrix } from "./compile-model.ts";

const sound: SimulationModel = {
  network: {
    activities: [
      { id: "a", duration: { min: 1, mode: 2, max: 5 } },
      { id: "b", duration: { min: 1, mode: 2, max: 5 } },
      { id: "c", duration: 1 },
    ],
    links: [
      { from: "a", to: "c", type: "FS", lag: 0 },
      { from: "b", to: "c", type: "FS", lag: 0 },
    ],
    milestones: ["c"],
  },
  risks: [
    { id: "r", probability: 0.3, activities: ["a"], effect: { factor: { min: 1, mode: 2, max: 3 } } },
    { id: "s", probability: 0.3, activities: ["b"], effect: { days: 4 } },
  ],
};
const activity = (duration: unknown): SimulationModel => ({
  ...sound,
  network: { ...sound.network, activities: [{ id: "a", duration } as never, ...sound.network.activities.slice(1)] },
});
const risk = (change: object): SimulationModel => ({ ...sound, risks: [{ ...sound.risks?.[0], ...change } as never] });
const network = (change: object): SimulationModel => ({ ...sound, network: { ...sound.network, ...change } });
const correlated = (...correlation: Correlation[]): SimulationModel => ({ ...sound, correlation });

test("a sound model has no findings", () => {
  expect(checkModel(sound)).toEqual([]);
});

test.each<[string, SimulationModel, string]>([
  ["min above mode", activity({ min: 3, mode: 2, max: 5 }), "risk.range-order activity a"],
  ["mode above max", activity({ min: 1, mode: 7, max: 5 }), "risk.range-order activity a"],
  ["a negative least", activity({ min: -1, mode: 2, max: 5 }), "risk.negative-duration activity a"],
  ["NaN in a range", activity({ min: 1, mode: Number.NaN, max: 5 }), "risk.not-a-number activity a"],
  ["an endless duration", activity(Infinity), "risk.not-a-number activity a"],
  ["a negative duration", activity(-2), "risk.negative-duration activity a"],
  ["no values", activity({ values: [] }), "risk.no-values activity a"],
  ["nothing observed", activity({ observed: [] }), "risk.no-values activity a"],
  [
    "values that do not sum to 1",
    activity({ values: [{ days: 1, probability: 0.4 }] }),
    "risk.probabilities-sum activity a",
  ],
  [
    "a value with NaN days",
    activity({ values: [{ days: Number.NaN, probability: 1 }] }),
    "risk.not-a-number activity a",
  ],
  ["a plan of four thousand years", activity(2e6), "risk.too-long network"],
  ["no activities", network({ activities: [], links: [], milestones: [] }), "risk.no-activities network"],
  [
    "an activity twice",
    network({ activities: [...sound.network.activities, { id: "c", duration: 1 }] }),
    "risk.duplicate-id activity c",
  ],
  ["a link to nowhere", network({ links: [{ from: "a", to: "x", type: "FS", lag: 0 }] }), "risk.unknown-id link a > x"],
  ["an unknown milestone", network({ milestones: ["x"] }), "risk.unknown-id milestones"],
  [
    "a greatest lag below the least",
    network({ links: [{ from: "a", to: "b", type: "FS", lag: 2, maxLag: 1 }] }),
    "risk.day-range link a > b",
  ],
  [
    "a NaN lag",
    network({ links: [{ from: "a", to: "b", type: "FS", lag: Number.NaN }] }),
    "risk.not-a-number link a > b",
  ],
  ["a probability above 1", risk({ probability: 1.1 }), "risk.probability risk r"],
  ["a NaN probability", risk({ probability: Number.NaN }), "risk.probability risk r"],
  ["an unknown activity", risk({ activities: ["x"] }), "risk.unknown-id risk r"],
  ["a negative factor", risk({ effect: { factor: { min: -1, mode: 1, max: 2 } } }), "risk.negative-factor risk r"],
  ["a NaN effect", risk({ effect: { days: Number.NaN } }), "risk.not-a-number risk r"],
  [
    "a risk twice",
    { ...sound, risks: [...(sound.risks ?? []), { id: "s", idle: "unscored" }] },
    "risk.duplicate-id risk s",
  ],
  ["a correlation above 1", correlated({ a: "a", b: "b", rho: 1.2 }), "risk.correlation-value correlation a, b"],
  ["a NaN correlation", correlated({ a: "a", b: "b", rho: Number.NaN }), "risk.correlation-value correlation a, b"],
  ["a correlation with itself", correlated({ a: "a", b: "a", rho: 1 }), "risk.correlation-self correlation a, a"],
  [
    "a correlation of what is fixed",
    correlated({ a: "a", b: "c", rho: 0.5 }),
    "risk.correlation-of-fixed correlation a, c",
  ],
  ["a correlation of nothing", correlated({ a: "a", b: "x", rho: 0.5 }), "risk.correlation-of-fixed correlation a, x"],
  [
    "a domino to nowhere",
    { ...sound, dominoes: [{ from: "r", to: "x", strength: 0.5 }] },
    "risk.unknown-id domino r > x",
  ],
  [
    "a domino stronger than 1",
    { ...sound, dominoes: [{ from: "r", to: "s", strength: 1.5 }] },
    "risk.probability domino r > s",
  ],
])("%s is a must, and nothing is simulated", (_, model, expected) => {
  const result = simulate(model, { iterations: 10, seed: 1 });
  expect(result.ok ? [] : result.error.map(({ code, where, severity }) => `${severity} ${code} ${where}`)).toContain(
    `must ${expected}`,
  );
});

test("rings are shown with their path", () => {
  const ring = network({
    links: [
      { from: "a", to: "b", type: "FS", lag: 0 },
      { from: "b", to: "a", type: "FS", lag: 0 },
    ],
  });
  expect(checkModel(ring)).toMatchObject([
    { code: "risk.cyclic-links", en: expect.stringMatching(/(a > b > a|b > a > b)\.$/) as string },
  ]);
  const dominoes = {
    ...sound,
    dominoes: [
      { from: "r", to: "s", strength: 0.1 },
      { from: "s", to: "r", strength: 0.1 },
    ],
  };
  expect(checkModel(dominoes)).toMatchObject([{ code: "risk.cyclic-dominoes" }]);
});

test("correlations that contradict each other are refused, with the nearest that do not", () => {
  const model: SimulationModel = {
    ...correlated({ a: "a", b: "b", rho: 0.9 }, { a: "b", b: "r", rho: 0.9 }, { a: "a", b: "r", rho: -0.9 }),
  };
  expect(checkModel(model)).toMatchObject([
    {
      code: "risk.not-positive-semidefinite",
      severity: "must",
      fix: { en: "Nearest possible: a, b: 0.500; a, r: -0.500; b, r: 0.500." },
    },
  ]);
  const nearest = nearestCorrelations(model.correlation ?? []);
  expect(cholesky(correlationMatrix(nearest).matrix)).toBeDefined();
  expect(checkModel({ ...model, correlation: nearest })).toEqual([]);
});

test("the nearest correlation matrix is Higham's published one", () => {
  // Higham (2002), example of section 4: tridiagonal 2, −1 scaled; its nearest has −0.8084 and 0.1916, −0.6562, 0.1068.
  const matrix = (a: number) =>
    [1, a, 0, 0].map((_, i) => [0, 1, 2, 3].map((j) => (i === j ? 1 : Math.abs(i - j) === 1 ? a : 0)));
  const ids = ["a", "b", "c", "d"];
  const pairs = matrix(-1).flatMap((row, i) =>
    row.flatMap((rho, j) => (j > i ? [{ a: ids[i] ?? "", b: ids[j] ?? "", rho }] : [])),
  );
  expect(nearestCorrelations(pairs).map(({ rho }) => Number(rho.toFixed(4)))).toEqual([
    -0.8084, 0.1916, 0.1068, -0.6562, 0.1916, -0.8084,
  ]);
});

test("a pair with two values is refused, in whichever order it is named", () => {
  const model = correlated({ a: "r", b: "s", rho: 0.5 }, { a: "s", b: "r", rho: -0.5 });
  expect(checkModel(model)).toMatchObject([{ code: "risk.duplicate-id", where: "correlation s, r" }]);
});

test("one cause entered twice is pointed out, and does not stop the run", () => {
  const model: SimulationModel = {
    ...correlated({ a: "r", b: "s", rho: 0.5 }),
    dominoes: [{ from: "r", to: "s", strength: 0.2 }],
  };
  const result = simulate(model, { iterations: 10, seed: 1 });
  expect(result).toMatchObject({ ok: true, value: { findings: [{ code: "risk.counted-twice", severity: "check" }] } });
});

test("a target or a deadline that is no milestone is refused", () => {
  const options = { iterations: 10, seed: 1 };
  expect(simulate(sound, { ...options, target: "a" })).toMatchObject({
    ok: false,
    error: [{ code: "risk.unknown-id" }],
  });
  expect(simulate(sound, { ...options, deadlines: { a: 3 } })).toMatchObject({ ok: false });
});

test.each([Number.NaN, Infinity])("a deadline of %d is refused, not kept by every run", (day) => {
  expect(simulate(sound, { iterations: 10, seed: 1, deadlines: { c: day } })).toMatchObject({
    ok: false,
    error: [{ code: "risk.not-a-number", where: "options" }],
  });
});

test("a milestone may be called as what every object has", () => {
  const model = network({
    activities: [{ id: "constructor", duration: 2 }],
    links: [],
    milestones: ["constructor"],
  });
  const result = simulate({ ...model, risks: [] }, { iterations: 10, seed: 1, deadlines: {} });
  expect(result).toMatchObject({ ok: true, value: { milestones: { constructor: { p50: 2 } } } });
  expect(JSON.stringify(result)).not.toContain("deadline");
});

test("a quarter of a million observed durations are not too many", () => {
  const observed = Array.from({ length: 250_000 }, (_, index) => 1 + (index % 7));
  const model = { network: { activities: [{ id: "a", duration: { observed } }], links: [], milestones: ["a"] } };
  expect(checkModel(model)).toEqual([]);
  expect(simulate(model, { iterations: 100, seed: 1 })).toMatchObject({ ok: true, value: { end: { max: 7 } } });
});

test("an idle risk may have the id of a correlated activity: it goes its own way", () => {
  const idle = { id: "a", idle: "no-delay", probability: 0.5 } as const;
  const pair = { a: "a", b: "b", rho: 0.9 };
  const risks = [...(sound.risks ?? []), idle];
  const options = { iterations: 500, seed: 1, measures: "dates" } as const;
  const dates = (model: SimulationModel) => {
    const result = simulate(model, options);
    return result.ok ? result.value.end : result.error;
  };
  expect(dates({ ...sound, risks, correlation: [pair] })).toEqual(dates({ ...sound, correlation: [pair] }));
  const falls = [{ from: "a", to: "r", strength: 1 }];
  const renamed = risks.map((one) => (one === idle ? { ...idle, id: "other" } : one));
  const set = (list: typeof risks, from: string) => ({
    ...sound,
    risks: list,
    dominoes: falls.map((fall) => ({ ...fall, from })),
  });
  const share = (model: SimulationModel) => {
    const result = simulate(model, { iterations: 20_000, seed: 1 });
    return result.ok ? (result.value.tornado.find(({ id }) => id === "r")?.happened ?? 0) : 0;
  };
  expect(share({ ...set(risks, "a"), correlation: [pair] })).toBeCloseTo(share(set(renamed, "other")), 1);
});

test("sums of fractions that wobble in their last bits are no ring", () => {
  const exact = network({
    activities: [
      { id: "a", duration: 0.1, notBefore: 0.3 },
      { id: "b", duration: 1 },
    ],
    links: [{ from: "a", to: "b", type: "FS", lag: 0.2, maxLag: 0.2 }],
    milestones: ["b"],
  });
  expect(checkModel({ ...exact, risks: [] })).toEqual([]);
});
