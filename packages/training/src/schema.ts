import * as z from "zod";
import { isDay } from "./calendar.ts";
import { checkProblem, checkSize } from "./check-problem.ts";
import { checkCompact, readCompact, type CompactProblem } from "./compact.ts";
import type { Finding, Result } from "./finding.ts";
import { finding } from "./messages.ts";
import type { Plan, Problem } from "./model.ts";
import { problemRuleSchema } from "./rule-schema.ts";

const id = z.string().min(1).max(200);
const ids = z.array(id).readonly();
const count = z.int().min(0).max(1_000_000_000);
const day = z.string().refine(isDay, { error: "YYYY-MM-DD" });
const clockPattern = /^([01]\d|2[0-3]):[0-5]\d$/;
const clock = z.string().regex(clockPattern);
const range = z.object({ from: day, to: day }).readonly();
const text = z.object({ sv: z.string(), en: z.string() }).readonly();
const busy = z.array(z.object({ day, slot: id }).readonly()).readonly();
const freeTime = z
  .array(z.object({ weekday: z.int().min(1).max(7), slots: ids.exactOptional() }).readonly())
  .readonly();
const absences = z.array(range).readonly();
const awayLimit = z.union([
  z.object({ people: count }).readonly(),
  z.object({ share: z.number().min(0).max(1) }).readonly(),
]);

/** A training problem in the library's own form. */
export const problemSchema: z.ZodType<Problem> = z
  .object({
    days: z.array(day).min(1).readonly(),
    slots: z
      .array(z.object({ id, start: clock, end: clock }).readonly())
      .min(1)
      .readonly(),
    units: z
      .array(
        z
          .object({
            id,
            schoolForm: z.string().exactOptional(),
            site: z.string().exactOptional(),
            headcount: count.exactOptional(),
            maxAway: z.record(z.string(), awayLimit).readonly().exactOptional(),
            accessFrom: day.exactOptional(),
          })
          .readonly(),
      )
      .readonly(),
    people: z
      .array(
        z
          .object({
            id,
            unit: id,
            roles: z.array(z.string()).readonly(),
            schoolForm: z.string().exactOptional(),
            keyPerson: z.boolean().exactOptional(),
            freeTime: freeTime.exactOptional(),
            absences: absences.exactOptional(),
            completed: ids.exactOptional(),
            courses: ids.exactOptional(),
            accessFrom: day.exactOptional(),
          })
          .readonly(),
      )
      .readonly(),
    courses: z
      .array(
        z
          .object({
            id,
            title: text.exactOptional(),
            audience: z
              .object({
                roles: ids.exactOptional(),
                schoolForms: ids.exactOptional(),
                units: ids.exactOptional(),
                keyPersons: z.boolean().exactOptional(),
              })
              .readonly()
              .exactOptional(),
            capacity: count,
            onlineCapacity: count.exactOptional(),
            held: z.enum(["room", "online", "either"]).exactOptional(),
            durationSlots: z.int().min(1).max(100).exactOptional(),
            window: range,
            requires: z
              .array(z.object({ course: id, minWorkingDays: count, scope: z.enum(["person", "unit"]) }).readonly())
              .readonly()
              .exactOptional(),
            preparation: z
              .object({ material: z.string(), availableFrom: day, leadDays: z.int().min(0).max(3650) })
              .readonly()
              .exactOptional(),
            gate: z
              .object({ id, liveWithinDays: z.int().min(0).max(3650).exactOptional() })
              .readonly()
              .exactOptional(),
            slotCost: z.record(z.string(), count).readonly().exactOptional(),
          })
          .readonly(),
      )
      .readonly(),
    rooms: z
      .array(
        z
          .object({
            id,
            seats: count,
            online: z.boolean().exactOptional(),
            site: z.string().exactOptional(),
            absences: absences.exactOptional(),
            busy: busy.exactOptional(),
          })
          .readonly(),
      )
      .readonly(),
    trainers: z
      .array(
        z
          .object({
            id,
            qualifications: ids,
            freeTime: freeTime.exactOptional(),
            absences: absences.exactOptional(),
            busy: busy.exactOptional(),
            maxPerDay: count.exactOptional(),
            maxPerWeek: count.exactOptional(),
          })
          .readonly(),
      )
      .readonly(),
    gates: z.record(z.string(), day.nullable()).readonly().exactOptional(),
    weights: z
      .object({
        session: count.exactOptional(),
        unitSplit: count.exactOptional(),
        lateEvery: count.exactOptional(),
        standIn: count.exactOptional(),
        unplaced: count.exactOptional(),
      })
      .readonly()
      .exactOptional(),
    rules: z.array(problemRuleSchema).readonly().exactOptional(),
    form: z.literal("compact").exactOptional(),
  })
  .readonly();

const pair = z.tuple([z.int(), z.int()]).readonly();
const flag = z.int().min(0).max(1);

