import type { Batch, Row } from "./batch.ts";
import { speaksForAll } from "./coverage.ts";
import { followMerges } from "./follow-merges.ts";
import {
  type Answer,
  answerFor,
  duplicateIds,
  indexRows,
  keyOf,
  likely,
  type Matched,
  mergeOfTwo,
} from "./match-answer.ts";
import { decidedId, newId } from "./new-id.ts";
import { type Register, rowKey } from "./register.ts";

/** How a row of the source stands to the target, or a row of the target to the source. */
export type SituationKind =
  /** Known by the crosswalk. */
  | "linked"
  /** Found by identity number, unit code or id, and not yet in the crosswalk. */
  | "unlinked"
  /** In the source alone: new. */
  | "unmatched"
  /** More than one answer, or an answer that contradicts another: set aside for a person. */
  | "disputed"
  /** The same person with another identity number. */
  | "rekeyed"
  /** Deactivated in the target, and back in the source. */
  | "reappeared"
  /** Two rows of the source have the same id or the same identity number: all of them are set aside. */
  | "duplicateKey"
  /** In the target alone, although the source speaks for it: gone. */
  | "stale"
  /** In the target alone, and the source does not speak for it. */
  | "untouched";

export interface Situation {
  readonly kind: SituationKind;
  readonly entity: "units" | "persons" | "groups";
  readonly sourceId?: string;
  readonly targetId?: string;
  /** What decided: `crosswalk`, `identity`, `unit code`, `id`; or why it is disputed. */
  readonly by?: string;
}

/** Which row of the target each row of the source is. */
export interface Matching {
  readonly situations: readonly Situation[];
  /** Source id → target id, per entity, for rows that are matched. */
  readonly targetOf: Readonly<Record<"units" | "persons" | "groups", ReadonlyMap<string, string>>>;
  /** Source ids that are set aside: disputed or duplicate. */
  readonly aside: ReadonlySet<string>;
  /** `entity/id` of the target's rows that a dispute is about: never touched until it is settled. */
  readonly targetAside: ReadonlySet<string>;
  /** `entity/id` of the source's rows that somebody has decided are new → the target id that the decision gives them. */
  readonly decidedNew: ReadonlyMap<string, string>;
}

/** A person's word on a dispute, kept and reversible. */
export interface MatchDecision {
  readonly entity: "units" | "persons" | "groups";
  readonly sourceId: string;
  /** The target's row it is, or `new` when it is none of them. */
  readonly targetId: string;
  readonly by: string;
  /** ISO 8601 instant. A `new` makes one row; another `new` at another time makes another. */
  readonly at: string;
}

/** Somebody in the target whom a new person of the source is like; see `matchCandidates` in `@milstolpe/sync/link`. */
export interface MatchCandidate {
  readonly entity: "persons";
  readonly sourceId: string;
  readonly targetId: string;
  readonly probability: number;
  /** Likely enough, and far enough ahead of everybody else, to be linked without a person where the policy says so. */
  readonly isDefinite: boolean;
  /** What speaks for it, in bits; no values. */
  readonly reasons: readonly { readonly fields: readonly string[]; readonly level: string; readonly weight: number }[];
}

export interface MatchOptions {
  readonly source: Batch;
  readonly target: Register;
  readonly decisions?: readonly MatchDecision[];
  /** People to ask about before they are taken for new ones. */
  readonly candidates?: readonly MatchCandidate[];
  /** Links definite candidates instead of asking. Default false. */
  readonly linksDefinite?: boolean;
}

const contested = { kind: "disputed", by: "two rows claim it" } as const;
const matched = ["units", "persons", "groups"] as const;

/**
 * Says which row of the target each unit, person and group of the source is: a person's decision, then the crosswalk
 * (with the merges the source announces), then the identity number (twelve characters) or unit code, then the id: the
 * source's own, or the one that a run which broke off before its links has given the row. Names alone never match
 * anybody: twins and namesakes stay two. New people who are like somebody (`candidates`) are set aside for a person.
 * Relations follow from what they relate.
 * O(rows). The order of the rows does not matter.
 */
