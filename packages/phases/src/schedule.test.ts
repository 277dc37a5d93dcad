import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { baseline, earnedValue, variance } from "./baseline.ts";
import { type CalendarData, dayNumber, dayText, workingCalendar } from "./calendar.ts";
import {
  type CriticalPath,
  criticalPath,
  type CriticalPathInput,
  CyclicLinksError,
  type LinkType,
} from "./critical-path.ts";
import { createPlan, type KnownDate, type PlanOptions } from "./plan.ts";
import { schedule } from "./schedule.ts";
import type { Activity, Template, TemplateLink } from "./template.ts";
import { whatIf } from "./what-if.ts";

const text = (word: string) => ({ sv: word, en: word });
const work = (id: string, days: number, calendar?: string): Activity => ({
  id,
  kind: "step",
  title: text(id),
  obligation: "mandatory",
  responsible: [],
  duration: { min: days, mode: days, max: days, basis: "source" },
  ...(calendar === undefined ? {} : { calendar }),
});
const link = (from: string, to: string, more: Partial<TemplateLink> = {}): TemplateLink => ({
  from,
  to,
  type: "FS",
  lag: 0,
  basis: "source",
  ...more,
});
const templateOf = (activities: readonly Activity[], links: readonly TemplateLink[]): Template => ({
  id: "t",
  version: "1",
  title: text("t"),
  parties: [{ id: "p", title: text("p") }],
  roles: [],
  bodies: [],
  subprojects: [],
  decisions: [],
  phases: [{ id: "only", title: text("only"), weeks: { min: 1, max: 1 }, activities }],
  links,
});
const everyDay: CalendarData = { holidays: [], weekdays: [1, 2, 3, 4, 5, 6, 7] };
const office: CalendarData = { holidays: ["2027-03-26", "2027-03-29"] };
const school: CalendarData = {
  holidays: ["2027-03-22", "2027-03-23", "2027-03-24", "2027-03-25", "2027-03-26"],
  weekdays: [1, 2, 4],
};
const start = "2027-03-15";
const planOf = (activities: readonly Activity[], links: readonly TemplateLink[], more: Partial<PlanOptions> = {}) =>
  createPlan(templateOf(activities, links), { start, calendar: office, calendars: { school, everyDay }, ...more });
const found = (plan: ReturnType<typeof planOf>, id: string) => schedule(plan).activities.find((one) => one.id === id);

const ids = ["a", "b", "c", "d", "e", "f"];
const networks = (calendars: readonly (string | undefined)[]) =>
  fc.record({
    activities: fc.tuple(
      ...ids.map((id) =>
        fc
          .tuple(fc.integer({ min: 0, max: 6 }), fc.constantFrom(...calendars))
          .map(([days, name]) => work(id, days, name)),
      ),
    ),
    links: fc.array(
      fc
        .record({
          from: fc.constantFrom(...ids),
          to: fc.constantFrom(...ids),
          type: fc.constantFrom<LinkType>("FS", "SS", "FF", "SF"),
          lag: fc.integer({ min: -4, max: 5 }),
          calendar: fc.constantFrom(...calendars),
          extra: fc.constantFrom(undefined, undefined, 2),
        })
        .map(({ from, to, type, lag, calendar, extra }) =>
          link(from, to, {
            type,
            lag,
            ...(calendar === undefined ? {} : { calendar }),
            ...(extra === undefined ? {} : { maxLag: lag + extra }),
          }),
        ),
      { maxLength: 8 },
    ),
  });

function pathOf(input: CriticalPathInput): CriticalPath | undefined {
  try {
    return criticalPath(input);
  } catch (error) {
    if (error instanceof CyclicLinksError) return undefined;
    throw error;
  }
}

