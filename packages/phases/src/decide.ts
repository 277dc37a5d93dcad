import type { Actor, Command, CommandOf, Context } from "./command.ts";
import type { Event } from "./event.ts";
import type { Result, Text } from "./finding.ts";
import { type Rejection, refuse, type Unmet } from "./rejection.ts";
import type { RolloutState } from "./rollout-state.ts";
import { isIncluded, type Tables } from "./tables.ts";
import type { Milestone } from "./template.ts";
import { unmetBefore } from "./unmet.ts";

type Decided = Result<readonly Event[], Rejection>;
type Decider<Type extends Command["type"]> = (
  tables: Tables,
  state: RolloutState,
  command: CommandOf<Type>,
  context: Context,
) => Decided;

/** What a command leads to, or why it is refused. */
export function decide(tables: Tables, state: RolloutState, command: Command, context: Context): Decided {
  if (state.template !== tables.name) return refuse("phases.other-template", { template: state.template });
  if (!isOpenFor(state, command)) return refuse("phases.ended", {});
  if (!tables.parties.has(context.actor.party))
    return refuseOthers(
      tables,
      [...tables.parties].map((party) => ({ party })),
    );
  switch (command.type) {
    case "decide":
      return onDecision(tables, state, command, context);
    case "start":
    case "complete":
    case "reopen":
      return onActivity(tables, state, command, context);
    case "submit":
      return onSubmit(tables, state, command, context);
    case "review":
      return onReview(tables, state, command, context);
    case "fulfil":
      return onFulfil(tables, state, command, context);
    case "raise":
      return onRaise(tables, state, command, context);
    case "escalate":
    case "settle":
    case "return":
      return onIssue(tables, state, command, context);
    case "hand-over":
      return onHandOver(tables, state, command, context);
    default:
      // A command that came as JSON and is none of ours.
      return refuse("phases.unknown", { id: (command as Command).type });
  }
}

/** A closed rollout can be reopened and handed over; the bodies go on meeting in maintenance. */
function isOpenFor({ status }: RolloutState, { type }: Command): boolean {
  if (status === "running") return true;
  if (status === "terminated") return false;
  if (type === "raise" || type === "escalate" || type === "settle" || type === "return") return true;
  return status === "closed" && (type === "reopen" || type === "hand-over");
}

const accept = (...events: readonly Event[]): Decided => ({ ok: true, value: events });
const withEvidence = ({ evidence }: { readonly evidence?: CommandOf<"submit">["evidence"] }) =>
  evidence === undefined ? {} : { evidence };
const wrongState = (sv: string, en: string) => refuse("phases.wrong-state", { is: { sv, en } });

/** Refuses whoever is not one of these, and says who is. */
function refuseOthers(tables: Tables, who: readonly Actor[]): ReturnType<typeof refuse> {
  const unmet = who.map(({ party, body }): Unmet => {
    const [of, group] = [
      tables.template.parties.find(({ id }) => id === party)?.title,
      body === undefined ? undefined : tables.bodies.get(body)?.title,
    ];
    const name = (language: keyof Text) =>
      [group?.[language] ?? body, of?.[language] ?? party].filter(Boolean).join(", ");
    return {
      kind: "actor",
      id: body ?? party,
      title: { sv: name("sv"), en: name("en") },
      by: party === "" ? [] : [party],
    };
  });
  const list = (language: keyof Text) => unmet.map(({ title }) => title[language]).join("; ") || "–";
  return refuse("phases.not-allowed", { who: { sv: list("sv"), en: list("en") } }, unmet);
}

const isApprover = ({ approver }: Milestone, { party, body }: Actor): boolean =>
  approver !== undefined && approver.party === party && approver.body === body;

