import type { Actor, Command, CommandFor, Context } from "./command.ts";
import { decide } from "./decide.ts";
import type { Event } from "./event.ts";
import { apply } from "./evolve.ts";
import type { Result } from "./finding.ts";
import type { Rejection, Unmet } from "./rejection.ts";
import { draftOf, gateAt, type RolloutState } from "./rollout-state.ts";
import { isIncluded, type Tables, tablesOf } from "./tables.ts";
import type { ActivityId, Template } from "./template.ts";

/** A template as a machine: pure functions over plain states. */
export interface Kernel<T extends Template = Template> {
  /** Nothing decided, nothing done. */
  initial(this: void): RolloutState;
  /** What a command leads to, or why it is refused. The state is not changed. */
  decide(
    this: void,
    state: RolloutState,
    command: CommandFor<T>,
    context: Context,
  ): Result<readonly Event[], Rejection>;
  /** The state after an event. */
  evolve(this: void, state: RolloutState, event: Event): RolloutState;
  /** The state after a log, from the start or from `state`. One copy in all, so that a long log is cheap. */
  fold(this: void, events: Iterable<Event>, state?: RolloutState): RolloutState;
  /** What would stand in the way of a command, and who can take it away. Empty when it would be accepted. */
  explain(this: void, state: RolloutState, command: CommandFor<T>, context: Context): readonly Unmet[];
  /** Every command the actor could give now; texts that a person has to write are "…". */
  commands(this: void, state: RolloutState, actor: Actor): readonly CommandFor<T>[];
  /** Whether an activity is part of the plan; undefined while its decision is not taken. */
  isIncluded(this: void, state: RolloutState, activity: ActivityId<T>): boolean | undefined;
}

/**
 * Makes a template into a machine. A milestone passes only when every mandatory activity up to it is done, the decisions
 * that could include more are taken, earlier milestones are passed and their conditions fulfilled, nothing blocks it, and
 * the right body of the right party says so. `compile<typeof ours>(ours)` knows the ids of a template written in code: a
 * misspelt one does not compile. The template is one that `lintTemplate` finds no `must` in.
 * @example
 * const kernel = compile(rolloutTemplate);
 * const context = { actor: { party: "customer", body: "steering-group" }, at: "2027-03-19T09:00:00Z" };
 * kernel.decide(kernel.initial(), { type: "review", milestone: "m1", outcome: "approve" }, context); // refused: 10 activities, 1 decision
 */
export function compile<T extends Template = Template>(template: NoInfer<T>): Kernel<T> {
  const tables = tablesOf(template);
  const commandsOf = (state: RolloutState) => everyCommand(tables, state) as readonly CommandFor<T>[];
  const start = initialState(tables);
  return {
    initial: () => start,
    decide: (state, command, context) => decide(tables, state, command, context),
    evolve(state, event) {
      const draft = draftOf(state);
      apply(tables, draft, event);
      return draft;
    },
    fold(events, state = start) {
      const draft = draftOf(state);
      for (const event of events) apply(tables, draft, event);
      return draft;
    },
    explain(state, command, context) {
      const result = decide(tables, state, command, context);
      return result.ok ? [] : result.error.unmet;
    },
    commands(state, actor) {
      const context = { actor, at: "1970-01-01T00:00:00Z" };
      return commandsOf(state).filter((command) => decide(tables, state, command, context).ok);
    },
    isIncluded(state, id) {
      const found = tables.activities.get(id);
      return found && isIncluded(state, found.activity);
    },
  };
}

function initialState({ name, activities, gates }: Tables): RolloutState {
  const open = gateAt("open");
  return {
    template: name,
    status: "running",
    decisions: {},
    activities: Object.fromEntries([...activities.keys()].map((id) => [id, "open" as const])),
    milestones: Object.fromEntries(gates.map(({ id }) => [id, open])),
    issues: {},
    revision: 0,
  };
}

/** Every command there is a name for, allowed or not. */
function everyCommand({ template, activities, gates }: Tables, state: RolloutState): readonly Command[] {
  const text = "…";
  return [
    ...template.decisions.flatMap(({ id }) =>
      [true, false].map((value): Command => ({ type: "decide", decision: id, value })),
    ),
    ...[...activities.keys()].flatMap((activity): readonly Command[] => [
      { type: "start", activity },
      { type: "complete", activity },
      { type: "reopen", activity, reason: text },
    ]),
    ...gates.flatMap(({ id: milestone }): readonly Command[] => [
      { type: "submit", milestone },
      ...(["approve", "recycle", "hold", "terminate"] as const).map((outcome): Command => ({
        type: "review",
        milestone,
        outcome,
      })),
      { type: "review", milestone, outcome: "approve-with-conditions", conditions: [text] },
      ...(state.milestones[milestone]?.conditions ?? []).map((condition): Command => ({
        type: "fulfil",
        milestone,
        condition,
      })),
    ]),
    ...Object.keys(state.issues).flatMap((issue): readonly Command[] => [
      { type: "escalate", issue },
      { type: "settle", issue, decision: text },
      { type: "return", issue },
    ]),
    { type: "hand-over" },
  ];
}
