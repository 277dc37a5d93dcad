import type { Range } from "./estimate.ts";
import type { Text } from "./finding.ts";
import type { Register, Risk, Score } from "./register.ts";
import { fiveByFive, isOnScale, type Scale, scaleKey } from "./scale.ts";
import type { DriverDomino, IdleReason, IdleRisk, Network, RiskDriver } from "./simulation-model.ts";

/**
 * What the levels of a scale mean in numbers. A scale says "likely" and "serious"; a simulation needs a probability and
 * days. Nobody's standard: data to be set by those who know the project, and kept with the result.
 */
export interface Quantification {
  readonly id: string;
  readonly version: string;
  /** `judged` by the people of a project, or `inferred` by us so that there is something to begin with. */
  readonly basis: "judged" | "inferred";
  readonly note: Text;
  /** The scale it is for, as `scaleKey` gives it. */
  readonly scaleId: string;
  /** Probability, 0 to 1, of each level from 1. */
  readonly probability: readonly number[];
  /** Working days lost in each activity that the risk delays, for each consequence level from 1. */
  readonly days: readonly Range[];
  /** Strength, 0 to 1, of dominoes that have none of their own. Absent: those do not fall. */
  readonly dominoStrength?: number;
}

/** Numbers for {@link fiveByFive} to begin with. Inferred: no source gives them; replace them with your own. */
export const inferredQuantification: Quantification = {
  id: "5x5-inferred",
  version: "1.0.0",
  basis: "inferred",
  note: {
    sv: "Antagna tal, inte hämtade ur någon källa: byt ut dem mot projektets egna.",
    en: "Assumed numbers, taken from no source: replace them with the project's own.",
  },
  scaleId: /* @__PURE__ */ scaleKey(fiveByFive),
  probability: [0.05, 0.15, 0.35, 0.6, 0.85],
  days: [
    { min: 0, mode: 0, max: 1 },
    { min: 1, mode: 2, max: 4 },
    { min: 3, mode: 5, max: 10 },
    { min: 8, mode: 12, max: 25 },
    { min: 15, mode: 25, max: 50 },
  ],
  dominoStrength: 0.2,
};

const levelsOf = (
  levels: Readonly<Record<string, readonly [probabilityLevel: number, consequenceLevel: number]>>,
): Readonly<Record<string, Omit<Score, "scaleId">>> =>
  Object.fromEntries(
    Object.entries(levels).map(([id, [probabilityLevel, consequenceLevel]]) => [
      id,
      { probabilityLevel, consequenceLevel },
    ]),
  );

/** Scores for the 17 risks of `rolloutRisks` on {@link fiveByFive}: invented for demonstrations, nobody's judgement. */
export const exampleScores: Readonly<Record<string, Omit<Score, "scaleId">>> = /* @__PURE__ */ levelsOf({
  R01: [3, 4],
  R02: [2, 4],
  R03: [3, 3],
  R04: [3, 3],
  R05: [3, 3],
  R06: [1, 4],
  R07: [2, 3],
  R08: [3, 2],
  R09: [2, 3],
  R10: [3, 3],
  R11: [2, 3],
  R12: [2, 2],
  R13: [2, 3],
  R14: [2, 3],
  R15: [2, 2],
  R16: [2, 3],
  R17: [1, 3],
});

/** What a register gives a simulation: spread it into the model. */
export interface Drivers {
  /** One for every risk of the register, in its order: a driver, or the reason why it drives nothing. */
  readonly risks: readonly (RiskDriver | IdleRisk)[];
  readonly dominoes: readonly DriverDomino[];
}

/**
 * Turns the rows of a register into risk drivers: the probability level becomes a probability, the consequence level days
 * in each of the activities where the delay enters (`delays`). A risk without a score, or scored on another scale, drives
 * nothing and is listed with the reason; so is one that delays nothing, but it may still set off others.
 * @param network - when given, activities that are not in it (a migration that is not ordered) are left out
 * @throws RangeError when the quantification is for another scale, or lacks a level of it
 * @example
 * const { risks, dominoes } = driversOf(register, fiveByFive, inferredQuantification, network);
 * simulate({ network, risks, dominoes }, { iterations: 10_000, seed: 1 });
 */
export function driversOf(
  register: Register,
  scale: Scale,
  quantification: Quantification,
  network?: Pick<Network, "activities">,
): Drivers {
  const { scaleId, probability, days, dominoStrength } = quantification;
  if (scaleId !== scaleKey(scale))
    throw new RangeError(`quantification must be for scale ${scaleKey(scale)}, got one for ${scaleId}`);
  if (probability.length < scale.probability.length || days.length < scale.consequence.length)
    throw new RangeError(`quantification must have numbers for every level of ${scaleId}`);
  const known = network && new Set(network.activities.map(({ id }) => id));
  const risks = register.risks.map((risk): RiskDriver | IdleRisk => {
    const { id, score } = risk;
    const idle = whyIdle(risk, scale);
    if (idle !== undefined || score === undefined) return { id, idle: idle ?? "unscored" };
    const chance = probability[score.probabilityLevel - 1]!;
    if (risk.delays.length === 0) return { id, idle: "no-delay", probability: chance };
    const activities = risk.delays.filter((activity) => known?.has(activity) ?? true);
    if (activities.length === 0) return { id, idle: "outside-network", probability: chance };
    return { id, probability: chance, activities, effect: { days: days[score.consequenceLevel - 1]! } };
  });
  return {
    risks,
    dominoes: register.dominoes.flatMap(({ from, to, raises, strength = dominoStrength }) =>
      raises === "probability" && strength !== undefined ? [{ from, to, strength }] : [],
    ),
  };
}

function whyIdle({ status, score }: Risk, scale: Scale): IdleReason | undefined {
  if (status === "closed") return "closed";
  if (score === undefined) return "unscored";
  return isOnScale(score, scale) ? undefined : "other-scale";
}
