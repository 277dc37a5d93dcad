import * as fc from "fast-check";
import { expect, test, vi } from "vitest";
import { share } from "../test/networks.ts";
import {
  type DominoModel,
  driversOf,
  exampleScores,
  fiveByFive,
  inferredQuantification,
  propagate,
  rolloutRisks,
  scaleKey,
  withScores,
} from "./index.ts";

vi.setConfig({ testTimeout: 20_000 });

/** Every combination of outcomes, each with its probability: 2^risks of them, slow and obvious. */
function enumerated(
  { probabilities, dominoes }: DominoModel,
  happens: readonly string[] = [],
  prevented: readonly string[] = [],
) {
  const ids = Object.keys(probabilities);
  const totals = new Map(ids.map((id) => [id, 0]));
  for (let state = 0; state < 2 ** ids.length; state += 1) {
    const occurs = (id: string) => ((state >> ids.indexOf(id)) & 1) === 1;
    let weight = 1;
    for (const id of ids) {
      const causes = dominoes.filter(({ from, to }) => to === id && occurs(from));
      const stays = causes.reduce((share, { strength }) => share * (1 - strength), 1 - (probabilities[id] ?? 0));
      const chance = happens.includes(id) ? 1 : prevented.includes(id) ? 0 : 1 - stays;
      weight *= occurs(id) ? chance : 1 - chance;
    }
    for (const id of ids) if (occurs(id)) totals.set(id, (totals.get(id) ?? 0) + weight);
  }
  return Object.fromEntries(totals);
}

const dominoModels: fc.Arbitrary<DominoModel> = fc.integer({ min: 2, max: 9 }).chain((count) =>
  fc.record({
    probabilities: fc
      .array(share, { minLength: count, maxLength: count })
      .map((values) => Object.fromEntries(values.map((value, index) => [`r${index}`, value]))),
    dominoes: fc
      .uniqueArray(
        fc.tuple(fc.nat(count - 1), fc.nat(count - 1)).filter(([a, b]) => a !== b),
        {
          selector: ([a, b]) => `${Math.min(a, b)} ${Math.max(a, b)}`,
          maxLength: 14,
        },
      )
      .chain((pairs) =>
        fc.array(share, { minLength: pairs.length, maxLength: pairs.length }).map((strengths) =>
          // Always from the higher number: no rings, and not in the order of the ids.
          pairs.map(([a, b], index) => ({
            from: `r${Math.max(a, b)}`,
            to: `r${Math.min(a, b)}`,
            strength: strengths[index] ?? 0,
          })),
        ),
      ),
  }),
);

test("agrees with the enumeration of every outcome", () => {
  fc.assert(
    fc.property(dominoModels, (model) => {
      const result = propagate(model);
      if (!result.ok) throw new Error("refused");
      for (const [id, value] of Object.entries(enumerated(model))) expect(result.value[id]).toBeCloseTo(value, 12);
    }),
  );
});

test("what if: the same enumeration with the risk set, and its causes left as they were", () => {
  fc.assert(
    fc.property(dominoModels, fc.nat(8), fc.nat(8), (model, a, b) => {
      const ids = Object.keys(model.probabilities);
      const happens = [ids[a % ids.length] ?? "r0"];
      const prevented = [ids[b % ids.length] ?? "r0"].filter((id) => !happens.includes(id));
      const result = propagate(model, { happens, prevented });
      if (!result.ok) throw new Error("refused");
      for (const [id, value] of Object.entries(enumerated(model, happens, prevented)))
        expect(result.value[id]).toBeCloseTo(value, 12);
    }),
  );
});

test("a cause that reaches a risk two ways is counted once: no sum of shares", () => {
  const result = propagate({
    probabilities: { top: 0.5, left: 0, right: 0, bottom: 0 },
    dominoes: [
      { from: "top", to: "left", strength: 1 },
      { from: "top", to: "right", strength: 1 },
      { from: "left", to: "bottom", strength: 0.5 },
      { from: "right", to: "bottom", strength: 0.5 },
    ],
  });
  // Half of the time 1 − 0.5². Taken as independent it would be 1 − 0.75² = 0.4375.
  expect(result).toMatchObject({ ok: true, value: { bottom: 0.375 } });
});

test("the 17 risks of the rollout, with all their dominoes", () => {
  const register = withScores(rolloutRisks, scaleKey(fiveByFive), exampleScores);
  const { risks, dominoes } = driversOf(register, fiveByFive, inferredQuantification);
  const model = {
    dominoes,
    probabilities: Object.fromEntries(risks.map(({ id, probability = 0 }) => [id, probability])),
  };
  const alone = propagate(model);
  const vague = propagate(model, { happens: ["R13"] });
  if (!alone.ok || !vague.ok) throw new Error("refused");
  for (const [id, value] of Object.entries(enumerated(model))) expect(alone.value[id]).toBeCloseTo(value, 12);
  expect(vague.value["R01"]).toBeCloseTo(1 - (1 - 0.35) * (1 - 0.2), 12);
});

test("a ring is refused with its path", () => {
  const result = propagate({
    probabilities: { a: 0.1, b: 0.1, c: 0.1, d: 0.1 },
    dominoes: [
      { from: "d", to: "a", strength: 0.1 },
      { from: "a", to: "b", strength: 0.1 },
      { from: "b", to: "c", strength: 0.1 },
      { from: "c", to: "a", strength: 0.1 },
    ],
  });
  expect(result).toMatchObject({
    ok: false,
    error: [{ code: "risk.cyclic-dominoes", en: expect.stringMatching(/[abc] > [abc] > [abc] > [abc]\.$/) as string }],
  });
});

test.each([
  [{ probabilities: { a: 1.2 }, dominoes: [] }, "risk.probability"],
  [{ probabilities: { a: Number.NaN }, dominoes: [] }, "risk.probability"],
  [{ probabilities: { a: 1 }, dominoes: [{ from: "a", to: "b", strength: 1 }] }, "risk.unknown-id"],
  [{ probabilities: { a: 1, b: 0 }, dominoes: [{ from: "a", to: "b", strength: -1 }] }, "risk.probability"],
])("%j gives %s", (model, code) => {
  expect(propagate(model)).toMatchObject({ ok: false, error: [{ code }] });
});

test("more than twenty risks that hang together at once are refused, not approximated", () => {
  const causes = Array.from({ length: 21 }, (_, index) => `c${index}`);
  const result = propagate({
    probabilities: Object.fromEntries([...causes, "end"].map((id) => [id, 0.1])),
    dominoes: causes.map((from) => ({ from, to: "end", strength: 0.5 })),
  });
  expect(result).toMatchObject({ ok: false, error: [{ code: "risk.dominoes-too-entangled" }] });
});

test("a what-if that contradicts itself is refused", () => {
  const model = { probabilities: { a: 0.5, b: 0.1 }, dominoes: [] };
  expect(propagate(model, { happens: ["a"], prevented: ["b", "a"] })).toMatchObject({
    ok: false,
    error: [{ code: "risk.happens-and-prevented", where: "risk a" }],
  });
});
