import { type CalendarData, monthEnd, monthStart, type WorkingCalendar, workingCalendar } from "./calendar.ts";
import { type CriticalPath, criticalPath, CyclicLinksError, type NetworkLink } from "./critical-path.ts";
import type { Finding } from "./finding.ts";
import { finding } from "./messages.ts";
import { type Activity, activitiesOf, milestonesOf, type Template } from "./template.ts";

/** A day that is known from outside the plan. */
export interface KnownDate {
  /** It can't begin before this day: access is live, a window opens. */
  readonly notBefore?: string;
  /** It was, or will be, finished on this day, whatever the links say: what has happened is not moved. */
  readonly done?: string;
}

export interface PlanOptions {
  /** First day, `YYYY-MM-DD`; its year is the year of the template's months. */
  readonly start: string;
  readonly calendar: CalendarData;
  readonly decisions?: Readonly<Record<string, boolean>>;
  /** Days that are known, by id of activity or milestone. */
  readonly dates?: Readonly<Record<string, KnownDate>>;
}

/** A template with a start, a calendar, decisions and known days. */
export interface Plan extends PlanOptions {
  readonly template: Template;
}

export interface ScheduledActivity {
  readonly id: string;
  readonly phase: string;
  /** First and last day of work. */
  readonly start: string;
  readonly end: string;
  /** Working days it may slip without moving the end. */
  readonly totalFloat: number;
  readonly isCritical: boolean;
}

export interface ScheduledMilestone {
  readonly id: string;
  readonly phase: string;
  /** The day on which the last work before it is finished. */
  readonly date: string;
  readonly totalFloat: number;
}

export interface Schedule {
  readonly start: string;
  readonly end: string;
  readonly activities: readonly ScheduledActivity[];
  readonly milestones: readonly ScheduledMilestone[];
  /** Activities that are not part of the plan by the decisions. */
  readonly excluded: readonly string[];
  readonly findings: readonly Finding[];
}

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
 * Puts a template on a calendar. The plan is plain data; nothing is computed yet.
 * @throws RangeError when `start` is no calendar day
 * @example
 * schedule(createPlan(rolloutTemplate, { start: "2027-03-01", calendar: { holidays } })).milestones[0].date;
 */
export function createPlan(template: Template, options: PlanOptions): Plan {
  workingCalendar({ holidays: [] }, yearOf(options.start), yearOf(options.start)).workingDayFrom(options.start);
  return { ...options, template };
}

/**
 * The earliest schedule: every activity as soon as what it waits for is done, not before its month or its known day. What
 * can't be kept is a finding, with the day; nothing is moved to hide it. Tentative months are wishes and bind nothing.
 */
export function schedule(plan: Plan): Schedule {
  const { calendar, start, network, included, excluded } = prepare(plan);
  const findings: Finding[] = undecided(plan);
  const path = solve(network);
  if (path instanceof CyclicLinksError) {
    return {
      start,
      end: start,
      activities: [],
      milestones: [],
      excluded,
      findings: [...findings, finding("phases.not-met", plan.template.id, { path: path.path.join(" > ") })],
    };
  }
  const lastDay = (id: string) => calendar.add(start, Math.max(0, (path.ef[id] ?? 0) - 1));
  const activities = included.map(({ activity, phase }): ScheduledActivity => {
    const first = calendar.add(start, path.es[activity.id] ?? 0);
    const end = (path.ef[activity.id] ?? 0) > (path.es[activity.id] ?? 0) ? lastDay(activity.id) : first;
    findings.push(...outside(plan, activity, first, end));
    return {
      id: activity.id,
      phase,
      start: first,
      end,
      totalFloat: path.totalFloat[activity.id] ?? 0,
      isCritical: path.totalFloat[activity.id] === 0,
    };
  });
  const milestones = milestonesOf(plan.template).map(({ milestone, phase }): ScheduledMilestone => ({
    id: milestone.id,
    phase: phase.id,
    date: lastDay(milestone.id),
    totalFloat: path.totalFloat[milestone.id] ?? 0,
  }));
  return {
    start,
    end: calendar.add(start, Math.max(0, path.makespan - 1)),
    activities,
    milestones,
    excluded,
    findings,
  };
}

/** The plan as a network for a simulation, with a way from its day numbers back to days. */
export function toNetwork(plan: Plan): { readonly network: Network; readonly dayToDate: (day: number) => string } {
  const { calendar, start, network, durations } = prepare(plan);
  return {
    network: {
      activities: network.activities
        .filter(({ id }) => id !== origin)
        .map(({ id, duration }) => {
          const notBefore = network.links.find(({ from, to }) => from === origin && to === id)?.lag;
          return {
            id,
            duration: durations.get(id) ?? duration,
            ...(notBefore === undefined || notBefore === 0 ? {} : { notBefore }),
          };
        }),
      links: network.links.filter(({ from }) => from !== origin),
      milestones: milestonesOf(plan.template).map(({ milestone }) => milestone.id),
    },
    // A milestone on day n passes with the end of the working day before.
    dayToDate: (day) => calendar.add(start, Math.max(0, Math.ceil(day) - 1)),
  };
}

/** Day 0 as an activity, so that a day before which nothing may begin is a link like any other. */
const origin = "plan start";
const yearOf = (day: string): number => Number(day.slice(0, 4));

interface Prepared {
  readonly calendar: WorkingCalendar;
  readonly start: string;
  readonly network: {
    readonly activities: readonly { readonly id: string; readonly duration: number }[];
    readonly links: readonly NetworkLink[];
  };
  readonly durations: ReadonlyMap<string, Activity["duration"]>;
  readonly included: readonly { readonly activity: Activity; readonly phase: string }[];
  readonly excluded: readonly string[];
}

