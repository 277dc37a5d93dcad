import type { Plan } from "./plan.ts";
import { planNetwork } from "./plan-network.ts";
import type { Schedule } from "./schedule.ts";

/** A row of a Gantt chart: a phase, an activity or a milestone, in the order of the template. */
export interface GanttRow {
  readonly id: string;
  readonly kind: "phase" | "activity" | "milestone";
  readonly title: string;
  /** Id of the phase it is in. Absent for a phase. */
  readonly phase?: string;
  /** First and last day. */
  readonly start: string;
  readonly end: string;
  readonly isCritical: boolean;
  /** Working days it may slip; absent for a phase. */
  readonly totalFloat?: number;
  /** What it waits for. */
  readonly after: readonly string[];
}

/** The rows of a schedule. A phase spans its activities and its milestone; one without any of them is left out. */
export function ganttRows(plan: Plan, schedule: Schedule, language: "sv" | "en" = "sv"): readonly GanttRow[] {
  const activities = new Map(schedule.activities.map((one) => [one.id, one]));
  const milestones = new Map(schedule.milestones.map((one) => [one.id, one]));
  const before = new Map<string, string[]>();
  for (const { from, to } of planNetwork(plan).links) {
    const list = before.get(to) ?? [];
    if (!list.includes(from)) list.push(from);
    before.set(to, list);
  }
  return plan.template.phases.flatMap((phase): readonly GanttRow[] => {
    const rows: GanttRow[] = phase.activities.flatMap(({ id, title }) => {
      const found = activities.get(id);
      if (!found) return [];
      const { start, end, isCritical, totalFloat } = found;
      const after = before.get(id) ?? [];
      return [
        { id, kind: "activity", title: title[language], phase: phase.id, start, end, isCritical, totalFloat, after },
      ];
    });
    const gate = phase.milestone && milestones.get(phase.milestone.id);
    if (phase.milestone && gate)
      rows.push({
        id: gate.id,
        kind: "milestone",
        title: phase.milestone.title[language],
        phase: phase.id,
        start: gate.date,
        end: gate.date,
        isCritical: gate.totalFloat <= 0,
        totalFloat: gate.totalFloat,
        after: before.get(gate.id) ?? [],
      });
    if (rows.length === 0) return [];
    const days = rows.flatMap(({ start, end }) => [start, end]).toSorted((a, b) => (a < b ? -1 : 1));
    const [start = "", end = ""] = [days[0], days.at(-1)];
    return [
      { id: phase.id, kind: "phase", title: phase.title[language], start, end, isCritical: false, after: [] },
      ...rows,
    ];
  });
}
