/** Which days are worked: Monday to Friday but for the holidays. Data: no country's holidays are known here. */
export interface CalendarData {
  /** Days off besides Saturdays and Sundays, `YYYY-MM-DD`, in any order. */
  readonly holidays: readonly string[];
}

/** Working days of a span of years, counted once. */
export interface WorkingCalendar {
  /** The day itself when it is worked, else the next one that is. */
  workingDayFrom(day: string): string;
  /** The day `count` working days after `day` (which is first moved to a working day); before it when negative. */
  add(day: string, count: number): string;
  /** Working days from `start` (inclusive) to `end` (exclusive); negative when `end` is before `start`. */
  between(start: string, end: string): number;
}

const epoch = Date.UTC(1970, 0, 1);
const perDay = 86_400_000;

/** Days since 1970-01-01. @throws RangeError when `text` is no calendar day written YYYY-MM-DD */
export function dayNumber(text: string): number {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const time = parts === null ? Number.NaN : Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]));
  if (Number.isNaN(time) || dayText(time / perDay) !== text)
    throw new RangeError(`a day must be a calendar day written YYYY-MM-DD, got ${text}`);
  return (time - epoch) / perDay;
}

/** The day of a number of days since 1970-01-01. */
export function dayText(number: number): string {
  return new Date(number * perDay).toISOString().slice(0, 10);
}

/** First day of a month of the year in which `day` lies. */
export const monthStart = (year: number, month: number): string => dayText(Date.UTC(year, month - 1, 1) / perDay);
/** Last day of a month. */
export const monthEnd = (year: number, month: number): string => dayText(Date.UTC(year, month, 0) / perDay);

/**
 * Counts the working days around a plan: a rank for every day and a day for every rank, so that adding is one look-up.
 * @param from - first year that may be asked for @param to - last one, inclusive
 * @throws RangeError when a holiday is no calendar day
 * @example
 * workingCalendar({ holidays: ["2027-03-26", "2027-03-29"] }, 2027, 2027).add("2027-03-25", 1); // "2027-03-30"
 */
export function workingCalendar({ holidays }: CalendarData, from: number, to: number): WorkingCalendar {
  const first = Date.UTC(from, 0, 1) / perDay;
  const last = Date.UTC(to, 11, 31) / perDay;
  const off = new Set(holidays.map(dayNumber));
  // rank[i]: working days before day i. days[r]: the day of rank r.
  const rank = new Int32Array(last - first + 2);
  const days: number[] = [];
  for (let day = first; day <= last; day += 1) {
    const weekday = (((day + 3) % 7) + 7) % 7;
    const isWorked = weekday < 5 && !off.has(day);
    rank[day - first + 1] = (rank[day - first] ?? 0) + (isWorked ? 1 : 0);
    if (isWorked) days.push(day);
  }
  const rankOf = (day: string): number => {
    const number = dayNumber(day);
    if (number < first || number > last)
      throw new RangeError(`${day} lies outside the calendar's years ${from} to ${to}`);
    return rank[number - first] ?? 0;
  };
  const dayOf = (index: number): string => {
    const day = days[index];
    if (day === undefined) throw new RangeError(`the calendar's years ${from} to ${to} do not reach that far`);
    return dayText(day);
  };
  return {
    workingDayFrom: (day) => dayOf(rankOf(day)),
    add: (day, count) => dayOf(rankOf(day) + count),
    between: (start, end) => rankOf(end) - rankOf(start),
  };
}
