import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayNumber, readDay, toDay, weekOf, weekdayOf } from "./day.ts";

const days = fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true });

test("days count as the platform's calendar does", () => {
  fc.assert(
    fc.property(days, (date) => {
      const text = date.toISOString().slice(0, 10);
      const number = Math.floor(date.getTime() / 86_400_000);
      expect(toDay(number)).toBe(text);
      expect(readDay(text)).toBe(number);
      expect(dayNumber(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())).toBe(number);
      expect(weekdayOf(number)).toBe(date.getUTCDay() || 7);
    }),
  );
});

test.each([
  "2026-02-29",
  "2100-02-29",
  "2026-13-01",
  "2026-00-10",
  "2026-11-31",
  "2026-1-1",
  "20261125",
  "2026-11-25T00:00:00Z",
  "",
  20_261_125,
  null,
])("%j is no day", (text) => {
  expect(readDay(text)).toBeUndefined();
});

describe("ISO weeks", () => {
  test.each([
    ["2026-11-25", 2026, 48],
    ["2026-12-31", 2026, 53],
    ["2027-01-01", 2026, 53],
    ["2027-01-03", 2026, 53],
    ["2027-01-04", 2027, 1],
    ["2020-12-31", 2020, 53],
    ["2024-12-30", 2025, 1],
    ["2023-01-01", 2022, 52],
    ["2024-02-29", 2024, 9],
    ["2026-03-29", 2026, 13], // clocks go forward
    ["2026-10-25", 2026, 43], // clocks go back
  ])("%s lies in week %d:%d", (day, year, week) => {
    expect(weekOf(day)).toEqual({ year, week });
  });

  test("a week is seven days that begin on a Monday, and twenty years of 1990 to 2100 have 53", () => {
    const days = new Map<string, number[]>();
    for (let number = dayNumber(1990, 1, 1); number < dayNumber(2101, 1, 3); number++) {
      const { year, week } = weekOf(toDay(number));
      const id = `${year}-${String(week).padStart(2, "0")}`;
      days.set(id, [...(days.get(id) ?? []), weekdayOf(number)]);
    }
    expect([...days.keys()]).toEqual([...days.keys()].toSorted());
    expect(new Set([...days.values()].map(String))).toEqual(new Set(["1,2,3,4,5,6,7"]));
    expect([...days.keys()].filter((id) => id.endsWith("-53"))).toHaveLength(20);
  });

  test("what is no day is the caller's error, and is not repeated", () => {
    expect(() => weekOf("19811228-9874")).toThrow(/^day must be a calendar day written YYYY-MM-DD$/);
  });
});
