import * as fc from "fast-check";
import { expect, test, vi } from "vitest";
import { collect } from "../src/collect.ts";
import { prepareRun } from "../src/prepare-run.ts";
import { runChunk } from "../src/kernel.ts";
import { chunkSize, makeScratch } from "../src/scratch.ts";
import { runFinishes } from "../src/compare-mitigations.ts";
import { type Network, simulate, type SimulateOptions, type SimulationModel } from "../src/index.ts";
import { typescriptKernel } from "../src/typescript-kernel.ts";
import { models, range, share } from "./networks.ts";

const long = process.env["MILSTOLPE_LONG"] === "1" ? 20 : 1;
vi.setConfig({ testTimeout: 20_000 * long });
const finishes = (
  model: SimulationModel,
  options: SimulateOptions = { iterations: 300, seed: 1 },
): readonly Float64Array[] => {
  const run = runFinishes(model, options);
  if (!run.ok) throw new Error(JSON.stringify(run.error));
  return run.value;
};
/**
 * Only what pushes forward: with finish-to-finish or start-to-finish a longer task may begin, and others end, earlier; what
 * leaves work out, or shortens it, makes the end earlier.
 */
const forward = models.map((model): SimulationModel => ({
  ...model,
  network: {
    ...model.network,
    links: model.network.links.map((link) => ({ ...link, type: link.type === "FS" ? "FS" : "SS" })),
  },
  risks: (model.risks ?? []).map((risk) => {
    if (!("effect" in risk) || "days" in risk.effect) return risk;
    const longer = "factor" in risk.effect ? risk.effect.factor : 1;
    if (typeof longer === "number") return { ...risk, effect: { factor: 1 + longer } };
    return { ...risk, effect: { factor: { min: longer.min + 1, mode: longer.mode + 1, max: longer.max + 1 } } };
  }),
}));
const never = (later: readonly Float64Array[], earlier: readonly Float64Array[]) =>
  Math.max(
    ...earlier.map((row, place) => row.reduce((most, day, k) => Math.max(most, day - later[place]![k]!), -Infinity)),
  );

test("a likelier risk makes no run earlier", () => {
  fc.assert(
    fc.property(forward, fc.nat(3), share, (model, which, towards) => {
      const risks = model.risks ?? [];
      fc.pre(risks.length > 0);
      const worse = risks.map((risk, index) =>
        index === which % risks.length && risk.probability !== undefined
          ? { ...risk, probability: risk.probability + (1 - risk.probability) * towards }
          : risk,
      );
      expect(never(finishes({ ...model, risks: worse }), finishes(model))).toBeLessThan(1e-9);
    }),
    { numRuns: 60 * long },
  );
});

test("a longer duration makes no run earlier", () => {
  fc.assert(
    fc.property(forward, fc.nat(8), range(10), (model, which, more) => {
      const { activities } = model.network;
      const longer = activities.map((activity, index) => {
        if (index !== which % activities.length) return activity;
        const { duration } = activity;
        if (typeof duration === "number") return { ...activity, duration: duration + more.max };
        if (!("min" in duration)) return activity;
        return {
          ...activity,
          duration: { min: duration.min + more.min, mode: duration.mode + more.mode, max: duration.max + more.max },
        };
      });
      expect(
        never(finishes({ ...model, network: { ...model.network, activities: longer } }), finishes(model)),
      ).toBeLessThan(1e-9);
    }),
    { numRuns: 60 * long },
  );
});

test("the end is never before the end of any path", () => {
  fc.assert(
    fc.property(forward, (model) => {
      const shortest = model.network.activities.map(({ duration }) =>
        typeof duration === "number" ? duration : "min" in duration ? duration.min : 0,
      );
      const { end } = value(simulate(model, { iterations: 200, seed: 1 }));
      for (const length of paths(model.network, shortest)) expect(end.min).toBeGreaterThan(length - 1e-9);
    }),
    { numRuns: 40 * long },
  );
});

