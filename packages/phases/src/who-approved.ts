import type { Actor, Evidence } from "./command.ts";
import type { Event } from "./event.ts";
import type { Kernel } from "./kernel.ts";

/** An approval of a milestone, as the log has it. */
export interface Approval {
  readonly at: string;
  /** Everybody who voted for it; the last made it pass. */
  readonly by: readonly Actor[];
  readonly conditions: readonly string[];
  readonly evidence: readonly Evidence[];
  /** When work before it was opened again, and it was no longer passed. */
  readonly staleFrom?: string;
}

/**
 * Who let a milestone pass, every time it did, on what evidence and under which conditions. Folds the log; O(events).
 * @example
 * whoApproved(compile(rolloutTemplate), events, "m4").at(-1)?.by;
 */
export function whoApproved(kernel: Kernel, log: readonly Event[], milestone: string): readonly Approval[] {
  const approvals: Approval[] = [];
  let votes: Actor[] = [];
  let state = kernel.initial();
  for (const event of log) {
    const wasPassed = state.milestones[milestone]?.status === "passed";
    state = kernel.evolve(state, event);
    const gate = state.milestones[milestone];
    const isNowPassed = gate?.status === "passed";
    if (event.type === "milestone.voted" && event.milestone === milestone) votes.push(event.actor);
    if (event.type === "milestone.reviewed" && event.milestone === milestone && !wasPassed && isNowPassed) {
      const { at, actor, conditions, evidence = [] } = event;
      approvals.push({ at, by: votes.length > 0 ? votes : [actor], conditions, evidence });
    }
    if (gate?.votes === undefined) votes = [];
    const last = approvals.at(-1);
    if (last && wasPassed && !isNowPassed) approvals[approvals.length - 1] = { ...last, staleFrom: event.at };
  }
  return approvals;
}
