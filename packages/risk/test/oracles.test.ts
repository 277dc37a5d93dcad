import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import {
  type ActivityDuration,
  estimate,
  type LinkType,
  type Network,
  pert,
  pertAnalysis,
  pertChance,
  simulate,
  type SimulationModel,
  sobolIndices,
} from "../src/index.ts";
import { normalQuantile } from "../src/normal.ts";

vi.setConfig({ testTimeout: 20_000 });

// Published and closed-form results, from a collection beside the checkout. Simulated values are within four standard errors.
const file = new URL("../../../../shared/notes/risk-oracles.json", import.meta.url);
interface Oracles {
  readonly taylor7: {
    readonly te: Record<string, number>;
    readonly T: number;
    readonly V: number;
    readonly P28: number;
  };
  readonly heizer14: {
    readonly T: number;
    readonly V: number;
    readonly cp: string;
    readonly P53: number;
    readonly slack: Record<string, number>;
  };
  readonly wikipedia7: {
    readonly te: Record<string, number>;
    readonly T: number;
    readonly V: number;
    readonly cp: string;
    readonly slack: Record<string, number>;
  };
  readonly maxNormal: Record<string, readonly [mean: number, meanSquare: number]>;
  readonly clark: Record<string, readonly [mean: number, spread: number]>;
  readonly gao7: {
    readonly mean: readonly number[];
    readonly var: readonly number[];
    readonly sumMean: number;
    readonly sumML: number;
    readonly sumSd: number;
  };
  readonly copulaJoint: Record<string, { readonly joint: number; readonly phi: number }>;
  readonly PRA_bug: { readonly correctMean: number; readonly wrongMean: number };
  readonly ishigami: { readonly S: readonly number[]; readonly ST: readonly number[] };
  readonly sobolG8: { readonly S: readonly number[]; readonly ST: readonly number[] };
  readonly triParallel: Record<string, number>;
  readonly "riskFactor p=.4 Tri(1.05,1.2,1.6)": { readonly mean: number; readonly var: number };
}
const oracles = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Oracles) : undefined;