describe("on one calendar", () => {
  test.each([
    ["all days", everyDay],
    ["working days with holidays", office],
  ])("it is the critical path in days (%s)", (_, calendar) => {
    const days = workingCalendar(calendar, 2026, 2029);
    fc.assert(
      fc.property(networks([undefined]), ({ activities, links }) => {
        const result = schedule(planOf(activities, links, { calendar }));
        const input = { activities: activities.map(({ id, duration }) => ({ id, duration: duration.mode })), links };
        const path = pathOf(input);
        expect(result.findings.map(({ code }) => code)).toEqual(path ? [] : ["phases.not-met"]);
        expect(
          result.activities.map(({ id, start: first, totalFloat, freeFloat }) => ({
            id,
            first,
            totalFloat,
            freeFloat,
          })),
        ).toEqual(
          path
            ? ids.map((id) => ({
                id,
                first: days.add(start, Math.max(0, path.es[id]! - (path.ef[id] === path.es[id] ? 1 : 0))),
                totalFloat: path.totalFloat[id],
                freeFloat: path.freeFloat[id],
              }))
            : [],
        );
      }),
      { numRuns: 400 },
    );
  });
});

/** Links one way and without a most-lag: a ring may close over a weekend of one calendar and not of another. */
const oneWay = networks([undefined, "school", "everyDay"]).map(({ activities, links }) => ({
  activities,
  links: links.filter(({ from, to }) => from < to).map(({ maxLag: _maxLag, ...rest }) => rest),
}));

