import type { ActivityId, DecisionId, MilestoneId, Template } from "./template.ts";

/** Who acts: for which party, and in which body when the act is a body's. */
export interface Actor {
  readonly party: string;
  readonly body?: string;
  /** Who it was, as the system that keeps the log knows them. Needed where a body votes. */
  readonly id?: string;
}

/** What the kernel is told besides the command: it has no clock of its own. */
export interface Context {
  readonly actor: Actor;
  /** ISO 8601 instant. */
  readonly at: string;
}

/** Something that shows a claim: a protocol, a report. */
export interface Evidence {
  readonly uri: string;
  /** Digest of the content, hexadecimal. */
  readonly sha256?: string;
}

/** What a review of a milestone ends in. `recycle`: back to work; `hold`: wait; `terminate`: the rollout ends here. */
export type Outcome = "approve" | "approve-with-conditions" | "recycle" | "hold" | "terminate";

/** What somebody wants done. The kernel makes it into events, or says what stands in the way. */
export type Command =
  | { readonly type: "decide"; readonly decision: string; readonly value: boolean }
  | { readonly type: "start"; readonly activity: string }
  | { readonly type: "complete"; readonly activity: string; readonly evidence?: readonly Evidence[] }
  | { readonly type: "reopen"; readonly activity: string; readonly reason: string }
  | { readonly type: "submit"; readonly milestone: string; readonly evidence?: readonly Evidence[] }
  | {
      readonly type: "review";
      readonly milestone: string;
      readonly outcome: Outcome;
      /** What has to be done before the next milestone; for `approve-with-conditions`. */
      readonly conditions?: readonly string[];
      readonly evidence?: readonly Evidence[];
    }
  | {
      readonly type: "fulfil";
      readonly milestone: string;
      readonly condition: string;
      readonly evidence?: readonly Evidence[];
    }
  /** The actor's body raises a matter; `blocks` names a milestone that waits for it. */
  | { readonly type: "raise"; readonly issue: string; readonly blocks?: string }
  | { readonly type: "escalate"; readonly issue: string }
  | { readonly type: "settle"; readonly issue: string; readonly decision: string }
  /** The decision is taken back to the body that raised the matter. */
  | { readonly type: "return"; readonly issue: string }
  /** From rollout to maintenance, when every milestone is passed. */
  | { readonly type: "hand-over" };

/** A command of one type. */
export type CommandOf<Type extends Command["type"]> = Extract<Command, { readonly type: Type }>;

/** A command with the ids of one template: a misspelt one does not compile. */
export type CommandFor<T extends Template, C = Command> = C extends unknown
  ? {
      readonly [Key in keyof C]: Key extends "activity"
        ? ActivityId<T>
        : Key extends "milestone" | "blocks"
          ? MilestoneId<T>
          : C extends { readonly type: "decide" }
            ? Key extends "decision"
              ? DecisionId<T>
              : C[Key]
            : C[Key];
    }
  : never;
