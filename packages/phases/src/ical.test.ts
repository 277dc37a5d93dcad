import ICAL from "ical.js";
import { describe, expect, test } from "vitest";
import { writeCalendar } from "./ical.ts";
import { createPlan } from "./plan.ts";
import { rolloutTemplate } from "./rollout-template.ts";
import { schedule } from "./schedule.ts";

const planned = schedule(
  createPlan(rolloutTemplate, { start: "2027-03-01", calendar: { holidays: [] }, decisions: {} }),
);
const at = "2027-02-20T10:00:00.123Z";
const meetings = [
  { body: "steering-group", first: "2027-03-08T13:00", minutes: 90 },
  { body: "project-group", first: "2027-03-02T09:00", minutes: 60 },
];
const text = writeCalendar({ template: rolloutTemplate, schedule: planned, meetings, at });
const calendar = new ICAL.Component(ICAL.parse(text));
const events = calendar.getAllSubcomponents("vevent").map((event) => new ICAL.Event(event));

describe("the calendar, as ical.js reads it", () => {
  test("has every milestone on its day", () => {
    const days = events
      .filter(({ startDate }) => startDate.isDate)
      .map(({ uid, startDate }) => [uid, startDate.toString()]);
    expect(days).toEqual(planned.milestones.map(({ id, date }) => [`${id}@school-platform-rollout.milstolpe`, date]));
  });

  test("has the steering group at one o'clock in Stockholm every month, over the change to summer time", () => {
    const zone = new ICAL.Timezone(calendar.getFirstSubcomponent("vtimezone")!);
    const series = events.find(({ uid }) => uid.startsWith("meetings-steering-group"))!;
    const iterator = series.iterator();
    const first = Array.from({ length: 3 }, () => iterator.next());
    expect(first.map((time) => time.toString())).toEqual([
      "2027-03-08T13:00:00",
      "2027-04-08T13:00:00",
      "2027-05-08T13:00:00",
    ]);
    const utc = first.map((time) => {
      const zoned = time.clone();
      zoned.zone = zone;
      return zoned.toUnixTime();
    });
    expect(utc.map((seconds) => new Date(seconds * 1000).getUTCHours())).toEqual([12, 11, 11]);
    expect(series.component.getFirstPropertyValue("rrule")?.toString()).toContain("FREQ=MONTHLY");
  });

  test("gives a body whose cadence has no number its first meeting only", () => {
    expect(events.find(({ uid }) => uid.startsWith("meetings-project-group"))?.isRecurring()).toBe(false);
  });

  test("has lines of at most 75 octets, ended as the standard says", () => {
    const lines = text.split("\r\n");
    expect(lines.at(-1)).toBe("");
    expect(lines.every((line) => new TextEncoder().encode(line).length <= 75 && !line.includes("\n"))).toBe(true);
  });
});

test("long titles with odd characters come back whole", () => {
  const title = { sv: `Åtgärd; "${"ö".repeat(80)}", \\ och\n🎓 ${"x".repeat(60)}`, en: "e" };
  const template = {
    ...rolloutTemplate,
    phases: rolloutTemplate.phases.map((phase) => ({ ...phase, milestone: { ...phase.milestone!, title } })),
  };
  const lines = writeCalendar({ template, schedule: planned, at }).split("\r\n");
  expect(Math.max(...lines.map((line) => new TextEncoder().encode(line).length))).toBe(75);
  const read = new ICAL.Component(ICAL.parse(writeCalendar({ template, schedule: planned, at })));
  const summaries = read.getAllSubcomponents("vevent").map((event) => new ICAL.Event(event).summary);
  expect(new Set(summaries)).toEqual(new Set([title.sv]));
});

test("a meeting of no body, and one at no time, is the caller's mistake", () => {
  const write = (body: string, first: string) => () =>
    writeCalendar({ template: rolloutTemplate, schedule: planned, at, meetings: [{ body, first, minutes: 60 }] });
  expect(write("nobody", "2027-03-02T09:00")).toThrow("nobody");
  expect(write("steering-group", "2027-03-02")).toThrow("YYYY-MM-DDTHH:MM");
  expect(write("steering-group", "2027-02-30T09:00")).toThrow(RangeError);
});
