import * as fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { templates } from "../test/random-rollout.ts";
import type { Command, CommandOf, Context } from "./command.ts";
import type { Event } from "./event.ts";
import { explore } from "./explore.ts";
import { compile, type Kernel } from "./kernel.ts";
import type { Property } from "./property.ts";
import { rolloutTemplate } from "./rollout-template.ts";
import type { RolloutState } from "./rollout-state.ts";
import type { Body, Milestone, Phase, Template } from "./template.ts";
import { verifyTemplate } from "./verify-template.ts";

// Long enough for the long runs (MILSTOLPE_LONG=1) on a busy machine.
vi.setConfig({ testTimeout: 1_200_000 });

test("the rollout template can't let a milestone pass wrongly", () => {
  expect(verifyTemplate(rolloutTemplate)).toEqual({ holds: true, statesChecked: expect.any(Number) });
});

const first = rolloutTemplate.phases[0]!;
const withPhases = (...phases: readonly Phase[]): Template => ({
  ...rolloutTemplate,
  links: [],
  phases: [...phases, ...rolloutTemplate.phases.slice(phases.length)],
});
const gated = (change: Partial<Milestone>): Template =>
  withPhases({ ...first, milestone: { ...first.milestone!, ...change } });
const withoutGate = ({ id, title, weeks, activities }: Phase): Phase => ({ id, title, weeks, activities });
const worked = (change: Partial<Phase["activities"][number]>): Template =>
  withPhases({ ...first, activities: [{ ...first.activities[0]!, ...change }, ...first.activities.slice(1)] });
const bodies = (change: (body: Body) => Body): Template => ({
  ...rolloutTemplate,
  bodies: rolloutTemplate.bodies.map(change),
});
const steering = { party: "customer", body: "steering-group" };

const faultyTemplates: readonly (readonly [string, Property, string, Template])[] = [
  ["a milestone without approver", "can-close", "m1", gated({ approver: undefined! })],
  ["an approver that is no party", "can-close", "m1", gated({ approver: { ...steering, party: "nobody" } })],
  ["an approver that is no body", "can-close", "m1", gated({ approver: { ...steering, body: "nobody" } })],
  ["more votes than seats", "can-close", "m1", gated({ approver: { ...steering, quorum: 2 } })],
  ["a submitter that is no party", "can-close", "m1", gated({ submitter: "nobody" })],
  ["a submitter that approves", "can-close", "m1", gated({ submitter: "customer" })],
  ["no outcome that passes", "can-close", "m1", gated({ outcomes: ["recycle", "hold", "terminate"] })],
  ["work of a party that is none", "can-close", "working-groups", worked({ responsible: ["nobody"] })],
  [
    "optional work of a party that is none",
    "work-can-be-done",
    "working-groups",
    worked({ responsible: ["nobody"], obligation: "optional" }),
  ],
  ["a decision that is none", "can-close", "working-groups", worked({ condition: { decision: "weather", is: true } })],
  [
    "a decision that nobody takes",
    "can-close",
    "working-groups",
    {
      ...worked({ condition: { decision: "weather", is: true } }),
      decisions: [{ id: "weather", title: { sv: "v", en: "w" }, by: "nobody" }],
    },
  ],
  ["no milestone at all", "can-close", "school-platform-rollout", { ...withPhases(), phases: [withoutGate(first)] }],
  [
    "work after the last milestone",
    "work-guarded",
    "final-report",
    withPhases(...rolloutTemplate.phases.slice(0, 4), withoutGate(rolloutTemplate.phases[4]!)),
  ],
  [
    "escalation to a body in which nobody sits",
    "matters-can-be-settled",
    "attic",
    {
      ...bodies((body) => (body.id === "steering-group" ? { ...body, escalatesTo: "attic" } : body)),
      bodies: [
        ...rolloutTemplate.bodies.map((body) =>
          body.id === "steering-group" ? { ...body, escalatesTo: "attic" } : body,
        ),
        { id: "attic", title: { sv: "vind", en: "attic" }, level: "strategic", startsIn: "establishment" },
      ],
    },
  ],
];

describe("planted faults of templates", () => {
  test.each(faultyTemplates)("%s: %s at %s", (_, property, about, template) => {
    expect(verifyTemplate(template)).toMatchObject({ holds: false, property, about });
  });
});

type Decide = Kernel["decide"];
type Evolve = Kernel["evolve"];
/** A kernel with a rule bent. */
const bent =
  (change: {
    readonly decide?: (decide: Decide, template: Template) => Decide;
    readonly evolve?: (evolve: Evolve, template: Template) => Evolve;
  }) =>
  (template: Template): Kernel => {
    const kernel = compile(template);
    const evolve = change.evolve?.(kernel.evolve, template) ?? kernel.evolve;
    const decide = change.decide?.(kernel.decide, template) ?? kernel.decide;
    return {
      ...kernel,
      evolve,
      decide,
      fold: (events, state = kernel.initial()) => [...events].reduce(evolve, state),
    };
  };
