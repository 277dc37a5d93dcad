import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { Event } from "./event.ts";
import { compile } from "./kernel.ts";
import { canonical } from "./log.ts";
import { rolloutTemplate } from "./rollout-template.ts";
import { conformanceVectors, type Vector } from "./testing.ts";

const digest = (text: string) => createHash("sha256").update(text).digest("hex");
const options = { seed: 1, count: 2000, digest };
const text = conformanceVectors(rolloutTemplate, options);
const [head = "", ...lines] = text.trim().split("\n");
const vectors = lines.map((line) => JSON.parse(line) as Vector);

test("the vectors are the same for a seed, and others for another", () => {
  expect(conformanceVectors(rolloutTemplate, options)).toBe(text);
  expect(conformanceVectors(rolloutTemplate, { ...options, seed: 2 })).not.toBe(text);
});

test("their events lead to their states, and every refusal has a code and leaves the state", () => {
  const { template } = JSON.parse(head);
  const kernel = compile(template);
  const log: Event[] = [];
  let before = "";
  for (const { events, refused, unmet, state } of vectors) {
    log.push(...(events ?? []));
    const isFolded =
      events === undefined || log.length % 50 > 0 || digest(JSON.stringify(canonical(kernel.fold(log)))) === state;
    const isRefusal =
      events !== undefined ||
      (refused?.startsWith("phases.") === true && unmet !== undefined && (before === "" || state === before));
    expect({ isFolded, isRefusal }).toEqual({ isFolded: true, isRefusal: true });
    before = state;
  }
  expect(vectors.filter(({ events }) => events).length).toBeGreaterThan(1000);
});

test("they reach approvals, conditions, matters and most kinds of refusal", () => {
  const kinds = new Set(vectors.flatMap(({ events, refused }) => [refused, ...(events ?? []).map(({ type }) => type)]));
  for (const kind of [
    "milestone.reviewed",
    "condition.fulfilled",
    "issue.settled",
    "activity.reopened",
    "decision.made",
  ])
    expect(kinds).toContain(kind);
  for (const kind of ["phases.work-open", "phases.not-allowed", "phases.wrong-state", "phases.excluded"])
    expect(kinds).toContain(kind);
});