const onActivity: Decider<"start" | "complete" | "reopen"> = (tables, state, command, { actor, at }) => {
  const found = tables.activities.get(command.activity);
  if (!found) return refuse("phases.unknown", { id: command.activity });
  const { activity } = found;
  const { id, responsible, condition } = activity;
  if (responsible.length > 0 && !responsible.includes(actor.party))
    return refuseOthers(
      tables,
      responsible.map((party) => ({ party })),
    );
  const isIn = isIncluded(state, activity);
  if (!isIn) {
    const decision = isIn === undefined ? tables.decisions.get(condition?.decision ?? "") : undefined;
    const unmet = decision
      ? [{ kind: "decision" as const, id: decision.id, title: decision.title, by: [decision.by] }]
      : [];
    return refuse("phases.excluded", {}, unmet);
  }
  const stands = state.activities[id] ?? "open";
  switch (command.type) {
    case "start":
      if (stands !== "open") return wrongState("den är redan påbörjad", "it has been started already");
      return accept({ type: "activity.started", activity: id, at, actor });
    case "complete":
      if (stands === "done") return wrongState("den är redan klar", "it is done already");
      return accept({ type: "activity.completed", activity: id, ...withEvidence(command), at, actor });
    case "reopen":
      if (stands !== "done") return wrongState("den är inte klar", "it is not done");
      if (command.reason.trim() === "") return refuse("phases.reason-missing", {});
      return accept({ type: "activity.reopened", activity: id, reason: command.reason, at, actor });
  }
};

const onDecision: Decider<"decide"> = (tables, _state, { decision, value }, { actor, at }) => {
  const found = tables.decisions.get(decision);
  if (!found) return refuse("phases.unknown", { id: decision });
  if (found.by !== actor.party) return refuseOthers(tables, [{ party: found.by }]);
  return accept({ type: "decision.made", decision, value, at, actor });
};

const onSubmit: Decider<"submit"> = (tables, state, command, { actor, at }) => {
  const index = tables.gateIndex.get(command.milestone);
  const gate = index === undefined ? undefined : tables.gates[index];
  if (index === undefined || !gate) return refuse("phases.unknown", { id: command.milestone });
  if (gate.submitter === undefined) return wrongState("milstolpen lämnas inte in", "the milestone is not submitted");
  if (gate.submitter !== actor.party) return refuseOthers(tables, [{ party: gate.submitter }]);
  const { status, submittedBy } = state.milestones[gate.id] ?? { status: "open" };
  if (status === "passed" || submittedBy !== undefined)
    return wrongState("den är redan inlämnad", "it has been submitted already");
  const unmet = unmetBefore(tables, state, index);
  if (unmet.length > 0) return refuse("phases.work-open", { count: unmet.length }, unmet);
  return accept({ type: "milestone.submitted", milestone: gate.id, ...withEvidence(command), at, actor });
};

const onReview: Decider<"review"> = (tables, state, command, { actor, at }) => {
  const { outcome } = command;
  const index = tables.gateIndex.get(command.milestone);
  const gate = index === undefined ? undefined : tables.gates[index];
  if (index === undefined || !gate) return refuse("phases.unknown", { id: command.milestone });
  if (!isApprover(gate, actor)) return refuseOthers(tables, gate.approver ? [gate.approver] : []);
  if (gate.outcomes && !gate.outcomes.includes(outcome)) return refuse("phases.outcome-not-offered", {});
  const stands = state.milestones[gate.id] ?? { status: "open", conditions: [] };
  if (stands.status === "passed")
    return wrongState("milstolpen är redan passerad", "the milestone has been passed already");
  const reviewed = (conditions: readonly string[], decided = outcome): Event => ({
    type: "milestone.reviewed",
    milestone: gate.id,
    outcome: decided,
    conditions,
    ...withEvidence(command),
    at,
    actor,
  });
  if (outcome !== "approve" && outcome !== "approve-with-conditions") return accept(reviewed([]));

  const conditions =
    outcome === "approve" ? [] : [...new Set(command.conditions ?? [])].filter((text) => text.trim() !== "");
  if (outcome === "approve-with-conditions" && conditions.length === 0) return refuse("phases.conditions-missing", {});
  const unmet = unmetBefore(tables, state, index);
  if (unmet.length > 0) return refuse("phases.work-open", { count: unmet.length }, unmet);
  if (gate.submitter !== undefined) {
    if (stands.submittedBy === undefined) {
      const submission: Unmet = { kind: "submission", id: gate.id, title: gate.title, by: [gate.submitter] };
      return refuse("phases.work-open", { count: 1 }, [submission]);
    }
    if (stands.submittedBy === actor.party && gate.mayApproveOwn !== true) return refuse("phases.own-submission", {});
  }
  const quorum = gate.approver?.quorum ?? 1;
  if (quorum <= 1) return accept(reviewed(conditions));
  const votes = stands.votes ?? [];
  if (actor.id === undefined) return refuse("phases.voter-missing", {});
  if (votes.some(({ by }) => by === actor.id))
    return wrongState("rösten är redan lagd", "the vote has been cast already");
  const vote: Event = { type: "milestone.voted", milestone: gate.id, conditions, at, actor };
  if (votes.length + 1 < quorum) return accept(vote);
  const all = [...new Set([...votes.flatMap((one) => one.conditions), ...conditions])];
  return accept(vote, reviewed(all, all.length > 0 ? "approve-with-conditions" : "approve"));
};

