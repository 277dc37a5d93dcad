import type { CompiledModel } from "./compile-model.ts";
import { drawShares } from "./draw-normals.ts";
import { keySize } from "./random.ts";
import { blockSize as B, type Scratch } from "./scratch.ts";

/**
 * An activity's days: its own, times the factors of the risks that happen, plus their days; none when it is left out. No
 * work takes less than no time, whatever a risk that saves days says.
 */
export function drawDays(
  model: CompiledModel,
  place: number,
  size: number,
  scratch: Scratch,
  withTenths: boolean,
): void {
  const { loops, doubles, words, counts, hits, sizes } = scratch;
  const { source: index, fixed, factors, added, skips } = model.days[place]!;
  const days = scratch.days + place * B;
  if (index < 0) doubles.fill(fixed, days, days + size);
  else {
    const duration = model.durations[index]!;
    const { spread } = duration;
    const source = model.risks.length + index;
    const sides = scratch.sides + source * 5;
    if (spread.kind === "triangle" && duration.row < 0 && !withTenths)
      loops.triangular(days, scratch.keys + source * keySize, sides, size);
    else {
      drawShares(duration, source, size, scratch);
      if (spread.kind === "triangle") loops.triangle(days, scratch.uniform, sides, size);
      else if (spread.kind === "values") spread.draw(doubles, days, scratch.shares, size);
      else {
        loops.quantiles(days, scratch.uniform, scratch.tables[index]!, spread.table.cellBits, size);
        loops.stretch(days, spread.min, spread.width, size);
      }
      if (withTenths) noteTenths(index, size, scratch);
    }
  }
  for (const risk of factors) loops.multiply(days, hits + risk * B, sizes + risk * B, counts[risk]!);
  for (const risk of added) loops.add(days, hits + risk * B, sizes + risk * B, counts[risk]!);
  for (const risk of skips) {
    const first = hits + risk * B;
    for (let hit = first; hit < first + counts[risk]!; hit += 1) doubles[days + words[hit]!] = 0;
  }
}

function noteTenths(index: number, size: number, { shares, words, lows, highs, tenths }: Scratch): void {
  const [first, firstHigh] = [lows + index * B, highs + index * B];
  let low = first;
  let high = firstHigh;
  for (let k = 0; k < size; k += 1) {
    if (shares[k]! < 0.1) words[low++] = k;
    else if (shares[k]! > 0.9) words[high++] = k;
  }
  tenths[2 * index] = low - first;
  tenths[2 * index + 1] = high - firstHigh;
}
