import { describe, expect, test } from "vitest";
import { lintTemplate } from "./lint-template.ts";
import { rolloutTemplate } from "./rollout-template.ts";
import type { Milestone, Template } from "./template.ts";

const found = lintTemplate(rolloutTemplate);
const places = (code: string) => found.filter((finding) => finding.code === code).map(({ where }) => where);

describe("what the plan says against itself", () => {
  test("phases whose months are longer than their weeks", () => {
    expect(places("phases.window-exceeds-phase")).toEqual(["design", "realisation", "rollout", "wind-down"]);
    expect(places("phases.sum-of-phases")).toEqual(["school-platform-rollout"]);
  });

  test("work that may go on after its milestone", () => {
    expect(places("phases.window-outlives-milestone")).toContain("migrations");
  });

  test("months with a question mark, and none at all", () => {
    expect(places("phases.tentative-window")).toEqual(["guardians"]);
    expect(places("phases.no-window")).toHaveLength(17);
  });

  test("work nobody is named for, and parties that are a reading", () => {
    expect(places("phases.no-responsible")).toHaveLength(17);
    expect(places("phases.inferred-approver")).toEqual(["m1", "m2", "m3", "m4", "m5"]);
    expect(places("phases.remark")).toEqual(
      expect.arrayContaining(["risk-analysis", "administrator-training", "sync-verification", "acceptance-tests"]),
    );
  });

  test("bodies that meet nobody knows how often", () => {
    expect(places("phases.no-cadence")).toEqual(["effect-group"]);
    expect(places("phases.cadence-without-number")).toEqual(["project-group"]);
  });

  test("two roles with one title, and dependencies that are ours", () => {
    expect(places("phases.same-title")).toEqual(["second-deputy-project-manager"]);
    expect(found.find(({ code }) => code === "phases.inferred-links")?.en).toContain(`${rolloutTemplate.links.length}`);
  });
});

type Edit = (template: Template) => Template;
const first = rolloutTemplate.phases[0]!;
const withPhase =
  (change: Partial<typeof first>): Edit =>
  (template) => ({
    ...template,
    phases: [{ ...first, ...change }, ...template.phases.slice(1)],
  });
const withGate = (change: Partial<Milestone>): Edit => withPhase({ milestone: { ...first.milestone!, ...change } });
const activity = first.activities[0]!;
const withActivity = (change: Partial<typeof activity>): Edit =>
  withPhase({ activities: [{ ...activity, ...change }, ...first.activities.slice(1)] });
const steering = { party: "customer", body: "steering-group" };

const faults: readonly (readonly [string, string, Edit])[] = [
  ["phases.unknown-id", "working-groups", withActivity({ responsible: ["somebody"] })],
  ["phases.unknown-id", "working-groups", withActivity({ subproject: "none" })],
  ["phases.unknown-id", "working-groups", withActivity({ condition: { decision: "never-taken", is: true } })],
  ["phases.unknown-id", "m1", withGate({ approver: { ...steering, body: "none" } })],
  ["phases.unknown-id", "m1", withGate({ submitter: "none" })],
  ["phases.duplicate-id", "staffing", withActivity({ id: "staffing" })],
  ["phases.duration-range", "working-groups", withActivity({ duration: { min: 3, mode: 2, max: 4, basis: "source" } })],
  [
    "phases.gate-nobody",
    "m1",
    (template) => {
      const { approver: _, ...milestone } = first.milestone!;
      return withPhase({ milestone })(template);
    },
  ],
  [
    "phases.no-milestone",
    "establishment",
    (template) => {
      const { milestone: _, ...phase } = first;
      return { ...template, phases: [phase, ...template.phases.slice(1)] };
    },
  ],
  ["phases.quorum-too-large", "m1", withGate({ approver: { party: "supplier", body: "steering-group", quorum: 3 } })],
  ["phases.gate-body-without-party", "m1", withGate({ approver: { party: "customer", body: "effect-group" } })],
  ["phases.approves-own", "m1", withGate({ submitter: "customer" })],
  ["phases.cannot-approve", "m1", withGate({ outcomes: ["recycle", "hold"] })],
  [
    "phases.escalation-ring",
    "steering-group",
    (template) => ({
      ...template,
      bodies: template.bodies.map((body) =>
        body.id === "steering-group" ? { ...body, escalatesTo: "project-group" } : body,
      ),
    }),
  ],
  [
    "phases.cyclic-links",
    "m5",
    (template) => ({
      ...template,
      links: [...template.links, { from: "m5", to: "m1", type: "FS", lag: 0, basis: "source" }],
    }),
  ],
];

test.each(faults)("%s at %s", (code, where, edit) => {
  const added = lintTemplate(edit(rolloutTemplate)).filter((finding) => finding.code === code);
  expect(added.map((finding) => finding.where)).toContain(where);
});
