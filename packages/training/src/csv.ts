import { agenda, type Whose } from "./agenda.ts";
import type { Plan, Problem } from "./model.ts";

/** How the file is written. Defaults are what Excel in Swedish opens without asking. */
export interface CsvOptions {
  readonly language?: "sv" | "en";
  /** Default `;`. */
  readonly separator?: string;
  /** Starts with a byte order mark, without which Excel misreads å, ä, ö. Default true. */
  readonly bom?: boolean;
  readonly whose?: Whose;
}

const headers = {
  sessions: {
    sv: ["Tillfälle", "Datum", "Börjar", "Slutar", "Kurs", "Sal", "Utbildare", "Deltagare"],
    en: ["Session", "Date", "Starts", "Ends", "Course", "Room", "Trainer", "People"],
  },
  people: {
    sv: ["Person", "Enhet", "Kurs", "Datum", "Börjar", "Slutar", "Sal", "Tillfälle"],
    en: ["Person", "Unit", "Course", "Date", "Starts", "Ends", "Room", "Session"],
  },
} as const;

/** One line per session, in the order of time. */
export function sessionsCsv(problem: Problem, plan: Plan, options: CsvOptions = {}): string {
  const { language = "sv", whose } = options;
  const rows = agenda(problem, plan, whose).map(({ session, day, start, end, course, room, trainer, people }) => [
    session.id,
    day,
    start,
    end,
    course.title?.[language] ?? course.id,
    room.id,
    trainer.id,
    String(people.length),
  ]);
  return table([headers.sessions[language], ...rows], options);
}

/** One line per place: who goes when, by unit and person as the problem has them. People are their ids. */
export function peopleCsv(problem: Problem, plan: Plan, options: CsvOptions = {}): string {
  const { language = "sv", whose } = options;
  const order = new Map(problem.people.map((one, index) => [one.id, index]));
  const units = new Map(problem.units.map((one, index) => [one.id, index]));
  const places = agenda(problem, plan, whose).flatMap((entry) => entry.people.map((one) => ({ ...one, entry })));
  places.sort(
    (a, b) => units.get(a.unit.id)! - units.get(b.unit.id)! || order.get(a.person.id)! - order.get(b.person.id)!,
  );
  const rows = places.map(({ person, unit, entry: { session, day, start, end, course, room } }) => [
    person.id,
    unit.id,
    course.title?.[language] ?? course.id,
    day,
    start,
    end,
    room.id,
    session.id,
  ]);
  return table([headers.people[language], ...rows], options);
}

function table(rows: readonly (readonly string[])[], { separator = ";", bom = true }: CsvOptions): string {
  const lines = rows.map((row) => `${row.map((cell) => quoted(cell, separator)).join(separator)}\r\n`);
  return `${bom ? "\uFEFF" : ""}${lines.join("")}`;
}

/** A spreadsheet runs a cell that begins like a formula; an apostrophe in front makes it text again. */
function quoted(cell: string, separator: string): string {
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
