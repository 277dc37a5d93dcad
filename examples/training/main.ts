// Two schools and a preschool learn a platform that goes live on the third of March.
import { checkFeasibility, coverage, replan, solve, type Problem, type ProblemRule } from "@milstolpe/training";
import { calendarFigure } from "@milstolpe/training/svg";

const days = ["2027-03-01", "2027-03-02", "2027-03-03", "2027-03-04", "2027-03-05", "2027-03-08", "2027-03-09"];
const window = { from: "2027-03-01", to: "2027-03-09" };
const units = ["North", "South", "Preschool"];

const problem: Problem = {
  days,
  slots: [
    { id: "morning", start: "08:30", end: "11:00" },
    { id: "afternoon", start: "13:00", end: "15:30" },
  ],
  // One in five may be away while the children are there.
  units: units.map((id) => ({ id, headcount: 20, maxAway: { morning: { share: 0.2 }, afternoon: { share: 0.5 } } })),
  people: units.flatMap((unit) =>
    Array.from({ length: 20 }, (_, i) => ({
      id: `${unit}-${i}`,
      unit,
      roles: ["teacher"],
      keyPerson: i < 2,
      ...(i % 5 === 0 ? { freeTime: [{ weekday: 5 }] } : {}),
    })),
  ),
  courses: [
    { id: "key persons", audience: { keyPersons: true }, capacity: 12, window },
    {
      id: "everybody",
      audience: { keyPersons: false },
      capacity: 20,
      window,
      requires: [{ course: "key persons", minWorkingDays: 2, scope: "unit" }],
      gate: { id: "access" },
      slotCost: { morning: 1 },
    },
  ],
  rooms: [{ id: "hall", seats: 20 }],
  trainers: ["first", "second"].map((id) => ({ id, qualifications: ["key persons", "everybody"], maxPerDay: 2 })),
  gates: { access: "2027-03-03" },
};

const { plan, score, iterations } = await solve(problem, { seed: 1, iterations: 200_000 });
console.log(`${iterations} steps: ${score.hard} broken rules, ${score.medium} without a place, ${score.soft} points`);
for (const { id, course, day, slot } of plan.sessions) {
  const there = plan.assignments.filter((one) => one.session === id);
  console.log(`${day} ${slot.padEnd(9)} ${course.padEnd(11)} ${there.length} people`);
}
for (const { unit, trainedBy } of coverage(problem, plan).units) console.log(unit, "is trained by", trainedBy);

// The trainer of the last session falls ill: somebody else holds it, and nobody gets another time.
const last = plan.sessions.at(-1)!;
const ill = { type: "trainer.away", trainer: last.trainer, from: last.day, to: last.day } as const;
const { diff } = await replan(problem, plan, [ill], { seed: 1, iterations: 20_000 });
console.log(
  `${last.trainer} is ill: ${diff.moved} people moved,`,
  diff.changed.map(({ after }) => `${after.id} by ${after.trainer}`),
);

// The access date slips past the last day: said before anybody searches.
const [finding] = checkFeasibility({ ...problem, gates: { access: "2027-03-15" } });
console.log(finding?.en, finding?.fix?.en);

// A rule that only this rollout has: no session on a Friday afternoon, if it can be helped.
const fridays: ProblemRule = {
  kind: "custom",
  id: "friday-afternoons",
  title: { sv: "Fredag eftermiddag", en: "Friday afternoons" },
  per: "session",
  points: ({ sessions: [one] }) => (one?.day === "2027-03-05" && one.slot === "afternoon" ? 100 : 0),
};
const kinder = await solve({ ...problem, rules: [fridays] }, { seed: 1, iterations: 200_000 });
const onFriday = (sessions: typeof plan.sessions) =>
  sessions.filter(({ day, slot }) => day === "2027-03-05" && slot === "afternoon").length;
console.log(
  `Friday afternoons: ${onFriday(plan.sessions)} without the rule, ${onFriday(kinder.plan.sessions)} with it`,
);

// The weeks as a drawing, and the same as a table for who can't see it.
const { svg, table } = calendarFigure(problem, kinder.plan, { whose: { unit: "North" }, language: "en" });
console.log(table.caption, `: ${table.rows.length} sessions, ${svg.length} characters of SVG`);
