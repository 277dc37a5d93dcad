import { sections } from "./block-loops.ts";
import { addSums } from "./chunk-sums.ts";
import type { CompiledModel } from "./compile-model.ts";
import { drawDays } from "./draw-days.ts";
import { drawNormals } from "./draw-normals.ts";
import { drawRisk } from "./draw-risks.ts";
import { backward, finishOf, forwardRound, lastFinish } from "./kernel-network.ts";
import { writeBlockKey } from "./random.ts";
import { blockSize as B, chunkSize, type Scratch } from "./scratch.ts";

/** How much is measured: dates; also what is critical; also what drives the dates. Each costs more than the one before. */
export type Measures = "dates" | "criticality" | "all";

/** What one chunk of iterations came to. Chunks may be computed in any order and anywhere; added in order they are the same. */
export interface Chunk {
  readonly index: number;
  /** Finishes of every milestone, then of everything, `count` each. */
  readonly finishes: Float64Array;
  readonly count: number;
  /** Iterations in which each activity was critical. */
  readonly critical: Int32Array;
  /**
   * For each activity, with d its days and T the target, both less their planned values: Σd, Σd², Σd·T, each by section.
   * Last, as if it were an activity, the target.
   */
  readonly moments: Float64Array;
  /** For each source, of its low and its high side: n, ΣT, ΣT². */
  readonly sides: Float64Array;
  /** Iterations in which the ties could not all be met. */
  readonly unmet: number;
}

/** What {@link runChunk} needs besides the model. */
export interface ChunkOptions {
  readonly seed: number;
  readonly iterations: number;
  readonly measures: Measures;
  /** Place of the milestone that criticality and sums are about, or −1 for the end of everything. */
  readonly target: number;
  /** Planned days of each activity and planned finish of the target: what sums are taken from, for accuracy. */
  readonly planned: Float64Array;
  readonly plannedTarget: number;
}

/** Computes one chunk. Its result depends on the model, the seed and its index alone. */
export function runChunk(model: CompiledModel, index: number, options: ChunkOptions, scratch: Scratch): Chunk {
  const first = index * chunkSize;
  const count = Math.min(chunkSize, options.iterations - first);
  const { measures, target } = options;
  const { doubles, finish, end } = scratch;
  const rows = model.milestones.length + 1;
  const sources = model.risks.length + model.durations.length;
  const chunk = {
    index,
    count,
    finishes: new Float64Array(rows * count),
    critical: new Int32Array(model.ids.length),
    moments: new Float64Array(measures === "all" ? (model.ids.length + 1) * 3 * sections : 0),
    sides: new Float64Array(measures === "all" ? sources * 6 : 0),
    unmet: 0,
  };
  for (let done = 0; done < count; done += B) {
    const size = Math.min(B, count - done);
    writeBlockKey(scratch.words, 0, (first + done) / B);
    drawNormals(model, size, scratch);
    for (let risk = 0; risk < model.risks.length; risk += 1) drawRisk(model, risk, size, scratch);
    // Each activity's days are used while they are at hand; what goes in rings has to wait for all of them.
    for (const place of model.order) {
      drawDays(model, place, size, scratch, measures === "all");
      if (!model.hasRings) finishOf(model, place, size, scratch);
    }
    if (model.hasRings) chunk.unmet += forwardRound(model, size, scratch);
    lastFinish(model, size, scratch);
    for (const [row, place] of model.milestones.entries())
      chunk.finishes.set(doubles.subarray(finish + place * B, finish + place * B + size), row * count + done);
    chunk.finishes.set(doubles.subarray(end, end + size), (rows - 1) * count + done);
    if (measures === "dates") continue;
    backward(model, target, size, scratch, chunk.critical);
    if (measures === "all") addSums(model, options, size, scratch, chunk);
  }
  return chunk;
}
