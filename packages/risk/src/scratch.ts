import type { CompiledModel } from "./compile-model.ts";

/** Iterations that are computed together, array by array. Each block has random numbers of its own. */
export const blockSize = 256;
/** Iterations whose sums are added up together: what a worker is given at a time. A multiple of the block size. */
export const chunkSize = 4096;

/** The arrays a run of blocks works in: about 30 bytes per activity and iteration of a block. */
export interface Scratch {
  readonly days: Float64Array;
  readonly finish: Float64Array;
  readonly late: Float64Array;
  readonly normal: Float64Array;
  readonly uniform: Float64Array;
  readonly row: Float64Array;
  readonly end: Float64Array;
  /** Whether each risk happens; in which iterations, how many those are, and its size in each. */
  readonly happens: Uint8Array;
  readonly hits: Int32Array;
  readonly counts: Int32Array;
  readonly sizes: Float64Array;
  /** Iterations in which each duration is among its shortest and longest tenth, and how many those are. */
  readonly lows: Int32Array;
  readonly highs: Int32Array;
  readonly tenths: Int32Array;
  readonly stream: Int32Array;
}

/** Arrays for {@link runChunk}, to be used again for every chunk. */
export function makeScratch(model: CompiledModel): Scratch {
  const [activities, risks] = [model.ids.length, model.risks.length];
  return {
    days: new Float64Array(activities * blockSize),
    finish: new Float64Array(activities * blockSize),
    late: new Float64Array(activities * blockSize),
    normal: new Float64Array(model.triangle.length * blockSize),
    uniform: new Float64Array(blockSize),
    row: new Float64Array(blockSize),
    end: new Float64Array(blockSize),
    happens: new Uint8Array(risks * blockSize),
    hits: new Int32Array(risks * blockSize),
    counts: new Int32Array(risks),
    sizes: new Float64Array(risks * blockSize),
    lows: new Int32Array(model.durations.length * blockSize),
    highs: new Int32Array(model.durations.length * blockSize),
    tenths: new Int32Array(model.durations.length * 2),
    stream: new Int32Array(4),
  };
}
