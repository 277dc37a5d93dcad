import type { Unmet } from "./rejection.ts";
import type { RolloutState } from "./rollout-state.ts";
import { isIncluded, type Tables } from "./tables.ts";
import type { Text } from "./finding.ts";

const same = (text: string): Text => ({ sv: text, en: text });
const allParties = ({ template }: Tables): readonly string[] => template.parties.map(({ id }) => id);

/**
 * Everything that keeps a milestone shut: earlier milestones and their conditions, mandatory work that is open, decisions
 * that may bring more, matters that block it. Empty when it can be approved.
 */
export function unmetBefore(tables: Tables, state: RolloutState, index: number): readonly Unmet[] {
  return [
    ...earlierMilestones(tables, state, index),
    ...openWork(tables, state, index),
    ...openIssues(tables, state, index),
  ];
}

function earlierMilestones(tables: Tables, state: RolloutState, index: number): readonly Unmet[] {
  return tables.gates.slice(0, index).flatMap(({ id, title, approver }): readonly Unmet[] => {
    const gate = state.milestones[id];
    return [
      ...(gate?.status === "passed"
        ? []
        : [{ kind: "milestone" as const, id, title, by: approver ? [approver.party] : [] }]),
      ...(gate?.conditions ?? []).map((condition): Unmet => ({
        kind: "condition",
        id: condition,
        title: same(condition),
        by: allParties(tables),
      })),
    ];
  });
}

function openWork(tables: Tables, state: RolloutState, index: number): readonly Unmet[] {
  const unmet: Unmet[] = [];
  const asked = new Set<string>();
  for (const { activity } of tables.guarded[index] ?? []) {
    const { id, title, responsible, condition } = activity;
    const isIn = isIncluded(state, activity);
    if (isIn === true && state.activities[id] !== "done") {
      unmet.push({ kind: "activity", id, title, by: responsible.length > 0 ? responsible : allParties(tables) });
    } else if (isIn === undefined && condition && !asked.has(condition.decision)) {
      asked.add(condition.decision);
      const decision = tables.decisions.get(condition.decision);
      unmet.push({
        kind: "decision",
        id: condition.decision,
        title: decision?.title ?? same(condition.decision),
        by: decision ? [decision.by] : [],
      });
    }
  }
  return unmet;
}

function openIssues(tables: Tables, state: RolloutState, index: number): readonly Unmet[] {
  return Object.entries(state.issues).flatMap(([id, issue]): readonly Unmet[] => {
    const isOpen = issue.status === "raised" || issue.status === "escalated";
    const waits = issue.blocks === undefined ? undefined : tables.gateIndex.get(issue.blocks);
    return isOpen && waits !== undefined && waits <= index
      ? [{ kind: "issue", id, title: tables.bodies.get(issue.with)?.title ?? same(issue.with), by: allParties(tables) }]
      : [];
  });
}
