import { holidays, weekOf, workingDays } from "@milstolpe/swedish";
import { addDays } from "./calendar.ts";

/** Days in `[from, to)` on which training can be held: working days outside the pupils' breaks and the summer. */
export function trainingDays(from: string, to: string): readonly string[] {
  const easterMondays = new Set<string>();
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year++)
    for (const { id, date } of holidays(year)) if (id === "annandag-påsk") easterMondays.add(date);
  return workingDays(from, to).filter((day) => !isSummer(day) && !isChristmas(day) && !isBreak(day, easterMondays));
}

const isSummer = (day: string): boolean => day.slice(5) >= "06-18" && day.slice(5) < "08-10";
const isChristmas = (day: string): boolean => day.slice(5) >= "12-19" || day.slice(5) < "01-09";

/** The autumn break, the winter sports break, and the days after Easter. Each municipality sets its own; these are ours. */
function isBreak(day: string, easterMondays: ReadonlySet<string>): boolean {
  const { week } = weekOf(day);
  return week === 44 || week === 9 || [1, 2, 3, 4].some((days) => easterMondays.has(addDays(day, -days)));
}
