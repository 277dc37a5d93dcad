import type { Text } from "./finding.ts";
import type { ConstraintId } from "./constraints.ts";
import type { Course, Problem } from "./model.ts";
import { needsOf } from "./needs.ts";
import { ruleConditions, ruleOptions } from "./relax-rules.ts";

/** A group of hard constraints that can be lifted as one: those of a kind that bear on one course or unit. */
export interface Condition extends Text {
  readonly constraint: ConstraintId;
  /** Course or unit id, a pair of sites, or the courses of a group. */
  readonly where: string;
  /** The problem without them. */
  readonly lift: (problem: Problem) => Problem;
}

/** What could be changed so that more people get a place. */
export interface Option extends Text {
  readonly constraint: ConstraintId;
  readonly where: string;
  /** How hard it is to bring about, for comparison only: an access date costs more than an hour of a hall. */
  readonly cost: number;
  readonly apply: (problem: Problem) => Problem;
}

const PLENTY = 1_000_000;

const changeCourse =
  (id: string, change: (course: Course) => Course) =>
  (problem: Problem): Problem => ({
    ...problem,
    courses: problem.courses.map((course) => (course.id === id ? change(course) : course)),
  });

const without = <T extends object, K extends keyof T>(one: T, ...keys: readonly K[]): Omit<T, K> => {
  const copy = { ...one };
  for (const key of keys) delete copy[key];
  return copy;
};

/** Every condition that bears on the people of these courses, widest first, so that a minimal core is told in small ones. */
export function conditionsOf(problem: Problem, courses: readonly string[]): Condition[] {
  const people = needsOf(problem).filter((need) => courses.includes(need.course.id));
  const units = [...new Set(people.map((need) => need.person.unit))];
  const others: Condition = {
    constraint: "room-clash",
    where: "*",
    sv: "Övriga kurser tar utbildare, rum och tid",
    en: "The other courses take trainers, rooms and time",
    lift: (one) => {
      const keep = new Set(withRequired(one, courses));
      return {
        ...one,
        people: one.people.map((person) => ({
          ...person,
          courses: needsOf({ ...one, people: [person] }).flatMap(({ course }) =>
            keep.has(course.id) ? [course.id] : [],
          ),
        })),
      };
    },
  };
  return [
    others,
    ...ruleConditions(problem),
    ...courses.flatMap((id) => courseConditions(problem, id)),
    ...units.map((unit): Condition => ({
      constraint: "unit-away",
      where: unit,
      sv: `Enheten ${unit} släpper bara så många åt gången`,
      en: `Unit ${unit} lets only so many go at once`,
      lift: (one) => ({
        ...one,
        units: one.units.map((other) => (other.id === unit ? without(other, "maxAway") : other)),
      }),
    })),
  ];
}

function withRequired(problem: Problem, ids: readonly string[]): string[] {
  const all = new Set(ids);
  for (const id of all)
    for (const required of problem.courses.find((one) => one.id === id)?.requires ?? []) all.add(required.course);
  return [...all];
}

function courseConditions(problem: Problem, id: string): Condition[] {
  const days = problem.days;
  const forPeople = (one: Problem) =>
    new Set(needsOf(one).flatMap(({ person, course }) => (course.id === id ? [person.id] : [])));
  return [
    {
      constraint: "window",
      where: id,
      sv: `Kursen ${id} har en period`,
      en: `Course ${id} has a window`,
      lift: changeCourse(id, (course) => ({ ...course, window: { from: days[0]!, to: days.at(-1)! } })),
    },
    {
      constraint: "access-live",
      where: id,
      sv: `Kursen ${id} väntar på inloggningen`,
      en: `Course ${id} waits for access`,
      lift: (one) => {
        const who = forPeople(one);
        const units = new Set(one.people.flatMap((person) => (who.has(person.id) ? [person.unit] : [])));
        return {
          ...changeCourse(id, (course) => without(course, "gate"))(one),
          people: one.people.map((person) => (who.has(person.id) ? without(person, "accessFrom") : person)),
          units: one.units.map((unit) => (units.has(unit.id) ? without(unit, "accessFrom") : unit)),
        };
      },
    },
    {
      constraint: "preparation",
      where: id,
      sv: `Kursen ${id} kräver tid för förberedelse`,
      en: `Course ${id} asks for time to prepare`,
      lift: changeCourse(id, (course) => without(course, "preparation")),
    },
    {
      constraint: "capacity",
      where: id,
      sv: `Kursen ${id} har så många platser per tillfälle, och rummen likaså`,
      en: `Course ${id} has so many places per session, and so have the rooms`,
      lift: (one) => ({
        ...changeCourse(id, (course) => ({
          ...course,
          capacity: PLENTY,
          onlineCapacity: PLENTY,
          held: "either" as const,
        }))(one),
        rooms: [...one.rooms, ...[1, 2, 3, 4].map((i) => ({ id: `+room ${id} ${i}`, seats: PLENTY }))],
      }),
    },
    {
      constraint: "qualification",
      where: id,
      sv: `Kursen ${id} har bara så många utbildare, så ofta`,
      en: `Course ${id} has only so many trainers, so often`,
      lift: (one) => ({
        ...one,
        trainers: [...one.trainers, ...[1, 2, 3, 4].map((i) => ({ id: `+trainer ${id} ${i}`, qualifications: [id] }))],
      }),
    },
    {
      constraint: "outside-day",
      where: id,
      sv: `Kursen ${id} tar flera pass`,
      en: `Course ${id} takes several slots`,
      lift: changeCourse(id, (course) => without(course, "durationSlots")),
    },
    {
      constraint: "person-away",
      where: id,
      sv: `De som ska gå ${id} är borta ibland`,
      en: `Those who need ${id} are away at times`,
      lift: (one) => {
        const who = forPeople(one);
        return {
          ...one,
          people: one.people.map((person) => (who.has(person.id) ? without(person, "freeTime", "absences") : person)),
        };
      },
    },
    {
      constraint: "precedence",
      where: id,
      sv: `Kursen ${id} kommer efter en annan`,
      en: `Course ${id} comes after another`,
      lift: changeCourse(id, (course) => without(course, "requires")),
    },
  ];
}