const onFulfil: Decider<"fulfil"> = (_tables, state, command, { actor, at }) => {
  const { milestone, condition } = command;
  const gate = state.milestones[milestone];
  if (!gate) return refuse("phases.unknown", { id: milestone });
  if (!gate.conditions.includes(condition))
    return wrongState("villkoret finns inte eller är uppfyllt", "there is no such condition, or it is fulfilled");
  return accept({ type: "condition.fulfilled", milestone, condition, ...withEvidence(command), at, actor });
};

const onRaise: Decider<"raise"> = (tables, state, { issue, blocks }, { actor, at }) => {
  const { body } = actor;
  if (body === undefined || !tables.bodies.has(body))
    return refuseOthers(
      tables,
      tables.template.bodies.map(({ id }) => ({ party: "", body: id })),
    );
  if (issue === "" || state.issues[issue]) return wrongState("ärendet finns redan", "the matter is there already");
  if (blocks !== undefined && !tables.gateIndex.has(blocks)) return refuse("phases.unknown", { id: blocks });
  return accept({ type: "issue.raised", issue, body, ...(blocks === undefined ? {} : { blocks }), at, actor });
};

const onIssue: Decider<"escalate" | "settle" | "return"> = (tables, state, command, { actor, at }) => {
  const { issue } = command;
  const stands = state.issues[issue];
  if (!stands) return refuse("phases.unknown", { id: issue });
  if (stands.with !== actor.body) return refuseOthers(tables, [{ party: "", body: stands.with }]);
  const isOpen = stands.status === "raised" || stands.status === "escalated";
  if (isOpen === (command.type === "return"))
    return isOpen
      ? wrongState("ärendet är inte avgjort", "the matter is not settled")
      : wrongState("ärendet är avgjort", "the matter is settled");
  switch (command.type) {
    case "escalate": {
      const body = tables.bodies.get(stands.with)?.escalatesTo;
      if (body === undefined) return refuse("phases.nowhere-to-escalate", {});
      return accept({ type: "issue.escalated", issue, body, at, actor });
    }
    case "settle":
      if (command.decision.trim() === "") return refuse("phases.reason-missing", {});
      return accept({ type: "issue.settled", issue, decision: command.decision, at, actor });
    case "return":
      if (stands.status === "returned") return wrongState("ärendet är återfört", "the matter has been returned");
      return accept({ type: "issue.returned", issue, at, actor });
  }
};

const onHandOver: Decider<"hand-over"> = (tables, state, _command, { actor, at }) => {
  const last = tables.gates.at(-1);
  if (!last) return wrongState("mallen har ingen milstolpe", "the template has no milestone");
  if (!isApprover(last, actor)) return refuseOthers(tables, last.approver ? [last.approver] : []);
  if (state.status !== "closed") {
    const gate = state.milestones[last.id];
    const unmet = unmetBefore(tables, state, tables.gates.length);
    return refuse("phases.work-open", { count: Math.max(1, unmet.length) }, gate ? unmet : []);
  }
  return accept({ type: "rollout.handed-over", at, actor });
};
