import type { Day, DayRange, FreeTime } from "./model.ts";

const MS_PER_DAY = 86_400_000;

/** Days since 1970-01-01; the calendar alone, without zones. */
export function dayNumber(day: Day): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / MS_PER_DAY);
}

/** ISO weekday, 1 (Monday) to 7 (Sunday). */
export function weekday(day: Day): number {
  return ((dayNumber(day) + 3) % 7) + 1;
}

/** Weeks since the one of 1970-01-01; a week begins on Monday. */
export function weekNumber(day: Day): number {
  // That day was a Thursday: three days on, weeks begin on multiples of seven.
  return Math.floor((dayNumber(day) + 3) / 7);
}

/** The day so many calendar days later (or, when negative, earlier). */
export function addDays(day: Day, days: number): Day {
  return new Date((dayNumber(day) + days) * MS_PER_DAY).toISOString().slice(0, 10);
}

/** True for a day that exists, written `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text;
}

export function isWithin(range: DayRange, day: Day): boolean {
  return range.from <= day && day <= range.to;
}

/** Whether somebody with these absences and weekly free times is away in a slot. */
export function isAway(
  one: { readonly absences?: readonly DayRange[]; readonly freeTime?: readonly FreeTime[] },
  day: Day,
  slot: string,
): boolean {
  return (
    (one.absences ?? []).some((range) => isWithin(range, day)) ||
    (one.freeTime ?? []).some((free) => free.weekday === weekday(day) && (free.slots?.includes(slot) ?? true))
  );
}