test("correlation moves no marginal distribution: each duration keeps its mean, spread and percentiles", () => {
  const rho = fc.integer({ min: -95, max: 95 }).map((percent) => percent / 100);
  const alone: SimulationModel = {
    network: {
      activities: [
        { id: "a", duration: { min: 1, mode: 2, max: 9 } },
        { id: "b", duration: { min: 2, mode: 8, max: 9, distribution: "pert" } },
        { id: "c", duration: { observed: [1, 2, 2, 7, 30] } },
      ],
      links: [],
      milestones: ["a", "b", "c"],
    },
    risks: [{ id: "r", probability: 0.3, activities: ["a"], effect: { days: { min: 1, mode: 2, max: 6 } } }],
  };
  const iterations = 20_000;
  const free = value(simulate(alone, { iterations, seed: 1, measures: "dates" })).milestones;
  fc.assert(
    fc.property(rho, rho, (first, second) => {
      const correlation = [
        { a: "a", b: "b", rho: first },
        { a: "c", b: "r", rho: second },
      ];
      const tied = value(simulate({ ...alone, correlation }, { iterations, seed: 2, measures: "dates" })).milestones;
      for (const id of ["b", "c"]) {
        const [x, y] = [free[id]!, tied[id]!];
        expect(Math.abs(x.mean - y.mean)).toBeLessThan(5 * Math.hypot(x.standardError, y.standardError));
        expect(Math.abs(x.standardDeviation / y.standardDeviation - 1)).toBeLessThan(0.06);
        const [one, other] = [x, y].map(({ intervals: { p80 } }) => p80[1] - p80[0]);
        expect(Math.abs(x.p80 - y.p80)).toBeLessThanOrEqual(0.8 * ((one ?? 0) + (other ?? 0)));
      }
    }),
    { numRuns: 8 * long },
  );
});

test("chunks in any order, and made anywhere, give the same bits", () => {
  const iterations = 3 * chunkSize + 1000;
  fc.assert(
    fc.property(models, fc.constantFrom("0123", "3210", "2031"), fc.nat(1000), (model, order, seed) => {
      const options = { iterations, seed };
      const prepared = prepareRun(model, options);
      if (!prepared.ok) throw new Error("refused");
      const totals = collect(prepared.value);
      for (const index of order.split("").map(Number)) {
        const elsewhere = prepareRun(structuredClone(model), options);
        if (!elsewhere.ok) throw new Error("refused");
        const { compiled, chunkOptions } = elsewhere.value;
        totals.add(
          structuredClone(runChunk(compiled, index, chunkOptions, makeScratch(compiled, seed, typescriptKernel))),
        );
      }
      expect(totals.result()).toEqual(simulate(model, options));
    }),
    { numRuns: 4 * long },
  );
});

test("the first runs of a long simulation are those of a short one", () => {
  fc.assert(
    fc.property(models, (model) => {
      const long = finishes(model, { iterations: 700, seed: 9 });
      finishes(model, { iterations: 300, seed: 9 }).forEach((row, place) =>
        expect(long[place]?.subarray(0, 300)).toEqual(row),
      );
    }),
    { numRuns: 20 * long },
  );
});

test("a risk that is added changes only what it touches", () => {
  const base: SimulationModel = {
    network: {
      activities: [
        { id: "a", duration: { min: 1, mode: 2, max: 9 } },
        { id: "b", duration: { min: 1, mode: 2, max: 9 } },
      ],
      links: [],
      milestones: ["a", "b"],
    },
  };
  const [, before] = finishes(base);
  const [, after] = finishes({
    ...base,
    risks: [{ id: "r", probability: 0.5, activities: ["a"], effect: { days: 3 } }],
  });
  expect(after).toEqual(before);
});

const value = <T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown },
): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

/** Lengths of all paths of starts and finishes, for the least durations. */
function paths({ activities, links }: Network, days: readonly number[]): readonly number[] {
  const from = (place: number, start: number): readonly number[] => {
    const finish = start + (days[place] ?? 0);
    const next = links
      .filter((link) => link.from === activities[place]?.id)
      .flatMap((link) => {
        const at = (link.type === "FS" ? finish : start) + link.lag;
        const to = activities.findIndex(({ id }) => id === link.to);
        return at < 0 ? [] : from(to, at);
      });
    return [finish, ...next];
  };
  return activities.flatMap((_, place) => from(place, 0));
}
