import { agenda, type AgendaEntry, type Whose } from "./agenda.ts";
import { coverage } from "./coverage.ts";
import type { Plan, Problem } from "./model.ts";

/** A column of a table. `day` is `YYYY-MM-DD`, `clock` is `HH:MM`, `count` a whole number. */
export interface Column {
  readonly title: string;
  readonly kind: "text" | "day" | "clock" | "count";
}

/** A plan, seen one way, as rows. `null` is a cell with nothing in it. */
export interface PlanTable {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

export interface TableOptions {
  /** Default `sv`. */
  readonly language?: "sv" | "en";
  readonly whose?: Whose;
  /** What a room, a trainer or a unit is called. Default: their id. */
  readonly nameOf?: (what: "room" | "trainer" | "unit", id: string) => string;
}

const ownId = (_: string, id: string): string => id;

const words = {
  sv: {
    sessions: "Tillfällen",
    places: "Platser",
    coverage: "Täckning",
    session: "Tillfälle",
    day: "Datum",
    start: "Börjar",
    end: "Slutar",
    course: "Kurs",
    room: "Sal",
    trainer: "Utbildare",
    people: "Deltagare",
    person: "Person",
    unit: "Enhet",
    needed: "Ska gå",
    placed: "Har plats",
    attended: "Har gått",
    first: "Första dag",
    trainedBy: "Alla klara",
  },
  en: {
    sessions: "Sessions",
    places: "Places",
    coverage: "Coverage",
    session: "Session",
    day: "Date",
    start: "Starts",
    end: "Ends",
    course: "Course",
    room: "Room",
    trainer: "Trainer",
    people: "People",
    person: "Person",
    unit: "Unit",
    needed: "To train",
    placed: "With a place",
    attended: "Attended",
    first: "First day",
    trainedBy: "All trained by",
  },
} as const;

const text = (title: string): Column => ({ title, kind: "text" });
const day = (title: string): Column => ({ title, kind: "day" });
const clock = (title: string): Column => ({ title, kind: "clock" });
const count = (title: string): Column => ({ title, kind: "count" });

/** What a course is called in the reader's language. */
export const courseTitle = (course: AgendaEntry["course"], language: "sv" | "en"): string =>
  course.title?.[language] ?? course.id;

/** One row per session, in the order of time. */
export function sessionTable(problem: Problem, plan: Plan, options: TableOptions = {}): PlanTable {
  const { language = "sv", whose, nameOf = ownId } = options;
  const say = words[language];
  return {
    caption: say.sessions,
    columns: [
      text(say.session),
      day(say.day),
      clock(say.start),
      clock(say.end),
      text(say.course),
      text(say.room),
      text(say.trainer),
      count(say.people),
    ],
    rows: agenda(problem, plan, whose).map((one) => [
      one.session.id,
      one.day,
      one.start,
      one.end,
      courseTitle(one.course, language),
      nameOf("room", one.room.id),
      nameOf("trainer", one.trainer.id),
      one.people.length,
    ]),
  };
}

/** One row per place: who goes when, by unit and person as the problem has them. People are their ids. */
export function placeTable(problem: Problem, plan: Plan, options: TableOptions = {}): PlanTable {
  const { language = "sv", whose, nameOf = ownId } = options;
  const say = words[language];
  const order = new Map(problem.people.map((one, index) => [one.id, index]));
  const units = new Map(problem.units.map((one, index) => [one.id, index]));
  const places = agenda(problem, plan, whose).flatMap((entry) => entry.people.map((one) => ({ ...one, entry })));
  places.sort(
    (a, b) => units.get(a.unit.id)! - units.get(b.unit.id)! || order.get(a.person.id)! - order.get(b.person.id)!,
  );
  return {
    caption: say.places,
    columns: [
      text(say.person),
      text(say.unit),
      text(say.course),
      day(say.day),
      clock(say.start),
      clock(say.end),
      text(say.room),
      text(say.session),
    ],
    rows: places.map(({ person, unit, entry }) => [
      person.id,
      nameOf("unit", unit.id),
      courseTitle(entry.course, language),
      entry.day,
      entry.start,
      entry.end,
      nameOf("room", entry.room.id),
      entry.session.id,
    ]),
  };
}

/** One row per unit and course somebody there needs: how many have a place, and when all of them are trained. */
export function coverageTable(problem: Problem, plan: Plan, options: TableOptions = {}): PlanTable {
  const { language = "sv", nameOf = ownId } = options;
  const say = words[language];
  const courses = new Map(problem.courses.map((one) => [one.id, one]));
  return {
    caption: say.coverage,
    columns: [
      text(say.unit),
      text(say.course),
      count(say.needed),
      count(say.placed),
      count(say.attended),
      day(say.first),
      day(say.trainedBy),
    ],
    rows: coverage(problem, plan).units.flatMap((unit) =>
      unit.courses.map((one) => [
        nameOf("unit", unit.unit),
        courseTitle(courses.get(one.course)!, language),
        one.needed,
        one.placed,
        one.attended,
        one.firstDay,
        one.trainedBy,
      ]),
    ),
  };
}
