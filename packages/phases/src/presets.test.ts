import { describe, expect, test } from "vitest";
import { compile } from "./kernel.ts";
import { lintTemplate } from "./lint-template.ts";
import { createPlan } from "./plan.ts";
import { pm2Template, ppsTemplate } from "./presets.ts";
import { parseTemplate } from "./schema.ts";
import { schedule } from "./schedule.ts";
import { milestonesOf } from "./template.ts";
import { verifyTemplate } from "./verify-template.ts";

describe.each([
  ["PPS", ppsTemplate, ["bp1", "bp2", "bp3", "bp4", "bp5", "bp6", "bp7", "bp8"]],
  ["PM²", pm2Template, ["rfp", "rfe", "rfc", "closed"]],
])("%s", (_, template, gates) => {
  test("is whole, survives JSON and is proved", () => {
    expect(milestonesOf(template).map(({ milestone }) => milestone.id)).toEqual(gates);
    expect(lintTemplate(template).filter(({ severity }) => severity === "must")).toEqual([]);
    expect(parseTemplate(JSON.parse(JSON.stringify(template)))).toEqual({ ok: true, value: template });
    expect(verifyTemplate(template)).toMatchObject({ holds: true });
  });

  test("its phases follow each other", () => {
    const { activities, milestones, findings } = schedule(
      createPlan(template, { start: "2027-03-01", calendar: { holidays: [] } }),
    );
    expect(findings).toEqual([]);
    for (const [index, { phase }] of milestones.entries()) {
      const before = milestones[index - 1]?.date ?? "";
      expect(activities.filter((one) => one.phase === phase).every(({ start }) => start > before)).toBe(true);
    }
  });

  test("its milestones are submitted before they are approved", () => {
    const kernel = compile(template);
    const gate = milestonesOf(template)[0]!.milestone;
    const done = kernel.fold(
      template.phases[0]!.activities.map(({ id }) => ({
        type: "activity.completed",
        activity: id,
        at: "",
        actor: { party: "x" },
      })),
    );
    const unmet = kernel.explain(
      done,
      { type: "review", milestone: gate.id, outcome: "approve" },
      { actor: gate.approver!, at: "" },
    );
    expect(unmet).toMatchObject([{ kind: "submission", by: [gate.submitter] }]);
  });
});
