import type { Text } from "./finding.ts";
import { dayNumber, toDay, weekdayOf } from "./day.ts";

/** The public holidays of lag (1989:253), by their Swedish names. */
export type HolidayId =
  | "nyårsdagen"
  | "trettondedag-jul"
  | "långfredagen"
  | "påskdagen"
  | "annandag-påsk"
  | "första-maj"
  | "kristi-himmelsfärdsdag"
  | "pingstdagen"
  | "annandag-pingst"
  | "nationaldagen"
  | "midsommardagen"
  | "alla-helgons-dag"
  | "juldagen"
  | "annandag-jul";

export interface Holiday {
  readonly id: HolidayId;
  /** `YYYY-MM-DD`. May fall on a Saturday or Sunday. */
  readonly date: string;
  readonly name: Text;
}

const names: { readonly [H in HolidayId]: Text } = {
  nyårsdagen: { sv: "nyårsdagen", en: "New Year’s Day" },
  "trettondedag-jul": { sv: "trettondedag jul", en: "Epiphany" },
  långfredagen: { sv: "långfredagen", en: "Good Friday" },
  påskdagen: { sv: "påskdagen", en: "Easter Sunday" },
  "annandag-påsk": { sv: "annandag påsk", en: "Easter Monday" },
  "första-maj": { sv: "första maj", en: "May Day" },
  "kristi-himmelsfärdsdag": { sv: "Kristi himmelsfärdsdag", en: "Ascension Day" },
  pingstdagen: { sv: "pingstdagen", en: "Whit Sunday" },
  "annandag-pingst": { sv: "annandag pingst", en: "Whit Monday" },
  nationaldagen: { sv: "nationaldagen", en: "National Day" },
  midsommardagen: { sv: "midsommardagen", en: "Midsummer Day" },
  "alla-helgons-dag": { sv: "alla helgons dag", en: "All Saints’ Day" },
  juldagen: { sv: "juldagen", en: "Christmas Day" },
  "annandag-jul": { sv: "annandag jul", en: "Boxing Day" },
};

/**
 * The public holidays of a year in date order, ordinary Sundays left out. National Day from 2005, Whit Monday to 2004.
 * Eves are no public holidays: see {@link daysOff}.
 * @param year - 1990 (when the law came into force) to 9999
 * @returns thirteen days
 * @throws RangeError when `year` is out of range
 * @see Lag (1989:253) om allmänna helgdagar, amended by lag (2004:1320)
 * @example
 * holidays(2027)[2]; // { id: "långfredagen", date: "2027-03-26", name: { sv: "långfredagen", en: "Good Friday" } }
 */
export function holidays(year: number): readonly Holiday[] {
  if (!Number.isInteger(year) || year < 1990 || year > 9999) {
    throw new RangeError(`year must be a whole number 1990 to 9999, got ${year}`);
  }
  const easter = easterSunday(year);
  const days: readonly (readonly [HolidayId, number])[] = [
    ["nyårsdagen", dayNumber(year, 1, 1)],
    ["trettondedag-jul", dayNumber(year, 1, 6)],
    ["långfredagen", easter - 2],
    ["påskdagen", easter],
    ["annandag-påsk", easter + 1],
    ["första-maj", dayNumber(year, 5, 1)],
    ["kristi-himmelsfärdsdag", easter + 39],
    ["pingstdagen", easter + 49],
    year < 2005 ? ["annandag-pingst", easter + 50] : ["nationaldagen", dayNumber(year, 6, 6)],
    ["midsommardagen", saturdayFrom(dayNumber(year, 6, 20))],
    ["alla-helgons-dag", saturdayFrom(dayNumber(year, 10, 31))],
    ["juldagen", dayNumber(year, 12, 25)],
    ["annandag-jul", dayNumber(year, 12, 26)],
  ];
  return days
    .map(([id, number]) => ({ id, date: toDay(number), name: names[id] }))
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}

/**
 * Easter Sunday in the Gregorian calendar as a day number.
 * @see Meeus, Astronomical Algorithms, chapter 8 (the anonymous algorithm of 1876)
 */
function easterSunday(year: number): number {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const leapCorrection = Math.floor(century / 4);
  const moonCorrection = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - leapCorrection - moonCorrection + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor((year % 100) / 4) - epact - (year % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const march = epact + weekday - 7 * late + 22; // days from 1 March, counted from 1
  return dayNumber(year, 3, 1) + march - 1;
}

/** The first Saturday on or after a day. */
function saturdayFrom(number: number): number {
  return number + ((6 - weekdayOf(number) + 7) % 7);
}
