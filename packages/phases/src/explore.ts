import { actorsOf, commandAlphabet, type Given, givenBy } from "./alphabet.ts";
import type { Command } from "./command.ts";
import { faultOfStep, rulesOf, isClosed, isKeptBackByExcluded, waitingFor } from "./faults.ts";
import type { Kernel } from "./kernel.ts";
import type { Property } from "./property.ts";
import type { RolloutState } from "./rollout-state.ts";
import type { Template } from "./template.ts";

/** A state that must not be, or a step that must not be taken: the shortest way there, and what it concerns. */
export interface Violation {
  readonly property: Property;
  readonly about: string;
  readonly trace: readonly Command[];
}

/** What an exploration found, and how many states it saw. */
export interface Exploration {
  readonly violation?: Violation;
  readonly states: number;
}

export interface ExploreOptions {
  /** Matters that may be raised. */
  readonly issues?: readonly { readonly issue: string; readonly blocks?: string }[];
  /** States after which it gives up. */
  readonly most?: number;
}

/**
 * Every state that the kernel of a template can reach, by breadth first, so that the first fault found is one with a
 * shortest trace. The properties are written here from the rules and share nothing with the kernel.
 * @throws RangeError when there are more states than `most`
 */
export function explore(
  template: Template,
  kernel: Kernel,
  { issues = [], most = 200_000 }: ExploreOptions = {},
): Exploration {
  const rules = rulesOf(template);
  const alphabet = commandAlphabet(template, actorsOf(template), issues);
  const states: RolloutState[] = [];
  const parents: { readonly from: number; readonly given: Given }[] = [];
  const edges: number[][] = [];
  const known = new Map<string, number>();
  const done = new Set<string>();
  const put = (state: RolloutState, from: number, given: Given | undefined): number => {
    const key = keyOf(state);
    const old = known.get(key);
    if (old !== undefined) return old;
    if (states.length === most) throw new RangeError(`the template has more than ${most} states`);
    known.set(key, states.length);
    states.push(state);
    edges.push([]);
    parents.push({ from, given: given ?? { command: { type: "hand-over" }, actor: { party: "" } } });
    return states.length - 1;
  };
  const traceTo = (index: number, last?: Given): readonly Command[] => {
    const trace = last ? [last.command] : [];
    for (let at = index; at > 0; at = parents[at]?.from ?? 0) trace.push(parents[at]!.given.command);
    return trace.toReversed();
  };
  const violation = (property: Property, about: string, index: number, last?: Given): Exploration => ({
    violation: { property, about, trace: traceTo(index, last) },
    states: states.length,
  });

  put(kernel.initial(), 0, undefined);
  for (let index = 0; index < states.length; index += 1) {
    const state = states[index]!;
    for (const given of alphabet) {
      const after = givenBy(kernel, state, given);
      if (!after) {
        const blocked = isKeptBackByExcluded(rules, kernel, state, given);
        if (blocked !== undefined) return violation("excluded-never-blocks", blocked, index, given);
        continue;
      }
      const { command, actor } = given;
      if (command.type === "complete") done.add(command.activity);
      const fault = faultOfStep(rules, state, command, actor, after);
      if (fault) return violation(...fault, index, given);
      edges[index]!.push(put(after, index, given));
    }
    if (edges[index]!.length === 0 && !isEnded(state)) return violation("never-stuck", template.id, index);
  }

  for (const issue of new Set(states.flatMap(({ issues }) => Object.keys(issues)))) {
    const isOpen = (state: RolloutState) => ["raised", "escalated"].includes(state.issues[issue]?.status ?? "");
    const settling = canReach(edges, (index) => !isOpen(states[index]!));
    const left = states.findIndex(
      (state, index) => state.status !== "terminated" && isOpen(state) && !settling.has(index),
    );
    if (left !== -1) return violation("matters-can-be-settled", states[left]!.issues[issue]?.with ?? issue, left);
  }
  const closing = canReach(edges, (index) => isClosed(states[index]!));
  const stuck = states.findIndex((state, index) => state.status !== "terminated" && !closing.has(index));
  if (stuck !== -1)
    return violation("can-close", waitingFor(rules, states[stuck]!, (id) => done.has(id)) ?? template.id, stuck);
  const never = template.phases.flatMap(({ activities }) => activities).find(({ id }) => !done.has(id));
  if (never) return violation("work-can-be-done", never.id, 0);
  return { states: states.length };
}

/** What a state is, without how long it took to get there. */
const keyOf = ({ status, decisions, activities, milestones, issues }: RolloutState): string =>
  JSON.stringify([status, decisions, activities, milestones, issues]);

const isEnded = (state: RolloutState): boolean => isClosed(state) || state.status === "terminated";

/** Places from which a goal can be reached, goals included. */
function canReach(edges: readonly (readonly number[])[], isGoal: (index: number) => boolean): ReadonlySet<number> {
  const back: number[][] = edges.map(() => []);
  for (const [from, targets] of edges.entries()) for (const to of targets) back[to]?.push(from);
  const reached = new Set([...edges.keys()].filter((index) => isGoal(index)));
  for (const index of reached) for (const from of back[index] ?? []) reached.add(from);
  return reached;
}
