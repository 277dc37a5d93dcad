import { expect, test } from "vitest";
import { readDay, weekdayOf } from "./day.ts";
import { holidays } from "./holidays.ts";
import type { HolidayId } from "./holidays.ts";

const dateOf = (year: number, id: HolidayId): string | undefined => holidays(year).find((day) => day.id === id)?.date;

test.each([
  [2008, "2008-03-23", "2008-05-01", "2008-05-11", "2008-06-21", "2008-11-01"], // Ascension Day on May Day
  [2011, "2011-04-24", "2011-06-02", "2011-06-12", "2011-06-25", "2011-11-05"],
  [2024, "2024-03-31", "2024-05-09", "2024-05-19", "2024-06-22", "2024-11-02"],
  [2025, "2025-04-20", "2025-05-29", "2025-06-08", "2025-06-21", "2025-11-01"],
  [2026, "2026-04-05", "2026-05-14", "2026-05-24", "2026-06-20", "2026-10-31"],
  [2027, "2027-03-28", "2027-05-06", "2027-05-16", "2027-06-26", "2027-11-06"],
])("the movable days of %d", (year, easter, ascension, whitsun, midsummer, allSaints) => {
  expect(dateOf(year, "påskdagen")).toBe(easter);
  expect(dateOf(year, "kristi-himmelsfärdsdag")).toBe(ascension);
  expect(dateOf(year, "pingstdagen")).toBe(whitsun);
  expect(dateOf(year, "midsommardagen")).toBe(midsummer);
  expect(dateOf(year, "alla-helgons-dag")).toBe(allSaints);
});

test("Whit Monday gave way to the National Day in 2005", () => {
  expect(dateOf(2004, "annandag-pingst")).toBe("2004-05-31");
  expect(dateOf(2004, "nationaldagen")).toBeUndefined();
  expect(dateOf(2005, "annandag-pingst")).toBeUndefined();
  expect(dateOf(2005, "nationaldagen")).toBe("2005-06-06");
});

test("every year has thirteen public holidays, in order, named in both languages", () => {
  for (let year = 1990; year <= 2400; year++) {
    const days = holidays(year);
    expect(days).toHaveLength(13);
    expect(days.map((day) => day.date)).toEqual(days.map((day) => day.date).toSorted());
    expect(days.every((day) => day.date.startsWith(String(year)) && day.name.sv !== "" && day.name.en !== "")).toBe(
      true,
    );
  }
});

test.each<[HolidayId, number, string, string]>([
  ["långfredagen", 5, "03-20", "04-23"],
  ["påskdagen", 7, "03-22", "04-25"],
  ["annandag-påsk", 1, "03-23", "04-26"],
  ["kristi-himmelsfärdsdag", 4, "04-30", "06-03"],
  ["pingstdagen", 7, "05-10", "06-13"],
  ["midsommardagen", 6, "06-20", "06-26"],
  ["alla-helgons-dag", 6, "10-31", "11-06"],
])("%s falls on weekday %d between %s and %s", (id, weekday, earliest, latest) => {
  const dates = Array.from({ length: 8010 }, (_, index) => dateOf(1990 + index, id) ?? "");
  expect(new Set(dates.map((date) => weekdayOf(readDay(date) ?? 0)))).toEqual(new Set([weekday]));
  expect(dates.filter((date) => date.slice(5) < earliest || date.slice(5) > latest)).toEqual([]);
});

/** Easter Sunday by the paschal moon, step by step. @see Knuth, The Art of Computer Programming 1, 1.3.2, exercise 14 */
function easterByTheMoon(year: number): string {
  const golden = (year % 19) + 1;
  const century = Math.floor(year / 100) + 1;
  const leapsLeftOut = Math.floor((3 * century) / 4) - 12;
  const moon = Math.floor((8 * century + 5) / 25) - 5;
  const sunday = Math.floor((5 * year) / 4) - leapsLeftOut - 10;
  let epact = (((11 * golden + 20 + moon - leapsLeftOut) % 30) + 30) % 30;
  if ((epact === 25 && golden > 11) || epact === 24) epact++;
  let march = 44 - epact;
  if (march < 21) march += 30;
  march += 7 - ((sunday + march) % 7);
  const [month, day] = march > 31 ? ["04", march - 31] : ["03", march];
  return `${year}-${month}-${String(day).padStart(2, "0")}`;
}

test("Easter agrees with the slow way through the paschal moon, in every year", () => {
  for (let year = 1990; year <= 9999; year++) expect(dateOf(year, "påskdagen")).toBe(easterByTheMoon(year));
});

test.each([1989, 10_000, 2026.5, Number.NaN])("year %d is the caller's error", (year) => {
  expect(() => holidays(year)).toThrow(RangeError);
});
