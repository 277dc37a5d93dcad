import type { NetworkLink } from "./critical-path.ts";
import type { KnownDate, Plan } from "./plan.ts";
import { milestoneIds } from "./plan-network.ts";
import { place } from "./placement.ts";
import type { Activity } from "./template.ts";

/** The shape that a simulation takes: whole working days from day 0, which is the plan's first working day. */
export interface Network {
  readonly activities: readonly {
    readonly id: string;
    readonly duration: number | { readonly min: number; readonly mode: number; readonly max: number };
    readonly notBefore?: number;
  }[];
  readonly links: readonly NetworkLink[];
  /** Ids of the activities of duration 0 that are milestones. */
  readonly milestones: readonly string[];
}

/**
 * The plan as a network for a simulation, with a way from its day numbers back to days. Everything is in the plan's own
 * calendar: an activity with a calendar of its own has as many days there as it has in its own.
 */
export function toNetwork(plan: Plan): { readonly network: Network; readonly dayToDate: (day: number) => string } {
  const { network, calendars, durations, earliest, isFact, own, first, index } = place(plan);
  return {
    network: {
      activities: network.nodes.map(({ id, activity }, at) => {
        const notBefore = own.rank(calendars[at]!.day(earliest[at]!)) - first;
        const days = durations[at]!;
        return {
          id,
          duration: activity ? rangeOf(activity, plan.dates?.[id] ?? {}, days) : days,
          ...(notBefore > 0 ? { notBefore } : {}),
        };
      }),
      // What is done is where it is: nothing moves it.
      links: network.links
        .filter(({ to }) => isFact[index.get(to) ?? 0] === 0)
        .map(({ from, to, type, lag, maxLag }) => ({
          from,
          to,
          type,
          lag,
          ...(maxLag === undefined ? {} : { maxLag }),
        })),
      milestones: milestoneIds(plan.template),
    },
    // A milestone on day n passes with the end of the working day before.
    dayToDate: (day) => own.text(first + Math.max(0, Math.ceil(day) - 1)),
  };
}

/** How long work may take: as the template has it until it has begun, then at least as long as it has, and at last a fact. */
function rangeOf(
  { duration: { min, max } }: Activity,
  { started, done, remaining }: KnownDate,
  days: number,
): Network["activities"][number]["duration"] {
  if (done !== undefined || remaining !== undefined || max <= min) return days;
  if (started === undefined) return { min, mode: days, max };
  return max > days ? { min: days, mode: days, max } : days;
}
