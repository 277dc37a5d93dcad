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