/** The compact form of a rollout problem, everything by index. */
export const compactProblemSchema: z.ZodType<CompactProblem> = z
  .object({
    days: z.array(day).min(1).readonly(),
    wd: z.array(z.int().min(1).max(7)).readonly().exactOptional(),
    D: z.int().min(1),
    K: z.int().min(1).max(100),
    units: z.array(z.object({ form: z.string(), size: count, cap: z.array(count).readonly() }).readonly()).readonly(),
    courses: z
      .array(
        z
          .object({
            id,
            from: z.int(),
            to: z.int(),
            online: flag,
            cap: count,
            pref: z.array(count).readonly(),
            kind: z.string(),
            form: z.string().exactOptional(),
          })
          .readonly(),
      )
      .readonly(),
    people: z
      .array(z.object({ u: count, c: count, part: pair.nullable(), leave: pair.nullable() }).readonly())
      .readonly(),
    rooms: z.array(z.object({ cap: count, online: flag }).readonly()).readonly(),
    trainers: z
      .array(z.object({ q: z.array(flag).readonly(), off: z.array(z.int()).readonly(), maxDay: count }).readonly())
      .readonly(),
    gap: count,
    w: z.object({ un: count, sess: count, split: count }).readonly(),
  })
  .refine((p) => p.D === p.days.length, { error: "D = days.length", path: ["D"] })
  .refine((p) => p.people.every((one) => one.u < p.units.length && one.c < p.courses.length), {
    error: "u < units.length, c < courses.length",
    path: ["people"],
  })
  .readonly();

/** A plan: sessions and who goes where. */
export const planSchema: z.ZodType<Plan> = z
  .object({
    sessions: z
      .array(
        z
          .object({
            id,
            course: id,
            day,
            slot: id,
            room: id,
            trainer: id,
            status: z.enum(["draft", "published", "held", "cancelled"]),
            pin: z.boolean().exactOptional(),
          })
          .readonly(),
      )
      .readonly(),
    assignments: z
      .array(
        z
          .object({
            person: id,
            course: id,
            session: id,
            status: z.enum(["planned", "invited", "attended", "absent"]),
            pin: z.boolean().exactOptional(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();

const MAX_SHAPE_FINDINGS = 50;

const shape = (error: z.ZodError): Finding[] =>
  error.issues.slice(0, MAX_SHAPE_FINDINGS).map((issue) => {
    const path = issue.path
      .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
      .join("")
      .replace(/^\./, "");
    return finding("training.shape", path, { path, expected: expectedBy(issue) });
  });

/** What was expected, in signs that read alike in both languages. zod's own sentence can quote the value; this can't. */
function expectedBy(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.expected;
    case "custom":
      return issue.message;
    case "too_small":
      return `${sizeOf(issue.origin)}≥ ${issue.minimum}`;
    case "too_big":
      return `${sizeOf(issue.origin)}≤ ${issue.maximum}`;
    case "invalid_value":
      return issue.values.map(String).join(" | ");
    case "invalid_format":
      return issue.pattern === clockPattern.toString() ? "HH:MM" : issue.format;
    default:
      return issue.code;
  }
}

const sizeOf = (origin: string): string => (origin === "array" ? "[…] " : origin === "string" ? "“…” " : "");

/** A problem given where a plan belongs, or the other way round: told in one finding, not in one for each field. */
function mistaken(json: unknown, wanted: "problem" | "plan"): Finding[] {
  if (typeof json !== "object" || json === null) return [];
  const isPlan = "sessions" in json && "assignments" in json && !("people" in json);
  const isProblem = "people" in json && "courses" in json && !("assignments" in json);
  return (wanted === "problem" ? isPlan : isProblem) ? [finding("training.mistaken", "document", { wanted })] : [];
}

/**
 * Reads a problem from JSON, in the library's own form or in the compact form (recognised by its `D` and `K`; the result
 * then has `form: "compact"` and its answer can be written by `toCompactAnswer`).
 * @param json - the parsed document
 * @returns the problem, or findings of severity `must`: shape, unknown and double ids, circular requirements, sizes
 * @example
 * const read = parseProblem(JSON.parse(text));
 * if (read.ok) await solve(read.value, { seed: 1, iterations: 1_000_000 });
 */
export function parseProblem(json: unknown): Result<Problem, Finding[]> {
  const isCompact = typeof json === "object" && json !== null && "D" in json && "K" in json;
  // Before the parser looks at every one of them.
  const people = typeof json === "object" && json !== null && "people" in json ? json.people : undefined;
  const tooMany = [...mistaken(json, "problem"), ...checkSize(Array.isArray(people) ? people.length : 0)];
  if (tooMany.length > 0) return { ok: false, error: tooMany };
  let problem: Problem;
  if (isCompact) {
    const read = compactProblemSchema.safeParse(json);
    if (!read.success) return { ok: false, error: shape(read.error) };
    const odd = checkCompact(read.data);
    if (odd.some((one) => one.severity === "must")) return { ok: false, error: odd };
    problem = readCompact(read.data);
  } else {
    const read = problemSchema.safeParse(json);
    if (!read.success) return { ok: false, error: shape(read.error) };
    problem = read.data;
  }
  const findings = checkProblem(problem);
  return findings.length > 0 ? { ok: false, error: findings } : { ok: true, value: problem };
}

/** Reads a plan from JSON. What it names is not checked here: `evaluate` counts what the problem does not have. */
export function parsePlan(json: unknown): Result<Plan, Finding[]> {
  const isProblem = mistaken(json, "plan");
  if (isProblem.length > 0) return { ok: false, error: isProblem };
  const read = planSchema.safeParse(json);
  return read.success ? { ok: true, value: read.data } : { ok: false, error: shape(read.error) };
}
