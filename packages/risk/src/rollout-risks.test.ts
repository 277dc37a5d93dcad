import { expect, test } from "vitest";
import {
  checkRegister,
  driversOf,
  exampleScores,
  fiveByFive,
  inferredQuantification,
  riskMatrix,
  rolloutRisks,
  scaleKey,
  withScores,
} from "./index.ts";

const counted = (values: readonly string[]) =>
  Object.fromEntries([...new Set(values)].map((value) => [value, values.filter((other) => other === value).length]));

test("17 risks in six categories, as the plan has them", () => {
  expect(rolloutRisks.risks.map(({ id }) => id)).toEqual(
    Array.from({ length: 17 }, (_, index) => `R${String(index + 1).padStart(2, "0")}`),
  );
  expect(counted(rolloutRisks.risks.map(({ category }) => category))).toEqual({
    integration: 4,
    migration: 2,
    requirements: 2,
    adoption: 4,
    direction: 4,
    "project-management": 1,
  });
});

test("nothing is scored, and that is no fault", () => {
  expect(checkRegister(rolloutRisks)).toEqual([]);
  expect(riskMatrix(rolloutRisks, fiveByFive).unscored).toHaveLength(17);
});

test("what we inferred is marked on every row", () => {
  for (const { inferred } of rolloutRisks.risks)
    expect(inferred).toEqual(["owner", "phases", "activities", "delays", "indicators"]);
  expect(rolloutRisks.dominoes).toHaveLength(27);
  expect(rolloutRisks.dominoes.every(({ basis, strength }) => basis === "inferred" && strength === undefined)).toBe(
    true,
  );
});

test("pairs of risks share a mitigation, every risk has one, and one mitigation is contingent", () => {
  const shared = rolloutRisks.mitigations.filter(({ treats }) => treats.length > 1);
  expect(shared.map(({ treats }) => treats.map(({ risk }) => risk))).toEqual([
    ["R01", "R02"],
    ["R09", "R10"],
    ["R15", "R16"],
  ]);
  expect(new Set(rolloutRisks.mitigations.flatMap(({ treats }) => treats.map(({ risk }) => risk))).size).toBe(17);
  expect(rolloutRisks.mitigations.filter(({ kind }) => kind === "contingent").map(({ id }) => id)).toEqual(["backup"]);
});

test("without scores no row drives the schedule, and each says why", () => {
  const { risks } = driversOf(rolloutRisks, fiveByFive, inferredQuantification);
  expect(risks).toHaveLength(17);
  expect(risks.every((risk) => "idle" in risk && risk.idle === "unscored")).toBe(true);
});

test("scored rows become drivers by the numbers of their levels; the others say why not", () => {
  const register = withScores(rolloutRisks, scaleKey(fiveByFive), exampleScores);
  const { risks, dominoes } = driversOf(register, fiveByFive, inferredQuantification, {
    activities: [{ id: "sync-setup", duration: 3 }],
  });
  expect(risks.find(({ id }) => id === "R01")).toEqual({
    id: "R01",
    probability: 0.35,
    activities: ["sync-setup"],
    effect: { days: { min: 8, mode: 12, max: 25 } },
  });
  expect(risks.find(({ id }) => id === "R05")).toEqual({ id: "R05", idle: "outside-network", probability: 0.35 });
  expect(risks.find(({ id }) => id === "R13")).toEqual({ id: "R13", idle: "no-delay", probability: 0.15 });
  // The four dominoes that raise a consequence do not make a risk likelier.
  expect(dominoes).toHaveLength(23);
  expect(dominoes[0]).toEqual({ from: "R01", to: "R02", strength: 0.2 });
});

test("a score on another scale is not converted in silence", () => {
  const register = withScores(rolloutRisks, "4x4@1.0.0", { R01: { probabilityLevel: 4, consequenceLevel: 4 } });
  expect(riskMatrix(register, fiveByFive).otherScale).toEqual(["R01"]);
  expect(driversOf(register, fiveByFive, inferredQuantification).risks[0]).toEqual({ id: "R01", idle: "other-scale" });
});

test("a quantification for another scale is refused", () => {
  expect(() => driversOf(rolloutRisks, fiveByFive, { ...inferredQuantification, scaleId: "4x4@1.0.0" })).toThrow(
    "quantification must be for scale 5x5@1.0.0, got one for 4x4@1.0.0",
  );
});

test("a score for no risk is refused", () => {
  expect(() => withScores(rolloutRisks, "5x5@1.0.0", { R99: { probabilityLevel: 1, consequenceLevel: 1 } })).toThrow(
    "R99",
  );
});
