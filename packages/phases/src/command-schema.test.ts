import * as fc from "fast-check";
import { expect, test } from "vitest";
import { games, play } from "../test/random-rollout.ts";
import { parseCommand, parseLog } from "./schema.ts";

test("every command and every event of random games is read as it is", () => {
  fc.assert(
    fc.property(games(60), ([template, picks]) => {
      const steps = [...play(template, picks)].map(({ command, context, result }) => ({ command, context, result }));
      for (const { command, context } of steps)
        expect(parseCommand({ command, context })).toEqual({ ok: true, value: { command, context } });
      const log = steps.flatMap(({ result }) => (result.ok ? result.value : []));
      expect(parseLog(JSON.parse(JSON.stringify(log)))).toEqual({ ok: true, value: log });
    }),
    { numRuns: 20 },
  );
});

const context = { actor: { party: "p" }, at: "2027-03-01T08:00:00Z" };
test.each<[string, unknown]>([
  ["/command", null],
  ["/command/type", { type: "sing" }],
  ["/command/reason", { type: "reopen", activity: "a" }],
  ["/command/conditions", { type: "review", milestone: "m", outcome: "approve", conditions: "x" }],
  ["/command/outcome", { type: "review", milestone: "m", outcome: "perhaps" }],
  ["/command/evidence/0/sha256", { type: "complete", activity: "a", evidence: [{ uri: "u", sha256: "short" }] }],
])("a command that is wrong at %s is a finding", (where, command) => {
  expect(parseCommand({ command, context })).toMatchObject({
    ok: false,
    error: [{ code: "phases.command-form", where, severity: "must" }],
  });
});

test("a time that is none, an event that is none, and no log at all are findings", () => {
  expect(parseCommand({ command: { type: "hand-over" }, context: { ...context, at: "today" } })).toMatchObject({
    ok: false,
  });
  expect(parseLog([{ type: "activity.sung", ...context }])).toMatchObject({
    ok: false,
    error: [{ code: "phases.event-form" }],
  });
  expect(parseLog("log")).toMatchObject({ ok: false, error: [{ where: "/" }] });
});