function prepare(plan: Plan): Prepared {
  const { template, dates = {} } = plan;
  const year = yearOf(plan.start);
  const calendar = workingCalendar(plan.calendar, year - 1, year + 5);
  const start = calendar.workingDayFrom(plan.start);
  const all = activitiesOf(template).map(({ activity, phase }) => ({ activity, phase: phase.id }));
  const included = all.filter(({ activity }) => isIncluded(plan, activity));
  const ids = new Set([
    ...included.map(({ activity }) => activity.id),
    ...milestonesOf(template).map(({ milestone }) => milestone.id),
  ]);
  const durations = new Map<string, Activity["duration"]>();
  const isDone = (id: string): boolean => dates[id]?.done !== undefined;
  const links: NetworkLink[] = bridged(template, ids).filter(({ to }) => !isDone(to));
  const activities = [{ id: origin, duration: 0 }];
  /** Working days from the start to the end of a day. */
  const through = (day: string): number => calendar.between(start, calendar.workingDayFrom(day)) + 1;
  const notBefore = (id: string, day: string | undefined) => {
    const lag = day === undefined ? 0 : Math.max(0, calendar.between(start, calendar.workingDayFrom(day)));
    if (lag > 0) links.push({ from: origin, to: id, type: "SS", lag });
  };
  for (const { activity } of included) {
    const known = dates[activity.id];
    const opens = activity.window && !activity.window.isTentative ? monthStart(year, activity.window.from) : undefined;
    const { min, mode, max } = activity.duration;
    // What is finished takes the time it took: it begins so that it ends on its day.
    activities.push({ id: activity.id, duration: mode });
    if (!isDone(activity.id) && max > min) durations.set(activity.id, activity.duration);
    if (known?.done !== undefined)
      links.push({ from: origin, to: activity.id, type: "SS", lag: Math.max(0, through(known.done) - mode) });
    else
      notBefore(
        activity.id,
        [opens, known?.notBefore]
          .filter((day) => day !== undefined)
          .toSorted()
          .at(-1),
      );
  }
  for (const { milestone, phase } of milestonesOf(template)) {
    activities.push({ id: milestone.id, duration: 0 });
    const done = dates[milestone.id]?.done;
    if (done !== undefined) {
      links.push({ from: origin, to: milestone.id, type: "SS", lag: Math.max(0, through(done)) });
      continue;
    }
    notBefore(milestone.id, dates[milestone.id]?.notBefore);
    // A milestone waits for all mandatory work of its phase, whatever the links say.
    for (const { activity, phase: of } of included) {
      if (of === phase.id && activity.obligation === "mandatory")
        links.push({ from: activity.id, to: milestone.id, type: "FS", lag: 0 });
    }
  }
  const gates = milestonesOf(template);
  gates.slice(1).forEach(({ milestone }, index) => {
    if (!isDone(milestone.id))
      links.push({ from: gates[index]?.milestone.id ?? "", to: milestone.id, type: "FS", lag: 0 });
  });
  return {
    calendar,
    start,
    network: { activities, links },
    durations,
    included,
    excluded: all.filter(({ activity }) => !ids.has(activity.id)).map(({ activity }) => activity.id),
  };
}

const isIncluded = ({ decisions = {} }: Plan, { condition }: Activity): boolean =>
  condition === undefined || (decisions[condition.decision] ?? false) === condition.is;

/** Links between what is included; what goes through excluded work is tied end to end. */
function bridged(template: Template, ids: ReadonlySet<string>): NetworkLink[] {
  const links = template.links.map(({ from, to, type, lag, maxLag }): NetworkLink => ({
    from,
    to,
    type,
    lag,
    ...(maxLag === undefined ? {} : { maxLag }),
  }));
  const result = links.filter(({ from, to }) => ids.has(from) && ids.has(to));
  const through = (from: string, seen: ReadonlySet<string>): readonly string[] =>
    links
      .filter((link) => link.from === from)
      .flatMap(({ to }) => (ids.has(to) ? [to] : seen.has(to) ? [] : through(to, new Set([...seen, to]))));
  for (const { from, to } of links) {
    if (!ids.has(from) || ids.has(to)) continue;
    for (const end of through(to, new Set([to]))) result.push({ from, to: end, type: "FS", lag: 0 });
  }
  return result;
}

function solve(network: Prepared["network"]): CriticalPath | CyclicLinksError {
  try {
    return criticalPath(network);
  } catch (error) {
    if (error instanceof CyclicLinksError) return error;
    throw error;
  }
}

function undecided({ template, decisions = {} }: Plan): Finding[] {
  return template.decisions
    .filter(({ id }) => decisions[id] === undefined)
    .map(({ id }) => finding("phases.undecided", id, { decision: id }));
}

/** What the schedule can't keep: the end of the month window, and a known end before the work could begin. */
function outside(
  { start, dates = {} }: Plan,
  { id, window }: Activity,
  first: string,
  end: string,
): readonly Finding[] {
  const findings: Finding[] = [];
  const latest = window && monthEnd(yearOf(start), window.to);
  if (latest !== undefined && !window?.isTentative && end > latest)
    findings.push(finding("phases.late", id, { end, latest }));
  const done = dates[id]?.done;
  if (done !== undefined && end > done) findings.push(finding("phases.early", id, { start: done, earliest: first }));
  return findings;
}
