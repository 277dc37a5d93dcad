import { assign, setup } from "xstate";
import type { Approval } from "./approve.ts";
import type { GuardResult } from "./guard-result.ts";
import type { Plan } from "./plan.ts";
import type { ReviewState } from "./sign-off.ts";

/** What a run of a sync knows: names of things, not the things. */
export interface SyncRunContext {
  /** Digest of the plan. */
  readonly plan: string | null;
  readonly approval: Approval | null;
  /** Units that a guard holds. */
  readonly heldUnits: readonly string[];
  /** How far each unit's review has come. */
  readonly reviews: Readonly<Record<string, ReviewState>>;
}

/** What happens to a run. */
export type SyncRunEvent =
  | { readonly type: "source.read" }
  | { readonly type: "plan.checked"; readonly plan: Plan; readonly guards: readonly GuardResult[] }
  | { readonly type: "plan.approved"; readonly approval: Approval }
  | { readonly type: "apply.started" }
  | { readonly type: "apply.stopped" }
  | { readonly type: "apply.finished" }
  | { readonly type: "unit.reviewed"; readonly unit: string; readonly state: ReviewState }
  | { readonly type: "run.undone" };

const isRejected = (guards: readonly GuardResult[]): boolean => guards.some(({ outcome }) => outcome === "reject");
const isHeld = (guards: readonly GuardResult[]): boolean =>
  guards.some(({ outcome, unit }) => outcome === "hold" && unit === undefined);

/**
 * The life of one run of a sync as an XState 5 machine: received → checked → rejected | held | planned → approved → applying
 * → verifying → signed off, and undone. It decides nothing that `check`, `permitted`, `applyPlan` and `signOff` decide; it
 * keeps their results in order. An approval for another plan, or one that does not let a held plan through, is not taken.
 * A unit that is reopened takes the run back to verifying.
 * @example
 * const actor = createActor(syncRunMachine).start();
 * actor.send({ type: "source.read" });
 */
export const syncRunMachine = setup({
  types: {
    context: {} as SyncRunContext,
    events: {} as SyncRunEvent,
  },
  guards: {
    isRejected: ({ event }) => event.type === "plan.checked" && isRejected(event.guards),
    isHeld: ({ event }) => event.type === "plan.checked" && isHeld(event.guards),
    isForThisPlan: ({ context, event }) => event.type === "plan.approved" && event.approval.digest === context.plan,
    letsHeldThrough: ({ context, event }) =>
      event.type === "plan.approved" && event.approval.digest === context.plan && event.approval.heldPlan === true,
    isAllSigned: ({ context, event }) =>
      event.type === "unit.reviewed" &&
      Object.values({ ...context.reviews, [event.unit]: event.state }).every((state) => state === "signedOff"),
  },
  actions: {
    keepPlan: assign(({ event }) =>
      event.type !== "plan.checked"
        ? {}
        : {
            plan: event.plan.digest,
            approval: null,
            heldUnits: event.guards.flatMap(({ outcome, unit }) =>
              outcome === "hold" && unit !== undefined ? [unit] : [],
            ),
            reviews: Object.fromEntries(
              Object.keys(event.plan.basis.pupilsByUnit).map((unit): [string, ReviewState] => [unit, "notStarted"]),
            ),
          },
    ),
    keepApproval: assign(({ event }) => (event.type === "plan.approved" ? { approval: event.approval } : {})),
    keepReview: assign(({ context, event }) =>
      event.type === "unit.reviewed" ? { reviews: { ...context.reviews, [event.unit]: event.state } } : {},
    ),
  },
}).createMachine({
  id: "syncRun",
  initial: "idle",
  context: { plan: null, approval: null, heldUnits: [], reviews: {} },
  states: {
    idle: { on: { "source.read": "received" } },
    received: {
      on: {
        "plan.checked": [
          { guard: "isRejected", target: "rejected", actions: "keepPlan" },
          { guard: "isHeld", target: "held", actions: "keepPlan" },
          { target: "planned", actions: "keepPlan" },
        ],
      },
    },
    rejected: { on: { "source.read": "received" } },
    held: {
      on: {
        "source.read": "received",
        "plan.approved": { guard: "letsHeldThrough", target: "approved", actions: "keepApproval" },
      },
    },
    planned: {
      on: {
        "source.read": "received",
        "plan.approved": { guard: "isForThisPlan", target: "approved", actions: "keepApproval" },
      },
    },
    approved: { on: { "source.read": "received", "apply.started": "applying" } },
    // A run that has begun is finished before another is read: its journal says how far it came.
    applying: { on: { "apply.stopped": "approved", "apply.finished": "verifying" } },
    verifying: {
      on: {
        "source.read": "received",
        "unit.reviewed": [
          { guard: "isAllSigned", target: "signedOff", actions: "keepReview" },
          { actions: "keepReview" },
        ],
        "run.undone": "undone",
      },
    },
    signedOff: {
      on: {
        "source.read": "received",
        "unit.reviewed": [
          { guard: "isAllSigned", actions: "keepReview" },
          { target: "verifying", actions: "keepReview" },
        ],
        "run.undone": "undone",
      },
    },
    undone: { on: { "source.read": "received" } },
  },
});
