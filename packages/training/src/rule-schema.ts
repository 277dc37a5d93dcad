import * as z from "zod";
import { isDay } from "./calendar.ts";
import type { CustomRule, ProblemRule } from "./problem-rule.ts";

const id = z.string().min(1).max(200);
const ids = z.array(id).readonly();
const points = z.int().min(0).max(1_000_000);
const minutes = z.int().min(0).max(1440);
const days = z.int().min(0).max(3650);
const groups = z.array(ids).readonly();
const tooShort = z.union([z.literal("forbidden"), points]);

/** A rule as JSON can have it: all kinds but `custom`, which is a function. */
export const problemRuleSchema: z.ZodType<Exclude<ProblemRule, CustomRule>> = z.discriminatedUnion("kind", [
  z
    .object({
      kind: z.literal("travel"),
      times: z.array(z.object({ between: z.tuple([id, id]).readonly(), minutes }).readonly()).readonly(),
      otherwise: minutes.exactOptional(),
      trainers: tooShort.exactOptional(),
      people: tooShort.exactOptional(),
    })
    .readonly(),
  z
    .object({
      kind: z.literal("fairness"),
      of: z.enum(["trainer-sessions", "unit-lateness", "unit-away"]),
      points,
      among: ids.exactOptional(),
    })
    .readonly(),
  z
    .object({
      kind: z.literal("use-gap"),
      begins: z.record(z.string(), z.string().refine(isDay, { error: "YYYY-MM-DD" })).readonly(),
      atLeast: days.exactOptional(),
      atMost: days,
      points,
    })
    .readonly(),
  z.object({ kind: z.literal("no-overlap"), groups }).readonly(),
  z.object({ kind: z.literal("compact"), groups, points }).readonly(),
  z.object({ kind: z.literal("spread-days"), days: z.record(z.string(), days).readonly(), points }).readonly(),
  z.object({ kind: z.literal("same-room"), courses: ids.exactOptional(), points }).readonly(),
  z
    .object({
      kind: z.literal("class-seats"),
      people: z.record(z.string(), z.int().min(0).max(1_000_000)).readonly(),
      points,
    })
    .readonly(),
]);
