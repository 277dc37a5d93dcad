import {
  newReview,
  noSightings,
  noteChecked,
  noteQuality,
  noteSightings,
  noteVerification,
  qualityOf,
  signOff,
  staleProof,
  workList,
  type Batch,
  type QualityRun,
  type Result,
  type SignOffRefusal,
  type SignOffRule,
  type Sightings,
  type StaleProof,
  type UnitReview,
  type UnitVerification,
  type Verification,
  type WorkList,
} from "@milstolpe/sync";
import { readRegister } from "./register-store.ts";
import type { Text } from "./status.ts";
import type { Store } from "./store.ts";
import { policy, readApplied } from "./sync-job.ts";

/** What a unit has to show before somebody may sign for it. */
export const signOffRule: SignOffRule = { bound: 0.05, confidence: 0.95, roles: ["principal", "system-owner"] };

/** How far the way to sign-off has come, as the store keeps it: ids and counts, nobody's name but the signer's. */
interface Reviews {
  readonly sightings: Sightings;
  /** By unit, as it was verified last and as people have looked at it. */
  readonly units: Readonly<Record<string, { readonly verification: UnitVerification; readonly review: UnitReview }>>;
  /** Digest of the newest applied plan whose changes have been counted. */
  readonly counted?: string;
}

const key = "sync.reviews";
const qualityKey = "sync.quality";

/** The register's quality at every verification, the oldest first: counts by unit and school type, nobody in them. */
export const readQuality = (store: Store): readonly QualityRun[] =>
  (store.get(qualityKey) as readonly QualityRun[] | undefined) ?? [];

const read = (store: Store): Reviews =>
  (store.get(key) as Reviews | undefined) ?? { sightings: noSightings, units: {} };

/** A unit on its way to sign-off. */
export interface ReviewedUnit {
  readonly verification: UnitVerification;
  readonly review: UnitReview;
}

/** Units as they stand, in the order of their ids. */
export const reviewedUnits = (store: Store): readonly ReviewedUnit[] => Object.values(read(store).units);

/** The unit with this id or name, if it has been verified. */
export const reviewedUnit = (store: Store, named: string): ReviewedUnit | undefined =>
  reviewedUnits(store).find(({ verification: { unit, name } }) => unit === named || name === named);

/** Notes a verification: what was seen of the target, which units a change has reopened, and the quality series. */
export function noteVerified(store: Store, source: Batch, { units, remaining }: Verification, at: string): StaleProof {
  const before = read(store);
  const target = readRegister(store);
  const sightings = noteSightings(before.sightings, remaining, target);
  const applied = readApplied(store)?.plan;
  const isNew = applied !== undefined && applied.digest !== before.counted;
  const run = qualityOf({
    source,
    target,
    policy,
    remaining,
    ...(isNew ? { plan: applied } : {}),
    reviews: Object.values(before.units).map(({ review }) => review),
  });
  store.set(qualityKey, noteQuality(readQuality(store), run), at);
  const changed = (unit: string): number =>
    isNew ? applied.operations.filter((operation) => operation.unit === unit).length : 0;
  const reviews: Reviews = {
    sightings,
    units: Object.fromEntries(
      units.map((verification): [string, ReviewedUnit] => {
        const { unit } = verification;
        const review = before.units[unit]?.review ?? newReview(unit);
        return [unit, { verification, review: noteVerification(review, verification, changed(unit)) }];
      }),
    ),
    ...(applied ? { counted: applied.digest } : {}),
  };
  store.set(key, reviews, at);
  return staleProof(sightings);
}

/** Whom to look at in the platform before a unit is signed for. */
export function drawSample(store: Store, source: Batch, unit: string, random: () => number): WorkList | undefined {
  const plan = readApplied(store)?.plan;
  return plan && workList({ source, target: readRegister(store), plan, unit, random });
}

/** Notes how many of the sample were looked at, and how many of them were wrong. */
export function noteLooked(
  store: Store,
  { verification, review }: ReviewedUnit,
  looked: { readonly checked: number; readonly wrong: number },
  at: string,
): ReviewedUnit {
  return keep(store, { verification, review: noteChecked(review, looked) }, at);
}

/** Signs for a unit, or says everything that stands in the way. */
export function signUnit(
  store: Store,
  { verification, review }: ReviewedUnit,
  signature: { readonly by: string; readonly role: string; readonly at: string },
): Result<ReviewedUnit, readonly SignOffRefusal[]> {
  const proof = staleProof(read(store).sightings);
  const result = signOff(review, verification, proof, signOffRule, signature);
  return result.ok ? { ok: true, value: keep(store, { verification, review: result.value }, signature.at) } : result;
}

function keep(store: Store, unit: ReviewedUnit, at: string): ReviewedUnit {
  const reviews = read(store);
  store.set(key, { ...reviews, units: { ...reviews.units, [unit.verification.unit]: unit } }, at);
  return unit;
}

/** What stands in the way of a sign-off, for people. */
export const signOffRefusals: Readonly<Record<SignOffRefusal, Text>> = {
  deviations: {
    sv: "Enheten stämmer inte helt med källan. Se ”sync verify”.",
    en: "The unit does not agree with the source completely. See “sync verify”.",
  },
  sample: {
    sv: "För få av stickprovet är granskade, eller för många var fel. Se ”sync sample”.",
    en: "Too few of the sample have been looked at, or too many were wrong. See “sync sample”.",
  },
  stale: {
    sv: "Det är inte visat att inget inaktuellt finns kvar: 20 hela läsningar över 28 dagar, med ”sync verify”.",
    en: "It is not shown that nothing stale is left: 20 complete readings over 28 days, by “sync verify”.",
  },
  role: {
    sv: `Rollen får inte signera; ${signOffRule.roles.join(" eller ")} får.`,
    en: `The role may not sign; ${signOffRule.roles.join(" or ")} may.`,
  },
};
