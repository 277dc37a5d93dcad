import * as z from "zod";
import { checkRegister } from "./check-register.ts";
import type { Finding, Result } from "./finding.ts";
import { finding } from "./messages.ts";
import type { Register } from "./register.ts";

const id = z.string().min(1);
const text = z.object({ sv: z.string().min(1), en: z.string().min(1) });
const share = z.number().min(0).max(1);
const level = z.int().min(1);
const day = z.iso.date();

const registerSchema = z.object({
  id,
  version: z.string().min(1),
  title: text,
  categories: z.array(z.object({ id, title: text })),
  risks: z.array(
    z.object({
      id,
      category: id,
      title: text,
      cause: text,
      event: text,
      consequence: text,
      owner: id.optional(),
      phases: z.array(id),
      activities: z.array(id),
      delays: z.array(id),
      indicators: z.array(
        z.object({
          id,
          title: text,
          measure: id,
          unit: z.enum(["share", "count", "days", "per-1000"]),
          warn: z.union([z.object({ below: z.number() }), z.object({ above: z.number() })]).optional(),
        }),
      ),
      status: z.enum(["identified", "analysed", "treated", "accepted", "closed"]),
      acceptedUntil: day.optional(),
      score: z.object({ scaleId: id, probabilityLevel: level, consequenceLevel: level }).optional(),
      inferred: z.array(z.enum(["owner", "phases", "activities", "delays", "indicators"])).optional(),
      remark: text.optional(),
    }),
  ),
  mitigations: z.array(
    z.object({
      id,
      title: text,
      kind: z.enum(["preventive", "contingent"]),
      treats: z.array(
        z.object({
          risk: id,
          effect: z.object({ probability: share.optional(), consequence: share.optional() }).optional(),
        }),
      ),
      cost: z.object({ amount: z.number().min(0), unit: z.enum(["hours", "SEK"]) }).optional(),
      remark: text.optional(),
    }),
  ),
  dominoes: z.array(
    z.object({
      from: id,
      to: id,
      raises: z.enum(["probability", "consequence"]),
      strength: share.optional(),
      basis: z.enum(["source", "inferred"]),
      why: text.optional(),
    }),
  ),
});

/**
 * Reads a register that came from outside. Refused when its form is wrong, or when something in it refers to nothing, is
 * there twice or goes in a ring. A risk without a score, owner or indicators is as welcome as a complete one.
 * @example
 * const parsed = parseRegister(JSON.parse(text));
 * if (!parsed.ok) for (const { where, en } of parsed.error) console.error(where, en);
 */
export function parseRegister(json: unknown): Result<Register, readonly Finding[]> {
  const parsed = registerSchema.safeParse(json);
  if (!parsed.success) {
    return {
      ok: false,
      error: parsed.error.issues.map(({ path, message }) =>
        finding("risk.invalid", `/${path.join("/")}`, { problem: message }),
      ),
    };
  }
  // zod says "or undefined" where the type says "or absent"; JSON has no undefined.
  const register = parsed.data as Register;
  const faults = checkRegister(register).filter(({ severity }) => severity === "must");
  return faults.length > 0 ? { ok: false, error: faults } : { ok: true, value: register };
}

export { parseModel } from "./model-schema.ts";
