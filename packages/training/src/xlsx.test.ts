import readXlsxFile from "read-excel-file/node";
import { expect, test } from "vitest";
import { solve, type Plan, type Problem } from "./index.ts";
import { sessionTable } from "./plan-tables.ts";
import { rolloutProblem } from "./testing.ts";
import { planWorkbook } from "./xlsx.ts";

const day = "2027-03-01";
const odd = '=1+1 <&> "å" 𝄞\u0007';
const problem: Problem = {
  days: [day],
  slots: [{ id: "am", start: "08:30", end: "11:15" }],
  units: [{ id: odd }, { id: "empty" }],
  people: ["p1", "p2"].map((id) => ({ id, unit: odd, roles: [] })),
  courses: [{ id: "c", title: { sv: "Närvaro", en: "Attendance" }, capacity: 5, window: { from: day, to: day } }],
  rooms: [{ id: "r", seats: 5 }],
  trainers: [{ id: "t", qualifications: ["c"] }],
};
const plan: Plan = {
  sessions: [{ id: "s1", course: "c", day, slot: "am", room: "r", trainer: "t", status: "draft" }],
  assignments: [{ person: "p1", course: "c", session: "s1", status: "attended" }],
};

/** The sheets as another implementation reads them. */
const read = async (bytes: Uint8Array) =>
  (await readXlsxFile(Buffer.from(bytes))).map(({ sheet, data }) => ({ sheet, data: data as unknown[][] }));

test("sessions, places and coverage read back: days are days, texts are texts whatever they begin with", async () => {
  const [sessions, places, reach, ...more] = await read(planWorkbook(problem, plan));
  expect(more).toEqual([]);
  const midnight = new Date(`${day}T00:00:00Z`);
  const [am, end] = [8.5, 11.25].map((hours) => new Date(Date.UTC(1899, 11, 30) + hours * 3_600_000));
  expect(sessions).toEqual({
    sheet: "Tillfällen",
    data: [
      ["Tillfälle", "Datum", "Börjar", "Slutar", "Kurs", "Sal", "Utbildare", "Deltagare"],
      ["s1", midnight, am, end, "Närvaro", "r", "t", 1],
    ],
  });
  expect(places?.data[1]).toEqual(["p1", '=1+1 <&> "å" 𝄞 ', "Närvaro", midnight, am, end, "r", "s1"].map(trimmed));
  expect(reach?.data).toEqual([
    ["Enhet", "Kurs", "Ska gå", "Har plats", "Har gått", "Första dag", "Alla klara"],
    [trimmed('=1+1 <&> "å" 𝄞 '), "Närvaro", 2, 1, 1, midnight, null],
  ]);
});

test("a text that looks like an escaped letter stays what it is", async () => {
  const id = "_x0041__x005F_x";
  const unit = { ...problem, people: [{ id, unit: odd, roles: [] }] };
  const [, places] = await read(
    planWorkbook(unit, { ...plan, assignments: plan.assignments.map((one) => ({ ...one, person: id })) }),
  );
  expect(places?.data[1]?.[0]).toBe(id);
});

/** The reader drops spaces at the ends of texts. */
const trimmed = <T>(value: T): T | string => (typeof value === "string" ? value.trim() : value);

test("a rollout of 300 reads back row for row, and the same plan gives the same bytes", async () => {
  const big = rolloutProblem({ seed: 3, people: 300 });
  const { plan: solved } = await solve(big, { seed: 1, iterations: 500 });
  const bytes = planWorkbook(big, solved, { language: "en" });
  expect(planWorkbook(structuredClone(big), structuredClone(solved), { language: "en" })).toEqual(bytes);
  const [sessions, places] = await read(bytes);
  expect(sessions?.data.slice(1).map((row) => [row[0], row[4], row[7]])).toEqual(
    sessionTable(big, solved).rows.map((row) => [row[0], row[4], row[7]]),
  );
  expect(places?.data).toHaveLength(1 + solved.assignments.length);
});

test("names stand where ids would, in the language asked for, for whom it is asked", async () => {
  const nameOf = (what: string, id: string) => `${what} ${id}`;
  const [sessions, places] = await read(planWorkbook(problem, plan, { language: "en", nameOf, whose: { room: "r" } }));
  expect(sessions?.data[1]?.slice(4)).toEqual(["Attendance", "room r", "trainer t", 1]);
  expect(places?.data[1]?.[6]).toBe("room r");
  const [none] = await read(planWorkbook(problem, plan, { whose: { room: "other" } }));
  expect(none?.data).toHaveLength(1);
});
