import { describe, expect, test } from "vitest";
import type { Actor, Command } from "./command.ts";
import type { Event } from "./event.ts";
import { compile } from "./kernel.ts";
import { rolloutTemplate } from "./rollout-template.ts";
import type { RolloutState } from "./rollout-state.ts";
import { defineTemplate, type Template } from "./template.ts";

const at = "2027-03-19T09:00:00Z";
const supplier: Actor = { party: "supplier" };
const customer: Actor = { party: "customer" };
const steering: Actor = { party: "customer", body: "steering-group", id: "chair" };
const project: Actor = { party: "customer", body: "project-group" };
const text = (word: string) => ({ sv: word, en: word });
const duration = { min: 1, mode: 1, max: 1, basis: "source" } as const;
const step = { kind: "step", obligation: "mandatory", responsible: ["supplier"], duration } as const;

const small = defineTemplate({
  ...rolloutTemplate,
  id: "small",
  links: [],
  decisions: [{ id: "extra", title: text("extra"), by: "customer" }],
  phases: [
    {
      id: "one",
      title: text("one"),
      weeks: { min: 1, max: 1 },
      activities: [
        { ...step, id: "a", title: text("a") },
        { ...step, id: "b", title: text("b"), condition: { decision: "extra", is: true } },
        { ...step, id: "c", title: text("c"), obligation: "optional" },
      ],
      milestone: { id: "m1", title: text("m1"), approver: { party: "customer", body: "steering-group" }, criteria: [] },
    },
    {
      id: "two",
      title: text("two"),
      weeks: { min: 1, max: 1 },
      activities: [{ ...step, id: "d", title: text("d"), responsible: [] }],
      milestone: { id: "m2", title: text("m2"), approver: { party: "customer", body: "steering-group" }, criteria: [] },
    },
  ],
});

/** Gives commands in turn, each of which must be accepted. */
function run(template: Template, ...given: readonly (readonly [Actor, Command])[]): RolloutState {
  const kernel = compile(template);
  return given.reduce((state, [actor, command]) => {
    const result = kernel.decide(state, command, { actor, at });
    if (!result.ok) throw new Error(`${JSON.stringify(command)} was refused: ${result.error.code} ${result.error.en}`);
    return kernel.fold(result.value, state);
  }, kernel.initial());
}
function refusal(template: Template, state: RolloutState, actor: Actor, command: Command) {
  const result = compile(template).decide(state, command, { actor, at });
  return result.ok ? undefined : result.error;
}

const complete = (activity: string): readonly [Actor, Command] => [supplier, { type: "complete", activity }];
const approve = (milestone: string): readonly [Actor, Command] => [
  steering,
  { type: "review", milestone, outcome: "approve" },
];
const decideNo: readonly [Actor, Command] = [customer, { type: "decide", decision: "extra", value: false }];
const toM1 = [decideNo, complete("a"), approve("m1")] as const;

