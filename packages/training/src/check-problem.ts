import type { Finding } from "./finding.ts";
import { checkRules } from "./check-rules.ts";
import { finding } from "./messages.ts";
import type { DayRange, Problem } from "./model.ts";

/** More than this in one problem is a mistake or wants splitting by municipality. */
const mostPeople = 500_000;

/** A finding when there are more people than one problem should have. */
export function checkSize(people: number): Finding[] {
  return people > mostPeople
    ? [finding("training.too-large", "people", { what: "people", count: people, limit: mostPeople })]
    : [];
}

/**
 * Checks what types can't: ids that are used twice or point nowhere, days out of order, ranges that end before they
 * begin, courses that require each other in a ring.
 * @returns findings of severity `must`, empty when the problem can be solved or at least tried
 */
export function checkProblem(problem: Problem): Finding[] {
  const findings = checkSize(problem.people.length);
  if (findings.length > 0) return findings;
  const ids = (what: "units" | "people" | "courses" | "rooms" | "trainers" | "slots"): Set<string> => {
    const seen = new Set<string>();
    for (const [index, { id }] of problem[what].entries()) {
      if (seen.has(id)) findings.push(finding("training.duplicate-id", `${what}[${index}]`, { what }));
      seen.add(id);
    }
    return seen;
  };
  const [units, courses, slots] = [ids("units"), ids("courses"), ids("slots")];
  ids("people");
  ids("rooms");
  ids("trainers");
  const known = (set: Set<string>, what: string, where: string, some: readonly string[] | undefined): void => {
    for (const id of some ?? []) if (!set.has(id)) findings.push(finding("training.unknown-id", where, { what, id }));
  };
  const ranges = (where: string, some: readonly DayRange[] | undefined): void => {
    for (const range of some ?? []) {
      if (range.from > range.to) findings.push(finding("training.empty-range", where, range));
    }
  };

  if (problem.days.some((day, index) => index > 0 && day <= problem.days[index - 1]!)) {
    findings.push(finding("training.days-order", "days", undefined));
  }
  for (const [index, unit] of problem.units.entries()) {
    known(slots, "slot", `units[${index}].maxAway`, Object.keys(unit.maxAway ?? {}));
  }
  for (const [index, person] of problem.people.entries()) {
    const where = `people[${index}]`;
    known(units, "unit", `${where}.unit`, [person.unit]);
    known(courses, "course", `${where}.courses`, person.courses);
    ranges(`${where}.absences`, person.absences);
    for (const free of person.freeTime ?? []) known(slots, "slot", `${where}.freeTime`, free.slots);
  }
  for (const [index, trainer] of problem.trainers.entries()) {
    const where = `trainers[${index}]`;
    known(courses, "course", `${where}.qualifications`, trainer.qualifications);
    ranges(`${where}.absences`, trainer.absences);
    for (const free of trainer.freeTime ?? []) known(slots, "slot", `${where}.freeTime`, free.slots);
    known(
      slots,
      "slot",
      `${where}.busy`,
      trainer.busy?.map((busy) => busy.slot),
    );
  }
  for (const [index, room] of problem.rooms.entries()) {
    ranges(`rooms[${index}].absences`, room.absences);
    known(
      slots,
      "slot",
      `rooms[${index}].busy`,
      room.busy?.map((busy) => busy.slot),
    );
  }
  const gates = new Set(Object.keys(problem.gates ?? {}));
  for (const [index, course] of problem.courses.entries()) {
    const where = `courses[${index}]`;
    ranges(`${where}.window`, [course.window]);
    known(
      courses,
      "course",
      `${where}.requires`,
      course.requires?.map((required) => required.course),
    );
    known(units, "unit", `${where}.audience`, course.audience?.units);
    known(slots, "slot", `${where}.slotCost`, Object.keys(course.slotCost ?? {}));
    if (course.gate) known(gates, "gate", `${where}.gate`, [course.gate.id]);
  }
  return [...findings, ...checkRules(problem), ...rings(problem)];
}

/** Courses that require each other in a ring: one finding per course the walk comes back to. */
function rings(problem: Problem): Finding[] {
  const courses = new Map(problem.courses.map((course) => [course.id, course]));
  const done = new Set<string>();
  const found: Finding[] = [];
  const walk = (id: string, path: readonly string[]): void => {
    const start = path.indexOf(id);
    if (start >= 0) {
      found.push(finding("training.circular", id, { courses: [...path.slice(start), id] }));
      return;
    }
    if (done.has(id)) return;
    for (const required of courses.get(id)?.requires ?? []) walk(required.course, [...path, id]);
    done.add(id);
  };
  for (const course of problem.courses) walk(course.id, []);
  return found;
}
