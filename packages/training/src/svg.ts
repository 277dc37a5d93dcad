import { agenda, type AgendaEntry, type Whose } from "./agenda.ts";
import { addDays, weekday, weekNumber } from "./calendar.ts";
import { groupBy } from "./group-by.ts";
import type { Day, Plan, Problem } from "./model.ts";
import { courseTitle, sessionTable, type PlanTable, type TableOptions } from "./plan-tables.ts";
import { escapeXml } from "./xml.ts";

export { htmlTable } from "./html-table.ts";
export type { Column, PlanTable, TableOptions } from "./plan-tables.ts";

/** A drawing as SVG, with the table that says the same. */
export interface CalendarFigure {
  readonly svg: string;
  readonly table: PlanTable;
}

export interface CalendarFigureOptions extends TableOptions {
  /** Heading of the drawing and caption of the table. Default: whose calendar it is. */
  readonly title?: string;
  /** Weeks beside each other; more go on below. Default 6: 900 pixels. Two fit on a telephone. */
  readonly weeksPerRow?: number;
  /** Begins the ids in the drawing; two on one page need two. Default `training-calendar`. */
  readonly id?: string;
}

const words = {
  sv: {
    title: "Utbildningskalender",
    whose: { person: "person", unit: "enhet", trainer: "utbildare", room: "sal", course: "kurs" },
    week: "v.",
    weekdays: ["mån", "tis", "ons", "tor", "fre", "lör", "sön"],
    people: (count: number): string => `${count} pers`,
    none: "Inga tillfällen.",
    about: (count: number, from: Day, to: Day): string =>
      `${count} tillfällen från ${from} till ${to}. Tabellen har samma uppgifter.`,
  },
  en: {
    title: "Training calendar",
    whose: { person: "person", unit: "unit", trainer: "trainer", room: "room", course: "course" },
    week: "wk",
    weekdays: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    people: (count: number): string => (count === 1 ? "1 person" : `${count} people`),
    none: "No sessions.",
    about: (count: number, from: Day, to: Day): string =>
      `${count} sessions from ${from} to ${to}. The table says the same.`,
  },
} as const;

/** Stripes by course, for who sees colours; the course's name is beside each. Each has 3 : 1 against white and black. */
const stripes = ["#2f7fd1", "#c4661f", "#2e9060", "#a55fc4", "#b8545a", "#7d7f22", "#4a8a9a", "#8c6f57"];

const left = 44;
const column = { width: 142, head: 40 };
const entry = { height: 38, gap: 4 };
const heading = 34;

/**
 * A plan as a calendar: weeks side by side, weekdays below each other, the sessions of a day in the order of time; for
 * everybody or for one person, unit, trainer, room or course. Weeks without a session are left out. Text and lines are `currentColor`, stripes `--training-course-1` to `-8`, so
 * that a page in dark colours needs nothing; a file of its own follows the reader's system.
 * @throws RangeError when `weeksPerRow` is not a whole number from 1
 * @example
 * const { svg, table } = calendarFigure(problem, plan, { whose: { unit: "north" }, language: "en" });
 * page.innerHTML = `<div style="overflow-x: auto">${svg}</div>${htmlTable(table)}`;
 */
export function calendarFigure(problem: Problem, plan: Plan, options: CalendarFigureOptions = {}): CalendarFigure {
  const { language = "sv", weeksPerRow = 6, id = "training-calendar" } = options;
  if (!Number.isInteger(weeksPerRow) || weeksPerRow < 1)
    throw new RangeError(`weeksPerRow must be a whole number from 1, got ${weeksPerRow}`);
  const say = words[language];
  const title = options.title ?? titleOf(language, options.whose);
  const table = { ...sessionTable(problem, plan, options), caption: title };
  const entries = agenda(problem, plan, options.whose);
  const bands = bandsOf(entries, weeksPerRow);
  const colours = new Map(problem.courses.map((one, index) => [one.id, index % stripes.length]));
  const drawn: string[] = [];
  let y = heading;
  for (const band of bands) {
    const { lines, height } = drawBand(band, y, { ...options, language, colours });
    drawn.push(...lines);
    y += height;
  }
  if (bands.length === 0) drawn.push(label(8, y + 14, say.none));
  const width = left + Math.max(2, ...bands.map((band) => band.weeks.length)) * column.width + 8;
  const height = bands.length === 0 ? y + 28 : y;
  const about =
    entries.length === 0 ? say.none : say.about(entries.length, entries[0]!.day, entries[entries.length - 1]!.day);
  // A blank would be read as two ids.
  const name = escapeXml(id.replaceAll(/\s+/g, "-"));
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${name}-title ${name}-desc" lang="${language}" font-family="system-ui, sans-serif" fill="currentColor">`,
    `<title id="${name}-title">${escapeXml(title)}</title>`,
    `<desc id="${name}-desc">${escapeXml(about)}</desc>`,
    // Only where the drawing is the document: on a page the page's colours hold.
    "<style>svg:root{color-scheme:light dark;color:CanvasText;background:Canvas}</style>",
    label(8, 20, title, 15, "bold"),
    ...drawn,
    "</svg>",
  ].join("\n");
  return { svg, table };
}

