import type { Actor, Command, Outcome } from "./command.ts";
import type { Kernel } from "./kernel.ts";
import type { RolloutState } from "./rollout-state.ts";
import { activitiesOf, type Milestone, milestonesOf, type Template } from "./template.ts";

/** A command and who gives it. */
export interface Given {
  readonly command: Command;
  readonly actor: Actor;
}

const at = "1970-01-01T00:00:00Z";

/** The state after a command, or undefined when it is refused. */
export function givenBy(kernel: Kernel, state: RolloutState, { command, actor }: Given): RolloutState | undefined {
  const result = kernel.decide(state, command, { actor, at });
  return result.ok ? kernel.fold(result.value, state) : undefined;
}

/** Whether a command would be accepted. */
export const accepts = (kernel: Kernel, state: RolloutState, { command, actor }: Given): boolean =>
  kernel.decide(state, command, { actor, at }).ok;

/**
 * Everybody who can act: each party alone, and each seat that a role has, by name, so that a quorum can be met. A milestone
 * may name a body in which its party has no seat: then one person of the party can still be sent.
 */
export function actorsOf({ parties, roles, bodies, phases }: Template): readonly Actor[] {
  const seats = roles.flatMap(({ id, party, seats: own }) => own.map((body): Actor => ({ party, body, id })));
  const sent = phases.flatMap(({ milestone }): readonly Actor[] => {
    const approver = milestone?.approver;
    const isReal =
      approver !== undefined &&
      parties.some(({ id }) => id === approver.party) &&
      bodies.some(({ id }) => id === approver.body) &&
      !seats.some(({ party, body }) => party === approver.party && body === approver.body);
    return isReal ? [{ party: approver.party, body: approver.body, id: "sent" }] : [];
  });
  const all = [...parties.map(({ id }): Actor => ({ party: id })), ...seats, ...sent];
  return all.filter((one, index) => all.findIndex((other) => JSON.stringify(other) === JSON.stringify(one)) === index);
}

const outcomes: readonly Outcome[] = ["approve", "approve-with-conditions", "recycle", "hold", "terminate"];

/**
 * Every command of a template with everybody who could mean it, texts reduced to one word. A review is given by the
 * approver's seats, as many as vote, and by one of the others.
 * @param issues - matters that may be raised, with the milestone each blocks
 */
export function commandAlphabet(
  template: Template,
  actors: readonly Actor[],
  issues: readonly { readonly issue: string; readonly blocks?: string }[] = [],
): readonly Given[] {
  const parties = actors.filter(({ body }) => body === undefined);
  const seats = actors.filter(({ body }) => body !== undefined);
  const oneOfEach = seats.filter((one, index) => seats.findIndex((other) => isSameSeat(one, other)) === index);
  const by = (who: readonly Actor[], commands: readonly Command[]): readonly Given[] =>
    commands.flatMap((command) => who.map((actor) => ({ command, actor })));
  const reviewers = ({ approver }: Milestone): readonly Actor[] => [
    ...seats.filter((seat) => approver !== undefined && isSameSeat(seat, approver)).slice(0, approver?.quorum ?? 1),
    ...seats.filter((seat) => approver === undefined || !isSameSeat(seat, approver)).slice(0, 1),
  ];
  return [
    ...by(
      parties,
      template.decisions.flatMap(({ id }) =>
        [true, false].map((value): Command => ({ type: "decide", decision: id, value })),
      ),
    ),
    ...by(
      parties,
      activitiesOf(template).flatMap(({ activity: { id } }): readonly Command[] => [
        { type: "start", activity: id },
        { type: "complete", activity: id },
        { type: "reopen", activity: id, reason: "…" },
      ]),
    ),
    ...milestonesOf(template).flatMap(({ milestone }) => [
      ...by(parties, [
        { type: "submit", milestone: milestone.id },
        { type: "fulfil", milestone: milestone.id, condition: "…" },
      ]),
      ...by(
        reviewers(milestone),
        outcomes.map((outcome): Command => ({
          type: "review",
          milestone: milestone.id,
          outcome,
          ...(outcome === "approve-with-conditions" ? { conditions: ["…"] } : {}),
        })),
      ),
    ]),
    ...by(
      oneOfEach,
      issues.flatMap(({ issue, blocks }): readonly Command[] => [
        { type: "raise", issue, ...(blocks === undefined ? {} : { blocks }) },
        { type: "escalate", issue },
        { type: "settle", issue, decision: "…" },
        { type: "return", issue },
      ]),
    ),
  ];
}

const isSameSeat = (one: Actor, other: Actor): boolean => one.party === other.party && one.body === other.body;
