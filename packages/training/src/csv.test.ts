import { expect, test } from "vitest";
import { coverageCsv, peopleCsv, sessionsCsv } from "./csv.ts";
import type { Plan, Problem } from "./index.ts";

const day = "2027-03-01";
const problem: Problem = {
  days: [day],
  slots: [
    { id: "am", start: "08:30", end: "11:00" },
    { id: "pm", start: "13:00", end: "15:30" },
  ],
  units: [{ id: "Norra; skolan" }, { id: "=SUM(A1)" }],
  people: [
    { id: "p1", unit: "=SUM(A1)", roles: [] },
    { id: "p2", unit: "Norra; skolan", roles: [] },
  ],
  courses: [
    {
      id: "c",
      title: { sv: 'Kursen "Närvaro"', en: "Attendance" },
      capacity: 5,
      durationSlots: 2,
      window: { from: day, to: day },
    },
  ],
  rooms: [{ id: "r", seats: 5 }],
  trainers: [{ id: "t", qualifications: ["c"] }],
};
const plan: Plan = {
  sessions: [
    { id: "s1", course: "c", day, slot: "am", room: "r", trainer: "t", status: "draft" },
    { id: "s2", course: "c", day, slot: "pm", room: "r", trainer: "t", status: "cancelled" },
  ],
  assignments: ["p1", "p2"].map((person) => ({ person, course: "c", session: "s1", status: "planned" })),
};

test("sessions as Excel in Swedish opens them: mark, semicolons, quotes where they are needed", () => {
  expect(sessionsCsv(problem, plan)).toBe(
    '\uFEFFTillfälle;Datum;Börjar;Slutar;Kurs;Sal;Utbildare;Deltagare\r\ns1;2027-03-01;08:30;15:30;"Kursen ""Närvaro""";r;t;2\r\n',
  );
});

test("people by unit; nothing that begins like a formula is one", () => {
  expect(peopleCsv(problem, plan, { language: "en", bom: false })).toBe(
    "Person;Unit;Course;Date;Starts;Ends;Room;Session\r\n" +
      'p2;"Norra; skolan";Attendance;2027-03-01;08:30;15:30;r;s1\r\n' +
      "p1;'=SUM(A1);Attendance;2027-03-01;08:30;15:30;r;s1\r\n",
  );
});

test("one unit's people alone", () => {
  const csv = peopleCsv(problem, plan, { separator: ",", bom: false, whose: { unit: "Norra; skolan" } });
  expect(csv.split("\r\n").slice(1)).toEqual(['p2,Norra; skolan,"Kursen ""Närvaro""",2027-03-01,08:30,15:30,r,s1', ""]);
});

test("coverage by unit and course, a unit nobody knows the day of left empty", () => {
  expect(
    coverageCsv(problem, { ...plan, assignments: plan.assignments.slice(0, 1) }, { language: "en", bom: false }),
  ).toBe(
    "Unit;Course;To train;With a place;Attended;First day;All trained by\r\n" +
      '"Norra; skolan";Attendance;1;0;0;;\r\n' +
      "'=SUM(A1);Attendance;1;1;0;2027-03-01;2027-03-01\r\n",
  );
});
