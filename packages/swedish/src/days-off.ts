import type { Text } from "./finding.ts";
import { dayArgument, toDay, weekdayOf } from "./day.ts";
import { holidays } from "./holidays.ts";
import type { HolidayId } from "./holidays.ts";

/** The days before a public holiday on which people are free in whole, in part or not at all, depending on employer. */
export type EveId =
  | "trettondagsafton"
  | "skärtorsdagen"
  | "påskafton"
  | "valborgsmässoafton"
  | "dagen-före-kristi-himmelsfärdsdag"
  | "pingstafton"
  | "dagen-före-nationaldagen"
  | "midsommarafton"
  | "allhelgonaafton"
  | "julafton"
  | "nyårsafton";

/** How an employer treats the eves. One that is not named is an ordinary day. */
export type EvePolicy = { readonly [E in EveId]?: "full" | "half" };

/**
 * Midsummer Eve, Christmas Eve and New Year's Eve off, all other eves ordinary: what the annual leave act equates with a
 * Sunday. Half days are a matter of local agreement; add them as your own: `{ ...statutoryEves, skärtorsdagen: "half" }`.
 * @see Semesterlag (1977:480) 3 a §
 */
export const statutoryEves: EvePolicy = { midsommarafton: "full", julafton: "full", nyårsafton: "full" };

/** A day off as a planner takes it. */
export interface DayOff {
  readonly id: HolidayId | EveId;
  /** `YYYY-MM-DD`. May fall on a Saturday or Sunday. */
  readonly date: string;
  readonly off: "full" | "half";
  readonly name: Text;
}

interface Eve {
  readonly id: EveId;
  readonly name: Text;
  readonly anchor: HolidayId;
  /** Days from the anchor. */
  readonly offset: number;
}

const eves: readonly Eve[] = [
  {
    id: "trettondagsafton",
    name: { sv: "trettondagsafton", en: "Epiphany Eve" },
    anchor: "trettondedag-jul",
    offset: -1,
  },
  { id: "skärtorsdagen", name: { sv: "skärtorsdagen", en: "Maundy Thursday" }, anchor: "långfredagen", offset: -1 },
  { id: "påskafton", name: { sv: "påskafton", en: "Holy Saturday" }, anchor: "påskdagen", offset: -1 },
  {
    id: "valborgsmässoafton",
    name: { sv: "valborgsmässoafton", en: "Walpurgis Eve" },
    anchor: "första-maj",
    offset: -1,
  },
  {
    id: "dagen-före-kristi-himmelsfärdsdag",
    name: { sv: "dagen före Kristi himmelsfärdsdag", en: "day before Ascension Day" },
    anchor: "kristi-himmelsfärdsdag",
    offset: -1,
  },
  { id: "pingstafton", name: { sv: "pingstafton", en: "Whitsun Eve" }, anchor: "pingstdagen", offset: -1 },
  {
    id: "dagen-före-nationaldagen",
    name: { sv: "dagen före nationaldagen", en: "day before National Day" },
    anchor: "nationaldagen",
    offset: -1,
  },
  { id: "midsommarafton", name: { sv: "midsommarafton", en: "Midsummer Eve" }, anchor: "midsommardagen", offset: -1 },
  {
    id: "allhelgonaafton",
    name: { sv: "allhelgonaafton", en: "All Hallows’ Eve" },
    anchor: "alla-helgons-dag",
    offset: -1,
  },
  { id: "julafton", name: { sv: "julafton", en: "Christmas Eve" }, anchor: "juldagen", offset: -1 },
  { id: "nyårsafton", name: { sv: "nyårsafton", en: "New Year’s Eve" }, anchor: "annandag-jul", offset: 5 },
];

/**
 * The days of a year on which an employer with this policy is closed in whole or in part, weekends aside: the public
 * holidays and the eves that the policy names, in date order. Two can fall on one day.
 * @param year - 1990 to 9999
 * @throws RangeError when `year` is out of range
 * @example
 * daysOff(2026).filter((day) => day.id === "midsommarafton"); // [{ id: "midsommarafton", date: "2026-06-19", off: "full", name: { … } }]
 */
export function daysOff(year: number, policy: EvePolicy = statutoryEves): readonly DayOff[] {
  const days: DayOff[] = [];
  for (const { id, date, name } of holidays(year)) {
    days.push({ id, date, off: "full", name });
    for (const eve of eves) {
      const off = policy[eve.id];
      if (off === undefined || eve.anchor !== id) continue;
      days.push({ id: eve.id, date: toDay(dayArgument("date", date) + eve.offset), off, name: eve.name });
    }
  }
  return days.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}

/**
 * How much of a day is worked: 1, 0.5 on a half day, 0 on Saturdays, Sundays, public holidays and eves off.
 * @param day - `YYYY-MM-DD`, 1990 or later
 * @throws RangeError when `day` is no such day
 */
export function workingShare(day: string, policy: EvePolicy = statutoryEves): 0 | 0.5 | 1 {
  const number = dayArgument("day", day);
  return shareOf(number, daysOff(Number(day.slice(0, 4)), policy));
}

/**
 * The working days in `[from, to)`, half days included, in order. One year of holidays is computed once: use this rather
 * than {@link workingShare} in a loop.
 * @param from - first day, `YYYY-MM-DD`, 1990 or later
 * @param to - the day after the last; not after `from` gives none
 * @throws RangeError when either is no such day
 * @example
 * workingDays("2026-12-21", "2027-01-04").length; // 6: 21–23 and 28–30 December
 */
export function workingDays(from: string, to: string, policy: EvePolicy = statutoryEves): readonly string[] {
  const first = dayArgument("from", from);
  const end = dayArgument("to", to);
  const days: string[] = [];
  let year = 0;
  let off: readonly DayOff[] = [];
  for (let number = first; number < end; number++) {
    if (weekdayOf(number) > 5) continue;
    const day = toDay(number);
    const yearOfDay = Number(day.slice(0, 4));
    if (yearOfDay !== year) {
      year = yearOfDay;
      off = daysOff(year, policy);
    }
    if (shareOf(number, off) > 0) days.push(day);
  }
  return days;
}

function shareOf(number: number, off: readonly DayOff[]): 0 | 0.5 | 1 {
  if (weekdayOf(number) > 5) return 0;
  const day = toDay(number);
  let share: 0.5 | 1 = 1;
  for (const entry of off) {
    if (entry.date !== day) continue;
    if (entry.off === "full") return 0;
    share = 0.5;
  }
  return share;
}
