import type { Finding } from "./finding.ts";
import type { FindingLog } from "./finding-log.ts";
import type { Period } from "./period.ts";
import { newReading, type Reading } from "./reading.ts";
import { isDay, type Json, textOf } from "./row-reader.ts";
import type { Dialect, Ss12000Values } from "./ss12000-dialect.ts";
import { finding } from "./ss12000-messages.ts";

/** What is counted over all rows and told of once: where it is told, in this order. */
const counted = {
  "connectors.vacant-duty": "duties",
  "connectors.cancelled-enrolment": "enrolments",
  "connectors.foreign-identity": "persons",
  "connectors.guessed-century": "persons",
  "connectors.garbled-text": "names",
} as const;

/** What the rows of all lists are read with: the dialect's words, dates, and who collects what is found. */
export interface Ss12000Rows extends Reading {
  /** The value of an open enum, noted when the dialect does not list it. */
  open(field: keyof Ss12000Values, value: unknown): string | undefined;
  /** A name, or an empty one with a finding: the name of a protected person may be withheld. */
  nameIn(json: Json, field: string, where: string): string;
  /** The dates of a row, or why it can't be used: a date that can't be read must not become an open end. */
  period(json: Json, where: string): Period | Finding;
  /** Counts one of what is told of once. */
  count(code: keyof typeof counted): void;
  /** Says what was counted, and which values no list has. */
  tell(): void;
}

const nothing: ReadonlySet<string> = new Set();

export function ss12000Rows(dialect: Dialect, log: FindingLog): Ss12000Rows {
  const reading = newReading(1, log);
  const known = new Map(Object.entries(dialect.values).map(([field, list]) => [field, new Set<string>(list)]));
  const counts = new Map<keyof typeof counted, number>();
  return {
    ...reading,
    open(field, value) {
      const text = textOf(value);
      if (text !== undefined) reading.values.note(field, text, known.get(field) ?? nothing);
      return text;
    },
    nameIn(json, field, where) {
      const name = textOf(json[field]);
      if (name === undefined) log.add(finding("connectors.missing-name", where, { field }));
      return reading.name(name);
    },
    period(json, where) {
      const result: { startDate?: string; endDate?: string } = {};
      for (const field of ["startDate", "endDate"] as const) {
        const value = json[field];
        if (value === undefined || value === null || value === "") continue;
        if (typeof value !== "string" || !isDay(value)) return finding("connectors.bad-date", where, { field });
        result[field] = value;
      }
      if (result.startDate !== undefined && result.endDate !== undefined && result.endDate < result.startDate)
        log.add(finding("connectors.reversed-dates", where, {}));
      return result;
    },
    count: (code) => void counts.set(code, (counts.get(code) ?? 0) + 1),
    tell() {
      if (reading.garbled() > 0) counts.set("connectors.garbled-text", reading.garbled());
      for (const code of Object.keys(counted) as (keyof typeof counted)[]) {
        const count = counts.get(code);
        if (count !== undefined) log.add(finding(code, counted[code], { count }));
      }
      for (const found of reading.values.findings()) log.add(found);
    },
  };
}