describe("a milestone", () => {
  test("refuses, with every mandatory activity that is open and who can do it", () => {
    const error = refusal(rolloutTemplate, compile(rolloutTemplate).initial(), ...approve("m1"));
    expect(error?.code).toBe("phases.work-open");
    expect(error?.unmet.filter(({ kind }) => kind === "activity").map(({ id }) => id)).toEqual([
      "working-groups",
      "preconditions",
      "target-picture",
      "direction-decisions",
      "rollout-plan",
      "staffing",
      "responsibilities",
      "risk-analysis",
      "headcount",
      "key-person-model",
    ]);
    expect(error?.unmet.filter(({ kind }) => kind === "decision")).toEqual([
      { kind: "decision", id: "migration-ordered", title: expect.anything(), by: ["customer"] },
    ]);
    expect(error?.unmet.find(({ id }) => id === "target-picture")?.by).toEqual(["customer"]);
  });

  test("passes when the work is done, the decision taken and the steering group says so", () => {
    expect(run(small, ...toM1).milestones["m1"]).toEqual({ status: "passed", conditions: [] });
  });

  test("asks for the decision that may bring more work, then for that work", () => {
    const open = run(small, complete("a"));
    expect(refusal(small, open, ...approve("m1"))?.unmet.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      "decision extra",
    ]);
    const yes = run(small, complete("a"), [customer, { type: "decide", decision: "extra", value: true }]);
    expect(refusal(small, yes, ...approve("m1"))?.unmet.map(({ kind, id }) => `${kind} ${id}`)).toEqual(["activity b"]);
  });

  test("does not wait for optional work", () => {
    expect(run(small, ...toM1).activities["c"]).toBe("open");
  });

  test("waits for the work of earlier phases too, and for what blocks them", () => {
    const raise: readonly [Actor, Command] = [project, { type: "raise", issue: "late", blocks: "m1" }];
    const unmet = refusal(small, run(small, decideNo, complete("d"), raise), ...approve("m2"))?.unmet;
    expect(unmet?.map(({ kind, id }) => `${kind} ${id}`)).toEqual(["milestone m1", "activity a", "issue late"]);
  });

  test("waits for the milestone before it", () => {
    const state = run(small, decideNo, complete("a"), complete("d"));
    expect(refusal(small, state, ...approve("m2"))?.unmet.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      "milestone m1",
    ]);
  });

  test.each([supplier, customer, project, { party: "supplier", body: "steering-group" }])(
    "is not passed by %o, who is told who can",
    (actor) => {
      const error = refusal(small, run(small, decideNo, complete("a")), actor, approve("m1")[1]);
      expect(error?.code).toBe("phases.not-allowed");
      expect(error?.unmet).toMatchObject([{ kind: "actor", id: "steering-group", by: ["customer"] }]);
      expect(error?.sv).toContain("Styrgrupp");
    },
  );

  test("that nobody may pass is refused to all", () => {
    const { approver: _, ...milestone } = small.phases[0].milestone;
    const template: Template = { ...small, phases: [{ ...small.phases[0], milestone }, small.phases[1]] };
    expect(refusal(template, run(template, decideNo, complete("a")), ...approve("m1"))?.code).toBe(
      "phases.not-allowed",
    );
  });

  test("is put on hold, sent back, and ends the rollout", () => {
    const ready = [decideNo, complete("a")] as const;
    const review = (outcome: "hold" | "recycle" | "terminate"): readonly [Actor, Command] => [
      steering,
      { type: "review", milestone: "m1", outcome },
    ];
    expect(run(small, ...ready, review("hold")).milestones["m1"]?.status).toBe("held");
    expect(run(small, ...ready, review("hold"), review("recycle")).milestones["m1"]?.status).toBe("open");
    expect(run(small, ...ready, review("hold"), approve("m1")).milestones["m1"]?.status).toBe("passed");
    const ended = run(small, ...ready, review("terminate"));
    expect(ended.status).toBe("terminated");
    expect(compile(small).commands(ended, steering)).toEqual([]);
  });
});

describe("an approval with conditions", () => {
  const withConditions = [
    decideNo,
    complete("a"),
    [
      steering,
      { type: "review", milestone: "m1", outcome: "approve-with-conditions", conditions: ["fix", "fix", "report"] },
    ],
  ] as const;

  test("makes the conditions mandatory work for the next milestone", () => {
    const state = run(small, ...withConditions, complete("d"));
    expect(state.milestones["m1"]).toEqual({ status: "passed", conditions: ["fix", "report"] });
    expect(refusal(small, state, ...approve("m2"))?.unmet.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      "condition fix",
      "condition report",
    ]);
  });

  test("does not close a rollout until they are fulfilled", () => {
    const fulfil = (condition: string): readonly [Actor, Command] => [
      supplier,
      { type: "fulfil", milestone: "m1", condition },
    ];
    const last: readonly [Actor, Command] = [
      steering,
      { type: "review", milestone: "m2", outcome: "approve-with-conditions", conditions: ["tidy"] },
    ];
    const passed = [...withConditions, complete("d"), fulfil("fix"), fulfil("report"), last] as const;
    expect(run(small, ...passed).status).toBe("running");
    expect(run(small, ...passed, [supplier, { type: "fulfil", milestone: "m2", condition: "tidy" }]).status).toBe(
      "closed",
    );
    expect(refusal(small, run(small, ...passed), ...fulfil("fix"))?.code).toBe("phases.wrong-state");
  });

  test("keeps its conditions when the milestone is approved again", () => {
    const again = run(
      small,
      ...withConditions,
      [supplier, { type: "reopen", activity: "a", reason: "a fault" }],
      complete("a"),
      approve("m1"),
    );
    expect(again.milestones["m1"]).toEqual({ status: "passed", conditions: ["fix", "report"] });
  });

  test("keeps its conditions when the milestone is sent back", () => {
    const reopen: readonly [Actor, Command] = [supplier, { type: "reopen", activity: "a", reason: "a fault" }];
    const recycle: readonly [Actor, Command] = [steering, { type: "review", milestone: "m1", outcome: "recycle" }];
    const state = run(small, ...withConditions, reopen, recycle);
    expect(state.milestones["m1"]).toEqual({ status: "open", conditions: ["fix", "report"] });
  });

  test("has conditions", () => {
    const review: Command = { type: "review", milestone: "m1", outcome: "approve-with-conditions", conditions: [" "] };
    expect(refusal(small, run(small, decideNo, complete("a")), steering, review)?.code).toBe(
      "phases.conditions-missing",
    );
  });
});

