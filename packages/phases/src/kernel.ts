import type { Result, Text } from "./finding.ts";
import { type Activity, activitiesOf, milestonesOf, type Milestone, type Phase, type Template } from "./template.ts";

/** Who acts: for which party, and in which body when the act is a body's. */
export interface Actor {
  readonly party: string;
  readonly body?: string;
  /** Who it was, in the words of the system that keeps the log. */
  readonly id?: string;
}

/** What the kernel is told besides the command: it has no clock of its own. */
export interface Context {
  readonly actor: Actor;
  /** ISO 8601 instant. */
  readonly at: string;
}

export type Outcome = "approve" | "approve-with-conditions" | "recycle" | "hold" | "terminate";

export type Command =
  | { readonly type: "decide"; readonly decision: string; readonly value: boolean }
  | { readonly type: "start"; readonly activity: string }
  | { readonly type: "complete"; readonly activity: string; readonly evidence?: string }
  | { readonly type: "reopen"; readonly activity: string; readonly reason: string }
  | {
      readonly type: "review";
      readonly milestone: string;
      readonly outcome: Outcome;
      readonly conditions?: readonly string[];
    }
  | { readonly type: "fulfil"; readonly milestone: string; readonly condition: string; readonly evidence?: string };

interface Stamp {
  readonly at: string;
  readonly actor: Actor;
}

export type Event = Stamp &
  (
    | { readonly type: "decision.made"; readonly decision: string; readonly value: boolean }
    | { readonly type: "activity.started"; readonly activity: string }
    | { readonly type: "activity.completed"; readonly activity: string; readonly evidence?: string }
    | { readonly type: "activity.reopened"; readonly activity: string; readonly reason: string }
    | {
        readonly type: "milestone.reviewed";
        readonly milestone: string;
        readonly outcome: Outcome;
        readonly conditions: readonly string[];
      }
    | {
        readonly type: "condition.fulfilled";
        readonly milestone: string;
        readonly condition: string;
        readonly evidence?: string;
      }
  );

/** How a milestone stands. `stale`: it was passed, and work before it has been opened since. */
export interface GateState {
  readonly status: "open" | "held" | "passed" | "stale";
  /** Conditions of the approval that are not fulfilled: mandatory work for the next milestone. */
  readonly conditions: readonly string[];
}

/** How a rollout stands. Plain data. */
export interface RolloutState {
  readonly template: string;
  readonly status: "running" | "closed" | "terminated";
  readonly decisions: Readonly<Record<string, boolean>>;
  readonly activities: Readonly<Record<string, "open" | "started" | "done">>;
  readonly milestones: Readonly<Record<string, GateState>>;
  /** Events so far. */
  readonly revision: number;
}

/** Something that stands in the way, and who can take it away. */
export interface Unmet {
  readonly kind: "activity" | "decision" | "milestone" | "condition";
  readonly id: string;
  readonly title: Text;
  /** Parties that can supply it. */
  readonly by: readonly string[];
}

export type RejectionCode =
  | "phases.unknown"
  | "phases.not-allowed"
  | "phases.ended"
  | "phases.excluded"
  | "phases.wrong-state"
  | "phases.work-open"
  | "phases.conditions-missing";

/** Why a command was refused. */
export interface Rejection extends Text {
  readonly code: RejectionCode;
  readonly unmet: readonly Unmet[];
}

/** A template as a machine: pure functions over plain states. */
export interface Kernel {
  initial(): RolloutState;
  /** What a command leads to, or why it is refused. The state is not changed. */
  decide(state: RolloutState, command: Command, context: Context): Result<readonly Event[], Rejection>;
  /** The state after an event. */
  evolve(state: RolloutState, event: Event): RolloutState;
  /** The state after a whole log. */
  fold(events: readonly Event[]): RolloutState;
  /** What would stand in the way of a command: empty when nothing does. */
  explain(state: RolloutState, command: Command, context: Context): readonly Unmet[];
  /** Every command the actor could give now. */
  commands(state: RolloutState, actor: Actor): readonly Command[];
  /** Whether an activity is part of the plan; undefined while its decision is not taken. */
  isIncluded(state: RolloutState, activity: string): boolean | undefined;
}

const refuse = (
  code: RejectionCode,
  sv: string,
  en: string,
  unmet: readonly Unmet[] = [],
): { readonly ok: false; readonly error: Rejection } => ({
  ok: false,
  error: { code, sv, en, unmet },
});

