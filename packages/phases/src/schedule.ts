import { dayNumber, dayText, monthEnd } from "./calendar.ts";
import type { Finding } from "./finding.ts";
import { finding } from "./messages.ts";
import type { Plan } from "./plan.ts";
import { forwardOf, place, type Placement, solve, yearOf } from "./placement.ts";

export interface ScheduledActivity {
  readonly id: string;
  readonly phase: string;
  /** First and last day of work. */
  readonly start: string;
  readonly end: string;
  /** Days of its calendar that it takes. */
  readonly workingDays: number;
  /** The same, as late as they can be without moving the end or breaking a known day. */
  readonly lateStart: string;
  readonly lateEnd: string;
  /** Working days it may slip without moving the end. Negative: it is that much too late for a known day. */
  readonly totalFloat: number;
  /** … without moving any other activity. */
  readonly freeFloat: number;
  readonly isCritical: boolean;
  /** What it waits for to the day: activities and milestones. Empty: the plan's start, its month, or a known day. */
  readonly drivers: readonly string[];
}

export interface ScheduledMilestone {
  readonly id: string;
  readonly phase: string;
  /** The day on which the last work before it is finished. */
  readonly date: string;
  readonly totalFloat: number;
  readonly drivers: readonly string[];
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

/**
 * The earliest schedule: every activity as soon as what it waits for is done, not before its month or its known day. What
 * can't be kept is a finding, with the day; nothing is moved to hide it. Tentative months are wishes and bind nothing.
 * @throws RangeError when a known day is no calendar day, or lies more than ten years after the start
 */
export function schedule(plan: Plan): Schedule {
  const placement = place(plan);
  const { network, calendars, durations, own, first } = placement;
  const { nodes, excluded } = network;
  const findings: Finding[] = [...openQuestions(plan, placement)];
  const times = solve(placement);
  const start = own.text(first);
  const startDay = dayNumber(plan.start);
  const year = yearOf(plan.start);
  if (!("early" in times)) {
    const path = times.map((at) => nodes[at]?.id ?? "").join(" > ");
    findings.push(finding("phases.not-met", plan.template.id, { path }));
    return { start, end: start, activities: [], milestones: [], excluded, findings };
  }
  const { early, late, free } = times;
  const drivers = driversOf(placement, early, findings);
  const activities: ScheduledActivity[] = [];
  const milestones: ScheduledMilestone[] = [];
  let end = start;
  for (let at = 0; at < nodes.length; at += 1) {
    const { id, phase, activity } = nodes[at]!;
    const calendar = calendars[at]!;
    const days = durations[at]!;
    const totalFloat = late[at]! - early[at]!;
    const known = plan.dates?.[id];
    const moved = known?.isLate === true ? Math.max(0, free[at]!) : 0;
    const begins = early[at]! + moved;
    // What takes no time is on the day of the last work before it.
    const firstDay = calendar === own ? first : calendar.rank(startDay);
    const lastDay = (from: number) => calendar.text(Math.max(firstDay, from + days - 1));
    const dayOf = (from: number) => (days === 0 ? lastDay(from) : calendar.text(from));
    const ends = lastDay(begins);
    if (ends > end) end = ends;
    if (activity) {
      const item: ScheduledActivity = {
        id,
        phase,
        start: dayOf(begins),
        end: ends,
        workingDays: days,
        lateStart: dayOf(late[at]!),
        lateEnd: lastDay(late[at]!),
        totalFloat: totalFloat - moved,
        freeFloat: free[at]! - moved,
        isCritical: totalFloat <= 0,
        drivers: drivers[at] ?? [],
      };
      activities.push(item);
      const { window } = activity;
      if (window && !window.isTentative) {
        const latest = monthEnd(year, window.to);
        if (calendar.rank(latest + 1) < begins + days)
          findings.push(finding("phases.late", id, { end: ends, latest: dayText(latest) }));
      }
    } else milestones.push({ id, phase, date: ends, totalFloat, drivers: drivers[at] ?? [] });
    if (known) findings.push(...unkept(id, known, dayOf(begins), ends));
  }
  return { start, end, activities, milestones, excluded, findings };
}

/** Known days that the schedule does not keep. */
function unkept(
  id: string,
  { startBy, startOn, finishBy, finishOn }: NonNullable<Plan["dates"]>[string],
  start: string,
  end: string,
): readonly Finding[] {
  const byStart = [startBy, startOn].filter((day) => day !== undefined && start > day);
  const byEnd = [finishBy, finishOn].filter((day) => day !== undefined && end > day);
  return [
    ...byStart.map((latest) => finding("phases.starts-late", id, { start, latest: latest ?? "" })),
    ...byEnd.map((latest) => finding("phases.late", id, { end, latest: latest ?? "" })),
  ];
}

/** By place, what it waits for to the day. Facts that came before what they wait for are findings. */
function driversOf(
  placement: Placement,
  early: Int32Array,
  findings: Finding[],
): readonly (readonly string[] | undefined)[] {
  const { network, calendars, durations, isFact, ties } = placement;
  const forward = forwardOf(placement);
  const drivers: string[][] = [];
  for (let arc = 0; arc < ties.from.length; arc += 1) {
    const from = ties.from[arc]!;
    const to = ties.to[arc]!;
    const bound = forward(arc, early[from]!);
    const { id } = network.nodes[to]!;
    if (isFact[to] === 1 && bound > early[to]!) {
      const [calendar, days] = [calendars[to]!, durations[to]!];
      const done = calendar.text(early[to]! + Math.max(0, days - 1));
      if (!findings.some(({ code, where }) => code === "phases.early" && where === id))
        findings.push(finding("phases.early", id, { start: done, earliest: calendar.text(bound) }));
    } else if (bound === early[to]) {
      const list = (drivers[to] ??= []);
      const source = network.nodes[from]!.id;
      if (!list.includes(source)) list.push(source);
    }
  }
  return drivers;
}

/** Decisions that are not taken, days known of nothing, calendars that are not given. */
function openQuestions(plan: Plan, { index, network, missing }: Placement): readonly Finding[] {
  const { template, decisions = {}, dates = {} } = plan;
  const isThere = (id: string) => index.has(id) || network.excluded.includes(id);
  return [
    ...template.decisions
      .filter(({ id }) => decisions[id] === undefined)
      .map(({ id }) => finding("phases.undecided", id, { decision: id })),
    ...Object.keys(dates)
      .filter((id) => !isThere(id))
      .map((id) => finding("phases.unknown-id", id, { id, what: { sv: "Aktiviteten", en: "activity or milestone" } })),
    ...missing.map((name) => finding("phases.unknown-calendar", name, {})),
  ];
}
