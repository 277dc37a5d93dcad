import type { Register, Risk, Score } from "./register.ts";
import { type Band, bandOf, isOnScale, type Scale, scoreValue } from "./scale.ts";

export interface MatrixCell {
  readonly probabilityLevel: number;
  readonly consequenceLevel: number;
  readonly value: number;
  readonly band: Band;
  /** Ids of the risks in it, in register order. */
  readonly risks: readonly string[];
}

export interface RiskMatrix {
  readonly scale: Scale;
  /** One for every pair of levels: highest probability first, then lowest consequence first, as a matrix is drawn. */
  readonly cells: readonly MatrixCell[];
  /** Ids of risks without a score. */
  readonly unscored: readonly string[];
  /** Ids of risks that are scored, but not on this scale or this version of it: never converted in silence. */
  readonly otherScale: readonly string[];
}

/**
 * The matrix of a register on a scale: computed, never stored, so that it can't contradict its risks. Closed risks are
 * left out.
 * @example
 * riskMatrix(rolloutRisks, fiveByFive).unscored.length; // 17
 */
export function riskMatrix({ risks }: Pick<Register, "risks">, scale: Scale): RiskMatrix {
  const open = risks.filter(({ status }) => status !== "closed");
  const on = open.filter(hasScoreOn(scale));
  const cells = scale.probability.toReversed().flatMap(({ level: probabilityLevel }) =>
    scale.consequence.map(({ level: consequenceLevel }): MatrixCell => {
      const value = scoreValue({ probabilityLevel, consequenceLevel });
      return {
        probabilityLevel,
        consequenceLevel,
        value,
        band: bandOf(value, scale),
        risks: on
          .filter(
            ({ score }) => score.probabilityLevel === probabilityLevel && score.consequenceLevel === consequenceLevel,
          )
          .map(({ id }) => id),
      };
    }),
  );
  return {
    scale,
    cells,
    unscored: open.filter(({ score }) => score === undefined).map(({ id }) => id),
    otherScale: open.filter(({ score }) => score !== undefined && !isOnScale(score, scale)).map(({ id }) => id),
  };
}

/** A risk with its score value and band. */
export interface RankedRisk {
  readonly risk: Risk;
  readonly value: number;
  readonly band: Band;
}

/**
 * Risks by score value, highest first; ties by the worse consequence, then in register order. Closed risks, and those
 * without a score on this scale, have no rank and are left out: they are in the matrix's `unscored` and `otherScale`.
 * @example
 * rank(register, fiveByFive)[0]?.risk.id;
 */
export function rank({ risks }: Pick<Register, "risks">, scale: Scale): readonly RankedRisk[] {
  return risks
    .filter(hasScoreOn(scale))
    .filter(({ status }) => status !== "closed")
    .map((risk) => ({ risk, value: scoreValue(risk.score), band: bandOf(scoreValue(risk.score), scale) }))
    .toSorted((a, b) => b.value - a.value || b.risk.score.consequenceLevel - a.risk.score.consequenceLevel);
}

const hasScoreOn =
  (scale: Scale) =>
  (risk: Risk): risk is Risk & { readonly score: Score } =>
    risk.score !== undefined && isOnScale(risk.score, scale);
