import type { Event, EventOf } from "./event.ts";
import { type Draft, gateAt, type GateState, type IssueState } from "./rollout-state.ts";
import { type CompiledActivity, isIncluded, type Tables } from "./tables.ts";

const open = gateAt("open");

const putGate = (draft: Draft, id: string, gate: GateState): void => {
  draft.milestones = { ...draft.milestones, [id]: gate };
};
const putIssue = (draft: Draft, id: string, issue: IssueState): void => {
  draft.issues = { ...draft.issues, [id]: issue };
};

/** Puts an event into a draft. Trusts the event: what may happen is for `decide`. */
export function apply(tables: Tables, draft: Draft, event: Event): void {
  draft.revision += 1;
  switch (event.type) {
    case "activity.started":
      draft.activities[event.activity] = "started";
      return;
    case "activity.completed":
      draft.activities[event.activity] = "done";
      return;
    case "activity.reopened": {
      draft.activities[event.activity] = "open";
      const activity = tables.activities.get(event.activity);
      if (activity) fallFor(tables, draft, [activity]);
      return;
    }
    case "decision.made":
      draft.decisions = { ...draft.decisions, [event.decision]: event.value };
      fallFor(tables, draft, tables.decides.get(event.decision) ?? []);
      return;
    case "milestone.submitted":
      putGate(draft, event.milestone, {
        ...(draft.milestones[event.milestone] ?? open),
        submittedBy: event.actor.party,
      });
      return;
    case "milestone.voted": {
      const gate = draft.milestones[event.milestone] ?? open;
      const vote = { by: event.actor.id ?? "", conditions: event.conditions };
      putGate(draft, event.milestone, { ...gate, votes: [...(gate.votes ?? []), vote] });
      return;
    }
    case "milestone.reviewed":
      review(tables, draft, event);
      return;
    case "condition.fulfilled": {
      const gate = draft.milestones[event.milestone] ?? open;
      const conditions = gate.conditions.filter((condition) => condition !== event.condition);
      putGate(
        draft,
        event.milestone,
        gate.votes || gate.submittedBy !== undefined ? { ...gate, conditions } : gateAt(gate.status, conditions),
      );
      setClosed(tables, draft);
      return;
    }
    case "issue.raised": {
      const blocks = event.blocks === undefined ? {} : { blocks: event.blocks };
      putIssue(draft, event.issue, { status: "raised", raisedIn: event.body, with: event.body, ...blocks });
      return;
    }
    case "issue.escalated":
      setIssue(draft, event.issue, { status: "escalated", with: event.body });
      return;
    case "issue.settled":
      setIssue(draft, event.issue, { status: "settled" });
      return;
    case "issue.returned": {
      const home = draft.issues[event.issue]?.raisedIn;
      setIssue(draft, event.issue, { status: "returned", ...(home === undefined ? {} : { with: home }) });
      return;
    }
    case "rollout.handed-over":
      draft.status = "maintenance";
      return;
    case "template.migrated":
      migrate(tables, draft, event);
  }
}

/** From a state of the old template to one of ours. */
function migrate(tables: Tables, draft: Draft, event: EventOf<"template.migrated">): void {
  const { activities, milestones, decisions, issues } = draft;
  const taken = <Value>(
    ids: Iterable<string>,
    names: Readonly<Record<string, string>>,
    from: Readonly<Record<string, Value>>,
    initial?: Value,
  ) =>
    Object.fromEntries(
      [...ids].flatMap((id): readonly (readonly [string, Value])[] => {
        const value = from[names[id] ?? ""] ?? initial;
        return value === undefined ? [] : [[id, value]];
      }),
    );
  draft.template = event.to;
  draft.activities = taken(tables.activities.keys(), event.activities, activities, "open");
  draft.milestones = taken(tables.gateIndex.keys(), event.milestones, milestones, open);
  draft.decisions = taken(tables.decisions.keys(), event.decisions, decisions);
  const renamed = new Map(Object.entries(event.milestones).map(([now, old]) => [old, now]));
  draft.issues = Object.fromEntries(
    Object.entries(issues).map(([id, { blocks, ...issue }]) => {
      const now = renamed.get(blocks ?? "");
      return [id, now === undefined ? issue : { ...issue, blocks: now }];
    }),
  );
  fall(draft, event.stale);
  setClosed(tables, draft);
}

function review(tables: Tables, draft: Draft, { milestone, outcome, conditions }: EventOf<"milestone.reviewed">): void {
  const before = draft.milestones[milestone] ?? open;
  switch (outcome) {
    case "terminate":
      draft.status = "terminated";
      return;
    case "hold":
      putGate(draft, milestone, { ...before, status: "held" });
      return;
    case "recycle":
      putGate(draft, milestone, gateAt("open", before.conditions));
      return;
    case "approve":
    case "approve-with-conditions":
      // What an earlier approval asked for is still asked for.
      putGate(draft, milestone, gateAt("passed", [...new Set([...before.conditions, ...conditions])]));
      setClosed(tables, draft);
  }
}

/** Work that is open again: the first milestone that guards it and all after it are no longer passed. */
function fallFor(tables: Tables, draft: Draft, activities: readonly CompiledActivity[]): void {
  let first = tables.gates.length;
  for (const { activity, isMandatory, gate } of activities) {
    const isOpen = isMandatory && isIncluded(draft, activity) === true && draft.activities[activity.id] !== "done";
    if (isOpen && gate < first) first = gate;
  }
  if (first < tables.gates.length) fall(draft, tables.gateIds.slice(first));
  if (draft.status === "closed") setClosed(tables, draft);
}

/** No longer passed. Whoever submitted or voted did so for work that was done. */
function fall(draft: Draft, ids: readonly string[]): void {
  const fallen: Record<string, GateState> = {};
  let isChanged = false;
  for (const id of ids) {
    const { status, conditions, votes, submittedBy } = draft.milestones[id] ?? open;
    if (status !== "passed" && votes === undefined && submittedBy === undefined) continue;
    fallen[id] = gateAt(status === "passed" ? "stale" : status, conditions);
    isChanged = true;
  }
  if (isChanged) draft.milestones = { ...draft.milestones, ...fallen };
}

function setIssue(draft: Draft, id: string, change: Partial<IssueState>): void {
  const before = draft.issues[id];
  if (before) putIssue(draft, id, { ...before, ...change });
}

/** Closed when every milestone is passed and no condition is left; running when that is no longer so. */
function setClosed(tables: Tables, draft: Draft): void {
  const isClosed = tables.gates.every(({ id }) => {
    const gate = draft.milestones[id];
    return gate?.status === "passed" && gate.conditions.length === 0;
  });
  draft.status = isClosed ? "closed" : "running";
}
