/** Which days are worked. Data: no country's holidays are known here. */
export interface CalendarData {
  /** Days off besides those of the week, `YYYY-MM-DD`, in any order. */
  readonly holidays: readonly string[];
  /** Days of the week that are worked, 1 Monday to 7 Sunday. Default: 1 to 5. */
  readonly weekdays?: readonly number[];
}

/** Working days of a span of years, counted once. */
export interface WorkingCalendar {
  /** The day itself when it is worked, else the next one that is. */
  readonly workingDayFrom: (day: string) => string;
  /** The day `count` working days after `day` (which is first moved to a working day); before it when negative. */
  readonly add: (day: string, count: number) => string;
  /** Working days from `start` (inclusive) to `end` (exclusive); negative when `end` is before `start`. */
  readonly between: (start: string, end: string) => number;
}

/** Days since 1970-01-01. @throws RangeError when `text` is no calendar day written YYYY-MM-DD */
export function dayNumber(text: string): number {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const [year, month, day] = [Number(parts?.[1]), Number(parts?.[2]), Number(parts?.[3])];
  const number = monthStart(year, month) + day - 1;
  if (!(month >= 1 && month <= 12 && day >= 1 && number <= monthEnd(year, month)))
    throw new RangeError(`a day must be a calendar day written YYYY-MM-DD, got ${text}`);
  return number;
}

/**
 * The day of a number of days since 1970-01-01, by arithmetic: a schedule writes hundreds.
 * @see Hinnant (2013), chrono-compatible low-level date algorithms: years begin in March, in eras of 400
 */
export function dayText(number: number): string {
  const shifted = number + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const year = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const fromMarch = Math.floor((5 * ofYear + 2) / 153);
  const day = ofYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const civil = year + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(civil).padStart(4, "0")}-${month < 10 ? "0" : ""}${month}-${day < 10 ? "0" : ""}${day}`;
}

/** First day of a month, as a number; months above 12 are those of later years. The inverse of {@link dayText}. */
export function monthStart(year: number, month: number): number {
  // Months from March of year 0, so that the odd day comes last.
  const months = year * 12 + month - 3;
  const years = Math.floor(months / 12);
  const days = Math.floor((153 * (months - years * 12) + 2) / 5);
  return years * 365 + Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400) + days - 719_468;
}
/** Last day of a month, as a number. */
export const monthEnd = (year: number, month: number): number => monthStart(year, month + 1) - 1;

/**
 * The working days of a span of years as ranks. A day has as rank the number of working days before it; a rank has its day.
 * Both are one look-up, so that adding is too. A moment is the day it is the beginning of.
 */
export interface Ranks {
  /** Working days before a day. @throws RangeError outside the years */
  readonly rank: (day: number) => number;
  /** Day of a rank. @throws RangeError outside the years */
  readonly day: (rank: number) => number;
  /** The same as text. */
  readonly text: (rank: number) => string;
}

/** @param from - first year that may be asked for @param to - last one, inclusive */
export function ranks({ holidays, weekdays = [1, 2, 3, 4, 5] }: CalendarData, from: number, to: number): Ranks {
  const first = monthStart(from, 1);
  const last = monthEnd(to, 12);
  const off = new Set(holidays.map(dayNumber));
  const isWeekday = [7, 1, 2, 3, 4, 5, 6].map((day) => weekdays.includes(day));
  // before[i]: working days before day i. days[r]: the day of rank r.
  const before = new Int32Array(last - first + 2);
  const days = new Int32Array(last - first + 1);
  let count = 0;
  for (let day = first; day <= last; day += 1) {
    before[day - first] = count;
    // 1970-01-01 was a Thursday.
    if (isWeekday[(((day + 4) % 7) + 7) % 7] && !off.has(day)) days[count++] = day;
  }
  before[last - first + 1] = count;
  const texts: string[] = [];
  const day = (rank: number): number => {
    if (rank < 0 || rank >= count) throw new RangeError(`the calendar's years ${from} to ${to} do not reach that far`);
    return days[rank] ?? 0;
  };
  return {
    rank(number) {
      if (number < first || number > last + 1)
        throw new RangeError(`${dayText(number)} lies outside the calendar's years ${from} to ${to}`);
      return before[number - first] ?? 0;
    },
    day,
    text: (rank) => (texts[rank] ??= dayText(day(rank))),
  };
}

/**
 * Counts the working days around a plan.
 * @param from - first year that may be asked for @param to - last one, inclusive
 * @throws RangeError when a holiday is no calendar day; its functions, when asked for days outside the years
 * @example
 * workingCalendar({ holidays: ["2027-03-26", "2027-03-29"] }, 2027, 2027).add("2027-03-25", 1); // "2027-03-30"
 */
export function workingCalendar(data: CalendarData, from: number, to: number): WorkingCalendar {
  const { rank, text } = ranks(data, from, to);
  const rankOf = (day: string): number => rank(dayNumber(day));
  return {
    workingDayFrom: (day) => text(rankOf(day)),
    add: (day, count) => text(rankOf(day) + count),
    between: (start, end) => rankOf(end) - rankOf(start),
  };
}
