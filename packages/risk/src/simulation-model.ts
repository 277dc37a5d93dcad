import type { Range } from "./estimate.ts";

/** Which ends of two activities are tied: finish or start of the first, then of the second. */
export type LinkType = "FS" | "SS" | "FF" | "SF";

export interface NetworkLink {
  readonly from: string;
  readonly to: string;
  readonly type: LinkType;
  /** Least working days between the two ends; may be negative. */
  readonly lag: number;
  /** Most working days between them. Absent: any. */
  readonly maxLag?: number;
}

/** A range of working days, triangular unless it says PERT (a beta distribution with the mode weighed four times). */
export interface DurationRange extends Range {
  readonly distribution?: "triangular" | "pert";
}

/** A few possible durations. Probabilities sum to 1. */
export interface DiscreteDuration {
  readonly values: readonly { readonly days: number; readonly probability: number }[];
}

/** Durations that were observed: each is as likely as the others. */
export interface ObservedDuration {
  readonly observed: readonly number[];
}

/** Working days that an activity takes. */
export type ActivityDuration = number | DurationRange | DiscreteDuration | ObservedDuration;

export interface NetworkActivity {
  readonly id: string;
  readonly duration: ActivityDuration;
  /** First day on which it may begin. */
  readonly notBefore?: number;
}

/**
 * A schedule as a simulation needs it, in working days from day 0: what `toNetwork` of `@milstolpe/phases` gives, and as
 * easily written by hand.
 */
export interface Network {
  readonly activities: readonly NetworkActivity[];
  readonly links: readonly NetworkLink[];
  /** Ids of the activities whose finish is a milestone. */
  readonly milestones: readonly string[];
}

/**
 * What an event does to an activity: its duration is multiplied by a factor, or days are added to it, or it does not take
 * place at all (a migration that is not ordered): then it takes no time, its first day does not bind, and whatever waits
 * for it waits for what it would have waited for.
 */
export type DriverEffect =
  | { readonly factor: number | Range }
  | { readonly days: number | Range }
  | { readonly skips: true };

/** A risk that drives the schedule: it happens or not, and when it does, its activities take longer (or shorter). */
export interface RiskDriver {
  readonly id: string;
  /** 0 to 1. */
  readonly probability: number;
  /** Activities it hits, all with the same severity in a run. Factors of several risks multiply; days are then added. */
  readonly activities: readonly string[];
  readonly effect: DriverEffect;
}

/** Why a risk drives nothing. */
export type IdleReason = "unscored" | "other-scale" | "no-delay" | "outside-network" | "closed";

/** A risk that is known but drives nothing yet. It is kept in the list, so that the result can say so. */
export interface IdleRisk {
  readonly id: string;
  readonly idle: IdleReason;
  /** 0 to 1: it delays nothing by itself, but may happen and set off others. */
  readonly probability?: number;
}

/** A correlation between two sources of uncertainty (ids of risks or activities), of the normal variables behind them. */
export interface Correlation {
  readonly a: string;
  readonly b: string;
  /** −1 to 1. Pairs that are not listed are 0. */
  readonly rho: number;
}

/** One risk setting off another inside the simulation, as in a register's dominoes. */
export interface DriverDomino {
  readonly from: string;
  readonly to: string;
  /** Probability, 0 to 1, that the first sets off the second by itself. */
  readonly strength: number;
}

/** Everything a simulation is about. Plain data: it can be sent to a worker. */
export interface SimulationModel {
  readonly network: Network;
  readonly risks?: readonly (RiskDriver | IdleRisk)[];
  readonly correlation?: readonly Correlation[];
  readonly dominoes?: readonly DriverDomino[];
}
