import { expect, test } from "vitest";
import {
  bandOf,
  estimate,
  fiveByFive,
  fourByFour,
  lichtenberg,
  pert,
  rank,
  type Register,
  riskMatrix,
  rolloutRisks,
  scaleKey,
  withScores,
} from "./index.ts";

const scored: Register = withScores(rolloutRisks, scaleKey(fiveByFive), {
  R01: { probabilityLevel: 4, consequenceLevel: 4 },
  R02: { probabilityLevel: 2, consequenceLevel: 5 },
  R03: { probabilityLevel: 5, consequenceLevel: 2 },
  R04: { probabilityLevel: 2, consequenceLevel: 5 },
});

test("every pair of levels has a cell, likeliest row first", () => {
  const { cells } = riskMatrix(scored, fiveByFive);
  expect(cells).toHaveLength(25);
  expect(cells[0]).toMatchObject({ probabilityLevel: 5, consequenceLevel: 1, value: 5, risks: [] });
  expect(cells.find(({ risks }) => risks.includes("R02"))).toMatchObject({ value: 10, risks: ["R02", "R04"] });
});

test("every risk is in one cell, or unscored, or on another scale", () => {
  const { cells, unscored, otherScale } = riskMatrix(scored, fiveByFive);
  const all = [...cells.flatMap(({ risks }) => risks), ...unscored, ...otherScale];
  expect(all.toSorted()).toEqual(scored.risks.map(({ id }) => id));
});

test("closed risks are left out of the matrix and of the ranks", () => {
  const closed = { ...scored, risks: scored.risks.map((risk) => ({ ...risk, status: "closed" as const })) };
  expect(riskMatrix(closed, fiveByFive)).toMatchObject({ unscored: [], otherScale: [] });
  expect(rank(closed, fiveByFive)).toEqual([]);
});

test("ranks go by value, then by the worse consequence, then in register order", () => {
  expect(rank(scored, fiveByFive).map(({ risk, value }) => [risk.id, value])).toEqual([
    ["R01", 16],
    ["R02", 10],
    ["R04", 10],
    ["R03", 10],
  ]);
});

test.each([
  [1, "low"],
  [4, "low"],
  [5, "medium"],
  [9, "medium"],
  [10, "high"],
  [15, "high"],
  [16, "critical"],
  [25, "critical"],
])("on the five-level scale %i is %s", (value, band) => {
  expect(bandOf(value, fiveByFive).id).toBe(band);
});

test("a value below the first band is refused", () => {
  expect(() => bandOf(0, fourByFour)).toThrow("value must be at least 1, got 0");
});

test("Lichtenberg and PERT weigh the same three values differently", () => {
  expect(estimate({ min: 2, mode: 4, max: 9 }, lichtenberg)).toEqual({ mean: 4.6, standardDeviation: 1.4 });
  expect(estimate({ min: 2, mode: 4, max: 8 }, pert)).toEqual({ mean: 26 / 6, standardDeviation: 1 });
  expect(() => estimate({ min: 5, mode: 4, max: 9 }, pert)).toThrow(RangeError);
});
