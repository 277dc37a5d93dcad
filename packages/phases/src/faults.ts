import { accepts, type Given } from "./alphabet.ts";
import type { Actor, Command } from "./command.ts";
import type { Kernel } from "./kernel.ts";
import type { Property } from "./property.ts";
import type { RolloutState } from "./rollout-state.ts";
import { type Activity, milestonesOf, type Template } from "./template.ts";

// The rules, written a second time and without the kernel: what `verifyTemplate` measures it against.

/** A milestone with what it guards. */
export interface Gate {
  readonly id: string;
  readonly mayApproveOwn: boolean;
  /** Activities up to it. */
  readonly before: readonly Activity[];
  /** The mandatory ones of them. */
  readonly guarded: readonly Activity[];
}

/** Every milestone behind it. */
export const isClosed = ({ status }: RolloutState): boolean => status === "closed" || status === "maintenance";
/** What a template says has to be done, and before which milestone. */
export interface Rules {
  readonly gates: readonly Gate[];
  /** Every mandatory activity, guarded or not. */
  readonly mandatory: readonly Activity[];
}

/** The rules of a template. */
export function rulesOf(template: Template): Rules {
  const mandatory = template.phases
    .flatMap(({ activities }) => activities)
    .filter(({ obligation }) => obligation === "mandatory");
  const gates = milestonesOf(template).map(({ milestone, phase }): Gate => {
    const before = template.phases.slice(0, template.phases.indexOf(phase) + 1).flatMap(({ activities }) => activities);
    return {
      id: milestone.id,
      mayApproveOwn: milestone.mayApproveOwn === true,
      before,
      guarded: before.filter((activity) => mandatory.includes(activity)),
    };
  });
  return { gates, mandatory };
}

const inclusion = ({ condition }: Activity, { decisions }: RolloutState): boolean | undefined =>
  condition === undefined
    ? true
    : decisions[condition.decision] === undefined
      ? undefined
      : decisions[condition.decision] === condition.is;
/** Not known to be out, and not done. */
const isOpen = (activity: Activity, state: RolloutState): boolean =>
  inclusion(activity, state) !== false && state.activities[activity.id] !== "done";
const isPassed = (state: RolloutState, id: string): boolean => state.milestones[id]?.status === "passed";

/** What a step that was accepted breaks, if anything. */
export function faultOfStep(
  { gates, mandatory }: Rules,
  before: RolloutState,
  command: Command,
  actor: Actor,
  after: RolloutState,
): readonly [Property, string] | undefined {
  for (const [index, { id, guarded, mayApproveOwn }] of gates.entries()) {
    if (!isPassed(after, id)) continue;
    const open = guarded.find((activity) => isOpen(activity, after));
    const isNew = !isPassed(before, id);
    if (open) return [isNew ? "work-before-milestone" : "reopening-makes-stale", open.id];
    if (!isNew) continue;
    const earlier = gates.slice(0, index).find((gate) => {
      const stands = after.milestones[gate.id];
      return stands?.status !== "passed" || stands.conditions.length > 0;
    });
    if (earlier) return ["milestones-in-order", id];
    const waits = Object.values(before.issues).some(
      ({ status, blocks }) => (status === "raised" || status === "escalated") && blocks === id,
    );
    if (waits) return ["matters-keep-milestones", id];
    if (!mayApproveOwn && before.milestones[id]?.submittedBy === actor.party) return ["no-own-approval", id];
  }
  const lost = gates.find(({ id }) => {
    const now = after.milestones[id]?.conditions ?? [];
    return (before.milestones[id]?.conditions ?? []).some(
      (condition) => !now.includes(condition) && !(command.type === "fulfil" && command.condition === condition),
    );
  });
  if (lost) return ["conditions-stay", lost.id];
  if (isClosed(after) && !isClosed(before)) {
    const last = mandatory.find((activity) => isOpen(activity, after));
    if (last) return ["work-guarded", last.id];
  }
  return undefined;
}

/** The excluded activity that keeps a milestone shut, when doing it would open it. */
export function isKeptBackByExcluded(
  { gates }: Rules,
  kernel: Kernel,
  state: RolloutState,
  given: Given,
): string | undefined {
  const { command } = given;
  if (command.type !== "review" || !command.outcome.startsWith("approve")) return undefined;
  const gate = gates.find(({ id }) => id === command.milestone);
  const out = gate?.before.filter(
    (activity) => inclusion(activity, state) === false && state.activities[activity.id] !== "done",
  );
  const first = out?.[0];
  if (!out || !first) return undefined;
  const without = { ...state, activities: { ...state.activities } };
  for (const { id } of out) without.activities[id] = "done";
  return accepts(kernel, without, given) ? first.id : undefined;
}

/** What the first milestone that is not passed waits for: work that nobody can do, or the milestone itself. */
export function waitingFor(
  { gates }: Rules,
  state: RolloutState,
  isDoable: (activity: string) => boolean,
): string | undefined {
  const gate = gates.find(({ id }) => !isPassed(state, id));
  return gate?.guarded.find((activity) => isOpen(activity, state) && !isDoable(activity.id))?.id ?? gate?.id;
}
