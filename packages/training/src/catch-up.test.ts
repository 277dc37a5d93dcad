import { expect, test } from "vitest";
import { catchUp, coverage, recordAttendance, solve, type Problem } from "./index.ts";

const days = ["2027-03-01", "2027-03-02", "2027-03-03", "2027-03-04", "2027-03-05", "2027-04-01"];
const problem: Problem = {
  days,
  slots: [{ id: "pm", start: "13:00", end: "15:30" }],
  units: [{ id: "u" }],
  people: Array.from({ length: 9 }, (_, i) => ({ id: `p${i}`, unit: "u", roles: [] })),
  courses: [{ id: "c", capacity: 5, window: { from: days[0]!, to: days[5]! } }],
  rooms: [{ id: "r", seats: 5 }],
  trainers: [{ id: "t", qualifications: ["c"] }],
  weights: { lateEvery: 1 },
};
const options = { seed: 1, iterations: 5000 };
const { plan } = await solve(problem, options);
const first = plan.sessions[0]!;
const second = plan.sessions[1]!;
const inFirst = plan.assignments.filter((one) => one.session === first.id).map((one) => one.person);
const records = (absent: number) => inFirst.map((person, i) => ({ person, session: first.id, attended: i >= absent }));

test("who was absent takes a seat that is free later; who was there, and who has a time, stays", async () => {
  const recorded = recordAttendance(plan, records(1));
  expect(recorded.sessions[0]?.status).toBe("held");
  expect(coverage(problem, recorded)).toMatchObject({ placed: 8, attended: inFirst.length - 1 });

  const next = await catchUp(problem, recorded, { ...options, today: second.day });
  expect(next.score).toMatchObject({ hard: 0, medium: 0 });
  expect(next.diff.people.map((one) => [one.person, one.from, one.to?.session])).toEqual([
    [inFirst[0], null, second.id],
  ]);
  expect(next.diff.opened).toEqual([]);
  // That they missed the first is kept.
  expect(next.plan.assignments).toContainEqual({
    person: inFirst[0],
    course: "c",
    session: first.id,
    status: "absent",
  });
});

test("where seats run out a session is opened, and never on a day that is past", async () => {
  const next = await catchUp(problem, recordAttendance(plan, records(3)), { ...options, today: days[3]! });
  expect(next.score.medium).toBe(0);
  expect(next.diff.opened).toHaveLength(1);
  expect(next.diff.opened[0]!.day >= days[3]!).toBe(true);
});

test("too few for a session wait, until the last call", async () => {
  const recorded = recordAttendance(plan, records(3));
  const patient = await catchUp(problem, recorded, { ...options, today: days[3]!, minGroup: 4 });
  expect(patient.waiting).toHaveLength(3);
  expect(patient.score.medium).toBe(3);
  expect(patient.diff.people).toEqual([]);
  const lastCall = await catchUp(problem, recorded, { ...options, today: days[3]!, minGroup: 4, lastCallDays: 30 });
  expect(lastCall).toMatchObject({ waiting: [], score: { medium: 0 } });
});

test("a record of somebody who had no place there changes nothing", () => {
  const stray = [{ person: "nobody", session: "nowhere", attended: true }];
  expect(recordAttendance(plan, stray)).toEqual(plan);
});