/**
 * Makes a template into a machine. A milestone passes only when every mandatory activity up to it is done, the decisions
 * that could include more are taken, earlier milestones are passed and their conditions fulfilled, and the right body of
 * the right party says so.
 * @example
 * const kernel = compile(rolloutTemplate);
 * const context = { actor: { party: "customer", body: "steering-group" }, at: "2027-03-19T09:00:00Z" };
 * kernel.decide(kernel.initial(), { type: "review", milestone: "m1", outcome: "approve" }, context); // refused, with 11 activities to do
 */
export function compile(template: Template): Kernel {
  const activities = new Map(activitiesOf(template).map(({ activity, phase }) => [activity.id, { activity, phase }]));
  const gates = milestonesOf(template);
  const gateIndex = new Map(gates.map(({ milestone }, index) => [milestone.id, index]));
  const decisions = new Map(template.decisions.map((decision) => [decision.id, decision]));
  // The work a gate guards: everything up to its phase that an earlier gate does not.
  const guarded = gates.map(({ phase }) => workUpTo(template, phase));

  const included = (state: RolloutState, activity: Activity): boolean | undefined => {
    if (!activity.condition) return true;
    const decided = state.decisions[activity.condition.decision];
    return decided === undefined ? undefined : decided === activity.condition.is;
  };

  /** What keeps a gate shut. */
  function unmetOf(state: RolloutState, index: number): readonly Unmet[] {
    const unmet = new Map<string, Unmet>();
    for (let earlier = 0; earlier < index; earlier += 1) {
      const gate = gates[earlier]?.milestone;
      const stands = gate && state.milestones[gate.id];
      if (!gate || !stands) continue;
      if (stands.status !== "passed")
        unmet.set(gate.id, {
          kind: "milestone",
          id: gate.id,
          title: gate.title,
          by: gate.approver ? [gate.approver.party] : [],
        });
      for (const condition of stands.conditions) {
        unmet.set(`${gate.id} ${condition}`, {
          kind: "condition",
          id: condition,
          title: { sv: condition, en: condition },
          by: template.parties.map(({ id }) => id),
        });
      }
    }
    for (const activity of guarded[index] ?? []) {
      if (activity.obligation !== "mandatory") continue;
      const isIn = included(state, activity);
      if (isIn === undefined && activity.condition) {
        const decision = decisions.get(activity.condition.decision);
        if (decision)
          unmet.set(decision.id, { kind: "decision", id: decision.id, title: decision.title, by: [decision.by] });
      } else if (isIn && state.activities[activity.id] !== "done") {
        unmet.set(activity.id, {
          kind: "activity",
          id: activity.id,
          title: activity.title,
          by: activity.responsible.length > 0 ? activity.responsible : template.parties.map(({ id }) => id),
        });
      }
    }
    return [...unmet.values()];
  }

  function decideReview(
    state: RolloutState,
    command: Extract<Command, { type: "review" }>,
    { actor, at }: Context,
  ): Result<readonly Event[], Rejection> {
    const index = gateIndex.get(command.milestone);
    const gate = index === undefined ? undefined : gates[index]?.milestone;
    if (index === undefined || !gate) return unknown(command.milestone);
    const { approver } = gate;
    if (approver?.party !== actor.party || approver.body !== actor.body) {
      return refuse(
        "phases.not-allowed",
        `Bara ${approver?.body ?? "ingen"} hos ${approver?.party ?? "ingen"} kan pröva milstolpen.`,
        `Only ${approver?.body ?? "nobody"} of ${approver?.party ?? "nobody"} can review the milestone.`,
      );
    }
    if (state.milestones[gate.id]?.status === "passed")
      return refuse("phases.wrong-state", "Milstolpen är redan passerad.", "The milestone has been passed already.");
    const conditions = command.conditions ?? [];
    if (command.outcome === "approve-with-conditions" && conditions.length === 0) {
      return refuse(
        "phases.conditions-missing",
        "Ett villkorat godkännande ska ha villkor.",
        "An approval with conditions has conditions.",
      );
    }
    if (command.outcome === "approve" || command.outcome === "approve-with-conditions") {
      const unmet = unmetOf(state, index);
      if (unmet.length > 0)
        return refuse(
          "phases.work-open",
          `${unmet.length} saker återstår före milstolpen.`,
          `${unmet.length} things remain before the milestone.`,
          unmet,
        );
    }
    return {
      ok: true,
      value: [
        {
          type: "milestone.reviewed",
          milestone: gate.id,
          outcome: command.outcome,
          conditions: command.outcome === "approve-with-conditions" ? conditions : [],
          at,
          actor,
        },
      ],
    };
  }

  function decideActivity(
    state: RolloutState,
    command: Extract<Command, { activity: string }>,
    { actor, at }: Context,
  ): Result<readonly Event[], Rejection> {
    const found = activities.get(command.activity);
    if (!found) return unknown(command.activity);
    const { activity } = found;
    if (activity.responsible.length > 0 && !activity.responsible.includes(actor.party)) {
      return refuse(
        "phases.not-allowed",
        `Aktiviteten svarar ${activity.responsible.join(", ")} för.`,
        `${activity.responsible.join(", ")} answers for the activity.`,
      );
    }
    const isIn = included(state, activity);
    if (!isIn) {
      const decision = decisions.get(activity.condition?.decision ?? "");
      const unmet: readonly Unmet[] = decision
        ? [{ kind: "decision", id: decision.id, title: decision.title, by: [decision.by] }]
        : [];
      return refuse(
        "phases.excluded",
        "Aktiviteten ingår inte i planen.",
        "The activity is not part of the plan.",
        isIn === undefined ? unmet : [],
      );
    }
    const stands = state.activities[activity.id] ?? "open";
    const allowed = { start: stands === "open", complete: stands !== "done", reopen: stands === "done" }[command.type];
    if (!allowed)
      return refuse(
        "phases.wrong-state",
        `Aktiviteten är ${stands === "done" ? "klar" : "öppen"}.`,
        `The activity is ${stands}.`,
      );
    if (command.type === "start")
      return { ok: true, value: [{ type: "activity.started", activity: activity.id, at, actor }] };
    if (command.type === "reopen")
      return {
        ok: true,
        value: [{ type: "activity.reopened", activity: activity.id, reason: command.reason, at, actor }],
      };
    return {
      ok: true,
      value: [
        {
          type: "activity.completed",
          activity: activity.id,
          ...(command.evidence === undefined ? {} : { evidence: command.evidence }),
          at,
          actor,
        },
      ],
    };
  }

  function decide(state: RolloutState, command: Command, context: Context): Result<readonly Event[], Rejection> {
    if (state.status !== "running" && !(state.status === "closed" && command.type === "reopen")) {
      return refuse("phases.ended", "Införandet är avslutat.", "The rollout has ended.");
    }
    const { actor, at } = context;
    switch (command.type) {
      case "start":
      case "complete":
      case "reopen":
        return decideActivity(state, command, context);
      case "review":
        return decideReview(state, command, context);
      case "decide": {
        const decision = decisions.get(command.decision);
        if (!decision) return unknown(command.decision);
        if (decision.by !== actor.party)
          return refuse(
            "phases.not-allowed",
            `Beslutet tas av ${decision.by}.`,
            `The decision is taken by ${decision.by}.`,
          );
        return { ok: true, value: [{ type: "decision.made", decision: decision.id, value: command.value, at, actor }] };
      }
      case "fulfil": {
        const gate = state.milestones[command.milestone];
        if (!gate) return unknown(command.milestone);
        if (!gate.conditions.includes(command.condition))
          return refuse(
            "phases.wrong-state",
            "Villkoret finns inte eller är uppfyllt.",
            "There is no such condition, or it is fulfilled.",
          );
        return {
          ok: true,
          value: [
            {
              type: "condition.fulfilled",
              milestone: command.milestone,
              condition: command.condition,
              ...(command.evidence === undefined ? {} : { evidence: command.evidence }),
              at,
              actor,
            },
          ],
        };
      }
    }
  }

  function evolve(state: RolloutState, event: Event): RolloutState {
    const next = { ...state, revision: state.revision + 1 };
    switch (event.type) {
      case "decision.made":
        return stale({ ...next, decisions: { ...state.decisions, [event.decision]: event.value } });
      case "activity.started":
        return { ...next, activities: { ...state.activities, [event.activity]: "started" } };
      case "activity.completed":
        return { ...next, activities: { ...state.activities, [event.activity]: "done" } };
      case "activity.reopened":
        return stale({ ...next, status: "running", activities: { ...state.activities, [event.activity]: "open" } });
      case "condition.fulfilled": {
        const gate = state.milestones[event.milestone];
        const conditions = gate?.conditions.filter((condition) => condition !== event.condition) ?? [];
        return closed({
          ...next,
          milestones: { ...state.milestones, [event.milestone]: { status: gate?.status ?? "open", conditions } },
        });
      }
      case "milestone.reviewed":
        return reviewed(next, event);
    }
  }

  function reviewed(state: RolloutState, event: Extract<Event, { type: "milestone.reviewed" }>): RolloutState {
    const before = state.milestones[event.milestone];
    const put = (gate: GateState) => ({ ...state, milestones: { ...state.milestones, [event.milestone]: gate } });
    switch (event.outcome) {
      case "terminate":
        return { ...state, status: "terminated" };
      case "hold":
        return put({ status: "held", conditions: before?.conditions ?? [] });
      case "recycle":
        return put({ status: "open", conditions: before?.conditions ?? [] });
      case "approve":
      case "approve-with-conditions":
        return closed(put({ status: "passed", conditions: event.conditions }));
    }
  }

  /** Closed when every milestone is passed and no condition is left. */
  function closed(state: RolloutState): RolloutState {
    const isClosed = gates.every(
      ({ milestone }) =>
        state.milestones[milestone.id]?.status === "passed" && state.milestones[milestone.id]?.conditions.length === 0,
    );
    return isClosed ? { ...state, status: "closed" } : state;
  }

  /** A passed gate whose work is open again is no longer passed, nor is any after it. */
  function stale(state: RolloutState): RolloutState {
    const first = gates.findIndex(({ milestone }, index) => {
      const isPassed = state.milestones[milestone.id]?.status === "passed";
      return (
        isPassed &&
        (guarded[index] ?? []).some(
          (activity) =>
            activity.obligation === "mandatory" &&
            included(state, activity) &&
            state.activities[activity.id] !== "done",
        )
      );
    });
    if (first === -1) return state;
    const milestones = Object.fromEntries(
      gates.map(({ milestone }, index) => {
        const gate = state.milestones[milestone.id] ?? { status: "open", conditions: [] };
        return [
          milestone.id,
          index >= first && gate.status === "passed" ? { ...gate, status: "stale" as const } : gate,
        ];
      }),
    );
    return { ...state, status: state.status === "closed" ? "running" : state.status, milestones };
  }

  const initial = (): RolloutState => ({
    template: `${template.id}@${template.version}`,
    status: "running",
    decisions: {},
    activities: Object.fromEntries([...activities.keys()].map((id) => [id, "open" as const])),
    milestones: Object.fromEntries(
      gates.map(({ milestone }) => [milestone.id, { status: "open" as const, conditions: [] }]),
    ),
    revision: 0,
  });

  return {
    initial,
    decide,
    evolve,
    fold: (events) => events.reduce(evolve, initial()),
    explain(state, command, context) {
      const result = decide(state, command, context);
      return result.ok ? [] : result.error.unmet;
    },
    commands(state, actor) {
      const context = { actor, at: "1970-01-01T00:00:00Z" };
      return everyCommand(template).filter((command) => decide(state, command, context).ok);
    },
    isIncluded(state, id) {
      const found = activities.get(id);
      return found ? included(state, found.activity) : undefined;
    },
  };
}

const unknown = (id: string) =>
  refuse("phases.unknown", `”${id}” finns inte i mallen.`, `"${id}" is not in the template.`);

/** The activities of every phase up to and with this one. */
function workUpTo(template: Template, phase: Phase): readonly Activity[] {
  const last = template.phases.indexOf(phase);
  return template.phases.slice(0, last + 1).flatMap(({ activities }) => activities);
}

/** Every command without free text that a template knows. */
function everyCommand(template: Template): readonly Command[] {
  return [
    ...template.decisions.flatMap(({ id }) =>
      [true, false].map((value): Command => ({ type: "decide", decision: id, value })),
    ),
    ...activitiesOf(template).flatMap(({ activity }): readonly Command[] => [
      { type: "start", activity: activity.id },
      { type: "complete", activity: activity.id },
      { type: "reopen", activity: activity.id, reason: "" },
    ]),
    ...milestonesOf(template).flatMap(({ milestone }: { readonly milestone: Milestone }) =>
      (["approve", "recycle", "hold", "terminate"] as const).map((outcome): Command => ({
        type: "review",
        milestone: milestone.id,
        outcome,
      })),
    ),
  ];
}
