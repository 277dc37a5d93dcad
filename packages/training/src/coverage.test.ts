import { expect, test } from "vitest";
import { coverage, type Plan, type Problem } from "./index.ts";

const window = { from: "2027-03-01", to: "2027-03-05" };
const problem: Problem = {
  days: ["2027-03-01", "2027-03-02"],
  slots: [{ id: "am", start: "08:30", end: "11:00" }],
  units: [{ id: "north" }, { id: "south" }, { id: "empty" }],
  people: [
    { id: "k", unit: "north", roles: [], keyPerson: true, courses: ["keys"] },
    { id: "a", unit: "north", roles: [], courses: ["all"] },
    { id: "b", unit: "south", roles: [], courses: ["all", "keys"] },
  ],
  courses: [
    { id: "keys", capacity: 5, window },
    { id: "all", capacity: 5, window },
  ],
  rooms: [{ id: "r", seats: 5 }],
  trainers: [{ id: "t", qualifications: ["keys", "all"] }],
};
const session = { slot: "am", room: "r", trainer: "t", status: "published" } as const;
const plan: Plan = {
  sessions: [
    { id: "s1", course: "keys", day: "2027-03-01", ...session },
    { id: "s2", course: "all", day: "2027-03-02", ...session },
  ],
  assignments: [
    { person: "k", course: "keys", session: "s1", status: "attended" },
    { person: "a", course: "all", session: "s2", status: "invited" },
    { person: "b", course: "all", session: "s2", status: "absent" },
    { person: "b", course: "keys", session: "s1", status: "planned" },
  ],
};

test("counts who is placed and who was there, in all, per unit and per course", () => {
  const found = coverage(problem, plan);
  expect(found).toMatchObject({ people: 3, peopleDone: 2, needed: 4, placed: 3, attended: 1, trainedBy: null });
  expect(found.units.map(({ unit, needed, placed, trainedBy }) => [unit, needed, placed, trainedBy])).toEqual([
    ["north", 2, 2, "2027-03-02"],
    ["south", 2, 1, null],
    ["empty", 0, 0, null],
  ]);
  expect(found.courses.map(({ course, placed, needed }) => [course, placed, needed])).toEqual([
    ["keys", 2, 2],
    ["all", 1, 2],
  ]);
  expect(found.units[0]).toMatchObject({ keyPersons: 1, keyPersonsPlaced: 1, firstDay: "2027-03-01" });
});

test("a cancelled session trains nobody", () => {
  const cancelled = { ...plan, sessions: plan.sessions.map((one) => ({ ...one, status: "cancelled" as const })) };
  expect(coverage(problem, cancelled)).toMatchObject({ placed: 0, attended: 0, trainedBy: null, lastDay: null });
});
