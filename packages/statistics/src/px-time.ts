import type { PxValue } from "./px-file.ts";
import type { TimeScale } from "./table.ts";

/** The periods of a time variable. */
export interface Timeval {
  readonly scale: TimeScale;
  /** Absent when the file gives only a range that can't be written out. */
  readonly periods: readonly string[];
  /** Given as the first and last period. */
  readonly isRange: boolean;
}

const parts: Readonly<Record<TimeScale, { readonly count: number; readonly digits: number }>> = {
  A1: { count: 1, digits: 0 },
  H1: { count: 2, digits: 1 },
  T1: { count: 3, digits: 1 },
  Q1: { count: 4, digits: 1 },
  M1: { count: 12, digits: 2 },
  W1: { count: 53, digits: 2 },
  D1: { count: 366, digits: 4 },
};

/** Longer than any TLIST(A1,"1749"-"2026"); keeps the time it takes in bounds. */
const longestList = 200;

export const isTimeScale = (text: string): text is TimeScale => Object.hasOwn(parts, text);

/** True when a period is written as its scale asks: `2024`, `20241` (quarter), `202401` (month), `20240131`. */
export function isPeriod(period: string, scale: TimeScale): boolean {
  const { count, digits } = parts[scale];
  if (!/^\d+$/.test(period) || period.length !== 4 + digits) return false;
  if (scale === "D1") return Number(period.slice(4, 6)) <= 12 && Number(period.slice(6)) <= 31;
  const part = Number(period.slice(4));
  return digits === 0 || (part >= 1 && part <= count);
}

/**
 * Reads the values of TIMEVAL: `TLIST(A1),"2003","2004"`, `TLIST(A1,"2003"-"2010")`, `TLIST(A1,"2003-2010")` or
 * `TLIST(A1),"2003"-"2010"`.
 * @returns `undefined` when it is none of them
 */
export function readTimeval(values: readonly PxValue[]): Timeval | undefined {
  const [list, ...items] = values;
  const isList = list && !list.isQuoted && list.text.length <= longestList;
  const found = isList ? /^TLIST\(\s*([A-Z]1)\s*(?:,\s*(.*?))?\s*\)$/i.exec(list.text) : null;
  const scale = found?.[1]?.toUpperCase() ?? "";
  if (!isTimeScale(scale)) return undefined;
  const inside = /^"?(\d+)"?\s*-\s*"?(\d+)"?$/.exec(found?.[2] ?? "");
  if (inside) return { scale, periods: between(inside[1] ?? "", inside[2] ?? "", scale), isRange: true };
  if ((found?.[2] ?? "") !== "") return undefined;
  if (items.length === 2 && items[1]?.joinedBy === "-")
    return { scale, periods: between(items[0]?.text ?? "", items[1].text, scale), isRange: true };
  return { scale, periods: items.map(({ text }) => text), isRange: false };
}

/** Every period from the first to the last; none when they are not periods, or for weeks and days, which vary. */
function between(first: string, last: string, scale: TimeScale): string[] {
  if (!isPeriod(first, scale) || !isPeriod(last, scale) || scale === "W1" || scale === "D1") return [];
  const { count, digits } = parts[scale];
  const number = (period: string): number =>
    Number(period.slice(0, 4)) * count + (digits === 0 ? 0 : Number(period.slice(4)) - 1);
  const written = (at: number): string =>
    `${Math.floor(at / count)}`.padStart(4, "0") + (digits === 0 ? "" : `${(at % count) + 1}`.padStart(digits, "0"));
  const length = number(last) - number(first) + 1;
  return length > 0 && length <= 10_000 ? Array.from({ length }, (_, step) => written(number(first) + step)) : [];
}
