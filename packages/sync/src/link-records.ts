import { assignOneToOne } from "./link-assign.ts";
import { candidatePairs, fieldsOfBlock, type LinkBlock } from "./link-blocks.ts";
import { fieldsOfComparison, type LinkComparison, linkLevels, type LinkRecord, plainValue } from "./link-comparison.ts";
import { levelWeight, LevelTable, type LinkModel, probabilityOf, trainLinkModel, valueShares } from "./link-model.ts";

export interface LinkOptions {
  readonly left: readonly LinkRecord[];
  /** The records to link with; absent: pairs are looked for inside `left`. */
  readonly right?: readonly LinkRecord[];
  readonly comparisons: readonly LinkComparison[];
  readonly blocks: readonly LinkBlock[];
  /** From this probability on a pair is shown to a person. Default 0.5. */
  readonly candidate?: number;
  /** From this probability on a link may be made without one. Default 0.99. */
  readonly definite?: number;
  /** How much more must speak for a definite link than for any other of the two records, in bits. Default 5. */
  readonly margin?: number;
  /** Levels a definite link must have, by place of the comparison; others are for a person whatever their weight. */
  readonly demands?: readonly LinkDemand[];
  /** A block with more records than this on a side is passed over. Default 500. */
  readonly largestBlock?: number;
  /** A model to use; absent: one is learnt from the records. */
  readonly model?: LinkModel;
}

/** What a comparison must have come to in a definite link. A value that is missing meets no demand. */
export interface LinkDemand {
  readonly comparison: number;
  readonly levels: readonly string[];
}

/** What one comparison says of a pair. */
export interface LinkReason {
  readonly fields: readonly string[];
  readonly level: string;
  /** log₂ of how much more likely this is for the same person. Positive speaks for it. */
  readonly weight: number;
}

/** Two records that may be the same person, and why. Ids only: no values. */
export interface LinkedPair {
  readonly left: string;
  readonly right: string;
  readonly probability: number;
  /** Sum of the reasons' weights, in bits. */
  readonly weight: number;
  readonly reasons: readonly LinkReason[];
  /** How much more speaks for this pair than for the next best of either record, in bits. */
  readonly margin: number;
  readonly isDefinite: boolean;
}

export interface Linking {
  /** At most one for each record; none when `right` is absent. */
  readonly links: readonly LinkedPair[];
  /** Every pair of at least the candidate probability, the likeliest first. */
  readonly pairs: readonly LinkedPair[];
  readonly model: LinkModel;
  /** Pairs that were compared. */
  readonly compared: number;
}

/**
 * Links records by likeness (Fellegi–Sunter), one to one: each record has at most one link, chosen so that the sum of
 * weights is largest. Never joins two records because both are like a third. A rare value that agrees says more than a
 * common one. Names are compared also the wrong way round. O(pairs).
 *
 * A link is definite when it is likely enough, far enough ahead of the next best, and meets the demands; all else is for
 * a person.
 * @example
 * const { links } = linkRecords({ left, right, ...personLinking });
 */
export function linkRecords(options: LinkOptions): Linking {
  const { comparisons, candidate = 0.5, definite = 0.99, margin: least = 5, demands = [] } = options;
  const left = options.left.map((record) => plainRecord(record, comparisons, options.blocks));
  const right = options.right?.map((record) => plainRecord(record, comparisons, options.blocks));
  const candidates = candidatePairs(left, right, options.blocks, options.largestBlock ?? 500);
  const table = new LevelTable(comparisons, candidates.pairs, left, right ?? left);
  const model = options.model ?? trainLinkModel(comparisons, candidates, table, left, right);
  const shares = valueShares(right ? [...left, ...right] : left, comparisons);
  const weighed = candidates.pairs.map(([one, other], place): Weighed => {
    const levels = table.of(place);
    const weights = comparisons.map((comparison, at) => {
      const level = levels[at] ?? -1;
      const rarity = level === 0 ? rarityOf(comparison, model.u[at]?.[0] ?? 1, left[one], shares) : 0;
      return levelWeight(model, at, level) + rarity;
    });
    const weight = weights.reduce((sum, part) => sum + part, 0);
    const isMet = demands.every(({ comparison, levels: wanted }) =>
      wanted.includes(levelName(comparisons[comparison], levels[comparison])),
    );
    return { one, other, weight, weights, levels, isMet };
  });
  const ahead = margins(weighed);
  const shown = weighed.flatMap((found): readonly Shown[] => {
    const { one, other, weight, weights, levels, isMet } = found;
    const probability = probabilityOf(model.prior, weight);
    if (probability < candidate) return [];
    const margin = ahead(found);
    const isDefinite = probability >= definite && margin >= least && isMet;
    const reasons = comparisons.map((comparison, at): LinkReason => ({
      fields: fieldsOfComparison(comparison),
      level: levelName(comparison, levels[at]),
      weight: weights[at] ?? 0,
    }));
    const ids = { left: left[one]?.id ?? "", right: (right ?? left)[other]?.id ?? "" };
    return [{ one, other, weight, pair: { ...ids, probability, weight, reasons, margin, isDefinite } }];
  });
  shown.sort((a, b) => b.weight - a.weight || a.one - b.one || a.other - b.other);
  const floor = Math.min(0, ...shown.map(({ weight }) => weight)) - 1;
  const chosen = new Set(
    right === undefined
      ? []
      : assignOneToOne(
          shown.map(({ one, other, weight }) => ({ left: one, right: other, weight: weight - floor })),
        ).map((pair) => `${pair.left}/${pair.right}`),
  );
  const isChosen = ({ one, other }: Places): boolean => chosen.has(`${one}/${other}`);
  return {
    links: shown.filter(isChosen).map(({ pair }) => pair),
    pairs: shown.map(({ pair }) => pair),
    model,
    compared: candidates.pairs.length,
  };
}

