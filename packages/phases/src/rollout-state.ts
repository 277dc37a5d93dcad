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

/** A state under construction: its records may be written to, what they hold is replaced and never changed. */
export type Draft = {
  -readonly [Key in keyof RolloutState]: RolloutState[Key] extends Readonly<Record<string, infer Value>>
    ? Record<string, Value>
    : RolloutState[Key];
};

/** A copy that may be written to. */
export const draftOf = (state: RolloutState): Draft => ({
  ...state,
  decisions: { ...state.decisions },
  activities: { ...state.activities },
  milestones: { ...state.milestones },
  issues: { ...state.issues },
});
