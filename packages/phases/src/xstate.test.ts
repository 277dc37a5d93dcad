import { describe, expect, test } from "vitest";
import { createActor, createMachine } from "xstate";
import { activitiesOf, milestonesOf } from "./template.ts";
import { rolloutTemplate } from "./rollout-template.ts";
import { toMachine, toMachineConfig, toMermaid } from "./xstate.ts";

const at = "2027-03-19T09:00:00Z";
const steering = { party: "customer", body: "steering-group" };

function startedActor() {
  const actor = createActor(toMachine(rolloutTemplate)).start();
  for (const { id } of rolloutTemplate.decisions)
    actor.send({ type: "decide", decision: id, value: false, actor: steering, at });
  return actor;
}

describe("the machine of the rollout template", () => {
  test("walks from milestone to milestone to the end", () => {
    const actor = startedActor();
    const places = [actor.getSnapshot().value];
    for (const { phase, milestone } of milestonesOf(rolloutTemplate)) {
      for (const { id, responsible } of phase.activities)
        actor.send({ type: "complete", activity: id, actor: { party: responsible[0] ?? "supplier" }, at });
      actor.send({ type: "review", milestone: milestone.id, outcome: "approve", actor: steering, at });
      places.push(actor.getSnapshot().value);
    }
    expect(places).toEqual(["before-m1", "before-m2", "before-m3", "before-m4", "before-m5", "closed"]);
  });

  test("refuses what the kernel refuses", () => {
    const actor = startedActor();
    const approve = { type: "review", milestone: "m1", outcome: "approve", actor: steering, at } as const;
    expect(actor.getSnapshot().can(approve)).toBe(false);
    actor.send(approve);
    expect(actor.getSnapshot().value).toBe("before-m1");
    expect(actor.getSnapshot().context.rollout.milestones["m1"]?.status).toBe("open");
  });

  test("comes back from its persisted snapshot", () => {
    const actor = startedActor();
    actor.send({ type: "complete", activity: "working-groups", actor: { party: "supplier" }, at });
    const snapshot = JSON.parse(JSON.stringify(actor.getPersistedSnapshot()));
    const again = createActor(toMachine(rolloutTemplate), { snapshot }).start();
    expect(again.getSnapshot().context).toEqual(actor.getSnapshot().context);
  });

  test("its configuration is JSON, and a machine to xstate", () => {
    const config = toMachineConfig(rolloutTemplate);
    const copy = JSON.parse(JSON.stringify(config));
    expect(copy).toEqual(config);
    expect(Object.keys(createMachine(copy).states)).toHaveLength(7);
    expect(activitiesOf(rolloutTemplate)).toHaveLength(56);
  });
});

test("the chart in Mermaid names every phase in either language", () => {
  for (const language of ["sv", "en"] as const) {
    const chart = toMermaid(rolloutTemplate, language);
    for (const { title } of rolloutTemplate.phases) expect(chart).toContain(title[language]);
    expect(chart.startsWith("stateDiagram-v2\n")).toBe(true);
  }
});
