import type { Plan, Problem } from "./model.ts";
import { coverageTable, placeTable, sessionTable, type PlanTable, type TableOptions } from "./plan-tables.ts";

/** How the file is written. Defaults are what Excel in Swedish opens without asking. */
export interface CsvOptions extends TableOptions {
  /** Default `;`. */
  readonly separator?: string;
  /** Starts with a byte order mark, without which Excel misreads å, ä, ö. Default true. */
  readonly bom?: boolean;
}

/** One line per session, in the order of time. */
export const sessionsCsv = (problem: Problem, plan: Plan, options: CsvOptions = {}): string =>
  csv(sessionTable(problem, plan, options), options);

/** One line per place: who goes when, by unit and person as the problem has them. People are their ids. */
export const peopleCsv = (problem: Problem, plan: Plan, options: CsvOptions = {}): string =>
  csv(placeTable(problem, plan, options), options);

/** One line per unit and course: how many have a place, and the day by which all of them are trained. */
export const coverageCsv = (problem: Problem, plan: Plan, options: CsvOptions = {}): string =>
  csv(coverageTable(problem, plan, options), options);

function csv({ columns, rows }: PlanTable, { separator = ";", bom = true }: CsvOptions): string {
  const lines = [columns.map((one) => one.title), ...rows].map(
    (row) => `${row.map((cell) => quoted(`${cell ?? ""}`, separator)).join(separator)}\r\n`,
  );
  return `${bom ? "\uFEFF" : ""}${lines.join("")}`;
}

/** A spreadsheet runs a cell that begins like a formula; an apostrophe in front makes it text again. */
function quoted(cell: string, separator: string): string {
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
