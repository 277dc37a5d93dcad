/**
 * The loops that a simulation spends its time in. Each works on rows of a workspace: a row is one number for every
 * iteration of a block. Rows are given by the place of their first number, in `doubles`, or in `words` for lists of
 * iterations and keys of streams. Two ways of computing them give the same bits, operation by operation.
 *
 * All times are multiples of 2^−30 days, so that a − b, a + b and their halves are exact.
 */
export interface BlockLoops {
  /** Uniform numbers of a source's streams in the block whose key the workspace begins with. */
  uniform(out: number, key: number, count: number): void;
  /** Triangular days from a source's own numbers. */
  triangular(out: number, key: number, sides: number, count: number): void;
  /** Triangular days from shares. */
  triangle(out: number, shares: number, sides: number, count: number): void;
  /** Quantiles of shares, by the numbers of a {@link QuantileTable}. */
  quantiles(out: number, shares: number, table: number, cellBits: number, count: number): void;
  /** row = min + width · row, rounded */
  stretch(row: number, min: number, width: number, count: number): void;
  /** Mixes rows of independent normal numbers by a triangle (row by row, each as long as there are rows), in place. */
  mix(normal: number, triangle: number, rows: number, count: number): void;
  /** Lists the iterations in which a row is above a threshold; returns how many those are. */
  above(hits: number, row: number, threshold: number, count: number): number;
  /** For each hit, the share of a risk's outcomes that are worse, from its normal variable. */
  worse(sizes: number, hits: number, normal: number, probability: number, shares: number, hitCount: number): void;
  /** From how much is worse (0: it is as bad as it gets) to a size. */
  measure(sizes: number, sides: number, hitCount: number): void;
  /** Multiplies the days of the iterations hit. */
  multiply(days: number, hits: number, sizes: number, hitCount: number): void;
  /** Adds to the days of the iterations hit. No work takes less than no time. */
  add(days: number, hits: number, sizes: number, hitCount: number): void;

  /** out = a + lag + days */
  afterOne(out: number, days: number, a: number, lag: number, count: number): void;
  /** out = max(a + lagA, b + lagB) + days */
  afterTwo(out: number, days: number, a: number, lagA: number, b: number, lagB: number, count: number): void;
  /** out = max(a + lagA, b + lagB) */
  laterOfTwo(out: number, a: number, lagA: number, b: number, lagB: number, count: number): void;
  /** row = max(row, a + lag) */
  push(row: number, a: number, lag: number, count: number): void;
  /** row = max(row, a − lessA + lag − lessB) */
  pushTied(row: number, a: number, lessA: number, lag: number, lessB: number, count: number): void;
  /** row = min(row, a − lag) */
  pull(row: number, a: number, lag: number, count: number): void;
  /** row = min(row, a − lag + more) */
  pullTied(row: number, a: number, lag: number, more: number, count: number): void;
  /** out = a + b */
  plus(out: number, a: number, b: number, count: number): void;
  /** out = a − b */
  minus(out: number, a: number, b: number, count: number): void;
  /** In how many iterations nothing lies between the late finish and the early one. */
  withoutSlack(late: number, finish: number, count: number): number;
  /** Adds to the sums of each section: first all Σd, then all Σd², then all Σd·t, with d = days − planned. */
  moments(sums: number, days: number, planned: number, t: number, count: number): void;
}

/** Every so many iterations belong together: how far the sections are apart says how well their sum is known. */
export const sections = 16;

/** Memory that a run works in, and the loops over it. The first 16 words are the key of the block. */
export interface Workspace {
  readonly doubles: Float64Array;
  /** The same memory. */
  readonly words: Int32Array;
  readonly loops: BlockLoops;
  /** Gives the memory back. */
  close(): void;
}

/** A way of computing. All give the same bits; `simulate` takes the one in TypeScript unless it is given another. */
export interface Kernel {
  readonly name: "typescript" | "wasm";
  /** @internal */
  open(bytes: number): Workspace;
}
