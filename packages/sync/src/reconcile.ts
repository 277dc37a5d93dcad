import type { Batch } from "./batch.ts";
import { match, type MatchCandidate, type MatchDecision, type Matching, type SituationKind } from "./match.ts";
import { type Plan, type PlanBasis, planDigest } from "./plan.ts";
import { basisOf } from "./plan-basis.ts";
import { Planning } from "./planning.ts";
import type { Register } from "./register.ts";
import type { Sightings } from "./sightings.ts";

/**
 * Who decides about a field: the source; the source while the target has nothing; the target alone; or the source, but
 * for what somebody has changed by hand in the target since it was last applied (`manual`, needs `applied`).
 */
export type FieldOwner = "source" | "target-if-empty" | "target" | "manual";

export interface Policy {
  /** Owner by `entity.field`. Default `source`. */
  readonly owners?: Readonly<Record<string, FieldOwner>>;
  /**
   * What is written of a person with a protected identity, and of the guardians of a protected child. `exclude`
   * (default): nothing, neither they nor what relates to them; a person deals with it. `pseudonymise`: no name, number,
   * birth date or contact details. `minimal`: name and number, no contact details. `include`: everything. The marking and
   * the guardianships count that are in the batch, and those that the target has, in use or not.
   */
  readonly protectedPersons?: "exclude" | "pseudonymise" | "minimal" | "include";
  /** Needs `sightings`. A guardian who is none any more goes out of use at once, whatever it says. */
  readonly removal?: RemovalPolicy;
  /** What becomes of new people who are like somebody: a person is asked (default), or definite ones are linked. */
  readonly likeness?: "ask" | "link-definite";
}

/** When a row that is gone from the source goes out of use. */
export interface RemovalPolicy {
  /** Complete readings in a row that must be without it, the one at hand included. Default 1: at once. */
  readonly afterRuns: number;
}

export interface ReconcileOptions {
  readonly source: Batch;
  readonly target: Register;
  readonly policy?: Policy;
  readonly decisions?: readonly MatchDecision[];
  /**
   * The target as the last sync left it, for fields that may be changed by hand: a value that is not what was left there
   * is somebody's, and stays. Without it, every value in a `manual` field is.
   */
  readonly applied?: Register;
  /** People to ask about before they are taken for new ones; see `matchCandidates` in `@milstolpe/sync/link`. */
  readonly candidates?: readonly MatchCandidate[];
  /**
   * What earlier readings have seen; see `noteSightings`, and `noSightings` to begin with. Under `exclude` they remember
   * who has been kept out: without them, a batch that does not say of everybody who is protected is held.
   */
  readonly sightings?: Sightings;
}

/**
 * Plans what has to change so that the target reads like the source. Pure; writes nothing. A field the source does not
 * cover is never blanked, a row is only taken out of use where the source is complete, and nothing is ever deleted: rows
 * are deactivated. Disputed and duplicate rows, and all that refers to them, are set aside.
 * O(rows × fields). The order of the rows does not matter.
 * @example
 * const plan = reconcile({ source: batch, target: register, policy: { protectedPersons: "minimal" } });
 */
export function reconcile(options: ReconcileOptions): Plan {
  return planOf(options, basisOf(options.source, options.target));
}

/** The same, of rows that stand for all: `basis` is counted over all, `settled` are situations of those left out. */
export function planOf(
  { source, target, policy = {}, decisions = [], candidates = [], applied, sightings }: ReconcileOptions,
  basis: PlanBasis,
  settled: ReadonlyMap<SituationKind, number> = new Map(),
): Plan {
  const linksDefinite = policy.likeness === "link-definite";
  const matching = match({ source, target, decisions, candidates, linksDefinite });
  const planning = new Planning({ source, target, policy, matching, applied, sightings });
  const operations = planning.operations();
  const body = {
    source: source.source,
    readAt: source.readAt,
    basis: forgetsProtected(basis, policy, sightings) ? { ...basis, forgetsProtected: true } : basis,
    situations: countSituations(matching, planning.counts, settled),
    leaving: planning.leaving.toSorted(compare),
    aside: [...matchedAside(matching), ...planning.aside].sort((a, b) => compare(asideKey(a), asideKey(b))),
    operations,
  };
  return { digest: planDigest(body), ...body };
}

/** True when somebody whom an earlier reading has kept out may be taken for anybody. */
function forgetsProtected({ complete, target }: PlanBasis, policy: Policy, sightings: Sightings | undefined): boolean {
  if ((policy.protectedPersons ?? "exclude") !== "exclude" || sightings !== undefined || target.persons === 0)
    return false;
  const knowsGuardians = complete.includes("guardianships") || target.guardianships === 0;
  return !complete.includes("persons") || !knowsGuardians;
}

type Aside = Plan["aside"][number];
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const asideKey = ({ entity, sourceId = "", targetId = "", why }: Aside): string =>
  `${entity}|${sourceId}|${targetId}|${why}`;

function matchedAside({ situations }: Matching): readonly Aside[] {
  return situations
    .filter(({ kind }) => kind === "disputed" || kind === "duplicateKey")
    .map(({ entity, sourceId, targetId, by, kind }) => ({
      entity,
      ...(sourceId === undefined ? {} : { sourceId }),
      ...(targetId === undefined ? {} : { targetId }),
      why: by ?? kind,
    }));
}

function countSituations(
  { situations }: Matching,
  { moved, protectedPersons }: Planning["counts"],
  settled: ReadonlyMap<SituationKind, number>,
): Readonly<Record<string, number>> {
  const result: Record<string, number> = Object.fromEntries([...settled].filter(([, count]) => count > 0));
  for (const { kind } of situations) result[kind] = (result[kind] ?? 0) + 1;
  return { ...result, moved, protected: protectedPersons };
}