describe("on several calendars", () => {
  test("an activity is worked by its own, a lag counted in its own", () => {
    // The school works Monday, Tuesday and Thursday, and has a week off from the 22nd.
    const plan = planOf([work("a", 2), work("b", 3, "school")], [link("a", "b")]);
    expect(found(plan, "b")).toMatchObject({ start: "2027-03-18", end: "2027-03-30" });
    const lagged = planOf([work("a", 1), work("b", 1)], [link("a", "b", { lag: 2, calendar: "school" })]);
    expect(found(lagged, "b")).toMatchObject({ start: "2027-03-19" });
  });

  test("a calendar that is not given is said, and the plan's own is used", () => {
    const result = schedule(planOf([work("a", 2, "moon")], []));
    expect(result.findings).toMatchObject([{ code: "phases.unknown-calendar", where: "moon", severity: "check" }]);
    expect(result.activities[0]).toMatchObject({ end: "2027-03-16" });
  });

  test("no activity can begin a day of its own earlier, and none can begin later than its late start", () => {
    fc.assert(
      fc.property(oneWay, ({ activities, links }) => {
        const plan = planOf(activities, links);
        const result = schedule(plan);
        fc.pre(result.activities.length > 0);
        for (const { id, start: first, lateStart, drivers, totalFloat, workingDays } of result.activities) {
          // Nothing but the plan's start holds what has no driver.
          const calendar = { undefined: office, school, everyDay }[
            activities.find((one) => one.id === id)?.calendar ?? "undefined"
          ]!;
          const days = workingCalendar(calendar, 2026, 2029);
          expect(drivers.length > 0 || first === days.workingDayFrom(start)).toBe(true);
          const at = (notBefore: string) => schedule({ ...plan, dates: { [id]: { notBefore } } });
          // What takes no time and may be before the first day is shown on it, and can't be told to wait for it.
          expect(workingDays === 0 ? result.end : at(lateStart).end).toBe(result.end);
          expect(workingDays === 0 ? totalFloat : days.between(first, lateStart)).toBe(totalFloat);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("a day later than the late start moves the end", () => {
    fc.assert(
      fc.property(oneWay, ({ activities, links }) => {
        const plan = planOf(activities, links);
        const result = schedule(plan);
        fc.pre(result.activities.length > 0);
        const late = result.activities.filter(({ id, workingDays, lateStart }) => {
          const next = dayText(dayNumber(lateStart) + 1);
          return workingDays > 0 && schedule({ ...plan, dates: { [id]: { notBefore: next } } }).end === result.end;
        });
        expect(late).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe("what the rules imply", () => {
  const gate = (id: string) => ({ id, title: text(id), criteria: [] });
  const [optional] = [work("o", 20)].map((one) => ({ ...one, obligation: "optional" as const }));
  const template: Template = {
    ...templateOf([], []),
    phases: [
      {
        id: "p1",
        title: text("p1"),
        weeks: { min: 1, max: 1 },
        activities: [work("a", 5), optional!],
        milestone: gate("m1"),
      },
      { id: "p2", title: text("p2"), weeks: { min: 1, max: 1 }, activities: [work("b", 1)], milestone: gate("m2") },
    ],
  };

  test("a milestone waits for the one before it and for mandatory work, not for optional", () => {
    const { milestones, end } = schedule(createPlan(template, { start, calendar: office }));
    expect(milestones).toMatchObject([
      { id: "m1", date: "2027-03-19", drivers: ["a"] },
      { id: "m2", date: "2027-03-19", drivers: ["m1"] },
    ]);
    expect(end > "2027-03-19").toBe(true);
  });

  test("work of a phase without a milestone is waited for by the next", () => {
    const [first, second] = template.phases;
    const { id, title, weeks, activities } = first!;
    const open = { ...template, phases: [{ id, title, weeks, activities }, second!] };
    expect(schedule(createPlan(open, { start, calendar: office })).milestones).toMatchObject([
      { id: "m2", drivers: ["a"] },
    ]);
  });
});

describe("known days", () => {
  const three = (known: KnownDate, more: Partial<PlanOptions> = {}) =>
    planOf([work("a", 3), work("b", 2), work("c", 8)], [link("a", "b")], { dates: { b: known }, ...more });

  test.each<[string, KnownDate, string, string]>([
    ["nothing known", {}, "2027-03-18", "2027-03-19"],
    ["not before", { notBefore: "2027-03-22" }, "2027-03-22", "2027-03-23"],
    ["start on", { startOn: "2027-03-23" }, "2027-03-23", "2027-03-24"],
    ["finish not before", { finishNotBefore: "2027-03-23" }, "2027-03-22", "2027-03-23"],
    ["finish on", { finishOn: "2027-03-24" }, "2027-03-23", "2027-03-24"],
    ["as late as can be", { isLate: true }, "2027-03-23", "2027-03-24"],
    ["done", { done: "2027-03-17" }, "2027-03-16", "2027-03-17"],
    ["started and done", { started: "2027-03-15", done: "2027-03-17" }, "2027-03-15", "2027-03-17"],
    ["started", { started: "2027-03-16" }, "2027-03-16", "2027-03-17"],
  ])("%s", (_, known, first, last) => {
    expect(found(three(known), "b")).toMatchObject({ start: first, end: last });
  });

  test("a milestone is not before its day", () => {
    const template = templateOf([work("a", 1), work("z", 0)], []);
    const gate = { id: "m", title: text("m"), criteria: [] };
    const plan = createPlan(
      { ...template, phases: template.phases.map((phase) => ({ ...phase, milestone: gate })) },
      { start, calendar: office, dates: { m: { notBefore: "2027-03-20" }, z: { notBefore: "2027-03-18" } } },
    );
    const { milestones, activities } = schedule(plan);
    expect(milestones).toMatchObject([{ id: "m", date: "2027-03-22" }]);
    expect(activities[1]).toMatchObject({ start: "2027-03-18", end: "2027-03-18" });
  });

  test("what has begun takes what is left of it, from the day it is looked at", () => {
    const plan = three({ started: "2027-03-16", remaining: 3 }, { asOf: "2027-03-18" });
    expect(found(plan, "b")).toMatchObject({ start: "2027-03-16", end: "2027-03-22" });
    expect(found(plan, "a")).toMatchObject({ start: "2027-03-18" });
  });

  test.each<[string, KnownDate]>([
    ["phases.starts-late", { startBy: "2027-03-17" }],
    ["phases.late", { finishBy: "2027-03-18" }],
    ["phases.late", { finishOn: "2027-03-18" }],
    ["phases.early", { done: "2027-03-16" }],
  ])("%s: what can't be kept is said", (code, known) => {
    expect(schedule(three(known)).findings).toMatchObject([{ code, where: "b", severity: "must" }]);
  });

  test("a deadline that is missed is negative float, on everything that leads to it", () => {
    const plan = three({ finishBy: "2027-03-17" });
    expect([found(plan, "a"), found(plan, "b")]).toMatchObject([
      { totalFloat: -2, isCritical: true },
      { totalFloat: -2, isCritical: true },
    ]);
  });

  test("a day known of nothing is said", () => {
    const plan = planOf([work("a", 1)], [], { dates: { z: { done: "2027-03-16" } } });
    expect(schedule(plan).findings).toMatchObject([{ code: "phases.unknown-id", where: "z" }]);
  });
});

describe("what if, baselines and earned value", () => {
  const plan = planOf([work("a", 4), work("b", 6), work("c", 2)], [link("a", "b")]);
  const agreed = baseline(schedule(plan), { id: "agreed", at: "2027-03-01T08:00:00Z" });

  test("what if says what moves, and leaves the plan", () => {
    const before = JSON.stringify(plan);
    const { difference, schedule: after } = whatIf(plan, {
      durations: { a: 6 },
      dates: { c: { notBefore: "2027-03-22" } },
    });
    expect(difference.activities).toEqual([
      { id: "a", startDays: 0, endDays: 2 },
      { id: "b", startDays: 2, endDays: 2 },
      { id: "c", startDays: 5, endDays: 5 },
    ]);
    expect(difference.endDays).toBe(2);
    expect(after.end > schedule(plan).end).toBe(true);
    expect(JSON.stringify(plan)).toBe(before);
  });

  test("a baseline survives JSON and tells what has come and gone", () => {
    const kept = JSON.parse(JSON.stringify(agreed));
    const other = planOf([work("a", 4), work("n", 1)], []);
    expect(variance(other, kept, schedule(other))).toMatchObject({ added: ["n"], removed: ["b", "c"] });
    expect(
      variance(plan, kept, schedule(plan)).activities.every(
        ({ startDays, endDays }) => startDays === 0 && endDays === 0,
      ),
    ).toBe(true);
  });

  test("on plan everything is one; half the work at half the time", () => {
    const onPlan = earnedValue(plan, agreed, { asOf: "2027-03-18", progress: { a: 1, c: 1 } });
    expect(onPlan).toMatchObject({
      plannedValue: 6,
      earnedValue: 6,
      schedulePerformance: 1,
      earnedSchedule: 4,
      timePerformance: 1,
    });
    expect(onPlan.forecastEnd).toBe(agreed.end);
    const late = earnedValue(plan, agreed, { asOf: "2027-03-18", progress: { a: 0.5 } });
    expect(late).toMatchObject({
      plannedValue: 6,
      earnedValue: 2,
      scheduleVariance: -4,
      earnedSchedule: 1,
      timeVariance: -3,
      timePerformance: 0.25,
    });
    expect(late.forecastEnd! > agreed.end).toBe(true);
  });

  test("at the end the value forgets that it was late; the time does not", () => {
    const done = earnedValue(plan, agreed, { asOf: "2027-05-10", progress: { a: 1, b: 1, c: 1 } });
    expect(done.schedulePerformance).toBe(1);
    expect(done.timePerformance).toBeLessThan(0.5);
  });

  test("nothing planned and nothing done is no lateness; a share above one is the caller's mistake", () => {
    const before = earnedValue(plan, agreed, { asOf: "2027-03-12", progress: {} });
    expect(before).toMatchObject({ actualTime: 0, schedulePerformance: 1, timePerformance: 1 });
    expect(() => earnedValue(plan, agreed, { asOf: start, progress: { a: 1.1 } })).toThrow("between 0 and 1");
  });
});
