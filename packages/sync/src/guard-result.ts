import type { Finding } from "./finding.ts";

export type GuardOutcome = "pass" | "warn" | "hold" | "reject";

/** What one guard says of a plan. `reject`: never; `hold`: only with an approval; `warn`: look at it. */
export interface GuardResult {
  readonly id: GuardId;
  readonly outcome: GuardOutcome;
  /** The unit it is about, in the target's ids; absent: the whole plan. */
  readonly unit?: string;
  /** Present unless it passed. */
  readonly finding?: Finding;
  /** What `history` and `leak` have counted and compared. */
  readonly evidence?: HistoryEvidence;
}

/** Why a plan, or a row of plans, is not like the ones before. */
export interface HistoryEvidence {
  /** What was done: `removed enrolments`, `emptied persons.email`. */
  readonly what: string;
  readonly count: number;
  /** Of so many there are: rows in use; in a unit, its children and pupils. */
  readonly of: number;
  /** Median of the earlier runs. */
  readonly usual?: number;
  /** The largest count that passes. */
  readonly limit: number;
  /** Runs that were looked at. */
  readonly runs: number;
  /** Of a leak: `readAt` of the first run it is counted from. */
  readonly since?: string;
}

export type GuardId =
  | "source-read"
  | "source-size"
  | "encoding"
  | "values"
  | "keys"
  | "municipality"
  | "units"
  | "protected"
  | "removals"
  | "relation-removals"
  | "unit-removals"
  | "additions"
  | "updates"
  | "field-changes"
  | "history"
  | "leak"
  | "order"
  | "delta";

/** A register smaller than this is being filled: shares say nothing yet. */
export const smallRegister = 50;

export const pass = (id: GuardId): GuardResult => ({ id, outcome: "pass" });
export const say = (id: GuardId, outcome: GuardOutcome, found: Finding): GuardResult => ({
  id,
  outcome,
  finding: found,
});
/** What was found; one pass when nothing was. */
export const orPass = (id: GuardId, found: readonly GuardResult[]): readonly GuardResult[] =>
  found.length === 0 ? [pass(id)] : found;

/**
 * The units that are held for themselves, so that what happens there need not hold the others: none when it is more than one
 * unit in ten, for then it is the register that something happens to.
 */
export function heldApart(found: readonly GuardResult[], units: number): ReadonlySet<string> {
  const held = new Set(found.flatMap(({ unit }) => unit ?? []));
  return held.size <= Math.max(1, units / 10) ? held : new Set();
}
