import type { CompiledModel } from "./compile-model.ts";
import { drawShares } from "./draw-normals.ts";
import { fillTriangular, roundingShift, seedStream } from "./random.ts";
import { blockSize as B, type Scratch } from "./scratch.ts";

/**
 * An activity's days: its own, times the factors of the risks that happen, plus their days; none when it is left out. No
 * work takes less than no time, whatever a risk that saves days says.
 */
export function drawDays(
  model: CompiledModel,
  place: number,
  seed: number,
  block: number,
  size: number,
  scratch: Scratch,
  withTenths: boolean,
): void {
  const { days, uniform, stream, hits, counts, sizes } = scratch;
  const { source, fixed, factors, added, skips } = model.days[place]!;
  const at = place * B;
  if (source < 0) days.fill(fixed, at, at + size);
  else {
    const duration = model.durations[source]!;
    if (duration.sides && duration.row < 0 && !withTenths) {
      seedStream(stream, seed, duration.hash, block);
      fillTriangular(days, at, size, stream, duration.sides);
    } else {
      drawShares(duration, seed, block, size, scratch);
      duration.fill(days, at, uniform, size);
      if (withTenths) noteTenths(source, size, scratch);
    }
  }
  for (const risk of factors) multiply(days, at, hits, sizes, risk * B, risk * B + counts[risk]!);
  for (const risk of added) add(days, at, hits, sizes, risk * B, risk * B + counts[risk]!);
  for (const risk of skips)
    for (let hit = risk * B; hit < risk * B + counts[risk]!; hit += 1) days[at + hits[hit]!] = 0;
}

function noteTenths(index: number, size: number, { uniform, lows, highs, tenths }: Scratch): void {
  let low = index * B;
  let high = index * B;
  for (let k = 0; k < size; k += 1) {
    if (uniform[k]! < 0.1) lows[low++] = k;
    else if (uniform[k]! > 0.9) highs[high++] = k;
  }
  tenths[2 * index] = low - index * B;
  tenths[2 * index + 1] = high - index * B;
}

function multiply(
  days: Float64Array,
  at: number,
  hits: Int32Array,
  sizes: Float64Array,
  first: number,
  last: number,
): void {
  for (let hit = first; hit < last; hit += 1) {
    const k = at + hits[hit]!;
    days[k] = days[k]! * sizes[hit]! + roundingShift - roundingShift;
  }
}

function add(days: Float64Array, at: number, hits: Int32Array, sizes: Float64Array, first: number, last: number): void {
  for (let hit = first; hit < last; hit += 1) {
    const k = at + hits[hit]!;
    days[k] = Math.max(0, days[k]! + sizes[hit]! + roundingShift - roundingShift);
  }
}
