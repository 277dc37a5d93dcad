import type { NetworkLink } from "./critical-path.ts";
import type { Plan } from "./plan.ts";
import { milestoneIds } from "./plan-network.ts";
import { place } from "./placement.ts";

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
        const range = activity?.duration;
        const isOpen = isFact[at] === 0 && range !== undefined && range.max > range.min;
        return {
          id,
          duration: isOpen ? { min: range.min, mode: range.mode, max: range.max } : durations[at]!,
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
