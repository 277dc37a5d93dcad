import * as fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { models, ringModels, twoPaths } from "../test/networks.ts";
import { compareMitigations, simulate, type SimulateOptions, type SimulationModel } from "./index.ts";
import { sidesOf } from "./distribution.ts";
import { makeScratch } from "./scratch.ts";
import { prepareRun } from "./prepare-run.ts";
import { typescriptKernel } from "./typescript-kernel.ts";
import { wasmKernel } from "./wasm.ts";

const kernel = await wasmKernel();
afterEach(() => void vi.unstubAllGlobals());

function expectSame(model: SimulationModel, options: SimulateOptions): void {
  expect(simulate(model, { ...options, kernel })).toStrictEqual(simulate(model, options));
}

/** What the slow simulator has not: every distribution, correlated or not. */
const distributions: fc.Arbitrary<SimulationModel> = fc
  .tuple(models, fc.array(fc.integer({ min: -90, max: 90 }), { minLength: 6, maxLength: 6 }))
  .map(([model, rho]) => {
    const kinds: SimulationModel["network"]["activities"][number]["duration"][] = [
      { min: 1, mode: 2, max: 9, distribution: "pert" },
      { observed: [3, 1, 4, 1, 5, 9] },
      {
        values: [
          { days: 2, probability: 0.7 },
          { days: 8, probability: 0.3 },
        ],
      },
      { min: 2, mode: 2, max: 7 },
    ];
    const activities = kinds.map((duration, index) => ({ id: `d${index}`, duration }));
    const sources = ["d0", "d1", "d2", "d3", "r0", "r1"].slice(0, 4 + Math.min(2, model.risks?.length ?? 0));
    const saves = { id: "saves", probability: 0.4, activities: ["d0", "a0"], effect: { days: -6 } };
    return {
      ...model,
      risks: [...(model.risks ?? []), saves],
      network: {
        ...model.network,
        activities: [...activities, ...model.network.activities],
        links: [
          ...model.network.links,
          ...activities.map(({ id }) => ({ from: id, to: "a1", type: "FS" as const, lag: 0 })),
        ],
      },
      // One common cause: always positive definite.
      correlation: sources.flatMap((a, i) =>
        sources.slice(i + 1).map((b, offset) => ({ a, b, rho: (rho[i]! * rho[i + 1 + offset]!) / 10_000 })),
      ),
    };
  });

// oxlint-disable-next-line vitest/expect-expect -- expectSame does
test("the same bits as in TypeScript: every link, distribution, effect, measure and number of runs", () => {
  expect(kernel.name).toBe("wasm");
  const measures = fc.constantFrom("dates" as const, "criticality" as const, "all" as const);
  const options = fc.record({ iterations: fc.integer({ min: 1, max: 700 }), seed: fc.maxSafeNat(), measures });
  fc.assert(
    fc.property(fc.oneof(models, ringModels, distributions), options, fc.boolean(), (model, chosen, hasTarget) => {
      const target = model.network.milestones[0]!;
      expectSame(model, { ...chosen, ...(hasTarget ? { target, deadlines: { [target]: 20 } } : {}) });
    }),
    { numRuns: 150 },
  );
});

// oxlint-disable-next-line vitest/expect-expect -- expectSame does
test("so also over several chunks, with many correlated risks", () => {
  const count = 23;
  const ids = Array.from({ length: count }, (_, index) => `r${index}`);
  const model: SimulationModel = {
    ...twoPaths,
    risks: ids.map((id, index) => ({
      id,
      probability: index / (count - 1),
      activities: ["a"],
      effect: { days: { min: 0, mode: index % 3, max: 3 } },
    })),
    correlation: ids.flatMap((a, i) => ids.slice(i + 1).map((b) => ({ a, b, rho: 0.3 }))),
  };
  expectSame(model, { iterations: 9000, seed: 2 });
});

test("every loop of the one is one of the other", () => {
  const own = (loops: object): readonly string[] =>
    loops === Object.prototype
      ? []
      : [...Object.getOwnPropertyNames(loops), ...own(Object.getPrototypeOf(loops) as object)];
  const names = own(typescriptKernel.open(64).loops).filter((name) => !/^(constructor|doubles|words)$/.test(name));
  expect(Object.keys(kernel.open(64).loops).toSorted()).toEqual(names.toSorted());
});

test.each([typescriptKernel, kernel])("rounding puts no size beyond its range ($name)", (either) => {
  const { doubles, loops } = either.open(64 * 1024);
  const [sides, sizes] = [16, 512];
  doubles.set(sidesOf({ min: 2, mode: 3, max: 9 }), sides);
  doubles.set([1 + 2 ** -40, 1, 0, 7], sizes);
  loops.measure(sizes, sides, 4);
  expect([...doubles.subarray(sizes, sizes + 4)]).toEqual([2, 2, 9, 2]);
});

test("a simulation may run within another, and hundreds after each other", () => {
  const inner = simulate(twoPaths, { iterations: 300, seed: 8 });
  const options = { iterations: 5000, seed: 1, kernel };
  const outer = simulate(twoPaths, {
    ...options,
    onProgress: () => expect(simulate(twoPaths, { iterations: 300, seed: 8, kernel })).toEqual(inner),
  });
  expect(outer).toEqual(simulate(twoPaths, { ...options, kernel: typescriptKernel }));
  for (let run = 0; run < 300; run += 1) simulate(twoPaths, { iterations: 1, seed: 1, kernel });
});

test("a cancelled run gives its memory back", () => {
  const prepared = prepareRun(twoPaths, { iterations: 1, seed: 1 });
  if (!prepared.ok) throw new Error("refused");
  const scratch = makeScratch(prepared.value.compiled, 1, kernel);
  scratch.close();
  const reason = new Error("enough");
  const signal = { aborted: true, reason };
  expect(() => simulate(twoPaths, { iterations: 1, seed: 1, kernel, signal })).toThrow(reason);
  const again = makeScratch(prepared.value.compiled, 1, kernel);
  expect(again.doubles.buffer).toBe(scratch.doubles.buffer);
});

test("mitigations are compared with it, too", () => {
  const mitigations = [{ id: "m", treats: [{ risk: "s", effect: { probability: 0.5 } }] }];
  const options = { iterations: 2000, seed: 1 };
  expect(compareMitigations(twoPaths, mitigations, { ...options, kernel })).toEqual(
    compareMitigations(twoPaths, mitigations, options),
  );
});

test.each<readonly [string, unknown]>([
  ["has no WebAssembly", undefined],
  ["has none with SIMD", { ...WebAssembly, validate: () => false }],
  [
    "does not allow it",
    {
      validate: () => true,
      compile: () => Promise.reject(new Error("blocked by the content security policy")),
    },
  ],
])("where the platform %s, it is the kernel in TypeScript", async (_, platform) => {
  vi.stubGlobal("WebAssembly", platform);
  expect(await wasmKernel()).toBe(typescriptKernel);
});
