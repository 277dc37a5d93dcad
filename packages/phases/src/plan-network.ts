import type { LinkType } from "./critical-path.ts";
import type { Plan } from "./plan.ts";
import { type Activity, milestonesOf, type Phase, type Template } from "./template.ts";

/** An activity, or a milestone (without `activity`), that is part of a plan. */
export interface PlanNode {
  readonly id: string;
  readonly phase: string;
  readonly activity?: Activity;
}

export interface PlanLink {
  readonly from: string;
  readonly to: string;
  readonly type: LinkType;
  readonly lag: number;
  readonly maxLag?: number;
  readonly calendar?: string;
}

/** What of a template is part of a plan, and what waits for what. */
export interface PlanNetwork {
  readonly nodes: readonly PlanNode[];
  readonly links: readonly PlanLink[];
  readonly excluded: readonly string[];
}

/**
 * The network of a plan: activities that its decisions include, every milestone, the template's links (tied end to end
 * where something between is excluded), and what the rules imply: a milestone waits for the mandatory work it guards and
 * for the milestone before it.
 */
export function planNetwork({ template, decisions = {} }: Plan): PlanNetwork {
  const nodes: PlanNode[] = [];
  const implied: PlanLink[] = [];
  const excluded: string[] = [];
  let waiting: string[] = [];
  for (const phase of template.phases) {
    for (const activity of phase.activities) {
      const { id, condition, obligation } = activity;
      if (condition && (decisions[condition.decision] ?? false) !== condition.is) excluded.push(id);
      else {
        nodes.push({ id, phase: phase.id, activity });
        if (obligation === "mandatory") waiting.push(id);
      }
    }
    const gate = gateOf(phase);
    if (gate === undefined) continue;
    nodes.push({ id: gate, phase: phase.id });
    for (const id of waiting) implied.push({ from: id, to: gate, type: "FS", lag: 0 });
    waiting = [gate];
  }
  const stated = excluded.length === 0 ? template.links : bridged(template, new Set(excluded));
  return { nodes, links: stated.concat(implied), excluded };
}

const gateOf = ({ milestone }: Phase): string | undefined => milestone?.id;

/** Links between what is included; what goes through excluded work is tied end to end. */
function bridged({ links }: Template, excluded: ReadonlySet<string>): readonly PlanLink[] {
  const result: PlanLink[] = links.filter(({ from, to }) => !excluded.has(from) && !excluded.has(to));
  /** What comes after an activity when the excluded is left out. */
  const after = (id: string, seen: ReadonlySet<string>): readonly string[] =>
    links
      .filter(({ from }) => from === id)
      .flatMap(({ to }) => (!excluded.has(to) ? [to] : seen.has(to) ? [] : after(to, new Set([...seen, to]))));
  for (const { from, to } of links) {
    if (excluded.has(from) || !excluded.has(to)) continue;
    for (const end of after(to, new Set([to]))) result.push({ from, to: end, type: "FS", lag: 0 });
  }
  return result;
}

/** The ids of a template's milestones, in order. */
export const milestoneIds = (template: Template): readonly string[] =>
  milestonesOf(template).map(({ milestone }) => milestone.id);