export function match({
  source,
  target,
  decisions = [],
  candidates = [],
  linksDefinite = false,
}: MatchOptions): Matching {
  const likes = new Map(candidates.map((candidate) => [candidate.sourceId, candidate]));
  const situations: Situation[] = [];
  const aside = new Set<string>();
  const targetAside = new Set<string>();
  const decidedNew = new Map<string, string>();
  const inactive = new Set(target.inactive);
  const targetOf = {
    units: new Map<string, string>(),
    persons: new Map<string, string>(),
    groups: new Map<string, string>(),
  };

  for (const entity of matched) {
    const index = indexRows(target[entity]);
    const crosswalk = new Map<string, string>();
    for (const link of target.links)
      if (link.entity === entity && link.source === source.source) crosswalk.set(link.sourceId, link.targetId);
    const isLinked = new Set(crosswalk.values());
    const unlinked = (row: Row): Matched | undefined => {
      const made = index.byId.size === 0 ? undefined : index.byId.get(newId(entity, source.source, row, () => false));
      return made === undefined || isLinked.has(made.id) ? undefined : made;
    };
    const merges = followMerges(source, entity, crosswalk);
    for (const id of merges.disputed) targetAside.add(rowKey(entity, id));
    const decided = new Map<string, string>();
    for (const decision of decisions) {
      if (decision.entity !== entity) continue;
      const made = decidedId(source.source, decision);
      // What was decided to be new, and has been made, is what was made.
      const isMade = decision.targetId === "new" && index.byId.has(made);
      decided.set(decision.sourceId, isMade ? made : decision.targetId);
      if (decision.targetId === "new") decidedNew.set(rowKey(entity, decision.sourceId), made);
      else decidedNew.delete(rowKey(entity, decision.sourceId));
    }
    const elsewhere = ownedElsewhere(entity, source, crosswalk, inactive);
    const claimed = new Map<string, string[]>();
    const answers = new Map<string, Answer>();
    const duplicates = duplicateIds(source[entity]);
    for (const row of source[entity]) {
      if (duplicates.has(row.id)) continue;
      const known = { decided: decided.get(row.id), linked: crosswalk.get(row.id) };
      const found = merges.contested.has(row.id)
        ? mergeOfTwo(known.linked)
        : answerFor(row, { ...known, index, unlinked });
      const isNew = known.decided === undefined && known.linked === undefined && found.kind !== "disputed";
      const certain = isNew && elsewhere.has(found.targetId ?? "") ? { ...found, ...contested } : found;
      const like = entity === "persons" && certain.by === "nothing" ? likes.get(row.id) : undefined;
      const answer = like === undefined || !index.byId.has(like.targetId) ? certain : likely(like, linksDefinite);
      answers.set(row.id, answer);
      if (answer.targetId !== undefined && answer.kind !== "disputed") {
        const claims = claimed.get(answer.targetId);
        if (claims) claims.push(row.id);
        else claimed.set(answer.targetId, [row.id]);
      }
    }
    for (const row of source[entity]) {
      if (duplicates.has(row.id)) {
        aside.add(rowKey(entity, row.id));
        const linked = crosswalk.get(row.id);
        const sameNumber = index.byKey.get(keyOf(row) ?? "") ?? [];
        for (const id of [...(linked === undefined ? [] : [linked]), ...sameNumber])
          targetAside.add(rowKey(entity, id));
        situations.push({ kind: "duplicateKey", entity, sourceId: row.id });
        continue;
      }
      const answer = answers.get(row.id);
      if (answer === undefined) continue;
      const rivals = answer.targetId === undefined ? undefined : claimed.get(answer.targetId);
      const isDisputed = answer.kind === "disputed" || (rivals !== undefined && rivals.length > 1);
      if (isDisputed) {
        aside.add(rowKey(entity, row.id));
        for (const id of [...(answer.targetId === undefined ? [] : [answer.targetId]), ...(answer.others ?? [])]) {
          targetAside.add(rowKey(entity, id));
        }
        situations.push(
          situation("disputed", entity, row.id, answer.targetId, answer.kind === "disputed" ? answer.by : contested.by),
        );
        continue;
      }
      if (answer.targetId !== undefined) targetOf[entity].set(row.id, answer.targetId);
      const isBack =
        inactive.size > 0 && answer.targetId !== undefined && inactive.has(rowKey(entity, answer.targetId));
      situations.push(situation(isBack ? "reappeared" : answer.kind, entity, row.id, answer.targetId, answer.by));
    }
    situations.push(...leftovers(entity, { source, target, targetOf: targetOf[entity], targetAside, inactive }));
  }
  return { situations, targetOf, aside, targetAside, decidedNew };
}

/**
 * Rows of the target in use that are other rows of the source, which the batch neither tells of nor says to be gone: a new row
 * with such a one's number or id is not them. Where the batch speaks for all, who is not in it is gone.
 */
function ownedElsewhere(
  entity: Situation["entity"],
  source: Batch,
  crosswalk: ReadonlyMap<string, string>,
  inactive: ReadonlySet<string>,
): ReadonlySet<string> {
  if (speaksForAll(source, entity)) return new Set();
  const told = new Set([...source[entity], ...(source.removed?.[entity] ?? [])].map(({ id }) => id));
  return new Set([...crosswalk].flatMap(([id, to]) => (told.has(id) || inactive.has(rowKey(entity, to)) ? [] : [to])));
}

function situation(
  kind: SituationKind,
  entity: Situation["entity"],
  sourceId: string,
  targetId: string | undefined,
  by: string,
): Situation {
  return { kind, entity, sourceId, ...(targetId === undefined ? {} : { targetId }), by };
}

/** The target's rows that no row of the source is. */
function leftovers(
  entity: Situation["entity"],
  {
    source,
    target,
    targetOf,
    targetAside,
    inactive,
  }: {
    source: Batch;
    target: Register;
    targetOf: ReadonlyMap<string, string>;
    targetAside: ReadonlySet<string>;
    inactive: ReadonlySet<string>;
  },
): readonly Situation[] {
  const found = new Set(targetOf.values());
  const ours = new Set(
    target.links
      .filter((link) => link.source === source.source && link.entity === entity)
      .map(({ targetId }) => targetId),
  );
  const speaks = speaksForAll(source, entity);
  const rows: readonly Row[] = target[entity];
  return rows.flatMap(({ id }): readonly Situation[] => {
    if (found.has(id)) return [];
    const key = rowKey(entity, id);
    if (targetAside.has(key) || inactive.has(key)) return [];
    // Only what this source once vouched for can be gone from it.
    return [{ kind: ours.has(id) && speaks ? "stale" : "untouched", entity, targetId: id }];
  });
}
