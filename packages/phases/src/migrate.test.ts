import * as fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { games, play } from "../test/random-rollout.ts";
import type { Command } from "./command.ts";
import { diffTemplates } from "./diff-templates.ts";
import { editTemplate, type TemplateEdit } from "./edit-template.ts";
import type { Event } from "./event.ts";
import { compile } from "./kernel.ts";
import { migrate, type Mapping } from "./migrate.ts";
import { rolloutTemplate } from "./rollout-template.ts";
import type { RolloutState } from "./rollout-state.ts";
import { memoryStore, rolloutLog } from "./store.ts";
import { type Activity, activitiesOf, milestonesOf, type Template } from "./template.ts";

vi.setConfig({ testTimeout: 1_200_000 });

const at = "2027-04-01T09:00:00Z";
const actor = { party: "customer", body: "steering-group", id: "chair" };
const context = { actor, at };
const review: Activity = {
  id: "privacy-review",
  kind: "step",
  title: { sv: "Dataskydd prövat", en: "Privacy reviewed" },
  obligation: "mandatory",
  responsible: ["customer"],
  duration: { min: 1, mode: 2, max: 3, basis: "source" },
};

/** Edits in turn, each of which must be possible; the version goes up by one. */
function edited(template: Template, ...edits: readonly TemplateEdit[]): Template {
  return edits.reduce<Template>(
    (before, edit) => {
      const result = editTemplate(before, edit);
      if (!result.ok) throw new Error(result.error.map(({ code, where }) => `${code} ${where}`).join());
      return result.value;
    },
    { ...template, version: `${Number.parseInt(template.version, 10) + 1}.0.0` },
  );
}

/** The rollout with its first two milestones passed. */
function underWay(): { readonly state: RolloutState; readonly log: readonly Event[] } {
  const kernel = compile(rolloutTemplate);
  const log: Event[] = [];
  const give = (command: Command, party = "customer") => {
    const by = command.type === "review" ? actor : { party };
    const result = kernel.decide(kernel.fold(log), command, { actor: by, at });
    if (!result.ok) throw new Error(`${JSON.stringify(command)}: ${result.error.code}`);
    log.push(...result.value);
  };
  for (const { id } of rolloutTemplate.decisions) give({ type: "decide", decision: id, value: false });
  for (const { phase, milestone } of milestonesOf(rolloutTemplate).slice(0, 2)) {
    for (const { id, responsible, condition } of phase.activities)
      if (!condition) give({ type: "complete", activity: id }, responsible[0]);
    give({ type: "review", milestone: milestone.id, outcome: "approve" });
  }
  return { state: kernel.fold(log), log };
}

