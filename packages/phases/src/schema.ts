import * as z from "zod";
export { parseCommand, parseLog } from "./command-schema.ts";
import type { Finding, Result } from "./finding.ts";
import { references, rings } from "./lint-references.ts";
import { finding } from "./messages.ts";
import type { Template } from "./template.ts";

const id = z.string().min(1);
const text = z.object({ sv: z.string().min(1), en: z.string().min(1) });
const basis = z.enum(["source", "inferred"]);
const days = z.int().min(0);
const month = z.int().min(1).max(12);
const cadence = z.object({ text, rule: z.string().optional() });

const activity = z.object({
  id,
  kind: z.enum(["step", "integration", "migration"]),
  title: text,
  obligation: z.enum(["mandatory", "optional"]),
  responsible: z.array(id),
  subproject: id.optional(),
  duration: z.object({ min: days, mode: days, max: days, basis }),
  window: z.object({ from: month, to: month, isTentative: z.boolean().optional() }).optional(),
  effort: z.array(z.object({ party: id, minHours: z.number().min(0), maxHours: z.number().min(0) })).optional(),
  calendar: id.optional(),
  condition: z.object({ decision: id, is: z.boolean() }).optional(),
  remark: text.optional(),
});

/** The form of a template as JSON. What the ids refer to is checked by {@link parseTemplate}. */
const templateSchema = z.object({
  id,
  version: z.string().min(1),
  title: text,
  parties: z.array(z.object({ id, title: text })).min(1),
  roles: z.array(z.object({ id, party: id, title: text, seats: z.array(id) })),
  bodies: z.array(
    z.object({
      id,
      title: text,
      level: z.enum(["strategic", "effect", "operational"]),
      startsIn: id,
      rollout: cadence.optional(),
      maintenance: cadence.optional(),
      escalatesTo: id.optional(),
    }),
  ),
  subprojects: z.array(z.object({ id, title: text })),
  decisions: z.array(z.object({ id, title: text, by: id })),
  phases: z
    .array(
      z.object({
        id,
        title: text,
        weeks: z.object({ min: z.number().min(0), max: z.number().min(0) }),
        activities: z.array(activity),
        milestone: z
          .object({
            id,
            title: text,
            approver: z
              .object({ party: id, body: id, quorum: z.int().min(1).optional(), basis: basis.optional() })
              .optional(),
            submitter: id.optional(),
            mayApproveOwn: z.boolean().optional(),
            outcomes: z
              .array(z.enum(["approve", "approve-with-conditions", "recycle", "hold", "terminate"]))
              .optional(),
            criteria: z.array(text),
          })
          .optional(),
      }),
    )
    .min(1),
  links: z.array(
    z.object({
      from: id,
      to: id,
      type: z.enum(["FS", "SS", "FF", "SF"]),
      lag: z.int(),
      maxLag: z.int().optional(),
      calendar: id.optional(),
      basis,
    }),
  ),
  remarks: z.array(text).optional(),
});

/**
 * Reads a template that somebody has edited. Refused when its form is wrong, or when something in it refers to nothing or
 * goes in a ring; what is merely open, contradictory or unwise is for `lintTemplate` and `verifyTemplate`.
 * @example
 * const parsed = parseTemplate(JSON.parse(text));
 * if (!parsed.ok) for (const { where, en } of parsed.error) console.error(where, en);
 */
export function parseTemplate(json: unknown): Result<Template, readonly Finding[]> {
  const parsed = templateSchema.safeParse(json);
  if (!parsed.success) {
    return {
      ok: false,
      error: parsed.error.issues.map(({ path, message }) =>
        finding("phases.invalid", `/${path.join("/")}`, { problem: message }),
      ),
    };
  }
  // zod says "or undefined" where the type says "or absent"; JSON has no undefined.
  const template = parsed.data as Template;
  const faults = [...references(template), ...rings(template)];
  return faults.length > 0 ? { ok: false, error: faults } : { ok: true, value: template };
}

/** The form of a template as JSON Schema (2020-12), for editors and for other languages. */
export function templateJsonSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(templateSchema);
}
