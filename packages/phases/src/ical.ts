import { dayNumber, dayText } from "./calendar.ts";
import type { Schedule } from "./schedule.ts";
import { milestonesOf, type Template } from "./template.ts";

/** A series of meetings of a body, as often as its cadence in the rollout says. */
export interface MeetingSeries {
  readonly body: string;
  /** First meeting in local time of the zone, `YYYY-MM-DDTHH:MM`. */
  readonly first: string;
  readonly minutes: number;
}

export interface CalendarOptions {
  readonly template: Template;
  readonly schedule: Schedule;
  readonly meetings?: readonly MeetingSeries[];
  /** When the file is made: ISO 8601 instant in UTC. */
  readonly at: string;
  readonly language?: "sv" | "en";
  /** What comes after @ in the identifiers, so that a new file replaces what an old one put there. */
  readonly domain?: string;
}

/**
 * Milestones as days and meetings as series, in iCalendar. Times are those of Stockholm. A body whose cadence has no number
 * gets its first meeting only.
 * @see RFC 5545
 * @throws RangeError when a meeting is of no body, or `first` is no local time
 */
export function writeCalendar(options: CalendarOptions): string {
  const { template, schedule, meetings = [], at, language = "sv", domain = `${template.id}.milstolpe` } = options;
  const stamp = `DTSTAMP:${at.replaceAll(/[-:]|\.\d+/g, "")}`;
  const dates = new Map(schedule.milestones.map(({ id, date }) => [id, date]));
  const until = dayText(dayNumber(schedule.end) + 1).replaceAll("-", "");
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Milstolpe//phases//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    `X-WR-CALNAME:${escaped(template.title[language])}`,
    ...(meetings.length > 0 ? stockholm : []),
    ...milestonesOf(template).flatMap(({ milestone: { id, title } }) => {
      const date = dates.get(id);
      if (date === undefined) return [];
      return [
        "BEGIN:VEVENT",
        `UID:${id}@${domain}`,
        stamp,
        `DTSTART;VALUE=DATE:${date.replaceAll("-", "")}`,
        `DTEND;VALUE=DATE:${dayText(dayNumber(date) + 1).replaceAll("-", "")}`,
        `SUMMARY:${escaped(title[language])}`,
        "TRANSP:TRANSPARENT",
        "CATEGORIES:MILESTONE",
        "END:VEVENT",
      ];
    }),
    ...meetings.flatMap(({ body: id, first, minutes }) => {
      const body = template.bodies.find((one) => one.id === id);
      if (!body) throw new RangeError(`meetings are of ${id}, which is no body of the template`);
      if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(first))
        throw new RangeError(`the first meeting must be a local time written YYYY-MM-DDTHH:MM, got ${first}`);
      dayNumber(first.slice(0, 10));
      const rule = body.rollout?.rule;
      return [
        "BEGIN:VEVENT",
        `UID:meetings-${id}@${domain}`,
        stamp,
        `DTSTART;TZID=Europe/Stockholm:${first.replaceAll(/[-:]/g, "")}00`,
        `DURATION:PT${minutes}M`,
        ...(rule === undefined ? [] : [`RRULE:${rule};UNTIL=${until}T000000Z`]),
        `SUMMARY:${escaped(body.title[language])}`,
        "CATEGORIES:MEETING",
        "END:VEVENT",
      ];
    }),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

/** Central European time since 1996: the last Sundays of March and October, at 01:00 UTC. */
const stockholm = [
  "BEGIN:VTIMEZONE",
  "TZID:Europe/Stockholm",
  "BEGIN:DAYLIGHT",
  "DTSTART:19960331T020000",
  "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
  "TZOFFSETFROM:+0100",
  "TZOFFSETTO:+0200",
  "TZNAME:CEST",
  "END:DAYLIGHT",
  "BEGIN:STANDARD",
  "DTSTART:19961027T030000",
  "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
  "TZOFFSETFROM:+0200",
  "TZOFFSETTO:+0100",
  "TZNAME:CET",
  "END:STANDARD",
  "END:VTIMEZONE",
];

const escaped = (text: string): string =>
  text.replaceAll("\\", "\\\\").replaceAll(";", "\\;").replaceAll(",", "\\,").replaceAll(/\r?\n/g, "\\n");

/** Lines of at most 75 octets; what goes on begins with a blank. No character is cut. */
function folded(line: string): string {
  let [out, octets] = ["", 0];
  for (const character of line) {
    const code = character.codePointAt(0) ?? 0;
    const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (octets + size > 75) {
      out += "\r\n ";
      octets = 1;
    }
    out += character;
    octets += size;
  }
  return out;
}