describe("work that is opened again", () => {
  const closed = [...toM1, complete("d"), approve("m2")] as const;
  const reopen = (activity: string): readonly [Actor, Command] => [
    supplier,
    { type: "reopen", activity, reason: "a fault" },
  ];

  test("makes its milestone and all later ones stale", () => {
    const state = run(small, ...closed, reopen("a"));
    expect([state.status, state.milestones["m1"]?.status, state.milestones["m2"]?.status]).toEqual([
      "running",
      "stale",
      "stale",
    ]);
    expect(run(small, ...closed, reopen("a"), complete("a"), approve("m1"), approve("m2")).status).toBe("closed");
  });

  test("leaves milestones before it", () => {
    const state = run(small, ...closed, reopen("d"));
    expect([state.milestones["m1"]?.status, state.milestones["m2"]?.status]).toEqual(["passed", "stale"]);
  });

  test("leaves a closed rollout closed when it was optional", () => {
    const state = run(small, ...closed.slice(0, 2), complete("c"), ...closed.slice(2), reopen("c"));
    expect(state.status).toBe("closed");
  });

  test("has a reason", () => {
    const command: Command = { type: "reopen", activity: "a", reason: "  " };
    expect(refusal(small, run(small, complete("a")), supplier, command)?.code).toBe("phases.reason-missing");
  });

  test("is also what a decision brings into a passed phase", () => {
    const decide = (value: boolean): readonly [Actor, Command] => [
      customer,
      { type: "decide", decision: "extra", value },
    ];
    const state = run(small, ...toM1, decide(true));
    expect(state.milestones["m1"]?.status).toBe("stale");
    expect(run(small, ...toM1, decide(false)).milestones["m1"]?.status).toBe("passed");
    expect(run(small, ...toM1, decide(true), complete("b"), approve("m1")).milestones["m1"]?.status).toBe("passed");
  });
});

describe("who and when", () => {
  test.each<[string, Actor, Command]>([
    ["phases.not-allowed", customer, { type: "complete", activity: "a" }],
    ["phases.not-allowed", supplier, { type: "decide", decision: "extra", value: true }],
    ["phases.not-allowed", { party: "passer-by" }, { type: "complete", activity: "d" }],
    ["phases.not-allowed", { ...project, party: "passer-by" }, { type: "raise", issue: "x" }],
    ["phases.excluded", supplier, { type: "start", activity: "b" }],
    ["phases.unknown", supplier, { type: "start", activity: "z" }],
    ["phases.unknown", steering, { type: "review", milestone: "m9", outcome: "approve" }],
    ["phases.unknown", steering, { type: "decide", decision: "z", value: true }],
    ["phases.unknown", steering, { type: "fulfil", milestone: "m9", condition: "z" }],
    ["phases.unknown", steering, { type: "sing" } as unknown as Command],
    ["phases.wrong-state", supplier, { type: "reopen", activity: "a", reason: "r" }],
    ["phases.wrong-state", supplier, { type: "submit", milestone: "m1" }],
    ["phases.work-open", steering, { type: "hand-over" }],
  ])("%s: %o may not %o", (code, actor, command) => {
    const error = refusal(small, compile(small).initial(), actor, command);
    expect(error?.code).toBe(code);
    expect(error?.sv).not.toBe(error?.en);
  });

  test("nothing is done twice", () => {
    const again = (...given: Parameters<typeof run>[1][]) =>
      refusal(small, run(small, ...given), ...given.at(-1)!)?.code;
    const start: readonly [Actor, Command] = [supplier, { type: "start", activity: "a" }];
    expect(again(start)).toBe("phases.wrong-state");
    expect(again(complete("a"))).toBe("phases.wrong-state");
    expect(refusal(small, run(small, complete("a")), ...start)?.code).toBe("phases.wrong-state");
    expect(run(small, start, complete("a")).activities["a"]).toBe("done");
    expect(again(...toM1)).toBe("phases.wrong-state");
  });

  test("work that nobody is named for can be done by either party", () => {
    expect(run(small, [customer, { type: "complete", activity: "d" }]).activities["d"]).toBe("done");
  });

  test("what a party can do is what is accepted from it", () => {
    const kernel = compile(small);
    const given = kernel.commands(kernel.initial(), supplier);
    expect(given.map((command) => JSON.stringify(command))).toContain('{"type":"start","activity":"a"}');
    expect(given.every(({ type }) => type !== "review" && type !== "decide")).toBe(true);
  });

  test("explain says what stands in the way, and nothing when nothing does", () => {
    const kernel = compile(small);
    const context = { actor: steering, at };
    expect(kernel.explain(kernel.initial(), approve("m1")[1], context)).toHaveLength(2);
    expect(kernel.explain(run(small, decideNo, complete("a")), approve("m1")[1], context)).toEqual([]);
  });
});

