import type { Text } from "./finding.ts";
import type { Actor, Command } from "./command.ts";
import { compile, type Kernel } from "./kernel.ts";
import type { RolloutState } from "./rollout-state.ts";
import { activitiesOf, milestonesOf, type Template } from "./template.ts";

/** What a verification looks for. */
export type Property =
  /** No milestone passes while mandatory, included work before it is open. */
  | "work-before-milestone"
  /** Every mandatory, included activity is guarded by some milestone. */
  | "work-guarded"
  /** From the start, and after any re-opening, the rollout can be closed. */
  | "can-close"
  /** Re-opening work makes the milestones after it stale. */
  | "reopening-makes-stale"
  /** No milestone passes before an earlier one. */
  | "milestones-in-order";

/** A proof over every combination of decisions, or the shortest way to a state that must not be. */
export type Verification =
  | { readonly holds: true; readonly statesChecked: number }
  | {
      readonly holds: false;
      readonly property: Property;
      readonly about: string;
      readonly trace: readonly Command[];
      readonly text: Text;
    };

const at = "1970-01-01T00:00:00Z";

/**
 * Proves that a template can't let a milestone pass wrongly. Exhaustive over decisions and milestones, reduced over
 * activities: a milestone's guard is a conjunction over activities, so one open activity at a time stands for every set of
 * open ones. (The tests compare with an unreduced search on small templates.)
 * O(2^decisions × milestones × activities) commands.
 */
export function verifyTemplate(template: Template): Verification {
  const kernel = compile(template);
  let statesChecked = 0;
  for (const decisions of combinations(template)) {
    const walk = new Walk(template, kernel);
    for (const command of decisions) if (!walk.give(command)) return walk.fault("can-close", commandText(command));
    const gates = milestonesOf(template);
    for (const [index, { milestone }] of gates.entries()) {
      const approve: Command = { type: "review", milestone: milestone.id, outcome: "approve" };
      const later = gates[index + 1];
      if (later && walk.could({ type: "review", milestone: later.milestone.id, outcome: "approve" }))
        return walk.fault("milestones-in-order", later.milestone.id);
      const phases = template.phases.slice(
        0,
        template.phases.findIndex((phase) => phase.milestone?.id === milestone.id) + 1,
      );
      const work = phases
        .flatMap(({ activities }) => activities)
        .filter(
          (activity) => activity.obligation === "mandatory" && kernel.isIncluded(walk.state, activity.id) === true,
        );
      for (const open of work) {
        if (walk.state.activities[open.id] === "done") continue;
        const others = walk.copy();
        for (const other of work)
          if (
            other !== open &&
            others.state.activities[other.id] !== "done" &&
            !others.give({ type: "complete", activity: other.id })
          )
            return others.fault("can-close", other.id);
        statesChecked += 1;
        if (others.give(approve)) return others.fault("work-before-milestone", open.id);
      }
      for (const activity of work)
        if (walk.state.activities[activity.id] !== "done" && !walk.give({ type: "complete", activity: activity.id }))
          return walk.fault("can-close", activity.id);
      if (!walk.give(approve)) return walk.fault("can-close", milestone.id);
      for (const activity of work) {
        const reopened = walk.copy();
        statesChecked += 1;
        if (!reopened.give({ type: "reopen", activity: activity.id, reason: "…" }))
          return reopened.fault("can-close", activity.id);
        if (reopened.state.milestones[milestone.id]?.status === "passed")
          return reopened.fault("reopening-makes-stale", activity.id);
      }
      statesChecked += 1;
    }
    const unguarded = activitiesOf(template).find(
      ({ activity }) =>
        activity.obligation === "mandatory" &&
        kernel.isIncluded(walk.state, activity.id) === true &&
        walk.state.activities[activity.id] !== "done",
    );
    if (unguarded) return walk.fault("work-guarded", unguarded.activity.id);
    if (walk.state.status !== "closed") return walk.fault("can-close", template.id);
  }
  return { holds: true, statesChecked };
}

/** A state, the commands that led to it, and any actor of the template to give the next one. */
class Walk {
  readonly #kernel: Kernel;
  readonly #actors: readonly Actor[];
  state: RolloutState;
  trace: readonly Command[];

  constructor(template: Template, kernel: Kernel, state = kernel.initial(), trace: readonly Command[] = []) {
    this.#kernel = kernel;
    this.#actors = actorsOf(template);
    this.state = state;
    this.trace = trace;
    this.#template = template;
  }
  readonly #template: Template;

  copy(): Walk {
    return new Walk(this.#template, this.#kernel, this.state, this.trace);
  }

  /** Gives a command as whoever may. False when nobody may: then nothing has changed. */
  give(command: Command): boolean {
    for (const actor of this.#actors) {
      const result = this.#kernel.decide(this.state, command, { actor, at });
      if (!result.ok) continue;
      this.state = result.value.reduce(this.#kernel.evolve, this.state);
      this.trace = [...this.trace, command];
      return true;
    }
    return false;
  }

  could(command: Command): boolean {
    return this.#actors.some((actor) => this.#kernel.decide(this.state, command, { actor, at }).ok);
  }

  fault(property: Property, about: string): Verification {
    return { holds: false, property, about, trace: this.trace, text: texts[property](about) };
  }
}

const texts: Readonly<Record<Property, (about: string) => Text>> = {
  "work-before-milestone": (about) => ({
    sv: `En milstolpe kan passeras fast ${about} inte är klar.`,
    en: `A milestone can pass although ${about} is not done.`,
  }),
  "work-guarded": (about) => ({ sv: `Ingen milstolpe vaktar ${about}.`, en: `No milestone guards ${about}.` }),
  "can-close": (about) => ({
    sv: `Införandet kan inte avslutas: ingen kan göra ${about}.`,
    en: `The rollout can't be closed: nobody can do ${about}.`,
  }),
  "reopening-makes-stale": (about) => ({
    sv: `${about} kan öppnas igen utan att milstolpen faller.`,
    en: `${about} can be opened again without its milestone falling.`,
  }),
  "milestones-in-order": (about) => ({
    sv: `${about} kan passeras före en tidigare milstolpe.`,
    en: `${about} can pass before an earlier milestone.`,
  }),
};

const commandText = (command: Command): string => (command.type === "decide" ? command.decision : command.type);

/** Every party alone, and every seat that a role has. */
function actorsOf(template: Template): readonly Actor[] {
  const seats = template.roles.flatMap(({ party, seats: bodies }) => bodies.map((body) => `${party} ${body}`));
  // A milestone may name a body of the other party: the party can still send somebody.
  const named = milestonesOf(template).flatMap(({ milestone: { approver } }) => {
    const isReal =
      approver &&
      template.parties.some(({ id }) => id === approver.party) &&
      template.bodies.some(({ id }) => id === approver.body);
    return isReal ? [`${approver.party} ${approver.body}`] : [];
  });
  const pairs = [...new Set([...seats, ...named])].map((pair): Actor => {
    const [party = "", body = ""] = pair.split(" ");
    return { party, body };
  });
  return [...template.parties.map(({ id }): Actor => ({ party: id })), ...pairs];
}

/** Every way to take all decisions. */
function combinations(template: Template): readonly (readonly Command[])[] {
  return template.decisions.reduce<readonly (readonly Command[])[]>(
    (ways, { id }) =>
      ways.flatMap((way) =>
        [true, false].map((value): readonly Command[] => [...way, { type: "decide", decision: id, value }]),
      ),
    [[]],
  );
}