function titleOf(language: "sv" | "en", whose: Whose | undefined): string {
  const say = words[language];
  if (whose === undefined) return say.title;
  const [what, id] = Object.entries(whose)[0] as [keyof typeof say.whose, string];
  return `${say.title}, ${say.whose[what]} ${id}`;
}

/** Weeks side by side, and the sessions in them. */
interface Band {
  /** The Monday of each. */
  readonly weeks: readonly Day[];
  readonly entries: readonly AgendaEntry[];
}

const monday = (day: Day): Day => addDays(day, 1 - weekday(day));

/** Entries come in the order of time, and so do their weeks. */
function bandsOf(entries: readonly AgendaEntry[], weeksPerRow: number): Band[] {
  const byWeek = groupBy(entries, (one) => monday(one.day));
  const weeks = [...byWeek.keys()];
  return Array.from({ length: Math.ceil(weeks.length / weeksPerRow) }, (_, index) => {
    const own = weeks.slice(index * weeksPerRow, (index + 1) * weeksPerRow);
    return { weeks: own, entries: own.flatMap((week) => byWeek.get(week) ?? []) };
  });
}

interface Drawing extends CalendarFigureOptions {
  readonly language: "sv" | "en";
  readonly colours: ReadonlyMap<string, number>;
}

function drawBand({ weeks, entries }: Band, top: number, drawing: Drawing): { lines: string[]; height: number } {
  const say = words[drawing.language];
  const right = left + weeks.length * column.width;
  const byDay = groupBy(entries, (one) => one.day);
  const lines = weeks.flatMap((week, index) => {
    const x = left + index * column.width + 6;
    return [
      label(x, top + 16, `${say.week} ${isoWeek(week)}`, 13, "bold"),
      `<g opacity="0.75">${label(x, top + 32, week)}</g>`,
    ];
  });
  let y = top + column.head;
  for (const [index, name] of say.weekdays.entries()) {
    const cells = weeks.map((week) => byDay.get(addDays(week, index)) ?? []);
    const most = Math.max(...cells.map((cell) => cell.length));
    // Working days are there even when nothing happens; weekends only when something does.
    if (most === 0 && index >= 5) continue;
    lines.push(`<path d="M8 ${y}H${right}" stroke="currentColor" stroke-opacity="0.3"/>`);
    lines.push(label(8, y + 18, name));
    for (const [week, cell] of cells.entries())
      for (const [position, one] of cell.entries())
        lines.push(drawEntry(one, left + week * column.width, y + 4 + position * (entry.height + entry.gap), drawing));
    y += Math.max(26, 4 + most * (entry.height + entry.gap));
  }
  lines.push(`<path d="M8 ${y}H${right}" stroke="currentColor" stroke-opacity="0.3"/>`);
  return { lines, height: y - top + 16 };
}

function drawEntry(one: AgendaEntry, x: number, y: number, drawing: Drawing): string {
  const { language, whose, nameOf = (_, id) => id, colours } = drawing;
  const colour = colours.get(one.course.id) ?? 0;
  const course = courseTitle(one.course, language);
  const people = whose && "person" in whose ? [] : [words[language].people(one.people.length)];
  const room = nameOf("room", one.room.id);
  const trainer = nameOf("trainer", one.trainer.id);
  const where = whose && "room" in whose ? trainer : room;
  // A drawing of its own for each session: what is too long ends at its edge.
  return [
    `<svg x="${x + 3}" y="${y}" width="${column.width - 6}" height="${entry.height}">`,
    `<title>${escapeXml([`${one.day} ${one.start}–${one.end}`, course, room, trainer, ...people].join(", "))}</title>`,
    `<rect width="100%" height="100%" rx="3" fill-opacity="0.08"/>`,
    `<rect width="5" height="100%" fill="var(--training-course-${colour + 1}, ${stripes[colour]})"/>`,
    label(11, 15, cut(course, 17), 12, "bold"),
    label(11, 31, cut([one.start, ...people, where].join(" · "), 22), 11),
    "</svg>",
  ].join("");
}

/** What fits beside the stripe in letters of usual width. */
const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

const label = (x: number, y: number, text: string, size = 12, weight = "normal"): string =>
  `<text x="${x}" y="${y}" font-size="${size}"${weight === "normal" ? "" : ` font-weight="${weight}"`}>${escapeXml(text)}</text>`;

/** Number of an ISO week by its Monday: the week of the year that has its Thursday. */
function isoWeek(week: Day): number {
  const year = addDays(week, 3).slice(0, 4);
  return weekNumber(week) - weekNumber(`${year}-01-04`) + 1;
}
