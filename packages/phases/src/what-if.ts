import { type Variance, baseline, variance } from "./baseline.ts";
import type { Plan, PlanOptions } from "./plan.ts";
import { schedule, type Schedule } from "./schedule.ts";
import type { Template } from "./template.ts";

/** What is tried: known days are added to those of the plan, decisions too; durations in working days. */
export interface Change extends Partial<Pick<PlanOptions, "start" | "dates" | "decisions" | "calendar" | "calendars">> {
  readonly durations?: Readonly<Record<string, number>>;
}

/** A plan that was tried, its schedule, and how it differs. */
export interface WhatIf {
  readonly plan: Plan;
  readonly schedule: Schedule;
  readonly difference: Variance;
}

/**
 * What a change would do. The plan itself stays as it is; everything is computed anew, which takes microseconds.
 * @example
 * whatIf(plan, { dates: { "sync-live": { notBefore: "2027-06-01" } } }).difference.endDays;
 */
export function whatIf(plan: Plan, { durations = {}, dates = {}, ...change }: Change): WhatIf {
  const known = { ...plan.dates };
  for (const [id, days] of Object.entries(dates)) known[id] = { ...known[id], ...days };
  const changed: Plan = {
    ...plan,
    ...change,
    dates: known,
    decisions: { ...plan.decisions, ...change.decisions },
    template: withDurations(plan.template, durations),
  };
  const [before, after] = [schedule(plan), schedule(changed)];
  return {
    plan: changed,
    schedule: after,
    difference: variance(plan, baseline(before, { id: "before", at: "" }), after),
  };
}

const withDurations = (template: Template, durations: Readonly<Record<string, number>>): Template => ({
  ...template,
  phases: template.phases.map((phase) => ({
    ...phase,
    activities: phase.activities.map((activity) => {
      const days = durations[activity.id];
      const { basis } = activity.duration;
      return days === undefined ? activity : { ...activity, duration: { min: days, mode: days, max: days, basis } };
    }),
  })),
});
