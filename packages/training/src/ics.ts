import { agenda, type AgendaEntry, type Whose } from "./agenda.ts";
import { heldIn } from "./held.ts";
import type { Assignment, Plan, Problem } from "./model.ts";

/** What a calendar needs to know beyond the plan. */
export interface CalendarOptions {
  /** The instant of writing, ISO 8601 with offset or `Z`: a parameter, so that equal plans give equal bytes. */
  readonly stamp: string;
  /** A domain of yours; makes ids unique in the world. */
  readonly domain: string;
  readonly language?: "sv" | "en";
  /** What a room or a trainer is called. Default: their id. */
  readonly nameOf?: (what: "room" | "trainer", id: string) => string;
  /** Calendar days before the session on which calendars remind. Default: no reminder. */
  readonly reminderDays?: number;
}

/**
 * Writes a calendar to subscribe to (RFC 5545, METHOD:PUBLISH): one event per session, for everybody or for one person,
 * unit, trainer, room or course. No people are named in it.
 * @example
 * publishCalendar(problem, plan, { stamp: "2027-02-01T08:00:00Z", domain: "example.org", whose: { trainer: "t1" } });
 */
export function publishCalendar(
  problem: Problem,
  plan: Plan,
  options: CalendarOptions & { readonly whose?: Whose },
): string {
  const events = agenda(problem, plan, options.whose).flatMap((entry) =>
    eventLines(entry, {
      ...options,
      uid: `${entry.session.id}@${options.domain}`,
      sequence: 0,
      status: entry.session.status === "draft" ? "TENTATIVE" : "CONFIRMED",
    }),
  );
  return calendar("PUBLISH", events);
}

/** How often each invitation has been changed. Keep it with the plan; it is plain data. */
export type Sequences = Readonly<Record<string, number>>;

/** One message (RFC 5546) to one person. */
export interface Invitation {
  readonly method: "REQUEST" | "CANCEL";
  readonly person: string;
  readonly course: string;
  /** The calendar file. */
  readonly ics: string;
}

export interface InvitationOptions extends CalendarOptions {
  /** Who invites, an e-mail address. */
  readonly organizer: string;
  /** A person's e-mail address; without one, or with one that has a control character in it, there is no message. */
  readonly addressOf: (person: string) => string | undefined;
  /** What the last call returned. Default: nobody has been invited yet. */
  readonly sequences?: Sequences;
}

/**
 * The messages that take people's calendars from one plan to the next: REQUEST for who gets a place or another time, room or
 * length, CANCEL for who has none any more, nothing for the others, nor about sessions that have taken place in either plan. An
 * invitation's id is that of the person's course, so that a new time moves the event in the calendar; SEQUENCE counts its
 * changes. Each message names its receiver alone.
 * @param before - `null`: nobody has been told anything
 * @throws RangeError when the organizer's address has a control character in it
 * @returns the messages in the order of the plan, and the sequences to keep for the next call
 * @example
 * const { messages, sequences } = invitations(problem, null, plan, { stamp, domain, organizer, addressOf });
 */
export function invitations(
  problem: Problem,
  before: Plan | null,
  after: Plan,
  options: InvitationOptions,
): { readonly messages: readonly Invitation[]; readonly sequences: Sequences } {
  if (isBroken(options.organizer)) throw new RangeError("organizer must be an e-mail address");
  const held = new Set([...(before ? heldIn(before) : []), ...heldIn(after)]);
  const [old, next] = [placesOf(problem, before, held), placesOf(problem, after, held)];
  const sequences: Record<string, number> = { ...options.sequences };
  const messages: Invitation[] = [];
  const send = (method: Invitation["method"], { person, course, entry }: Place): void => {
    const address = options.addressOf(person);
    if (address === undefined || isBroken(address)) return;
    const uid = `${course}.${person}@${options.domain}`;
    const known = sequences[uid];
    sequences[uid] = known === undefined ? 0 : known + 1;
    const lines = eventLines(entry, {
      ...options,
      uid,
      sequence: sequences[uid],
      status: method === "CANCEL" ? "CANCELLED" : "CONFIRMED",
      extra: [
        `ORGANIZER:mailto:${options.organizer}`,
        `ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:${address}`,
      ],
    });
    messages.push({ method, person, course, ics: calendar(method, lines) });
  };
  for (const [key, place] of next) {
    const was = old.get(key);
    if (!was || differs(was.entry, place.entry)) send("REQUEST", place);
  }
  for (const [key, place] of old) if (!next.has(key)) send("CANCEL", place);
  return { messages, sequences };
}

