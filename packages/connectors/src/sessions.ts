import type { Table, TableRow } from "./csv-table.ts";
import { isFinding, type Period, readPeriod } from "./period.ts";
import type { Reading } from "./reading.ts";

/** A comma-separated list inside one field. */
export const listOfTexts = (text: string | undefined): readonly string[] =>
  (text ?? "").split(",").flatMap((part) => part.trim() || []);

/** Terms and school years by id, of a file `academicSessions`. */
export function readSessions(
  table: Table | undefined,
  isEndExclusive: boolean,
  isGone: (row: TableRow) => boolean,
  { log }: Reading,
): ReadonlyMap<string, Period> {
  const sessions = new Map<string, Period>();
  for (const row of table?.rows ?? []) {
    const id = row.get("sourcedId");
    const period = readPeriod(row.get("startDate"), row.get("endDate"), isEndExclusive, row.where, log);
    if (isFinding(period)) log.add(period);
    else if (id !== undefined && !isGone(row)) sessions.set(id, period);
  }
  return sessions;
}

/** From the first day of the first of several sessions to the last day of the last. */
export function spanOf(ids: readonly string[], sessions: ReadonlyMap<string, Period>): Period {
  const periods = ids.flatMap((id) => sessions.get(id) ?? []);
  const [startDate] = periods.flatMap((period) => period.startDate ?? []).sort();
  const endDate = periods
    .flatMap((period) => period.endDate ?? [])
    .sort()
    .at(-1);
  return { ...(startDate === undefined ? {} : { startDate }), ...(endDate === undefined ? {} : { endDate }) };
}
