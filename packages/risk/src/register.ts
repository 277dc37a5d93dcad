import type { Text } from "./finding.ts";

/** A group of risks. */
export interface Category {
  readonly id: string;
  readonly title: Text;
}

/** A probability and a consequence, as levels of a scale that is named with its version: they can be read years later. */
export interface Score {
  /** `id@version` of the scale, as {@link scaleKey} gives it. */
  readonly scaleId: string;
  /** From 1. */
  readonly probabilityLevel: number;
  /** From 1. */
  readonly consequenceLevel: number;
}

/**
 * Where a risk stands. `identified`: nothing decided. `analysed`: scored, or found not to need it. `treated`: a mitigation
 * is under way. `accepted`: lived with, until the day in {@link Risk.acceptedUntil}. `closed`: can't happen any more.
 */
export type RiskStatus = "identified" | "analysed" | "treated" | "accepted" | "closed";

/** What is measured to see a risk coming. */
export interface Indicator {
  readonly id: string;
  readonly title: Text;
  /** Name of the measured value, as in the readings: `it-hours-booked-share`. */
  readonly measure: string;
  /** Shares are 0 to 1. */
  readonly unit: "share" | "count" | "days" | "per-1000";
  /** A warning when the value is beyond this. Absent: no threshold is set yet. */
  readonly warn?: { readonly below: number } | { readonly above: number };
}

/** Fields of a risk that are inferred from the plan, not stated in it. */
export type InferredField = "owner" | "phases" | "activities" | "delays" | "indicators";

/** A row of the register. Without a score it is as valid as with one: it has not been judged yet. */
export interface Risk {
  readonly id: string;
  /** Id of a category. */
  readonly category: string;
  /** The phenomenon in a few words. */
  readonly title: Text;
  readonly cause: Text;
  readonly event: Text;
  readonly consequence: Text;
  /** Id of a role. Absent: nobody owns it yet. */
  readonly owner?: string;
  readonly phases: readonly string[];
  /** Activities that are hit in any way: time, quality, trust. */
  readonly activities: readonly string[];
  /** Those of the activities that take longer when it happens, where the delay enters; the network carries it on. */
  readonly delays: readonly string[];
  readonly indicators: readonly Indicator[];
  readonly status: RiskStatus;
  /** Last day of an acceptance, `YYYY-MM-DD`. */
  readonly acceptedUntil?: string;
  readonly score?: Score;
  readonly inferred?: readonly InferredField[];
  readonly remark?: Text;
}

/** What a mitigation leaves of a risk it treats: shares from 0 (all gone) to 1 (no effect). */
export interface MitigationEffect {
  /** Share of the probability that is left. */
  readonly probability?: number;
  /** Share of the lost days that is left. */
  readonly consequence?: number;
}

/** Something to do about one or several risks. */
export interface Mitigation {
  readonly id: string;
  readonly title: Text;
  /** `preventive`: done before, so that it does not happen. `contingent`: ready for when it does. */
  readonly kind: "preventive" | "contingent";
  /** The risks it treats, with what it leaves of each where that has been judged. */
  readonly treats: readonly { readonly risk: string; readonly effect?: MitigationEffect }[];
  readonly cost?: { readonly amount: number; readonly unit: "hours" | "SEK" };
  readonly remark?: Text;
}

/** One risk makes another likelier, or worse. */
export interface Domino {
  readonly from: string;
  readonly to: string;
  readonly raises: "probability" | "consequence";
  /** Probability (0 to 1) that the first, when it happens, sets off the second by itself. Absent: not judged. */
  readonly strength?: number;
  readonly basis: "source" | "inferred";
  readonly why?: Text;
}

/** A risk register. Plain data; what can be computed from it (matrix, ranks, dates) is never stored in it. */
export interface Register {
  readonly id: string;
  readonly version: string;
  readonly title: Text;
  readonly categories: readonly Category[];
  readonly risks: readonly Risk[];
  readonly mitigations: readonly Mitigation[];
  readonly dominoes: readonly Domino[];
}

/**
 * The register with these scores; risks that are not named keep what they have.
 * @param scores - levels by id of risk
 * @throws RangeError for a score of a risk that is not in the register
 * @example
 * withScores(rolloutRisks, "5x5@1.0.0", { R01: { probabilityLevel: 4, consequenceLevel: 4 } });
 */
export function withScores(
  register: Register,
  scaleId: string,
  scores: Readonly<Record<string, Omit<Score, "scaleId">>>,
): Register {
  const known = new Set(register.risks.map(({ id }) => id));
  const stray = Object.keys(scores).find((id) => !known.has(id));
  if (stray !== undefined) throw new RangeError(`scores must be for risks of the register, got one for ${stray}`);
  return {
    ...register,
    risks: register.risks.map((risk) => {
      const score = scores[risk.id];
      return score ? { ...risk, score: { ...score, scaleId } } : risk;
    }),
  };
}