interface Places {
  readonly one: number;
  readonly other: number;
}
interface Shown extends Places {
  readonly weight: number;
  readonly pair: LinkedPair;
}
interface Weighed extends Places {
  readonly weight: number;
  readonly weights: readonly number[];
  readonly levels: ArrayLike<number>;
  /** Whether it meets the demands on a definite link. */
  readonly isMet: boolean;
}

function levelName(comparison: LinkComparison | undefined, level = -1): string {
  return comparison === undefined || level < 0 ? "missing" : (linkLevels[comparison.kind][level] ?? "");
}

function plainRecord(
  record: LinkRecord,
  comparisons: readonly LinkComparison[],
  blocks: readonly LinkBlock[],
): LinkRecord {
  const fields = new Set([
    ...comparisons.flatMap((comparison) => fieldsOfComparison(comparison)),
    ...blocks.flatMap((block) => fieldsOfBlock(block)),
  ]);
  return Object.fromEntries([
    ...[...fields].map((field) => [field, plainValue(record[field])]),
    ["id", record.id],
  ]) as LinkRecord;
}

type Shares = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** What agreeing on this very value says beyond agreeing on any: bits, negative for a common value. */
function rarityOf(comparison: LinkComparison, chance: number, record: LinkRecord | undefined, shares: Shares): number {
  if (comparison.kind === "all" || comparison.kind === "date") return 0;
  const fields = fieldsOfComparison(comparison);
  const share = fields.reduce((product, field) => product * (shares.get(field)?.get(record?.[field] ?? "") ?? 1), 1);
  return Math.max(-10, Math.min(10, Math.log2(chance / share)));
}

/**
 * How far a pair is ahead of the next best of either record; of everything else, when there is no other. A pair that does
 * not meet the demands is no rival of one that does: the twin with another name.
 */
function margins(weighed: readonly Weighed[]): (pair: Weighed) => number {
  const best = new Map<string, readonly [number, number]>();
  const see = (key: string, weight: number): void => {
    const [first, second] = best.get(key) ?? [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
    if (weight > first) best.set(key, [weight, first]);
    else if (weight > second) best.set(key, [first, weight]);
  };
  for (const { one, other, weight, isMet } of weighed) {
    if (!isMet) continue;
    see(`l${one}`, weight);
    see(`r${other}`, weight);
  }
  return ({ one, other, weight, isMet }) => {
    const rivals = [`l${one}`, `r${other}`].map((key) => {
      const [first, second] = best.get(key) ?? [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
      return isMet && first === weight ? second : first;
    });
    return weight - Math.max(...rivals);
  };
}

/**
 * For the people of two registers without a common number: `given`, `family`, `birthDate`, `unit`, `guardian1`,
 * `guardian2`, `email`. A definite link needs the same given name and the same birth date: of twins and siblings
 * all else may be equal.
 */
export const personLinking: Pick<LinkOptions, "comparisons" | "blocks" | "demands"> = {
  comparisons: [
    { kind: "names", given: "given", family: "family" },
    { kind: "date", field: "birthDate" },
    { kind: "exact", field: "unit" },
    { kind: "all", fields: ["guardian1", "guardian2"] },
    { kind: "name", field: "email" },
  ],
  blocks: [["birthDate"], ["family", ["given", 2]], ["given", ["family", 2]], ["email"], ["guardian1"], ["guardian2"]],
  demands: [
    { comparison: 0, levels: ["both equal", "the wrong way round", "given equal, family alike"] },
    { comparison: 1, levels: ["equal"] },
  ],
};
