import * as fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import type { Event } from "../src/event.ts";
import { compile } from "../src/kernel.ts";
import { lintTemplate } from "../src/lint-template.ts";
import type { RolloutState } from "../src/rollout-state.ts";
import type { Template } from "../src/template.ts";
import { actors, games, play, type Step, templates } from "./random-rollout.ts";

// Long enough for the long runs (MILSTOLPE_LONG=1) on a busy machine.
vi.setConfig({ testTimeout: 1_200_000 });

const runs = { numRuns: process.env["MILSTOLPE_LONG"] ? 1000 : 25 };
const inEveryGame = (holds: (template: Template, steps: readonly Step[]) => void, length = 200) =>
  fc.assert(
    fc.property(games(length), ([template, picks]) => holds(template, [...play(template, picks)])),
    runs,
  );
const eventsOf = (step: Step): readonly Event[] => (step.result.ok ? step.result.value : []);

/** Mandatory, included work up to a milestone that is not done. Written from the rule, not from the kernel. */
function openWork(template: Template, state: RolloutState, milestone: string): readonly string[] {
  const last = template.phases.findIndex((phase) => phase.milestone?.id === milestone);
  return template.phases
    .slice(0, last + 1)
    .flatMap(({ activities }) => activities)
    .filter(({ condition }) => condition === undefined || state.decisions[condition.decision] === condition.is)
    .filter(({ id, obligation }) => obligation === "mandatory" && state.activities[id] !== "done")
    .map(({ id }) => id);
}

test("the random templates are valid", () => {
  fc.assert(
    fc.property(templates(), (template) => {
      const musts = lintTemplate(template).filter(({ severity }) => severity === "must");
      expect(musts.filter(({ code }) => code !== "phases.no-milestone")).toEqual([]);
    }),
  );
});

test("the random games get everywhere", () => {
  const reached = fc
    .sample(games(200), { numRuns: 40, seed: 1 })
    .flatMap(([template, picks]) => [...play(template, picks)])
    .flatMap((step) => [
      step.after.status,
      ...(step.result.ok ? step.result.value.map(({ type }) => type) : [step.result.error.code]),
    ]);
  const rare = [
    "milestone.reviewed",
    "milestone.voted",
    "milestone.submitted",
    "activity.reopened",
    "condition.fulfilled",
    "issue.escalated",
    "issue.settled",
    "issue.returned",
    "rollout.handed-over",
    "closed",
    "maintenance",
    "phases.work-open",
    "phases.not-allowed",
    "phases.excluded",
    "phases.wrong-state",
    "phases.ended",
  ].filter((what) => reached.filter((one) => one === what).length < 5);
  expect(rare).toEqual([]);
});

describe("laws of the kernel, for random templates and random commands", () => {
  test("replaying any prefix of the log gives the state it was at", () => {
    inEveryGame((template, steps) => {
      const kernel = compile(template);
      const log: Event[] = [];
      for (const step of steps) {
        log.push(...eventsOf(step));
        // Every prefix while they are short, every tenth later.
        const isLooked = log.length < 20 || log.length % 10 === 0;
        expect(isLooked ? kernel.fold(log) : step.after).toEqual(step.after);
      }
      const half = Math.floor(log.length / 2);
      expect(kernel.fold(log.slice(half), kernel.fold(log.slice(0, half)))).toEqual(kernel.fold(log));
    });
  });

  test("states, events and refusals survive JSON, and no state is ever changed", () => {
    // `play` deep-freezes every state: a change would throw.
    inEveryGame((_, steps) => {
      for (const { result, after } of steps)
        expect(JSON.parse(JSON.stringify({ result, after }))).toEqual({ result, after });
    });
  });

  test("no milestone is ever passed over open work, however the rules are counted", () => {
    inEveryGame((template, steps) => {
      const wrong = steps.flatMap(({ after }) =>
        Object.entries(after.milestones)
          .filter(([, { status }]) => status === "passed")
          .flatMap(([id]) => openWork(template, after, id)),
      );
      expect(wrong).toEqual([]);
    });
  });

  test("passed milestones come first, and closed means all of them without conditions", () => {
    inEveryGame((_, steps) => {
      for (const { after } of steps) {
        const gates = Object.values(after.milestones);
        const passed = gates.map(({ status }) => status === "passed");
        expect(passed).toEqual(passed.toSorted((a, b) => Number(b) - Number(a)));
        const isAll = gates.every(({ status, conditions }) => status === "passed" && conditions.length === 0);
        expect(after.status === "closed" || after.status === "maintenance").toBe(isAll);
      }
    });
  });

  test("a refusal changes nothing and says why in both languages; what is accepted has nothing in its way", () => {
    inEveryGame((template, steps) => {
      const kernel = compile(template);
      for (const { before, command, context, result, after } of steps) {
        const refused = result.ok ? undefined : result.error;
        expect(refused === undefined || (after === before && refused.sv !== "" && refused.en !== "")).toBe(true);
        expect(kernel.explain(before, command, context)).toEqual(refused?.unmet ?? []);
      }
    });
  });

  test("every command that is offered is accepted", () => {
    inEveryGame((template, steps) => {
      const kernel = compile(template);
      for (const { after, context } of steps.filter((_, index) => index % 20 === 0)) {
        const refused = actors.flatMap((actor) =>
          kernel.commands(after, actor).filter((one) => !kernel.decide(after, one, { ...context, actor }).ok),
        );
        expect(refused).toEqual([]);
      }
    });
  });
});
