import { assign, setup, type SnapshotFrom } from "xstate";
import { newSignOff, signOff, type SignOff, type SignOffEvent } from "./sign-off.ts";

export type { SignOff, SignOffAct, SignOffEvent, SignOffStatus, SignOffStep } from "./sign-off.ts";

/** What the machine keeps: the report's way so far. */
export interface SignOffContext {
  readonly signOff: SignOff;
}

const step = { guard: "isAccepted", actions: "record" } as const;

/**
 * The way of a report to SCB as an xstate machine: draft → validated → approved → sent → superseded. Its guard and its
 * action are {@link signOff}, so machine and function can't disagree.
 * @example
 * const actor = createActor(signOffMachine).start();
 * actor.send({ type: "report.validated", manifest, by: "system", at });
 * actor.getSnapshot().value; // "validated"
 */
export const signOffMachine = setup({
  types: { context: {} as SignOffContext, events: {} as SignOffEvent },
  guards: { isAccepted: ({ context, event }) => signOff(context.signOff, event).ok },
  actions: {
    record: assign(({ context, event }) => {
      const taken = signOff(context.signOff, event);
      return taken.ok ? { signOff: taken.value } : {};
    }),
  },
}).createMachine({
  id: "scb-report",
  context: { signOff: newSignOff },
  initial: "draft",
  states: {
    draft: { on: { "report.validated": { target: "validated", ...step } } },
    validated: {
      on: { "report.approved": { target: "approved", ...step }, "report.changed": { target: "draft", ...step } },
    },
    approved: { on: { "report.sent": { target: "sent", ...step }, "report.changed": { target: "draft", ...step } } },
    sent: { on: { "report.superseded": { target: "superseded", ...step } } },
    superseded: { type: "final" },
  },
});

/** The machine's snapshot for a report that was kept as data: `createActor(signOffMachine, { snapshot })`. */
export function signOffSnapshot(report: SignOff): SnapshotFrom<typeof signOffMachine> {
  return signOffMachine.resolveState({ value: report.status, context: { signOff: report } });
}
