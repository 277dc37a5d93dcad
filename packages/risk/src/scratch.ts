import { type BlockLoops, type Kernel, sections } from "./block-loops.ts";
import type { CompiledModel } from "./compile-model.ts";
import { normalTable, shareTable } from "./normal.ts";
import { keySize, writeSourceKey } from "./random.ts";

/** Iterations that are computed together, array by array. Each block has random numbers of its own. */
export const blockSize = 256;
/** Iterations whose sums are added up together: what a worker is given at a time. A multiple of the block size. */
export const chunkSize = 4096;

/**
 * What a run of blocks works in: one piece of memory, and where in it things are. A row is a number for each iteration of a
 * block; many rows lie one after the other, in the order of the activities, risks or durations. About 30 bytes for each
 * activity and iteration of a block.
 */
export interface Scratch {
  readonly loops: BlockLoops;
  readonly doubles: Float64Array;
  readonly words: Int32Array;
  /** Rows for each activity. */
  readonly days: number;
  readonly finish: number;
  readonly late: number;
  /** A row for each correlated source. */
  readonly normal: number;
  readonly triangle: number;
  /** One row each. `zeros` stays as it is. */
  readonly uniform: number;
  readonly row: number;
  readonly end: number;
  readonly zeros: number;
  /** The row `uniform` as an array. */
  readonly shares: Float64Array;
  /** Quantiles and shares of normal numbers, when there is a correlation. */
  readonly normalTable: number;
  readonly shareTable: number;
  /** For each duration, where its quantiles are if it has a table. */
  readonly tables: readonly number[];
  /** Sums of an activity, by section. */
  readonly sums: number;
  /** For each risk, its size in the iterations in which it happens; in `words`, which those are. How many. */
  readonly sizes: number;
  readonly hits: number;
  readonly counts: Int32Array;
  readonly happens: Uint8Array;
  /** Five numbers for the triangle of each risk, then of each duration. */
  readonly sides: number;
  /** In `words`: the keys of the risks, then of the durations. */
  readonly keys: number;
  /** In `words`: iterations in which each duration is among its shortest and longest tenth. How many those are. */
  readonly lows: number;
  readonly highs: number;
  readonly tenths: Int32Array;
  close(): void;
}

/** Memory for the kernel's chunks, to be used again for every chunk of a run. */
export function makeScratch(model: CompiledModel, seed: number, kernel: Kernel): Scratch {
  const { risks, durations, triangle } = model;
  const [activities, correlated] = [model.ids.length, triangle.length];
  // The first words are the key of the block.
  let size = 64;
  const rows = (count: number): number => doubles(count * blockSize);
  const doubles = (count: number): number => {
    const at = size / 8;
    // Every array begins where a processor's cache line does.
    size += Math.ceil(count / 8) * 64;
    return at;
  };
  const words = (count: number): number => 2 * doubles(Math.ceil(count / 2));
  const sources = [...risks, ...durations];
  const places = {
    zeros: rows(1),
    uniform: rows(1),
    row: rows(1),
    end: rows(1),
    days: rows(activities),
    finish: rows(activities),
    late: rows(activities),
    normal: rows(correlated),
    triangle: doubles(correlated ** 2),
    sizes: rows(risks.length),
    sums: doubles(3 * sections),
    sides: doubles(5 * sources.length),
    normalTable: doubles(correlated > 0 ? normalTable().numbers.length : 0),
    shareTable: doubles(correlated > 0 ? shareTable().length : 0),
    tables: durations.map(({ spread }) => doubles(spread.kind === "pert" ? spread.table.numbers.length : 0)),
    hits: words(risks.length * blockSize),
    keys: words(sources.length * keySize),
    lows: words(durations.length * blockSize),
    highs: words(durations.length * blockSize),
  };
  const space = kernel.open(size);
  space.doubles.fill(0, places.zeros, places.zeros + blockSize);
  for (const [row, weights] of triangle.entries()) space.doubles.set(weights, places.triangle + row * correlated);
  if (correlated > 0) {
    space.doubles.set(normalTable().numbers, places.normalTable);
    space.doubles.set(shareTable(), places.shareTable);
  }
  for (const [index, source] of sources.entries()) {
    writeSourceKey(space.words, places.keys + index * keySize, seed, source.hash);
    const sides = source.kind === "risk" ? source.size : source.spread.kind === "triangle" ? source.spread.sides : 0;
    if (typeof sides === "object") space.doubles.set(sides, places.sides + index * 5);
  }
  for (const [index, { spread }] of durations.entries())
    if (spread.kind === "pert") space.doubles.set(spread.table.numbers, places.tables[index]);
  return {
    ...places,
    loops: space.loops,
    doubles: space.doubles,
    words: space.words,
    shares: space.doubles.subarray(places.uniform, places.uniform + blockSize),
    counts: new Int32Array(risks.length),
    happens: new Uint8Array(risks.length * blockSize),
    tenths: new Int32Array(durations.length * 2),
    close: () => space.close(),
  };
}
