import type { Result } from "./finding.ts";
import { errorBound } from "./sampling.ts";
import type { StaleProof } from "./sightings.ts";
import type { UnitVerification } from "./verification.ts";

export type ReviewState =
  | "notStarted"
  | "inReview"
  | "deviations"
  | "corrected"
  | "verified"
  | "signedOff"
  | "reopened";

/** How far the verification of one unit has come. Kept from run to run. */
export interface UnitReview {
  readonly unit: string;
  readonly state: ReviewState;
  /** Records of the work list that were looked at, and that were wrong. */
  readonly checked: number;
  readonly wrong: number;
  /** Who signed, as what, and when. */
  readonly signed?: { readonly by: string; readonly role: string; readonly at: string };
}

/** What a unit must show before it is signed off. */
export interface SignOffRule {
  /** Largest share of wrong records, shown by the work list at this confidence. */
  readonly bound: number;
  readonly confidence: number;
  /** Roles that may sign. */
  readonly roles: readonly string[];
}

export type SignOffRefusal =
  /** The register does not read like the source, or something waits. */
  | "deviations"
  /** Too little was looked at, or too much was wrong. */
  | "sample"
  /** It is not shown that nothing stale is left. */
  | "stale"
  /** The role may not sign. */
  | "role";

export const newReview = (unit: string): UnitReview => ({ unit, state: "notStarted", checked: 0, wrong: 0 });

/** Notes that records of the work list were looked at. What was wrong stays counted when it has been corrected. */
export function noteChecked(
  review: UnitReview,
  looked: { readonly checked: number; readonly wrong: number },
): UnitReview {
  if (!(looked.wrong >= 0 && looked.wrong <= looked.checked)) throw new RangeError("wrong must be 0 to checked");
  const { signed: _, ...rest } = review;
  const state = looked.wrong > 0 ? "deviations" : "inReview";
  return { ...rest, state, checked: review.checked + looked.checked, wrong: review.wrong + looked.wrong };
}

/**
 * Notes a run: the unit as it was verified after it, and how many of its rows the run changed. A unit that was verified or
 * signed off is reopened when more than `tolerated` rows of it were changed, or it no longer reads like the source; its
 * sample begins anew, for it was of other rows.
 */
export function noteVerification(
  review: UnitReview,
  { state, unit }: UnitVerification,
  changedRows: number,
  tolerated = 10,
): UnitReview {
  if (unit !== review.unit) throw new RangeError("the verification is of another unit");
  const isSettled = review.state === "verified" || review.state === "signedOff";
  if (isSettled && (state === "deviations" || changedRows > tolerated))
    return { ...newReview(unit), state: "reopened" };
  if (review.state === "deviations" && state === "verified") return { ...review, state: "corrected" };
  return review;
}

/** Whether a unit is verified: it reads like the source, nothing is stale, and the sample says enough. */
export function verified(
  review: UnitReview,
  verification: UnitVerification,
  proof: StaleProof,
  { bound, confidence }: SignOffRule,
): Result<UnitReview, readonly SignOffRefusal[]> {
  const refusals: SignOffRefusal[] = [];
  if (verification.state !== "verified") refusals.push("deviations");
  if (errorBound({ checked: review.checked, wrong: review.wrong, confidence }) > bound) refusals.push("sample");
  if (!proof.isProved) refusals.push("stale");
  return refusals.length > 0 ? { ok: false, error: refusals } : { ok: true, value: { ...review, state: "verified" } };
}

/**
 * Signs a unit off, in a name and a role. Refused with every reason there is.
 * @throws RangeError when `by` is blank
 */
export function signOff(
  review: UnitReview,
  verification: UnitVerification,
  proof: StaleProof,
  rule: SignOffRule,
  signature: { readonly by: string; readonly role: string; readonly at: string },
): Result<UnitReview, readonly SignOffRefusal[]> {
  if (signature.by.trim() === "") throw new RangeError("by must name who signs");
  const found = verified(review, verification, proof, rule);
  const refusals = [
    ...(found.ok ? [] : found.error),
    ...(rule.roles.includes(signature.role) ? [] : ["role" as const]),
  ];
  if (!found.ok || refusals.length > 0) return { ok: false, error: refusals };
  return { ok: true, value: { ...found.value, state: "signedOff", signed: signature } };
}
