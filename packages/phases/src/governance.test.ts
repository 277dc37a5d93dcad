import { describe, expect, test } from "vitest";
import { bodiesNow } from "./governance.ts";
import { compile } from "./kernel.ts";
import { rolloutTemplate } from "./rollout-template.ts";
import type { RolloutState } from "./rollout-state.ts";

const initial = compile(rolloutTemplate).initial();
const now = (change: Partial<RolloutState>) =>
  bodiesNow(rolloutTemplate, { ...initial, ...change }).map(({ body, isActive, cadence }) => [
    body.id,
    isActive,
    cadence?.text.en,
  ]);
const passed = (...ids: readonly string[]) => ({
  milestones: {
    ...initial.milestones,
    ...Object.fromEntries(ids.map((id) => [id, { status: "passed", conditions: [] } as const])),
  },
});

describe("the bodies", () => {
  test("meet by the rollout's cadence from the phase they start in", () => {
    expect(now({})).toEqual([
      ["steering-group", true, "every month"],
      ["effect-group", false, undefined],
      ["project-group", true, "regularly"],
    ]);
    expect(now(passed("m1", "m2", "m3"))[1]).toEqual(["effect-group", true, undefined]);
  });

  test.each(["closed", "maintenance"] as const)("meet by that of maintenance when the rollout is %s", (status) => {
    expect(now({ status })).toEqual([
      ["steering-group", true, "every half-year"],
      ["effect-group", true, "every half-year"],
      ["project-group", true, "every quarter or when needed"],
    ]);
  });

  test("do not meet for a rollout that was terminated", () => {
    expect(now({ status: "terminated" }).map(([, isActive]) => isActive)).toEqual([false, false, false]);
  });
});
