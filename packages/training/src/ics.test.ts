import * as fc from "fast-check";
import ICAL from "ical.js";
import { describe, expect, test } from "vitest";
import { smallProblem } from "../test/problems.ts";
import { invitations, publishCalendar, type InvitationOptions } from "./ics.ts";
import { agenda, recordAttendance, solve, type Plan, type Problem } from "./index.ts";

const stamp = "2027-02-01T09:00:00+01:00";
const options = { stamp, domain: "example.org" };

/** The events of a calendar as another implementation reads them. */
function eventsOf(ics: string) {
  const component = new ICAL.Component(ICAL.parse(ics) as ConstructorParameters<typeof ICAL.Component>[0]);
  return component.getAllSubcomponents("vevent").map((one) => new ICAL.Event(one));
}

const problem = (day: string, start = "13:00", end = "15:30"): Problem => ({
  days: [day],
  slots: [{ id: "pm", start, end }],
  units: [{ id: "u" }],
  people: [
    { id: "p1", unit: "u", roles: [] },
    { id: "p2", unit: "u", roles: [] },
  ],
  courses: [
    {
      id: "c",
      title: {
        sv: "Närvaro, frånvaro; och \\ annat\nför alla på Björkängens förskola i den östra stadsdelen",
        en: "Attendance",
      },
      capacity: 5,
      window: { from: day, to: day },
      preparation: { material: "https://example.org/film", availableFrom: "2027-01-01", leadDays: 5 },
    },
  ],
  rooms: [
    { id: "r1", seats: 5 },
    { id: "r2", seats: 5 },
  ],
  trainers: [{ id: "t", qualifications: ["c"] }],
});
const planFor = (day: string, room = "r1"): Plan => ({
  sessions: [{ id: "s", course: "c", day, slot: "pm", room, trainer: "t", status: "published" }],
  assignments: ["p1", "p2"].map((person) => ({ person, course: "c", session: "s", status: "planned" })),
});

