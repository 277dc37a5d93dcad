import { type LinkColumns, valueShares } from "./link-columns.ts";
import { fieldsOfComparison, linkLevels } from "./link-comparison.ts";
import { levelWeight, type LinkModel, probabilityOf } from "./link-model.ts";
import { type LinkReason } from "./link-records.ts";

/** Two records by their places, how they agree, and what it weighs. */
export interface ScoredPair {
  readonly one: number;
  readonly other: number;
  readonly levels: readonly number[];
  readonly weight: number;
}

/** The weight at which a pair has a probability. */
export const weightAt = (prior: number, probability: number): number =>
  Math.log2(probability / (1 - probability)) - Math.log2(prior / (1 - prior));

/** Weighs pairs, and gives up one as soon as it can't reach the least weight that is asked for. */
export class LinkScore {
  readonly #columns: LinkColumns;
  readonly #model: LinkModel;
  readonly #least: number;
  /** log₂ of 1 / share of a value, by comparison and left record: what agreeing on this very value says beyond any. */
  readonly #rarities: readonly (Float64Array | undefined)[];
  readonly #weights: readonly (readonly number[])[];
  /** The comparisons in the order in which they are made: the one that can tell most first. */
  readonly #order: readonly number[];
  /** By place in the order: the most that this and all later comparisons can add. */
  readonly #most: readonly number[];
  readonly #levels: number[];
  readonly #reasons = new Map<number, LinkReason>();

  constructor(columns: LinkColumns, model: LinkModel, least: number) {
    this.#columns = columns;
    this.#model = model;
    this.#least = least;
    const { comparisons } = columns;
    this.#rarities = this.#raritiesOf();
    this.#weights = comparisons.map(({ kind }, at) =>
      linkLevels[kind].map((_, level) => levelWeight(model, at, level)),
    );
    const largest = this.#weights.map((weights, at) => {
      const rarest = this.#rarities[at]?.reduce((most, rarity) => Math.max(most, rarity), 0) ?? 0;
      return Math.max(0, (weights[0] ?? 0) + rarest, ...weights.slice(1));
    });
    const spread = this.#weights.map((weights, at) => (largest[at] ?? 0) - Math.min(...weights));
    this.#order = [...comparisons.keys()].sort((a, b) => (spread[b] ?? 0) - (spread[a] ?? 0) || a - b);
    const most: number[] = [0];
    for (const at of this.#order.toReversed()) most.unshift((most[0] ?? 0) + (largest[at] ?? 0));
    this.#most = most;
    this.#levels = comparisons.map(() => -1);
  }

  /** The pair, or undefined when it weighs less than the least. */
  of(one: number, other: number): ScoredPair | undefined {
    let sum = 0;
    let place = 0;
    for (const at of this.#order) {
      if (sum + (this.#most[place] ?? 0) < this.#least) return undefined;
      const level = this.#columns.level(at, one, other);
      this.#levels[at] = level;
      sum += this.#weightOf(at, level, one);
      place += 1;
    }
    if (sum < this.#least) return undefined;
    // Added up in the order of the comparisons, so that the sum is that of the reasons to the last digit.
    const weight = this.#levels.reduce((total, level, at) => total + this.#weightOf(at, level, one), 0);
    return { one, other, levels: [...this.#levels], weight };
  }

  probabilityOf(weight: number): number {
    return probabilityOf(this.#model.prior, weight);
  }

  /** What each comparison says of a pair. */
  reasonsOf({ one, levels }: ScoredPair): readonly LinkReason[] {
    return levels.map((level, at) => {
      // A rare value has a weight of its own; all others share theirs.
      if (level === 0 && this.#rarities[at]) return this.#reason(at, level, this.#weightOf(at, level, one));
      const key = at * 16 + level + 1;
      const known = this.#reasons.get(key) ?? this.#reason(at, level, this.#weightOf(at, level, one));
      this.#reasons.set(key, known);
      return known;
    });
  }

  #reason(at: number, level: number, weight: number): LinkReason {
    const comparison = this.#columns.comparisons[at];
    if (comparison === undefined) throw new RangeError(`no comparison ${at}`);
    return { fields: fieldsOfComparison(comparison), level: linkLevels[comparison.kind][level] ?? "missing", weight };
  }

  #weightOf(at: number, level: number, one: number): number {
    if (level < 0) return 0;
    return (this.#weights[at]?.[level] ?? 0) + (level === 0 ? (this.#rarities[at]?.[one] ?? 0) : 0);
  }

  /** What agreeing on this very value says beyond agreeing on any: bits, negative for a common value. */
  #raritiesOf(): readonly (Float64Array | undefined)[] {
    const shares = valueShares(this.#columns);
    return this.#columns.comparisons.map((comparison, at) => {
      if (comparison.kind === "all" || comparison.kind === "date") return undefined;
      const chance = this.#model.u[at]?.[0] ?? 1;
      const fields = fieldsOfComparison(comparison).map((field) => ({
        values: this.#columns.values(field).left,
        shares: shares.get(field),
      }));
      return Float64Array.from({ length: this.#columns.leftSize }, (_, one) => {
        const share = fields.reduce((product, field) => product * (field.shares?.get(field.values[one] ?? "") ?? 1), 1);
        return Math.max(-10, Math.min(10, Math.log2(chance / share)));
      });
    });
  }
}