describe("a change of the template", () => {
  const { state } = underWay();

  test("that touches nothing passed goes through and keeps everything", () => {
    const to = edited(rolloutTemplate, { type: "add", activity: review, phase: "realisation" });
    const result = migrate(state, to, {}, context);
    const after = result.ok ? result.value.state : undefined;
    expect(after?.template).toBe("school-platform-rollout@2.0.0");
    expect(after?.milestones).toEqual(state.milestones);
    expect(after?.activities).toEqual({ ...state.activities, "privacy-review": "open" });
  });

  test("that puts mandatory work before a passed milestone asks the steering group", () => {
    const to = edited(rolloutTemplate, { type: "add", activity: review, phase: "establishment" });
    expect(migrate(state, to, {}, context)).toMatchObject({
      ok: false,
      error: [{ code: "phases.needs-decision", where: "privacy-review", severity: "must" }],
    });
    const statuses = (answer: "review-again" | "next-milestone") => {
      const result = migrate(state, to, { answers: { "privacy-review": answer } }, context);
      return result.ok ? Object.values(result.value.state.milestones).map(({ status }) => status) : result.error;
    };
    expect(statuses("review-again")).toEqual(["stale", "stale", "open", "open", "open"]);
    expect(statuses("next-milestone")).toEqual(["passed", "passed", "open", "open", "open"]);
  });

  test("work that is left for the next milestone keeps that shut", () => {
    const to = edited(rolloutTemplate, { type: "add", activity: review, phase: "establishment" });
    const result = migrate(state, to, { answers: { "privacy-review": "next-milestone" } }, context);
    if (!result.ok) throw new Error("refused");
    const unmet = compile(to).explain(
      result.value.state,
      { type: "review", milestone: "m3", outcome: "approve" },
      context,
    );
    expect(unmet.map(({ id }) => id)).toContain("privacy-review");
  });

  test("that leaves work to the next milestone is not undone by a decision about other work", () => {
    const to = edited(rolloutTemplate, { type: "add", activity: review, phase: "establishment" });
    const result = migrate(state, to, { answers: { "privacy-review": "next-milestone" } }, context);
    if (!result.ok) throw new Error("refused");
    const event: Event = { type: "decision.made", decision: "guardians-invited", value: true, at, actor };
    expect(compile(to).evolve(result.value.state, event).milestones["m1"]?.status).toBe("passed");
  });

  test("that makes work before a passed milestone depend on a decision nobody has taken is asked about", () => {
    const weather = { id: "weather", title: { sv: "Väder", en: "Weather" }, by: "customer" };
    const conditional = { ...review, condition: { decision: "weather", is: true } };
    const to = edited(
      { ...rolloutTemplate, decisions: [...rolloutTemplate.decisions, weather] },
      { type: "add", activity: conditional, phase: "establishment" },
    );
    expect(migrate(state, to, {}, context)).toMatchObject({ ok: false, error: [{ where: "privacy-review" }] });
  });

  test("loses no milestone that has fallen, nor conditions of one that is let go", () => {
    const kernel = compile(rolloutTemplate);
    const without: Template = {
      ...rolloutTemplate,
      version: "2.0.0",
      phases: rolloutTemplate.phases.map(({ milestone, ...phase }) =>
        milestone?.id === "m2" ? phase : { ...phase, milestone: milestone! },
      ),
    };
    const fallen = kernel.evolve(state, { type: "activity.reopened", activity: "test-plan", reason: "r", at, actor });
    expect(fallen.milestones["m2"]?.status).toBe("stale");
    expect(migrate(fallen, without, {}, context)).toMatchObject({
      ok: false,
      error: [{ code: "phases.lost-approval", where: "m2" }],
    });
    const milestones = { ...state.milestones, m2: { status: "passed", conditions: ["tidy"] } as const };
    const letGo = migrate({ ...state, milestones }, without, { milestones: { m2: null } }, context);
    expect(letGo).toMatchObject({ ok: false, error: [{ code: "phases.lost-conditions", where: "m2" }] });
  });

  test("that renames a passed milestone loses its approval only when told to", () => {
    const to: Template = {
      ...rolloutTemplate,
      version: "2.0.0",
      phases: rolloutTemplate.phases.map((phase) =>
        phase.milestone?.id === "m1" ? { ...phase, milestone: { ...phase.milestone, id: "start" } } : phase,
      ),
    };
    expect(migrate(state, to, {}, context)).toMatchObject({
      ok: false,
      error: [{ code: "phases.lost-approval", where: "m1" }],
    });
    const mapped = migrate(state, to, { milestones: { m1: "start" } }, context);
    expect(mapped.ok && mapped.value.state.milestones["start"]?.status).toBe("passed");
    const dropped = migrate(state, to, { milestones: { m1: null }, answers: { start: "review-again" } }, context);
    expect(dropped.ok && Object.values(dropped.value.state.milestones).map(({ status }) => status)).toEqual([
      "open",
      "stale",
      "open",
      "open",
      "open",
    ]);
  });

  test.each<[string, string, Mapping, Template]>([
    ["phases.unknown-id", "staffing", { activities: { staffing: "none" } }, rolloutTemplate],
    [
      "phases.duplicate-id",
      "staffing",
      { activities: { staffing: "headcount" } },
      edited(rolloutTemplate, { type: "remove", activity: "staffing" }),
    ],
  ])("%s at %s is refused", (code, where, mapping, to) => {
    const result = migrate(state, { ...to, version: "2.0.0" }, mapping, context);
    expect(result.ok ? [] : result.error.map((one) => `${one.code} ${one.where}`)).toContain(`${code} ${where}`);
  });

  test("what was done and is let go is said, conditions and matters are not let go", () => {
    const to = edited(rolloutTemplate, { type: "remove", activity: "staffing" });
    const result = migrate(state, to, {}, context);
    expect(result.ok && result.value.findings).toMatchObject([{ code: "phases.work-let-go", where: "staffing" }]);
    const withMatter: RolloutState = {
      ...state,
      issues: { late: { status: "raised", raisedIn: "project-group", with: "project-group" } },
    };
    const without: Template = { ...rolloutTemplate, bodies: rolloutTemplate.bodies.slice(0, 2) };
    expect(migrate(withMatter, without, {}, context)).toMatchObject({
      ok: false,
      error: [{ code: "phases.lost-matter" }],
    });
    expect(migrate({ ...state, status: "terminated" }, to, {}, context)).toMatchObject({ ok: false });
  });

  test("is in the log, which is replayed across both templates", async () => {
    const store = memoryStore();
    const before = rolloutLog({ store, stream: "s", template: rolloutTemplate });
    for (const { id } of rolloutTemplate.decisions)
      await before.handle({ type: "decide", decision: id, value: false }, { actor: { party: "customer" }, at });
    const to = edited(rolloutTemplate, { type: "add", activity: review, phase: "establishment" });
    const after = rolloutLog({ store, stream: "s", template: to, earlier: [rolloutTemplate] });
    const report = { type: "complete", activity: "privacy-review" } as const;
    const early = await after.handle(report, { actor: { party: "customer" }, at });
    expect(early).toMatchObject({ ok: false, error: { code: "phases.other-template" } });
    expect((await after.migrate({}, context)).ok).toBe(true);
    expect((await after.handle(report, { actor: { party: "customer" }, at })).ok).toBe(true);
    const { state: now } = await rolloutLog({ store, stream: "s", template: to, earlier: [rolloutTemplate] }).load();
    expect(now).toMatchObject({
      template: "school-platform-rollout@2.0.0",
      revision: 4,
      decisions: { "migration-ordered": false },
    });
    expect(now.activities["privacy-review"]).toBe("done");
    await expect(rolloutLog({ store, stream: "s", template: to }).load()).rejects.toThrow(
      "school-platform-rollout@1.0.0",
    );
  });
});

