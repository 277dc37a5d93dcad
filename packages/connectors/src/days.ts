import { isDay } from "./row-reader.ts";

/** The day so many days later: `shiftDay("2026-03-01", -1)` is `2026-02-28`. The calendar's own, without a time zone. */
export function shiftDay(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** `2026-08-17`, `2026-08-17T00:00:00Z` or `8/17/2026` (month first) as a day; undefined for anything else. */
export function readDayText(text: string): string | undefined {
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  const day = american
    ? `${american[3]}-${(american[1] ?? "").padStart(2, "0")}-${(american[2] ?? "").padStart(2, "0")}`
    : /^\d{4}-\d{2}-\d{2}T/.test(text)
      ? text.slice(0, 10)
      : text;
  return isDay(day) ? day : undefined;
}

/** The last Sunday of a month, at 01:00 UTC: when clocks change in the European Union. */
function lastSunday(year: number, month: number): number {
  const last = new Date(Date.UTC(year, month, 0, 1));
  return last.getTime() - last.getUTCDay() * 86_400_000;
}

/**
 * A time as an instant with offset. One without a zone is Swedish wall-clock time; of the hour that comes twice in October
 * the first is meant.
 */
export function toInstant(text: string): string {
  if (/(?:Z|[+-]\d{2}:?\d{2})$/i.test(text)) return text;
  const wall = Date.parse(`${text}Z`);
  if (Number.isNaN(wall)) return text;
  const year = new Date(wall).getUTCFullYear();
  const summer = wall - 2 * 3_600_000;
  const isSummer = summer >= lastSunday(year, 3) && summer < lastSunday(year, 10);
  return `${text}${isSummer ? "+02:00" : "+01:00"}`;
}