interface Place {
  readonly person: string;
  readonly course: string;
  readonly entry: AgendaEntry;
}

/** The places in sessions to come. */
function placesOf(problem: Problem, plan: Plan | null, held: ReadonlySet<string>): Map<string, Place> {
  if (plan === null) return new Map();
  // Who has left the problem must still be told, so the plan's own people count, not the problem's.
  const entries = new Map(agenda(problem, plan).map((entry) => [entry.session.id, entry]));
  const isInvited = ({ status, session }: Assignment): boolean =>
    (status === "planned" || status === "invited") && !held.has(session);
  return new Map(
    plan.assignments.filter(isInvited).flatMap(({ person, course, session }): [string, Place][] => {
      const entry = entries.get(session);
      return entry ? [[JSON.stringify([person, course]), { person, course, entry }]] : [];
    }),
  );
}

const differs = (a: AgendaEntry, b: AgendaEntry): boolean =>
  a.day !== b.day || a.start !== b.start || a.end !== b.end || a.room.id !== b.room.id;

interface EventOptions extends CalendarOptions {
  readonly uid: string;
  readonly sequence: number;
  readonly status: "TENTATIVE" | "CONFIRMED" | "CANCELLED";
  readonly extra?: readonly string[];
}

function eventLines(entry: AgendaEntry, options: EventOptions): string[] {
  const { language = "sv", nameOf = (_, id) => id, reminderDays } = options;
  const { course, room, trainer, day, start, end } = entry;
  const title = course.title?.[language] ?? course.id;
  const material = course.preparation?.material;
  const words = language === "sv" ? { by: "Utbildare", before: "Förbered" } : { by: "Trainer", before: "Prepare" };
  const about = [
    `${words.by}: ${nameOf("trainer", trainer.id)}`,
    ...(material === undefined ? [] : [`${words.before}: ${material}`]),
  ];
  const at = (time: string): string => `TZID=Europe/Stockholm:${day.replaceAll("-", "")}T${time.replace(":", "")}00`;
  return [
    "BEGIN:VEVENT",
    `UID:${text(options.uid)}`,
    `DTSTAMP:${utc(options.stamp)}`,
    `SEQUENCE:${options.sequence}`,
    `STATUS:${options.status}`,
    `DTSTART;${at(start)}`,
    `DTEND;${at(end)}`,
    `SUMMARY:${text(title)}`,
    `LOCATION:${text(nameOf("room", room.id))}`,
    `DESCRIPTION:${text(about.join("\n"))}`,
    ...(options.extra ?? []),
    ...(reminderDays === undefined || options.status === "CANCELLED"
      ? []
      : ["BEGIN:VALARM", "ACTION:DISPLAY", `DESCRIPTION:${text(title)}`, `TRIGGER:-P${reminderDays}D`, "END:VALARM"]),
    "END:VEVENT",
  ];
}

/** Summer time in Stockholm since 1996: the last Sundays of March and October (directive 2000/84/EC). */
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

const calendar = (method: "PUBLISH" | Invitation["method"], events: readonly string[]): string =>
  [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Milstolpe//Training//EN",
    "CALSCALE:GREGORIAN",
    `METHOD:${method}`,
    ...stockholm,
    ...events,
    "END:VCALENDAR",
  ]
    .map((line) => `${folded(line)}\r\n`)
    .join("");

/** RFC 5545 3.3.11: backslash, comma and semicolon are escaped, a line break is `\n`; other control characters have no place. */
const text = (value: string): string =>
  value
    .replace(/[\\;,]/g, (one) => `\\${one}`)
    .replace(/\r\n|\r|\n/g, "\\n")
    .replace(/[^\P{Cc}\t]/gu, "");

/** An address is written as it is: with a line break in it, it would be more than one property. */
const isBroken = (address: string): boolean => /\p{Cc}/u.test(address);

function utc(stamp: string): string {
  const time = Date.parse(stamp);
  if (Number.isNaN(time)) throw new RangeError("stamp must be an instant, such as 2027-02-01T08:00:00Z");
  return `${new Date(time).toISOString().replace(/[-:]/g, "").slice(0, 15)}Z`;
}

/** RFC 5545 3.1: at most 75 octets a line, never cut inside a character; what follows begins with a space. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = "";
  let octets = 0;
  for (const character of line) {
    const size = octetsOf(character.codePointAt(0)!);
    if (octets + size > 75) {
      parts.push(part);
      part = "";
      octets = 1;
    }
    part += character;
    octets += size;
  }
  return [...parts, part].join("\r\n ");
}

const octetsOf = (codePoint: number): number =>
  codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
