import type { RolloutState } from "./rollout-state.ts";
import {
  type Activity,
  activitiesOf,
  type Body,
  type Decision,
  milestonesOf,
  type Milestone,
  type Template,
} from "./template.ts";

/** An activity with what the kernel asks of it. */
export interface CompiledActivity {
  readonly activity: Activity;
  readonly isMandatory: boolean;
  /** Index of the first milestone that guards it; the number of milestones when none does. */
  readonly gate: number;
}

/** A template as look-up tables. */
export interface Tables {
  readonly template: Template;
  /** `id@version` */
  readonly name: string;
  readonly activities: ReadonlyMap<string, CompiledActivity>;
  readonly gates: readonly Milestone[];
  readonly gateIds: readonly string[];
  readonly gateIndex: ReadonlyMap<string, number>;
  /** By gate: the mandatory activities up to it, in order. */
  readonly guarded: readonly (readonly CompiledActivity[])[];
  readonly decisions: ReadonlyMap<string, Decision>;
  /** Mandatory activities that a decision includes or excludes. */
  readonly decides: ReadonlyMap<string, readonly CompiledActivity[]>;
  readonly bodies: ReadonlyMap<string, Body>;
  readonly parties: ReadonlySet<string>;
}

/** Makes the tables of a template. O(phases × activities). */
export function tablesOf(template: Template): Tables {
  const gates = milestonesOf(template);
  const phaseIndex = new Map(template.phases.map(({ id }, index) => [id, index]));
  const gatePhase = gates.map(({ phase }) => phaseIndex.get(phase.id) ?? 0);
  const compiled = activitiesOf(template).map(({ activity, phase }): CompiledActivity => {
    const gate = gatePhase.findIndex((index) => index >= (phaseIndex.get(phase.id) ?? 0));
    return { activity, isMandatory: activity.obligation === "mandatory", gate: gate === -1 ? gates.length : gate };
  });
  const mandatory = compiled.filter(({ isMandatory }) => isMandatory);
  return {
    template,
    name: `${template.id}@${template.version}`,
    activities: new Map(compiled.map((one) => [one.activity.id, one])),
    gates: gates.map(({ milestone }) => milestone),
    gateIds: gates.map(({ milestone }) => milestone.id),
    gateIndex: new Map(gates.map(({ milestone }, index) => [milestone.id, index])),
    guarded: gates.map((_, index) => mandatory.filter(({ gate }) => gate <= index)),
    decisions: new Map(template.decisions.map((decision) => [decision.id, decision])),
    decides: new Map(
      template.decisions.map(({ id }) => [id, mandatory.filter(({ activity }) => activity.condition?.decision === id)]),
    ),
    bodies: new Map(template.bodies.map((body) => [body.id, body])),
    parties: new Set(template.parties.map(({ id }) => id)),
  };
}

/** Whether an activity is part of the plan; undefined while its decision is not taken. */
export function isIncluded(
  { decisions }: Pick<RolloutState, "decisions">,
  { condition }: Activity,
): boolean | undefined {
  if (condition === undefined) return true;
  const decided = decisions[condition.decision];
  return decided === undefined ? undefined : decided === condition.is;
}
