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
}

export type GuardId =
  | "source-read"
  | "source-size"
  | "encoding"
  | "values"
  | "keys"
  | "municipality"
  | "units"
  | "removals"
  | "relation-removals"
  | "unit-removals"
  | "additions"
  | "updates"
  | "field-changes"
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