const gated = (change: Partial<NonNullable<Template["phases"][number]["milestone"]>>): Template => ({
  ...small,
  phases: [{ ...small.phases[0], milestone: { ...small.phases[0].milestone, ...change } }, small.phases[1]],
});

describe("submission and quorum", () => {
  const submit = (party: string): readonly [Actor, Command] => [{ party }, { type: "submit", milestone: "m1" }];

  test("a milestone with a submitter waits for the submission", () => {
    const template = gated({ submitter: "supplier" });
    const done = [decideNo, complete("a")] as const;
    expect(refusal(template, run(template, ...done), ...approve("m1"))?.unmet).toMatchObject([
      { kind: "submission", id: "m1", by: ["supplier"] },
    ]);
    expect(refusal(template, run(template, ...done), ...submit("customer"))?.code).toBe("phases.not-allowed");
    expect(refusal(template, run(template, decideNo), ...submit("supplier"))?.code).toBe("phases.work-open");
    expect(run(template, ...done, submit("supplier"), approve("m1")).milestones["m1"]?.status).toBe("passed");
  });

  test("a milestone is submitted once", () => {
    const template = gated({ submitter: "supplier" });
    const submitted = [decideNo, complete("a"), submit("supplier")] as const;
    expect(refusal(template, run(template, ...submitted), ...submit("supplier"))?.code).toBe("phases.wrong-state");
    const passed = run(template, ...submitted, approve("m1"));
    expect(refusal(template, passed, ...submit("supplier"))?.code).toBe("phases.wrong-state");
  });

  test("what is opened again has to be submitted again", () => {
    const template = gated({ submitter: "supplier" });
    const reopen: readonly [Actor, Command] = [supplier, { type: "reopen", activity: "a", reason: "r" }];
    const state = run(template, decideNo, complete("a"), submit("supplier"), reopen, complete("a"));
    expect(refusal(template, state, ...approve("m1"))?.unmet).toMatchObject([{ kind: "submission" }]);
  });

  test("nobody approves what they submitted, unless the template says so", () => {
    const own = gated({ submitter: "customer" });
    const done = [decideNo, complete("a"), submit("customer")] as const;
    expect(refusal(own, run(own, ...done), ...approve("m1"))?.code).toBe("phases.own-submission");
    const allowed = gated({ submitter: "customer", mayApproveOwn: true });
    expect(run(allowed, ...done, approve("m1")).milestones["m1"]?.status).toBe("passed");
  });

  test("a quorum of two takes two members, and their conditions together", () => {
    const template = gated({ approver: { party: "customer", body: "steering-group", quorum: 2 } });
    const vote = (id: string | undefined, conditions: readonly string[] = []): readonly [Actor, Command] => [
      { party: "customer", body: "steering-group", ...(id === undefined ? {} : { id }) },
      conditions.length > 0
        ? { type: "review", milestone: "m1", outcome: "approve-with-conditions", conditions }
        : { type: "review", milestone: "m1", outcome: "approve" },
    ];
    const first = run(template, decideNo, complete("a"), vote("one", ["fix"]));
    expect(first.milestones["m1"]?.status).toBe("open");
    expect(refusal(template, first, ...vote("one"))?.code).toBe("phases.wrong-state");
    expect(refusal(template, first, ...vote(undefined))?.code).toBe("phases.voter-missing");
    const second = run(template, decideNo, complete("a"), vote("one", ["fix"]), vote("two"));
    expect(second.milestones["m1"]).toEqual({ status: "passed", conditions: ["fix"] });
  });

  test("an outcome the template does not offer is refused", () => {
    const template = gated({ outcomes: ["approve"] });
    const command: Command = { type: "review", milestone: "m1", outcome: "terminate" };
    expect(refusal(template, compile(template).initial(), steering, command)?.code).toBe("phases.outcome-not-offered");
  });
});

