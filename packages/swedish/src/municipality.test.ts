import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { counties, municipalities, municipality, municipalityHistory } from "./municipality.ts";

test("there are 290 municipalities in 21 counties, each in the county its code begins with", () => {
  const all = municipalities();
  expect(all).toHaveLength(290);
  expect(new Set(all.map(({ code }) => code))).toHaveLength(290);
  expect(new Set(all.map(({ name }) => name))).toHaveLength(290);
  expect(all.map(({ code }) => code)).toEqual(all.map(({ code }) => code).toSorted());
  for (const { code, county } of all) expect(county.code).toBe(code.slice(0, 2));
  expect(counties()).toHaveLength(21);
  expect(new Set(counties().map(({ letters }) => letters))).toHaveLength(21);
  expect(new Set(all.map(({ county }) => county.code))).toHaveLength(21);
});

test("a code is four digits of text", () => {
  expect(municipality("0180")).toEqual({
    code: "0180",
    name: "Stockholm",
    county: { code: "01", name: "Stockholms län", letters: "AB" },
  });
  for (const code of ["180", "0181 ", "9999", "", "toString"]) expect(municipality(code)).toBeUndefined();
});

test("the history has every code and name, and says on each day what a look-up says", () => {
  const history = municipalityHistory();
  expect(history).toHaveLength(292);
  expect(
    history
      .filter(({ name }) => /^(?:Heby|Malung)/.test(name))
      .map(({ code, name, validFrom, validTo, successor }) => [code, name, validFrom, validTo, successor]),
  ).toEqual([
    ["0331", "Heby", "2007-01-01", undefined, undefined],
    ["1917", "Heby", "2003-01-01", "2006-12-31", "0331"],
    ["2023", "Malung", "2003-01-01", "2007-12-31", undefined],
    ["2023", "Malung-Sälen", "2008-01-01", undefined, undefined],
  ]);
  for (const on of ["2003-01-01", "2006-12-31", "2007-01-01", "2007-12-31", "2008-01-01", "2026-11-25"]) {
    const then = history.filter(({ validFrom, validTo }) => validFrom <= on && on <= (validTo ?? on));
    expect(then.map(({ code, name }) => `${code} ${name}`)).toEqual(
      municipalities(on).map(({ code, name }) => `${code} ${name}`),
    );
  }
});

describe("the table as it was", () => {
  test.each([
    ["1917", "2006-12-31", "Heby", "Västmanlands län"],
    ["0331", "2006-12-31", undefined, undefined],
    ["1917", "2007-01-01", undefined, undefined],
    ["0331", "2007-01-01", "Heby", "Uppsala län"],
    ["2023", "2007-12-31", "Malung", "Dalarnas län"],
    ["2023", "2008-01-01", "Malung-Sälen", "Dalarnas län"],
  ])("%s on %s: %s", (code, on, name, county) => {
    expect(municipality(code, on)?.name).toBe(name);
    expect(municipality(code, on)?.county.name).toBe(county);
  });

  test.each(["2003-01-01", "2006-12-31", "2007-01-01", "2007-12-31", "2008-01-01", "2026-11-25"])(
    "has 290 rows on %s, and the row of each code is the one that a look-up gives",
    (on) => {
      const all = municipalities(on);
      expect(all).toHaveLength(290);
      expect(all.map(({ code }) => code)).toEqual(all.map(({ code }) => code).toSorted());
      for (const row of all) expect(municipality(row.code, on)).toEqual(row);
    },
  );

  test.each(["2002-12-31", "2026-02-30", "today"])("%s is the caller's error", (on) => {
    expect(() => municipality("0180", on)).toThrow(RangeError);
    expect(() => municipalities(on)).toThrow(RangeError);
  });
});

// The published list has three misprints; Kolada and SCB have the names as here.
const misprints = new Map([
  ["0643", "Gåbo"],
  ["1419", "Tönsberg"],
  ["1762", "Munfors"],
]);
const file = new URL("../../../../shared/data/codes/kommuner.csv", import.meta.url);
test.skipIf(!existsSync(file))(
  "codes and names are those of the published list, its misprints aside (public data)",
  () => {
    const rows = readFileSync(file, "utf8").trim().split(/\r?\n/);
    const ours = municipalities().map(({ code, name }) => `${code};${misprints.get(code) ?? name}`);
    expect(ours).toEqual(rows.toSorted());
    expect([...misprints.keys()].map((code) => municipality(code)?.name)).toEqual(["Habo", "Tjörn", "Munkfors"]);
  },
);
