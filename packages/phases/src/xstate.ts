import { type Actor as XstateActor, assign, createActor, setup } from "xstate";
import { type ChartConfig, type ChartDetail, chartOf, placeOf, valueOf } from "./chart.ts";
import type { Actor, Command } from "./command.ts";
import type { Event } from "./event.ts";
import type { Finding, Result } from "./finding.ts";
import { compile } from "./kernel.ts";
import { finding } from "./messages.ts";
import type { GateState, RolloutState } from "./rollout-state.ts";
import type { Template } from "./template.ts";

export { toMermaid, toScxml } from "./diagrams.ts";
export type { ChartConfig, ChartDetail, ChartGuard, ChartState, ChartTransition } from "./chart.ts";

/** A command as the machine's event, with who gives it and when; or a log, to be taken in at once (coarse chart only). */
export type RolloutEvent =
  | (Command & { readonly actor: Actor; readonly at: string })
  | { readonly type: "replay"; readonly log: readonly Event[] };

/** The machine's context: the kernel's state, whole. */
export interface RolloutContext {
  readonly rollout: RolloutState;
}

export interface MachineOptions {
  /**
   * `milestones` (default): a state before each milestone, activities in the context: fast, and the same for every edit of
   * the work. `activities`: a region for every activity, milestone and decision, for diagrams and editors.
   */
  readonly detail?: ChartDetail;
}

/** The machine's configuration: pure JSON, every guard and action a name with parameters. */
export function toMachineConfig(template: Template, { detail = "milestones" }: MachineOptions = {}): ChartConfig {
  return chartOf(template, detail);
}

/**
 * The template as an xstate 5 machine. All rules are the kernel's: the machine refuses what the kernel refuses.
 * @example
 * const actor = createActor(toMachine(rolloutTemplate)).start();
 * actor.send({ type: "complete", activity: "staffing", actor: { party: "customer" }, at: "2027-03-05T10:00:00Z" });
 * actor.getSnapshot().value; // "before-m1"
 */
// The machine's type is xstate's to infer: written out it would be a page of its internals.
export function toMachine(template: Template, options: MachineOptions = {}) {
  const kernel = compile(template);
  // The guards of one event all ask for the same step: it is taken once.
  let asked:
    | { readonly before: RolloutState; readonly event: RolloutEvent; readonly after: RolloutState | undefined }
    | undefined;
  const step = (before: RolloutState, event: RolloutEvent): RolloutState | undefined => {
    if (asked?.before !== before || asked.event !== event) asked = { before, event, after: taken(before, event) };
    return asked.after;
  };
  const taken = (before: RolloutState, event: RolloutEvent): RolloutState | undefined => {
    if (event.type === "replay") return kernel.fold(event.log, before);
    const result = kernel.decide(before, event, event);
    return result.ok ? kernel.fold(result.value, before) : undefined;
  };
  type Args = { readonly context: RolloutContext; readonly event: RolloutEvent };
  return setup({
    types: { context: {} as RolloutContext, events: {} as RolloutEvent },
    guards: {
      allowed: ({ context, event }: Args) => step(context.rollout, event) !== undefined,
      leadsTo: ({ context, event }: Args, { place }: { place: string }) => {
        const after = step(context.rollout, event);
        return after !== undefined && placeOf(template, after) === place;
      },
      concerns: ({ context, event }: Args, { activity }: { activity: string }) =>
        "activity" in event && event.activity === activity && step(context.rollout, event) !== undefined,
      decides: ({ context, event }: Args, { decision, value }: { decision: string; value: boolean }) =>
        event.type === "decide" &&
        event.decision === decision &&
        event.value === value &&
        step(context.rollout, event) !== undefined,
      turns: ({ context, event }: Args, { milestone, status }: { milestone: string; status: GateState["status"] }) =>
        step(context.rollout, event)?.milestones[milestone]?.status === status,
      ends: ({ context, event }: Args, { status }: { status: RolloutState["status"] }) =>
        step(context.rollout, event)?.status === status,
    },
    actions: {
      apply: assign(({ context, event }) => ({ rollout: step(context.rollout, event) ?? context.rollout })),
    },
  }).createMachine({ ...(toMachineConfig(template, options) as object), context: { rollout: kernel.initial() } });
}

/** The machine of {@link toMachine}. */
export type RolloutMachine = ReturnType<typeof toMachine>;

/**
 * An actor that stands where a log has led, not started. The log is folded by the kernel, so that a hundred thousand events
 * are a matter of milliseconds.
 * @example
 * const actor = restoreActor(rolloutTemplate, events).start();
 */
export function restoreActor(
  template: Template,
  log: readonly Event[],
  options: MachineOptions = {},
): XstateActor<RolloutMachine> {
  return actorAt(template, compile(template).fold(log), options);
}

/** What is kept of an actor: the kernel's state and the template it is a state of. The chart's state follows from it. */
export interface SavedActor {
  readonly form: "milstolpe.phases.actor/1";
  readonly rollout: RolloutState;
}

/** An actor as JSON. */
export function saveActor(actor: { readonly getSnapshot: () => { readonly context: RolloutContext } }): SavedActor {
  return { form: "milstolpe.phases.actor/1", rollout: actor.getSnapshot().context.rollout };
}

/**
 * An actor from what was saved. What was saved of another template or version, in another form, or with ids the template does
 * not have is refused: fold the log, or `migrate` it, instead.
 */
export function reviveActor(
  template: Template,
  saved: SavedActor,
  options: MachineOptions = {},
): Result<XstateActor<RolloutMachine>, Finding> {
  const initial = compile(template).initial();
  const isOurs =
    saved.form === "milstolpe.phases.actor/1" &&
    saved.rollout.template === initial.template &&
    sameKeys(saved.rollout.activities, initial.activities) &&
    sameKeys(saved.rollout.milestones, initial.milestones);
  if (!isOurs)
    return { ok: false, error: finding("phases.foreign-snapshot", template.id, { template: initial.template }) };
  return { ok: true, value: actorAt(template, saved.rollout, options) };
}

const sameKeys = (one: object, other: object): boolean =>
  JSON.stringify(Object.keys(one).toSorted()) === JSON.stringify(Object.keys(other).toSorted());

function actorAt(template: Template, rollout: RolloutState, options: MachineOptions): XstateActor<RolloutMachine> {
  const machine = toMachine(template, options);
  const value = valueOf(template, options.detail ?? "milestones", rollout);
  return createActor(machine, { snapshot: machine.resolveState({ value, context: { rollout } }) });
}
