import * as fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { toDay } from "./day.ts";
import { daysOff, statutoryEves, workingDays, workingShare } from "./days-off.ts";
import type { EveId, EvePolicy } from "./days-off.ts";
import { holidays } from "./holidays.ts";

const eves2027: readonly (readonly [EveId, string])[] = [
  ["trettondagsafton", "2027-01-05"],
  ["skärtorsdagen", "2027-03-25"],
  ["påskafton", "2027-03-27"],
  ["valborgsmässoafton", "2027-04-30"],
  ["dagen-före-kristi-himmelsfärdsdag", "2027-05-05"],
  ["pingstafton", "2027-05-15"],
  ["dagen-före-nationaldagen", "2027-06-05"],
  ["midsommarafton", "2027-06-25"],
  ["allhelgonaafton", "2027-11-05"],
  ["julafton", "2027-12-24"],
  ["nyårsafton", "2027-12-31"],
];

describe("an eve is what the employer's policy says", () => {
  test.each(eves2027)("%s of 2027 is %s", (id, date) => {
    for (const off of ["full", "half"] as const) {
      expect(daysOff(2027, { [id]: off })).toContainEqual(expect.objectContaining({ id, date, off }));
    }
  });

  test("without a policy it is what the annual leave act says: three eves off", () => {
    const eves = daysOff(2026).filter(({ id }) => eves2027.some(([eve]) => eve === id));
    expect(eves.map(({ id, off }) => [id, off])).toEqual([
      ["midsommarafton", "full"],
      ["julafton", "full"],
      ["nyårsafton", "full"],
    ]);
  });

  test("an empty policy leaves the public holidays", () => {
    expect(daysOff(2026, {}).map(({ id }) => id)).toEqual(holidays(2026).map(({ id }) => id));
  });

  test("half a day is half worked, unless the same day is off for another reason", () => {
    const policy: EvePolicy = { ...statutoryEves, valborgsmässoafton: "half", skärtorsdagen: "half" };
    expect(workingShare("2026-04-30", policy)).toBe(0.5);
    expect(workingShare("2026-04-02", policy)).toBe(0.5);
    expect(workingShare("2027-05-05", { "dagen-före-kristi-himmelsfärdsdag": "half" })).toBe(0.5);
    expect(
      workingShare("2008-04-30", { valborgsmässoafton: "half", "dagen-före-kristi-himmelsfärdsdag": "full" }),
    ).toBe(0);
    expect(workingShare("2022-04-30", policy)).toBe(0); // a Saturday
  });
});

describe("working days", () => {
  test.each([
    ["2026-12-21", "2027-01-04", 6],
    ["2026-01-01", "2027-01-01", 251],
    ["2026-06-15", "2026-06-22", 4], // the week of Midsummer
    ["2026-11-25", "2026-11-25", 0],
    ["2026-11-26", "2026-11-25", 0],
  ])("[%s, %s) has %d", (from, to, count) => {
    expect(workingDays(from, to)).toHaveLength(count);
  });

  test("a policy with more eves never gives more working days", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1990, max: 2100 }), fc.subarray(eves2027.map(([id]) => id)), (year, ids) => {
        const policy = Object.fromEntries(ids.map((id) => [id, "full" as const]));
        const fewer = workingDays(`${year}-01-01`, `${year + 1}-01-01`, policy);
        const more = workingDays(`${year}-01-01`, `${year + 1}-01-01`, {});
        expect(fewer.every((day) => more.includes(day))).toBe(true);
      }),
    );
  });

  test("a list of days and a look at each day agree", () => {
    const policy: EvePolicy = { ...statutoryEves, trettondagsafton: "half" };
    fc.assert(
      fc.property(fc.integer({ min: 7305, max: 40_000 }), fc.nat(60), (first, length) => {
        const one = Array.from({ length }, (_, index) => toDay(first + index)).filter(
          (day) => workingShare(day, policy) > 0,
        );
        expect(workingDays(toDay(first), toDay(first + length), policy)).toEqual(one);
      }),
    );
  });

  test.each([
    ["1989-12-29", "1990-01-03"],
    ["2026-02-30", "2026-03-01"],
    ["2026-03-01", "soon"],
  ])("%s to %s is the caller's error", (from, to) => {
    expect(() => workingDays(from, to)).toThrow(RangeError);
  });
});

describe("days know no time of day", () => {
  afterEach(() => vi.unstubAllGlobals());

  test("the nights on which the clocks change are days like others, and no clock is asked", () => {
    vi.stubGlobal("Date", undefined); // whoever needs a time zone needs this
    expect(workingDays("2026-03-27", "2026-04-01")).toEqual(["2026-03-27", "2026-03-30", "2026-03-31"]);
    expect(workingDays("2026-10-23", "2026-10-28")).toEqual(["2026-10-23", "2026-10-26", "2026-10-27"]);
  });
});
