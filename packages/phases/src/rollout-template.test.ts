import { describe, expect, test } from "vitest";
import { lintTemplate } from "./lint-template.ts";
import { rolloutTemplate } from "./rollout-template.ts";
import { activitiesOf, milestonesOf } from "./template.ts";

const activities = activitiesOf(rolloutTemplate).map(({ activity }) => activity);
const ofKind = (kind: string) => activities.filter((activity) => activity.kind === kind);

describe("the rollout template has what the plan has", () => {
  test.each([
    ["phases", rolloutTemplate.phases.length, 5],
    ["milestones", milestonesOf(rolloutTemplate).length, 5],
    ["activities", ofKind("step").length, 32],
    ["migration activities", ofKind("migration").length, 17],
    ["integration steps", ofKind("integration").length, 7],
    ["sub-projects", rolloutTemplate.subprojects.length, 3],
    ["governance levels", new Set(rolloutTemplate.bodies.map(({ level }) => level)).size, 3],
    ["roles", rolloutTemplate.roles.length, 10],
    ["roles at the supplier", rolloutTemplate.roles.filter(({ party }) => party === "supplier").length, 6],
    ["roles at the customer", rolloutTemplate.roles.filter(({ party }) => party === "customer").length, 4],
  ])("%s: %i", (_, found, stated) => {
    expect(found).toBe(stated);
  });

  test.each([
    ["establishment", 3, 3, 10],
    ["design", 2, 2, 9],
    ["realisation", 6, 8, 6],
    ["rollout", 6, 8, 3],
    ["wind-down", 2, 2, 4],
  ])("%s: %i–%i weeks and %i activities", (id, min, max, count) => {
    const phase = rolloutTemplate.phases.find((one) => one.id === id);
    expect(phase?.weeks).toEqual({ min, max });
    expect(phase?.activities.filter(({ kind }) => kind === "step")).toHaveLength(count);
  });

  test("every migration activity waits for the order, and has neither months nor party", () => {
    for (const { condition, window, responsible } of ofKind("migration")) {
      expect(condition).toEqual({ decision: "migration-ordered", is: true });
      expect(window).toBeUndefined();
      expect(responsible).toEqual([]);
    }
  });

  test("the seven integration steps have hours for both parties", () => {
    const hours = (party: string) =>
      ofKind("integration").map(({ effort = [] }) => {
        const own = effort.find((one) => one.party === party);
        return [own?.minHours, own?.maxHours];
      });
    expect(hours("supplier")).toEqual([
      [4, 4],
      [8, 8],
      [2, 4],
      [2, 2],
      [4, 4],
      [1, 1],
      [1, 1],
    ]);
    expect(hours("customer")).toEqual([
      [4, 4],
      [8, 8],
      [8, 16],
      [4, 4],
      [1, 1],
      [1, 1],
      [0, 0],
    ]);
  });

  test("guardians come in only by the customer's decision, in a month with a question mark", () => {
    const guardians = activities.find(({ id }) => id === "guardians");
    expect(guardians?.window).toEqual({ from: 8, to: 8, isTentative: true });
    expect(guardians?.condition).toEqual({ decision: "guardians-invited", is: true });
  });

  test("every role has a seat, and every text is there in both languages", () => {
    expect(rolloutTemplate.roles.every(({ seats }) => seats.length > 0)).toBe(true);
    const texts = [...JSON.stringify(rolloutTemplate).matchAll(/"(?:sv|en)":"([^"]*)"/g)].map(([, text]) =>
      text?.trim(),
    );
    expect(texts.length).toBeGreaterThan(150);
    expect(texts).not.toContain("");
  });

  test("nothing in it refers to nothing", () => {
    expect(lintTemplate(rolloutTemplate).filter(({ severity }) => severity === "must")).toEqual([]);
  });
});
