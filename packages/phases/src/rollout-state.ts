/** An approving vote in a body that needs more than one. */
export interface Vote {
  readonly by: string;
  readonly conditions: readonly string[];
}

/** How a milestone stands. `stale`: it was passed, and work before it has been opened since. */
export interface GateState {
  readonly status: "open" | "held" | "passed" | "stale";
  /** Conditions of its approvals that are not fulfilled: mandatory work for the next milestone. */
  readonly conditions: readonly string[];
  /** Party that has submitted it for review. */
  readonly submittedBy?: string;
  /** Votes so far, while there are too few. */
  readonly votes?: readonly Vote[];
}

/** A matter that a body has raised. */
export interface IssueState {
  readonly status: "raised" | "escalated" | "settled" | "returned";
  readonly raisedIn: string;
  /** Body that has it now. */
  readonly with: string;
  /** Milestone that waits until it is settled. */
  readonly blocks?: string;
}

export type ActivityStatus = "open" | "started" | "done";

/** How a rollout stands. Plain data. */
export interface RolloutState {
  /** `id@version` of the template. */
  readonly template: string;
  readonly status: "running" | "closed" | "maintenance" | "terminated";
  /** Decisions that are taken. */
  readonly decisions: Readonly<Record<string, boolean>>;
  readonly activities: Readonly<Record<string, ActivityStatus>>;
  readonly milestones: Readonly<Record<string, GateState>>;
  readonly issues: Readonly<Record<string, IssueState>>;
  /** Events so far. */
  readonly revision: number;
}

/**
 * A state under construction. Its activities may be written to, since most events are about one; every other record is
 * replaced when something in it changes, so that states share what they have in common.
 */
export type Draft = { -readonly [Key in keyof RolloutState]: RolloutState[Key] } & {
  activities: Record<string, ActivityStatus>;
};

/** A copy that may be written to. */
export const draftOf = (state: RolloutState): Draft => ({ ...state, activities: { ...state.activities } });

const without: { readonly [Status in GateState["status"]]: GateState } = {
  open: { status: "open", conditions: [] },
  held: { status: "held", conditions: [] },
  passed: { status: "passed", conditions: [] },
  stale: { status: "stale", conditions: [] },
};

/** A milestone without submission or votes. Those without conditions are one and the same object. */
export const gateAt = (status: GateState["status"], conditions: readonly string[] = []): GateState =>
  conditions.length === 0 ? without[status] : { status, conditions };
