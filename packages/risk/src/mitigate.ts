import { isIdle } from "./compile-model.ts";
import type { Range } from "./estimate.ts";
import type { Mitigation, MitigationEffect } from "./register.ts";
import type { DriverEffect, RiskDriver, SimulationModel } from "./simulation-model.ts";

/** What of a register's mitigation a simulation needs. */
export type ModelMitigation = Pick<Mitigation, "id" | "treats" | "cost">;

/**
 * The model as it is once these mitigations are in place. Several on one risk multiply: two that each leave half leave a
 * quarter. Where no effect has been judged, nothing changes.
 * @example
 * withMitigations(model, [{ id: "backup", treats: [{ risk: "R17", effect: { consequence: 0.5 } }] }]);
 */
export function withMitigations(model: SimulationModel, mitigations: readonly ModelMitigation[]): SimulationModel {
  const effects = mitigations.flatMap(({ treats }) => treats);
  const risks = model.risks?.map((risk) => {
    const own = effects.flatMap(({ risk: id, effect }) => (id === risk.id && effect ? [effect] : []));
    if (own.length === 0) return risk;
    const left = (part: keyof MitigationEffect) => own.reduce((share, effect) => share * (effect[part] ?? 1), 1);
    if (!isIdle(risk)) return mitigated(risk, left("probability"), left("consequence"));
    return risk.probability === undefined ? risk : { ...risk, probability: risk.probability * left("probability") };
  });
  return { ...model, ...(risks ? { risks } : {}) };
}

const mitigated = (risk: RiskDriver, probability: number, consequence: number): RiskDriver => ({
  ...risk,
  probability: risk.probability * probability,
  effect: scaled(risk.effect, consequence),
});

/** A share of the days; of a factor, a share of what it is more than 1. */
function scaled(effect: DriverEffect, share: number): DriverEffect {
  if (share === 1 || "skips" in effect) return effect;
  return "factor" in effect
    ? { factor: mapped(effect.factor, (value) => 1 + (value - 1) * share) }
    : { days: mapped(effect.days, (value) => value * share) };
}

const mapped = (size: number | Range, change: (value: number) => number): number | Range =>
  typeof size === "number" ? change(size) : { min: change(size.min), mode: change(size.mode), max: change(size.max) };
