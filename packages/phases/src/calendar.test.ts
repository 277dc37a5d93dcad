import * as fc from "fast-check";
import { expect, test } from "vitest";
import { dayNumber, dayText, workingCalendar } from "./calendar.ts";

/** Easter and the first of May of 2027, as the caller would pass them in. */
const holidays = ["2027-03-26", "2027-03-29", "2027-05-06"];
const calendar = workingCalendar({ holidays }, 2026, 2028);

test.each([
  ["2027-03-25", 1, "2027-03-30"],
  ["2027-03-27", 0, "2027-03-30"],
  ["2027-03-30", -1, "2027-03-25"],
  ["2027-12-31", 1, "2028-01-03"],
  ["2028-02-28", 2, "2028-03-01"],
  ["2026-12-31", 1, "2027-01-01"],
])("%s and %i working days is %s", (day, count, expected) => {
  expect(calendar.add(day, count)).toBe(expected);
});

test("counts like a loop over the days", () => {
  const off = new Set(holidays);
  const isWorked = (day: string) => !off.has(day) && ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
  const day = fc.integer({ min: dayNumber("2026-06-01"), max: dayNumber("2028-06-01") }).map(dayText);
  fc.assert(
    fc.property(day, day, (one, other) => {
      const [start, end] = [one, other].toSorted() as [string, string];
      let count = 0;
      for (let at = start; at < end; at = dayText(dayNumber(at) + 1)) count += isWorked(at) ? 1 : 0;
      expect(calendar.between(start, end)).toBe(count);
      expect(calendar.add(start, count)).toBe(calendar.workingDayFrom(end));
    }),
  );
});

test("a day that is none, and one outside the years, is the caller's mistake", () => {
  expect(() => calendar.add("2027-02-29", 1)).toThrow("YYYY-MM-DD");
  expect(() => calendar.add("2029-01-01", 1)).toThrow("2026 to 2028");
  expect(() => calendar.add("2028-12-29", 10)).toThrow("do not reach");
  expect(() => workingCalendar({ holidays: ["tomorrow"] }, 2027, 2027)).toThrow(RangeError);
});

test("days are counted as the platform counts them, over 800 years", () => {
  for (let day = dayNumber("1600-01-01"); day <= dayNumber("2400-12-31"); day += 1) {
    const text = dayText(day);
    if (dayNumber(text) !== day || text !== new Date(day * 86_400_000).toISOString().slice(0, 10))
      throw new Error(`${day} is not ${text}`);
  }
  expect(dayText(0)).toBe("1970-01-01");
});

test.each([
  "2027-02-29",
  "2027-13-01",
  "2027-00-10",
  "2027-01-00",
  "2027-04-31",
  "27-01-01",
  "2027-1-1",
  "2100-02-29",
  "",
])("%s is no day", (text) => {
  expect(() => dayNumber(text)).toThrow(RangeError);
});