describe("a calendar to subscribe to", () => {
  test("reads back equal in ical.js, whatever the plan", async () => {
    await fc.assert(
      fc.asyncProperty(smallProblem, async (small) => {
        const { plan } = await solve(small, { seed: 1, iterations: 100 });
        const read = eventsOf(publishCalendar(small, plan, options));
        const expected = agenda(small, plan).map(({ session, day, start, end, course, room }) => ({
          uid: `${session.id}@example.org`,
          summary: course.id,
          location: room.id,
          start: `${day}T${start}:00`,
          end: `${day}T${end}:00`,
        }));
        expect(
          read.map((one) => ({
            uid: one.uid,
            summary: one.summary,
            location: one.location,
            start: one.startDate.toString(),
            end: one.endDate.toString(),
          })),
        ).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  test("difficult texts survive, and no line is longer than 75 octets", () => {
    const one = problem("2027-03-01");
    const ics = publishCalendar(one, planFor("2027-03-01"), { ...options, reminderDays: 2 });
    expect(eventsOf(ics)[0]?.summary).toBe(one.courses[0]?.title?.sv);
    expect(eventsOf(ics)[0]?.description).toBe("Utbildare: t\nFörbered: https://example.org/film");
    const lines = ics.split("\r\n");
    expect(Math.max(...lines.map((line) => new TextEncoder().encode(line).length))).toBeLessThanOrEqual(75);
    expect(lines.some((line) => line.includes("\uFFFD") || /[^\r]\n/.test(line))).toBe(false);
    expect(ics).toContain("TRIGGER:-P2D");
    expect(ics).toContain("DTSTAMP:20270201T080000Z");
  });

  // Two hours each side of both nights on which the clocks change in 2027, and ordinary days before and after.
  test.each([
    ["2027-03-27", "13:00", "2027-03-27T12:00:00.000Z"],
    ["2027-03-28", "01:30", "2027-03-28T00:30:00.000Z"],
    ["2027-03-28", "03:30", "2027-03-28T01:30:00.000Z"],
    ["2027-03-29", "13:00", "2027-03-29T11:00:00.000Z"],
    ["2027-10-30", "13:00", "2027-10-30T11:00:00.000Z"],
    ["2027-10-31", "01:30", "2027-10-30T23:30:00.000Z"],
    ["2027-10-31", "03:30", "2027-10-31T02:30:00.000Z"],
    ["2027-11-01", "13:00", "2027-11-01T12:00:00.000Z"],
  ])("%s %s in Stockholm is %s", (day, start, instant) => {
    const ics = publishCalendar(problem(day, start, "23:00"), planFor(day), options);
    const component = new ICAL.Component(ICAL.parse(ics) as ConstructorParameters<typeof ICAL.Component>[0]);
    const zone = new ICAL.Timezone(component.getFirstSubcomponent("vtimezone")!);
    const [event] = eventsOf(ics);
    const time = event!.startDate;
    time.zone = zone;
    expect(time.toJSDate().toISOString()).toBe(instant);
  });

  // Longer by an hour on the clock than in truth, and the other way round.
  test.each([
    ["2027-03-28", "2027-03-28T00:30:00.000Z", "2027-03-28T02:00:00.000Z"],
    ["2027-10-31", "2027-10-30T23:30:00.000Z", "2027-10-31T03:00:00.000Z"],
  ])("from 01:30 to 04:00 on %s, while the clocks change", (day, from, to) => {
    const ics = publishCalendar(problem(day, "01:30", "04:00"), planFor(day), options);
    const component = new ICAL.Component(ICAL.parse(ics) as ConstructorParameters<typeof ICAL.Component>[0]);
    const zone = new ICAL.Timezone(component.getFirstSubcomponent("vtimezone")!);
    const [event] = eventsOf(ics);
    const instants = [event!.startDate, event!.endDate].map((time) => {
      time.zone = zone;
      return time.toJSDate().toISOString();
    });
    expect(instants).toEqual([from, to]);
  });

  test("belongs to whom it is asked for, and names nobody", () => {
    const one = problem("2027-03-01");
    const plan = planFor("2027-03-01");
    expect(eventsOf(publishCalendar(one, plan, { ...options, whose: { trainer: "t" } }))).toHaveLength(1);
    expect(eventsOf(publishCalendar(one, plan, { ...options, whose: { room: "r2" } }))).toHaveLength(0);
    expect(publishCalendar(one, plan, { ...options, whose: { person: "p1" } })).not.toMatch(/p1|p2|ATTENDEE/);
  });

  test("an instant that is none is the caller's mistake", () => {
    expect(() => publishCalendar(problem("2027-03-01"), planFor("2027-03-01"), { ...options, stamp: "now" })).toThrow(
      RangeError,
    );
  });
});

describe("invitations", () => {
  const mail: InvitationOptions = {
    ...options,
    organizer: "training@example.org",
    addressOf: (person) => `${person}@example.org`,
  };
  const first = "2027-03-01";
  const two: Problem = { ...problem(first), days: [first, "2027-03-02"] };

  test("first to everybody, each message to one person alone", () => {
    const { messages, sequences } = invitations(two, null, planFor(first), mail);
    expect(messages.map(({ method, person }) => [method, person])).toEqual([
      ["REQUEST", "p1"],
      ["REQUEST", "p2"],
    ]);
    expect(messages[0]?.ics).toContain("METHOD:REQUEST");
    expect(messages[0]?.ics).not.toContain("p2");
    expect(sequences).toEqual({ "c.p1@example.org": 0, "c.p2@example.org": 0 });
  });

  test("nothing when nothing changed; a new time moves the same event, counted up; a lost place cancels it", () => {
    const told = invitations(two, null, planFor(first), mail);
    const again = invitations(two, planFor(first), planFor(first), { ...mail, sequences: told.sequences });
    expect(again).toEqual({ messages: [], sequences: told.sequences });

    const later = invitations(two, planFor(first), planFor("2027-03-02"), { ...mail, sequences: told.sequences });
    const [event] = eventsOf(later.messages[0]!.ics);
    expect([event?.uid, event?.sequence, event?.startDate.toString()]).toEqual([
      "c.p1@example.org",
      1,
      "2027-03-02T13:00:00",
    ]);

    const without = { ...planFor("2027-03-02"), assignments: planFor("2027-03-02").assignments.slice(1) };
    const gone = invitations(two, planFor("2027-03-02"), without, { ...mail, sequences: later.sequences });
    expect(gone.messages.map(({ method, person }) => [method, person])).toEqual([["CANCEL", "p1"]]);
    expect(gone.messages[0]?.ics).toContain("STATUS:CANCELLED");
    expect(gone.sequences["c.p1@example.org"]).toBe(2);
  });

  test("once a session has taken place nobody hears of it; who missed it is invited to another", () => {
    const plan = planFor(first);
    const { sequences } = invitations(two, null, plan, mail);
    const known = { ...mail, sequences };
    const [came, missed] = [true, false].map((attended, i) => ({ person: `p${i + 1}`, session: "s", attended }));
    for (const records of [[came!], [missed!], [came!, missed!]]) {
      const after = recordAttendance(plan, records);
      expect(invitations(two, plan, after, known)).toEqual({ messages: [], sequences });
      expect(invitations(two, null, after, mail).messages).toEqual([]);
      // Old sessions may be taken out of the plan.
      expect(invitations(two, after, { sessions: [], assignments: [] }, known).messages).toEqual([]);
    }
    const after = recordAttendance(plan, [came!, missed!]);
    const again: Plan = {
      sessions: [...after.sessions, { ...plan.sessions[0]!, id: "s2", day: "2027-03-02" }],
      assignments: [...after.assignments, { person: "p2", course: "c", session: "s2", status: "planned" }],
    };
    const { messages } = invitations(two, plan, again, known);
    expect(messages.map(({ method, person }) => [method, person])).toEqual([["REQUEST", "p2"]]);
    const [event] = eventsOf(messages[0]!.ics);
    expect([event?.sequence, event?.startDate.toString()]).toEqual([1, "2027-03-02T13:00:00"]);
  });

  test("another room is told, another trainer is not; who has no address gets no message", () => {
    const moved = invitations(two, planFor(first), planFor(first, "r2"), mail);
    expect(moved.messages).toHaveLength(2);
    const trainers = [...two.trainers, { id: "t2", qualifications: ["c"] }];
    const plan = planFor(first);
    const other = { ...plan, sessions: plan.sessions.map((one) => ({ ...one, trainer: "t2" })) };
    expect(invitations({ ...two, trainers }, plan, other, mail).messages).toEqual([]);
    const quiet = invitations(two, null, plan, { ...mail, addressOf: () => undefined });
    expect(quiet).toEqual({ messages: [], sequences: {} });
  });

  test("an address with a line break in it writes nothing into a message", () => {
    const address = "a@e.org\r\nATTENDEE:mailto:b@e.org";
    const { messages } = invitations(two, null, planFor(first), {
      ...mail,
      addressOf: (one) => (one === "p1" ? address : `${one}@e.org`),
    });
    expect(messages.map((message) => message.person)).toEqual(["p2"]);
    expect(() => invitations(two, null, planFor(first), { ...mail, organizer: address })).toThrow(RangeError);
    const named = invitations(two, null, planFor(first), { ...mail, nameOf: () => "A\u0000\u000b 1" });
    expect(eventsOf(named.messages[0]!.ics)[0]?.location).toBe("A 1");
  });

  test("from any plan to any other: whoever keeps time and room hears nothing, everybody else once per course", async () => {
    await fc.assert(
      fc.asyncProperty(smallProblem, async (small) => {
        const [a, b] = await Promise.all([1, 9].map((seed) => solve(small, { seed, iterations: 300 })));
        const { messages } = invitations(small, a!.plan, b!.plan, mail);
        const when = (plan: Plan) =>
          new Map(
            agenda(small, plan).flatMap(({ day, start, end, room, course, people }) =>
              people.map(({ person }) => [`${person.id} ${course.id}`, `${day} ${start} ${end} ${room.id}`] as const),
            ),
          );
        const [old, next] = [when(a!.plan), when(b!.plan)];
        const expected = [...new Set([...old.keys(), ...next.keys()])].filter((key) => old.get(key) !== next.get(key));
        expect(messages.map((one) => `${one.person} ${one.course}`).sort()).toEqual(expected.sort());
        for (const { ics, method, person, course } of messages) {
          // What the receiver's calendar reads is what the plan says, field by field.
          const [event, ...more] = eventsOf(ics);
          const value = (name: string) => event?.component.getFirstPropertyValue(name);
          const [day, start, end, room] = (method === "CANCEL" ? old : next).get(`${person} ${course}`)!.split(" ");
          expect(more).toEqual([]);
          expect({
            uid: event?.uid,
            times: [event?.startDate.toString(), event?.endDate.toString()],
            location: event?.location,
            summary: event?.summary,
            status: value("status"),
            organizer: value("organizer"),
            attendee: value("attendee"),
          }).toEqual({
            uid: `${course}.${person}@example.org`,
            times: [`${day}T${start}:00`, `${day}T${end}:00`],
            location: room,
            summary: course,
            status: method === "CANCEL" ? "CANCELLED" : "CONFIRMED",
            organizer: "mailto:training@example.org",
            attendee: `mailto:${person}@example.org`,
          });
        }
      }),
      { numRuns: 30 },
    );
  });
});
