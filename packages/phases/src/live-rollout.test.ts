import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { liveRollout } from "./live-rollout.ts";
import { effectScope } from "vue";
import { useRollout } from "./react.ts";
import { useRollout as useRolloutInVue } from "./vue.ts";
import { rolloutTemplate } from "./rollout-template.ts";
import { memoryStore, rolloutLog } from "./store.ts";

const context = { actor: { party: "customer" }, at: "2027-03-01T08:00:00Z" };
const opened = async () => {
  const log = rolloutLog({ store: memoryStore(), stream: "s", template: rolloutTemplate });
  return { log, live: await liveRollout(log) };
};

describe("a live rollout", () => {
  test("tells once for a command that was accepted, and not for one that was refused", async () => {
    const { live } = await opened();
    let told = 0;
    const stop = live.subscribe(() => (told += 1));
    const before = live.getSnapshot();
    await live.send({ type: "complete", activity: "nothing" }, context);
    expect([told, live.getSnapshot() === before]).toEqual([0, true]);
    await live.send({ type: "complete", activity: "staffing" }, context);
    expect([told, live.getSnapshot().activities["staffing"]]).toEqual([1, "done"]);
    stop();
    await live.send({ type: "start", activity: "headcount" }, context);
    expect(told).toBe(1);
  });

  test("reads what others have appended", async () => {
    const { log, live } = await opened();
    await log.handle({ type: "complete", activity: "staffing" }, context);
    let told = 0;
    live.subscribe(() => (told += 1));
    expect(live.getSnapshot().activities["staffing"]).toBe("open");
    await live.refresh();
    await live.refresh();
    expect([told, live.getSnapshot().activities["staffing"]]).toEqual([1, "done"]);
  });

  test("is drawn by React", async () => {
    const { live } = await opened();
    const View = () => createElement("p", null, useRollout(live).activities["staffing"]);
    expect(renderToString(createElement(View))).toBe("<p>open</p>");
    await live.send({ type: "start", activity: "staffing" }, context);
    expect(renderToString(createElement(View))).toBe("<p>started</p>");
  });

  test("is followed by Vue until its scope ends", async () => {
    const { live } = await opened();
    const scope = effectScope();
    const state = scope.run(() => useRolloutInVue(live))!;
    await live.send({ type: "start", activity: "staffing" }, context);
    expect(state.value.activities["staffing"]).toBe("started");
    scope.stop();
    await live.send({ type: "complete", activity: "staffing" }, context);
    expect(state.value.activities["staffing"]).toBe("started");
  });
});