/** Lets the kernel see another state than the real one when it reviews. */
const seeing =
  (view: (state: RolloutState, template: Template, command: CommandOf<"review">) => RolloutState) =>
  (decide: Decide, template: Template): Decide =>
  (state, command, context) =>
    decide(command.type === "review" ? view(state, template, command) : state, command, context);
const allDone = (state: RolloutState, ids: readonly string[]): RolloutState => ({
  ...state,
  activities: { ...state.activities, ...Object.fromEntries(ids.map((id) => [id, "done" as const])) },
});
const everyWork = (template: Template) => template.phases.flatMap(({ activities }) => activities);
const gateIds = (template: Template) => template.phases.flatMap(({ milestone }) => milestone?.id ?? []);
const unlessEvent =
  (skip: (event: Event) => boolean) =>
  (evolve: Evolve): Evolve =>
  (state, event) => {
    const after = evolve(state, event);
    return skip(event) ? { ...after, milestones: state.milestones, status: state.status } : after;
  };
const approving = (command: Command) => command.type === "review" && command.outcome.startsWith("approve");
const accepting = (command: CommandOf<"review">, { actor, at }: Context) => ({
  ok: true as const,
  value: [
    {
      type: "milestone.reviewed" as const,
      milestone: command.milestone,
      outcome: command.outcome,
      conditions: [],
      actor,
      at,
    },
  ],
});

const bentKernels: readonly (readonly [string, Property, (template: Template) => Kernel])[] = [
  [
    "forgets all work",
    "work-before-milestone",
    bent({
      decide: seeing((state, template) =>
        allDone(
          state,
          everyWork(template).map(({ id }) => id),
        ),
      ),
    }),
  ],
  [
    "takes started for done",
    "work-before-milestone",
    bent({
      decide: seeing((state) =>
        allDone(
          state,
          Object.keys(state.activities).filter((id) => state.activities[id] === "started"),
        ),
      ),
    }),
  ],
  [
    "looks at the first activity of a phase only",
    "work-before-milestone",
    bent({
      decide: seeing((state, template) =>
        allDone(
          state,
          template.phases.flatMap(({ activities }) => activities.slice(1)).map(({ id }) => id),
        ),
      ),
    }),
  ],
  [
    "looks at the last activity of a phase only",
    "work-before-milestone",
    bent({
      decide: seeing((state, template) =>
        allDone(
          state,
          template.phases.flatMap(({ activities }) => activities.slice(0, -1)).map(({ id }) => id),
        ),
      ),
    }),
  ],
  [
    "does not ask for decisions",
    "work-before-milestone",
    bent({
      decide: seeing((state, template) => ({
        ...state,
        decisions: { ...Object.fromEntries(template.decisions.map(({ id }) => [id, false])), ...state.decisions },
      })),
    }),
  ],
  [
    "passes milestones in any order",
    "milestones-in-order",
    bent({
      decide: seeing((state, template, { milestone }) => ({
        ...state,
        milestones: Object.fromEntries(
          gateIds(template).map((id) => [
            id,
            id === milestone ? state.milestones[id]! : { status: "passed", conditions: [] },
          ]),
        ),
      })),
    }),
  ],
  [
    "takes a held milestone for passed",
    "milestones-in-order",
    bent({
      decide: seeing((state) => ({
        ...state,
        milestones: Object.fromEntries(
          Object.entries(state.milestones).map(([id, gate]) => [
            id,
            gate.status === "held" ? { ...gate, status: "passed" } : gate,
          ]),
        ),
      })),
    }),
  ],
  [
    "forgets conditions",
    "milestones-in-order",
    bent({
      decide: seeing((state) => ({
        ...state,
        milestones: Object.fromEntries(
          Object.entries(state.milestones).map(([id, gate]) => [id, { ...gate, conditions: [] }]),
        ),
      })),
    }),
  ],
  [
    "drops conditions when a milestone is sent back",
    "conditions-stay",
    bent({
      evolve: (evolve) => (state, event) => {
        const after = evolve(state, event);
        if (event.type !== "activity.reopened") return after;
        const milestones = Object.fromEntries(
          Object.entries(after.milestones).map(([id, gate]) => [id, { ...gate, conditions: [] }]),
        );
        return { ...after, milestones };
      },
    }),
  ],
  [
    "keeps milestones passed over reopened work",
    "reopening-makes-stale",
    bent({ evolve: unlessEvent(({ type }) => type === "activity.reopened") }),
  ],
  [
    "keeps milestones passed over work a decision brings",
    "reopening-makes-stale",
    bent({ evolve: unlessEvent(({ type }) => type === "decision.made") }),
  ],
  [
    "waits for excluded work",
    "excluded-never-blocks",
    bent({
      decide: (decide, template) => (state, command, context) => {
        const isOut = everyWork(template).some(
          ({ id, condition }) =>
            condition && state.decisions[condition.decision] === !condition.is && state.activities[id] !== "done",
        );
        return approving(command) && isOut
          ? decide(state, { type: "start", activity: "?" }, context)
          : decide(state, command, context);
      },
    }),
  ],
  [
    "lets a milestone pass while a matter blocks it",
    "matters-keep-milestones",
    bent({ decide: seeing((state) => ({ ...state, issues: {} })) }),
  ],
  [
    "never settles",
    "matters-can-be-settled",
    bent({
      decide: (decide) => (state, command, context) =>
        decide(state, command.type === "settle" ? { type: "start", activity: "?" } : command, context),
    }),
  ],
  [
    "does nothing after a hold",
    "never-stuck",
    bent({
      decide: (decide) => (state, command, context) => {
        const isHeld = Object.values(state.milestones).some(({ status }) => status === "held");
        return decide(state, isHeld ? { type: "start", activity: "?" } : command, context);
      },
    }),
  ],
  [
    "does not review again what is stale",
    "can-close",
    bent({
      decide: (decide) => (state, command, context) => {
        const isStale = command.type === "review" && state.milestones[command.milestone]?.status === "stale";
        return decide(state, isStale ? { type: "start", activity: "?" } : command, context);
      },
    }),
  ],
];

