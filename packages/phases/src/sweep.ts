import { actorsOf, commandAlphabet, type Given, givenBy } from "./alphabet.ts";
import type { Command } from "./command.ts";
import type { Exploration } from "./explore.ts";
import { faultOfStep, type Rules, rulesOf, waitingFor } from "./faults.ts";
import type { Kernel } from "./kernel.ts";
import type { Property } from "./property.ts";
import type { RolloutState } from "./rollout-state.ts";
import type { Template } from "./template.ts";

/**
 * Walks the whole template once for every set of decisions, and at every milestone tries each activity as the only one that
 * is open, before and after the approval, and each later milestone. A fault's trace is cut to one from which nothing more
 * can be left out. With more than six decisions: none, all, and each alone.
 */
export function sweep(template: Template, kernel: Kernel): Exploration {
  const walker = new Walker(template, kernel);
  for (const decisions of decisionSets(template)) {
    const fault = walker.walk(decisions);
    if (fault) return { violation: { ...fault, trace: walker.cut(fault) }, states: walker.states };
  }
  return { states: walker.states };
}

interface Fault {
  readonly property: Property;
  readonly about: string;
  readonly path: readonly Given[];
}

class Walker {
  readonly #template: Template;
  readonly #kernel: Kernel;
  readonly #rules: Rules;
  readonly #alphabet: readonly Given[];
  states = 0;

  constructor(template: Template, kernel: Kernel) {
    this.#template = template;
    this.#kernel = kernel;
    this.#rules = rulesOf(template);
    this.#alphabet = commandAlphabet(template, actorsOf(template));
  }

  walk(decisions: Readonly<Record<string, boolean>>): Fault | undefined {
    const path: Given[] = [];
    let state = this.#kernel.initial();
    let found: Fault | undefined;
    /** Goes on with every way somebody can give such a command; votes take several. */
    const go = (matches: (command: Command) => boolean, once = true) => {
      for (const given of this.#alphabet) {
        if (found || !matches(given.command)) continue;
        const after = this.#try(state, path, given);
        if (after === undefined) continue;
        if ("property" in after) found = after;
        else {
          path.push(given);
          state = after;
          if (once) return;
        }
      }
    };
    const probe = (given: Given, from: RolloutState, behind: readonly Given[]): RolloutState | undefined => {
      const after = this.#try(from, behind, given);
      if (after && "property" in after) found ??= after;
      return after && !("property" in after) ? after : undefined;
    };
    const stuck = (): Fault => ({
      property: "can-close",
      about: waitingFor(this.#rules, state, () => false) ?? this.#template.id,
      path,
    });

    for (const { id } of this.#template.decisions)
      go((command) => command.type === "decide" && command.decision === id && command.value === decisions[id]);
    for (const [index, gate] of this.#rules.gates.entries()) {
      for (const { id } of gate.guarded) {
        if (state.activities[id] !== "done") go((command) => command.type === "complete" && command.activity === id);
      }
      const approvals = (id: string) =>
        this.#alphabet.filter(
          ({ command }) => command.type === "review" && command.milestone === id && command.outcome === "approve",
        );
      const reopenings = this.#alphabet.filter(
        ({ command }) => command.type === "reopen" && gate.guarded.some(({ id }) => id === command.activity),
      );
      for (const later of this.#rules.gates.slice(index + 1))
        for (const given of approvals(later.id)) probe(given, state, path);
      for (const reopening of reopenings) {
        const opened = probe(reopening, state, path);
        if (opened) for (const given of approvals(gate.id)) probe(given, opened, [...path, reopening]);
        if (found) return found;
      }
      go((command) => command.type === "submit" && command.milestone === gate.id);
      go(
        (command) => command.type === "review" && command.milestone === gate.id && command.outcome === "approve",
        false,
      );
      for (const reopening of reopenings) probe(reopening, state, path);
      if (found) return found;
      if (state.milestones[gate.id]?.status !== "passed") return stuck();
    }
    return state.status === "closed" ? undefined : stuck();
  }

  #try(state: RolloutState, path: readonly Given[], given: Given): RolloutState | Fault | undefined {
    const after = givenBy(this.#kernel, state, given);
    if (!after) return undefined;
    this.states += 1;
    const fault = faultOfStep(this.#rules, state, given.command, given.actor, after);
    return fault ? { property: fault[0], about: fault[1], path: [...path, given] } : after;
  }

  /** Leaves out of a trace what the fault does not need. */
  cut({ property, path }: Fault): readonly Command[] {
    if (property === "can-close") return path.map(({ command }) => command);
    let short = path;
    for (let index = path.length - 1; index >= 0; index -= 1) {
      const less = short.filter((given) => given !== path[index]);
      if (this.#breaks(less, property)) short = less;
    }
    return short.map(({ command }) => command);
  }

  #breaks(path: readonly Given[], property: Property): boolean {
    let state = this.#kernel.initial();
    for (const { command, actor } of path) {
      const after = givenBy(this.#kernel, state, { command, actor });
      if (!after) return false;
      if (faultOfStep(this.#rules, state, command, actor, after)?.[0] === property) return true;
      state = after;
    }
    return false;
  }
}

function decisionSets({ decisions }: Template): readonly Readonly<Record<string, boolean>>[] {
  const ids = decisions.map(({ id }) => id);
  const all = (value: (id: string, index: number) => boolean) =>
    Object.fromEntries(ids.map((id, index) => [id, value(id, index)]));
  if (ids.length > 6) return [all(() => false), all(() => true), ...ids.map((only) => all((id) => id === only))];
  return Array.from({ length: 2 ** ids.length }, (_, bits) => all((_id, index) => ((bits >> index) & 1) === 1));
}
