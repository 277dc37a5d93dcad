import { readDayText, shiftDay } from "./days.ts";
import type { Finding } from "./finding.ts";
import type { FindingLog } from "./finding-log.ts";
import { finding } from "./messages.ts";

/** First and last day of a row, both included; an absent one is open. */
export interface Period {
  readonly startDate?: string;
  readonly endDate?: string;
}

/**
 * A period from two texts.
 * @param isEndExclusive - the end given is the day after the last, as in OneRoster
 * @returns a finding when a date can't be read, since it must not become an open end
 */
export function readPeriod(
  start: string | undefined,
  end: string | undefined,
  isEndExclusive: boolean,
  where: string,
  log: FindingLog,
): Period | Finding {
  const startDate = start === undefined ? undefined : readDayText(start);
  const endGiven = end === undefined ? undefined : readDayText(end);
  if (start !== undefined && startDate === undefined) return finding("connectors.bad-date", where, { field: "start" });
  if (end !== undefined && endGiven === undefined) return finding("connectors.bad-date", where, { field: "end" });
  const endDate = endGiven !== undefined && isEndExclusive ? shiftDay(endGiven, -1) : endGiven;
  if (startDate !== undefined && endDate !== undefined && endDate < startDate)
    log.add(finding("connectors.reversed-dates", where, {}));
  return { ...(startDate === undefined ? {} : { startDate }), ...(endDate === undefined ? {} : { endDate }) };
}

export const isFinding = (value: Period | Finding): value is Finding => "code" in value;
