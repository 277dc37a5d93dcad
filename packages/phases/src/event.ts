import type { Actor, Evidence, Outcome } from "./command.ts";

/** When something happened, and through whom. */
interface Stamp {
  readonly at: string;
  readonly actor: Actor;
}

/** What happened. A log of events is all there is to keep: the state is folded from it. */
export type Event = Stamp &
  (
    | { readonly type: "decision.made"; readonly decision: string; readonly value: boolean }
    | { readonly type: "activity.started"; readonly activity: string }
    | { readonly type: "activity.completed"; readonly activity: string; readonly evidence?: readonly Evidence[] }
    | { readonly type: "activity.reopened"; readonly activity: string; readonly reason: string }
    | { readonly type: "milestone.submitted"; readonly milestone: string; readonly evidence?: readonly Evidence[] }
    | { readonly type: "milestone.voted"; readonly milestone: string; readonly conditions: readonly string[] }
    | {
        readonly type: "milestone.reviewed";
        readonly milestone: string;
        readonly outcome: Outcome;
        readonly conditions: readonly string[];
        readonly evidence?: readonly Evidence[];
      }
    | {
        readonly type: "condition.fulfilled";
        readonly milestone: string;
        readonly condition: string;
        readonly evidence?: readonly Evidence[];
      }
    | { readonly type: "issue.raised"; readonly issue: string; readonly body: string; readonly blocks?: string }
    | { readonly type: "issue.escalated"; readonly issue: string; readonly body: string }
    | { readonly type: "issue.settled"; readonly issue: string; readonly decision: string }
    | { readonly type: "issue.returned"; readonly issue: string }
    | { readonly type: "rollout.handed-over" }
    | {
        readonly type: "template.migrated";
        /** `id@version` of the template it goes on by. */
        readonly to: string;
        /** From the new ids to the old ones they continue. */
        readonly activities: Readonly<Record<string, string>>;
        readonly milestones: Readonly<Record<string, string>>;
        readonly decisions: Readonly<Record<string, string>>;
        /** Milestones, by new id, that are to be reviewed again. */
        readonly stale: readonly string[];
      }
  );

/** An event of one type. */
export type EventOf<Type extends Event["type"]> = Extract<Event, { readonly type: Type }>;
