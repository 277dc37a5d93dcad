import * as z from "zod";
import type { Command, Context } from "./command.ts";
import type { Event } from "./event.ts";
import type { Finding, Result } from "./finding.ts";
import { finding } from "./messages.ts";

const id = z.string().min(1);
const outcome = z.enum(["approve", "approve-with-conditions", "recycle", "hold", "terminate"]);
const evidence = z
  .array(
    z.object({
      uri: z.string().min(1),
      sha256: z
        .string()
        .regex(/^[\da-f]{64}$/i)
        .optional(),
    }),
  )
  .optional();
const texts = z.array(z.string());
const names = z.record(z.string(), z.string());

const command = z.discriminatedUnion("type", [
  z.object({ type: z.literal("decide"), decision: id, value: z.boolean() }),
  z.object({ type: z.literal("start"), activity: id }),
  z.object({ type: z.literal("complete"), activity: id, evidence }),
  z.object({ type: z.literal("reopen"), activity: id, reason: z.string() }),
  z.object({ type: z.literal("submit"), milestone: id, evidence }),
  z.object({ type: z.literal("review"), milestone: id, outcome, conditions: texts.optional(), evidence }),
  z.object({ type: z.literal("fulfil"), milestone: id, condition: z.string(), evidence }),
  z.object({ type: z.literal("raise"), issue: id, blocks: id.optional() }),
  z.object({ type: z.literal("escalate"), issue: id }),
  z.object({ type: z.literal("settle"), issue: id, decision: z.string() }),
  z.object({ type: z.literal("return"), issue: id }),
  z.object({ type: z.literal("hand-over") }),
]);

const actor = z.object({ party: id, body: id.optional(), id: id.optional() });
const context = z.object({ actor, at: z.iso.datetime({ offset: true }) });

const event = z.intersection(
  context,
  z.discriminatedUnion("type", [
    z.object({ type: z.literal("decision.made"), decision: id, value: z.boolean() }),
    z.object({ type: z.literal("activity.started"), activity: id }),
    z.object({ type: z.literal("activity.completed"), activity: id, evidence }),
    z.object({ type: z.literal("activity.reopened"), activity: id, reason: z.string() }),
    z.object({ type: z.literal("milestone.submitted"), milestone: id, evidence }),
    z.object({ type: z.literal("milestone.voted"), milestone: id, conditions: texts }),
    z.object({ type: z.literal("milestone.reviewed"), milestone: id, outcome, conditions: texts, evidence }),
    z.object({ type: z.literal("condition.fulfilled"), milestone: id, condition: z.string(), evidence }),
    z.object({ type: z.literal("issue.raised"), issue: id, body: id, blocks: id.optional() }),
    z.object({ type: z.literal("issue.escalated"), issue: id, body: id }),
    z.object({ type: z.literal("issue.settled"), issue: id, decision: z.string() }),
    z.object({ type: z.literal("issue.returned"), issue: id }),
    z.object({ type: z.literal("rollout.handed-over") }),
    z.object({
      type: z.literal("template.migrated"),
      to: z.string(),
      activities: names,
      milestones: names,
      decisions: names,
      stale: texts,
    }),
  ]),
);

/** zod says "or undefined" where our types say "or absent"; JSON has no undefined. */
function parsed<T>(
  schema: z.ZodType,
  json: unknown,
  code: "phases.command-form" | "phases.event-form",
): Result<T, readonly Finding[]> {
  const result = schema.safeParse(json);
  if (result.success) return { ok: true, value: result.data as T };
  const error = result.error.issues.map(({ path, message }) =>
    finding(code, `/${path.join("/")}`, { problem: message }),
  );
  return { ok: false, error };
}

/**
 * Reads a command as it comes in from outside, with who gives it and when. What it may do is for `decide`.
 * @example
 * const given = parseCommand({ command, context: { actor, at: now() } });
 * if (given.ok) kernel.decide(state, given.value.command, given.value.context);
 */
export function parseCommand(
  json: unknown,
): Result<{ readonly command: Command; readonly context: Context }, readonly Finding[]> {
  return parsed(z.object({ command, context }), json, "phases.command-form");
}

/** Reads the events of a log that was kept elsewhere. */
export function parseLog(json: unknown): Result<readonly Event[], readonly Finding[]> {
  return parsed(z.array(event), json, "phases.event-form");
}