describe("escalation", () => {
  const raise: readonly [Actor, Command] = [project, { type: "raise", issue: "late-data", blocks: "m1" }];
  const escalate: readonly [Actor, Command] = [project, { type: "escalate", issue: "late-data" }];
  const settle: readonly [Actor, Command] = [
    steering,
    { type: "settle", issue: "late-data", decision: "two weeks more" },
  ];

  test("goes up, is settled there, and comes back", () => {
    const settled = run(small, raise, escalate, settle);
    expect(settled.issues["late-data"]).toMatchObject({ status: "settled", with: "steering-group" });
    const back = run(small, raise, escalate, settle, [steering, { type: "return", issue: "late-data" }]);
    expect(back.issues["late-data"]).toMatchObject({ status: "returned", with: "project-group" });
  });

  test("keeps the milestone shut before it is escalated too, and comes back once", () => {
    const raised = run(small, raise, decideNo, complete("a"));
    expect(refusal(small, raised, ...approve("m1"))?.unmet).toMatchObject([{ kind: "issue", id: "late-data" }]);
    const home: readonly [Actor, Command] = [steering, { type: "return", issue: "late-data" }];
    const returned = run(small, raise, escalate, settle, home);
    expect(refusal(small, returned, project, home[1])?.code).toBe("phases.wrong-state");
  });

  test("keeps the milestone shut until it is settled", () => {
    const state = run(small, raise, escalate, decideNo, complete("a"));
    expect(refusal(small, state, ...approve("m1"))?.unmet).toMatchObject([{ kind: "issue", id: "late-data" }]);
    expect(run(small, raise, escalate, decideNo, complete("a"), settle, approve("m1")).milestones["m1"]?.status).toBe(
      "passed",
    );
  });

  test.each<[string, Actor, Command]>([
    ["phases.not-allowed", supplier, { type: "raise", issue: "x" }],
    ["phases.wrong-state", project, { type: "raise", issue: "late-data" }],
    ["phases.unknown", project, { type: "raise", issue: "x", blocks: "m9" }],
    ["phases.not-allowed", steering, { type: "settle", issue: "late-data", decision: "d" }],
    ["phases.reason-missing", project, { type: "settle", issue: "late-data", decision: "" }],
    ["phases.wrong-state", project, { type: "return", issue: "late-data" }],
    ["phases.unknown", project, { type: "escalate", issue: "x" }],
  ])("%s: %o %o", (code, actor, command) => {
    expect(refusal(small, run(small, raise), actor, command)?.code).toBe(code);
  });

  test("ends at the top", () => {
    const state = run(small, raise, escalate);
    expect(refusal(small, state, steering, escalate[1])?.code).toBe("phases.nowhere-to-escalate");
  });
});

describe("handover", () => {
  const handOver: readonly [Actor, Command] = [steering, { type: "hand-over" }];

  test("takes a closed rollout to maintenance, where only matters are dealt with", () => {
    const maintained = run(small, ...toM1, complete("d"), approve("m2"), handOver);
    expect(maintained.status).toBe("maintenance");
    expect(refusal(small, maintained, supplier, { type: "reopen", activity: "a", reason: "r" })?.code).toBe(
      "phases.ended",
    );
    expect(compile(small).decide(maintained, { type: "raise", issue: "x" }, { actor: project, at }).ok).toBe(true);
  });

  test("waits for every milestone and is the approver's", () => {
    expect(refusal(small, run(small, ...toM1), ...handOver)?.unmet.map(({ id }) => id)).toEqual(["m2"]);
    expect(refusal(small, run(small, ...toM1), supplier, { type: "hand-over" })?.code).toBe("phases.not-allowed");
  });
});

test("a log is folded to the state it was decided from, and no state is changed", () => {
  const kernel = compile(small);
  const log: Event[] = [];
  let state = Object.freeze(kernel.initial());
  for (const [actor, command] of [...toM1, complete("d"), approve("m2")]) {
    const before = JSON.stringify(state);
    const result = kernel.decide(state, command, { actor, at });
    const events = result.ok ? result.value : [];
    log.push(...events);
    const next = events.reduce(kernel.evolve, state);
    expect(JSON.stringify(state)).toBe(before);
    state = next;
    expect(kernel.fold(log)).toEqual(state);
  }
  expect(state).toMatchObject({ status: "closed", revision: log.length, template: "small@1.0.0" });
});
