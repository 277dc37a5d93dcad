import type { ExploreOptions } from "./explore.ts";
import { type Activity, type Decision, milestonesOf, type Milestone, type Phase, type Template } from "./template.ts";

/** A small template that stands for a part of a large one. */
export interface Model extends ExploreOptions {
  readonly template: Template;
  /** From its ids to those of the large template. */
  readonly names: ReadonlyMap<string, string>;
}

/**
 * Small templates that together stand for a large one. What guards a milestone is a conjunction over activities, earlier
 * milestones and matters, and what an event does to one of them does not depend on the others; so a run that breaks a rule
 * of safety still breaks it when everything is left out but the activity it breaks it for, its milestone, and the
 * neighbours of that. Activities that the kernel can't tell apart give one model. Besides: the chain of milestones without
 * work, five at a time, and the bodies with one matter.
 */
export function modelsOf(template: Template): readonly Model[] {
  const gates = milestonesOf(template);
  const phaseOfGate = gates.map(({ phase }) => template.phases.indexOf(phase));
  const models = new Map<string, Model>();
  const add = (model: Model) => {
    const key = JSON.stringify([model.template, model.issues]);
    if (!models.has(key)) models.set(key, model);
  };
  for (const [index, phase] of template.phases.entries()) {
    const own = phaseOfGate.findIndex((place) => place >= index);
    const near = own === -1 ? gates.slice(-1) : gates.slice(Math.max(0, own - 1), own + 2);
    for (const activity of phase.activities) {
      const milestones = near.map(({ milestone }) => milestone);
      add(model(template, milestones, { activity, before: own === -1 ? undefined : gates[own]?.milestone.id }));
    }
  }
  for (let first = 0; first === 0 || first + 4 < gates.length; first += 1)
    add(
      model(
        template,
        gates.slice(first, first + 5).map(({ milestone }) => milestone),
      ),
    );
  const alone = model(
    template,
    gates.slice(0, 1).map(({ milestone }) => milestone),
  );
  add({ ...alone, issues: [{ issue: "issue", ...(gates.length > 0 ? { blocks: "gate0" } : {}) }] });
  return [...models.values()];
}

const text = { sv: "", en: "" };

function model(
  template: Template,
  milestones: readonly Milestone[],
  work?: { readonly activity: Activity; readonly before: string | undefined },
): Model {
  const names = new Map<string, string>();
  const named = (name: string, id: string) => {
    names.set(name, id);
    return name;
  };
  const condition = work?.activity.condition;
  const decision = condition && template.decisions.find(({ id }) => id === condition.decision);
  const decisions: readonly Decision[] = decision
    ? [{ id: named("decision", decision.id), title: text, by: decision.by }]
    : [];
  const activity = (of: Activity): Activity => ({
    id: named("activity", of.id),
    kind: "step",
    title: text,
    obligation: of.obligation,
    responsible: of.responsible,
    duration: { min: 0, mode: 0, max: 0, basis: "inferred" },
    // A decision that nobody takes stays one.
    ...(condition ? { condition: { decision: decision ? "decision" : condition.decision, is: condition.is } } : {}),
  });
  const phase = (id: string, activities: readonly Activity[], milestone?: Milestone): Phase => ({
    id,
    title: text,
    weeks: { min: 0, max: 0 },
    activities,
    ...(milestone ? { milestone: withFewVotes(template, { ...milestone, title: text, criteria: [] }) } : {}),
  });
  const phases = milestones.map((milestone, index) => {
    const id = named(`gate${index}`, milestone.id);
    return phase(`phase${index}`, work && work.before === milestone.id ? [activity(work.activity)] : [], {
      ...milestone,
      id,
    });
  });
  if (work && work.before === undefined) phases.push(phase("unguarded", [activity(work.activity)]));
  return {
    template: {
      ...template,
      title: text,
      decisions,
      phases,
      links: [],
      subprojects: [],
      remarks: [],
    },
    names,
  };
}

/**
 * A milestone with two votes instead of more: the first of several and the last are all there is to tell apart. One that asks
 * for more than there are seats is one that nobody can approve.
 */
function withFewVotes({ roles }: Template, milestone: Milestone): Milestone {
  const { approver, ...rest } = milestone;
  if (approver?.quorum === undefined || approver.quorum <= 1) return milestone;
  const seats = roles.filter(({ party, seats: own }) => party === approver.party && own.includes(approver.body)).length;
  return approver.quorum > seats ? rest : { ...rest, approver: { ...approver, quorum: 2 } };
}
