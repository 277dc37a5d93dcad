import type { Event } from "./event.ts";
import { type Entry, eventSchema } from "./log.ts";

/** What makes an event of one form into the next: by the version it starts from. */
export type Upcasters = Readonly<Record<number, (event: unknown) => unknown>>;

/**
 * Events of earlier forms in the form of today. The log itself stays as it is.
 * @throws RangeError when an entry is of a later form, or no upcaster leads on from its own
 * @example
 * upcast(log, { 1: (event) => ({ ...event, evidence: [] }) }, 2);
 */
export function upcast(log: readonly Entry[], upcasters: Upcasters = {}, to: number = eventSchema): readonly Event[] {
  return log.map(({ event, schema, stream, revision }) => {
    if (schema > to) throw new RangeError(`entry ${stream}/${revision} has form ${schema}, later than ${to}`);
    let value: unknown = event;
    for (let from = schema; from < to; from += 1) {
      const next = upcasters[from];
      if (!next) throw new RangeError(`entry ${stream}/${revision} has form ${from}, and nothing leads on from it`);
      value = next(value);
    }
    return value as Event;
  });
}
