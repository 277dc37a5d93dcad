import { describe, expect, test } from "vitest";
import { createActor, createMachine } from "xstate";
import { milestonesOf } from "./template.ts";
import { rolloutTemplate } from "./rollout-template.ts";
import { compile } from "./kernel.ts";
import type { Event } from "./event.ts";
import { restoreActor, reviveActor, saveActor, toMachine, toMachineConfig, toMermaid, toScxml } from "./xstate.ts";

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

  test("the same event object sent again is judged again", () => {
    const actor = startedActor();
    const complete = { type: "complete", activity: "working-groups", actor: { party: "supplier" }, at } as const;
    const reopen = { type: "reopen", activity: "working-groups", reason: "again", actor: complete.actor, at } as const;
    for (const event of [complete, complete, reopen, complete]) actor.send(event);
    expect(actor.getSnapshot().context.rollout).toMatchObject({
      revision: 2 + 3,
      activities: { "working-groups": "done" },
    });
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
    expect(Object.keys(createMachine(copy).states)).toEqual([
      "before-m1",
      "before-m2",
      "before-m3",
      "before-m4",
      "before-m5",
      "closed",
      "maintenance",
      "terminated",
    ]);
    const full = toMachineConfig(rolloutTemplate, { detail: "activities" });
    expect(JSON.parse(JSON.stringify(full))).toEqual(full);
    expect(Object.keys(createMachine(full).states)).toHaveLength(1 + 2 + 56 + 5);
  });
});

test("the chart in Mermaid names every phase in either language", () => {
  for (const language of ["sv", "en"] as const) {
    const chart = toMermaid(rolloutTemplate, language);
    for (const { title } of rolloutTemplate.phases) expect(chart).toContain(title[language]);
    expect(chart.startsWith("stateDiagram-v2\n")).toBe(true);
  }
});

describe("an actor from a log", () => {
  const kernel = compile(rolloutTemplate);
  const log: readonly Event[] = rolloutTemplate.phases[0]!.activities.map(({ id }) => ({
    type: "activity.completed",
    activity: id,
    at,
    actor: { party: "supplier" },
  }));

  test.each(["milestones", "activities"] as const)("stands where the log has led (%s)", (detail) => {
    const actor = restoreActor(rolloutTemplate, log, { detail }).start();
    expect(actor.getSnapshot().context.rollout).toEqual(kernel.fold(log));
    actor.send({ type: "complete", activity: "test-plan", actor: { party: "supplier" }, at });
    expect(actor.getSnapshot().context.rollout.activities["test-plan"]).toBe("done");
  });

  test("takes in a log at once", () => {
    const actor = createActor(toMachine(rolloutTemplate)).start();
    actor.send({ type: "replay", log });
    expect(actor.getSnapshot().context.rollout).toEqual(kernel.fold(log));
  });

  test("comes back from what was saved, but not as an actor of another template", () => {
    const saved = JSON.parse(JSON.stringify(saveActor(restoreActor(rolloutTemplate, log).start())));
    const revived = reviveActor(rolloutTemplate, saved);
    expect(revived.ok && revived.value.start().getSnapshot().context.rollout).toEqual(kernel.fold(log));
    const other = { ...rolloutTemplate, version: "2.0.0" };
    expect(reviveActor(other, saved)).toMatchObject({ ok: false, error: { code: "phases.foreign-snapshot" } });
    const edited = { ...rolloutTemplate, phases: rolloutTemplate.phases.slice(1) };
    expect(reviveActor(edited, saved).ok).toBe(false);
    expect(reviveActor(rolloutTemplate, { ...saved, form: "another" }).ok).toBe(false);
  });
});

test("the chart in SCXML has a region for every activity and milestone, and every target is there", () => {
  const scxml = toScxml({ ...rolloutTemplate, id: 'a & "b"' });
  const ids = [...scxml.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toHaveLength(1 + 56 * 4 + 5 * 5);
  const targets = [...scxml.matchAll(/(?:target|initial)="([^"]+)"/g)].map(([, id]) => id);
  expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
  expect(scxml).toContain('name="a &amp; &quot;b&quot;"');
});
