import { describe, expect, test } from "vitest";
import { readDayText, shiftDay, toInstant } from "./days.ts";

test.each([
  ["2026-03-01", -1, "2026-02-28"],
  ["2024-02-28", 1, "2024-02-29"],
  ["2026-12-31", 1, "2027-01-01"],
  ["2026-03-28", 1, "2026-03-29"],
  ["2026-10-25", 1, "2026-10-26"],
])("%s and %d days is %s", (day, days, expected) => {
  expect(shiftDay(day, days)).toBe(expected);
});

test.each([
  ["2026-08-17", "2026-08-17"],
  ["2026-08-17T00:00:00.000Z", "2026-08-17"],
  ["8/7/2026", "2026-08-07"],
  ["13/7/2026", undefined],
  ["2026-02-30", undefined],
  ["17 augusti", undefined],
])("%s is read as %s", (text, day) => {
  expect(readDayText(text)).toBe(day);
});

describe("a time without a zone is Swedish time", () => {
  test.each([
    ["2026-01-15T12:00:00", "2026-01-15T12:00:00+01:00"],
    ["2026-07-15T12:00:00", "2026-07-15T12:00:00+02:00"],
    ["2026-03-29T01:59:59", "2026-03-29T01:59:59+01:00"],
    ["2026-03-29T03:00:00", "2026-03-29T03:00:00+02:00"],
    ["2026-10-25T02:30:00", "2026-10-25T02:30:00+02:00"],
    ["2026-10-25T03:00:00", "2026-10-25T03:00:00+01:00"],
    ["2026-07-15T12:00:00Z", "2026-07-15T12:00:00Z"],
    ["2026-07-15T12:00:00+03:00", "2026-07-15T12:00:00+03:00"],
    ["sometime", "sometime"],
  ])("%s: %s", (text, instant) => {
    expect(toInstant(text)).toBe(instant);
  });

  test("as the platform's own calendar has it, hour by hour for a year", () => {
    const clock = new Intl.DateTimeFormat("sv-SE", {
      timeZone: "Europe/Stockholm",
      dateStyle: "short",
      timeStyle: "medium",
    });
    for (let hour = 0; hour < 365 * 24; hour += 1) {
      const instant = Date.UTC(2026, 0, 1, hour);
      const wall = clock.format(instant).replace(" ", "T");
      const isSecondOfTwo = wall.startsWith("2026-10-25T02") && instant >= Date.UTC(2026, 9, 25, 1);
      expect(Date.parse(toInstant(wall))).toBe(isSecondOfTwo ? instant - 3_600_000 : instant);
    }
  });
});
