import * as z from "zod";
import { checkModel } from "./check-model.ts";
import type { Finding, Result } from "./finding.ts";
import { finding } from "./messages.ts";
import type { SimulationModel } from "./simulation-model.ts";

const id = z.string().min(1);
const days = z.number();
const share = z.number().min(0).max(1);
// What is not known here, a misspelt name, would change the answer in silence: refused.
const range = z.strictObject({ min: z.number(), mode: z.number(), max: z.number() });

const duration = z.union([
  days,
  range.extend({ distribution: z.enum(["triangular", "pert"]).optional() }),
  z.strictObject({ values: z.array(z.strictObject({ days, probability: share })) }),
  z.strictObject({ observed: z.array(days) }),
]);

const modelSchema = z.object({
  network: z.object({
    activities: z.array(z.strictObject({ id, duration, notBefore: days.optional() })),
    links: z.array(
      z.strictObject({ from: id, to: id, type: z.enum(["FS", "SS", "FF", "SF"]), lag: days, maxLag: days.optional() }),
    ),
    milestones: z.array(id),
  }),
  risks: z
    .array(
      z.union([
        z.object({
          id,
          idle: z.enum(["unscored", "other-scale", "no-delay", "outside-network", "closed"]),
          probability: share.optional(),
        }),
        z.object({
          id,
          probability: share,
          activities: z.array(id),
          effect: z.union([
            z.strictObject({ factor: z.union([z.number(), range]) }),
            z.strictObject({ days: z.union([days, range]) }),
            z.strictObject({ skips: z.literal(true) }),
          ]),
        }),
      ]),
    )
    .optional(),
  correlation: z.array(z.strictObject({ a: id, b: id, rho: z.number().min(-1).max(1) })).optional(),
  dominoes: z.array(z.object({ from: id, to: id, strength: share })).optional(),
});

/**
 * Reads a simulation model that came from outside. Refused when its form is wrong, or when `checkModel` finds that it
 * can't be simulated: what is not in the document is never made up.
 * @example
 * const parsed = parseModel(JSON.parse(text));
 * if (parsed.ok) simulate(parsed.value, { iterations: 100_000, seed: 1 });
 */
export function parseModel(json: unknown): Result<SimulationModel, readonly Finding[]> {
  const parsed = modelSchema.safeParse(json);
  if (!parsed.success) {
    return {
      ok: false,
      error: parsed.error.issues.map(({ path, message }) =>
        finding("risk.invalid", `/${path.join("/")}`, { problem: message }),
      ),
    };
  }
  // zod says "or undefined" where the type says "or absent"; JSON has no undefined.
  const model = parsed.data as SimulationModel;
  const faults = checkModel(model).filter(({ severity }) => severity === "must");
  return faults.length > 0 ? { ok: false, error: faults } : { ok: true, value: model };
}
