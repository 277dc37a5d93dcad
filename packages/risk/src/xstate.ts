import { assign, setup } from "xstate";
import type { RiskStatus } from "./register.ts";
import { nextRiskState, type RiskEvent, riskTransitions, type RiskState } from "./review.ts";

/** The machine's context: the day to which an acceptance lasts. */
export interface RiskMachineContext {
  readonly acceptedUntil: string | undefined;
}

const statuses: readonly RiskStatus[] = ["identified", "analysed", "treated", "accepted", "closed"];

/**
 * A risk's lifecycle as an xstate 5 machine: identified → analysed → treated | accepted (with a last day) → closed. Its rules
 * are those of `nextRiskState`; an event that does not lead on is ignored.
 * @example
 * const actor = createActor(riskMachine()).start();
 * actor.send({ type: "analyse" });
 * actor.send({ type: "accept", until: "2027-06-30" });
 * actor.getSnapshot().value; // "accepted"
 */
// The machine's type is xstate's to infer: written out it would be three lines of its internals.
export function riskMachine(start: RiskState = { status: "identified" }) {
  const on = (status: RiskStatus) =>
    Object.fromEntries(
      Object.entries(riskTransitions[status]).map(([type, target]) => [
        type,
        { target, guard: { type: "leadsOn", params: { status } }, actions: { type: "remember" } } as const,
      ]),
    );
  return setup({
    types: { context: {} as RiskMachineContext, events: {} as RiskEvent },
    guards: {
      leadsOn: ({ event }, { status }: { status: RiskStatus }) => nextRiskState({ status }, event) !== undefined,
    },
    actions: {
      remember: assign(({ event }) => ({ acceptedUntil: event.type === "accept" ? event.until : undefined })),
    },
  }).createMachine({
    id: "risk",
    initial: start.status,
    context: { acceptedUntil: start.acceptedUntil },
    states: Object.fromEntries(statuses.map((status) => [status, { on: on(status) }])),
  });
}
