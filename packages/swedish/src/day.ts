// Calendar days as `YYYY-MM-DD` outside and as a count of days from 1970-01-01 inside: no Date, no time zone.

const daysInMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** True when the three numbers name a day of the Gregorian calendar. */
export function isCalendarDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  if (month !== 2) return day <= daysInMonth[month - 1]!;
  return day <= (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28);
}

/** Days from 1970-01-01 to the given day, proleptic Gregorian. @see Howard Hinnant, chrono-compatible date algorithms */
export function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

/** Writes a day number as `YYYY-MM-DD`. */
export function toDay(number: number): string {
  const z = number + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/** Reads `YYYY-MM-DD` as the number `YYYYMMDD`, or 0 when the text is anything else or no such day exists. */
export function readDigits(text: unknown): number {
  if (typeof text !== "string" || text.length !== 10) return 0;
  let digits = 0;
  for (let i = 0; i < 10; i++) {
    const code = text.charCodeAt(i);
    if (i === 4 || i === 7) {
      if (code !== 45) return 0;
    } else if (code < 48 || code > 57) return 0;
    else digits = digits * 10 + code - 48;
  }
  return isCalendarDay(Math.floor(digits / 10_000), Math.floor(digits / 100) % 100, digits % 100) ? digits : 0;
}

/** Reads `YYYY-MM-DD` as a day number; undefined when the text is anything else or no such day exists. */
export function readDay(text: unknown): number | undefined {
  const digits = readDigits(text);
  if (digits === 0) return undefined;
  return dayNumber(Math.floor(digits / 10_000), Math.floor(digits / 100) % 100, digits % 100);
}

/** The same for an argument that the caller promised is a day. The value stays out of the message: it may be a birth date. */
export function dayArgument(name: string, text: unknown): number {
  const number = readDay(text);
  if (number === undefined) throw new RangeError(`${name} must be a calendar day written YYYY-MM-DD`);
  return number;
}

/** ISO weekday, 1 Monday to 7 Sunday. */
export function weekdayOf(number: number): number {
  return ((((number + 3) % 7) + 7) % 7) + 1;
}

/** An ISO 8601 week. The year is the week's: 2027-01-01 lies in week 53 of 2026. */
export interface Week {
  readonly year: number;
  /** 1 to 53. */
  readonly week: number;
}

/**
 * The ISO 8601 week of a day, as school calendars number them (sportlov in week 9, höstlov in week 44).
 * @param day - `YYYY-MM-DD`
 * @throws RangeError when `day` is not a calendar day
 * @example
 * weekOf("2027-01-01"); // { year: 2026, week: 53 }
 */
export function weekOf(day: string): Week {
  const number = dayArgument("day", day);
  const thursday = number - weekdayOf(number) + 4;
  const year = Number(toDay(thursday).slice(0, 4));
  return { year, week: Math.floor((thursday - dayNumber(year, 1, 1)) / 7) + 1 };
}
