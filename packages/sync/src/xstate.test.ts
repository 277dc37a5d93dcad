import { describe, expect, test } from "vitest";
import { initialTransition, transition } from "xstate";
import { afterPlan } from "../test/municipality.ts";
import { batch, school } from "../test/rosters.ts";
import { approve } from "./approve.ts";
import type { GuardResult } from "./guard-result.ts";
import { check } from "./guards.ts";
import { reconcile } from "./reconcile.ts";
import { emptyRegister } from "./register.ts";
import { type SyncRunEvent, syncRunMachine } from "./xstate.ts";

const full = batch({ ...school(1, 1, 30) });
const register = afterPlan(emptyRegister, reconcile({ source: full, target: emptyRegister }));
const plan = reconcile({ source: batch({ ...school(1, 1, 29) }), target: register });
const [unit = ""] = Object.keys(plan.basis.pupilsByUnit);
const times = { at: "2027-03-01T06:00:00Z", expires: "2027-03-02T06:00:00Z" };
const approval = approve(plan, { by: "a", reason: "b", ...times });
const checked = (guards: readonly GuardResult[]): SyncRunEvent => ({ type: "plan.checked", plan, guards });
const read: SyncRunEvent = { type: "source.read" };
const hold: GuardResult = { id: "removals", outcome: "hold" };
const unitHold: GuardResult = { id: "unit-removals", outcome: "hold", unit: "u" };
const reject: GuardResult = { id: "order", outcome: "reject" };
const approved: SyncRunEvent = { type: "plan.approved", approval };
const reviewed = (state: "signedOff" | "reopened"): SyncRunEvent => ({ type: "unit.reviewed", unit, state });

function after(...events: readonly SyncRunEvent[]) {
  const [start] = initialTransition(syncRunMachine);
  return events.reduce((state, event) => transition(syncRunMachine, state, event)[0], start);
}
const toVerifying = [
  read,
  checked(check(plan)),
  approved,
  { type: "apply.started" },
  { type: "apply.finished" },
] as const;

describe("a run", () => {
  test.each<[string, readonly SyncRunEvent[], string]>([
    ["is received", [read], "received"],
    ["is planned when no guard holds it", [read, checked([])], "planned"],
    ["is planned when a guard holds a unit of it", [read, checked([unitHold])], "planned"],
    ["is held", [read, checked([hold])], "held"],
    ["is rejected, whatever else", [read, checked([hold, reject])], "rejected"],
    ["can't be approved when it is rejected", [read, checked([reject]), approved], "rejected"],
    ["takes no plain approval when it is held", [read, checked([hold]), approved], "held"],
    [
      "takes one that says so",
      [read, checked([hold]), { type: "plan.approved", approval: { ...approval, heldPlan: true } }],
      "approved",
    ],
    [
      "takes none for another plan",
      [read, checked([]), { type: "plan.approved", approval: { ...approval, digest: "other" } }],
      "planned",
    ],
    ["is not applied before it is approved", [read, checked([]), { type: "apply.started" }], "planned"],
    [
      "goes on after it was stopped",
      [...toVerifying.slice(0, 4), { type: "apply.stopped" }, { type: "apply.started" }],
      "applying",
    ],
    ["is not left for another while it is applied", [...toVerifying.slice(0, 4), read], "applying"],
    ["is verified", toVerifying, "verifying"],
    ["is signed off when every unit is", [...toVerifying, reviewed("signedOff")], "signedOff"],
    [
      "is verified again when a unit is reopened",
      [...toVerifying, reviewed("signedOff"), reviewed("reopened")],
      "verifying",
    ],
    ["can be undone", [...toVerifying, { type: "run.undone" }], "undone"],
  ])("%s", (_, events, state) => {
    expect(after(...events).value).toBe(state);
  });
  test("keeps names, not rows", () => {
    const { context } = after(...toVerifying, reviewed("signedOff"));
    expect(context).toEqual({ plan: plan.digest, approval, heldUnits: [], reviews: { [unit]: "signedOff" } });
    expect(JSON.stringify(context)).not.toMatch(/Given|Family/);
  });
  test("a new reading forgets the approval of the one before", () => {
    expect(after(read, checked([]), approved, read, checked([])).context.approval).toBeNull();
  });
});
