import { assign, setup } from "xstate";
import type { Actor, Command } from "./command.ts";
import { compile } from "./kernel.ts";
import type { RolloutState } from "./rollout-state.ts";
import { milestonesOf, type Template } from "./template.ts";

/** A command as the machine's event: with who gives it and when. */
export type RolloutEvent = Command & { readonly actor: Actor; readonly at: string };

/** The machine's context: the kernel's state, whole. */
export interface RolloutContext {
  readonly rollout: RolloutState;
}

const commandTypes = ["decide", "start", "complete", "reopen", "review", "fulfil"] as const;

interface Transition {
  readonly target?: string;
  readonly guard?:
    | { readonly type: "allowed" }
    | { readonly type: "standsAt"; readonly params: { readonly place: string } };
  readonly actions?: { readonly type: "apply" };
}

/** The machine's configuration as JSON: nothing in it but names, which `toMachine` gives their meaning. */
export interface RolloutMachineConfig {
  readonly id: string;
  readonly initial: string;
  readonly states: Readonly<
    Record<
      string,
      {
        readonly type?: "final";
        readonly on?: Readonly<Record<string, Transition>>;
        readonly always?: readonly Transition[];
      }
    >
  >;
}

/** Where a rollout stands: before its first milestone that is not passed, or at an end. */
function placeOf(template: Template, state: RolloutState): string {
  if (state.status !== "running") return state.status;
  const next = milestonesOf(template).find(({ milestone }) => state.milestones[milestone.id]?.status !== "passed");
  // All passed with conditions left: still before the end.
  return `before-${next?.milestone.id ?? milestonesOf(template).at(-1)?.milestone.id ?? "end"}`;
}

/**
 * The template as a chart with a state before each milestone; activities are in the context. Pure JSON: it can be kept,
 * shown and edited in an editor of state charts.
 */
export function toMachineConfig(template: Template): RolloutMachineConfig {
  const places = milestonesOf(template).map(({ milestone }) => `before-${milestone.id}`);
  const ends = ["closed", "terminated"];
  const move = (place: string): Transition => ({ target: place, guard: { type: "standsAt", params: { place } } });
  const on = Object.fromEntries(
    commandTypes.map((type) => [type, { guard: { type: "allowed" }, actions: { type: "apply" } } satisfies Transition]),
  );
  return {
    id: template.id,
    initial: places[0] ?? "closed",
    states: {
      ...Object.fromEntries(
        places.map((place) => [
          place,
          { on, always: [...places, ...ends].filter((other) => other !== place).map(move) },
        ]),
      ),
      // A closed rollout can be opened again; a terminated one can't.
      closed: { on: { reopen: on["reopen"] ?? {} }, always: places.map(move) },
      terminated: { type: "final" },
    },
  };
}

/**
 * The template as an xstate 5 machine. All rules are the kernel's: the machine refuses what the kernel refuses.
 * @example
 * const actor = createActor(toMachine(rolloutTemplate)).start();
 * actor.send({ type: "complete", activity: "staffing", actor: { party: "customer" }, at: "2027-03-05T10:00:00Z" });
 * actor.getSnapshot().value; // "before-m1"
 */
// The machine's type is xstate's to infer: written out it would be three lines of its internals.
export function toMachine(template: Template) {
  const kernel = compile(template);
  return setup({
    types: { context: {} as RolloutContext, events: {} as RolloutEvent },
    guards: {
      allowed: ({ context, event }) => kernel.decide(context.rollout, event, event).ok,
      standsAt: ({ context }, { place }: { place: string }) => placeOf(template, context.rollout) === place,
    },
    actions: {
      apply: assign(({ context, event }) => {
        const result = kernel.decide(context.rollout, event, event);
        return { rollout: result.ok ? result.value.reduce(kernel.evolve, context.rollout) : context.rollout };
      }),
    },
  }).createMachine({ ...(toMachineConfig(template) as object), context: { rollout: kernel.initial() } });
}

/** The chart as a Mermaid state diagram. */
export function toMermaid(template: Template, language: "sv" | "en" = "en"): string {
  const gates = milestonesOf(template);
  const name = (id: string) => id.replaceAll("-", "_");
  return [
    "stateDiagram-v2",
    ...gates.map(({ milestone, phase }) => `  ${name(`before-${milestone.id}`)} : ${phase.title[language]}`),
    `  [*] --> ${name(`before-${gates[0]?.milestone.id ?? "end"}`)}`,
    ...gates.map(({ milestone }, index) => {
      const next = gates[index + 1];
      return `  ${name(`before-${milestone.id}`)} --> ${next ? name(`before-${next.milestone.id}`) : "closed"} : ${milestone.title[language]}`;
    }),
    "  closed --> [*]",
    "",
  ].join("\n");
}