describe("random edits of running rollouts", () => {
  const edits = fc.array(
    fc.record({ kind: fc.nat({ max: 4 }), pick: fc.nat({ max: 1000 }), to: fc.nat({ max: 1000 }) }),
    {
      minLength: 1,
      maxLength: 4,
    },
  );
  const work = (id: string): Activity => ({ ...review, id, responsible: [] });
  const random = (
    template: Template,
    { kind, pick, to }: { kind: number; pick: number; to: number },
    index: number,
  ) => {
    const all = activitiesOf(template).map(({ activity }) => activity.id);
    const phase = template.phases[to % template.phases.length]!.id;
    const activity = all[pick % Math.max(1, all.length)];
    const add: TemplateEdit = { type: "add", activity: work(`new${index}`), phase };
    if (activity === undefined || kind === 0) return add;
    const choices: readonly TemplateEdit[] = [
      { type: "remove", activity },
      { type: "move", activity, phase },
      { type: "split", activity, into: [work(`${activity}x${index}`), work(`${activity}y${index}`)] },
      { type: "retime", activity, duration: { min: 1, mode: 1, max: 9, basis: "source" } },
    ];
    return choices[kind - 1] ?? add;
  };

  test("lose no approval and hide no work: what is asked is answered, then it is passed, stale, or waited for", () => {
    fc.assert(
      fc.property(games(150), edits, fc.boolean(), ([template, picks], list, isReview) => {
        const states = [...play(template, picks)].map(({ after }) => after);
        const state =
          states.findLast(({ status }) => status === "running" || status === "closed") ?? compile(template).initial();
        const to = list.reduce<Template>((before, one, index) => edited(before, random(before, one, index)), template);
        const asked = migrate(state, to, {}, context);
        const answers = Object.fromEntries(
          (asked.ok ? [] : asked.error).map(
            ({ where }) => [where, isReview ? "review-again" : "next-milestone"] as const,
          ),
        );
        const first = migrate(state, to, { answers }, context);
        // The last milestone has no next one: there only a new review will do.
        const again = Object.fromEntries(
          (first.ok ? [] : first.error).map(({ where }) => [where, "review-again"] as const),
        );
        const result = first.ok ? first : migrate(state, to, { answers: { ...answers, ...again } }, context);
        if (!result.ok) throw new Error(JSON.stringify(result.error));
        const after = result.value.state;
        for (const [id, { status, conditions }] of Object.entries(state.milestones)) {
          expect([status, ...(status === "passed" ? ["stale"] : [])]).toContain(after.milestones[id]?.status);
          expect(after.milestones[id]?.conditions).toEqual(conditions);
        }
        const kernel = compile(to);
        expect(kernel.fold([result.value.event], state)).toEqual(after);
        expect(JSON.parse(JSON.stringify(after))).toEqual(after);
        // What was asked about is still waited for: by the last milestone at the latest.
        const { id: milestone, approver } = milestonesOf(to).at(-1)!.milestone;
        const approve: Command = { type: "review", milestone, outcome: "approve" };
        const blocked = kernel.explain(after, approve, { actor: { ...approver!, id: "new" }, at });
        const hidden = Object.keys(answers).filter(
          (id) => !blocked.some((one) => one.id === id || one.kind === "decision"),
        );
        expect(hidden).toEqual([]);
      }),
      { numRuns: process.env["MILSTOLPE_LONG"] ? 5000 : 250 },
    );
  });
});

