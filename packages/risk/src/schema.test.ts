import { expect, test } from "vitest";
import { rolloutRisks } from "./index.ts";
import { parseRegister } from "./schema.ts";

const json = (): Record<string, unknown[]> => JSON.parse(JSON.stringify(rolloutRisks)) as Record<string, unknown[]>;
const with_ = (list: string, index: number, change: object) => {
  const register = json();
  register[list]?.splice(index, 1, { ...(register[list]?.[index] as object), ...change });
  return register;
};
const codes = (value: unknown) => {
  const parsed = parseRegister(value);
  return parsed.ok ? [] : parsed.error.map(({ code, where }) => `${code} ${where}`);
};

test("the rollout's register survives JSON", () => {
  expect(parseRegister(json())).toEqual({ ok: true, value: rolloutRisks });
});

test("a risk may lack score, owner, indicators and everything it hits", () => {
  const bare = { indicators: [], phases: [], activities: [], delays: [], owner: undefined };
  expect(codes(JSON.parse(JSON.stringify(with_("risks", 0, bare))))).toEqual([]);
});

test.each([
  ["no object", null, ["risk.invalid /"]],
  ["an unknown category", with_("risks", 0, { category: "x" }), ["risk.unknown-id risk R01"]],
  [
    "a risk there twice",
    with_("risks", 1, { id: "R01", category: "x" }),
    expect.arrayContaining(["risk.duplicate-id risk R01"]),
  ],
  ["a delay of something that is not hit", with_("risks", 0, { delays: ["x"] }), ["risk.unknown-id risk R01"]],
  [
    "a level of 0",
    with_("risks", 0, { score: { scaleId: "5x5@1.0.0", probabilityLevel: 0, consequenceLevel: 1 } }),
    ["risk.invalid /risks/0/score/probabilityLevel"],
  ],
  [
    "a mitigation for nothing",
    with_("mitigations", 0, { treats: [] }),
    ["risk.mitigates-nothing mitigation early-integrations"],
  ],
  [
    "a mitigation of a risk that is not there",
    with_("mitigations", 0, { treats: [{ risk: "R99" }] }),
    ["risk.unknown-id mitigation early-integrations"],
  ],
  [
    "an effect above 1",
    with_("mitigations", 0, { treats: [{ risk: "R01", effect: { probability: 2 } }] }),
    ["risk.invalid /mitigations/0/treats/0/effect/probability"],
  ],
  ["a domino to nowhere", with_("dominoes", 0, { to: "R99" }), ["risk.unknown-id domino R01 > R99"]],
  ["dominoes in a ring", with_("dominoes", 0, { from: "R04", to: "R13" }), ["risk.cyclic-dominoes dominoes"]],
])("%s is refused", (_, value, expected) => {
  expect(codes(value)).toEqual(expected);
});
