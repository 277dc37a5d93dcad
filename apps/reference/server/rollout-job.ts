import {
  compile,
  createPlan,
  type Actor,
  type Command,
  type Event,
  type KnownDate,
  type Plan,
  type Rejection,
  type Result,
  type RolloutState,
  type Schedule,
  type Template,
} from "@milstolpe/phases";
import type { ActivityView, FindingView, MilestoneView, PhaseView, PlanView } from "./status.ts";
import type { Store } from "./store.ts";

/** A rollout as the store keeps it: where it starts, and everything that has happened. */
export interface Rollout {
  readonly start: string;
  readonly holidays: readonly string[];
  readonly log: readonly Event[];
}

export function readRollout(store: Store): Rollout | undefined {
  return store.get("rollout") as Rollout | undefined;
}

/** Asks the kernel for a command, and keeps what it leads to. A refusal changes nothing. */
export function tell(
  store: Store,
  template: Template,
  command: Command,
  { actor, at }: { readonly actor: Actor; readonly at: string },
): Result<RolloutState, Rejection> {
  const rollout = readRollout(store);
  if (rollout === undefined) throw new RangeError("the store holds no rollout");
  const kernel = compile(template);
  const state = kernel.fold(rollout.log);
  const result = kernel.decide(state, command, { actor, at });
  if (!result.ok) return result;
  store.set("rollout", { ...rollout, log: [...rollout.log, ...result.value] } satisfies Rollout, at);
  return { ok: true, value: result.value.reduce((before, event) => kernel.evolve(before, event), state) };
}

/** The days on which the log says that work was done and milestones were passed. */
function doneDates(log: readonly Event[]): Readonly<Record<string, KnownDate>> {
  const dates = new Map<string, KnownDate>();
  for (const event of log) {
    const day = event.at.slice(0, 10);
    if (event.type === "activity.completed") dates.set(event.activity, { done: day });
    else if (event.type === "activity.reopened") dates.delete(event.activity);
    else if (event.type === "milestone.reviewed") {
      if (event.outcome === "approve" || event.outcome === "approve-with-conditions")
        dates.set(event.milestone, { done: day });
    }
  }
  return Object.fromEntries(dates);
}

/**
 * The plan from a day on: what is done stays, everything else begins on that day at the earliest, and not before what is
 * known from elsewhere (training that has been placed).
 */
export function planFrom(
  template: Template,
  { start, holidays, log }: Rollout,
  { today, known }: { readonly today: string; readonly known: Readonly<Record<string, string>> },
): Plan {
  const done = doneDates(log);
  const state = compile(template).fold(log);
  const open = template.phases
    .flatMap(({ activities }) => activities.map(({ id }) => id))
    .filter((id) => done[id] === undefined);
  const later = (id: string) =>
    [known[id], today]
      .filter((day) => day !== undefined)
      .toSorted()
      .at(-1) ?? today;
  const dates: Record<string, KnownDate> = { ...done };
  for (const id of open) dates[id] = { notBefore: later(id) };
  for (const [id, notBefore] of Object.entries(known)) dates[id] ??= { notBefore };
  return createPlan(template, { start, calendar: { holidays }, decisions: state.decisions, dates });
}

/** What is open before a milestone, by the kernel: the reasons it would refuse to pass it now. */
function openBefore(template: Template, log: readonly Event[], milestone: string): Rejection | undefined {
  const kernel = compile(template);
  const approver = template.phases.find((phase) => phase.milestone?.id === milestone)?.milestone?.approver;
  const actor: Actor = { party: approver?.party ?? "", ...(approver ? { body: approver.body } : {}) };
  const command: Command = { type: "review", milestone, outcome: "approve" };
  const result = kernel.decide(kernel.fold(log), command, { actor, at: "1970-01-01T00:00:00Z" });
  return result.ok ? undefined : result.error;
}

/** What a simulation knows of a plan, by id. */
export interface Forecast {
  readonly milestones: Readonly<
    Record<string, { readonly p50: string; readonly p80: string; readonly standardError: number }>
  >;
  readonly criticality: Readonly<Record<string, number>>;
}

/** The plan as the page and the terminal show it. */
export function planView(
  template: Template,
  scheduled: Schedule,
  log: readonly Event[],
  findings: readonly FindingView[],
  forecast?: Forecast,
): PlanView {
  const state = compile(template).fold(log);
  const times = new Map(scheduled.activities.map((activity) => [activity.id, activity]));
  const milestones = new Map(scheduled.milestones.map((milestone) => [milestone.id, milestone]));
  const phases = template.phases.map((phase): PhaseView => {
    const activities = phase.activities.map((activity): ActivityView => {
      const at = times.get(activity.id);
      const criticality = forecast?.criticality[activity.id];
      return {
        id: activity.id,
        title: activity.title,
        start: at?.start ?? "",
        end: at?.end ?? "",
        responsible: activity.responsible,
        mandatory: activity.obligation === "mandatory",
        critical: at?.isCritical ?? false,
        ...(criticality === undefined ? {} : { criticality }),
        state: at === undefined ? "excluded" : stateOf(state.activities[activity.id]),
      };
    });
    const included = activities.filter((activity) => activity.state !== "excluded");
    const days = included.flatMap(({ start, end }) => [start, end]).toSorted();
    const milestone = phase.milestone;
    const date = milestone && milestones.get(milestone.id)?.date;
    return {
      id: phase.id,
      title: phase.title,
      start: days[0] ?? scheduled.start,
      end: days.at(-1) ?? scheduled.end,
      activities,
      ...(milestone && date !== undefined
        ? {
            milestone: milestoneView(
              template,
              log,
              { id: milestone.id, title: milestone.title, date },
              state,
              forecast,
            ),
          }
        : {}),
    };
  });
  return { start: scheduled.start, end: scheduled.end, phases, findings };
}

const stateOf = (state: RolloutState["activities"][string] | undefined): ActivityView["state"] =>
  state === "done" ? "done" : state === "started" ? "started" : "planned";

function milestoneView(
  template: Template,
  log: readonly Event[],
  milestone: Pick<MilestoneView, "id" | "title" | "date">,
  state: RolloutState,
  forecast: Forecast | undefined,
): MilestoneView {
  const isPassed = state.milestones[milestone.id]?.status === "passed";
  const found = forecast?.milestones[milestone.id];
  return {
    ...milestone,
    ...(found && !isPassed ? found : {}),
    state: isPassed ? "passed" : "open",
    open: isPassed
      ? []
      : (openBefore(template, log, milestone.id)?.unmet ?? []).map(({ title, by }) => ({ title, by })),
  };
}