describe("the difference of two templates", () => {
  test("is empty for the same, and names what was added, removed, moved, retimed and changed", () => {
    expect(diffTemplates(rolloutTemplate, rolloutTemplate)).toEqual([]);
    const to = edited(
      rolloutTemplate,
      { type: "add", activity: review, phase: "design" },
      { type: "remove", activity: "test-plan" },
      { type: "move", activity: "headcount", phase: "design" },
      { type: "retime", activity: "staffing", window: null },
    );
    const changes = diffTemplates(rolloutTemplate, {
      ...to,
      roles: to.roles.map((role) => (role.id === "support-lead" ? { ...role, seats: [] } : role)),
    });
    expect(changes.filter(({ what }) => what !== "link")).toEqual([
      { what: "role", id: "support-lead", change: "changed", fields: ["seats"] },
      { what: "activity", id: "test-plan", change: "removed" },
      { what: "activity", id: "staffing", change: "retimed" },
      { what: "activity", id: "privacy-review", change: "added" },
      { what: "activity", id: "headcount", change: "moved", from: "establishment", to: "design" },
    ]);
    expect(changes).toContainEqual({ what: "link", id: "m1 > installation-tests", change: "added" });
  });
});

describe("an edit of a template", () => {
  test("splits an activity with its links", () => {
    const parts = [review, { ...review, id: "privacy-decision" }];
    const to = edited(rolloutTemplate, { type: "split", activity: "risk-analysis", into: parts });
    const links = to.links.filter(({ from, to: end }) => [from, end].some((id) => id.startsWith("privacy")));
    expect(links.map(({ from, to: end }) => `${from} > ${end}`).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      "privacy-decision > m1",
      "privacy-review > privacy-decision",
      "rollout-plan > privacy-review",
    ]);
  });

  test("moves to a place, and gives months", () => {
    const moved = edited(rolloutTemplate, { type: "move", activity: "headcount", phase: "design", at: 0 });
    expect(moved.phases[1]?.activities[0]?.id).toBe("headcount");
    const retimed = edited(rolloutTemplate, { type: "retime", activity: "headcount", window: { from: 4, to: 5 } });
    expect(activitiesOf(retimed).find(({ activity }) => activity.id === "headcount")?.activity.window).toEqual({
      from: 4,
      to: 5,
    });
  });

  test.each<[string, TemplateEdit]>([
    ["phases.unknown-id", { type: "remove", activity: "none" }],
    ["phases.unknown-id", { type: "add", activity: review, phase: "none" }],
    ["phases.duplicate-id", { type: "add", activity: { ...review, id: "staffing" }, phase: "design" }],
    ["phases.unknown-id", { type: "add", activity: { ...review, responsible: ["nobody"] }, phase: "design" }],
    [
      "phases.duration-range",
      { type: "retime", activity: "staffing", duration: { min: 3, mode: 2, max: 1, basis: "source" } },
    ],
  ])("that would break it is refused: %s", (code, edit) => {
    const result = editTemplate(rolloutTemplate, edit);
    expect(result.ok ? [] : result.error.map((one) => one.code)).toContain(code);
  });
});
