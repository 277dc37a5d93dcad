import * as fc from "fast-check";
import { expect, test } from "vitest";
import { initialTransition, transition } from "xstate";
import { nextRiskState, reviewAgenda, type RiskEvent, type RiskState, rolloutRisks } from "./index.ts";
import { riskMachine } from "./xstate.ts";

const until = fc.constantFrom("2027-06-30", "2027-02-30", "soon", "2028-02-29");
const event: fc.Arbitrary<RiskEvent> = fc.oneof(
  fc.constantFrom<RiskEvent>({ type: "analyse" }, { type: "treat" }, { type: "reopen" }, { type: "close" }),
  until.map((day): RiskEvent => ({ type: "accept", until: day })),
);

test.each<[RiskState["status"], RiskEvent, RiskState | undefined]>([
  ["identified", { type: "analyse" }, { status: "analysed" }],
  ["identified", { type: "treat" }, undefined],
  ["identified", { type: "accept", until: "2027-06-30" }, undefined],
  ["analysed", { type: "treat" }, { status: "treated" }],
  ["analysed", { type: "accept", until: "2027-06-30" }, { status: "accepted", acceptedUntil: "2027-06-30" }],
  ["analysed", { type: "accept", until: "2027-02-30" }, undefined],
  ["analysed", { type: "accept", until: "for ever" }, undefined],
  ["accepted", { type: "accept", until: "2027-12-31" }, { status: "accepted", acceptedUntil: "2027-12-31" }],
  ["accepted", { type: "treat" }, { status: "treated" }],
  ["closed", { type: "treat" }, undefined],
  ["closed", { type: "reopen" }, { status: "identified" }],
])("%s, %j", (status, given, expected) => {
  expect(nextRiskState({ status }, given)).toEqual(expected);
});

test("the machine goes where the function says, whatever happens", () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 12 }), (events) => {
      const machine = riskMachine();
      let [snapshot] = initialTransition(machine);
      let state: RiskState = { status: "identified" };
      for (const given of events) {
        [snapshot] = transition(machine, snapshot, given);
        state = nextRiskState(state, given) ?? state;
        expect(snapshot.value).toBe(state.status);
        expect(snapshot.context.acceptedUntil).toBe(state.acceptedUntil);
      }
    }),
  );
});

test("the agenda takes up what has ended, ends before the next meeting, and what nobody has analysed or owns", () => {
  const [first, second, third, fourth] = rolloutRisks.risks;
  if (!first || !second || !third || !fourth) throw new Error("the register is shorter than it was");
  const { owner: _owner, ...ownerless } = fourth;
  const risks = [
    { ...first, status: "accepted" as const, acceptedUntil: "2027-03-31" },
    { ...second, status: "accepted" as const, acceptedUntil: "2027-04-15" },
    { ...third, status: "accepted" as const, acceptedUntil: "2027-05-03" },
    ownerless,
    { ...first, id: "R99", status: "closed" as const },
  ];
  const agenda = reviewAgenda({ risks }, { today: "2027-04-01", next: "2027-05-03" });
  expect(agenda.map(({ code, where, severity }) => `${severity} ${code} ${where}`)).toEqual([
    "must risk.acceptance-ended risk R01",
    "check risk.acceptance-ends risk R02",
    "check risk.not-analysed risk R04",
    "check risk.no-owner risk R04",
  ]);
});