/** Concrete changes for the people of these courses, the easiest to bring about first. */
export function optionsOf(problem: Problem, courses: readonly string[], units: readonly string[]): Option[] {
  const perCourse = courses.flatMap((id): Option[] => {
    const course = problem.courses.find((one) => one.id === id);
    if (!course) return [];
    const add = (text: Text, constraint: ConstraintId, cost: number, apply: Option["apply"]): Option => ({
      ...text,
      constraint,
      where: id,
      cost,
      apply,
    });
    const seats = Math.ceil(course.capacity * 1.25) || 10;
    const last = problem.days.at(-1)!;
    return [
      add(
        { sv: `Ta ${seats} deltagare per tillfälle av ${id}`, en: `Take ${seats} people in a session of ${id}` },
        "capacity",
        2,
        changeCourse(id, (one) => ({
          ...one,
          capacity: seats,
          onlineCapacity: Math.max(seats, one.onlineCapacity ?? 0),
        })),
      ),
      add({ sv: `Ordna ett rum till för ${id}`, en: `Find one more room for ${id}` }, "room-clash", 2, (one) => ({
        ...one,
        rooms: [...one.rooms, { id: "+room", seats: course.capacity, online: course.held === "online" }],
      })),
      ...(course.window.to < last
        ? [
            add(
              { sv: `Låt ${id} pågå till ${last}`, en: `Let ${id} go on until ${last}` },
              "window",
              3,
              changeCourse(id, (one) => ({ ...one, window: { ...one.window, to: last } })),
            ),
          ]
        : []),
      add(
        { sv: `Ge en utbildare till kursen ${id}`, en: `Have one more trainer for ${id}` },
        "qualification",
        4,
        (one) => ({ ...one, trainers: [...one.trainers, { id: "+trainer", qualifications: [id] }] }),
      ),
      ...(course.requires
        ? [
            add(
              {
                sv: `Låt ${id} börja utan att vänta på andra kurser`,
                en: `Let ${id} start without waiting for other courses`,
              },
              "precedence",
              5,
              changeCourse(id, (one) => without(one, "requires")),
            ),
          ]
        : []),
      ...(course.preparation
        ? [
            add(
              { sv: `Släpp kravet på förberedelse inför ${id}`, en: `Drop the preparation for ${id}` },
              "preparation",
              5,
              changeCourse(id, (one) => without(one, "preparation")),
            ),
          ]
        : []),
      ...(course.gate
        ? [
            add(
              {
                sv: `Få inloggningen (${course.gate.id}) på plats ${course.window.from}`,
                en: `Have access (${course.gate.id}) live on ${course.window.from}`,
              },
              "access-live",
              6,
              (one) => ({ ...one, gates: { ...one.gates, [course.gate!.id]: course.window.from } }),
            ),
          ]
        : []),
    ];
  });
  const perUnit = units.map((id): Option => ({
    constraint: "unit-away",
    where: id,
    cost: 3,
    sv: `Låt en halv gång till så många vara borta från ${id} samtidigt`,
    en: `Let half as many again be away from ${id} at once`,
    apply: (one) => ({
      ...one,
      units: one.units.map((unit) =>
        unit.id === id && unit.maxAway
          ? {
              ...unit,
              maxAway: Object.fromEntries(
                Object.entries(unit.maxAway).map(([slot, limit]) => [
                  slot,
                  "people" in limit
                    ? { people: Math.ceil(limit.people * 1.5) || 1 }
                    : { share: Math.min(1, limit.share * 1.5 || 0.1) },
                ]),
              ),
            }
          : unit,
      ),
    }),
  }));
  return [...perCourse, ...perUnit, ...ruleOptions(problem)].sort((a, b) => a.cost - b.cost);
}
