import { assignOneToOne } from "./link-assign.ts";
import { fieldsOfBlock, type LinkBlock, LinkBlocking } from "./link-blocks.ts";
import { LinkColumns } from "./link-columns.ts";
import { type LinkComparison, linkLevels, type LinkRecord } from "./link-comparison.ts";
import { type LinkModel, trainLinkModel } from "./link-model.ts";
import { marginsOf } from "./link-margin.ts";
import { LinkScore, type ScoredPair, weightAt } from "./link-score.ts";

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
  /** Of a block with more records than this on a side only neighbours in order are compared. Default 200. */
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
  /**
   * How much more speaks for this pair than for the next best of either record, in bits; where that is not likely enough to be
   * looked at, how much more than would be.
   */
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
  const { comparisons, blocks, candidate = 0.5, definite = 0.99, margin: least = 5, demands = [] } = options;
  const columns = new LinkColumns(
    comparisons,
    blocks.flatMap((block) => fieldsOfBlock(block)),
    options.left,
    options.right,
  );
  const blocking = new LinkBlocking(columns, blocks, options.largestBlock ?? 200);
  const model = options.model ?? trainLinkModel(columns, blocks, blocking);
  const isShown = weightAt(model.prior, candidate);
  // Below this a pair is not shown, and no rival of a definite link.
  const kept = Math.min(isShown, weightAt(model.prior, definite) - least);
  const score = new LinkScore(columns, model, kept);
  const found: ScoredPair[] = [];
  let compared = 0;
  blocking.pairs((one, other) => {
    compared += 1;
    const pair = score.of(one, other);
    if (pair) found.push(pair);
  });
  found.sort((a, b) => b.weight - a.weight || a.one - b.one || a.other - b.other);
  const meets = ({ levels }: ScoredPair): boolean =>
    demands.every(({ comparison, levels: wanted }) =>
      wanted.includes(levelName(comparisons[comparison], levels[comparison])),
    );
  const ahead = marginsOf(found, meets, kept);
  const shown = found.filter(({ weight }) => weight >= isShown);
  const isDefinite = weightAt(model.prior, definite);
  const pairs = shown.map((pair): LinkedPair => {
    const { one, other, weight } = pair;
    const margin = ahead(pair);
    return {
      left: options.left[one]?.id ?? "",
      right: (options.right ?? options.left)[other]?.id ?? "",
      probability: score.probabilityOf(weight),
      weight,
      reasons: score.reasonsOf(pair),
      margin,
      isDefinite: weight >= isDefinite && margin >= least && meets(pair),
    };
  });
  return {
    links: options.right === undefined ? [] : chosen(shown).flatMap((at) => pairs[at] ?? []),
    pairs,
    model,
    compared,
  };
}

function levelName(comparison: LinkComparison | undefined, level = -1): string {
  return comparison === undefined ? "missing" : (linkLevels[comparison.kind][level] ?? "missing");
}

/** The places of the pairs that make a one-to-one assignment, in their order. */
function chosen(shown: readonly ScoredPair[]): readonly number[] {
  const least = shown.reduce((floor, { weight }) => Math.min(floor, weight), 0) - 1;
  const links = new Set(
    assignOneToOne(shown.map(({ one, other, weight }) => ({ left: one, right: other, weight: weight - least }))).map(
      ({ left, right }) => `${left}/${right}`,
    ),
  );
  return shown.flatMap(({ one, other }, at) => (links.has(`${one}/${other}`) ? [at] : []));
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
