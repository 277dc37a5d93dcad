import { describe, expect, test } from "vitest";
import { addDays, comesOfAge } from "./calendar.ts";
import { asciiName, mangled, windows1252Name } from "./names.ts";
import { randomFor } from "./random.ts";

describe("a stream of choices", () => {
  const draw = (seed: number, label: string): readonly number[] => {
    const random = randomFor(seed, label);
    return Array.from({ length: 20 }, () => random.below(1_000_000));
  };

  test("is the same for the same seed and label, and another for any other", () => {
    expect(draw(1, "a")).toEqual(draw(1, "a"));
    expect(draw(1, "a")).not.toEqual(draw(2, "a"));
    expect(draw(1, "a")).not.toEqual(draw(1, "b"));
  });

  test("picks by weight", () => {
    const random = randomFor(1, "weights");
    const picked = Array.from({ length: 10_000 }, () =>
      random.weighted([
        ["rare", 1],
        ["often", 9],
      ] as const),
    );
    const rare = picked.filter((one) => one === "rare").length;
    expect(rare).toBeGreaterThan(850);
    expect(rare).toBeLessThan(1_150);
  });

  test("shuffles into a copy with the same members", () => {
    const list = Array.from({ length: 50 }, (_, i) => i);
    const shuffled = randomFor(1, "shuffle").shuffle(list);
    expect(shuffled).not.toEqual(list);
    expect(shuffled.toSorted((a, b) => a - b)).toEqual(list);
  });

  test("makes uuids of version 4", () => {
    expect(randomFor(1, "uuid").uuid()).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });
});

test.each([
  ["2026-02-28", 1, "2026-03-01"],
  ["2026-03-29", 1, "2026-03-30"],
  ["2026-01-01", -1, "2025-12-31"],
])("%s and %d days is %s", (day, days, expected) => {
  expect(addDays(day, days)).toBe(expected);
});

test.each([
  ["2008-06-08", "2026-06-08"],
  ["2008-02-29", "2026-03-01"],
])("somebody born %s comes of age %s", (birthDate, day) => {
  expect(comesOfAge(birthDate)).toBe(day);
});

test.each([
  ["Åsa", "asa", "Ã…sa", "Åsa"],
  ["Łucja", "lucja", "Å\u0081ucja", "Lucja"],
  ["Şahin", "sahin", "Åžahin", "Sahin"],
  ["Anna", "anna", "Anna", "Anna"],
])("%s in an address, spoiled, and in Windows-1252", (name, ascii, spoiled, narrow) => {
  expect(asciiName(name)).toBe(ascii);
  expect(mangled(name)).toBe(spoiled);
  expect(windows1252Name(name)).toBe(narrow);
});
