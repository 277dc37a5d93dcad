import { expect, test } from "vitest";
import { holidays } from "./holidays.ts";

// Easter Sundays of years with an early, a late and two ordinary dates.
test.each([
  [2008, "2008-03-23"],
  [2011, "2011-04-24"],
  [2026, "2026-04-05"],
  [2027, "2027-03-28"],
])("Easter Sunday %d is %s", (year, date) => {
  expect(holidays(year).find((day) => day.id === "påskdagen")?.date).toBe(date);
});

test("Whit Monday gave way to the National Day in 2005", () => {
  expect(holidays(2004).map((day) => day.id)).toContain("annandag-pingst");
  expect(holidays(2005).map((day) => day.id)).not.toContain("annandag-pingst");
  expect(holidays(2005).find((day) => day.id === "nationaldagen")?.date).toBe("2005-06-06");
});

test("a year has thirteen public holidays, in order", () => {
  const dates = holidays(2026).map((day) => day.date);
  expect(dates).toHaveLength(13);
  expect(dates.toSorted()).toEqual(dates);
});
