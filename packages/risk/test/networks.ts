import * as fc from "fast-check";
import type { LinkType, Range, SimulationModel } from "../src/index.ts";

const whole = (min: number, max: number) => fc.integer({ min, max });
/** In steps of a hundredth: doubles as they come are nearly always next to 0, where nothing happens. */
export const share: fc.Arbitrary<number> = whole(0, 100).map((percent) => percent / 100);
export const range = (most: number): fc.Arbitrary<Range> =>
  fc.tuple(whole(0, most), whole(0, most), whole(0, most)).map((values) => {
    const [min = 0, mode = 0, max = 0] = values.toSorted((a, b) => a - b);
    return { min, mode, max };
  });

/** Networks without rings (links go to later activities), of every type of link, with risks that hit them. */
export const models: fc.Arbitrary<SimulationModel> = whole(2, 9).chain((count) => {
  const ids = Array.from({ length: count }, (_, index) => `a${index}`);
  const types: readonly LinkType[] = ["FS", "FS", "SS", "FF", "SF"];
  const link = fc
    .tuple(whole(0, count - 2), whole(1, count), fc.constantFrom(...types), whole(-3, 6))
    .map(([from, step, type, lag]) => ({
      from: `a${from}`,
      to: `a${Math.min(count - 1, from + step)}`,
      type,
      lag,
    }));
  const activity = fc.record(
    { duration: fc.oneof(whole(0, 20), range(30)), notBefore: whole(0, 20) },
    { requiredKeys: ["duration"] },
  );
  const risk = fc.record({
    probability: share,
    activities: fc.subarray(ids, { minLength: 1 }),
    effect: fc.oneof(
      range(20).map((days) => ({ days })),
      range(4).map((factor) => ({ factor })),
      whole(0, 9).map((days) => ({ days })),
      fc.constant({ skips: true } as const),
    ),
  });
  return fc
    .record({
      activities: fc.array(activity, { minLength: count, maxLength: count }),
      links: fc.array(link, { maxLength: 3 * count }),
      risks: fc.array(risk, { maxLength: 4 }),
      strengths: fc.array(share, { minLength: 3, maxLength: 3 }),
    })
    .map(({ activities, links, risks, strengths }): SimulationModel => ({
      network: {
        activities: activities.map(({ duration, notBefore }, index) => ({
          id: `a${index}`,
          duration,
          ...(notBefore === undefined ? {} : { notBefore }),
        })),
        links,
        milestones: [`a${count - 1}`, "a0"],
      },
      risks: risks.map((risk, index) => ({ id: `r${index}`, ...risk })),
      dominoes: risks
        .slice(1)
        .map((_, index) => ({ from: `r${index}`, to: `r${index + 1}`, strength: strengths[index] ?? 0 })),
    }));
});

/** The same with greatest lags on some links: rings, of which some can't be met. */
export const ringModels: fc.Arbitrary<SimulationModel> = models.chain((model) =>
  fc
    .array(fc.option(whole(0, 30), { nil: undefined }), { minLength: model.network.links.length })
    .map((rooms): SimulationModel => ({
      ...model,
      network: {
        ...model.network,
        links: model.network.links.map((link, index) => {
          const room = rooms[index];
          return room === undefined ? link : { ...link, maxLag: link.lag + room };
        }),
      },
    })),
);

/** Two paths that meet, with a factor and days. */
export const twoPaths: SimulationModel = {
  network: {
    activities: [
      { id: "a", duration: { min: 2, mode: 5, max: 9 } },
      { id: "b", duration: { min: 1, mode: 5, max: 20 } },
      { id: "c", duration: 3 },
    ],
    links: [
      { from: "a", to: "c", type: "FS", lag: 0 },
      { from: "b", to: "c", type: "FS", lag: 1 },
    ],
    milestones: ["c"],
  },
  risks: [
    { id: "r", probability: 0.3, activities: ["a"], effect: { factor: { min: 1, mode: 1.5, max: 3 } } },
    { id: "s", probability: 0.2, activities: ["b", "a"], effect: { days: { min: 1, mode: 3, max: 9 } } },
  ],
  correlation: [
    { a: "a", b: "b", rho: 0.6 },
    { a: "r", b: "s", rho: -0.4 },
    { a: "a", b: "r", rho: 0.5 },
  ],
};
