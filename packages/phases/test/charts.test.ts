import * as fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { createActor } from "xstate";
import { getAdjacencyMap } from "xstate/graph";
import { actorsOf, commandAlphabet } from "../src/alphabet.ts";
import { type ChartDetail, valueOf } from "../src/chart.ts";
import { explore } from "../src/explore.ts";
import { compile } from "../src/kernel.ts";
import type { RolloutState } from "../src/rollout-state.ts";
import { type RolloutEvent, toMachine } from "../src/xstate.ts";
import { games, play, templates } from "./random-rollout.ts";

// Long enough for the long runs (MILSTOLPE_LONG=1) on a busy machine.
vi.setConfig({ testTimeout: 1_200_000 });

const isLong = process.env["MILSTOLPE_LONG"] !== undefined;

describe("the charts do what the kernel does, for random templates and random commands", () => {
  // 60 templates with 900 commands each when long, 120 otherwise.
  const [numRuns, length] = [60, isLong ? 900 : 120];

  test.each<ChartDetail>(["milestones", "activities"])("%s", (detail) => {
    fc.assert(
      fc.property(games(length), ([template, picks]) => {
        const actor = createActor(toMachine(template, { detail })).start();
        for (const { command, context, result, after } of play(template, picks)) {
          const event: RolloutEvent = { ...command, ...context };
          const isAccepted = actor.getSnapshot().can(event);
          actor.send(event);
          const { value, context: now, status } = actor.getSnapshot();
          expect({ isAccepted, value, now, status }).toEqual({
            isAccepted: result.ok,
            value: valueOf(template, detail, after),
            now: { rollout: after },
            status: detail === "milestones" && after.status === "terminated" ? "done" : "active",
          });
        }
      }),
      { numRuns },
    );
  });
});

test("the states that are verified are the states that xstate's own exploration finds", () => {
  const key = ({ status, decisions, activities, milestones }: RolloutState) =>
    JSON.stringify([status, decisions["d0"] ?? null, activities, milestones]);
  fc.assert(
    fc.property(templates(1), (wide) => {
      const template = { ...wide, phases: wide.phases.slice(-1), decisions: wide.decisions.slice(0, 1) };
      const alphabet = commandAlphabet(template, actorsOf(template));
      const events = alphabet.map(({ command, actor }): RolloutEvent => ({
        ...command,
        actor,
        at: "1970-01-01T00:00:00Z",
      }));
      const map = getAdjacencyMap(toMachine(template), {
        events,
        serializeState: (snapshot) => key(snapshot.context.rollout),
        limit: 100_000,
      });
      const found = new Set(Object.values(map).map(({ state }) => key(state.context.rollout)));
      // A fault (an activity that can't be done) ends the exploration early: then there is nothing to compare.
      const { violation, states } = explore(template, compile(template));
      expect(violation ? found.size : states).toBe(found.size);
    }),
    { numRuns: isLong ? 50 : 6, seed: 3 },
  );
});
