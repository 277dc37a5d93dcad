import type { ActivityStatus, GateState, RolloutState } from "./rollout-state.ts";
import { activitiesOf, milestonesOf, type Template } from "./template.ts";

// The charts as JSON: nothing but names in them. What the names mean is in the binding (`xstate.ts`), and that asks the kernel.

/** A guard by name: `allowed` asks the kernel, the others what the command would lead to. */
export type ChartGuard =
  | { readonly type: "allowed" }
  | { readonly type: "leadsTo"; readonly params: { readonly place: string } }
  | { readonly type: "concerns"; readonly params: { readonly activity: string } }
  | { readonly type: "decides"; readonly params: { readonly decision: string; readonly value: boolean } }
  | { readonly type: "turns"; readonly params: { readonly milestone: string; readonly status: GateState["status"] } }
  | { readonly type: "ends"; readonly params: { readonly status: RolloutState["status"] } };

export interface ChartTransition {
  readonly target?: string;
  readonly guard: ChartGuard;
  readonly actions?: { readonly type: "apply" };
}

export interface ChartState {
  readonly type?: "final" | "parallel";
  readonly initial?: string;
  readonly states?: Readonly<Record<string, ChartState>>;
  readonly on?: Readonly<Record<string, readonly ChartTransition[]>>;
}

/** A machine's configuration as JSON, as xstate and editors of state charts read it. */
export interface ChartConfig extends ChartState {
  readonly id: string;
  readonly states: Readonly<Record<string, ChartState>>;
}

/** Where a rollout stands, as the chart's state: a name, or one for each region. */
export type ChartValue = string | Readonly<Record<string, string>>;

/** `milestones`: a state before each, activities in the context. `activities`: besides, a region for every activity. */
export type ChartDetail = "milestones" | "activities";

/** Commands that never move a rollout from one place to another. */
const local = ["start", "complete", "submit", "raise", "escalate", "settle", "return"] as const;
/** Commands that may. */
const moving = ["decide", "reopen", "review", "fulfil", "hand-over"] as const;
const apply = { type: "apply" } as const;
const ends = ["closed", "maintenance", "terminated"] as const;

/** The chart of a template. */
export function chartOf(template: Template, detail: ChartDetail): ChartConfig {
  return detail === "milestones" ? milestoneChart(template) : activityChart(template);
}

/** The state of the chart for a state of the kernel. */
export function valueOf(template: Template, detail: ChartDetail, rollout: RolloutState): ChartValue {
  if (detail === "milestones") return placeOf(template, rollout);
  const value = new Map<string, string>([["lifecycle", rollout.status]]);
  for (const { id } of template.decisions) value.set(`decision-${id}`, decided(rollout.decisions[id]));
  for (const { activity } of activitiesOf(template))
    value.set(`activity-${activity.id}`, rollout.activities[activity.id] ?? "open");
  for (const { milestone } of milestonesOf(template))
    value.set(`milestone-${milestone.id}`, rollout.milestones[milestone.id]?.status ?? "open");
  return Object.fromEntries(value);
}

/** Before the first milestone that is not passed (or, with conditions left, the last), or at an end. */
export function placeOf(template: Template, { status, milestones }: RolloutState): string {
  if (status !== "running") return status;
  const ids = milestonesOf(template).map(({ milestone }) => milestone.id);
  return `before-${ids.find((id) => milestones[id]?.status !== "passed") ?? ids.at(-1) ?? "end"}`;
}

function placesOf(template: Template): readonly string[] {
  const before = milestonesOf(template).map(({ milestone }) => `before-${milestone.id}`);
  return before.length > 0 ? before : ["before-end"];
}

function milestoneChart(template: Template): ChartConfig {
  const places = [...placesOf(template), ...ends];
  const from = (place: string): ChartState => {
    if (place === "terminated") return { type: "final" };
    const move = [
      ...places
        .filter((other) => other !== place)
        .map((other): ChartTransition => ({
          target: other,
          guard: { type: "leadsTo", params: { place: other } },
          actions: apply,
        })),
      { guard: { type: "allowed" }, actions: apply } as const,
    ];
    return {
      on: Object.fromEntries<readonly ChartTransition[]>([
        ...local.map((type) => [type, [{ guard: { type: "allowed" }, actions: apply }]] as const),
        ...moving.map((type) => [type, move] as const),
        // A whole log at once.
        ["replay", move],
      ]),
    };
  };
  return {
    id: template.id,
    initial: places[0] ?? "closed",
    states: Object.fromEntries(places.map((place) => [place, from(place)])),
  };
}

const decided = (value: boolean | undefined): string => (value === undefined ? "undecided" : value ? "yes" : "no");

/** A region for the lifecycle (which alone keeps the context), and one for each decision, activity and milestone. */
function activityChart(template: Template): ChartConfig {
  const region = (initial: string, states: ChartConfig["states"]): ChartState => ({ initial, states });
  const statuses: readonly RolloutState["status"][] = ["running", ...ends];
  const keep: ChartTransition = { guard: { type: "allowed" }, actions: apply };
  const lifecycle = region(
    "running",
    Object.fromEntries(
      statuses.map((status) => {
        const move = statuses
          .filter((other) => other !== status)
          .map((other): ChartTransition => ({
            target: other,
            guard: { type: "ends", params: { status: other } },
            actions: apply,
          }));
        const on = [
          ...local.map((type) => [type, [keep]] as const),
          ...moving.map((type) => [type, [...move, keep]] as const),
        ];
        return [status, { on: Object.fromEntries<readonly ChartTransition[]>(on) }];
      }),
    ),
  );
  const activity = (id: string) => {
    const to = (target: ActivityStatus): readonly ChartTransition[] => [
      { target, guard: { type: "concerns", params: { activity: id } } },
    ];
    return region("open", {
      open: { on: { start: to("started"), complete: to("done") } },
      started: { on: { complete: to("done") } },
      done: { on: { reopen: to("open") } },
    });
  };
  const decision = (id: string) => {
    const to = (value: boolean): ChartTransition => ({
      target: decided(value),
      guard: { type: "decides", params: { decision: id, value } },
    });
    return region("undecided", {
      undecided: { on: { decide: [to(true), to(false)] } },
      yes: { on: { decide: [to(false)] } },
      no: { on: { decide: [to(true)] } },
    });
  };
  const milestone = (id: string) => {
    const to = (...statuses: readonly GateState["status"][]): readonly ChartTransition[] =>
      statuses.map((status) => ({ target: status, guard: { type: "turns", params: { milestone: id, status } } }));
    return region("open", {
      open: { on: { review: to("passed", "held") } },
      held: { on: { review: to("passed", "open") } },
      passed: { on: { reopen: to("stale"), decide: to("stale") } },
      stale: { on: { review: to("passed", "held", "open") } },
    });
  };
  return {
    id: template.id,
    type: "parallel",
    states: {
      lifecycle,
      ...Object.fromEntries(template.decisions.map(({ id }) => [`decision-${id}`, decision(id)])),
      ...Object.fromEntries(activitiesOf(template).map(({ activity: { id } }) => [`activity-${id}`, activity(id)])),
      ...Object.fromEntries(milestonesOf(template).map(({ milestone: { id } }) => [`milestone-${id}`, milestone(id)])),
    },
  };
}
