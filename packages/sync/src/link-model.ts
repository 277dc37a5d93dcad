import { fieldsOfBlock, type LinkBlock, type LinkBlocking } from "./link-blocks.ts";
import { LinkColumns } from "./link-columns.ts";
import { fieldsOfComparison, type LinkComparison, linkLevels, type LinkRecord } from "./link-comparison.ts";

/** Probabilities of each level of each comparison, among pairs that are the same person and pairs that are not. */
export interface LinkModel {
  readonly comparisons: readonly LinkComparison[];
  /** Share of the same person among all possible pairs. */
  readonly prior: number;
  /** Per comparison and level: probability of the level when it is the same person. */
  readonly m: readonly (readonly number[])[];
  /** … and when it is not. */
  readonly u: readonly (readonly number[])[];
}

/** Pairs that agree in the same way, counted. */
interface Pattern {
  readonly levels: readonly number[];
  count: number;
}

const smoothing = 0.5;
const randomPairs = 50_000;
/** Pairs of a block, and of all blocks, from which a model is learnt: more say nothing new. */
const learntPairs = 200_000;

/**
 * Learns a Fellegi–Sunter model without labels. `u`: from pairs drawn by chance. `m`: by expectation maximisation, block
 * by block, from the comparisons that do not look at the block's own fields (a pair agrees in those because it was
 * chosen for it), then the mean over the blocks. The prior: from what the model makes of all the pairs. Deterministic.
 * @see Fellegi & Sunter 1969; Winkler 1988; Linacre et al. 2022 (splink) for the way over blocks
 */
export function trainLinkModel(columns: LinkColumns, blocks: readonly LinkBlock[], blocking: LinkBlocking): LinkModel {
  const { comparisons } = columns;
  const u = chanceLevels(columns);
  const learnt = comparisons.map((): (readonly number[])[] => []);
  for (const [at, block] of blocks.entries()) {
    const own = new Set(fieldsOfBlock(block));
    const uses = comparisons.map((comparison) => fieldsOfComparison(comparison).every((field) => !own.has(field)));
    const patterns = patternsOf(columns, blocking, at, uses);
    // A block without pairs has nothing to say.
    if (patterns.length === 0) continue;
    const m = learn(patterns, u, uses);
    uses.forEach((isUsed, place) => isUsed && learnt[place]?.push(m[place] ?? []));
  }
  const m = comparisons.map(({ kind }, at) => mean(learnt[at] ?? [], linkLevels[kind].length));
  return { comparisons, prior: priorOf({ m, u }, columns, blocking), m, u };
}

/** As many pairs as what is taken for granted counts for, beside the known ones. */
const grantedPairs = 50;

/** A model from pairs that are known to be the same person. The prior is for the caller to set. */
export function modelOfKnownPairs(
  comparisons: readonly LinkComparison[],
  known: readonly (readonly [LinkRecord, LinkRecord])[],
  records: readonly LinkRecord[],
  others: readonly LinkRecord[],
): LinkModel {
  const counts = comparisons.map(({ kind }) => startingM(linkLevels[kind].length).map((share) => share * grantedPairs));
  const pairs = new LinkColumns(
    comparisons,
    [],
    known.map(([one]) => one),
    known.map(([, other]) => other),
  );
  for (const at of known.keys()) countLevels(counts, levelsOf(pairs, at, at));
  return {
    comparisons,
    prior: 1e-4,
    m: counts.map((levels) => shares(levels)),
    u: chanceLevels(new LinkColumns(comparisons, [], records, others)),
  };
}

function countLevels(counts: readonly number[][], levels: readonly number[]): void {
  levels.forEach((level, at) => {
    const sums = counts[at];
    if (sums && level >= 0) sums[level] = (sums[level] ?? 0) + 1;
  });
}

/** Expectation maximisation over the patterns of one block. */
function learn(
  patterns: readonly Pattern[],
  u: LinkModel["u"],
  uses: readonly boolean[],
): readonly (readonly number[])[] {
  let model: Pick<LinkModel, "prior" | "m" | "u"> = { prior: 0.2, m: u.map(({ length }) => startingM(length)), u };
  for (let round = 0; round < 100; round += 1) {
    const next = maximise(model, patterns, uses);
    const changes = next.m.map((levels, at) =>
      Math.max(...levels.map((value, level) => Math.abs(value - (model.m[at]?.[level] ?? 0)))),
    );
    model = next;
    if (Math.max(...changes) < 1e-5) break;
  }
  return model.m;
}