const iterations = 100_000;
const run = (model: SimulationModel, options: { readonly target?: string; readonly iterations?: number } = {}) => {
  const result = simulate(model, { iterations, seed: 20_261_125, ...options });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
/** How many standard errors lie between a simulated value and the known one. */
const apart = (value: number, expected: number, standardError: number): number =>
  Math.abs(value - expected) / standardError;
/** Activities `a (1,2,3) b, c`: id, three values, what it waits for. */
const network = (text: string): Network => {
  const rows = text.split(";").map((row) => /(\w+) \((\d+),(\d+),(\d+)\) ?(.*)/.exec(row.trim()) ?? []);
  return {
    activities: rows.map(([, id = "", min, mode, max]) => ({
      id,
      duration: { min: Number(min), mode: Number(mode), max: Number(max), distribution: "pert" },
    })),
    links: rows.flatMap(([, to = "", , , , from = ""]) =>
      from.split("").map((before) => ({ from: before, to, type: "FS" as const, lag: 0 })),
    ),
    milestones: [rows.at(-1)?.[1] ?? ""],
  };
};
/** As many equally likely values as it takes to look normal: the middle of each slice. */
const normal = (mean: number, spread: number, slices = 4096): ActivityDuration => ({
  observed: Array.from({ length: slices }, (_, slice) => mean + spread * normalQuantile((slice + 0.5) / slices)),
});
const parallel = (durations: readonly ActivityDuration[], more: Partial<SimulationModel> = {}): SimulationModel => ({
  network: {
    activities: [...durations.map((duration, index) => ({ id: `a${index}`, duration })), { id: "end", duration: 0 }],
    links: durations.map((_, index) => ({ from: `a${index}`, to: "end", type: "FS" as LinkType, lag: 0 })),
    milestones: ["end"],
  },
  ...more,
});

describe.skipIf(!oracles)("oracles (needs the collection of published results beside the checkout)", () => {
  const known = oracles as Oracles;

  test("Taylor's seven activities: 24 weeks, variance 5, 0.963 within 28", () => {
    const all = network("1 (5,8,17); 2 (7,10,13); 3 (3,5,7) 1; 4 (1,3,5) 2; 5 (4,6,8) 3; 6 (3,3,3) 4; 7 (3,4,5) 5");
    for (const { id, duration } of all.activities)
      expect(estimate(duration as never, pert).mean).toBeCloseTo(known.taylor7.te[id] ?? 0, 12);
    const analysis = pertAnalysis(all);
    expect(analysis.critical).toEqual(["1", "3", "5", "7"]);
    expect(analysis.finish).toBeCloseTo(known.taylor7.T, 12);
    expect(analysis.variance).toBeCloseTo(known.taylor7.V, 12);
    expect(pertChance(analysis, 28)).toBeCloseTo(known.taylor7.P28, 12);
  });

  test("fourteen activities: critical path, slack, variance, chance of 53 days", () => {
    const all = network(
      "A (5,5,7); B (1,2,5); C (5,5,5) A; D (4,8,13) A; E (1,10,17) BC; F (1,5,7) D; G (2,6,9) D; H (4,4,6) EF; I (2,7,10) GH; " +
        "J (2,4,7) I; K (6,10,13) I; L (2,6,6) J; M (2,2,3) K; N (7,7,12) LM",
    );
    const analysis = pertAnalysis(all);
    expect(analysis.critical.join("")).toBe(known.heizer14.cp);
    expect(analysis.finish).toBeCloseTo(known.heizer14.T, 10);
    expect(analysis.variance).toBeCloseTo(known.heizer14.V, 10);
    expect(pertChance(analysis, 53)).toBeCloseTo(known.heizer14.P53, 10);
    for (const [id, slack] of Object.entries(known.heizer14.slack)) expect(analysis.slack[id]).toBeCloseTo(slack, 4);
    // Simulated, other paths turn out longer now and then: later than classic PERT says, never earlier.
    const { end } = run({ network: all });
    expect(end.mean - analysis.finish).toBeGreaterThan(4 * end.standardError);
    expect(end.mergeBias).toBeGreaterThan(0);
  });

  test("seven activities of the PERT article: 19.5 days, path A C E G", () => {
    const all = network("A (2,4,6); B (3,5,9); C (4,5,7) A; D (4,6,10) A; E (4,5,7) BC; F (3,4,8) D; G (3,5,8) E");
    const analysis = pertAnalysis(all);
    expect(analysis.critical.join("")).toBe(known.wikipedia7.cp);
    expect(analysis.finish).toBeCloseTo(known.wikipedia7.T, 10);
    expect(analysis.variance).toBeCloseTo(known.wikipedia7.V, 10);
    for (const [id, slack] of Object.entries(known.wikipedia7.slack)) expect(analysis.slack[id]).toBeCloseTo(slack, 4);
  });

  test("the seven activities of GAO-16-89G in series: mean 21 where the modes sum to 20", () => {
    const ranges = [
      [3, 4, 6],
      [1, 1, 2],
      [3, 5, 6],
      [1, 1, 2],
      [2, 3, 4],
      [2, 3, 4],
      [2, 3, 5],
    ];
    const ids = ranges.map((_, index) => `g${index}`);
    const { end } = run({
      network: {
        activities: ranges.map(([min = 0, mode = 0, max = 0], index) => ({
          id: `g${index}`,
          duration: { min, mode, max },
        })),
        links: ids.slice(1).map((to, index) => ({ from: `g${index}`, to, type: "FS", lag: 0 })),
        milestones: ["g6"],
      },
    });
    expect(end.planned.day).toBe(known.gao7.sumML);
    expect(apart(end.mean, known.gao7.sumMean, end.standardError)).toBeLessThan(4);
    expect(apart(end.standardDeviation, known.gao7.sumSd, known.gao7.sumSd / Math.sqrt(2 * iterations))).toBeLessThan(
      4,
    );
  });

  test.each(["2", "3", "4", "5", "10"])("merge bias of %s equal paths", (paths) => {
    const { end } = run(parallel(Array.from({ length: Number(paths) }, () => normal(100, 1))));
    expect(apart(end.mean - 100, known.maxNormal[paths]?.[0] ?? 0, end.standardError)).toBeLessThan(4);
    expect(apart(end.mergeBias ?? 0, known.maxNormal[paths]?.[0] ?? 0, end.standardError * 2)).toBeLessThan(4);
    const square = end.standardDeviation ** 2 + (end.mean - 100) ** 2;
    expect(apart(square, known.maxNormal[paths]?.[1] ?? 0, (6 / Math.sqrt(iterations)) * 1.5)).toBeLessThan(4);
  });

  test.each([
    ["N(10,2),N(10,2),0", 10, 2, 0],
    ["N(10,2),N(10,2),.5", 10, 2, 0.5],
    ["N(10,2),N(9,3),0", 9, 3, 0],
    ["N(10,2),N(9,3),.7", 9, 3, 0.7],
  ])("Clark's maximum of two: %s", (name, mean, spread, rho) => {
    const correlation = rho === 0 ? [] : [{ a: "a0", b: "a1", rho }];
    const shift = 100;
    const { end } = run(parallel([normal(10 + shift, 2), normal(mean + shift, spread)], { correlation }));
    const [expectedMean, expectedSpread] = known.clark[name] ?? [0, 0];
    expect(apart(end.mean - shift, expectedMean, end.standardError)).toBeLessThan(4);
    expect(
      apart(end.standardDeviation, expectedSpread, (1.5 * expectedSpread) / Math.sqrt(2 * iterations)),
    ).toBeLessThan(4);
  });

  test("two triangles in parallel: P(max ≤ 30) is a ninth, mean 36.89", () => {
    const range = { min: 20, mode: 30, max: 50 };
    const result = simulate(parallel([range, range]), { iterations, seed: 5, deadlines: { end: 30 } });
    if (!result.ok) throw new Error("refused");
    const { mean, standardError, deadline } = result.value.milestones["end"] ?? { mean: 0, standardError: 0 };
    expect(apart(mean, known.triParallel["E[max]"] ?? 0, standardError)).toBeLessThan(4);
    expect(
      apart(
        deadline?.chance ?? 0,
        known.triParallel["two iid Tri(20,30,50): P(max<=30)"] ?? 0,
        deadline?.standardError ?? 0,
      ),
    ).toBeLessThan(4);
  });

  test.each([
    [0.3, 0.3, 0.5],
    [0.3, 0.3, 0.9],
    [0.1, 0.5, 0.5],
    [0.5, 0.5, 0.5],
  ])(
    "two risks of probability %d and %d with correlation %d happen together as often as the copula says",
    (p, q, rho) => {
      const { end, tornado } = run({
        network: {
          activities: [
            { id: "a", duration: 1 },
            { id: "b", duration: 0 },
          ],
          links: [{ from: "a", to: "b", type: "FS", lag: 0 }],
          milestones: ["b"],
        },
        risks: [
          { id: "x", probability: p, activities: ["a"], effect: { days: 1 } },
          { id: "y", probability: q, activities: ["a"], effect: { days: 2 } },
        ],
        correlation: [{ a: "x", b: "y", rho }],
      });
      const joint = known.copulaJoint[`p=${p},${q} rho=${rho}`]?.joint ?? 0;
      // 1 day, +1 when the first happens, +2 when the second: E[T²] tells how often both do.
      const square = end.standardDeviation ** 2 * ((iterations - 1) / iterations) + (end.mean - 1) ** 2;
      expect(apart((square - p - 4 * q) / 4, joint, 4 / Math.sqrt(iterations))).toBeLessThan(4);
      for (const { id, happened = 0 } of tornado) {
        const own = id === "x" ? p : q;
        expect(apart(happened, own, Math.sqrt((own * (1 - own)) / iterations))).toBeLessThan(4);
      }
    },
  );

  test("a risk factor of probability 0.4: mean and variance", () => {
    const expected = known["riskFactor p=.4 Tri(1.05,1.2,1.6)"];
    const { end } = run({
      network: { activities: [{ id: "a", duration: 1 }], links: [], milestones: ["a"] },
      risks: [{ id: "r", probability: 0.4, activities: ["a"], effect: { factor: { min: 1.05, mode: 1.2, max: 1.6 } } }],
    });
    expect(apart(end.mean, expected.mean, end.standardError)).toBeLessThan(4);
    expect(apart(end.standardDeviation ** 2, expected.var, (2 * expected.var) / Math.sqrt(iterations))).toBeLessThan(4);
  });

  test("negative oracle: correlation does not move a mean, where a known peer's 30 becomes 38.6", () => {
    // Three tasks of mean 10: a normal, a triangle, a uniform; correlated as in the peer's documented example.
    const durations: readonly ActivityDuration[] = [
      normal(10, 2),
      { min: 5, mode: 10, max: 15 },
      { observed: Array.from({ length: 1024 }, (_, index) => 8 + (4 * (index + 0.5)) / 1024) },
    ];
    const serial = (correlation: SimulationModel["correlation"] = []): SimulationModel => ({
      network: {
        activities: durations.map((duration, index) => ({ id: `a${index}`, duration })),
        links: [
          { from: "a0", to: "a1", type: "FS", lag: 0 },
          { from: "a1", to: "a2", type: "FS", lag: 0 },
        ],
        milestones: ["a2"],
      },
      correlation,
    });
    const { end } = run(
      serial([
        { a: "a0", b: "a1", rho: 0.5 },
        { a: "a0", b: "a2", rho: 0.3 },
        { a: "a1", b: "a2", rho: 0.4 },
      ]),
    );
    expect(apart(end.mean, known.PRA_bug.correctMean, end.standardError)).toBeLessThan(4);
    expect(known.PRA_bug.wrongMean - end.mean).toBeGreaterThan(100 * end.standardError);
    // It widens the sum, as it should.
    expect(end.standardDeviation).toBeGreaterThan(run(serial()).end.standardDeviation * 1.1);
  });

  test.each([
    [
      "Ishigami's function",
      "ishigami" as const,
      (x: Float64Array) => {
        const [a = 0, b = 0, c = 0] = x.map((u) => Math.PI * (2 * u - 1));
        return Math.sin(a) + 7 * Math.sin(b) ** 2 + 0.1 * c ** 4 * Math.sin(a);
      },
    ],
    [
      "Sobol's G in eight dimensions",
      "sobolG8" as const,
      (x: Float64Array) =>
        x.reduce((product, u, i) => {
          const a = [0, 1, 4.5, 9][i] ?? 99;
          return (product * (Math.abs(4 * u - 2) + a)) / (1 + a);
        }, 1),
    ],
  ])("where the variance comes from: %s", (_, name, evaluate) => {
    const { S, ST } = known[name];
    const indices = sobolIndices(evaluate, S.length, { samples: 20_000, seed: 1 });
    for (const [input, { first, firstError, total, totalError }] of indices.entries()) {
      expect(apart(first, S[input] ?? 0, firstError)).toBeLessThan(4);
      expect(apart(total, ST[input] ?? 0, totalError)).toBeLessThan(4);
    }
  });
});