/** Enough of the rollout for every kind of work: three phases, some of it conditional. */
const short: Template = {
  ...rolloutTemplate,
  links: [],
  phases: rolloutTemplate.phases.slice(0, 3).map(({ activities, ...phase }) => ({
    ...phase,
    activities: [...activities.slice(0, 3), ...activities.filter(({ kind }) => kind === "migration").slice(0, 1)],
  })),
};

describe("planted faults of kernels", () => {
  test.each(bentKernels)("a kernel that %s: %s", (_, property, make) => {
    const found = verifyTemplate(short, { compile: make });
    expect(found).toMatchObject({ holds: false, property });
  });

  test("one that lets the submitter approve", () => {
    const make = bent({
      decide: (decide) => (state, command, context) => {
        const result = decide(state, command, context);
        const isOwn = !result.ok && result.error.code === "phases.own-submission";
        return isOwn && command.type === "review" ? accepting(command, context) : result;
      },
    });
    expect(verifyTemplate(gated({ submitter: "customer" }), { compile: make })).toMatchObject({
      holds: false,
      property: "no-own-approval",
      about: "m1",
      trace: expect.arrayContaining([{ type: "submit", milestone: "m1" }]),
    });
  });

  test("the shortest trace is shown, in the template's own ids", () => {
    const forgets = bentKernels[0]![2];
    const found = verifyTemplate(short, { compile: forgets });
    expect(found).toMatchObject({
      trace: [{ type: "review", milestone: "m1", outcome: "approve" }],
      about: "working-groups",
    });
    const started = verifyTemplate(short, { compile: bentKernels[1]![2] });
    expect(started).toMatchObject({ trace: [{ type: "start" }, { type: "review", milestone: "m1" }] });
    const last = verifyTemplate(short, { compile: bentKernels[3]![2] });
    expect(last.holds ? [] : last.trace.length).toBeLessThan(6);
  });
});

describe("the reduction", () => {
  test("takes a body of twelve that decides by ten in its stride", () => {
    const seats = Array.from({ length: 12 }, (_, seat) => ({
      id: `member-${seat}`,
      party: "customer",
      title: { sv: "ledamot", en: "member" },
      seats: ["steering-group"],
    }));
    const large = (quorum: number): Template => ({
      ...gated({ approver: { ...steering, quorum } }),
      roles: [...rolloutTemplate.roles, ...seats],
    });
    expect(verifyTemplate(large(10))).toMatchObject({ holds: true });
    expect(verifyTemplate(large(13))).toMatchObject({ holds: false, property: "can-close", about: "m1" });
  });

  /** One activity a phase, two phases: few enough states to see them all. */
  const tiny = templates(1).map((template) => ({ ...template, phases: template.phases.slice(-2) }));
  const outcome = (result: { readonly holds: boolean; readonly property?: Property }) =>
    result.holds ? "holds" : "fails";
  const runs = { numRuns: process.env["MILSTOLPE_LONG"] ? 200 : 8, seed: 7 };

  test("agrees with the whole state space on small random templates", () => {
    fc.assert(
      fc.property(tiny, fc.constantFrom("c", "nobody"), (template, by) => {
        const edited = { ...template, decisions: template.decisions.map((decision) => ({ ...decision, by })) };
        const whole = explore(edited, compile(edited)).violation;
        expect(outcome(verifyTemplate(edited))).toBe(whole ? "fails" : "holds");
      }),
      runs,
    );
  });

  test("agrees with it on bent kernels", () => {
    const general = bentKernels.filter(([name]) => !name.includes("matter") && !name.includes("settles"));
    fc.assert(
      fc.property(tiny, fc.constantFrom(...general), (template, [, , make]) => {
        const whole = explore(template, make(template)).violation;
        expect(outcome(verifyTemplate(template, { compile: make }))).toBe(whole ? "fails" : "holds");
      }),
      runs,
    );
  });
});