function patternsOf(
  columns: LinkColumns,
  blocking: LinkBlocking,
  block: number,
  uses: readonly boolean[],
): readonly Pattern[] {
  const patterns = new Map<string, Pattern>();
  const step = Math.ceil(blocking.countOf(block) / learntPairs);
  let place = 0;
  blocking.pairsOf(block, (one, other) => {
    place += 1;
    if (place % step !== 0) return;
    const levels = uses.map((isUsed, at) => (isUsed ? columns.level(at, one, other) : -1));
    const key = levels.join();
    const pattern = patterns.get(key);
    if (pattern) pattern.count += 1;
    else patterns.set(key, { levels, count: 1 });
  });
  return [...patterns.values()];
}

/** The share of the same person among all possible pairs: as many as are found with that share, found again. */
function priorOf(model: Pick<LinkModel, "m" | "u">, columns: LinkColumns, blocking: LinkBlocking): number {
  const { leftSize, rightSize, isOneList } = columns;
  const all = isOneList ? (leftSize * (leftSize - 1)) / 2 : leftSize * rightSize;
  const step = Math.ceil(blocking.count / learntPairs);
  const weights: number[] = [];
  let place = 0;
  blocking.pairs((one, other) => {
    place += 1;
    if (place % step === 0) weights.push(weightOf(model, levelsOf(columns, one, other)));
  });
  let prior = 1e-4;
  for (let round = 0; round < 30; round += 1) {
    const current = prior;
    const found = step * weights.reduce((sum, weight) => sum + probabilityOf(current, weight), 0);
    prior = Math.min(0.5, Math.max(1e-9, found / Math.max(1, all)));
  }
  return prior;
}

function mean(learnt: readonly (readonly number[])[], levels: number): readonly number[] {
  if (learnt.length === 0) return startingM(levels);
  return Array.from(
    { length: levels },
    (_, level) => learnt.reduce((sum, m) => sum + (m[level] ?? 0), 0) / learnt.length,
  );
}

function levelsOf(columns: LinkColumns, one: number, other: number): readonly number[] {
  return columns.comparisons.map((_, at) => columns.level(at, one, other));
}

/** Nine in ten agree fully, the others in the less good ways: a beginning that does not matter much. */
function startingM(levels: number): readonly number[] {
  return Array.from({ length: levels }, (_, level) => (level === 0 ? 0.9 : 0.1 / (levels - 1)));
}

function chanceLevels(columns: LinkColumns): readonly (readonly number[])[] {
  const { leftSize, rightSize, isOneList } = columns;
  const counts = columns.comparisons.map(({ kind }) => linkLevels[kind].map(() => smoothing));
  const draws = Math.min(randomPairs, leftSize * rightSize);
  // A linear congruential generator: the same draws every time.
  let state = 12345;
  const draw = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (let index = 0; index < draws; index += 1) {
    const [one, other] = [draw(leftSize), draw(rightSize)];
    if (isOneList && one === other) continue;
    countLevels(counts, levelsOf(columns, one, other));
  }
  return counts.map((levels) => shares(levels));
}

function shares(counts: readonly number[]): readonly number[] {
  const sum = counts.reduce((total, count) => total + count, 0);
  return counts.map((count) => count / sum);
}

/** One round: how likely each pattern is the same person, and what that says of the levels. */
function maximise(
  model: Pick<LinkModel, "prior" | "m" | "u">,
  patterns: readonly Pattern[],
  uses: readonly boolean[],
): Pick<LinkModel, "prior" | "m" | "u"> {
  const counts = model.u.map((levels) => levels.map(() => smoothing));
  let [same, all] = [0, 0];
  for (const { levels, count } of patterns) {
    const probability = probabilityOf(model.prior, weightOf(model, levels));
    same += probability * count;
    all += count;
    levels.forEach((level, at) => {
      const sums = counts[at];
      if (sums && level >= 0) sums[level] = (sums[level] ?? 0) + probability * count;
    });
  }
  return {
    ...model,
    prior: Math.min(0.99, Math.max(1e-6, same / Math.max(1, all))),
    m: counts.map((sums, at) => (uses[at] === true ? shares(sums) : (model.m[at] ?? []))),
  };
}

/** log₂ of how much more likely a level is for the same person than by chance. */
export function levelWeight(model: Pick<LinkModel, "m" | "u">, comparison: number, level: number): number {
  if (level < 0) return 0;
  return Math.log2((model.m[comparison]?.[level] ?? 1) / (model.u[comparison]?.[level] ?? 1));
}

function weightOf(model: Pick<LinkModel, "m" | "u">, levels: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < levels.length; at += 1) sum += levelWeight(model, at, levels[at] ?? -1);
  return sum;
}

/** The probability that two records are the same person, from the prior and the sum of weights. */
export function probabilityOf(prior: number, weight: number): number {
  const odds = Math.log2(prior / (1 - prior)) + weight;
  return 1 / (1 + 2 ** -odds);
}
